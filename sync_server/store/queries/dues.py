"""fund_due: what the fund owes an institution for a record, in SQL as in docs/reconciliation.md §2.

The same figure as the lines of statements (projections/queries/statement_lines.py) add up to: the county's action,
its adjustments, what it granted on disputes, and what it laid on the fund of a person's share.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles

from clinic_app.domain.reconciliation import PAID_IN_FULL
from clinic_app.projections.tables.reconciliation import adjustment, dispute, statement
from clinic_app.projections.tables.settlement import difference_settled, settlement


class _FundIn(sa.sql.functions.FunctionElement[int]):
    """`fund_pay_sumamt` of a column that holds amounts as JSON; none where it is left out."""

    type = sa.BigInteger()
    inherit_cache = True


@compiles(_FundIn, "sqlite")
def _of_sqlite(element: _FundIn, compiler: Any, **options: Any) -> str:
    return f"json_extract({compiler.process(element.clauses, **options)}, '$.fund_pay_sumamt')"


@compiles(_FundIn, "postgresql")
def _of_postgres(element: _FundIn, compiler: Any, **options: Any) -> str:
    return f"CAST(CAST({compiler.process(element.clauses, **options)} AS json)->>'fund_pay_sumamt' AS bigint)"


def decisions() -> sa.Subquery:
    """What was decided about settlements after their adjudication: a row each for the few that there are.

    `settlement_id`; `extra` fen granted or laid on the fund; `change` fen of the county's own figure; `fault`: the
    clinic's figures were found wrong.
    """
    nothing = sa.literal(0)
    granted = (
        sa.select(
            dispute.c.settlement_id,
            sa.func.coalesce(dispute.c.fund_change, 0).label("extra"),
            nothing.label("change"),
            nothing.label("fault"),
        )
        .join(statement, statement.c.id == dispute.c.statement_id)
        .where(dispute.c.disputed_entry == statement.c.answered_entry, dispute.c.upheld)
    )
    laid = sa.select(difference_settled.c.settlement_id, difference_settled.c.amount, nothing, nothing).where(
        difference_settled.c.bearer == "fund"
    )
    by_clinic = adjustment.c.side == "clinic"
    adjusted = sa.select(
        adjustment.c.settlement_id,
        nothing,
        sa.case((by_clinic, 0), else_=sa.func.coalesce(_FundIn(adjustment.c.amounts), 0)),
        sa.case((by_clinic, 1), else_=0),
    )
    each = sa.union_all(granted, laid, adjusted).subquery()
    return (
        sa.select(
            each.c.settlement_id,
            *(
                sa.cast(sa.func.sum(each.c[name]), sa.BigInteger).label(name)
                for name in ("extra", "change", "fault")
            ),
        )
        .group_by(each.c.settlement_id)
        .subquery("decided")
    )


def due(table: sa.FromClause, decided: sa.FromClause) -> sa.ColumnElement[int]:
    """fund_due of an adjudicated settlement; `decided`: its row of `decisions`, if there is one."""
    extra, change, fault = (sa.func.coalesce(decided.c[name], 0) for name in ("extra", "change", "fault"))
    as_claimed = sa.and_(sa.func.coalesce(table.c.action_due, "").in_(sorted(PAID_IN_FULL)), fault == 0)
    owed = sa.case((as_claimed, table.c.fund_pay_sumamt), else_=table.c.county_fund_pay_sumamt + change)
    return owed + extra


def due_of_records(db: sa.Connection, records: Sequence[UUID]) -> int:
    """Σ fund_due of these records, fen; one that was taken back is due nothing."""
    decided = decisions()
    total = db.scalar(
        sa.select(sa.func.sum(due(settlement, decided)))
        .select_from(settlement.outerjoin(decided, decided.c.settlement_id == settlement.c.id))
        .where(
            settlement.c.id.in_(records),
            settlement.c.kind == "settle",
            settlement.c.adjudicated_entry.is_not(None),
            settlement.c.reversed_entry.is_(None),
        )
    )
    return int(total or 0)


def records_of(db: sa.Connection, records: Sequence[UUID], facility: str) -> list[UUID]:
    """Those of the records that an institution made and nobody took back."""
    return list(
        db.scalars(
            sa.select(settlement.c.id)
            .where(
                settlement.c.id.in_(records),
                settlement.c.facility == facility,
                settlement.c.reversed_entry.is_(None),
            )
            .order_by(settlement.c.id)
        )
    )
