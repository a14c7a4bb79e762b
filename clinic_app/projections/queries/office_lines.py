"""申报: what may stand on a statement, and the lines that are the county's own decisions.

A dispute counts when it came with the statement's own, first answer; a record that it names stands on that
statement no more and moves to the next once the county has decided.
"""

from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.reconciling import clr_type_of
from clinic_app.domain.statements import Dues, Group, Line, RecordKind, decided_dues
from clinic_app.projections.tables.reconciliation import (
    deduction,
    deduction_record,
    dispute,
    statement,
    statement_record,
)
from clinic_app.projections.tables.settlement import difference_settled, settlement

BEARERS: Final = ("clinic", "fund")  # on whom the county lays what nobody can collect
_NOTHING: Final = Dues()


def free(record: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
    """Each statement that names the record was disputed for it, and each such dispute is decided."""
    named = sa.select(statement_record.c.record_id).where(
        statement_record.c.record_id == record,
        ~sa.exists(_struck().where(dispute.c.decided_entry.is_not(None))),
    )
    return ~sa.exists(named)


def _struck() -> sa.Select[Any]:
    """The dispute that takes a record off the statement it stands on, of the row of `statement_record` around it."""
    answered = statement.alias("answered")
    return sa.select(dispute.c.settlement_id).where(
        dispute.c.settlement_id == statement_record.c.record_id,
        dispute.c.statement_id == statement_record.c.statement_id,
        answered.c.id == statement_record.c.statement_id,
        dispute.c.disputed_entry == answered.c.answered_entry,
    )


def adjusts(connection: sa.Connection, facility: str | None, which: sa.ColumnElement[bool]) -> list[Line]:
    """差额裁定: a person's share that the county lays on the fund or the clinic; a line of its own."""
    table = difference_settled.c
    question = (
        sa.select(difference_settled, settlement)
        .join(settlement, settlement.c.id == table.settlement_id)
        .where(table.bearer.in_(BEARERS), which)
    )
    if facility is not None:
        question = question.where(settlement.c.facility == facility, free(table.entry_id))
    lines = []
    for row in connection.execute(question):
        dues = decided_dues(row.bearer, row.amount)
        lines.append(_further(row, RecordKind.ADJUST, row.entry_id, dues=dues))
    return lines


def deducts(connection: sa.Connection, facility: str | None, which: sa.ColumnElement[bool]) -> list[Line]:
    """扣款: a line of its own, in the group of the first of its records."""
    question = sa.select(deduction).where(which)
    if facility is not None:
        question = question.where(deduction.c.facility == facility, free(deduction.c.entry_id))
    lines = []
    for row in connection.execute(question):
        about = connection.execute(
            sa.select(settlement)
            .join(deduction_record, deduction_record.c.record_id == settlement.c.id)
            .where(deduction_record.c.entry_id == row.entry_id, settlement.c.kind == "settle")
            .order_by(settlement.c.id)
            .limit(1)
        ).one_or_none()
        if about is not None:
            lines.append(_further(about, RecordKind.DEDUCT, row.entry_id, deducted=row.amount))
    return lines


def _further(
    row: sa.Row[Any], kind: RecordKind, record: UUID, dues: Dues = _NOTHING, deducted: int = 0
) -> Line:
    """A line about a settlement: it carries no figures of the clinic again."""
    return Line(
        record=record,
        kind=kind,
        group=Group(row.insutype or "", clr_type_of(row.med_type or ""), 0),
        day=row.setl_date,
        number=row._mapping[settlement.c.number] or "",
        psn_no=row.psn_no or "",
        mdtrt_id=row.visit_id,
        med_type=row.med_type or "",
        dise_codg=row.dise_codg or "",
        pay_way=row.pay_way or "",
        enddate=row.enddate,
        dues=dues,
        deducted=deducted,
    )
