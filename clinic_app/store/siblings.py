"""Colleagues' journals over the LAN: a hub passes segments on, each proved by its device's own signature and chain.

What is kept of them is what the county's feed would bring, so that the tables are equal whichever comes first.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import sqlalchemy as sa

from clinic_app.journal.catalog import FACTS
from clinic_app.journal.entry import Entry
from clinic_app.journal.fact import Reach
from clinic_app.journal.facts.county import CountyFact
from clinic_app.journal.facts.facility import StaffCertified
from clinic_app.journal.feed import Item
from clinic_app.journal.hub import BadNews, Carried
from clinic_app.journal.segment import Segment, device_of, read_segment
from clinic_app.projections.tables.facility import device as device_table
from clinic_app.store import exchange, provisional
from clinic_app.store.absorb import write_new
from clinic_app.store.journal import Store
from clinic_app.store.tables import entry as entries
from clinic_app.store.tables import incarnation as incarnations
from clinic_app.store.tables import lan_entry, sibling

_AT_ONCE: Final = 500  # entries in one transaction: the writer is held for tens of milliseconds


@dataclass(frozen=True, slots=True)
class _Place:
    """How far an incarnation is held, and the link there when it came over the LAN."""

    seq: int
    link_seq: int = 0
    link: bytes | None = None


def colleagues(connection: sa.Connection, store: Store) -> dict[UUID, bytes]:
    """The other devices of our clinic that write journals, with their keys; those taken out of use are left out."""
    rows = connection.execute(
        sa.select(device_table.c.id, device_table.c.public_key).where(
            device_table.c.facility == store.facility,
            device_table.c.enrolled_at.is_not(None),
            device_table.c.revoked_at.is_(None),
            device_table.c.hub.is_not(True),
            device_table.c.id != store.device,
        )
    )
    return {row.id: bytes(row.public_key) for row in rows}


def held_of(connection: sa.Connection, store: Store) -> dict[UUID, dict[UUID, int]]:
    """How far each incarnation of each colleague is held here, from feed or LAN."""
    found: dict[UUID, dict[UUID, int]] = {device: {} for device in colleagues(connection, store)}
    by_feed = sa.select(
        incarnations.c.device, incarnations.c.incarnation, incarnations.c.head_seq.label("seq")
    )
    by_lan = sa.select(sibling.c.device, sibling.c.incarnation, sibling.c.seq)
    for row in connection.execute(sa.union_all(by_feed.where(incarnations.c.owner == "foreign"), by_lan)):
        runs = found.get(row.device)
        if runs is not None:
            runs[row.incarnation] = max(row.seq, runs.get(row.incarnation, 0))
    return found


def take(store: Store, carried: Sequence[Carried]) -> int:
    """Take in what a hub carried, segment by segment; how many entries were new.

    Raises:
        BadNews: a segment that nobody asked for, or with something missing before it.
        BadSegment, BadColumns, BadPacking, TooLarge, BadSignature, BrokenChain: not its device's.
    """
    with store.reading() as connection:
        keys = colleagues(connection, store)
    return sum(_take_segment(store, keys, item) for item in carried)


def _take_segment(store: Store, keys: dict[UUID, bytes], carried: Carried) -> int:
    device = device_of(carried.segment)
    if device not in keys:
        raise BadNews(why="device")
    segment = read_segment(carried.segment, keys[device])
    new = 0
    staff_changed = False
    for some in _parts(segment):
        with store.changing() as connection:
            taken = _take_some(connection, store, segment, some, carried.received)
        new += len(taken)
        staff_changed |= any(entry.type == StaffCertified.type for entry in taken)
    if staff_changed:
        store.follow_staff()
    return new


def _parts(segment: Segment) -> Iterator[Sequence[Entry]]:
    for start in range(0, len(segment.entries), _AT_ONCE):
        yield segment.entries[start : start + _AT_ONCE]


def _take_some(
    connection: sa.Connection, store: Store, segment: Segment, some: Sequence[Entry], received: int
) -> list[Entry]:
    """A few entries, the tables, and how far this journal is held: one transaction."""
    place = _place(connection, segment.incarnation)
    if some[-1].seq <= place.seq:
        return []
    if some[0].seq > place.seq + 1:
        raise BadNews(why="gap")
    items = [Item(0, received, store.facility, entry) for entry in some]
    run = exchange.foreign_run(connection, items[0])
    fresh = [item for item in items if item.entry.seq > place.seq]
    taken = _occupied(connection, run, fresh)
    if not _follows(segment, place) or any(
        taken.get(item.entry.seq, item.entry.id) != item.entry.id for item in fresh
    ):
        provisional.close(connection, run)  # another branch than the one that we have: the county decides
        return []
    new = _unheld(connection, [item for item in fresh if travels(item.entry.type)])
    if new:
        write_new(connection, store.attention.courtesy(), new)
        connection.execute(sa.insert(lan_entry), [{"id": item.entry.id} for item in new])
    exchange.see_clock(connection, store, items)
    _move(connection, segment, some[-1].seq)
    return [item.entry for item in new]


def _place(connection: sa.Connection, incarnation: UUID) -> _Place:
    head = connection.scalar(
        sa.select(incarnations.c.head_seq).where(
            incarnations.c.incarnation == incarnation, incarnations.c.owner == "foreign"
        )
    )
    row = connection.execute(sa.select(sibling).where(sibling.c.incarnation == incarnation)).one_or_none()
    if row is None:
        return _Place(head or 0)
    return _Place(max(head or 0, row.seq), row.seq, row.hash)


def _follows(segment: Segment, place: _Place) -> bool:
    """Whether the segment goes on where we stand; where only the feed has brought us, its signature is all there is."""
    if place.link is None or place.link_seq < segment.first_seq - 1 or place.link_seq > segment.last_seq:
        return True
    return link_of(segment, place.link_seq) == place.link


def link_of(segment: Segment, seq: int) -> bytes:
    """The link after `seq`, which is at most one before the segment's first."""
    return segment.previous if seq < segment.first_seq else segment.links[seq - segment.first_seq]


def _occupied(connection: sa.Connection, run: int, items: Sequence[Item]) -> dict[int, UUID]:
    """Which acts stand at the places of these."""
    rows = connection.execute(
        sa.select(entries.c.seq, entries.c.id).where(
            entries.c.incarnation_no == run,
            entries.c.seq >= items[0].entry.seq,
            entries.c.seq <= items[-1].entry.seq,
        )
    )
    return {row.seq: row.id for row in rows}


def _unheld(connection: sa.Connection, items: Sequence[Item]) -> list[Item]:
    """Those whose acts are not here yet."""
    asked = [item.entry.id for item in items]
    held = set(connection.scalars(sa.select(entries.c.id).where(entries.c.id.in_(asked))))
    return [item for item in items if item.entry.id not in held]


def travels(kind: str) -> bool:
    """Whether entries of a type go to colleagues at all: what the county alone keeps or states does not."""
    fact = FACTS.get(kind)
    return fact is None or not (issubclass(fact, CountyFact) or fact.reach is Reach.COUNTY)


def _move(connection: sa.Connection, segment: Segment, seq: int) -> None:
    connection.execute(sa.delete(sibling).where(sibling.c.incarnation == segment.incarnation))
    connection.execute(
        sa.insert(sibling).values(
            incarnation=segment.incarnation, device=segment.device, seq=seq, hash=link_of(segment, seq)
        )
    )
