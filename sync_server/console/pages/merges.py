"""档案合并: what clinics merged, and taking it apart."""

from starlette.responses import Response

from sync_server.console import desk
from sync_server.console.visit import Visit
from sync_server.reports import facilities, merges


def listed(visit: Visit) -> Response:
    with visit.reading() as db:
        lines = merges.newest(db)
        names = facilities.names(db)
    return visit.show("merges.html", lines=lines, names=names, split=visit.query("split") == "1")


def split(visit: Visit) -> Response:
    desk.split_records(visit, visit.path_id("merge"), visit.reason())
    return visit.go("/console/merges?split=1")
