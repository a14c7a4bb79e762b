"""Entries in the county's order."""

from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from clinic_app.journal.clock import effective_stamp
from clinic_app.journal.entry import Entry
from clinic_app.projections.upsert import Placed
from sync_server.store.bulk import insert_rows, rows_of_ids
from sync_server.store.tables import adopted_entry, journal_entry

_COLUMNS = tuple(journal_entry.c)


class Arrived(NamedTuple):  # made for every entry, and three times as fast as a frozen dataclass
    """An entry with its place in the county's order."""

    position: int
    received: int  # UTC milliseconds
    facility: str  # of the device; "" for the county
    entry: Entry

    def placed(self) -> Placed:
        """As projections take it: its clock bounded by the receipt."""
        return Placed(self.entry, effective_stamp(self.entry.time, self.received), self.facility)


def row_of(arrived: Arrived) -> tuple[Any, ...]:
    """In the order of the table's columns."""
    entry = arrived.entry
    return (
        arrived.position,
        entry.id,
        entry.device,
        entry.incarnation,
        entry.seq,
        entry.time,
        entry.author,
        entry.type,
        entry.subject,
        entry.body,
        entry.body_hash,
        entry.signature,
        arrived.received,
        arrived.facility,
    )


def arrived_of(row: Any) -> Arrived:
    return Arrived(
        row.position,
        row.received,
        row.facility,
        Entry(
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
        ),
    )


def add(connection: sa.Connection, entries: Sequence[Arrived]) -> None:
    insert_rows(connection, journal_entry, [row_of(arrived) for arrived in entries])


def mark_adopted(connection: sa.Connection, position: int) -> None:
    connection.execute(sa.insert(adopted_entry).values(position=position))


def adopted_positions(connection: sa.Connection) -> set[int]:
    """The county's own entries that clinics gave back: proved by a page's signature, not by a chain."""
    return set(connection.scalars(sa.select(adopted_entry.c.position)))


def after(connection: sa.Connection, position: int, limit: int) -> list[Arrived]:
    """The next entries in the county's order."""
    rows = connection.execute(
        sa.select(*_COLUMNS)
        .where(journal_entry.c.position > position)
        .order_by(journal_entry.c.position)
        .limit(limit)
    )
    return [arrived_of(row) for row in rows]


def others_after(connection: sa.Connection, position: int, limit: int, device: UUID) -> list[Arrived]:
    """The next entries that `device` has not written."""
    rows = connection.execute(
        sa.select(*_COLUMNS)
        .where(journal_entry.c.position > position, journal_entry.c.device != device)
        .order_by(journal_entry.c.position)
        .limit(limit)
    )
    return [arrived_of(row) for row in rows]


def all_entries(connection: sa.Connection, page: int = 2000) -> Iterator[Arrived]:
    """Everything there is, in the county's order, a page at a time."""
    position = 0
    while found := after(connection, position, page):
        yield from found
        position = found[-1].position


def at(connection: sa.Connection, position: int) -> Arrived:
    """The entry at one position, which exists."""
    row = connection.execute(sa.select(*_COLUMNS).where(journal_entry.c.position == position)).one()
    return arrived_of(row)


def by_id(connection: sa.Connection, entry_id: UUID) -> list[Arrived]:
    """Every arrival of this id, oldest first: more than one after a fork."""
    rows = connection.execute(
        sa.select(*_COLUMNS).where(journal_entry.c.id == entry_id).order_by(journal_entry.c.position)
    )
    return [arrived_of(row) for row in rows]


# Asked for every entry: building a statement costs more than running it.
_FACILITIES: Final = sa.select(journal_entry.c.id, journal_entry.c.facility).where(
    journal_entry.c.id.in_(sa.bindparam("ids", expanding=True, type_=journal_entry.c.id.type))
)


def facilities_of_ids(connection: sa.Connection, ids: Sequence[UUID]) -> dict[UUID, set[str]]:
    """Whose devices brought these ids; those that have not arrived are left out."""
    found: dict[UUID, set[str]] = {}
    for entry_id, facility in connection.execute(_FACILITIES, {"ids": list(ids)}):
        found.setdefault(entry_id, set()).add(facility)
    return found


def earlier_of_ids(
    connection: sa.Connection, ids: Sequence[UUID]
) -> dict[UUID, list[tuple[int, str, bytes]]]:
    """Where each id stands: positions with type and body hash, oldest first."""
    rows = connection.execute(
        sa.select(
            journal_entry.c.id, journal_entry.c.position, journal_entry.c.type, journal_entry.c.body_hash
        )
        .where(journal_entry.c.id.in_(ids))
        .order_by(journal_entry.c.position)
    )
    found: dict[UUID, list[tuple[int, str, bytes]]] = {}
    for entry_id, position, kind, body_hash in rows:
        found.setdefault(entry_id, []).append((position, kind, bytes(body_hash)))
    return found


class Came(NamedTuple):
    """One arrival of an id."""

    position: int
    facility: str
    type: str
    body_hash: bytes


_ARRIVALS: Final = sa.select(
    journal_entry.c.id,
    journal_entry.c.position,
    journal_entry.c.facility,
    journal_entry.c.type,
    journal_entry.c.body_hash,
)


def arrivals_of_ids(
    connection: sa.Connection, ids: Sequence[UUID], before: int
) -> Iterator[tuple[UUID, Came]]:
    """Every arrival of these ids at a position under `before`, in no particular order."""
    for row in rows_of_ids(connection, _ARRIVALS, journal_entry.c.id, ids):
        if row.position < before:
            yield row.id, Came(row.position, row.facility, row.type, bytes(row.body_hash))
