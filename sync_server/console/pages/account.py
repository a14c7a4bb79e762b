"""Signing in and out, the own password, the language."""

from typing import Final

from starlette.responses import RedirectResponse, Response

from clinic_app.domain.errors import ClinicError, RuleBroken
from sync_server.console import sessions, users
from sync_server.console.audit import Action
from sync_server.console.users import User
from sync_server.console.visit import COOKIE, HOME, LANGUAGE_COOKIE, Visit

throttle: Final = sessions.Throttle()
_YEAR: Final = 365 * 86_400  # seconds


class PasswordsDiffer(RuleBroken):
    code = "console.passwords_differ"


def login_page(visit: Visit) -> Response:
    if visit.user is not None:
        return visit.go(HOME)
    return visit.show("login.html", error=None, name="", idle=visit.query("idle") == "1")


def login(visit: Visit) -> Response:
    """Check the password; a refusal is counted and recorded, and shows the same page again."""
    name = visit.field("name")[:40]
    try:
        throttle.count(visit.address, visit.now)
    except sessions.TooManyTries as error:
        return _refused(visit, name, error, 503)
    with visit.writing() as db:
        outcome = users.check_password(db, name, visit.secret("password"), visit.now)
        action = Action.LOGIN if isinstance(outcome, User) else Action.LOGIN_REFUSED
        visit.auditor(name).note(db, action)
        if isinstance(outcome, User):
            token = sessions.open_session(db, outcome.id, visit.now)
            return _with_cookie(visit, visit.go(HOME), COOKIE, token)
    return _refused(visit, name, outcome, 401)


def logout(visit: Visit) -> Response:
    with visit.writing() as db:
        sessions.close_session(db, visit.token)
        visit.auditor().note(db, Action.LOGOUT)
    answer = visit.go(f"{HOME}login")
    answer.delete_cookie(COOKIE, path=HOME)
    return answer


def password_page(visit: Visit) -> Response:
    return visit.show("password.html", error=None, done=visit.query("done") == "1")


def change_password(visit: Visit) -> Response:
    try:
        _change_password(visit)
    except RuleBroken as error:
        return visit.show("password.html", status=400, error=error, done=False)
    return visit.go(f"{HOME}password?done=1")


def language(visit: Visit) -> Response:
    """Switch the language and go back to the page it was asked from, which is one of ours."""
    back = visit.query("back")
    answer = visit.go(back if back.startswith(HOME) else HOME)
    return _with_cookie(
        visit, answer, LANGUAGE_COOKIE, "en" if visit.query("to") == "en" else "zh", max_age=_YEAR
    )


def _change_password(visit: Visit) -> None:
    """Raises:
    WrongLogin, Locked, PasswordsDiffer, WeakPassword
    """
    user_id, new = visit.who.id, visit.secret("new")
    if new != visit.secret("again"):
        raise PasswordsDiffer()
    with visit.writing() as db:
        outcome = users.check_password(db, user_id, visit.secret("old"), visit.now)
    if not isinstance(outcome, User):
        raise outcome
    with visit.writing() as db:
        users.change_password(db, user_id, new, keep=sessions.token_hash(visit.token))
        visit.auditor().note(db, Action.PASSWORD_CHANGED)


def _refused(visit: Visit, name: str, error: ClinicError, status: int) -> Response:
    return visit.show("login.html", status=status, error=error, name=name, idle=False)


def _with_cookie(
    visit: Visit, answer: RedirectResponse, name: str, value: str, max_age: int | None = None
) -> Response:
    secure = visit.request.url.scheme == "https"
    answer.set_cookie(
        name, value, max_age=max_age, path=HOME, secure=secure, httponly=True, samesite="strict"
    )
    return answer
