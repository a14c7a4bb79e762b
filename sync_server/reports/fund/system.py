"""The system's own state: what is not adjudicated, what is open with persons, how far the budget has gone."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import sqlalchemy as sa

from clinic_app.domain.fund import Budget, forecast
from clinic_app.domain.payment.plan import PoolPlan
from clinic_app.domain.payment.plan_reading import read_plan
from clinic_app.domain.payment.pool import pool_total
from clinic_app.journal.clock import ms_of_stamp
from clinic_app.projections.queries.differences import everything_open
from clinic_app.projections.queries.payment import plan_of
from clinic_app.projections.tables.facility import facility
from clinic_app.projections.tables.settlement import settlement
from sync_server.reports.fund.figures import due_by_month

AGES: Final = ((30, "≤ 30"), (90, "31–90"), (10**6, "> 90"))  # days


@dataclass(frozen=True, slots=True)
class Waiting:
    """The oldest settlement of an institution that the county has not judged."""

    facility: str
    made_ms: int  # UTC
    count: int


@dataclass(frozen=True, slots=True)
class OpenDue:
    """person_due not settled yet, by the age of its adjudication.  Fen; to collect and to hand back apart."""

    age: str
    count: int
    collect: int
    hand_back: int


def waiting(db: sa.Connection) -> list[Waiting]:
    """By facility, the oldest first."""
    table = settlement.c
    rows = db.execute(
        sa.select(table.facility, sa.func.min(table.made_at), sa.func.count())
        .where(
            table.facility.in_(sa.select(facility.c.code)),
            table.kind == "settle",
            table.insutype != "",
            table.setl_id == "",
            table.adjudicated_entry.is_(None),
        )
        .group_by(table.facility)
        .order_by(sa.func.min(table.made_at))
    )
    return [Waiting(code, ms_of_stamp(oldest), count) for code, oldest, count in rows]


def open_dues(db: sa.Connection, now_ms: int) -> list[OpenDue]:
    """What is still to be collected from persons, or handed back to them."""
    sums = [[0, 0, 0] for _ in AGES]
    for one in everything_open(db):
        days = (now_ms - one.judged_ms) // 86_400_000
        place = next(at for at, (most, _) in enumerate(AGES) if days <= most)
        sums[place][0] += 1
        sums[place][1 if one.amount > 0 else 2] += abs(one.amount)
    return [OpenDue(AGES[at][1], *one) for at, one in enumerate(sums)]


@dataclass(frozen=True, slots=True)
class Year:
    """How the year goes.  Money in fen; months are 1…12."""

    budget: Budget
    this_year: dict[int, int]
    last_year: dict[int, int]
    forecast: int | None


def year_of(db: sa.Connection, day: date) -> Year:
    """The year of `day`, up to it; of the insurances that the plan's pool is for."""
    pool = _pool(db, day.year)
    insutypes = pool.insutypes if pool else ()
    now, before = due_by_month(db, day.year, insutypes), due_by_month(db, day.year - 1, insutypes)
    first, last = date(day.year, 1, 1), date(day.year + 1, 1, 1)
    total = pool_total(pool.townships, pool.carried_over_fen, pool.risk_reserve_bp) if pool else None
    months = range(max(1, day.month - 3), day.month)
    budget = Budget(
        year_budget=total.total if total else 0,
        due=sum(now.values()),
        days=(day - first + timedelta(days=1)).days,
        days_of_year=(last - first).days,
        income=total.income if total else 0,
        last_months=tuple(now.get(month, 0) for month in months),
    )
    return Year(budget, now, before, forecast(now, before, day.month))


def _pool(db: sa.Connection, year: int) -> PoolPlan | None:
    """The pool of the year's payment plan; None where there is none."""
    published = plan_of(db, year)
    plan = read_plan(published.text)[0] if published else None
    return plan.pool if plan else None
