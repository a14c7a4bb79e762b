"""阅片: what clinics sent to be read, what was read, and how long it took."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median_low
from typing import Any, Final
from uuid import UUID

import msgspec
import sqlalchemy as sa

from clinic_app.journal.clock import stamp
from clinic_app.journal.facts.examinations import ResultLine
from clinic_app.projections.queries.examinations import Examination, orders_of
from clinic_app.projections.tables.examinations import examination
from clinic_app.projections.tables.residents import resident
from sync_server.publish.examinations import NotReferred
from sync_server.store.queries.entries import Arrived, by_id

PAGE: Final = 50  # of those that were read
_LINES: Final = msgspec.json.Decoder(tuple[ResultLine, ...])


@dataclass(frozen=True, slots=True)
class Referral:
    """One order that was sent; `order.reading` is the newest answer."""

    order: Examination
    lines: tuple[ResultLine, ...]
    study_uid: str
    urgent: bool
    sent_ms: int
    waits: bool  # not read since it was sent last
    read_at: int = 0  # hybrid clock: where the next page of those that were read begins


@dataclass(frozen=True, slots=True)
class Pace:
    """From the sending to the reading, of one facility."""

    facility: str
    count: int
    median_ms: int


_SENT: Final = sa.select(examination).where(
    examination.c.referred_at.is_not(None),
    examination.c.ordered_at.is_not(None),
    examination.c.cancelled_at.is_(None),
)


def waiting(connection: sa.Connection, limit: int = 500) -> list[Referral]:
    """What nobody has read yet: the urgent first, then what came first."""
    unread = sa.or_(examination.c.read_at.is_(None), examination.c.read_at < examination.c.referred_at)
    urgent = sa.or_(examination.c.urgent, examination.c.referred_urgent)
    query = _SENT.where(unread).order_by(urgent.desc(), examination.c.referred_at, examination.c.id)
    return [one for one in _referrals(connection, query.limit(limit)) if one.waits]


def done(
    connection: sa.Connection, text: str = "", before: int | None = None, limit: int = PAGE
) -> list[Referral]:
    """What was read, the newest first.

    Args:
        text: a slip's number, the whole name of a person or a reader, or a part of the answer; empty: all.
        before: `read_at` of the last one already shown.
    """
    query = _SENT.where(examination.c.read_at.is_not(None))
    if text:
        query = query.where(
            sa.or_(
                examination.c.number == text,
                examination.c.reader == text,
                examination.c.read_conclusion.contains(text, autoescape=True),
                examination.c.resident.in_(sa.select(resident.c.id).where(resident.c.name == text)),
            )
        )
    if before is not None:
        query = query.where(examination.c.read_at < before)
    return _referrals(connection, query.order_by(examination.c.read_at.desc()).limit(limit))


def referral_of(connection: sa.Connection, examination_id: UUID) -> Referral:
    """Raises:
    NotReferred
    """
    found = _referrals(connection, _SENT.where(examination.c.id == examination_id))
    if not found:
        raise NotReferred(examination=examination_id.hex)
    return found[0]


def paces(connection: sa.Connection, since_ms: int) -> list[Pace]:
    """Of what was read since a moment, the slowest facility first; a corrected reading counts when it was corrected."""
    times: defaultdict[str, list[int]] = defaultdict(list)
    rows = connection.execute(
        sa.select(examination.c.facility, examination.c.referred_at, examination.c.read_at).where(
            examination.c.read_at >= stamp(since_ms),
            examination.c.read_at >= examination.c.referred_at,
            examination.c.facility.is_not(None),
        )
    )
    for row in rows:
        times[row.facility].append((row.read_at >> 16) - (row.referred_at >> 16))
    found = [Pace(facility, len(some), median_low(some)) for facility, some in times.items()]
    return sorted(found, key=lambda one: (-one.median_ms, one.facility))


def _referrals(connection: sa.Connection, query: sa.Select[Any]) -> list[Referral]:
    rows = connection.execute(query).all()
    orders = orders_of(connection, [row.id for row in rows])
    return [_referral(connection, row, orders[row.id]) for row in rows if row.id in orders]


def _referral(connection: sa.Connection, row: Any, order: Examination) -> Referral:
    return Referral(
        order=order,
        lines=_LINES.decode(row.referred_lines),
        study_uid=row.referred_study_uid,
        urgent=bool(row.urgent or row.referred_urgent),
        sent_ms=row.referred_at >> 16,
        waits=row.read_at is None or (row.read_at < row.referred_at and _sent_again(connection, row)),
        read_at=row.read_at or 0,
    )


def _sent_again(connection: sa.Connection, row: Any) -> bool:
    """A clinic's clock may be fast, so what the county took in first decides, not what the clocks say."""
    return _arrival(by_id(connection, row.referred_entry)) > _arrival(by_id(connection, row.read_entry))


def _arrival(copies: Sequence[Arrived]) -> int:
    return max((one.position for one in copies), default=0)
