"""Behind the answer: clinic days numbered, verified, adjudicated and projected, beside their bodies put into a table.

    .venv/bin/python -m tests.bench behind
    .venv/bin/python -m tests.bench.bench_behind 50     clinics of one day each, on both databases

The limit is of the same run: the same bodies, copied (PostgreSQL) or inserted (SQLite) in the same batches.
"""

import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import zip_longest
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from clinic_app.journal.entry import Entry
from sync_server.intake.project import BATCH
from sync_server.intake.receive import receive
from sync_server.store.engine import Database
from sync_server.store.queries.progress import JUDGED, SEQUENCED, position_of
from sync_server.store.tables import held_entry, journal_entry
from sync_server.worker import Worker, work_off
from tests.bench.clinic_days import ClinicDay, bring, publish_policies
from tests.bench.played import clinic_of_its_own, day_in, entries_of
from tests.bench.report import Measured, cost, rate, share, show
from tests.server.county import founded
from tests.server.postgres import running_cluster

_PATIENTS = 132  # a day of about 1,200 entries
_SEGMENT = 64  # entries: what an evening's pushes bring
_CLINICS = 50  # of a large county
_EVENING = 15.0  # seconds in which their days, some 60,000 entries, are through
_GOAL = 5000.0  # entries a second of one core


def bench_behind(clinics: int = 4) -> list[Measured]:
    """Each database's second half of the days must cost what the first did."""
    with clinic_of_its_own() as clinic:
        day_in(clinic, _PATIENTS)
        played = entries_of(clinic)
    found: list[Measured] = []
    for name in ("SQLite", "PostgreSQL"):
        with county_database(name) as database:
            found += _measured(name, database, played, clinics)
    return found


@contextmanager
def county_database(name: str) -> Iterator[Database]:
    """An empty county on "SQLite" or "PostgreSQL"."""
    if name == "SQLite":
        with tempfile.TemporaryDirectory() as folder:
            yield founded(f"sqlite:///{Path(folder) / 'county.db'}")
    else:
        with running_cluster() as cluster:
            database = founded(cluster.new_url())
            yield database
            database.close()


def _measured(name: str, database: Database, played: Sequence[Entry], clinics: int) -> list[Measured]:
    publish_policies(database, played)
    days = [bring(database, played, number) for number in range(clinics)]
    work_off(database)
    half = clinics // 2
    first, second = _worked_off(database, days[:half]), _worked_off(database, days[half:])
    _require_none_held(database)
    count = len(played) * clinics
    seconds, busy = first[0] + second[0], first[1] + second[1]
    raw = _raw(database, days)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return [
        rate(f"behind, {name}", count / seconds, count / raw, "entries/s"),
        rate(f"behind, {name}, a core", count / busy, count / raw, "entries/s"),
        rate(f"behind, {name}, a core, goal", count / busy, _GOAL, "entries/s", goal=1.0),
        cost(
            f"behind, {name}, second half", second[0] / (clinics - half), first[0] / half, "s a day", goal=1.5
        ),
        cost(f"behind, {name}, memory", peak, peak, "MB at most"),
    ]


def bench_evening(clinics: int = _CLINICS) -> list[Measured]:
    """A county's evening: pushes are taken in by one process while another works behind them."""
    with clinic_of_its_own() as clinic:
        day_in(clinic, _PATIENTS)
        played = entries_of(clinic)
    found: list[Measured] = []
    for name in ("SQLite", "PostgreSQL"):
        with county_database(name) as database:
            publish_policies(database, played)
            days = [bring(database, played, number) for number in range(clinics)]
            work_off(database)
            taken = _evening(database, days)
            _require_none_held(database)
            found.append(cost(f"evening, {name}, {clinics} days", taken, _raw(database, days), "s"))
            if clinics == _CLINICS:
                found.append(share(f"evening, {name}, goal", taken, _EVENING, "s"))
    return found


def _worked_off(database: Database, days: Sequence[ClinicDay]) -> tuple[float, float]:
    """Seconds, and seconds of this process's core, until all that was pushed counts; pushing is not measured."""
    _push(database, days)
    started, busy = time.perf_counter(), time.process_time()
    work_off(database)
    return time.perf_counter() - started, time.process_time() - busy


def _push(database: Database, days: Sequence[ClinicDay]) -> None:
    """Every clinic in its turn, a segment at a time."""
    for turn in zip_longest(*(day.segments(_SEGMENT) for day in days)):
        for day, data in zip(days, turn, strict=True):
            if data is not None:
                receive(database, day.device, data)


def _evening(database: Database, days: Sequence[ClinicDay]) -> float:
    before = _judged(database)
    wanted = before + sum(len(day.entries) for day in days)
    intake = get_context("fork").Process(target=_intake, args=(database.url, days))
    worker = Worker(database)
    started = time.perf_counter()
    intake.start()
    worker.start()
    while intake.is_alive() or _judged(database) < wanted:
        time.sleep(0.02)
    taken = time.perf_counter() - started
    worker.end()
    intake.join()
    assert intake.exitcode == 0
    return taken


def _intake(url: str, days: Sequence[ClinicDay]) -> None:
    database = Database(url)
    _push(database, days)
    database.close()


def _judged(database: Database) -> int:
    """How many entries of clinics have been judged: none of a played day is passed over."""
    with database.reading() as connection:
        if position_of(connection, JUDGED) < position_of(connection, SEQUENCED):
            return 0
        theirs = sa.select(sa.func.count()).where(journal_entry.c.facility != "")
        return int(connection.scalar(theirs) or 0)


def _require_none_held(database: Database) -> None:
    with database.reading() as connection:
        held = connection.scalar(sa.select(sa.func.count()).select_from(held_entry))
    assert held == 0, f"{held} entries of a played day were set aside"


def _raw(database: Database, days: Sequence[ClinicDay]) -> float:
    bodies = [entry.body or b"" for day in days for entry in day.entries]
    if database.is_postgres:
        return _copied(database, bodies)
    with tempfile.TemporaryDirectory() as folder:
        return _inserted(Path(folder) / "raw.db", bodies)


def _copied(database: Database, bodies: Sequence[bytes]) -> float:
    with database.engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        driver.execute("create table raw_body (no bigserial primary key, data bytea not null)")
        driver.commit()
        started = time.perf_counter()
        for start in range(0, len(bodies), BATCH):
            with driver.cursor().copy("copy raw_body (data) from stdin (format binary)") as copy:
                copy.set_types(["bytea"])
                for body in bodies[start : start + BATCH]:
                    copy.write_row((body,))
            driver.commit()
        return time.perf_counter() - started


def _inserted(path: Path, bodies: Sequence[bytes]) -> float:
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("CREATE TABLE raw_body (no INTEGER PRIMARY KEY, data BLOB NOT NULL)")
    started = time.perf_counter()
    for start in range(0, len(bodies), BATCH):
        connection.execute("BEGIN IMMEDIATE")
        some = ((body,) for body in bodies[start : start + BATCH])
        connection.executemany("INSERT INTO raw_body (data) VALUES (?)", some)
        connection.execute("COMMIT")
    taken = time.perf_counter() - started
    connection.close()
    return taken


if __name__ == "__main__":
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 4
    for measured in (*bench_behind(number), *bench_evening(number)):
        show(measured)
