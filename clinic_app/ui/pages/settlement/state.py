"""What the cashier's page shows, as values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

from clinic_app.domain.settlement.amounts import Amounts
from clinic_app.domain.tender import Choices
from clinic_app.projections.queries.differences import Difference
from clinic_app.projections.queries.registration import Visit
from clinic_app.projections.queries.settlement import Settled
from clinic_app.services.platform.values import Trial
from clinic_app.services.refunds import RefundLine, RefundPlan
from clinic_app.services.settlement import PreSettlement
from clinic_app.services.sync_state import Held, WhereHeld
from clinic_app.ui.theme import Tone
from clinic_app.ui.widgets.splitbar import Payer, Share

WAITS_FOR = frozenset({"E_OFFLINE_STALE", "E_OFFLINE_TYPE", "E_OFFLINE_AMOUNT", "E_UNKNOWN_PERSON"})


class Place(StrEnum):
    """How far a settlement has come."""

    HERE = "here"  # 本机
    PACKED = "packed"  # 已打包
    HUB = "hub"  # 院内已收
    COUNTY = "county"  # 县已收, not judged yet
    AGREED = "agreed"  # 县已确认
    DIFFERS = "differs"  # 有差异
    ASIDE = "aside"  # 退回


@dataclass(frozen=True, slots=True)
class Row:
    """A settlement in the day's list."""

    settled: Settled
    place: Place
    diff: Mapping[str, int] = field(default_factory=dict)  # fen, county minus clinic
    owed: int = 0  # fen still open with the person: to collect (+), to hand back (-)
    red: WhereHeld | None = None  # where the red is, if it was taken back

    @property
    def at_stake(self) -> int:
        """Fen that change hands or books because of the county's verdict; never negative."""
        for name in ("psn_part_amt", "fund_pay_sumamt", "hosp_part_amt"):
            if self.diff.get(name):
                return abs(self.diff[name])
        return abs(self.settled.fund_diff)


@dataclass(frozen=True, slots=True)
class Previous:
    """Who paid last: stays in sight to check the cash by."""

    settlement_id: UUID
    number: str  # of the receipt
    name: str
    due: int  # fen
    received: int
    change: int


@dataclass(frozen=True, slots=True)
class Sums:
    """The day so far, in fen, after refunds."""

    count: int = 0  # charged and not taken back
    refunds: int = 0
    refunded: int = 0  # fen of charges taken back
    total: int = 0
    fund: int = 0
    account: int = 0
    cash: int = 0


@dataclass(frozen=True, slots=True)
class PurseShown:
    """The e-purse in the reader, or what it has paid for the bill in hand."""

    balance: int = 0  # fen
    paid: int = 0  # fen taken already
    call_id: UUID | None = None  # the debit that took it
    serial: str = ""  # of the card whose balance is shown


@dataclass(frozen=True, slots=True)
class PurseAsked:
    """A debit that is about to be handed back in cash, or told by the card's issuer."""

    call_id: UUID
    amount: int  # fen
    issuer: bool = False  # 发卡方答复


@dataclass(frozen=True, slots=True)
class Refunding:
    """A settlement that is about to be taken back."""

    settled: Settled
    lines: tuple[RefundLine, ...] = ()
    part: bool = False  # chosen lines, not everything
    plan: RefundPlan | None = None  # None: not computed, or it cannot be done
    problem: str = ""  # why it cannot be done


@dataclass(frozen=True, slots=True, kw_only=True)
class SettlementState:
    """All that the page shows.  A new state replaces the old one."""

    today: date
    bills: tuple[Visit, ...] = ()
    held: Mapping[UUID, Choices] = field(default_factory=dict)  # 暂挂
    ready: PreSettlement | Trial | None = None
    estimated: bool = False  # the insurance platform did not answer: the split is ours
    self_pay: bool = False  # the cashier's choice
    acct_request: int = 0  # fen
    means: str = ""  # beside cash
    by_means: int | None = None  # fen of it; None: all that is due
    purse: PurseShown | None = None
    unclear: tuple[UUID, int] | None = None  # a debit for this bill that nobody is sure of: its call and fen
    purse_asked: PurseAsked | None = None
    explained: bool = False
    busy: bool = False
    notice: str = ""
    tone: Tone = Tone.INFO
    previous: Previous | None = None
    rows: tuple[Row, ...] = ()
    differing: tuple[Row, ...] = ()
    open: tuple[Difference, ...] = ()  # differences with people
    person: UUID | None = None  # the resident in hand
    refunding: Refunding | None = None  # asked whether to take this one back

    @property
    def due(self) -> int:
        """Fen that the person pays after account and e-purse; below 0 where the purse paid too much."""
        if self.ready is None:
            return 0
        amounts = self.ready.amounts
        paid = self.purse.paid if self.purse is not None else 0
        return amounts.psn_cash_pay - paid if paid else amounts.cash_pay

    @property
    def by_other_means(self) -> int:
        """Fen of `due` that `means` pays."""
        if not self.means:
            return 0
        return max(0, self.due) if self.by_means is None else self.by_means

    @property
    def cash_due(self) -> int:
        """Fen of it in cash."""
        return self.due - self.by_other_means

    @property
    def purse_unclear(self) -> bool:
        """Nobody knows whether the purse was debited for this bill."""
        return self.unclear is not None

    @property
    def may_settle(self) -> bool:
        """Where the insurance refuses or does not answer, charging the person alone has to be chosen."""
        if self.ready is None or self.busy or self.purse_unclear or self._purse_not_counted:
            return False
        return self.self_pay or not (self.ready.refusal or self.estimated)

    @property
    def _purse_not_counted(self) -> bool:
        """The purse was shown a moment ago and the split does not know of it yet."""
        if self.ready is None or self.purse is None or self.purse.call_id is not None:
            return False
        return bool(self.purse.balance and self.ready.amounts.cash_pay and not self.ready.amounts.ewallet_pay)

    @property
    def may_defer(self) -> bool:
        """挂账: the insurance could pay, and cannot be asked now."""
        ready = self.ready
        if ready is None or self.busy or self.self_pay or not ready.visit.psn_no:
            return False
        return self.estimated or ready.refusal in WAITS_FOR

    @property
    def owed(self) -> Difference | None:
        """What is open with the person in hand."""
        if self.person is None:
            return None
        return next((one for one in self.open if one.resident_id == self.person), None)


_PLACES: Final = {
    Held.HERE: Place.HERE,
    Held.PACKED: Place.PACKED,
    Held.HUB: Place.HUB,
    Held.COUNTY: Place.COUNTY,
    Held.ASIDE: Place.ASIDE,
}


def place_of(settled: Settled, where: WhereHeld | None) -> Place:
    """How far a settlement has come; the county's verdict says more than its receipt."""
    if settled.quarantined:
        return Place.ASIDE
    if settled.adjudged_status in ("adjusted", "voided"):
        return Place.DIFFERS
    if settled.adjudged_status:
        return Place.AGREED
    return Place.HERE if where is None else _PLACES[where.held]


def sums_of(rows: tuple[Row, ...]) -> Sums:
    """The day's sums; what was taken back counts on neither side."""
    standing = [row.settled for row in rows if not row.settled.reversed]
    back = [row.settled for row in rows if row.settled.reversed]
    return Sums(
        count=len(standing),
        refunds=len(back),
        refunded=sum(one.medfee_sumamt for one in back),
        total=sum(one.medfee_sumamt for one in standing),
        fund=sum(one.fund_pay_sumamt for one in standing),
        account=sum(one.acct_pay for one in standing),
        cash=sum(one.cash_pay for one in standing),
    )


def shares_of(amounts: Amounts, by_other_means: int = 0) -> tuple[Share, ...]:
    """Who pays, for the picture; `by_other_means`: fen of the cash that come by phone or bank."""
    return (
        Share(Payer.FUND, amounts.hifp_pay),
        Share(Payer.MAJOR, amounts.hifmi_pay + amounts.hifob_pay),
        Share(Payer.ASSISTANCE, amounts.maf_pay),
        Share(Payer.CLINIC, amounts.hosp_part_amt),
        Share(Payer.ACCOUNT, amounts.acct_pay),
        Share(Payer.PURSE, amounts.ewallet_pay),
        Share(Payer.OTHER, min(by_other_means, amounts.cash_pay)),
        Share(Payer.CASH, amounts.cash_pay - min(by_other_means, amounts.cash_pay)),
    )
