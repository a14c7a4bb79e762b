"""拨付: what the console, the printed statement and the workbook show of a run.  Money in fen."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.statements import Status
from clinic_app.journal.facts.payment import PaymentPlanPublished
from clinic_app.projections.queries import payment, reconciliation
from clinic_app.projections.queries.payment import PaidItem, Run
from clinic_app.projections.queries.reconciliation import Statement
from sync_server.publish.payments import plan_in, run_made
from sync_server.reports import facilities
from sync_server.reports.entries import entry_of

_ANSWERED = (Status.CONFIRMED, Status.DISPUTED, Status.APPROVED, Status.PAID)


@dataclass(frozen=True, slots=True)
class Part:
    """What a run pays to one institution."""

    facility: str
    name: str
    items: tuple[PaidItem, ...]
    statements: tuple[Statement, ...]

    @property
    def total(self) -> int:
        return sum(item.amount for item in self.items)


@dataclass(frozen=True, slots=True)
class Shown:
    """A run with what is needed to read it."""

    run: Run
    parts: tuple[Part, ...]
    plan_title: str  # "" without a plan
    unanswered: int  # statements of institutions that have not confirmed them

    def part(self, facility: str) -> Part | None:
        return next((one for one in self.parts if one.facility == facility), None)


@dataclass(frozen=True, slots=True)
class MonthLine:
    """A closed month on the list: paid, prepared or still to be paid."""

    month: str
    run: Run | None
    statements: int
    fund_due: int


def shown(connection: sa.Connection, month: str) -> Shown:
    """Raises:
    NoRun
    """
    run = run_made(connection, month)
    names = facilities.names(connection)
    stated = {one.id: one for one in reconciliation.statements(connection, month)}
    parts = [
        Part(code, names.get(code, code), items, _statements(items, stated))
        for code, items in _by_facility(run).items()
    ]
    unanswered = sum(1 for one in stated.values() if one.status not in _ANSWERED)
    return Shown(run, tuple(parts), _plan_title(connection, run), unanswered)


def months(connection: sa.Connection) -> list[MonthLine]:
    """Closed months, newest first."""
    runs = {run.month: run for run in payment.runs(connection)}
    lines = []
    for close in reconciliation.months(connection):
        stated = reconciliation.statements(connection, close.month)
        due = sum(one.effective["fund_due"] for one in stated)
        lines.append(MonthLine(close.month, runs.get(close.month), len(stated), due))
    return lines


def _by_facility(run: Run) -> Mapping[str, tuple[PaidItem, ...]]:
    found: dict[str, tuple[PaidItem, ...]] = {}
    for item in run.items:
        found[item.facility] = (*found.get(item.facility, ()), item)
    return found


def _statements(items: tuple[PaidItem, ...], stated: Mapping[UUID, Statement]) -> tuple[Statement, ...]:
    return tuple(stated[one] for item in items for one in item.statements if one in stated)


def _plan_title(connection: sa.Connection, run: Run) -> str:
    """Of the plan that the run follows, whatever was published since."""
    if run.plan is None:
        return ""
    entry, _ = entry_of(connection, run.plan)
    return plan_in(PaymentPlanPublished.parse(entry.body or b"").text).title
