"""Entries that count nowhere yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from sync_server.store.bulk import rows_of_ids
from sync_server.store.tables import held_entry

_UNRELEASED: Final = sa.select(held_entry.c.id).where(held_entry.c.released_at.is_(None))
_WAITED_FOR: Final = sa.select(held_entry.c.waits_for).where(held_entry.c.released_at.is_(None))


@dataclass(frozen=True, slots=True)
class Held:
    """An entry that was set aside."""

    position: int
    id: UUID
    facility: str
    reason: str  # an error code
    detail: str
    waits_for: UUID | None
    held_at: int  # UTC milliseconds


def add(connection: sa.Connection, held: Held) -> None:
    connection.execute(
        sa.insert(held_entry).values(
            position=held.position,
            id=held.id,
            facility=held.facility,
            reason=held.reason,
            detail=held.detail,
            waits_for=held.waits_for,
            held_at=held.held_at,
        )
    )


def unreleased(connection: sa.Connection) -> list[Held]:
    """Everything that is set aside, in the county's order."""
    return _held(connection, sa.true())


def of_id(connection: sa.Connection, entry_id: UUID) -> list[Held]:
    return _held(connection, held_entry.c.id == entry_id)


def waiting_for(connection: sa.Connection, entry_id: UUID) -> list[Held]:
    """What waits for this entry, in the county's order."""
    return _held(connection, held_entry.c.waits_for == entry_id)


def waited_for(connection: sa.Connection, ids: Sequence[UUID]) -> set[UUID]:
    """Those of `ids` that others wait for."""
    return {row[0] for row in rows_of_ids(connection, _WAITED_FOR, held_entry.c.waits_for, ids)}


def unreleased_among(connection: sa.Connection, ids: Sequence[UUID]) -> set[UUID]:
    """Those of `ids` that are set aside."""
    return {row[0] for row in rows_of_ids(connection, _UNRELEASED, held_entry.c.id, ids)}


def unreleased_positions(connection: sa.Connection) -> set[int]:
    return set(connection.scalars(sa.select(held_entry.c.position).where(held_entry.c.released_at.is_(None))))


def reasons_between(connection: sa.Connection, first: int, last: int) -> dict[int, str]:
    """The codes of what is set aside from position `first` to `last`, by position."""
    rows = connection.execute(
        sa.select(held_entry.c.position, held_entry.c.reason).where(
            held_entry.c.position.between(first, last), held_entry.c.released_at.is_(None)
        )
    )
    return {row.position: row.reason for row in rows}


def release(connection: sa.Connection, position: int, now: int) -> None:
    connection.execute(sa.update(held_entry).where(held_entry.c.position == position).values(released_at=now))


def _held(connection: sa.Connection, which: sa.ColumnElement[bool]) -> list[Held]:
    rows: Sequence[sa.Row[Any]] = connection.execute(
        sa.select(held_entry).where(which, held_entry.c.released_at.is_(None)).order_by(held_entry.c.position)
    ).all()
    return [
        Held(row.position, row.id, row.facility, row.reason, row.detail, row.waits_for, row.held_at)
        for row in rows
    ]
