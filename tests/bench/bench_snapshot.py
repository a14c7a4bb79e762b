"""快照: a township's 100,000 entries into a new PC, stored and searchable, beside the same rows through plain SQLite.

.venv/bin/python -m tests.bench snapshot
"""

import sqlite3
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from hashlib import sha256
from itertools import islice
from pathlib import Path
from random import Random
from uuid import UUID

from clinic_app.domain.made_up import made_up_people
from clinic_app.journal.entry import Entry, new_id
from clinic_app.journal.fact import Fact, new_salt
from clinic_app.journal.facts.residents import Card, ResidentRegistered
from clinic_app.journal.feed import Item, Page, page_signature, read_page, write_page
from clinic_app.journal.signing import private_key, public_bytes
from clinic_app.journal.snapshot import PART_ENTRIES, Mark, begun
from clinic_app.store import local
from clinic_app.store.epochs import begin_epoch
from clinic_app.store.journal import Store
from clinic_app.sync.snapshot import fill
from tests.bench.played import clinic_of_its_own, day_in, days_work, entries_of
from tests.bench.raw import Rows, rows_of, without
from tests.bench.report import Measured, cost, rate, share

_ENTRIES: int = 100_000
_RESIDENTS: float = 0.3  # share of the entries
_COUNTY = private_key(bytes(range(32)))
_FACILITY = "350881001"


def bench_snapshot(count: int = _ENTRIES) -> list[Measured]:
    """Read, verified, stored, projected and searchable."""
    with clinic_of_its_own(_FACILITY) as clinic, tempfile.TemporaryDirectory() as folder:
        epoch = new_id()
        parts, mark = _parts_of(epoch, township(count))
        with clinic.store.changing() as connection:
            local.write(connection, local.COUNTY_KEY, public_bytes(_COUNTY))
            begin_epoch(connection, epoch)
        definitions, before = rows_of(clinic.store)
        started, busy = time.perf_counter(), time.process_time()
        searchable, busy_found = _fill(clinic.store, parts, mark)
        taken, found, busy_found = time.perf_counter() - started, searchable - started, busy_found - busy
        busy = time.process_time() - busy
        rows = without(rows_of(clinic.store)[1], before)
        raw, raw_busy = _plainly(Path(folder), definitions, rows)
        memory = _memory(epoch, parts, mark)
        size = sum(map(len, parts)) / count
    return [
        share(f"{count:,} stored, people found", found, 5.0 * count / _ENTRIES, "s"),
        cost("the same, of the processor", busy_found, raw_busy, "s"),
        rate("snapshot, every table", count / taken, count / raw, "entries/s", 1 / 0.15),
        cost("snapshot, every table", taken, raw, "s"),
        cost("the same, of the processor", busy, raw_busy, "s", 1 / 0.15),
        cost("snapshot on the line", size, size, "bytes an entry"),
        cost("snapshot's memory", memory, memory, "MB"),
    ]


def _fill(store: Store, parts: list[bytes], mark: Mark) -> tuple[float, float]:
    """When every entry was on disk and every resident found (clock, processor); what follows fills the other tables."""
    key, left = public_bytes(_COUNTY), mark.entries
    found = 0.0, 0.0

    def took(count: int) -> None:
        nonlocal left, found
        left -= count
        if left == 0:
            found = time.perf_counter(), time.process_time()

    def source(epoch: UUID, after: int) -> Iterator[int | Page | Mark]:
        yield mark.entries
        for part in parts:
            yield read_page(part, key)
        yield mark

    fill(store, source, took)
    return found


def _memory(epoch: UUID, parts: list[bytes], mark: Mark) -> float:
    """MB at the peak, of a tenth of the parts; more of them need no more."""
    with clinic_of_its_own(_FACILITY) as clinic:
        with clinic.store.changing() as connection:
            begin_epoch(connection, epoch)
        some = parts[: max(1, len(parts) // 5)]
        shorter = begun(epoch, _FACILITY)
        for part in some:
            page = read_page(part, public_bytes(_COUNTY))
            shorter = shorter.with_part(page.upto, len(page.items), page.signature)
        tracemalloc.start()
        _fill(clinic.store, some, replace(mark, **{name: getattr(shorter, name) for name in _COUNTED}))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    return peak / 1e6


_LEFT_OUT = ("chart.viewed", "resident.registered")  # goes to the county only; is counted for itself
_COUNTED = ("upto", "parts", "entries", "checksum")


def township(count: int) -> Iterator[Entry]:
    """Residents as a township registers them, and what a day brings, again and again."""
    with clinic_of_its_own(_FACILITY) as clinic:
        day_in(clinic, 60)
        days = [entry for entry in days_work(entries_of(clinic)) if entry.type not in _LEFT_OUT]
    dice, devices = Random(1), [(new_id(), new_id()) for _ in range(12)]
    people = made_up_people(1, date(2026, 11, 22))
    known: list[UUID] = []
    seqs = [0] * len(devices)
    when = 1_790_000_000_000 << 16
    for number in range(count):
        place = dice.randrange(len(devices))
        seqs[place] += 1
        when += 1 << 16
        if number % 100 < 100 * _RESIDENTS:
            entry = _registered(next(people))
            known.append(entry.id)
        else:
            pattern = days[number % len(days)]
            entry = replace(
                pattern, id=new_id(), subject=None if pattern.subject is None else dice.choice(known)
            )
        device, incarnation = devices[place]
        yield replace(entry, device=device, incarnation=incarnation, seq=seqs[place], time=when)


def _registered(one: "object") -> Entry:
    fact: Fact = ResidentRegistered(
        name=one.name,  # type: ignore[attr-defined]
        sex=one.sex,  # type: ignore[attr-defined]
        birth_date=one.birth_date,  # type: ignore[attr-defined]
        id_number=one.id_number,  # type: ignore[attr-defined]
        phone=one.phone,  # type: ignore[attr-defined]
        card=Card(kind="ssc3", number=one.card_number),  # type: ignore[attr-defined]
        source="card",
        salt=new_salt(),
    )
    body, own = fact.write(), new_id()
    return Entry(
        id=own,
        device=own,
        incarnation=own,
        seq=1,
        time=0,
        author="P001",
        type=fact.type,
        subject=own,
        body=body,
        body_hash=sha256(body).digest(),
    )


def _parts_of(epoch: UUID, entries: Iterator[Entry]) -> tuple[list[bytes], Mark]:
    parts: list[bytes] = []
    mark = begun(epoch, _FACILITY)
    while some := list(islice(entries, PART_ENTRIES)):
        items = tuple(
            Item(mark.upto + 1 + at, entry.time >> 16, _FACILITY, entry) for at, entry in enumerate(some)
        )
        page = Page(epoch=epoch, after=mark.upto, upto=mark.upto + len(items), more=True, items=items)
        parts.append(write_page(page, _COUNTY.sign))
        mark = mark.with_part(page.upto, len(items), page_signature(parts[-1]))
    return parts, mark


def _plainly(folder: Path, definitions: list[str], rows: Rows) -> tuple[float, float]:
    """Seconds, and those of the processor, for the same rows in SQLite itself, without a cipher, in large transactions."""
    connection = sqlite3.connect(folder / "raw.db", isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "cache_size=-65536"):
        connection.execute(f"PRAGMA {pragma}")
    for definition in definitions:
        connection.execute(definition)
    started, busy = time.perf_counter(), time.process_time()
    for name, some in rows.items():
        if some:
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany(
                f'INSERT OR REPLACE INTO "{name}" VALUES ({",".join("?" * len(some[0]))})', some
            )
            connection.execute("COMMIT")
    taken, busy = time.perf_counter() - started, time.process_time() - busy
    connection.close()
    return taken, busy


if __name__ == "__main__":
    from tests.bench.report import show

    for measured in bench_snapshot(int(sys.argv[1]) if len(sys.argv) > 1 else _ENTRIES):
        show(measured)
