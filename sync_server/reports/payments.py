"""拨付: what the console, the printed statement and the workbook show of a run.  Money in fen."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.payment.run import METHODS
from clinic_app.domain.statements import Status
from clinic_app.journal.facts.payment import PaymentPlanPublished
from clinic_app.projections.queries import payment, reconciliation
from clinic_app.projections.queries.payment import PaidItem, Run
from clinic_app.projections.queries.reconciliation import Statement
from sync_server.publish.payments import plan_in, prepared, run_made
from sync_server.reports import facilities
from sync_server.reports.entries import entry_of


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

    @property
    def unanswered(self) -> int:
        """Statements that the institution has neither confirmed nor disputed."""
        return sum(1 for one in self.statements if one.status is Status.SENT)


@dataclass(frozen=True, slots=True)
class Shown:
    """A run with what is needed to read it."""

    run: Run
    parts: tuple[Part, ...]
    plan_title: str  # "" without a plan


@dataclass(frozen=True, slots=True)
class MethodSum:
    """What a run pays by one method."""

    method: str
    items: int
    amount: int


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
    return Shown(run, _parts(connection, month, run.items), _plan_title(connection, run))


def preview(connection: sa.Connection, month: str) -> tuple[Part, ...]:
    """What making the run now would pay; nothing is written.

    Raises:
        BadMonth, MonthOpen, EarlierMonth, NoScore
    """
    items = [
        PaidItem(
            no=no,
            facility=item.facility,
            method=item.method,
            insutype=item.insutype,
            amount=item.amount,
            figures=item.figures,
            statements=item.statements,
            left_out=item.left_out,
        )
        for no, item in enumerate(prepared(connection, month), start=1)
    ]
    return _parts(connection, month, items)


def by_method(parts: Iterable[Part]) -> list[MethodSum]:
    """What a run pays by each method, in the order of paper."""
    sums: dict[str, list[int]] = {}
    for part in parts:
        for item in part.items:
            sums.setdefault(item.method, []).append(item.amount)
    return [MethodSum(method, len(sums[method]), sum(sums[method])) for method in METHODS if method in sums]


def months(connection: sa.Connection) -> list[MonthLine]:
    """Closed months, newest first."""
    runs = {run.month: run for run in payment.runs(connection)}
    lines = []
    for close in reconciliation.months(connection):
        stated = reconciliation.statements(connection, close.month)
        due = sum(one.effective["fund_due"] for one in stated)
        lines.append(MonthLine(close.month, runs.get(close.month), len(stated), due))
    return lines


def _parts(connection: sa.Connection, month: str, items: Iterable[PaidItem]) -> tuple[Part, ...]:
    names = facilities.names(connection)
    stated = {one.id: one for one in reconciliation.statements(connection, month)}
    found: dict[str, tuple[PaidItem, ...]] = {}
    for item in items:
        found[item.facility] = (*found.get(item.facility, ()), item)
    return tuple(
        Part(code, names.get(code, code), mine, _statements(mine, stated)) for code, mine in found.items()
    )


def _statements(items: tuple[PaidItem, ...], stated: Mapping[UUID, Statement]) -> tuple[Statement, ...]:
    return tuple(stated[one] for item in items for one in item.statements if one in stated)


def _plan_title(connection: sa.Connection, run: Run) -> str:
    """Of the plan that the run follows, whatever was published since."""
    if run.plan is None:
        return ""
    entry, _ = entry_of(connection, run.plan)
    return plan_in(PaymentPlanPublished.parse(entry.body or b"").text).title
