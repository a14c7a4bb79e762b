"""演练: everything that a push would lead to, worked out as it would be and taken back again.

The same chain, look, judgement and adjudication as for a push, in one transaction that never commits: what is told is
what would happen if the entries came now.  Who comes before them may still change it.
"""

import logging
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.errors import ClinicError
from clinic_app.domain.settlement import Verdict
from clinic_app.domain.time import Wall, wall_clock
from clinic_app.journal.entry import Entry
from clinic_app.journal.fact import Fact
from clinic_app.journal.facts.county import SettlementAdjudicated
from clinic_app.journal.packing import TooLarge
from clinic_app.journal.quarantine import Unprocessable, Waits
from clinic_app.journal.refusal import Busy, NotEnrolled, OtherDevice, Revoked
from clinic_app.journal.segment import BadSegment, Segment, device_of, read_segment
from sync_server.intake.garbage import seldom_sought
from sync_server.intake.look import authors_of, first_look
from sync_server.intake.pen import Pen
from sync_server.intake.project import BATCH, Adjudicate, judge_numbered
from sync_server.intake.receive import alone, take
from sync_server.store.county import County, county_of
from sync_server.store.engine import PEN, Database, is_outage, take_lock
from sync_server.store.queries import feeds, held, journals, registry, staff
from sync_server.store.queries.entries import Arrived
from sync_server.store.queries.registry import Device

MOST_ENTRIES: Final = 4000  # the pen is held for about a second
_LENGTH: Final = struct.Struct(">I")
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What the county would do with entries of one run.  Money in fen; `seq` is the entry's in its run."""

    incarnation: UUID
    held: int  # entries that the county holds already: nothing is said of them
    entries: int  # entries that it would take in
    adjusted: tuple[tuple[int, int, str], ...] = ()  # seq, county minus clinic of what the funds pay, cause
    voided: tuple[tuple[int, int, str], ...] = ()  # the same with the code of the check that voids it
    set_aside: tuple[tuple[int, str], ...] = ()  # seq, code
    provisional: tuple[tuple[int, str], ...] = ()  # held until what they build on has come

    @property
    def accepted(self) -> int:
        """Entries that would count just as they are."""
        return self.entries - sum(
            len(some) for some in (self.adjusted, self.voided, self.set_aside, self.provisional)
        )

    def plain(self) -> dict[str, object]:
        return {
            "incarnation": self.incarnation.hex,
            "held": self.held,
            "entries": self.entries,
            "accepted": self.accepted,
            "adjusted": self.adjusted,
            "voided": self.voided,
            "set_aside": self.set_aside,
            "provisional": self.provisional,
        }


class _Noting(Pen):
    """Remembers what the county says to settlements."""

    def __init__(self, connection: sa.Connection, county: County, wall: Wall) -> None:
        super().__init__(connection, county, wall)
        self.verdicts: dict[UUID, SettlementAdjudicated] = {}

    def append(self, fact: Fact, subject: UUID | None = None, author: str = "") -> Entry:
        if isinstance(fact, SettlementAdjudicated):
            self.verdicts[fact.settlement_id] = fact
        return super().append(fact, subject, author)


def rehearse(
    database: Database, device: UUID, data: bytes, adjudicate: Adjudicate, wall: Wall = wall_clock
) -> Outcome:
    """What a push of these segments would lead to; nothing is kept.

    `data`: segments of one run in their order, each after its length (4 bytes, big-endian).

    Raises:
        NotEnrolled, Revoked, OtherDevice
        BadSegment, BadColumns, BadPacking, BadSignature, BrokenChain: nothing that can be taken in.
        TooLarge: more than `MOST_ENTRIES`.
        Gap, Fork, TwoBranches: a push would be refused alike.
        Busy: what the device pushed before is not judged yet.
        Unprocessable: an entry breaks this program; a push would set it aside.
    """
    with database.reading() as connection:
        known = registry.device_of(connection, device)
    if known is None:
        raise NotEnrolled()
    if known.revoked:
        raise Revoked()
    segments = [(part, _segment(part, known)) for part in _parts(data)]
    _require_one_run([segment for _, segment in segments])
    try:
        with seldom_sought(), database.rehearsing() as connection:
            return _rehearsed(connection, known, segments, adjudicate, wall)
    except ClinicError:
        raise
    except Exception as error:  # an edge: neither the error's text nor the entry's may be told
        if is_outage(error):
            raise
        logger.warning("a rehearsal broke off: %s", type(error).__name__)
        raise Unprocessable() from None


def _rehearsed(
    connection: sa.Connection,
    device: Device,
    segments: Sequence[tuple[bytes, Segment]],
    adjudicate: Adjudicate,
    wall: Wall,
) -> Outcome:
    alone(connection, device.id)
    _require_judged(connection, device.id)
    now = wall()
    new: list[Entry] = []
    for data, segment in segments:
        new += _taken(connection, device, segment, data, now)
    take_lock(connection, PEN)
    pen = _Noting(connection, county_of(connection), wall)
    numbered = [pen.number(entry, now, device.facility, ()) for entry in new]
    pen.write_down()
    for begin in range(0, len(numbered), BATCH):
        judge_numbered(pen, adjudicate, numbered[begin : begin + BATCH])
    pen.finish()
    held_before = sum(len(segment.entries) for _, segment in segments) - len(new)
    return _outcome(segments[0][1].incarnation, held_before, numbered, pen)


def _require_judged(connection: sa.Connection, device: UUID) -> None:
    """Raises:
    Busy: what the device pushed before is not judged yet, and everything else builds on it.
    """
    if not feeds.now(connection, device).is_judged:
        raise Busy(retry_after=5)


def _taken(
    connection: sa.Connection, device: Device, segment: Segment, data: bytes, now: int
) -> Sequence[Entry]:
    """Those of the entries that the county does not hold, taken in as by a push.

    Raises:
        Gap, Fork, TwoBranches
    """
    head = journals.heads_of(connection, device.id).get(segment.incarnation)
    before = 0 if head is None else head.seq
    roles = staff.roles_ever(connection, device.facility, authors_of(segment))
    take(connection, segment, first_look(segment, device.facility, roles), data, now)
    return segment.entries[max(0, before + 1 - segment.first_seq) :]


def _outcome(incarnation: UUID, held_before: int, numbered: Sequence[Arrived], pen: _Noting) -> Outcome:
    if not numbered:
        return Outcome(incarnation=incarnation, held=held_before, entries=0)
    aside = held.reasons_between(pen.connection, numbered[0].position, numbered[-1].position)
    set_aside = [(one.entry.seq, aside[one.position]) for one in numbered if one.position in aside]
    judged = [
        (one.entry.seq, pen.verdicts[one.entry.id])
        for one in numbered
        if one.entry.id in pen.verdicts and one.position not in aside
    ]
    return Outcome(
        incarnation=incarnation,
        held=held_before,
        entries=len(numbered),
        adjusted=tuple(
            (seq, said.fund_diff, said.cause) for seq, said in judged if said.status == Verdict.ADJUSTED
        ),
        voided=tuple(
            (seq, said.fund_diff, said.error) for seq, said in judged if said.status == Verdict.VOIDED
        ),
        set_aside=tuple((seq, code) for seq, code in set_aside if code != Waits.code),
        provisional=tuple((seq, code) for seq, code in set_aside if code == Waits.code),
    )


def _parts(data: bytes) -> Iterator[bytes]:
    """Raises:
    BadSegment: the lengths do not fit, or there is nothing.
    """
    at = 0
    while at < len(data) or not data:
        if at + _LENGTH.size > len(data):
            raise BadSegment(why="length")
        (size,) = _LENGTH.unpack_from(data, at)
        at += _LENGTH.size + size
        if at > len(data):
            raise BadSegment(why="length")
        yield data[at - size : at]


def _segment(data: bytes, device: Device) -> Segment:
    """Raises:
    OtherDevice, BadSegment, BadColumns, BadPacking, TooLarge, BadSignature, BrokenChain
    """
    if device_of(data) != device.id:
        raise OtherDevice()
    return read_segment(data, device.public_key)


def _require_one_run(segments: Sequence[Segment]) -> None:
    """Raises:
    BadSegment: of several runs.
    TooLarge: more than `MOST_ENTRIES`.
    """
    if len({segment.incarnation for segment in segments}) != 1:
        raise BadSegment(why="runs")
    if sum(len(segment.entries) for segment in segments) > MOST_ENTRIES:
        raise TooLarge(limit=MOST_ENTRIES)
