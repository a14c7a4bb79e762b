"""申报表复核、争议与差额的裁定、县级调整: what officers decide about statements and records.

Each is an entry of the county's journal; nothing is edited, and a frozen statement never changes: what a decision
moves comes with the next one.
"""

from datetime import timedelta
from typing import Final
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.errors import NotFound, RuleBroken
from clinic_app.domain.reconciling import COMPARED
from clinic_app.domain.statements import RecordKind
from clinic_app.domain.time import Wall, beijing_day, wall_clock
from clinic_app.journal.clock import ms_of_stamp
from clinic_app.journal.facts.reconciliation import (
    DifferenceDecided,
    DisputeDecided,
    RecordAdjusted,
    StatementApproved,
)
from clinic_app.projections.queries import reconciliation
from clinic_app.projections.queries.day_records import record_of
from clinic_app.projections.queries.differences import open_of
from clinic_app.projections.queries.office_lines import BEARERS
from clinic_app.projections.queries.statement_lines import line_of
from clinic_app.projections.tables.settlement import difference_settled, settlement
from sync_server.intake.pen import held_pen
from sync_server.store.engine import Database

TERM_DAYS: Final = 90  # after so long a person's share that nobody could collect may be decided
SIDES: Final = ("clinic", "county")


class NotAnswered(RuleBroken):
    """The institution has neither confirmed nor disputed the statement."""

    code = "statement.not_answered"


class SameOfficer(RuleBroken):
    """Who closed the month cannot approve its statements: two officers are due."""

    code = "statement.same_officer"


class NoDispute(NotFound):
    """No such dispute counts, or it was decided before."""

    code = "dispute.not_found"


class BadFundChange(RuleBroken):
    """The fund grants nothing on a rejected dispute, and never more than the clinic claimed."""

    code = "dispute.bad_change"


class NothingOpen(RuleBroken):
    """The person owes nothing for this record."""

    code = "difference.nothing_open"


class TooEarly(RuleBroken):
    """The term in which the clinic tries to collect has not passed."""

    code = "difference.too_early"


class NothingDiffers(RuleBroken):
    """Both sides agree on the record, or it is not here."""

    code = "record.nothing_differs"


def approve(database: Database, statement_id: UUID, author: str, wall: Wall = wall_clock) -> None:
    """A second officer approves an answered statement; doing it again changes nothing.

    Raises:
        NoStatement, NotAnswered, SameOfficer
    """
    with held_pen(database, wall) as pen:
        found = reconciliation.statement_of(pen.connection, statement_id)
        if found.answered_ms is None:
            raise NotAnswered(facility=found.facility)
        if not author or author == found.issued_by:
            raise SameOfficer(officer=found.issued_by)
        if found.approved_ms is None:
            pen.append(StatementApproved(facility=found.facility, statement_id=statement_id), author=author)


def decide_dispute(
    database: Database,
    statement_id: UUID,
    record: UUID,
    *,
    upheld: bool,
    reason: str,
    fund_change: int = 0,
    author: str = "",
    wall: Wall = wall_clock,
) -> None:
    """The county's answer to one disputed record; it goes onto the next statement, changed by `fund_change` fen.

    Raises:
        NoStatement, NoDispute
        BadFundChange: nothing to grant, or more than the clinic claimed.
    """
    with held_pen(database, wall) as pen:
        facility = reconciliation.statement_of(pen.connection, statement_id).facility
        waiting = reconciliation.disputes(pen.connection, statement_id, undecided=True)
        if record not in {one.record for one in waiting}:
            raise NoDispute(record=record.hex[:8])
        most = grantable(pen.connection, record) if upheld else 0
        if not 0 <= fund_change <= most:
            raise BadFundChange(most=most)
        pen.append(
            DisputeDecided(
                facility=facility,
                statement_id=statement_id,
                settlement_id=record,
                upheld=upheld,
                reason=reason,
                fund_change=fund_change,
            ),
            author=author,
        )


def grantable(connection: sa.Connection, record: UUID) -> int:
    """Fen that an upheld dispute may add: up to what the clinic claimed; nothing for what was taken back."""
    line = line_of(connection, record)
    taken_back = sa.select(settlement.c.id).where(
        settlement.c.id == record, settlement.c.reversed_entry.is_not(None)
    )
    if line is None or line.kind is not RecordKind.SETTLE or connection.execute(taken_back).first():
        return 0
    laid_on_fund = connection.scalar(
        sa.select(sa.func.sum(difference_settled.c.amount)).where(
            difference_settled.c.settlement_id == record, difference_settled.c.bearer == "fund"
        )
    )
    return max(0, line.client.get("fund_pay_sumamt", 0) - line.dues.fund_due - int(laid_on_fund or 0))


def decide_difference(
    database: Database,
    settlement_id: UUID,
    bearer: str,
    reason: str,
    author: str = "",
    wall: Wall = wall_clock,
) -> int:
    """A person's share that nobody could collect within the term: the clinic's loss, or absorbed by the fund.

    Answers how many fen that was.

    Raises:
        NothingOpen, TooEarly
    """
    if bearer not in BEARERS:
        raise AssertionError(bearer)
    with held_pen(database, wall) as pen:
        connection = pen.connection
        row = connection.execute(
            sa.select(settlement.c.facility, settlement.c.adjudicated_at).where(
                settlement.c.id == settlement_id
            )
        ).one_or_none()
        still = open_of(connection, settlement_id)
        amount = 0 if still is None else still.amount
        if row is None or amount <= 0:
            raise NothingOpen(record=settlement_id.hex[:8])
        age = beijing_day(pen.wall()) - beijing_day(ms_of_stamp(row.adjudicated_at))
        if age < timedelta(days=TERM_DAYS):
            raise TooEarly(days=TERM_DAYS - age.days)
        fact = DifferenceDecided(
            facility=row.facility, settlement_id=settlement_id, amount=amount, bearer=bearer, reason=reason
        )
        pen.append(fact, author=author)
    return amount


def adjust_record(
    database: Database,
    record: UUID,
    side: str,
    reason: str,
    author: str = "",
    wall: Wall = wall_clock,
) -> None:
    """县级调整 of a record whose figures differ: `side` is the one whose figures were found wrong.

    Raises:
        NothingDiffers
    """
    if side not in SIDES:
        raise AssertionError(side)
    with held_pen(database, wall) as pen:
        found = record_of(pen.connection, record)
        if found is None or not found.made or not found.judged:
            raise NothingDiffers(record=record.hex[:8])
        clinic = found.clinic.plus(found.adjustment)
        short = {
            name: getattr(found.county, name) - getattr(clinic, name)
            for name in COMPARED
            if getattr(found.county, name) != getattr(clinic, name)
        }
        if not short:
            raise NothingDiffers(record=record.hex[:8])
        sign = 1 if side == "clinic" else -1
        fact = RecordAdjusted(
            facility=found.facility,
            settlement_id=record,
            side=side,
            amounts={name: sign * amount for name, amount in short.items()},
            reason=reason,
        )
        pen.append(fact, author=author)
