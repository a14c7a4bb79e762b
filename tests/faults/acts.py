"""What runs in a process of its own and may be killed there: a desk that works and syncs, a county that serves.

Each act notes what it has confirmed, one JSON line after the other, before it goes on.
"""

import faulthandler
import json
import os
import signal
import time
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa
import uvicorn

from clinic_app.domain.errors import ClinicError, Unavailable
from clinic_app.domain.time import wall_clock
from clinic_app.store.rows import own_runs
from clinic_app.sync.client import Patience
from clinic_app.sync.engine import sync_once
from clinic_app.sync.enrolment import county_of
from clinic_app.wiring import open_folder
from sync_server.asgi import application
from sync_server.settings import ServerSettings
from sync_server.store.engine import Database
from tests.clinics import ADMIN, PASSWORD
from tests.e2e.townships import Township

faulthandler.enable()  # who ends by anything but its own kill says where
QUICK: Final = Patience(connect=2.0, silence=2.5, answer=10.0)
_AGAIN: Final = 0.2  # seconds after a round that failed


class Notes:
    """A file of confirmed things; a line is whole before the next step begins."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def add(self, **what: object) -> None:
        line = json.dumps({"at": wall_clock(), **what}) + "\n"
        with self._path.open("a", encoding="utf-8") as file:
            file.write(line)


class Mortal:
    """Counts the steps of an engine's writing transactions, and ends the process at one of them (SIGKILL).

    Steps are each statement that changes something, and the moments before and after each commit.
    """

    def __init__(self, engine: sa.Engine, last: int) -> None:
        self.steps = 0
        self._last = last
        sa.event.listen(engine, "before_cursor_execute", self._statement)
        commit = engine.dialect.do_commit

        def counted(connection: Any) -> None:
            self.step()
            commit(connection)
            self.step()

        engine.dialect.do_commit = counted  # type: ignore[method-assign]

    def step(self) -> None:
        self.steps += 1
        if self.steps == self._last:
            os.kill(os.getpid(), signal.SIGKILL)

    def _statement(self, _connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not statement.lstrip().upper().startswith(("SELECT", "PRAGMA", "BEGIN")):
            self.step()


def desk_of(folder: Path) -> Township:
    return Township(open_folder(folder, ADMIN, PASSWORD))


def sync_until_safe(notes: Path, folder: Path, last: int = 0) -> None:
    """Rounds until the county holds everything and the feed is at its end; killed at write `last`."""
    desk, said = desk_of(folder), Notes(notes)
    mortal = Mortal(desk.clinic.store.engine, last)
    synced(desk, said)
    said.add(done=True, steps=mortal.steps)


def synced(desk: Township, said: Notes, patience: Patience = QUICK) -> None:
    """One round that goes through; each that does not is noted, and tried again.  A clinic's runner waits longer."""
    while True:
        peer = county_of(desk.clinic.store, patience)
        try:
            sync_once(desk.clinic.store, peer, lambda _: note_safe(desk, said))
        except Unavailable as error:
            said.add(failed=error.code)
            time.sleep(_AGAIN)
        except ClinicError as error:
            said.add(trouble=f"{error}")
            raise
        else:
            note_safe(desk, said)
            return
        finally:
            peer.close()


def note_safe(desk: Township, said: Notes) -> None:
    """What the county has confirmed, by run."""
    with desk.clinic.store.reading() as connection:
        runs = {run.incarnation.hex: run.safe_seq for run in own_runs(connection) if run.safe_seq}
    said.add(safe=runs)


def work_and_sync(notes: Path, folder: Path, psn_no: str, last: int = 0) -> None:
    """Settles a bill and syncs, again and again, until a file `stop` lies beside the notes; then a last round."""
    desk, said = desk_of(folder), Notes(notes)
    Mortal(desk.clinic.store.engine, last)
    while not (notes.parent / "stop").exists():
        settled(desk, said, psn_no)
        synced(desk, said)
    said.add(done=True)


def work_once(notes: Path, folder: Path, psn_no: str, last: int) -> None:
    """Settles one bill and syncs; killed at write `last` of both."""
    desk, said = desk_of(folder), Notes(notes)
    mortal = Mortal(desk.clinic.store.engine, last)
    settled(desk, said, psn_no)
    synced(desk, said)
    said.add(done=True, steps=mortal.steps)


def settled(desk: Township, said: Notes, psn_no: str) -> None:
    entry, _ = desk.settle(psn_no, 1_234)
    said.add(settled=entry.hex)


def serve(notes: Path, url: str, port: int, last: int = 0) -> None:
    """The county's server; killed at write `last`."""
    database = Database(url)
    mortal = Mortal(database.engine, last)
    said = Notes(notes)
    application_ = application(ServerSettings(database=url, port=port, tls=False, judge_wait=0.5), database)
    server = uvicorn.Server(
        uvicorn.Config(application_, port=port, log_level="warning", timeout_graceful_shutdown=1)
    )
    said.add(serves=port)
    server.run()
    said.add(done=True, steps=mortal.steps)
