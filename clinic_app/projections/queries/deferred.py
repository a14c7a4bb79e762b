"""Questions about 挂账: bills that wait for the insurance."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.platform.errors import NoDeferred
from clinic_app.projections.tables.registration import visit
from clinic_app.projections.tables.residents import resident
from clinic_app.projections.tables.settlement import bill_deferred, settlement


@dataclass(frozen=True, slots=True, kw_only=True)
class OnAccount:
    """A bill on account.  Money in fen."""

    id: UUID
    visit_id: UUID
    resident_id: UUID | None
    name: str
    number: str  # of the slip
    day: date | None  # of the visit
    reason: str
    medfee_sumamt: int
    paid: int  # what the person left
    made_ms: int  # UTC
    made_by: str
    ended: UUID | None  # the settlement that ended it


_ENDED = (
    sa.select(settlement.c.id)
    .where(settlement.c.deferred == bill_deferred.c.id, settlement.c.made_at.is_not(None))
    .order_by(settlement.c.made_at)
    .limit(1)
    .correlate(bill_deferred)
    .scalar_subquery()
)
_SELECT = sa.select(bill_deferred, resident.c.name, visit.c.day, _ENDED.label("ended")).select_from(
    bill_deferred.outerjoin(resident, resident.c.id == bill_deferred.c.resident).outerjoin(
        visit, visit.c.id == bill_deferred.c.visit_id
    )
)


def on_account(connection: sa.Connection, facility: str) -> list[OnAccount]:
    """Bills of this clinic that have not ended, the oldest first."""
    rows = connection.execute(
        _SELECT.where(bill_deferred.c.facility == facility, _ENDED.is_(None)).order_by(
            bill_deferred.c.made_at, bill_deferred.c.id
        )
    )
    return [_on_account(row) for row in rows]


def deferred_of(connection: sa.Connection, deferred_id: UUID) -> OnAccount:
    """Raises:
    NoDeferred
    """
    row = connection.execute(_SELECT.where(bill_deferred.c.id == deferred_id)).one_or_none()
    if row is None:
        raise NoDeferred(deferred=str(deferred_id))
    return _on_account(row)


def open_deferral_of_visit(connection: sa.Connection, visit_id: UUID) -> OnAccount | None:
    """The bill of a visit that stands on account; the first one, should two PCs have put it there."""
    rows = connection.execute(
        _SELECT.where(bill_deferred.c.visit_id == visit_id).order_by(
            bill_deferred.c.made_at, bill_deferred.c.id
        )
    )
    found = [_on_account(row) for row in rows]
    return None if any(one.ended for one in found) else next(iter(found), None)


def _on_account(row: Any) -> OnAccount:
    return OnAccount(
        id=row.id,
        visit_id=row.visit_id,
        resident_id=row.resident,
        name=row.name or "",
        number=row.number,
        day=row.day,
        reason=row.reason,
        medfee_sumamt=row.medfee_sumamt,
        paid=row.paid,
        made_ms=row.made_at >> 16,
        made_by=row.made_by,
        ended=row.ended,
    )
