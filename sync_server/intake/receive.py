"""Taking in a segment: everything that can be said before its facts are looked at, in one transaction.

Signature, chain, gap, overlap and fork; shape and roles by a first look (look.py); then the segment as it came, and
the sums of its days.  Author signatures, the judgement in the county's order, projections and adjudication run
behind it (sequence.py, project.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.errors import ClinicError
from clinic_app.domain.time import Wall, wall_clock
from clinic_app.journal.day_sums import DaySum
from clinic_app.journal.refusal import Fork, Gap, NotEnrolled, OtherDevice, Revoked, TwoBranches
from clinic_app.journal.segment import Segment, device_of, read_segment
from sync_server.intake.look import Look, Remark, authors_of, first_look
from sync_server.store.engine import Database
from sync_server.store.queries import days, journals, registry, staff
from sync_server.store.queries.journals import Head, Stored
from sync_server.store.queries.registry import Device

MAX_KEPT: Final = 64 << 20  # bytes of refused segments kept for one device


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the county holds durably from now on."""

    incarnation: UUID
    seq: int
    hash: bytes  # the link at `seq`
    received: int  # UTC milliseconds: when the entry at `seq` came, not when it was brought again
    days: Mapping[str, DaySum] = field(
        default_factory=dict
    )  # what is now held of the run on the days that it touched
    remarks: tuple[Remark, ...] = ()  # entries that will be set aside

    def plain(self) -> dict[str, object]:
        return {
            "incarnation": self.incarnation.hex,
            "seq": self.seq,
            "hash": self.hash.hex(),
            "received": self.received,
            "days": {day: [one.entries, one.fen] for day, one in self.days.items()},
            "remarks": [[remark.seq, remark.error] for remark in self.remarks],
        }


def receive(database: Database, device: UUID, data: bytes, wall: Wall = wall_clock) -> Receipt:
    """Take in one segment that `device` brings.

    Raises:
        NotEnrolled, Revoked: the device may not push; a revoked one's segment is kept for inspection.
        OtherDevice: the segment is another device's; kept likewise.
        BadSegment, BadColumns, BadPacking, TooLarge, BadSignature, BrokenChain: nothing that can be taken in.
        Gap: entries are missing before it.
        Fork: it contradicts what is held.
        TwoBranches: the county follows another branch of this key.
    """
    with database.reading() as connection:
        known = registry.device_of(connection, device)
    if known is None:
        raise NotEnrolled()
    if device_of(data) != device:
        raise _kept(database, known, OtherDevice(), data, wall)
    segment = read_segment(data, known.public_key)
    if known.revoked:
        raise _kept(database, known, Revoked(), data, wall)
    with database.reading() as connection:
        roles = staff.roles_ever(connection, known.facility, authors_of(segment))
    look = first_look(segment, known.facility, roles)
    with database.writing() as connection:
        alone(connection, device)
        return take(connection, segment, look, data, wall())


def take(connection: sa.Connection, segment: Segment, look: Look, data: bytes, now: int) -> Receipt:
    """What a transaction that writes does with a segment.

    Raises:
        Gap, Fork, TwoBranches
    """
    heads = journals.heads_of(connection, segment.device)
    head = heads.get(segment.incarnation) or _begin(connection, segment, heads)
    if segment.first_seq > head.seq + 1:
        raise Gap(wanted=head.seq + 1, incarnation=head.incarnation.hex)
    _compare_overlap(connection, segment, head)
    touched = list(look.sums())
    if segment.last_seq <= head.seq:
        received = journals.receipt_of(connection, head.incarnation, head.seq)
        held = days.days_of(connection, head.incarnation, touched)
        return Receipt(head.incarnation, head.seq, head.hash, received, held, look.remarks)
    if not head.live:
        raise TwoBranches(seq=head.seq)
    stored = Stored(
        no=0,
        device=segment.device,
        incarnation=segment.incarnation,
        first_seq=segment.first_seq,
        new_from=head.seq + 1,
        last_seq=segment.last_seq,
        received=now,
        data=data,
    )
    journals.store_segment(connection, stored)
    stamp = segment.columns.times[-1]
    journals.move_head(connection, head.incarnation, segment.last_seq, segment.head, stamp)
    days.add_days(connection, head.incarnation, look.sums(head.seq + 1 - segment.first_seq))
    held = days.days_of(connection, head.incarnation, touched)
    return Receipt(head.incarnation, segment.last_seq, segment.head, now, held, look.remarks)


def _begin(connection: sa.Connection, segment: Segment, heads: dict[UUID, Head]) -> Head:
    """A new incarnation: a device's first, or one that leaves a point which is held here.

    Raises:
        Gap: its beginning, or the point that it left, has not arrived.
        Fork: the point that it left is not what is held.
        TwoBranches: the device has a journal here, and this one names no point of it.
    """
    if segment.first_seq != 1:
        raise Gap(wanted=1, incarnation=segment.incarnation.hex)
    origin = segment.origin
    if origin is not None:
        left = heads.get(origin.incarnation)
        if left is None or origin.seq > left.seq:
            held = 0 if left is None else left.seq
            raise Gap(wanted=held + 1, incarnation=origin.incarnation.hex)
        if origin.seq and _link_at(connection, left, origin.seq) != origin.hash:
            raise Fork(seq=origin.seq, incarnation=left.incarnation.hex)
    elif heads:
        raise TwoBranches(seq=0)
    head = Head(
        incarnation=segment.incarnation,
        device=segment.device,
        seq=0,
        hash=segment.previous,  # `read_segment` has checked that it binds key, incarnation and origin
        stamp=0,
        live=True,
        origin=origin,
    )
    journals.open_head(connection, head)
    return head


def _compare_overlap(connection: sa.Connection, segment: Segment, head: Head) -> None:
    """Raises:
    Fork: an entry that is held differs from the one brought.
    """
    if segment.first_seq == head.seq + 1:
        if segment.previous != head.hash:
            raise Fork(seq=head.seq, incarnation=head.incarnation.hex)
        return
    last = min(segment.last_seq, head.seq)
    held = _links_between(connection, head, segment.first_seq, last)
    for seq in range(segment.first_seq, last + 1):
        if segment.links[seq - segment.first_seq] != held[seq]:
            raise Fork(seq=seq, incarnation=head.incarnation.hex)


def _link_at(connection: sa.Connection, head: Head, seq: int) -> bytes:
    if seq == head.seq:
        return head.hash
    return _links_between(connection, head, seq, seq)[seq]


def _links_between(connection: sa.Connection, head: Head, first: int, last: int) -> dict[int, bytes]:
    """The hashes at the held seqs from `first` to `last`."""
    known = registry.device_of(connection, head.device)
    if known is None:
        raise AssertionError("a head of a device that was never enrolled")
    found: dict[int, bytes] = {}
    for stored in journals.segments_over(connection, head.incarnation, first, last):
        segment = read_segment(stored.data, known.public_key)
        found.update(enumerate(segment.links, segment.first_seq))
    return found


def alone(connection: sa.Connection, device: UUID) -> None:
    """Two pushes of one device wait for each other; those of others do not."""
    if connection.dialect.name == "postgresql":
        low = int.from_bytes(device.bytes[:4], "big", signed=True)
        connection.execute(sa.text("select pg_advisory_xact_lock(7, :low)"), {"low": low})


def _kept(database: Database, device: Device, refusal: ClinicError, data: bytes, wall: Wall) -> ClinicError:
    """The refusal, after the segment has been put aside for an inspector; bounded, so nobody can fill the disk."""
    with database.writing() as connection:
        if journals.kept_bytes(connection, device.id) + len(data) <= MAX_KEPT:
            journals.keep(connection, device.id, refusal.code, wall(), data)
    return refusal
