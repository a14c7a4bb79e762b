"""What a payment run follows from: the month's statements, contracts, and what earlier runs paid.

Gathers `domain.payment.month.Month` from the county's tables; nothing is computed here that the domain computes.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.payment.disease import surplus_paid
from clinic_app.domain.payment.instalments import MONTHS
from clinic_app.domain.payment.month import Group, Headed, Month, Past
from clinic_app.domain.payment.plan import CHRONIC, INPATIENT, OUTPATIENT, Plan
from clinic_app.domain.statements import Line
from clinic_app.projections.queries import contracted, payment, reconciliation
from clinic_app.projections.queries.reconciliation import Statement
from clinic_app.projections.queries.statement_lines import lines_of
from sync_server.publish.months import days_of_month

Kind = tuple[str, str, str]  # facility, insutype, clr_type


@dataclass(slots=True)
class _Sum:
    """What the statements of one kind add up to while they are read.  Fen."""

    fund_due: int = 0
    left_out_due: int = 0
    by_head: int = 0
    deducted: int = 0
    deducted_by_head: int = 0
    statements: list[UUID] = field(default_factory=list)
    left_out: list[UUID] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Homes:
    """Whose a person is, for whom some institution is paid by head: by clr_type and psn_no."""

    plan: Plan | None
    by_kind: Mapping[str, Mapping[str, str]]

    def of(self, line: Line) -> str:
        """The institution that is paid by head for this visit; "" if none is."""
        home = self.by_kind.get(line.group.clr_type, {}).get(line.psn_no, "")
        paid = home and self.plan and self.plan.by_head(home, line.group.insutype, line.group.clr_type)
        return home if paid else ""


def month_of(
    connection: sa.Connection, month: str, plan: Plan | None, next_plan: Plan | None = None
) -> Month:
    """Everything that the run of a closed month follows from."""
    first, last = days_of_month(month)
    statements = reconciliation.statements(connection, month)
    patients = contracted.patients_on(connection, first, last, plan.chronic) if plan and plan.chronic else []
    homes = _Homes(
        plan,
        {
            OUTPATIENT: _outpatient_homes(connection, first, statements, plan),
            CHRONIC: {one.psn_no: one.facility for one in patients},
        },
    )
    reading = _Reading(connection, plan, homes)
    for one in statements:
        reading.read(one)
    counts: defaultdict[tuple[str, str], int] = defaultdict(int)
    for patient in patients:
        for disease in patient.diseases:
            counts[patient.facility, disease] += 1
    past = _past(connection, first)
    return Month(
        year=first.year,
        number=first.month,
        plan=plan,
        next_plan=next_plan,
        groups=reading.groups(),
        past=past,
        carried=_carried(past),
        contracted=_contracted(connection, first, plan),
        patients=counts,
        elsewhere=reading.elsewhere,
        surplus=reading.surplus,
        contracts=_contracts(connection, first, plan),
        referred=_referred(connection, first, plan) if first.month == MONTHS else {},
    )


class _Reading:
    """Adds up statements; their lines are read only where the plan or a dispute asks for them."""

    def __init__(self, connection: sa.Connection, plan: Plan | None, homes: _Homes) -> None:
        self._connection = connection
        self._plan = plan
        self._homes = homes
        self._sums: defaultdict[Kind, _Sum] = defaultdict(_Sum)
        self.elsewhere: defaultdict[Headed, int] = defaultdict(int)
        self.surplus: defaultdict[tuple[str, str], int] = defaultdict(int)

    def read(self, one: Statement) -> None:
        sums = self._sums[one.facility, one.group.insutype, one.group.clr_type]
        sums.statements.append(one.id)
        sums.fund_due += one.sums["fund_due"]
        sums.deducted += one.effective["deducted"]
        sums.left_out_due += one.struck.get("fund_due", 0)
        disputed = {
            dispute.record
            for dispute in (reconciliation.disputes(self._connection, one.id) if one.disputed else ())
        }
        sums.left_out += sorted(disputed)
        lines = [line for line in self._lines(one) if line.record not in disputed]
        before = self._paid_before(lines)
        sums.left_out_due += sum(line.dues.fund_due for line in before.values())
        sums.deducted -= sum(line.deducted for line in before.values())
        for line in lines:
            left = _less(line, before[line.record]) if line.record in before else line
            self._by_head(sums, one.facility, left)
            self._surplus(one.facility, left)

    def groups(self) -> tuple[Group, ...]:
        return tuple(
            Group(
                facility=facility,
                insutype=insutype,
                clr_type=clr_type,
                fund_due=sums.fund_due,
                left_out_due=sums.left_out_due,
                by_head=sums.by_head,
                deducted=sums.deducted,
                deducted_by_head=sums.deducted_by_head,
                statements=tuple(sorted(sums.statements)),
                left_out=tuple(sums.left_out),
            )
            for (facility, insutype, clr_type), sums in sorted(self._sums.items())
        )

    def _lines(self, one: Statement) -> list[Line]:
        """Only where somebody looks at single records."""
        group, plan = one.group, self._plan
        carried = payment.has_carried(self._connection, one.id)
        heads = group.clr_type in (OUTPATIENT, CHRONIC) and bool(self._homes.by_kind[group.clr_type])
        surplus = plan is not None and plan.surplus is not None and group.clr_type == INPATIENT
        if not (carried or heads or (surplus and one.sums["dise_surplus_amt"])):
            return []
        return lines_of(self._connection, one.id)

    def _paid_before(self, lines: list[Line]) -> dict[UUID, Line]:
        """Records whose dispute came after they were paid, as they stood then: only the rest is left to pay."""
        paid = payment.paid_on(self._connection, [line.record for line in lines if line.carried])
        return {
            line.record: line
            for statement in sorted(set(paid.values()))
            for line in lines_of(self._connection, statement)
            if paid.get(line.record) == statement
        }

    def _by_head(self, sums: _Sum, facility: str, line: Line) -> None:
        home = self._homes.of(line)
        if not home:
            return
        if home == facility:
            sums.by_head += line.dues.fund_due
            sums.deducted_by_head += line.deducted
        else:
            self.elsewhere[Headed(home, line.group.clr_type)] += line.dues.fund_due

    def _surplus(self, facility: str, line: Line) -> None:
        terms = self._plan.surplus if self._plan else None
        amount = line.county.get("dise_surplus_amt", 0)
        if terms is not None and amount and line.group.insutype in terms.insutypes:
            paid = surplus_paid(amount, terms.psn_bp_of(line.dise_codg))
            self.surplus[facility, line.group.insutype] += paid


def _less(line: Line, paid: Line) -> Line:
    """What is left of a line when an earlier one about the same record is paid."""
    surplus = line.county.get("dise_surplus_amt", 0) - paid.county.get("dise_surplus_amt", 0)
    return replace(
        line,
        dues=replace(line.dues, fund_due=line.dues.fund_due - paid.dues.fund_due),
        deducted=line.deducted - paid.deducted,
        county={**line.county, "dise_surplus_amt": surplus},
    )


def _outpatient_homes(
    connection: sa.Connection, first: date, statements: list[Statement], plan: Plan | None
) -> dict[str, str]:
    """Where the persons of the month's outpatient statements are contracted, if anybody is paid by head for that."""
    terms = plan.capitation if plan else None
    if terms is None:
        return {}
    psn_nos = {
        line.psn_no
        for one in statements
        if one.group.clr_type == OUTPATIENT and one.group.insutype in terms.insutypes
        for line in lines_of(connection, one.id)
    }
    return contracted.homes_on(connection, first, sorted(psn_nos), terms.insutypes)


def _contracted(connection: sa.Connection, first: date, plan: Plan | None) -> dict[str, int]:
    terms = plan.capitation if plan else None
    return contracted.contracted_on(connection, first, terms.insutypes) if terms else {}


def _contracts(connection: sa.Connection, first: date, plan: Plan | None) -> dict[str, int]:
    terms = plan.contract if plan else None
    if terms is None or (terms.count_on.year, terms.count_on.month) != (first.year, first.month):
        return {}
    return contracted.contracted_on(connection, terms.count_on, terms.insutypes)


def _past(connection: sa.Connection, first: date) -> tuple[Past, ...]:
    """The items of this year's earlier runs, and of the December before."""
    last = f"{first.year}-{first.month - 1:02}" if first.month > 1 else f"{first.year - 1}-12"
    return tuple(
        Past(
            month=run.month,
            facility=item.facility,
            method=item.method,
            insutype=item.insutype,
            amount=item.amount,
            figures=item.figures,
        )
        for run in payment.runs_between(connection, f"{first.year - 1}-12", last)
        for item in run.items
    )


def _carried(past: tuple[Past, ...]) -> dict[str, int]:
    """What institutions owe from the last run before this one."""
    newest = max((one.month for one in past), default="")
    return {
        one.facility: one.amount for one in past if one.month == newest and one.method == "carried_forward"
    }


def _referred(connection: sa.Connection, first: date, plan: Plan | None) -> dict[str, int]:
    """The year's fund_due of visits that were referred down, at the primary members of alliances."""
    found: defaultdict[str, int] = defaultdict(int)
    for alliance in plan.alliances if plan else ():
        for code in alliance.primary:
            for one in reconciliation.statements(connection, facility=code):
                if plan and one.month[:4] == str(first.year) and _counts(plan, one):
                    down = payment.referred_down(connection, one.id)
                    found[code] += sum(
                        line.dues.fund_due
                        for line in (lines_of(connection, one.id) if down else ())
                        if line.record in down
                    )
    return found


def _counts(plan: Plan, one: Statement) -> bool:
    return plan.budgeted(one.facility, one.group.insutype, one.group.clr_type)
