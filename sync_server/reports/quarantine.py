"""待处理: entries that the county holds but does not count."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from clinic_app.journal.clock import ms_of_stamp
from sync_server.store.tables import held_entry, journal_entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One entry set aside."""

    position: int
    id: UUID
    facility: str
    device: UUID
    author: str
    type: str
    time: int  # UTC ms, the device's clock
    reason: str  # an error code
    detail: str
    waits_for: UUID | None  # another held entry: it follows when that one is released
    held_at: int  # UTC ms
    released_at: int | None


@dataclass(frozen=True, slots=True)
class Page:
    lines: tuple[Held, ...]
    before: int | None


def held(db: sa.Connection, *, done: bool = False, before: int | None = None, limit: int = 50) -> Page:
    """A page, newest first: what waits, or what was released (`done`)."""
    table = held_entry.c
    statement = (
        _select()
        .where(table.released_at.is_not(None) if done else table.released_at.is_(None))
        .order_by(table.position.desc())
        .limit(limit + 1)
    )
    if before is not None:
        statement = statement.where(table.position < before)
    lines = tuple(_held(row) for row in db.execute(statement).mappings())
    return Page(lines[:limit], lines[limit - 1].position if len(lines) > limit else None)


def held_of(db: sa.Connection, entry_id: UUID) -> Held | None:
    """Why an entry is, or was, set aside."""
    statement = _select().where(held_entry.c.id == entry_id).order_by(held_entry.c.position.desc()).limit(1)
    row = db.execute(statement).mappings().one_or_none()
    return None if row is None else _held(row)


def waiting_count(db: sa.Connection) -> int:
    count = sa.select(sa.func.count()).select_from(held_entry).where(held_entry.c.released_at.is_(None))
    return db.scalar(count) or 0


def _select() -> sa.Select[Any]:
    entry, table = journal_entry.c, held_entry.c
    return sa.select(
        table.position, table.id, table.facility, table.reason, table.detail, table.waits_for,
        table.held_at, table.released_at, entry.device, entry.author, entry.type, entry.time,
    ).join(journal_entry, entry.position == table.position)  # fmt: skip


def _held(row: sa.RowMapping) -> Held:
    values = dict(row)
    return Held(**values | {"time": ms_of_stamp(values["time"])})
