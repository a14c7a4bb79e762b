"""What an entry costs the county when much is stored: PostgreSQL filled with synthetic entries, then a push of real ones.

.venv/bin/python -m tests.bench.bench_scale [ENTRIES …]     (10000 1000000 unless said; 10000000 takes some minutes)

Flat is what is looked for: the last size beside the first.
"""

import itertools
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import uuid4

import psycopg
import sqlalchemy as sa

from clinic_app.domain.time import beijing_day, wall_clock
from clinic_app.journal.facts.registration import VisitRegistered
from clinic_app.journal.segment import links, write_segment
from sync_server.adjudicate.settlements import adjudicate
from sync_server.intake.project import project
from sync_server.intake.receive import receive
from sync_server.intake.sequence import sequence
from sync_server.store.engine import Database
from sync_server.store.partitions import make_ahead
from sync_server.store.queries.progress import JUDGED, SEQUENCED, move, position_of
from tests.bench.report import Measured, cost
from tests.server.console.world import Clinic, enrolled
from tests.server.county import TOWNSHIP, founded
from tests.server.postgres import running_cluster

_SIZES = (10_000, 1_000_000)
_SEGMENTS, _ENTRIES = 40, 25  # of one round, in a segment
_ROUNDS = 3
_RUN = 400  # entries of one device whose ids follow one another, as a process gives them out
_BODY = '{"day":"2026-11-22","number":"A012","department":"全科","psn_no":"350881198001010011"}' * 3


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
        found.append(cost(name, getattr(last, step), getattr(first, step), "µs an entry"))
    return found


def costs_at(sizes: Sequence[int]) -> list[Cost]:
    with running_cluster() as cluster:
        url = cluster.new_url()
        database = founded(url)
        clinic = enrolled(database, TOWNSHIP, "township", wall_clock())
        clinic.staff(wall_clock())
        _measure(database, clinic, 0)  # everything is imported, built and cached once
        found = []
        for size in sizes:
            _fill(database, size)
            found.append(_measure(database, clinic, size))
        database.close()
        return found


def _fill(database: Database, size: int) -> None:
    """Entries up to `size` by COPY, a hundred thousand at a time, with partitions ahead of them."""
    with database.reading() as connection:
        position = position_of(connection, SEQUENCED)
    while position < size:
        upto = min(position + 100_000, size)
        with database.writing() as connection:
            driver: psycopg.Connection = connection.connection.driver_connection  # type: ignore[assignment]
            _copy(driver, "journal_entry", _lines(position + 1, upto))
            _copy(driver, "feed_item", (f"{TOWNSHIP}\t{no}\n" for no in range(position + 1, upto + 1)))
            move(connection, SEQUENCED, upto)
            move(connection, JUDGED, upto)
        position = upto
        make_ahead(database)
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.text("vacuum analyze journal_entry"))
        connection.execute(sa.text("vacuum analyze feed_item"))


def _copy(driver: psycopg.Connection, table: str, lines: Iterator[str]) -> None:
    with driver.cursor() as cursor, cursor.copy(f"copy {table} from stdin") as copy:
        while some := "".join(itertools.islice(lines, 1000)):
            copy.write(some)


def _lines(first: int, last: int) -> Iterator[str]:
    """Rows in COPY's text, of one device."""
    device, incarnation, prefix = uuid4().hex, uuid4().hex, ""
    body, nothing = "\\\\x" + _BODY.encode().hex(), "\\\\x"
    for no in range(first, last + 1):
        if not prefix or no % _RUN == 0:
            prefix = uuid4().hex[:24]
        yield (
            f"{no}\t{prefix}{no % _RUN:08x}\t{device}\t{incarnation}\t{no}\t{no << 16}\tA001\tvisit.registered\t"
            f"{no:032x}\t{body}\t{nothing}{'00' * 32}\t{nothing}\t{no}\t350881002\n"
        )


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
    """Seconds for the segments, a transaction each, and for as many rows by COPY, into tables without an index."""
    with database.writing() as connection:
        connection.execute(sa.text("create table bare_segment (data bytea)"))
        connection.execute(sa.text("create table bare_entry (like journal_entry)"))
    started = time.perf_counter()
    for data in segments:
        with database.writing() as connection:
            connection.execute(sa.text("insert into bare_segment values (:data)"), {"data": data})
    with database.writing() as connection:
        driver: psycopg.Connection = connection.connection.driver_connection  # type: ignore[assignment]
        _copy(driver, "bare_entry", _lines(1, _SEGMENTS * _ENTRIES))
    taken = time.perf_counter() - started
    with database.writing() as connection:
        connection.execute(sa.text("drop table bare_segment, bare_entry"))
    return taken


def _show(costs: Sequence[Cost]) -> None:
    print(f"{'stored':>12} {'push':>9} {'numbering':>9} {'judging':>9} {'raw':>9}   µs an entry")
    for one in costs:
        print(f"{one.stored:12,} {one.push:9.0f} {one.numbering:9.0f} {one.judging:9.0f} {one.raw:9.0f}")


if __name__ == "__main__":
    _show(costs_at([int(size) for size in sys.argv[1:]] or _SIZES))
