"""差额: what the county's adjudication left open with a person (reconciliation of a record, docs/settlement.md §13).

A settlement that was taken back owes nothing, so what the person had settled for it goes the other way; what the
county had laid on the fund or the clinic comes back with the red's line of the statement.  What the fund granted on
a dispute the person owes no more.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from clinic_app.journal.clock import ms_of_stamp
from clinic_app.projections.queries.persons import of_person, stands_for
from clinic_app.projections.queries.statement_lines import dues_today
from clinic_app.projections.tables.residents import resident
from clinic_app.projections.tables.settlement import difference_settled, settlement
from clinic_app.projections.types import Id

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
    judged_ms: int  # UTC


def open_differences(connection: sa.Connection, facility: str) -> list[Difference]:
    """Everything open here, the newest adjudication first."""
    return _open(connection, settlement.c.facility == facility)


def open_with(connection: sa.Connection, facility: str, resident_id: UUID) -> list[Difference]:
    """What is open with one person, under any entry of the register."""
    return _open(
        connection, sa.and_(settlement.c.facility == facility, of_person(settlement.c.resident, resident_id))
    )


def open_of(connection: sa.Connection, settlement_id: UUID) -> Difference | None:
    """What is open for one settlement."""
    found = _open(connection, settlement.c.id == settlement_id)
    return found[0] if found else None


_SETTLED = sa.select(sa.func.coalesce(sa.func.sum(difference_settled.c.amount), 0)).where(
    difference_settled.c.settlement_id == settlement.c.id
)
_BY_PERSON = _SETTLED.where(difference_settled.c.bearer == "person")
_AT_ONCE: Final = 2000  # rows in memory


def everything_open(connection: sa.Connection) -> Iterator[Difference]:
    """Everything open in the county, the newest adjudication first."""
    return _each(connection, sa.true())


def _open(connection: sa.Connection, about: sa.ColumnElement[bool]) -> list[Difference]:
    return list(_each(connection, about))


def _each(connection: sa.Connection, about: sa.ColumnElement[bool]) -> Iterator[Difference]:
    rows = connection.execute(
        sa.select(
            settlement,
            sa.func.coalesce(resident.c.id, settlement.c.resident, type_=Id()).label("person"),
            resident.c.name,
            _SETTLED.correlate(settlement).scalar_subquery().label("settled"),
            _BY_PERSON.correlate(settlement).scalar_subquery().label("paid"),
        )
        .select_from(settlement.outerjoin(resident, resident.c.id == stands_for(settlement.c.resident)))
        .where(about, settlement.c.kind == "settle", settlement.c.action_due.in_(_MOVES))
        .order_by(settlement.c.adjudicated_at.desc(), settlement.c.id),
        execution_options={"yield_per": _AT_ONCE},
    )
    for some in rows.partitions():
        dues = dues_today(connection, some)
        for row in some:
            paid_back = row.reversed_entry is not None
            left = -int(row.paid) if paid_back else dues[row.id].person_due - int(row.settled)
            if left:
                yield _difference(row, left)


def _difference(row: Any, left: int) -> Difference:
    return Difference(
        settlement_id=row.id,
        resident_id=row.person,
        name=row.name or "",
        number=row.number,
        setl_date=row.setl_date,
        cause=row.cause or "",
        action=row.action_due,
        amount=left,
        taken_back=row.reversed_entry is not None,
        judged_ms=ms_of_stamp(row.adjudicated_at),
    )
