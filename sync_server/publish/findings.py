"""疑点处理: what a reviewer decides about abnormal records.  Only a deduction moves money, by a record of its own."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.errors import RuleBroken
from clinic_app.domain.time import Wall, wall_clock
from clinic_app.journal.facts.reconciliation import FindingDecided, RecordsDeducted
from clinic_app.projections.tables.reconciliation import deduction, deduction_record, finding
from sync_server.intake.pen import held_pen
from sync_server.store.engine import Database
from sync_server.store.queries.dues import due_of_records, records_of

DECISIONS: Final = ("dismissed", "explained", "handed_over")


class DecidedAlready(RuleBroken):
    """A colleague was faster."""

    code = "finding.decided_already"


class BadDecision(RuleBroken):
    """None of the decisions there are."""

    code = "finding.bad_decision"


class DeductsTooMuch(RuleBroken):
    """More than the fund owes for these records, or nothing."""

    code = "finding.deducts_too_much"


class SeveralFacilities(RuleBroken):
    """A deduction is one institution's."""

    code = "finding.several_facilities"


def decide(
    database: Database,
    rule: str,
    key: str,
    decision: str,
    reason: str,
    author: str,
    wall: Wall = wall_clock,
) -> None:
    """Dismiss, explain or hand over; the first decision counts.

    Raises:
        BadDecision, DecidedAlready
    """
    if decision not in DECISIONS:
        raise BadDecision(decision=decision)
    with held_pen(database, wall) as pen:
        _require_open(pen.connection, key)
        pen.append(FindingDecided(rule=rule, finding=key, decision=decision, reason=reason), author=author)


def deduct(
    database: Database,
    rule: str,
    key: str,
    facility: str,
    records: Sequence[UUID],
    amount: int,
    reason: str,
    author: str,
    wall: Wall = wall_clock,
) -> None:
    """扣款 of `amount` fen from one institution: at most what the fund owes it for its own of the records.

    Raises:
        DecidedAlready, DeductsTooMuch
        SeveralFacilities: the finding is about several and names none.
    """
    if not facility:
        raise SeveralFacilities()
    with held_pen(database, wall) as pen:
        connection = pen.connection
        _require_open(connection, key)
        own = records_of(connection, records, facility)
        most = due_of_records(connection, own) - _deducted(connection, own)
        if not 0 < amount <= most:
            raise DeductsTooMuch(amount=amount, most=max(most, 0))
        pen.append(
            RecordsDeducted(
                facility=facility,
                rule=rule,
                finding=key,
                records=tuple(own),
                amount=amount,
                reason=reason,
            ),
            author=author,
        )


def _require_open(connection: sa.Connection, key: str) -> None:
    for table in (finding, deduction):
        if connection.execute(sa.select(table.c.rule).where(table.c.finding == key)).first() is not None:
            raise DecidedAlready(finding=key[:8])


def _deducted(connection: sa.Connection, records: Sequence[UUID]) -> int:
    """Σ of the deductions that name one of the records."""
    entries = sa.select(deduction_record.c.entry_id).where(deduction_record.c.record_id.in_(records))
    total = connection.scalar(
        sa.select(sa.func.sum(deduction.c.amount)).where(deduction.c.entry_id.in_(entries))
    )
    return int(total or 0)
