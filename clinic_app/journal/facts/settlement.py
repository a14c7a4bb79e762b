"""收费结算.  Amounts carry the national platform's field names, in fen; zeros are left out (docs/settlement.md)."""

from datetime import date
from typing import ClassVar, Final
from uuid import UUID

import msgspec

from clinic_app.journal.fact import Fact
from clinic_app.journal.facts.county import Chronic

# How money moves between a person and the clinic; `deposit` and `prepaid` are money that was left before.
TENDERS: Final = ("cash", "purse", "wechat", "alipay", "bank", "deposit", "prepaid")


class BillLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One charged item as it went into the computation."""

    feedetl_sn: str
    med_list_codg: str
    name: str
    pric_e6: int
    cnt_e4: int
    unit: str = ""
    hosp_appr_flag: str = "0"
    psn_request: bool = False
    purc_pric_e6: int | None = None
    split: dict[str, int] = {}  # fen: the line's share of each amount; zeros left out


class Referred(msgspec.Struct, frozen=True, kw_only=True):
    """转诊 that an admission is made on."""

    type: str  # up, down
    from_lv: str
    registered: bool
    same_area: bool
    date: date


class PersonKnown(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """参保信息 as the clinic knew it when it computed."""

    psn_insu_stas: str = "1"
    death_date: date | None = None
    maf_group: str = ""
    contract_inst: str = ""
    chronic: tuple[Chronic, ...] = ()


class SettlementMade(Fact, frozen=True, kw_only=True):
    """A bill, what it cost whom, and how the person paid: one whole action.

    The settlement's id is the entry's.
    """

    type: ClassVar[str] = "settlement.made"
    action: ClassVar[str] = "settlement"

    visit_id: UUID
    number: str  # of the receipt: the device's letter and a serial
    setl_date: date
    begndate: date
    enddate: date
    fixmedins_code: str
    inst_lv: str
    med_type: str
    insutype: str = ""  # empty: self-pay, no policy was asked
    psn_no: str = ""
    mdtrt_cert_type: str = ""
    diag_code: str = ""
    dise_codg: str = ""
    pay_way: str = "item"
    emergency: bool = False
    referral: Referred | None = None
    acct_request: int = 0  # fen
    ewallet_request: int = 0  # fen
    lines: tuple[BillLine, ...]
    person: PersonKnown = PersonKnown()
    status: str  # settled (self-pay), provisional (offline)
    policy_id: str = ""
    policy_version: str = ""
    warnings: tuple[str, ...] = ()
    dedc_std: int = 0
    adm_seq: int | None = None
    limited_by: str = ""
    gc_repeat: bool = False
    amounts: dict[str, int]
    year: int = 0
    effect: dict[str, int] = {}  # change of the year's accumulators, as the clinic knew them
    gc_last: date | None = None  # the consultation fee's day, when this settlement moved it
    gc_last_before: date | None = None
    received: int = 0  # fen of cash handed over
    change: int = 0  # fen of cash given back
    tender: dict[str, int] = {}  # fen by TENDERS, together psn_cash_pay; empty: all of it in cash
    purse_call: UUID | None = None  # the e-purse debit that paid `ewallet_pay`
    resettles: UUID | None = None  # of a partial refund: the red that this is what remains of
    setl_id: str = ""  # 结算ID of the insurance platform, where that settled and not the county
    deferred: UUID | None = None  # 补结算: the bill on account that this ends

    @property
    def fen(self) -> int:
        return self.amounts.get("medfee_sumamt", 0)


class TakenBack(msgspec.Struct, frozen=True):
    """One line of a partial refund."""

    feedetl_sn: str
    cnt_e4: int  # taken back


class SettlementReversed(Fact, frozen=True, kw_only=True):
    """红冲: every amount of the original negated; the original stays as printed."""

    type: ClassVar[str] = "settlement.reversed"
    action: ClassVar[str] = "settlement"

    settlement_id: UUID
    number: str
    refund_date: date
    reason: str = ""
    amounts: dict[str, int]
    year: int = 0
    effect: dict[str, int] = {}
    psn_no: str = ""
    lines: tuple[TakenBack, ...] = ()  # empty: everything
    new_setl_id: UUID | None = (
        None  # of a partial refund: the settlement that follows in the same transaction
    )
    tender: dict[str, int] = {}  # fen by TENDERS that really went back (negative) or came in

    @property
    def fen(self) -> int:
        return self.amounts.get("medfee_sumamt", 0)


class BillDeferred(Fact, frozen=True, kw_only=True):
    """挂账: the insurance could not be asked; the person paid an estimate, the settlement follows (补结算)."""

    type: ClassVar[str] = "bill.deferred"
    action: ClassVar[str] = "settlement"

    visit_id: UUID
    number: str  # of the slip
    reason: str
    medfee_sumamt: int  # fen
    estimate: dict[str, int]  # amounts as they were expected, marked 估算
    tender: dict[str, int] = {}  # fen by TENDERS, what the person left


class DifferenceSettled(Fact, frozen=True, kw_only=True):
    """差额结清 (adjust_cash): what the county's adjudication left open with the person is collected or handed back."""

    type: ClassVar[str] = "difference.settled"
    action: ClassVar[str] = "settlement"

    settlement_id: UUID
    number: str
    amount: int  # fen: collected from the person (+), handed back (-)
    tender: dict[str, int] = {}  # fen by TENDERS; empty: all of it in cash

    @property
    def fen(self) -> int:
        return self.amount
