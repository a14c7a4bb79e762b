"""支付计划 and 拨付: a month's run, made once and frozen, and approved by a second officer.

A run is made in the order of the closed months, because each follows from what the earlier ones paid.  It is never
made again and never changed: what turns out wrong is put right by the next.
"""

from typing import Final

import sqlalchemy as sa

from clinic_app.domain.errors import NotFound, RuleBroken
from clinic_app.domain.payment.instalments import MONTHS
from clinic_app.domain.payment.month import Item
from clinic_app.domain.payment.plan import Plan
from clinic_app.domain.payment.plan_reading import read_plan
from clinic_app.domain.payment.run import items_of
from clinic_app.domain.policy.findings import Problem
from clinic_app.domain.time import Wall, wall_clock
from clinic_app.journal.facts.payment import (
    PaymentItem,
    PaymentNoticed,
    PaymentPlanPublished,
    PaymentRunApproved,
    PaymentRunMade,
)
from clinic_app.journal.quarantine import MAX_BODY
from clinic_app.projections.queries import payment, reconciliation
from clinic_app.projections.queries.payment import PaidItem, Run
from sync_server.intake.pen import held_pen
from sync_server.publish.months import days_of_month
from sync_server.publish.payment_month import month_of
from sync_server.publish.policies import FileTooLarge
from sync_server.store.engine import Database
from sync_server.store.queries.registry import facilities

_LAST: Final = f"{MONTHS:02}"


class BadPlan(RuleBroken):
    """The plan is refused; `problems` lists everything to mend."""

    code = "payment.bad_plan"

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__(count=len(problems), problems="；".join(str(one) for one in problems))


class MonthOpen(RuleBroken):
    """Only a closed month is paid."""

    code = "payment.month_open"


class NoRun(NotFound):
    """No payment run of this month has been made."""

    code = "payment.no_run"


class EarlierMonth(RuleBroken):
    """An earlier month is closed and not paid yet."""

    code = "payment.earlier_month"


class NoScore(RuleBroken):
    """December ends the year: the plan must say how its institutions were appraised."""

    code = "payment.no_score"


class SamePayer(RuleBroken):
    """Who made a run cannot approve it: two officers are due."""

    code = "payment.same_officer"


def plan_in(text: str) -> Plan:
    """Raises:
    BadPlan: the file is refused, with every problem.
    """
    plan, findings = read_plan(text)
    if plan is None:
        raise BadPlan(tuple(findings.problems))
    return plan


def publish_plan(database: Database, text: str, author: str = "", wall: Wall = wall_clock) -> Plan:
    """Publish the plan of a year; a newer one replaces it for the runs that are still to be made.

    Raises:
        BadPlan: the file is refused, or names an institution that the county does not know.
        FileTooLarge
    """
    plan = plan_in(text)
    if len(text.encode()) > MAX_BODY - 1024:
        raise FileTooLarge(limit=MAX_BODY)
    with held_pen(database, wall) as pen:
        known = facilities(pen.connection)
        unknown = tuple(
            Problem(f"facility[{at}].code", f"县里没有登记机构 {one.code}")
            for at, one in enumerate(plan.facilities)
            if one.code not in known
        )
        members = plan.package.members if plan.package else ()
        unknown += tuple(
            Problem(f"package.member[{at}].code", f"县里没有登记机构 {one.code}")
            for at, one in enumerate(members)
            if one.code not in known
        )
        if unknown:
            raise BadPlan(unknown)
        pen.append(PaymentPlanPublished(year=plan.year, text=text), author=author)
    return plan


def live_plan(connection: sa.Connection, year: int) -> Plan | None:
    """The newest plan of a year."""
    found = payment.plan_of(connection, year)
    return None if found is None else plan_in(found.text)


def make_run(database: Database, month: str, author: str = "", wall: Wall = wall_clock) -> Run:
    """The payment run of a closed month; one that is made already stays as it is.

    Raises:
        BadMonth, MonthOpen, EarlierMonth, NoScore
    """
    # A county's month takes a while to add up, and the pen stops all intake: only the writing needs it.  What arrives
    # in between is to this run as if it came after it.
    with database.snapshot() as connection:
        made = payment.run_of(connection, month)
        fact = None if made else _run(connection, month)
    if fact is not None:
        with held_pen(database, wall) as pen:
            if payment.run_of(pen.connection, month) is None:
                pen.append(fact, author=author)
    with database.reading() as connection:
        return run_made(connection, month)


def _run(connection: sa.Connection, month: str) -> PaymentRunMade:
    items = prepared(connection, month)
    found = payment.plan_of(connection, int(month[:4]))
    return PaymentRunMade(
        month=month,
        plan=found.entry if found else None,
        items=tuple(_written(item) for item in items),
        total=sum(item.amount for item in items),
    )


def run_made(connection: sa.Connection, month: str) -> Run:
    """Raises:
    NoRun
    """
    run = payment.run_of(connection, month)
    if run is None:
        raise NoRun(month=month[:20])
    return run


def prepared(connection: sa.Connection, month: str) -> tuple[Item, ...]:
    """What `make_run` would write now; nothing is written.

    Raises:
        BadMonth, MonthOpen, EarlierMonth, NoScore
    """
    days_of_month(month)
    _require_turn(connection, month)
    return _items(connection, month)


def approve_run(database: Database, month: str, author: str, wall: Wall = wall_clock) -> Run:
    """The second pair of eyes: from now on the run is to be paid, and each institution is told its part.

    Doing it again changes nothing.

    Raises:
        BadMonth, NoRun
        SamePayer: nobody is named, or who made the run.
    """
    days_of_month(month)
    with held_pen(database, wall) as pen:
        run = run_made(pen.connection, month)
        if run.approved_ms is None:
            if not author or author == run.made_by:
                raise SamePayer(officer=run.made_by or "—")
            pen.append(PaymentRunApproved(run_id=run.id, month=month), author=author)
            for notice in _notices(run):
                pen.append(notice, author=author)
    with database.reading() as connection:
        return run_made(connection, month)


def _require_turn(connection: sa.Connection, month: str) -> None:
    if reconciliation.month_of(connection, month) is None:
        raise MonthOpen(month=month)
    paid = {run.month for run in payment.runs(connection)}
    waiting = sorted(
        one.month for one in reconciliation.months(connection) if one.month < month and one.month not in paid
    )
    if waiting:
        raise EarlierMonth(month=month, earlier=waiting[0])


def _items(connection: sa.Connection, month: str) -> tuple[Item, ...]:
    year = int(month[:4])
    plan = live_plan(connection, year)
    if plan is not None and month.endswith(_LAST) and plan.without_score():
        raise NoScore(year=year, facilities="、".join(plan.without_score()))
    next_plan = live_plan(connection, year + 1) if month.endswith(_LAST) else None
    return items_of(month_of(connection, month, plan, next_plan))


def _written(item: Item | PaidItem) -> PaymentItem:
    return PaymentItem(
        facility=item.facility,
        method=item.method,
        insutype=item.insutype,
        amount=item.amount,
        figures=dict(item.figures),
        statements=item.statements,
        left_out=item.left_out,
    )


def _notices(run: Run) -> list[PaymentNoticed]:
    by_facility: dict[str, list[PaymentItem]] = {}
    for item in run.items:
        by_facility.setdefault(item.facility, []).append(_written(item))
    return [
        PaymentNoticed(
            facility=facility,
            run_id=run.id,
            month=run.month,
            items=tuple(items),
            total=sum(item.amount for item in items),
        )
        for facility, items in sorted(by_facility.items())
    ]
