"""申报, 对账, 争议, 月结: what county and clinic say to each other about a month (docs/reconciliation.md)."""

from datetime import date
from typing import ClassVar
from uuid import UUID

import msgspec

from clinic_app.journal.fact import Fact, Reach
from clinic_app.journal.facts.county import CountyFact


class StatementIssued(CountyFact, frozen=True, kw_only=True):
    """结算申报: what one institution is due for a month, of one kind; its id is the entry's."""

    type: ClassVar[str] = "statement.issued"

    month: str  # "2026-11", the month of adjudication
    insutype: str
    clr_type: str  # 11, 14, 21
    refd_setl_flag: int  # 0 settlements, 1 reds
    part: int = 1  # of a statement too long for one entry
    stmt_begndate: date
    stmt_enddate: date
    fixmedins_setl_cnt: int
    sums: dict[str, int]  # fen: medfee_sumamt, fund_pay_sumamt, fund_due, hifp_due … clinic_loss
    records: tuple[UUID, ...]  # each adjudicated record once, in all statements together
    carried: tuple[UUID, ...] = ()  # of these, disputed on an earlier statement


class Disputed(msgspec.Struct, frozen=True):
    settlement_id: UUID
    reason: str


class StatementAnswered(Fact, frozen=True, kw_only=True):
    """The institution confirms a statement, but for the records that it disputes."""

    type: ClassVar[str] = "statement.answered"
    action: ClassVar[str] = "statement"
    signed: ClassVar[bool] = True

    statement_id: UUID
    disputed: tuple[Disputed, ...] = ()


class RecordAdjusted(CountyFact, frozen=True, kw_only=True):
    """县级调整 (adjust): a person found whose figures of one record were wrong; they count from now on as changed.

    A clinic-side fault leaves the county's figures, and what the fund does not owe is the clinic's loss;
    a county-side fault lets the clinic's stand.
    """

    type: ClassVar[str] = "record.adjusted"

    settlement_id: UUID
    side: str  # whose figures are changed: clinic, county
    amounts: dict[str, int]  # fen added to that side's figures, by field
    reason: str


class DisputeDecided(CountyFact, frozen=True, kw_only=True):
    """The county's answer to one disputed record; `fund_change` is its adjustment (fen), when the clinic is right."""

    type: ClassVar[str] = "dispute.decided"

    statement_id: UUID
    settlement_id: UUID
    upheld: bool
    reason: str
    fund_change: int = 0


class StatementApproved(CountyFact, frozen=True, kw_only=True):
    """A second officer approves a confirmed statement for payment."""

    type: ClassVar[str] = "statement.approved"

    statement_id: UUID


class LeftOut(msgspec.Struct, frozen=True):
    """A day that does not balance: its records wait for a later month."""

    facility: str
    day: date
    records: int
    why: str


class MonthClosed(CountyFact, frozen=True, kw_only=True):
    """月结: everything adjudicated up to here and on no earlier statement stands on one of these; frozen."""

    type: ClassVar[str] = "month.closed"
    reach: ClassVar[Reach] = Reach.COUNTY

    month: str
    statements: tuple[UUID, ...]
    left_out: tuple[LeftOut, ...] = ()


class DifferenceDecided(CountyFact, frozen=True, kw_only=True):
    """A person's share that nobody can collect: the clinic's loss, or absorbed by the fund."""

    type: ClassVar[str] = "difference.decided"

    settlement_id: UUID
    amount: int  # fen
    bearer: str  # clinic, fund
    reason: str


class RecordsDeducted(CountyFact, frozen=True, kw_only=True):
    """扣款: reviewers found a claim wrong; at most the records' fund_due."""

    type: ClassVar[str] = "records.deducted"

    rule: str  # F01 …
    finding: str  # the finding's key
    records: tuple[UUID, ...]
    amount: int  # fen
    reason: str


class FindingDecided(CountyFact, frozen=True, kw_only=True):
    """A reviewer's decision on a finding that moves no money."""

    type: ClassVar[str] = "finding.decided"
    reach: ClassVar[Reach] = Reach.COUNTY

    rule: str
    finding: str
    decision: str  # dismissed, explained, handed_over
    reason: str
