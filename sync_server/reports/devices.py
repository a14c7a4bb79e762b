"""设备: what the county holds of each device, and when it last heard of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.errors import NotFound
from clinic_app.journal.clock import ms_of_stamp
from clinic_app.projections.tables.facility import device, facility
from sync_server.store.queries.feeds import EVERYONE
from sync_server.store.tables import (
    device_contact,
    feed_item,
    journal_entry,
    journal_head,
    journal_segment,
    kept_segment,
)

SILENT_MS = 24 * 3_600_000
_SKEW_MS = 60_000  # below this a clock is as good as right


class UnknownDevice(NotFound):
    code = "console.not_found"


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """One device.  Times are UTC ms; ``None``: never."""

    id: UUID
    facility: str
    facility_name: str
    letter: str
    enrolled: int | None
    revoked: int | None
    revoked_reason: str
    seq: int  # held durably, 0 without any entry
    newest: int | None  # time of its newest entry here, by its own clock
    pushed: int | None  # when that entry arrived
    contact: int | None  # when it last spoke with the county
    skew_ms: int | None  # its clock minus ours, where it is known to be off
    cursor: int | None = None  # arrival position up to which it has the feed, as it last said
    branches: int = 0  # incarnations of its journal; more than one after a restored or cloned disk
    branched: int | None = None  # when the newest of several began here
    refused: int | None = None  # when a push was last refused because it contradicts what is held

    def silent(self, now: int) -> bool:
        """In use, and not heard of for a day."""
        since = self.contact or self.enrolled
        return self.revoked is None and since is not None and now - since > SILENT_MS

    def state(self, now: int) -> str:
        """revoked, silent, new (never heard of), or fine."""
        if self.revoked is not None:
            return "revoked"
        if self.silent(now):
            return "silent"
        return "new" if self.contact is None else "fine"


@dataclass(frozen=True, slots=True)
class Branch:
    """One incarnation of a device's journal."""

    incarnation: UUID
    seq: int
    hash: bytes
    live: bool
    origin_seq: int | None  # the point of an older incarnation that a fork left


def devices(db: sa.Connection, facility_code: str = "", only: UUID | None = None) -> list[Device]:
    """All devices (a county has about 2,000) by facility and letter, or one facility's, or one."""
    statement = (
        sa.select(
            device.c.id,
            device.c.facility,
            facility.c.name.label("facility_name"),
            device.c.letter,
            device.c.enrolled_at,
            device.c.revoked_at,
            device.c.revoked_reason,
            journal_head.c.seq,
            journal_head.c.stamp,
            journal_segment.c.received,
            device_contact.c.seen,
            device_contact.c.skew_ms,
            device_contact.c.cursor,
            device_contact.c.refused,
        )
        .outerjoin(facility, facility.c.code == device.c.facility)
        .outerjoin(journal_head, sa.and_(journal_head.c.device == device.c.id, journal_head.c.live))
        .outerjoin(
            journal_segment,
            sa.and_(
                journal_segment.c.incarnation == journal_head.c.incarnation,
                journal_segment.c.last_seq == journal_head.c.seq,
            ),
        )
        .outerjoin(device_contact, device_contact.c.device == device.c.id)
        .order_by(device.c.facility, device.c.letter, device.c.id)
    )
    if facility_code:
        statement = statement.where(device.c.facility == facility_code)
    if only is not None:
        statement = statement.where(device.c.id == only)
    forked = _forked(db)
    rows = {row["id"]: row for row in db.execute(statement).mappings()}
    return [_device(row, *forked.get(one, (0, None))) for one, row in rows.items()]


def device_of(db: sa.Connection, device_id: UUID) -> Device:
    """Raises:
    UnknownDevice
    """
    found = devices(db, only=device_id)
    if not found:
        raise UnknownDevice(what=device_id.hex[:8])
    return found[0]


def branches(db: sa.Connection, device_id: UUID) -> list[Branch]:
    """The incarnations of one device; more than one after a restored or cloned disk."""
    table = journal_head.c
    rows = db.execute(
        sa.select(table.incarnation, table.seq, table.hash, table.live, table.origin_seq)
        .where(table.device == device_id)
        .order_by(table.live.desc(), table.stamp.desc())
    )
    return [Branch(row.incarnation, row.seq, row.hash, bool(row.live), row.origin_seq) for row in rows]


def lag_of(db: sa.Connection, one: Device) -> int | None:
    """Entries of the feed that a device has not fetched yet; ``None``: it never said how far it is."""
    if one.cursor is None:
        return None
    item, entry = feed_item.c, journal_entry.c
    statement = (
        sa.select(sa.func.count())
        .select_from(feed_item)
        .join(journal_entry, entry.position == item.position)
        .where(
            item.audience.in_((one.facility, EVERYONE)),
            item.position > one.cursor,
            entry.position > one.cursor,  # said again: so that older partitions are not even planned
            entry.device != one.id,
        )
    )
    return db.scalar(statement) or 0


def kept_pushes(db: sa.Connection, device_id: UUID) -> list[tuple[str, int]]:
    """Refused pushes that were kept for inspection: reason and number."""
    table = kept_segment.c
    statement = sa.select(table.reason, sa.func.count()).where(table.device == device_id)
    return [(reason, count) for reason, count in db.execute(statement.group_by(table.reason))]


def silent(every: Iterable[Device], now: int) -> list[Device]:
    """Those not heard of for a day, the longest silent first."""
    return sorted((one for one in every if one.silent(now)), key=lambda one: one.contact or one.enrolled or 0)


def _forked(db: sa.Connection) -> dict[UUID, tuple[int, int | None]]:
    """Of the few devices with several incarnations: how many, and when the newest began here (UTC ms)."""
    head, segment = journal_head.c, journal_segment.c
    many = (
        sa.select(head.device, sa.func.count().label("branches"))
        .group_by(head.device)
        .having(sa.func.count() > 1)
        .subquery()
    )
    statement = (
        sa.select(many.c.device, many.c.branches, sa.func.min(segment.received))
        .join(journal_head, sa.and_(head.device == many.c.device, head.live))
        .outerjoin(journal_segment, segment.incarnation == head.incarnation)
        .group_by(many.c.device, many.c.branches)
    )
    return {device_id: (count, began) for device_id, count, began in db.execute(statement)}


def _device(value: sa.RowMapping, branches: int, branched: int | None) -> Device:
    newest = _ms(value["stamp"])
    return Device(
        id=value["id"],
        facility=value["facility"] or "",
        facility_name=value["facility_name"] or "",
        letter=value["letter"] or "",
        enrolled=_ms(value["enrolled_at"]),
        revoked=_ms(value["revoked_at"]),
        revoked_reason=value["revoked_reason"] or "",
        seq=value["seq"] or 0,
        newest=newest,
        pushed=value["received"],
        contact=max(filter(None, (value["received"], value["seen"])), default=None),
        skew_ms=_skew(value["skew_ms"], newest, value["received"]),
        cursor=value["cursor"],
        branches=branches or int(value["seq"] is not None),
        branched=branched,
        refused=value["refused"],
    )


def _skew(said: int | None, newest: int | None, received: int | None) -> int | None:
    """What the device said when it signed; else an entry from the future tells that the clock is fast."""
    if said is not None:
        return said if abs(said) >= _SKEW_MS else 0
    if newest is not None and received is not None and newest - received >= _SKEW_MS:
        return newest - received
    return None


def _ms(stamp: int | None) -> int | None:
    return None if stamp is None else ms_of_stamp(stamp)
