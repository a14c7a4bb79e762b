"""Questions about settlements."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.errors import NotFound
from clinic_app.projections.tables.facility import quarantine
from clinic_app.projections.tables.residents import resident
from clinic_app.projections.tables.settlement import settlement


class NoSettlement(NotFound):
    """No settlement of this id has arrived here."""

    code = "settlement.not_found"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """A settlement in a list.  Money in fen."""

    id: UUID
    visit_id: UUID
    resident_id: UUID
    name: str
    number: str
    setl_date: date
    psn_no: str
    insutype: str
    status: str  # settled, provisional
    medfee_sumamt: int
    fund_pay_sumamt: int
    psn_part_amt: int
    acct_pay: int
    cash_pay: int
    made_ms: int
    made_by: str
    reversed: bool
    adjudged_status: str  # "" until the county has judged
    cause: str
    action_due: str
    fund_diff: int
    quarantined: str  # the reason, "" if none
    ewallet_pay: int = 0
    setl_id: str = ""  # of the insurance platform, where that settled


_SELECT = sa.select(
    settlement,
    resident.c.name,
    quarantine.c.reason.label("quarantined"),
    quarantine.c.released_at.label("quarantine_released"),
).select_from(
    settlement.outerjoin(resident, resident.c.id == settlement.c.resident).outerjoin(
        quarantine, quarantine.c.entry_id == settlement.c.id
    )
)


def settlements_of_day(connection: sa.Connection, facility: str, day: date) -> list[Settled]:
    """In the order they were made."""
    rows = connection.execute(
        _SELECT.where(
            settlement.c.facility == facility,
            settlement.c.setl_date == day,
            settlement.c.kind == "settle",
        ).order_by(settlement.c.made_at, settlement.c.id)
    )
    return [_settled(row) for row in rows]


def settlement_of(connection: sa.Connection, settlement_id: UUID) -> Settled:
    """Raises:
    NoSettlement
    """
    row = connection.execute(
        _SELECT.where(settlement.c.id == settlement_id, settlement.c.kind == "settle")
    ).one_or_none()
    if row is None:
        raise NoSettlement(settlement=str(settlement_id))
    return _settled(row)


def adjudication_of(connection: sa.Connection, settlement_id: UUID) -> UUID | None:
    """The entry by which the county judged a settlement.

    Raises:
        NoSettlement
    """
    return _step_of(connection, settlement_id, "adjudicated_entry")


def reversal_of(connection: sa.Connection, settlement_id: UUID) -> UUID | None:
    """The red record of a settlement.

    Raises:
        NoSettlement
    """
    return _step_of(connection, settlement_id, "reversed_entry")


def _step_of(connection: sa.Connection, settlement_id: UUID, column: str) -> UUID | None:
    row = connection.execute(
        sa.select(settlement.c[column]).where(settlement.c.id == settlement_id)
    ).one_or_none()
    if row is None:
        raise NoSettlement(settlement=str(settlement_id))
    found: UUID | None = row[0]
    return found


def live_settlement_of_visit(connection: sa.Connection, visit_id: UUID) -> Settled | None:
    rows = connection.execute(
        _SELECT.where(
            settlement.c.visit_id == visit_id,
            settlement.c.made_at.is_not(None),
            settlement.c.reversed_entry.is_(None),
        ).order_by(settlement.c.made_at)
    )
    return next((_settled(row) for row in rows), None)


def differing(connection: sa.Connection, facility: str, since: date) -> list[Settled]:
    """Settlements that the county judged otherwise, newest first: what the cashier has to look at."""
    rows = connection.execute(
        _SELECT.where(
            settlement.c.facility == facility,
            settlement.c.setl_date >= since,
            settlement.c.kind == "settle",
            settlement.c.adjudged_status.in_(("adjusted", "voided")),
        ).order_by(settlement.c.adjudicated_at.desc())
    )
    return [_settled(row) for row in rows]


def _settled(row: Any) -> Settled:
    flagged = row.quarantined if row.quarantine_released is None else None
    return Settled(
        id=row.id,
        visit_id=row.visit_id,
        resident_id=row.resident,
        name=row.name or "",
        number=row.number,
        setl_date=row.setl_date,
        psn_no=row.psn_no,
        insutype=row.insutype,
        status=row.status,
        medfee_sumamt=row.medfee_sumamt,
        fund_pay_sumamt=row.fund_pay_sumamt,
        psn_part_amt=row.psn_part_amt,
        acct_pay=row.acct_pay,
        cash_pay=row.cash_pay,
        made_ms=row.made_at >> 16,
        made_by=row.made_by,
        reversed=row.reversed_entry is not None,
        adjudged_status=row.adjudged_status or "",
        cause=row.cause or "",
        action_due=row.action_due or "",
        fund_diff=row.fund_diff or 0,
        quarantined=flagged or "",
        ewallet_pay=row.ewallet_pay or 0,
        setl_id=row.setl_id or "",
    )
