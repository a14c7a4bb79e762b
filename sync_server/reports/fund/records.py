"""The records that the fund's analysis counts: adjudicated, reds subtracted, each with what the fund owes for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from clinic_app.projections.tables.facility import facility
from clinic_app.projections.tables.settlement import settlement

PRIMARY: Final = ("village", "township", "community")
OUTPATIENT: Final = ("11", "14")
INPATIENT: Final = "21"

record = settlement.alias("record")
original = settlement.alias("original")  # of a red

is_red = record.c.kind == "red"
sign: sa.ColumnElement[int] = sa.case((is_red, -1), else_=1)


@dataclass(frozen=True, slots=True)
class Period:
    """Days of settlement, both included."""

    since: date
    until: date

    def year_before(self) -> "Period":
        return Period(_year_before(self.since), _year_before(self.until))


def _year_before(day: date) -> date:
    return (
        day.replace(year=day.year - 1, day=28)
        if (day.month, day.day) == (2, 29)
        else day.replace(year=day.year - 1)
    )


def of(name: str) -> sa.ColumnElement[Any]:
    """A column that a red takes from its original."""
    return sa.func.coalesce(record.c[name], original.c[name])


def _due(table: sa.FromClause) -> sa.ColumnElement[int]:
    """fund_due of a settlement (docs/reconciliation.md §2)."""
    as_claimed = sa.or_(table.c.adjudged_status == "agreed", table.c.action_due == "FUND_ABSORB")
    return sa.case((as_claimed, table.c.fund_pay_sumamt), else_=table.c.county_fund_pay_sumamt)


fund_due: sa.ColumnElement[int] = sa.case((is_red, -_due(original)), else_=_due(record))


def adjudicated(period: Period, *columns: sa.ColumnElement[Any]) -> sa.Select[Any]:
    """A question to the adjudicated records of a period, by the day of settlement."""
    return (
        sa.select(*columns)
        .select_from(record.outerjoin(original, original.c.id == record.c.reverses))
        .where(*within(period, record), record.c.adjudicated_entry.is_not(None))
    )


def live(period: Period, *columns: sa.ColumnElement[Any]) -> sa.Select[Any]:
    """A question to the insured settlements of a period that were not taken back, judged or not."""
    return sa.select(*columns).where(
        *within(period, record),
        record.c.kind == "settle",
        record.c.insutype != "",
        record.c.reversed_entry.is_(None),
    )


def within(period: Period, table: sa.FromClause) -> tuple[sa.ColumnElement[bool], ...]:
    """By facility and day, as the index has them."""
    return (
        table.c.facility.in_(sa.select(facility.c.code)),
        table.c.setl_date >= period.since,
        table.c.setl_date <= period.until,
    )


def due_of_records(db: sa.Connection, records: Sequence[UUID]) -> int:
    """Σ fund_due of these records, fen; one that was taken back is due nothing."""
    total = db.scalar(
        sa.select(sa.func.sum(_due(record))).where(
            record.c.id.in_(records),
            record.c.kind == "settle",
            record.c.adjudicated_entry.is_not(None),
            record.c.reversed_entry.is_(None),
        )
    )
    return int(total or 0)
