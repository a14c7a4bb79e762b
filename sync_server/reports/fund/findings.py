"""疑点: abnormal records, found by rule.  A finding is a question to a reviewer, never a change of money."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Final
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.errors import NotFound
from clinic_app.projections.tables.reconciliation import deduction, deduction_record, finding
from clinic_app.projections.tables.settlement import settlement
from sync_server.reports.fund import capacity, chronic, inpatient, medicines, places, prescribing, repeats
from sync_server.reports.fund.parameters import parameters
from sync_server.reports.fund.records import Period
from sync_server.reports.fund.suspect import Suspect
from sync_server.store.queries import dues

RULES: Final[dict[str, Callable[[sa.Connection, Period], Iterator[Suspect]]]] = {
    "F01": repeats.split_bills,
    "F02": prescribing.split_prescriptions,
    "F03": repeats.same_item,
    "F04": prescribing.early_refills,
    "F05": prescribing.too_many_days,
    "F06": places.two_places,
    "F07": inpatient.outpatient_during_admission,
    "F08": places.after_death,
    "F09": medicines.sex_and_age,
    "F10": inpatient.bed_days,
    "F11": medicines.more_than_received,
    "F12": places.above_purchase_price,
    "F13": places.collected_cards,
    "F14": capacity.outside_hours,
    "F15": capacity.too_many_a_day,
    "F16": repeats.frequent_visitors,
    "F17": capacity.fee_without_service,
    "F18": inpatient.split_admissions,
    "F19": inpatient.low_severity,
    "F20": chronic.steady_maximum,
    "F21": capacity.restricted_items,
    "F22": capacity.offline_errors,
    "F23": capacity.late_refunds,
}


class UnknownFinding(NotFound):
    code = "console.not_found"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One question, and what a reviewer said to it."""

    rule: str
    key: str  # the same for the same records, whenever it is looked for
    facility: str  # "" where several are concerned
    records: tuple[UUID, ...]
    amount: int  # fen in question
    evidence: tuple[tuple[str, str], ...]  # what it is, and how much: shown as it stands
    decision: str = ""  # dismissed, explained, deducted, handed_over; "" while open
    reason: str = ""
    deducted: int = 0  # fen

    @property
    def chinese(self) -> str:
        return str(parameters()[self.rule]["chinese"])


@dataclass(frozen=True, slots=True)
class _Decided:
    decision: str
    reason: str
    amount: int = 0


@dataclass(frozen=True, slots=True)
class Summary:
    """How many findings of a rule, and how much is in question."""

    rule: str
    open: int
    decided: int
    amount: int
    facilities: frozenset[str] = field(default_factory=frozenset)


def findings(db: sa.Connection, period: Period, rules: Iterable[str] = RULES) -> Iterator[Finding]:
    """Every finding of a period, rule by rule, in an order that stays."""
    decided = _decisions(db)
    for rule in rules:
        for suspect in RULES[rule](db, period):
            yield _finding(rule, suspect, decided)


def finding_of(db: sa.Connection, period: Period, rule: str, key: str) -> Finding:
    """Raises:
    UnknownFinding: the rule finds it no more, or never did.
    """
    if rule in RULES:
        for one in findings(db, period, (rule,)):
            if one.key == key:
                return one
    raise UnknownFinding(what=f"{rule} {key[:8]}")


def summaries(found: Iterable[Finding]) -> list[Summary]:
    """By rule, in the order of the rules."""
    by_rule: dict[str, list[Finding]] = {}
    for one in found:
        by_rule.setdefault(one.rule, []).append(one)
    return [
        Summary(
            rule,
            sum(not one.decision for one in those),
            sum(bool(one.decision) for one in those),
            sum(one.amount for one in those if not one.decision),
            frozenset(one.facility for one in those),
        )
        for rule, those in sorted(by_rule.items())
    ]


def key_of(rule: str, suspect: Suspect) -> str:
    """From rule, records and what else tells two findings of the same records apart."""
    said = "|".join((rule, suspect.about, *sorted(one.hex for one in suspect.records)))
    return sha256(said.encode()).hexdigest()[:16]


def _finding(rule: str, suspect: Suspect, decided: dict[str, _Decided]) -> Finding:
    key = key_of(rule, suspect)
    said = decided.get(key, _Decided("", ""))
    return Finding(
        rule=rule,
        key=key,
        facility=suspect.facility,
        records=suspect.records,
        amount=suspect.amount,
        evidence=suspect.evidence,
        decision=said.decision,
        reason=said.reason,
        deducted=said.amount,
    )


def _decisions(db: sa.Connection) -> dict[str, _Decided]:
    decided = {row.finding: _Decided(row.decision, row.reason) for row in db.execute(sa.select(finding))}
    return decided | {
        row.finding: _Decided("deducted", row.reason, row.amount) for row in db.execute(sa.select(deduction))
    }


@dataclass(frozen=True, slots=True)
class Record:
    """A record behind a finding; whose it was stands in the settlement itself."""

    id: UUID
    facility: str
    number: str
    enddate: date
    med_type: str
    medfee: int  # fen
    fund: int


def records_of(db: sa.Connection, ids: tuple[UUID, ...]) -> list[Record]:
    """In the order of the days."""
    table = settlement.c
    rows = db.execute(
        sa.select(settlement).where(table.id.in_(ids)).order_by(table.setl_date, table.made_at, table.id)
    )
    return [
        Record(
            row.id if row.kind == "settle" else row.reverses,
            row.facility,
            row.number,
            row.enddate or row.setl_date,
            row.med_type or "",
            row.medfee_sumamt,
            row.fund_pay_sumamt,
        )
        for row in rows
    ]


def most_to_deduct(db: sa.Connection, one: Finding) -> int:
    """Fen that a deduction may take: what its institution is due, less what was deducted before."""
    own = dues.records_of(db, one.records, one.facility)
    entries = sa.select(deduction_record.c.entry_id).where(deduction_record.c.record_id.in_(own))
    before = db.scalar(sa.select(sa.func.sum(deduction.c.amount)).where(deduction.c.entry_id.in_(entries)))
    return max(0, dues.due_of_records(db, own) - int(before or 0))
