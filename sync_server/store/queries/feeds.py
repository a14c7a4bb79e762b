"""Feeds: which entries a facility is to see, in the county's order."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import sqlalchemy as sa

from sync_server.store.bulk import insert_rows
from sync_server.store.queries.entries import Arrived, arrived_of
from sync_server.store.queries.progress import JUDGED, SEQUENCED, position_of
from sync_server.store.tables import feed_item, inbox, journal_entry, numbered, progress

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
    given = {"facility": facility, "device": device, "after": after, "newest": newest, "most": limit + 1}
    rows = connection.execute(_STRETCH, given).all()
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


def _range(audience: sa.ColumnElement[str]) -> sa.Subquery:
    return (
        sa.select(feed_item.c.position)
        .join(journal_entry, journal_entry.c.position == feed_item.c.position)
        .where(
            feed_item.c.audience == audience,
            feed_item.c.position > _AFTER,
            feed_item.c.position <= sa.bindparam("newest", type_=sa.BigInteger),
            journal_entry.c.position > _AFTER,  # said again: so that older partitions are not even planned
            journal_entry.c.device != sa.bindparam("device", type_=journal_entry.c.device.type),
        )
        .order_by(feed_item.c.position)
        .limit(_MOST)
        .subquery()
    )


# Built once: building it costs more than running it.  Each audience is a range of the key; two bounded ranges are
# cheaper than one sorted union of everything.
_AFTER: Final = sa.bindparam("after", type_=sa.BigInteger)
_MOST: Final = sa.bindparam("most", type_=sa.Integer)
_POSITIONS: Final = sa.union_all(
    *(
        sa.select(part.c.position)
        for part in (_range(sa.bindparam("facility", type_=sa.Text)), _range(sa.literal(EVERYONE)))
    )
).subquery()
_STRETCH: Final = (
    sa.select(*journal_entry.c)
    .join(_POSITIONS, _POSITIONS.c.position == journal_entry.c.position)
    .where(journal_entry.c.position > _AFTER)
    .order_by(journal_entry.c.position)
    .limit(_MOST)
)


@dataclass(frozen=True, slots=True)
class Now:
    """How far the county is, and with one device's journal."""

    sequenced: int  # the newest number given out
    is_judged: bool  # everything that the device brought


def now(connection: sa.Connection, device: UUID) -> Now:
    row = connection.execute(_NOW, {"device": device}).one()
    return Now(row.sequenced or 0, row.waiting is None and (row.newest or 0) <= (row.judged or 0))


def _at(name: str) -> sa.ScalarSelect[int]:
    return sa.select(progress.c.position).where(progress.c.name == name).scalar_subquery()


_DEVICE: Final = sa.bindparam("device", type_=numbered.c.device.type)
_NOW: Final = sa.select(
    _at(SEQUENCED).label("sequenced"),
    _at(JUDGED).label("judged"),
    sa.select(numbered.c.position).where(numbered.c.device == _DEVICE).scalar_subquery().label("newest"),
    sa.select(inbox.c.segment_no)
    .where(inbox.c.device == _DEVICE)
    .limit(1)
    .scalar_subquery()
    .label("waiting"),
)


def touched(connection: sa.Connection, after: int, upto: int) -> set[str]:
    """The audiences that got something between two numbers (the second included)."""
    positions = sa.select(feed_item.c.audience).where(
        feed_item.c.position > after, feed_item.c.position <= upto
    )
    return set(connection.scalars(positions.distinct()))
