"""申报, 争议, 月结, 扣款: each side fills its own columns."""

import msgspec
import sqlalchemy as sa

from clinic_app.journal.facts.reconciliation import (
    DisputeDecided,
    FindingDecided,
    MonthClosed,
    RecordAdjusted,
    RecordsDeducted,
    StatementAnswered,
    StatementApproved,
    StatementIssued,
)
from clinic_app.projections.columns import json_text
from clinic_app.projections.tables import reconciliation as tables
from clinic_app.projections.upsert import Placed, keep_first, keep_newest, upsert, upsert_all


def issued(connection: sa.Connection, placed: Placed, fact: StatementIssued) -> None:
    own = placed.entry.id
    upsert(
        connection,
        tables.statement,
        {"id": own},
        facility=fact.facility,
        month=fact.month,
        insutype=fact.insutype,
        clr_type=fact.clr_type,
        refd_setl_flag=fact.refd_setl_flag,
        part=fact.part,
        stmt_begndate=fact.stmt_begndate,
        stmt_enddate=fact.stmt_enddate,
        fixmedins_setl_cnt=fact.fixmedins_setl_cnt,
        sums=json_text(fact.sums),
        issued_at=placed.effective,
        issued_by=placed.entry.author,
        issued_entry=own,
    )
    carried = set(fact.carried)
    rows = [
        {"statement_id": own, "record_id": record, "carried": record in carried} for record in fact.records
    ]
    upsert_all(connection, tables.statement_record, ("statement_id", "record_id"), rows)


def answered(connection: sa.Connection, placed: Placed, fact: StatementAnswered) -> None:
    keep_first(connection, tables.statement, {"id": fact.statement_id}, "answered", placed)
    for one in fact.disputed:
        keep_first(
            connection,
            tables.dispute,
            {"statement_id": fact.statement_id, "settlement_id": one.settlement_id},
            "disputed",
            placed,
            reason=one.reason,
        )


def adjusted(connection: sa.Connection, placed: Placed, fact: RecordAdjusted) -> None:
    upsert(
        connection,
        tables.adjustment,
        {"entry_id": placed.entry.id},
        settlement_id=fact.settlement_id,
        facility=fact.facility,
        side=fact.side,
        amounts=json_text(fact.amounts),
        reason=fact.reason,
        adjusted_at=placed.effective,
        adjusted_by=placed.entry.author,
        adjusted_entry=placed.entry.id,
    )


def dispute_decided(connection: sa.Connection, placed: Placed, fact: DisputeDecided) -> None:
    keep_first(
        connection,
        tables.dispute,
        {"statement_id": fact.statement_id, "settlement_id": fact.settlement_id},
        "decided",
        placed,
        upheld=fact.upheld,
        decision=fact.reason,
        fund_change=fact.fund_change,
    )


def approved(connection: sa.Connection, placed: Placed, fact: StatementApproved) -> None:
    keep_first(connection, tables.statement, {"id": fact.statement_id}, "approved", placed)


def month_closed(connection: sa.Connection, placed: Placed, fact: MonthClosed) -> None:
    keep_first(
        connection,
        tables.month_closed,
        {"month": fact.month},
        "closed",
        placed,
        left_out=json_text(msgspec.to_builtins(fact.left_out)),
    )


def deducted(connection: sa.Connection, placed: Placed, fact: RecordsDeducted) -> None:
    own = placed.entry.id
    upsert(
        connection,
        tables.deduction,
        {"entry_id": own},
        facility=fact.facility,
        rule=fact.rule,
        finding=fact.finding,
        amount=fact.amount,
        reason=fact.reason,
        deducted_at=placed.effective,
        deducted_by=placed.entry.author,
        deducted_entry=own,
    )
    rows = [{"entry_id": own, "record_id": record} for record in fact.records]
    upsert_all(connection, tables.deduction_record, ("entry_id", "record_id"), rows)


def finding_decided(connection: sa.Connection, placed: Placed, fact: FindingDecided) -> None:
    keep_newest(
        connection,
        tables.finding,
        {"finding": fact.finding},
        "decided",
        placed,
        rule=fact.rule,
        decision=fact.decision,
        reason=fact.reason,
    )
