"""The evening window: forty clinics bring a day each, all at the same moment, to a county that judges meanwhile.

    .venv/bin/python -m tests.bench window

Real requests by the clinic's own client, more at once than the server takes; who is told to come again does so after
the time told and a share of its own, as the desktop would.  No other error may reach a client.  What 500 would take
is so many times that: what an entry costs does not grow with their number (bench_behind, bench_scale).  The raw limit is
of the same run: the same bodies inserted by one connection, a flushed commit for each segment.
"""

import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import psycopg

from clinic_app.domain.errors import Unavailable
from clinic_app.journal.entry import Entry
from clinic_app.journal.refusal import Busy, TooMany
from clinic_app.journal.signing import private_key
from clinic_app.sync.county import County, KeptToken
from clinic_app.sync.schedule import patience
from sync_server.auth import token_for
from sync_server.store.county import county_of
from sync_server.store.engine import Database
from sync_server.store.queries import journals, registry
from sync_server.store.queries.progress import JUDGED, SEQUENCED, position_of
from tests.bench.clinic_days import ClinicDay, bring, publish_policies
from tests.bench.played import clinic_of_its_own, day_in, entries_of
from tests.bench.report import Measured, cost, share
from tests.bench.serving import Served, served
from tests.server.county import founded
from tests.server.postgres import Cluster, running_cluster

_PATIENTS = 132  # a day of about 1,200 entries
_CLINICS, _COUNTY = 40, 500
_SEGMENT = 200  # entries: what about two seconds of a village's line carry
_WINDOW = 3600.0  # seconds of the evening's hour
_HOUR_MS = 3_600_000


@dataclass(frozen=True, slots=True)
class _Brought:
    """What one clinic met."""

    seconds: float  # until all of its day was answered
    turned_away: int


def bench_window() -> list[Measured]:
    with clinic_of_its_own() as clinic:
        day_in(clinic, _PATIENTS)
        played = entries_of(clinic)
    with running_cluster(durable=True) as cluster:
        database = founded(cluster.new_url())
        publish_policies(database, played)
        days = [bring(database, played, number) for number in range(_CLINICS)]
        ready = [(day, list(day.segments(_SEGMENT))) for day in days]
        raw = _inserted(cluster, [day.entries for day in days])
        try:
            with served(database.url, works=True) as server:
                return _measured(database, server, ready, raw)
        finally:
            database.close()


def _measured(
    database: Database, server: Served, ready: Sequence[tuple[ClinicDay, list[bytes]]], raw: float
) -> list[Measured]:
    entries = sum(len(day.entries) for day, _ in ready)
    _until_judged(database)
    together = threading.Barrier(len(ready))
    began, busy = time.perf_counter(), server.cpu()
    with ThreadPoolExecutor(len(ready)) as pool:
        brought = list(pool.map(lambda one: _bring_all(server, database, together, *one), ready))
    answered = time.perf_counter() - began
    _until_judged(database)
    judged, busy = time.perf_counter() - began, server.cpu() - busy
    away = sum(one.turned_away for one in brought)
    pushes = sum(len(segments) for _, segments in ready)
    each, times = raw * 1e6 / entries, _COUNTY / len(ready)
    return [
        cost(f"{len(ready)} clinics, answered", answered * 1e6 / entries, each, "µs an entry"),
        cost(f"{len(ready)} clinics, judged", judged * 1e6 / entries, each, "µs an entry"),
        cost(f"{len(ready)} clinics, server's core", busy * 1e6 / entries, each, "µs an entry"),
        share("turned away, of a push", away / pushes, 1.0, "times"),
        share("the last clinic's wait", max(one.seconds for one in brought), 120.0, "s"),
        share(f"{_COUNTY} clinics, by extension", answered * times, _WINDOW, "s, answered"),
        share(f"{_COUNTY} clinics, by extension", judged * times, _WINDOW, "s, judged"),
    ]


def _bring_all(
    server: Served, database: Database, together: threading.Barrier, day: ClinicDay, segments: Sequence[bytes]
) -> _Brought:
    county = _county(server, database, day)
    away = 0
    try:
        together.wait()
        began = time.perf_counter()
        for segment in segments:
            in_a_row = 0
            while (told := _push(county, segment)) is not None:
                away, in_a_row = away + 1, in_a_row + 1
                time.sleep(patience(told, in_a_row, day.device))
        return _Brought(time.perf_counter() - began, away)
    finally:
        county.close()


def _push(county: County, segment: bytes) -> float | None:
    """Seconds to stay away for, as told; none: it is held."""
    try:
        county.push(segment)
    except (Busy, TooMany) as error:
        return _seconds(error)
    return None


def _seconds(error: Unavailable) -> float:
    told = error.facts["retry_after"]
    assert isinstance(told, int | float)
    return float(told)


def _county(server: Served, database: Database, day: ClinicDay) -> County:
    """The clinic's own client, with the token of its last round."""
    now = int(time.time() * 1000)
    with database.reading() as connection:
        county, device = county_of(connection), registry.device_of(connection, day.device)
    assert device is not None
    token = KeptToken(token_for(county, device, now).text, now + _HOUR_MS // 2)
    return County(server.address, day.device, private_key(bytes(32)), b"", None, token=token)


def _until_judged(database: Database) -> None:
    while True:
        with database.reading() as connection:
            waits = journals.inbox_size(connection)
            if not waits and position_of(connection, SEQUENCED) == position_of(connection, JUDGED):
                return
        time.sleep(0.05)


def _inserted(cluster: Cluster, days: Sequence[Sequence[Entry]]) -> float:
    """Seconds for the same bodies, inserted row by row in one statement and one flushed commit for each segment."""
    name = cluster.new_url().split("/")[3].split("?")[0]
    with psycopg.connect(cluster.dsn(name)) as connection:
        connection.execute("create table body (data bytea not null)")
        connection.commit()
        began = time.perf_counter()
        for entries in days:
            for start in range(0, len(entries), _SEGMENT):
                rows = [(entry.body or b"",) for entry in entries[start : start + _SEGMENT]]
                connection.cursor().executemany("insert into body (data) values (%s)", rows)
                connection.commit()
        return time.perf_counter() - began
