"""fund_due: what the fund owes an institution for a record, in SQL as in docs/reconciliation.md §2."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa

from clinic_app.projections.tables.settlement import settlement


def due(table: sa.FromClause) -> sa.ColumnElement[int]:
    """fund_due of a settlement (docs/reconciliation.md §2)."""
    as_claimed = sa.or_(table.c.adjudged_status == "agreed", table.c.action_due == "FUND_ABSORB")
    return sa.case((as_claimed, table.c.fund_pay_sumamt), else_=table.c.county_fund_pay_sumamt)


def due_of_records(db: sa.Connection, records: Sequence[UUID]) -> int:
    """Σ fund_due of these records, fen; one that was taken back is due nothing."""
    total = db.scalar(
        sa.select(sa.func.sum(due(settlement))).where(
            settlement.c.id.in_(records),
            settlement.c.kind == "settle",
            settlement.c.adjudicated_entry.is_not(None),
            settlement.c.reversed_entry.is_(None),
        )
    )
    return int(total or 0)


def records_of(db: sa.Connection, records: Sequence[UUID], facility: str) -> list[UUID]:
    """Those of the records that an institution made."""
    return list(
        db.scalars(
            sa.select(settlement.c.id)
            .where(settlement.c.id.in_(records), settlement.c.facility == facility)
            .order_by(settlement.c.id)
        )
    )
