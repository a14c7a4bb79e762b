"""Journals of devices as they came: heads and segments."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from clinic_app.journal.entry import Origin
from clinic_app.projections.upsert import upsert
from sync_server.store.tables import inbox, journal_head, journal_segment, kept_segment, numbered


@dataclass(frozen=True, slots=True)
class Head:
    """How far one incarnation is held durably."""

    incarnation: UUID
    device: UUID
    seq: int
    hash: bytes  # the link at `seq`
    stamp: int  # hybrid clock of the entry at `seq`
    live: bool
    origin: Origin | None


@dataclass(frozen=True, slots=True)
class Stored:
    """A segment as it came."""

    no: int
    device: UUID
    incarnation: UUID
    first_seq: int
    new_from: int
    last_seq: int
    received: int  # UTC milliseconds
    data: bytes


def point_of(head: Head) -> Origin:
    """The head as the point that a new incarnation leaves."""
    return Origin(head.incarnation, head.seq, head.hash)


def heads_of(connection: sa.Connection, device: UUID) -> dict[UUID, Head]:
    """Every incarnation of a device."""
    rows = connection.execute(_HEADS, {"device": device})
    return {row.incarnation: _head(row) for row in rows}


_HEADS = sa.select(journal_head).where(
    journal_head.c.device == sa.bindparam("device", type_=journal_head.c.device.type)
)


def all_heads(connection: sa.Connection) -> list[Head]:
    rows = connection.execute(
        sa.select(journal_head).order_by(journal_head.c.device, journal_head.c.incarnation)
    )
    return [_head(row) for row in rows]


def open_head(connection: sa.Connection, head: Head) -> None:
    """A new incarnation; it is the one that the county follows from now on."""
    connection.execute(
        sa.update(journal_head)
        .where(journal_head.c.device == head.device, journal_head.c.live)
        .values(live=False)
    )
    origin = head.origin
    connection.execute(
        sa.insert(journal_head).values(
            incarnation=head.incarnation,
            device=head.device,
            seq=head.seq,
            hash=head.hash,
            stamp=head.stamp,
            live=True,
            origin_incarnation=None if origin is None else origin.incarnation,
            origin_seq=None if origin is None else origin.seq,
            origin_hash=None if origin is None else origin.hash,
        )
    )


def move_head(connection: sa.Connection, incarnation: UUID, seq: int, link: bytes, stamp: int) -> None:
    connection.execute(
        sa.update(journal_head)
        .where(journal_head.c.incarnation == incarnation)
        .values(seq=seq, hash=link, stamp=stamp)
    )


def store_segment(connection: sa.Connection, stored: Stored) -> None:
    """Keep a segment and queue it for numbering; its `no` is given here."""
    number: int = connection.execute(
        sa.insert(journal_segment).values(
            device=stored.device,
            incarnation=stored.incarnation,
            first_seq=stored.first_seq,
            new_from=stored.new_from,
            last_seq=stored.last_seq,
            received=stored.received,
            data=stored.data,
        )
    ).inserted_primary_key[0]  # type: ignore[index]
    connection.execute(sa.insert(inbox).values(segment_no=number, device=stored.device))


def segments_over(connection: sa.Connection, incarnation: UUID, first: int, last: int) -> list[Stored]:
    """The stored segments that hold new entries between two seqs, both included, in order."""
    rows = connection.execute(
        sa.select(journal_segment)
        .where(
            journal_segment.c.incarnation == incarnation,
            journal_segment.c.last_seq >= first,
            journal_segment.c.new_from <= last,
        )
        .order_by(journal_segment.c.last_seq)
    )
    return [_stored(row) for row in rows]


def segments_after(
    connection: sa.Connection, device: UUID, incarnation: UUID, seq: int, limit: int
) -> list[Stored]:
    rows = connection.execute(
        sa.select(journal_segment)
        .where(
            journal_segment.c.device == device,
            journal_segment.c.incarnation == incarnation,
            journal_segment.c.last_seq > seq,
        )
        .order_by(journal_segment.c.last_seq)
        .limit(limit)
    )
    return [_stored(row) for row in rows]


def receipt_of(connection: sa.Connection, incarnation: UUID, seq: int) -> int:
    """When the entry at `seq`, which is held, came: UTC milliseconds."""
    received = connection.scalar(
        sa.select(journal_segment.c.received)
        .where(journal_segment.c.incarnation == incarnation, journal_segment.c.last_seq >= seq)
        .order_by(journal_segment.c.last_seq)
        .limit(1)
    )
    if received is None:
        raise AssertionError(f"no segment holds {incarnation}:{seq}")
    return int(received)


def begun_at(connection: sa.Connection, incarnation: UUID) -> int:
    """The number of an incarnation's first segment: orders the incarnations of a device."""
    first = (
        sa.select(journal_segment.c.no)
        .where(journal_segment.c.incarnation == incarnation)
        .order_by(journal_segment.c.last_seq)
        .limit(1)
    )
    return connection.scalar(first) or 0


def waiting(connection: sa.Connection, limit: int) -> list[tuple[int, int]]:
    """Durable segments without numbers, oldest first: `no`, and how many entries it brings."""
    rows = connection.execute(
        sa.select(
            journal_segment.c.no, journal_segment.c.last_seq - journal_segment.c.new_from + sa.literal(1)
        )
        .join(inbox, inbox.c.segment_no == journal_segment.c.no)
        .order_by(journal_segment.c.no)
        .limit(limit)
    )
    return [(no, size) for no, size in rows]


def segments(connection: sa.Connection, numbers: list[int]) -> list[Stored]:
    """The segments of these `no`, oldest first."""
    rows = connection.execute(
        sa.select(journal_segment).where(journal_segment.c.no.in_(numbers)).order_by(journal_segment.c.no)
    )
    return [_stored(row) for row in rows]


def waiting_numbers(connection: sa.Connection) -> set[int]:
    """The segments that are durable and not yet numbered."""
    return set(connection.scalars(sa.select(inbox.c.segment_no)))


def take_out(connection: sa.Connection, numbers: list[int]) -> None:
    connection.execute(sa.delete(inbox).where(inbox.c.segment_no.in_(numbers)))


def inbox_size(connection: sa.Connection) -> int:
    return connection.scalar(sa.select(sa.func.count()).select_from(inbox)) or 0


def mark_numbered(connection: sa.Connection, device: UUID, position: int) -> None:
    """Under the pen: the newest numbered entry of a device stands at `position`."""
    upsert(connection, numbered, {"device": device}, position=position)


def newest_position(connection: sa.Connection, device: UUID) -> int:
    """Arrival position of the newest numbered entry of this device; 0 without one."""
    return connection.scalar(sa.select(numbered.c.position).where(numbered.c.device == device)) or 0


def kept_bytes(connection: sa.Connection, device: UUID) -> int:
    """How much of what this device brought in vain is kept."""
    total = sa.func.sum(sa.func.length(kept_segment.c.data))
    return int(connection.scalar(sa.select(total).where(kept_segment.c.device == device)) or 0)


def keep(connection: sa.Connection, device: UUID, reason: str, received: int, data: bytes) -> None:
    connection.execute(
        sa.insert(kept_segment).values(device=device, reason=reason, received=received, data=data)
    )


def _head(row: Any) -> Head:
    origin = (
        None
        if row.origin_incarnation is None
        else Origin(row.origin_incarnation, row.origin_seq, bytes(row.origin_hash))
    )
    return Head(row.incarnation, row.device, row.seq, bytes(row.hash), row.stamp, row.live, origin)


def _stored(row: Any) -> Stored:
    return Stored(
        row.no,
        row.device,
        row.incarnation,
        row.first_seq,
        row.new_from,
        row.last_seq,
        row.received,
        bytes(row.data),
    )
