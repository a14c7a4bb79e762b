"""操作记录."""

from starlette.responses import Response

from sync_server.console import audit, users, views
from sync_server.console.visit import Visit

_LIMIT = 100


def listed(visit: Visit) -> Response:
    user, action = visit.query("user"), visit.query("action")
    with visit.reading() as db:
        lines = audit.lines(db, views.whole(visit.query("before")), user, action, _LIMIT + 1)
        names = {one.id: one.name for one in users.all_users(db)}
    return visit.show(
        "record.html",
        lines=lines[:_LIMIT],
        before=lines[_LIMIT - 1].no if len(lines) > _LIMIT else None,
        newer=bool(visit.query("before")),
        names=names,
        user_id=user,
        action=action,
        actions=list(audit.Action),
    )
