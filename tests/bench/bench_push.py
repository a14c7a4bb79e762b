"""Intake: segments of a played day taken in by the county, beside their bytes put into a table.

.venv/bin/python -m tests.bench push
"""

import sqlite3
import tempfile
import time
from pathlib import Path

from clinic_app.store.exchange import segment_after
from clinic_app.store.rows import current_run
from clinic_app.sync.enrolment import enrol
from clinic_app.wiring import Clinic
from sync_server.intake.receive import receive
from sync_server.store.engine import Database
from tests.bench.played import clinic_of_its_own, day_in
from tests.bench.report import Measured, rate
from tests.e2e.county_at_work import at_work

_SEGMENT = 4 << 10  # bytes of bodies: what a clinic sends every few minutes


def bench_push(patients: int = 60) -> list[Measured]:
    """On embedded SQLite, one transaction a segment on both sides."""
    with tempfile.TemporaryDirectory() as name, clinic_of_its_own() as clinic:
        folder = Path(name)
        day_in(clinic, patients)
        with at_work(folder) as county:
            enrol(clinic.store, clinic.holder, county.url, county.code(clinic.store.facility), None)
        # The server's own worker has stopped: only the intake is measured.
        database = Database(county.database_url)
        segments, count = _segments(clinic)
        started = time.perf_counter()
        for data in segments:
            receive(database, clinic.store.device, data)
        taken = time.perf_counter() - started
        database.close()
        raw = _inserted(folder / "raw.db", segments)
    return [
        rate("push", count / taken, count / raw, "entries/s"),
        rate("push, segments", len(segments) / taken, len(segments) / raw, "segments/s"),
    ]


def _segments(clinic: Clinic) -> tuple[list[bytes], int]:
    with clinic.store.reading() as connection:
        run = current_run(connection)
    segments: list[bytes] = []
    at = 0
    while (found := segment_after(clinic.store, run, at, _SEGMENT)) is not None:
        data, at = found
        segments.append(data)
    return segments, at


def _inserted(path: Path, segments: list[bytes]) -> float:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE blob (no INTEGER PRIMARY KEY, data BLOB NOT NULL)")
    started = time.perf_counter()
    for data in segments:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO blob (data) VALUES (?)", (data,))
        connection.execute("COMMIT")
    taken = time.perf_counter() - started
    connection.close()
    return taken
