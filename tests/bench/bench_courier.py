"""Courier: a day's entries onto a stick, into the county, and home again, beside what a stick cannot do without.

    .venv/bin/python -m tests.bench courier

The raw limit of writing is the same segments packed for the line; that of the county, these segments handed to `receive`
without a file around them; that of size, their bytes on the line.
"""

import tempfile
import time
from pathlib import Path

from clinic_app.journal import courier, sticks
from clinic_app.store import exchange
from clinic_app.store.exchange import unsent
from clinic_app.store.journal import Store
from clinic_app.store.rows import own_runs
from clinic_app.sync import courier_in, courier_out
from sync_server.intake.courier import take_in
from sync_server.intake.receive import receive
from sync_server.publish.courier import answer
from sync_server.publish.facilities import register_facility
from sync_server.store.county import county_of
from sync_server.store.engine import Database
from sync_server.store.queries.registry import facility_of
from sync_server.worker import work_off
from tests.bench.played import clinic_of_its_own, day_in
from tests.bench.report import Measured, bytes_an_entry, rate
from tests.server.county import founded
from tests.sync.courier_world import enrol_by_hand

_PATIENTS = 132


def bench_courier() -> list[Measured]:
    with clinic_of_its_own() as clinic, tempfile.TemporaryDirectory() as scratch:
        day_in(clinic, _PATIENTS)
        folder = Path(scratch)
        stick = folder / "stick"
        stick.mkdir()
        database = _county(folder, clinic.store)
        entries = _waiting(clinic.store)
        _packed(clinic.store)  # what is read for the first time is slower
        began = time.perf_counter()
        written = courier_out.write(clinic.store, stick)
        wrote = time.perf_counter() - began
        place = sticks.place_in(stick)
        segments = _segments(database, clinic.store, place)
        limit = _packed(clinic.store)
        bare = _received(database, clinic.store, segments)
        taken_in, confirmed = _there_and_back(database, clinic.store, stick)
        assert confirmed == entries == written.entries
        size = sum(len(one) for one in segments)
        found = [
            rate("courier, write", entries / wrote, entries / limit, "entries/s", 1.5),
            bytes_an_entry("courier, on the stick", written.bytes / entries, size / entries, 1.05),
            rate("courier, county takes in", entries / taken_in, entries / bare, "entries/s", 1.5),
        ]
        database.close()
        return found


def _county(folder: Path, store: Store) -> Database:
    database = founded(f"sqlite:///{folder / 'county.db'}")
    with database.reading() as connection:
        known = facility_of(connection, store.facility)
    if known is None:
        register_facility(database, store.facility, "镇卫生院", "township")
    enrol_by_hand(database, store)
    return database


def _waiting(store: Store) -> int:
    with store.reading() as connection:
        return unsent(connection).count


def _segments(database: Database, store: Store, place: Path) -> list[bytes]:
    with database.reading() as connection:
        seed = county_of(connection).seed
    return [
        segment
        for file in sticks.files_in(place, "up")
        for segment in courier.read_request(file.read_bytes(), seed, lambda _: store.public_key).segments
    ]


def _packed(store: Store) -> float:
    """Seconds for the same segments as the line would send them: read, packed and signed."""
    began = time.perf_counter()
    with store.reading() as connection:
        runs = own_runs(connection)
    for run in runs:
        after = run.safe_seq
        while (cut := exchange.segment_after(store, run, after, courier_out.SEGMENT_BYTES)) is not None:
            after = cut[1]
    return time.perf_counter() - began


def _received(database: Database, store: Store, segments: list[bytes]) -> float:
    """Seconds for the same segments without files, at a county of its own."""
    with tempfile.TemporaryDirectory() as other:
        copy = Database(f"sqlite:///{Path(other) / 'county.db'}")
        _copy(database, copy)
        began = time.perf_counter()
        for segment in segments:
            receive(copy, store.device, segment)
        seconds = time.perf_counter() - began
        copy.close()
    return seconds


def _copy(source: Database, target: Database) -> None:
    with source.reading() as one, target.reading() as other:
        one.connection.driver_connection.backup(other.connection.driver_connection)


def _there_and_back(database: Database, store: Store, stick: Path) -> tuple[float, int]:
    place = sticks.place_in(stick)
    began = time.perf_counter()
    intake = take_in(database, place)
    seconds = time.perf_counter() - began
    work_off(database)
    answer(database, place, intake.devices)
    return seconds, courier_in.take(store, stick).confirmed
