"""What an entry costs the county when much is stored: a database filled with synthetic entries, then a push of real ones.

.venv/bin/python -m tests.bench.bench_scale [SQLite|PostgreSQL] [ENTRIES …]

PostgreSQL with 10000 and 1000000 unless said; 10000000 takes some minutes.  Each size begins as a county's day does:
what was filled in is on the disk, vacuumed and analysed.  Flat is what is looked for: the last size beside the first.
"""

import itertools
import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from uuid import UUID, uuid4

import sqlalchemy as sa

from clinic_app.domain.time import beijing_day, wall_clock
from clinic_app.journal.facts.registration import VisitRegistered
from clinic_app.journal.segment import links, write_segment
from sync_server.adjudicate.settlements import adjudicate
from sync_server.intake.project import project
from sync_server.intake.receive import receive
from sync_server.intake.sequence import sequence
from sync_server.store.bulk import insert_rows
from sync_server.store.engine import Database
from sync_server.store.partitions import make_ahead
from sync_server.store.queries.progress import JUDGED, SEQUENCED, move, position_of
from sync_server.store.tables import feed_item, journal_entry, journal_segment
from tests.bench.bench_behind import county_database
from tests.bench.report import Measured, cost
from tests.server.console.world import Clinic, enrolled
from tests.server.county import TOWNSHIP

_SIZES = (10_000, 1_000_000)
_SEGMENTS, _ENTRIES = 4, 600  # of one round, in a segment: what a device brings of half a day
_ROUNDS = 5
_KEPT = 1 / 0.9  # what a push may cost at the last size beside the first
_RUN = 400  # entries of one segment, whose ids follow one another, as a process gives them out
_COPIED = 5000  # rows in memory at once
_BYTES = 60  # of an entry in its segment
_BODY = '{"day":"2026-11-22","number":"A012","department":"全科","psn_no":"350881198001010011"}'.encode() * 3


@dataclass(frozen=True, slots=True)
class Cost:
    """Microseconds an entry."""

    stored: int
    push: float
    numbering: float
    judging: float
    raw: float  # the same segments and rows put into bare tables


def bench_scale(sizes: Sequence[int] = _SIZES) -> list[Measured]:
    """Each line beside the raw limit of its own size."""
    costs = costs_at(sizes)
    first = costs[0]
    found = []
    for one in costs:
        total = one.push + one.numbering + one.judging
        found.append(cost(f"push … judged, {one.stored:,} stored", total, one.raw, "µs an entry"))
    last = costs[-1]
    for step in ("push", "numbering", "judging"):
        name = f"{step}, {last.stored:,} beside {first.stored:,}"
        goal = _KEPT if step == "push" else None
        found.append(cost(name, getattr(last, step), getattr(first, step), "µs an entry", goal))
    return found


def costs_at(sizes: Sequence[int], name: str = "PostgreSQL") -> list[Cost]:
    with county_database(name) as database:
        clinic = enrolled(database, TOWNSHIP, "township", wall_clock())
        clinic.staff(wall_clock())
        _measure(database, clinic, 0)  # everything is imported, built and cached once
        found = []
        for size in sizes:
            _fill(database, size)
            found.append(_measure(database, clinic, size))
        return found


def _fill(database: Database, size: int) -> None:
    """Entries up to `size`, with the segments that brought them, a hundred thousand at a time."""
    with database.reading() as connection:
        position = position_of(connection, SEQUENCED)
    device, incarnation = uuid4(), uuid4()
    while position < size:
        upto = min(position + 100_000, size)
        with database.writing() as connection:
            for start in range(position, upto, _COPIED):
                places = range(start + 1, min(start + _COPIED, upto) + 1)
                insert_rows(connection, journal_entry, list(_rows(places, device, incarnation)))
                insert_rows(connection, feed_item, [(TOWNSHIP, no) for no in places])
            connection.execute(
                sa.insert(journal_segment), list(_segments(position, upto, device, incarnation))
            )
            move(connection, SEQUENCED, upto)
            move(connection, JUDGED, upto)
        position = upto
        make_ahead(database)
    _settle(database)


def _settle(database: Database) -> None:
    """What a county has had since: its vacuum, its statistics, and a checkpoint."""
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        steps = ("vacuum (analyze)", "checkpoint") if database.is_postgres else ()
        for step in steps:
            connection.execute(sa.text(step))
    if not database.is_postgres:
        with closing(database.engine.raw_connection()) as driver:
            for step in ("analyze", "pragma wal_checkpoint(truncate)"):
                driver.cursor().execute(step)


def _rows(places: range, device: UUID, incarnation: UUID) -> Iterator[tuple[object, ...]]:
    """Rows of journal_entry, of one device."""
    prefix = uuid4().int >> 32 << 32
    for no in places:
        if no % _RUN == 0:
            prefix = uuid4().int >> 32 << 32
        own = UUID(int=prefix | no % _RUN)
        place = (device, incarnation, no, no << 16, "A001", "visit.registered", UUID(int=no))
        yield no, own, *place, _BODY, bytes(32), b"", no, "350881002"


def _segments(before: int, upto: int, device: UUID, incarnation: UUID) -> Iterator[dict[str, object]]:
    """Rows of journal_segment for the entries after `before`, up to `upto`."""
    for start in range(before, upto, _RUN):
        last = min(start + _RUN, upto)
        yield {
            "device": device,
            "incarnation": incarnation,
            "first_seq": start + 1,
            "new_from": start + 1,
            "last_seq": last,
            "received": last,
            "data": os.urandom(_BYTES * (last - start)),
        }


def _measure(database: Database, clinic: Clinic, stored: int) -> Cost:
    """Each step's best of three: others work on this machine too."""
    rounds = [_round(database, clinic) for _ in range(_ROUNDS)]
    push, numbering, judging, raw = (
        min(taken) / (_SEGMENTS * _ENTRIES) * 1e6 for taken in zip(*rounds, strict=True)
    )
    return Cost(stored, push, numbering, judging, raw)


def _round(database: Database, clinic: Clinic) -> tuple[float, float, float, float]:
    """Seconds of a push, its numbering, its judging, and of the raw limit."""
    segments = [_segment(clinic) for _ in range(_SEGMENTS)]
    marks = [time.perf_counter()]
    for data in segments:
        receive(database, clinic.device, data)
    marks.append(time.perf_counter())
    while sequence(database):
        pass
    marks.append(time.perf_counter())
    while project(database, adjudicate):
        pass
    marks.append(time.perf_counter())
    push, numbering, judging = (after - before for before, after in itertools.pairwise(marks))
    return push, numbering, judging, _raw(database, segments)


def _segment(clinic: Clinic) -> bytes:
    now = wall_clock()
    fact = VisitRegistered(day=beijing_day(now), number="A012", department="全科")
    for _ in range(_ENTRIES):
        clinic.write(fact, now, subject=uuid4())
    head = links(clinic.link, clinic.waiting)[-1]
    data = write_segment(clinic.waiting, clinic.link, head, clinic.device_key.sign)
    clinic.link, clinic.waiting = head, []
    return data


def _raw(database: Database, segments: list[bytes]) -> float:
    """Seconds for the segments, a transaction each, and for as many rows, into tables without an index."""
    with database.writing() as connection:
        connection.execute(
            sa.text(f"create table bare_segment (data {'bytea' if database.is_postgres else 'blob'})")
        )
        bare = sa.Table(
            "bare_entry", sa.MetaData(), *(sa.Column(one.name, one.type) for one in journal_entry.c)
        )
        bare.create(connection)
    rows = list(_rows(range(1, _SEGMENTS * _ENTRIES + 1), uuid4(), uuid4()))
    started = time.perf_counter()
    for data in segments:
        with database.writing() as connection:
            connection.execute(sa.text("insert into bare_segment values (:data)"), {"data": data})
    with database.writing() as connection:
        insert_rows(connection, bare, rows)
    taken = time.perf_counter() - started
    with database.writing() as connection:
        for name in ("bare_segment", "bare_entry"):
            connection.execute(sa.text(f"drop table {name}"))
    return taken


def _show(costs: Sequence[Cost]) -> None:
    print(f"{'stored':>12} {'push':>9} {'numbering':>9} {'judging':>9} {'raw':>9}   µs an entry")
    for one in costs:
        print(f"{one.stored:12,} {one.push:9.0f} {one.numbering:9.0f} {one.judging:9.0f} {one.raw:9.0f}")


if __name__ == "__main__":
    asked = sys.argv[1:]
    database_name = asked.pop(0) if asked and not asked[0].isdigit() else "PostgreSQL"
    _show(costs_at([int(size) for size in asked] or _SIZES, database_name))
