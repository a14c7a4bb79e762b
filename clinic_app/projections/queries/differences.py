"""差额: what the county's adjudication left open with a person (reconciliation of a record, docs/settlement.md §13).

A settlement that was taken back owes nothing, so what the person had settled for it goes the other way; what the
county had laid on the fund or the clinic comes back with the red's line of the statement.  What the fund granted on
a dispute the person owes no more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.reconciliation import due_of, forgiven
from clinic_app.projections.tables.reconciliation import dispute, statement
from clinic_app.projections.tables.residents import resident
from clinic_app.projections.tables.settlement import difference_settled, settlement

_MOVES: Final = (
    "PAY_PERSON",
    "COLLECT_PERSON",
    "CLINIC_BEAR",
)  # actions that can leave something with the person


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What is open with a person for one settlement."""

    settlement_id: UUID
    resident_id: UUID | None
    name: str
    number: str  # of the receipt
    setl_date: date
    cause: str
    action: str
    amount: int  # fen: to collect (+), to hand back (-)
    taken_back: bool  # the settlement was refunded after its difference had been settled


def open_differences(connection: sa.Connection, facility: str) -> list[Difference]:
    """Everything open here, the newest adjudication first."""
    return _open(connection, settlement.c.facility == facility)


def open_with(connection: sa.Connection, facility: str, residents: Sequence[UUID]) -> list[Difference]:
    """What is open with one person, under any of the person's ids."""
    return _open(connection, sa.and_(settlement.c.facility == facility, settlement.c.resident.in_(residents)))


def open_of(connection: sa.Connection, settlement_id: UUID) -> Difference | None:
    """What is open for one settlement."""
    found = _open(connection, settlement.c.id == settlement_id)
    return found[0] if found else None


_SETTLED = sa.select(sa.func.coalesce(sa.func.sum(difference_settled.c.amount), 0)).where(
    difference_settled.c.settlement_id == settlement.c.id
)
_BY_PERSON = _SETTLED.where(difference_settled.c.bearer == "person")
_GRANTED = (
    sa.select(sa.func.coalesce(sa.func.sum(dispute.c.fund_change), 0))
    .join(statement, statement.c.id == dispute.c.statement_id)
    .where(
        dispute.c.settlement_id == settlement.c.id,
        dispute.c.disputed_entry == statement.c.answered_entry,
        dispute.c.upheld,
    )
)


def _open(connection: sa.Connection, about: sa.ColumnElement[bool]) -> list[Difference]:
    rows = connection.execute(
        sa.select(
            settlement,
            resident.c.name,
            _SETTLED.correlate(settlement).scalar_subquery().label("settled"),
            _BY_PERSON.correlate(settlement).scalar_subquery().label("paid"),
            _GRANTED.correlate(settlement).scalar_subquery().label("granted"),
        )
        .select_from(settlement.outerjoin(resident, resident.c.id == settlement.c.resident))
        .where(about, settlement.c.kind == "settle", settlement.c.action_due.in_(_MOVES))
        .order_by(settlement.c.adjudicated_at.desc(), settlement.c.id)
    )
    return [_difference(row) for row in rows if _left(row)]


def _left(row: Any) -> int:
    if row.reversed_entry is not None:
        return -int(row.paid)
    rise = row.county_hosp_part_amt - row.hosp_part_amt
    due = due_of(row.action_due, row.fund_pay_sumamt, row.county_fund_pay_sumamt, rise)
    decided = int(row.settled) - int(row.paid)
    return due.person_due - forgiven(due.person_due, decided, int(row.granted)) - int(row.settled)


def _difference(row: Any) -> Difference:
    return Difference(
        settlement_id=row.id,
        resident_id=row.resident,
        name=row.name or "",
        number=row.number,
        setl_date=row.setl_date,
        cause=row.cause or "",
        action=row.action_due,
        amount=_left(row),
        taken_back=row.reversed_entry is not None,
    )
