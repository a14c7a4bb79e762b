"""条目: the county's copy of all journals, newest first.

The hot table has one key (the arrival position) and one index (the id), so every list here walks the
key: a day is found by bisection over the times of receipt, and a filter reads a bounded stretch of it a page.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.errors import NotFound
from clinic_app.journal.clock import ms_of_stamp
from clinic_app.journal.entry import Entry
from sync_server.store.queries import journals
from sync_server.store.tables import held_entry, journal_entry

_FIRST: Final = 1_000  # positions read at once: most pages are full with these
_STRETCH: Final = 20_000  # and then
_STRETCHES: Final = 10  # a page


class UnknownEntry(NotFound):
    code = "console.not_found"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the list: the header, without the body."""

    position: int
    id: UUID
    device: UUID
    seq: int
    time: int  # UTC ms, the device's clock
    received: int  # UTC ms
    author: str
    type: str
    subject: UUID | None
    facility: str  # "" for the county
    held: bool  # set aside, counts nowhere


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What the list shows; "" and ``None`` mean all."""

    facility: str | None = None  # "" is the county itself
    device: UUID | None = None
    type: str = ""
    since: int | None = None  # UTC ms of receipt, included
    until: int | None = None  # excluded


@dataclass(frozen=True, slots=True)
class Page:
    """Lines, and where to go on: `before` of the next page, ``None`` at the end."""

    lines: tuple[Line, ...]
    before: int | None


def newest_position(db: sa.Connection) -> int:
    return db.scalar(sa.select(sa.func.max(journal_entry.c.position))) or 0


def position_at(db: sa.Connection, ms: int, low: int = 1, high: int | None = None) -> int:
    """The first position received at `ms` or later, between `low` and `high`; about 20 look-ups by key."""
    high = newest_position(db) + 1 if high is None else high
    while low < high:
        middle = (low + high) // 2
        received = db.scalar(
            sa.select(journal_entry.c.received)
            .where(journal_entry.c.position >= middle)
            .order_by(journal_entry.c.position)
            .limit(1)
        )
        if received is not None and received < ms:
            low = middle + 1
        else:
            high = middle
    return low


def counts_between(db: sa.Connection, marks: list[int]) -> list[int]:
    """How many entries arrived between neighbouring `marks` (UTC ms, ascending)."""
    places: list[int] = []
    end = newest_position(db) + 1
    for mark in marks:
        places.append(position_at(db, mark, places[-1] if places else 1, end))
    return [after - before for before, after in pairwise(places)]


def entries(db: sa.Connection, wanted: Filter, before: int | None = None, limit: int = 50) -> Page:
    """A page of lines, newest first.  After 200,000 positions it stops short and says where to go on."""
    top = newest_position(db) + 1
    if before is not None:
        top = min(top, before)
    if wanted.until is not None:
        top = min(top, position_at(db, wanted.until))
    if wanted.device is not None:
        top = min(top, _newest_of(db, wanted.device) + 1)
    bottom = position_at(db, wanted.since) if wanted.since is not None else 1
    lines: list[Line] = []
    read = top
    for low, high in _stretches(bottom, top):
        lines += _lines(db, wanted, low, high, limit + 1 - len(lines))
        read = low
        if len(lines) > limit:
            return Page(tuple(lines[:limit]), lines[limit - 1].position)
    return Page(tuple(lines), read if read > bottom else None)


def entry_of(db: sa.Connection, entry_id: UUID) -> tuple[Entry, Line]:
    """An entry in full; after a fork the copy that arrived last.

    Raises:
        UnknownEntry
    """
    row = db.execute(
        sa.select(journal_entry, _held())
        .where(journal_entry.c.id == entry_id)
        .order_by(journal_entry.c.position.desc())
        .limit(1)
    ).one_or_none()
    if row is None:
        raise UnknownEntry(what=entry_id.hex[:8])
    entry = Entry(
        id=row.id,
        device=row.device,
        incarnation=row.incarnation,
        seq=row.seq,
        time=row.time,
        author=row.author,
        type=row.type,
        subject=row.subject,
        body=None if row.body is None else bytes(row.body),
        body_hash=bytes(row.body_hash),
        signature=bytes(row.signature),
    )
    return entry, _line(row._mapping)


def _stretches(bottom: int, top: int) -> Iterator[tuple[int, int]]:
    """Half-open ranges of positions downwards."""
    high, size = top, _FIRST
    for _ in range(_STRETCHES):
        if high <= bottom:
            return
        low = max(bottom, high - size)
        yield low, high
        high, size = low, _STRETCH


def _lines(db: sa.Connection, wanted: Filter, low: int, high: int, limit: int) -> list[Line]:
    table = journal_entry.c
    columns = [table[name] for name in _LINE_COLUMNS]
    statement = (
        sa.select(*columns, _held())
        .where(table.position >= low, table.position < high)
        .order_by(table.position.desc())
        .limit(limit)
    )
    if wanted.facility is not None:
        statement = statement.where(table.facility == wanted.facility)
    if wanted.device is not None:
        statement = statement.where(table.device == wanted.device)
    if wanted.type:
        statement = statement.where(table.type == wanted.type)
    return [_line(row) for row in db.execute(statement).mappings()]


_LINE_COLUMNS: Final = (
    "position", "id", "device", "seq", "time", "received", "author", "type", "subject", "facility",
)  # fmt: skip


def _held() -> sa.Label[bool]:
    return (
        sa.exists()
        .where(held_entry.c.position == journal_entry.c.position, held_entry.c.released_at.is_(None))
        .label("held")
    )


def _newest_of(db: sa.Connection, device: UUID) -> int:
    return journals.newest_position(db, device) or newest_position(db)


def _line(value: sa.RowMapping) -> Line:
    wanted = {name: value[name] for name in _LINE_COLUMNS} | {"held": bool(value["held"])}
    return Line(**wanted | {"time": ms_of_stamp(value["time"])})
