"""Questions about the queue.  Where a patient stands follows from which steps have happened."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.errors import NotFound
from clinic_app.projections.queries.persons import of_person, stands_for
from clinic_app.projections.tables.registration import visit
from clinic_app.projections.tables.residents import resident
from clinic_app.projections.tables.settlement import settlement


class NoVisit(NotFound):
    """No visit of this id has arrived here."""

    code = "registration.no_visit"


class VisitState(StrEnum):
    WAITING = "waiting"  # 待诊
    CALLED = "called"  # 就诊中
    SIGNED = "signed"  # 待收费
    SETTLED = "settled"  # 已结算
    CANCELLED = "cancelled"  # 已退号


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    id: UUID
    resident_id: UUID
    name: str
    sex: str
    birth_date: date | None
    day: date
    number: str
    department: str
    doctor: str
    psn_no: str
    mdtrt_cert_type: str
    card_number: str
    registered_ms: int  # UTC
    state: VisitState


_LIVE = (
    sa.select(settlement.c.id)
    .where(settlement.c.visit_id == visit.c.id, settlement.c.reversed_entry.is_(None))
    .correlate(visit)
    .exists()
)
_SELECT = sa.select(
    visit,
    resident.c.id.label("person"),
    resident.c.name,
    resident.c.sex,
    resident.c.birth_date,
    _LIVE.label("settled"),
).join_from(visit, resident, resident.c.id == stands_for(visit.c.resident))


def queue(
    connection: sa.Connection, facility: str, day: date, states: Sequence[VisitState] = tuple(VisitState)
) -> list[Visit]:
    """The visits of one day in the order of registration."""
    rows = connection.execute(
        _SELECT.where(
            visit.c.facility == facility, visit.c.day == day, visit.c.registered_at.is_not(None)
        ).order_by(visit.c.registered_at, visit.c.id)
    )
    visits = [_visit(row) for row in rows]
    return [one for one in visits if one.state in states]


def unpaid(connection: sa.Connection, facility: str, since: date) -> list[Visit]:
    """Signed and not settled, since a day: what the cashier has to do."""
    rows = connection.execute(
        _SELECT.where(
            visit.c.facility == facility,
            visit.c.day >= since,
            visit.c.signed_at.is_not(None),
            visit.c.registered_at.is_not(None),
            ~_LIVE,
        ).order_by(visit.c.registered_at, visit.c.id)
    )
    return [one for one in map(_visit, rows) if one.state is VisitState.SIGNED]


def visit_of(connection: sa.Connection, visit_id: UUID) -> Visit:
    """Raises:
    NoVisit: its registration has not arrived.
    """
    row = connection.execute(_SELECT.where(visit.c.id == visit_id)).one_or_none()
    if row is None or row.registered_at is None:
        raise NoVisit(visit=str(visit_id))
    return _visit(row)


def open_visit_of(connection: sa.Connection, resident_id: UUID, facility: str, day: date) -> Visit | None:
    """Today's visit of a resident that is still waiting or with the doctor."""
    rows = connection.execute(
        _SELECT.where(
            of_person(visit.c.resident, resident_id), visit.c.facility == facility, visit.c.day == day
        )
    )
    live = (VisitState.WAITING, VisitState.CALLED)
    return next((one for one in map(_visit, rows) if one.state in live), None)


def ahead_of(connection: sa.Connection, visit_id: UUID) -> int:
    """How many waited in the same department when a visit was registered: the same answer on every reprint.

    Raises:
        NoVisit
    """
    row = connection.execute(sa.select(visit).where(visit.c.id == visit_id)).one_or_none()
    if row is None or row.registered_at is None:
        raise NoVisit(visit=str(visit_id))
    left = (visit.c.called_at, visit.c.signed_at, visit.c.cancelled_at)
    waited = (sa.or_(step.is_(None), step > row.registered_at) for step in left)
    count = sa.select(sa.func.count()).where(
        visit.c.facility == row.facility,
        visit.c.day == row.day,
        visit.c.department == row.department,
        visit.c.registered_at < row.registered_at,
        *waited,
    )
    return connection.scalar(count) or 0


def _visit(row: Any) -> Visit:
    return Visit(
        id=row.id,
        resident_id=row.person,
        name=row.name,
        sex=row.sex,
        birth_date=date.fromisoformat(row.birth_date) if row.birth_date else None,
        day=row.day,
        number=row.number,
        department=row.department,
        doctor=row.doctor,
        psn_no=row.psn_no,
        mdtrt_cert_type=row.mdtrt_cert_type,
        card_number=row.card_number,
        registered_ms=row.registered_at >> 16,
        state=_state(row),
    )


def _state(row: Any) -> VisitState:
    if row.settled:
        return VisitState.SETTLED
    if row.signed_at is not None:
        return VisitState.SIGNED
    if row.cancelled_at is not None:
        return VisitState.CANCELLED
    return VisitState.CALLED if row.called_at is not None else VisitState.WAITING
