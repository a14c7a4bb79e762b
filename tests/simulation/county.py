"""Servers: the real applications on a simulated disk, killed and opened again as often as need be."""

import asyncio
import logging
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

import anyio.to_thread
import sqlalchemy as sa
from starlette.applications import Starlette

from clinic_app.domain.errors import ClinicError
from clinic_app.journal.entry import begin_ids
from sync_server.adjudicate.settlements import adjudicate
from sync_server.api.core import Core
from sync_server.asgi import application
from sync_server.intake import project as projecting
from sync_server.intake import sequence as sequencing
from sync_server.limits import Rate
from sync_server.publish.enrolments import new_code
from sync_server.publish.founding import mark_restored
from sync_server.settings import ServerSettings
from sync_server.store.county import county_of, values_of
from sync_server.store.engine import Database
from tests.simulation.hub import Crash, Hub, Process
from tests.simulation.places import Disk, SimDatabase

FILE = "county.db"


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    headers: list[tuple[str, str]]
    body: bytes


class Troubles(logging.Handler):
    """What the server survived by itself and nobody should have to."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.told: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        shown = record.exc_info[1] if record.exc_info else ""
        self.told.append(f"{record.getMessage()}: {shown!r}")


@contextmanager
def alone() -> Iterator[Troubles]:
    """The server's own threads give way to the simulation's order, and its log to a list."""

    async def at_once(work: Any, *given: Any, **_: Any) -> Any:
        return work(*given)

    troubles, before = Troubles(), anyio.to_thread.run_sync
    logger = logging.getLogger("sync_server")
    level, logger.propagate = logger.level, False
    logger.addHandler(troubles)
    anyio.to_thread.run_sync = at_once  # type: ignore[assignment]
    try:
        yield troubles
    finally:
        anyio.to_thread.run_sync = before
        logger.removeHandler(troubles)
        logger.propagate = True
        logger.setLevel(level)


# One for all worlds of this process: its routes are the same; and loops that nobody runs at the moment.
_APPS: dict[str, Starlette] = {}
_LOOPS: list[asyncio.AbstractEventLoop] = []


@dataclass
class ServerPlace:
    """One database, and a server's process on it; `open` reads the database and makes `core`."""

    hub: Hub
    folder: Path
    troubles: Troubles
    process: Process = field(init=False)
    skew: int = 0  # ms: its wall clock minus the true one
    busy: int = 0  # pieces of work under way behind its answers
    name: ClassVar[str]
    file: ClassVar[str]
    core: Core = field(init=False)
    database: SimDatabase = field(init=False)

    def __post_init__(self) -> None:
        self.process = Process(self.name)
        self.disk = Disk(self.hub, self.process)
        self.open()

    def __str__(self) -> str:
        return self.name

    def wall(self) -> int:
        return self.hub.now + self.skew

    def open(self) -> None:
        raise NotImplementedError

    def close(self) -> None:
        self.database.close()

    def up(self) -> None:
        """After a crash: a new process on the same file."""
        if not self.process.dead:
            return
        self.hub.note(f"{self} up")
        self.close()
        self.begin()

    def begin(self) -> None:
        self.process = Process(self.name)
        self.disk.process = self.process
        self.busy = 0
        begin_ids(self.hub.dice.randbytes)
        self.open()

    # ------------------------------------------------------------ what it does

    def answer(self, method: str, target: str, headers: dict[str, str], body: bytes) -> Reply:
        raise NotImplementedError

    def answered(
        self, app: Starlette, method: str, target: str, headers: dict[str, str], body: bytes
    ) -> Reply:
        """One request, by the real routes."""
        path, _, query = target.partition("?")
        scope = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.4"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": path,
            "raw_path": path.encode(),
            "root_path": "",
            "query_string": query.encode(),
            "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
            "client": ("127.0.0.1", 1),
            "server": ("localhost", 80),
        }
        app.state.core, app.state.database = self.core, self.database
        sent: list[dict[str, Any]] = []

        unread = [body]

        async def receive() -> dict[str, Any]:
            if not unread:
                await asyncio.Event().wait()  # whoever asks stays on the line
            return {"type": "http.request", "body": unread.pop(), "more_body": False}

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        scope["state"] = {}
        loop = _LOOPS.pop() if _LOOPS else asyncio.new_event_loop()
        try:
            loop.run_until_complete(_with_core(app, self.core, scope, receive, send))
        except Crash:
            raise
        except Exception as error:  # an edge: what the server's own outermost handler would log
            self.troubles.told.append(f"{method} {path}: {error!r}")
        finally:
            _LOOPS.append(loop)
        if not sent:
            return Reply(500, [], b"")
        found = [(name.decode(), value.decode()) for name, value in sent[0]["headers"]]
        return Reply(sent[0]["status"], found, b"".join(part.get("body", b"") for part in sent[1:]))

    # ------------------------------------------------------------ what happens to it

    def backup(self, to: Path) -> None:
        with self.database.engine.connect() as connection:
            connection.connection.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # type: ignore[union-attr]
        shutil.copyfile(self.folder / self.file, to)

    def put_back(self, backup: Path) -> None:
        """The disk of an earlier day."""
        self.hub.kill(self.process)
        self.process.dead = True
        self.database.close()
        for name in (self.file, f"{self.file}-wal", f"{self.file}-shm"):
            with suppress(FileNotFoundError):
                (self.folder / name).unlink()
        shutil.copyfile(backup, self.folder / self.file)
        self.begin()


@dataclass
class CountyPlace(ServerPlace):
    """The county's server."""

    restored: int = 0  # how often it was put back from a backup
    name = "county"
    file = FILE

    def open(self) -> None:
        self.database = SimDatabase(self.folder / FILE, self.disk)
        with Database.reading(self.database) as connection:
            self.identity = county_of(connection)
        self.authority_pem = _authority(self.database)
        self.core = Core(
            database=self.database,
            county=self.identity,
            settings=ServerSettings(
                database=self.database.url, tls=False, works=False, judge_wait=0.0, body_seconds=60.0
            ),
            watch=_NoWatch(),  # type: ignore[arg-type]
            wake=lambda: None,
            wall=self.wall,
            **{name: Rate(per_second=1e6, burst=10**9) for name in _RATES},  # type: ignore[arg-type]
        )

    # ------------------------------------------------------------ what it does

    def answer(self, method: str, target: str, headers: dict[str, str], body: bytes) -> Reply:
        app = _APPS.get("app")
        if app is None:
            app = _APPS["app"] = application(self.core.settings, Database(self.database.url), self.wall)
        return self.answered(app, method, target, headers, body)

    def carefully(self, work: Callable[[], Any]) -> Any:
        """An officer's or the worker's act; `None` where the database refused it."""
        try:
            return work()
        except (sa.exc.OperationalError, ClinicError) as error:
            self.hub.note("county", "not done", type(error).__name__)
            return None

    def code(self, facility: str) -> Any:
        return self.carefully(lambda: new_code(self.database, facility, self.wall))

    def work(self, limit: int = 5) -> int:
        """Behind the push: one short step of numbering and of judging."""
        numbered = sequencing.sequence(self.database, self.wall, limit)
        return numbered + projecting.project(self.database, adjudicate, self.wall, limit)

    def work_off(self) -> None:
        while self.work(50):
            pass

    # ------------------------------------------------------------ what happens to it

    def put_back(self, backup: Path) -> None:
        """Last night's database, marked as the handbook says."""
        self.restored += 1
        super().put_back(backup)
        mark_restored(self.database)
        self.database.close()
        self.open()


def _authority(database: Database) -> bytes:
    with Database.reading(database) as connection:
        return values_of(connection, "authority_certificate")["authority_certificate"]


_RATES = ("push_rate", "pull_rate", "lookup_rate", "token_rate", "enrolment_rate")


async def _with_core(app: Starlette, core: Core, scope: Any, receive: Any, send: Any) -> None:
    app.state.core = core
    await app(scope, receive, send)


class _NoWatch:
    """Nobody waits for a feed here: a wait is a round that comes later."""

    @contextmanager
    def ear(self, _: str) -> Iterator[asyncio.Event]:
        yield asyncio.Event()
