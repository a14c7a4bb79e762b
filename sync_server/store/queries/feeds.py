"""Feeds: which entries a facility is to see, in the county's order."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import sqlalchemy as sa

from sync_server.store.bulk import insert_rows
from sync_server.store.queries.entries import Arrived, arrived_of
from sync_server.store.queries.progress import SEQUENCED, position_of
from sync_server.store.tables import feed_item, journal_entry

EVERYONE: Final = "*"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Part of a feed: what is after one number, up to another."""

    upto: int
    more: bool
    entries: tuple[Arrived, ...]


def add(connection: sa.Connection, items: Iterable[tuple[str, int]]) -> None:
    """Put entries (audience, position) into feeds."""
    insert_rows(connection, feed_item, list(items))


def stretch(
    connection: sa.Connection, facility: str, device: UUID, after: int, limit: int, max_bytes: int
) -> Stretch:
    """What `device` of `facility` has not seen after `after`: at most `limit` entries and `max_bytes` of bodies.

    The newest number is read first: everything up to it was committed with it, so nothing
    can still turn up below the number that is answered.
    """
    newest = position_of(connection, SEQUENCED)
    rows = connection.execute(_stretch(facility, device, after, newest, limit)).all()
    entries: list[Arrived] = []
    size = 0
    for row in rows[:limit]:
        size += len(row.body or b"")
        if entries and size > max_bytes:
            break
        entries.append(arrived_of(row))
    if len(entries) < len(rows):
        return Stretch(entries[-1].position, True, tuple(entries))
    return Stretch(max(newest, after), False, tuple(entries))


def _stretch(
    facility: str, device: UUID, after: int, newest: int, limit: int
) -> sa.Select[tuple[object, ...]]:
    # Each audience is a range of the key; two bounded ranges are cheaper than one sorted union of everything.
    ranges = [
        sa.select(feed_item.c.position)
        .join(journal_entry, journal_entry.c.position == feed_item.c.position)
        .where(
            feed_item.c.audience == audience,
            feed_item.c.position > after,
            feed_item.c.position <= newest,
            journal_entry.c.position > after,  # said again: so that older partitions are not even planned
            journal_entry.c.device != device,
        )
        .order_by(feed_item.c.position)
        .limit(limit + 1)
        .subquery()
        for audience in (facility, EVERYONE)
    ]
    positions = sa.union_all(*(sa.select(part.c.position) for part in ranges)).subquery()
    return (
        sa.select(*journal_entry.c)
        .join(positions, positions.c.position == journal_entry.c.position)
        .where(journal_entry.c.position > after)
        .order_by(journal_entry.c.position)
        .limit(limit + 1)
    )


def touched(connection: sa.Connection, after: int, upto: int) -> set[str]:
    """The audiences that got something between two numbers (the second included)."""
    positions = sa.select(feed_item.c.audience).where(
        feed_item.c.position > after, feed_item.c.position <= upto
    )
    return set(connection.scalars(positions.distinct()))
