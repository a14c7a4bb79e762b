"""用户: the administrator's page."""

from starlette.responses import Response

from clinic_app.domain.errors import RuleBroken
from sync_server.console import users
from sync_server.console.audit import Action
from sync_server.console.visit import HOME, Visit
from sync_server.reports import facilities


def listed(visit: Visit) -> Response:
    return _page(visit)


def add(visit: Visit) -> Response:
    user_id = visit.field("id")
    try:
        with visit.writing() as db:
            users.add_user(
                db,
                user_id,
                visit.field("name"),
                users.roles_of(visit.fields("role")),
                visit.secret("password"),
                must_change=True,
                township=visit.field("township"),
            )
            visit.auditor().note(db, Action.USER_ADDED, user_id, ",".join(visit.fields("role")))
    except RuleBroken as error:
        return _page(visit, error)
    return visit.go(f"{HOME}users?done=1")


def change(visit: Visit) -> Response:
    """Other roles, or in and out of use."""
    user_id = visit.path_value("user")
    roles, active = users.roles_of(visit.fields("role")), visit.field("active") == "yes"
    try:
        with visit.writing() as db:
            users.change_user(db, user_id, roles, active=active, township=visit.field("township"))
            said = ",".join(sorted(roles)) + ("" if active else " off")
            visit.auditor().note(db, Action.USER_CHANGED, user_id, said)
    except RuleBroken as error:
        return _page(visit, error)
    return visit.go(f"{HOME}users?done=1")


def reset(visit: Visit) -> Response:
    """A new first password; its user must change it at the next login."""
    user_id = visit.path_value("user")
    try:
        with visit.writing() as db:
            users.change_password(db, user_id, visit.secret("password"), must_change=True)
            visit.auditor().note(db, Action.PASSWORD_RESET, user_id)
    except RuleBroken as error:
        return _page(visit, error)
    return visit.go(f"{HOME}users?done=1")


def _page(visit: Visit, error: RuleBroken | None = None) -> Response:
    with visit.reading() as db:
        every = users.all_users(db)
        townships = facilities.townships(db)
    status = 200 if error is None else 400
    return visit.show(
        "users.html",
        status=status,
        users=every,
        roles=list(users.Role),
        townships=townships,
        error=error,
        done=visit.query("done") == "1",
    )
