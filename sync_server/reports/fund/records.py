"""The records that the fund's analysis counts: adjudicated, reds subtracted, each with what the fund owes for it."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import sqlalchemy as sa

from clinic_app.projections.tables.facility import facility
from clinic_app.projections.tables.settlement import settlement
from sync_server.store.queries.dues import decisions, due

PRIMARY: Final = ("village", "township", "community")
OUTPATIENT: Final = ("11", "14")
INPATIENT: Final = "21"

record = settlement.alias("record")
original = settlement.alias("original")  # of a red
decided = decisions()  # about it, or of a red about its original

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


fund_due: sa.ColumnElement[int] = sa.case((is_red, -due(original, decided)), else_=due(record, decided))


def adjudicated(period: Period, *columns: sa.ColumnElement[Any]) -> sa.Select[Any]:
    """A question to the adjudicated records of a period, by the day of settlement."""
    return (
        sa.select(*columns)
        .select_from(
            record.outerjoin(original, original.c.id == record.c.reverses).outerjoin(
                decided, decided.c.settlement_id == sa.func.coalesce(record.c.reverses, record.c.id)
            )
        )
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
