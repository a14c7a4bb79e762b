"""One request to the console: who asks, what the form says, and how an answer is made.

routes.py → pages/<topic>.py: a plain function `(Visit) -> Response`, run on a worker thread
"""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from email.parser import BytesParser
from email.policy import HTTP
from functools import wraps
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import parse_qsl, urlsplit
from uuid import UUID

import sqlalchemy as sa
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from clinic_app.domain.errors import ClinicError, NotFound, RuleBroken, Unavailable
from clinic_app.domain.time import wall_clock
from sync_server.console import audit, sessions, views
from sync_server.console.users import NotAllowed, User, require
from sync_server.reports.quarantine import waiting_count
from sync_server.store.engine import Database

COOKIE: Final = "xyt_console"
LANGUAGE_COOKIE: Final = "xyt_lang"
_MAX_FORM: Final = 64 << 10  # bytes
MAX_FILE: Final = 8 << 20  # bytes of a form with files, unless a page takes larger ones
_THROWN_AWAY: Final = (
    256 << 20
)  # bytes beyond that are read and forgotten, so that a browser hears the answer
HOME: Final = "/console/"

Handler = Callable[["Visit"], Response]
Endpoint = Callable[[Request], Awaitable[Response]]


class ReasonMissing(RuleBroken):
    """What the law wants a reason for was asked without one."""

    code = "console.reason_missing"


class NoSuchPage(NotFound):
    code = "console.not_found"


class TooLargeForm(RuleBroken):
    """More bytes than the page takes: `megabytes`."""

    code = "console.too_large"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file of a form."""

    name: str  # as the browser says
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What a page function gets."""

    request: Request
    database: Database
    user: User | None
    token: str  # of the session; "" when nobody is signed in
    form: Mapping[str, str | list[str]]
    files: Mapping[str, tuple[Upload, ...]]
    now: int  # UTC ms
    waiting: int  # entries set aside

    @property
    def who(self) -> User:
        if self.user is None:
            raise AssertionError("a page for nobody asks who it is")
        return self.user

    @property
    def language(self) -> str:
        return "en" if self.request.cookies.get(LANGUAGE_COOKIE) == "en" else "zh"

    def reading(self) -> AbstractContextManager[sa.Connection]:
        return self.database.reading()

    def writing(self) -> AbstractContextManager[sa.Connection]:
        return self.database.writing()

    def auditor(self, user_id: str = "") -> audit.Writer:
        """Who notes what this request does."""
        return audit.Writer(user_id or self.who.id, self.address, self.now)

    @property
    def address(self) -> str:
        return self.request.client.host if self.request.client else ""

    def query(self, name: str) -> str:
        """A value of the address line, blanks cut off; "" when it is missing."""
        return self.request.query_params.get(name, "").strip()

    def field(self, name: str) -> str:
        """A value of the form, blanks cut off; "" when it is missing."""
        value = self.form.get(name, "")
        return (value[-1] if isinstance(value, list) else value).strip()

    def fields(self, name: str) -> list[str]:
        """Every ticked value of a form's name."""
        value = self.form.get(name, [])
        return value if isinstance(value, list) else [value]

    def file(self, name: str) -> Upload | None:
        """The file of a form's name, where one was chosen."""
        return next(iter(self.files.get(name, ())), None)

    def secret(self, name: str) -> str:
        """A password of the form, with every blank that was typed."""
        value = self.form.get(name, "")
        return value if isinstance(value, str) else value[-1]

    def path_value(self, name: str) -> str:
        return str(self.request.path_params[name])

    def path_id(self, name: str) -> UUID:
        """An id of the address.

        Raises:
            NoSuchPage: it is none.
        """
        found = views.id_of(self.path_value(name))
        if found is None:
            raise NoSuchPage(what=self.path_value(name)[:40])
        return found

    def reason(self) -> str:
        """What was typed as the reason.

        Raises:
            ReasonMissing: fewer than four characters, or more than 200.
        """
        reason = self.field("reason")
        if not 4 <= len(reason) <= 200:
            raise ReasonMissing()
        return reason

    def show(self, template: str, status: int = 200, **values: Any) -> Response:
        """A page of HTML."""
        url = self.request.url
        frame = views.Frame(
            user=self.user,
            language=self.language,
            path=url.path,
            address=url.path + (f"?{url.query}" if url.query else ""),
            token=self.token,
            county=getattr(self.request.app.state, "county_name", ""),
            now=self.now,
            waiting=self.waiting,
        )
        return views.page(frame, template, status, **values)

    def go(self, path: str) -> RedirectResponse:
        """The answer to a form that was done: go and look."""
        return RedirectResponse(path, status_code=303)


def page(handler: Handler, action: str = "read", most: int = MAX_FILE) -> Endpoint:
    """An endpoint for signed-in users who may do `action`; others are sent to the login.

    `most`: bytes of a form with files.
    """

    @wraps(handler)
    async def endpoint(request: Request) -> Response:
        try:
            visit = await _visit(request, most)
        except TooLargeForm as error:
            bare = await _visit(request, None)
            return bare.go(f"{HOME}login") if bare.user is None else _refused(bare, error)
        if visit.user is None:
            return visit.go(f"{HOME}login")
        if visit.user.must_change and not request.url.path.endswith(("/password", "/logout")):
            return visit.go(f"{HOME}password")
        return await run_in_threadpool(_answer, handler, visit, action)

    return endpoint


def open_page(handler: Handler) -> Endpoint:
    """An endpoint for anybody: the login."""

    @wraps(handler)
    async def endpoint(request: Request) -> Response:
        try:
            visit = await _visit(request, _MAX_FORM)
        except TooLargeForm as error:
            raise HTTPException(413) from error
        return await run_in_threadpool(_answer, handler, visit, "")

    return endpoint


def _answer(handler: Handler, visit: Visit, action: str) -> Response:
    try:
        if action:
            require(visit.who, action)
        if visit.request.method == "POST" and visit.token:
            sessions.require_own_form(visit.token, visit.field("form_token"))
        return handler(visit)
    except ClinicError as error:
        return _refused(visit, error)


def _refused(visit: Visit, error: ClinicError) -> Response:
    return visit.show("error.html", status=status_of(error), error=error)


def status_of(error: ClinicError) -> int:
    if isinstance(error, NotAllowed):
        return 403
    kinds = ((NotFound, 404), (RuleBroken, 400), (Unavailable, 503))
    return next((status for kind, status in kinds if isinstance(error, kind)), 500)


async def _visit(request: Request, most: int | None) -> Visit:
    """`most`: bytes of its form, if it has files; `None`: the form is not read.

    Raises:
        TooLargeForm
    """
    form, files = await _form(request, most) if request.method == "POST" and most is not None else ({}, {})
    database: Database = request.app.state.database
    token = request.cookies.get(COOKIE, "")
    now = wall_clock()
    user, waiting = await run_in_threadpool(_signed_in, database, token, now) if token else (None, 0)
    return Visit(
        request=request,
        database=database,
        user=user,
        token=token if user else "",
        form=MappingProxyType(form),
        files=MappingProxyType(files),
        now=now,
        waiting=waiting,
    )


def _signed_in(database: Database, token: str, now: int) -> tuple[User | None, int]:
    """Whose session it is, and how many entries are set aside."""
    with database.reading() as db:
        user = sessions.session_user(db, token, now)
        waiting = waiting_count(db) if user is not None else 0
        due = user is not None and sessions.needs_touch(db, token, now)
    if due:
        with database.writing() as db:
            sessions.touch(db, token, now)
    return user, waiting


async def _form(
    request: Request, most: int
) -> tuple[dict[str, str | list[str]], dict[str, tuple[Upload, ...]]]:
    """The fields of a form of our own pages, and its files.

    Raises:
        TooLargeForm
        HTTPException: another site sent it (403), or it is no form (400).
    """
    origin = request.headers.get("origin", "")
    if origin and urlsplit(origin).netloc != request.headers.get("host", ""):
        raise HTTPException(403)
    kind = request.headers.get("content-type", "")
    sent = kind.startswith("multipart/form-data")
    limit = most if sent else _MAX_FORM
    body, size = bytearray(), 0
    async for chunk in request.stream():
        size += len(chunk)
        if size <= limit:
            body += chunk
        elif size > limit + _THROWN_AWAY:
            break
    if size > limit:
        raise TooLargeForm(megabytes=limit >> 20)
    try:
        if sent:
            pairs, files = _parts(kind, bytes(body))
        else:
            pairs, files = parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=100), {}
    except ValueError as error:
        raise HTTPException(400) from error
    form: dict[str, str | list[str]] = {}
    for name, value in pairs:
        old = form.get(name)
        form[name] = value if old is None else [*(old if isinstance(old, list) else [old]), value]
    return form, files


def _parts(kind: str, body: bytes) -> tuple[list[tuple[str, str]], dict[str, tuple[Upload, ...]]]:
    """The fields of a form that carries files, and those; a text file's content is a field like any other.

    Raises:
        ValueError: a field is not UTF-8.
    """
    head = b"Content-Type: " + kind.encode("latin-1") + b"\r\n\r\n"
    message = BytesParser(policy=HTTP).parsebytes(head + body)
    found: list[tuple[str, str]] = []
    files: dict[str, tuple[Upload, ...]] = {}
    for part in message.iter_parts():
        name = part.get_param("name", header="content-disposition")
        content = part.get_payload(decode=True)
        if not isinstance(name, str) or not isinstance(content, bytes):
            continue
        file = part.get_filename()
        if file is not None:
            files[name] = (*files.get(name, ()), Upload(file, content))
            with suppress(UnicodeDecodeError):
                found.append((name, content.decode("utf-8-sig")))
        else:
            found.append((name, content.decode("utf-8-sig")))
    return found, files
