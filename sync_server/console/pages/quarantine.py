"""待处理: entries that were set aside, and letting them count."""

from starlette.responses import Response

from sync_server.console import desk, views
from sync_server.console.visit import Visit
from sync_server.reports import facilities, quarantine


def listed(visit: Visit) -> Response:
    done = visit.query("done") == "1"
    with visit.reading() as db:
        page = quarantine.held(db, done=done, before=views.whole(visit.query("before")))
        names = facilities.names(db)
        waiting = quarantine.waiting_count(db)
    return visit.show(
        "quarantine.html",
        page=page,
        names=names,
        waiting=waiting,
        done=done,
        newer=bool(visit.query("before")),
        released=views.whole(visit.query("released")),
    )


def release(visit: Visit) -> Response:
    count = desk.release(visit, visit.path_id("entry"), visit.reason())
    return visit.go(f"/console/quarantine?released={count}")
