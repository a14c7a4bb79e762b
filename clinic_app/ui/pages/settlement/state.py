"""What the cashier's page shows, as values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID

from clinic_app.domain.settlement.amounts import Amounts
from clinic_app.projections.queries.registration import Visit
from clinic_app.projections.queries.settlement import Settled
from clinic_app.services.settlement import PreSettlement
from clinic_app.ui.theme import Tone
from clinic_app.ui.widgets.splitbar import Payer, Share


class Place(StrEnum):
    """How far a settlement has come."""

    HERE = "here"  # 本机
    UPLOADED = "uploaded"  # 已上传
    AGREED = "agreed"  # 县已确认
    DIFFERS = "differs"  # 有差异
    ASIDE = "aside"  # 搁置


@dataclass(frozen=True, slots=True)
class Row:
    """A settlement in the day's list."""

    settled: Settled
    place: Place
    diff: Mapping[str, int] = field(default_factory=dict)  # fen, county minus clinic

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


@dataclass(frozen=True, slots=True, kw_only=True)
class SettlementState:
    """All that the page shows.  A new state replaces the old one."""

    today: date
    bills: tuple[Visit, ...] = ()
    ready: PreSettlement | None = None
    self_pay: bool = False  # the cashier's choice
    acct_request: int = 0  # fen
    explained: bool = False
    busy: bool = False
    notice: str = ""
    tone: Tone = Tone.INFO
    previous: Previous | None = None
    rows: tuple[Row, ...] = ()
    differing: tuple[Row, ...] = ()
    refunding: Settled | None = None  # asked whether to take this one back

    @property
    def due(self) -> int:
        """Cash in fen."""
        return self.ready.amounts.cash_pay if self.ready is not None else 0

    @property
    def may_settle(self) -> bool:
        """Where the insurance refuses, charging the person alone has to be chosen."""
        return self.ready is not None and not self.busy and not (self.ready.refusal and not self.self_pay)


def place_of(settled: Settled, uploaded: frozenset[UUID]) -> Place:
    """How far a settlement has come."""
    if settled.quarantined:
        return Place.ASIDE
    if settled.adjudged_status in ("adjusted", "voided"):
        return Place.DIFFERS
    if settled.adjudged_status:
        return Place.AGREED
    return Place.UPLOADED if settled.id in uploaded else Place.HERE


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


def shares_of(amounts: Amounts) -> tuple[Share, ...]:
    """Who pays, for the picture."""
    return (
        Share(Payer.FUND, amounts.hifp_pay),
        Share(Payer.MAJOR, amounts.hifmi_pay + amounts.hifob_pay),
        Share(Payer.ASSISTANCE, amounts.maf_pay),
        Share(Payer.ACCOUNT, amounts.acct_pay + amounts.ewallet_pay),
        Share(Payer.CASH, amounts.cash_pay),
    )
