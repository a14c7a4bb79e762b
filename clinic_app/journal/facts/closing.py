"""日结: a closing is itself a record and is never re-opened (docs/closing.md)."""

from datetime import date
from typing import ClassVar
from uuid import UUID

import msgspec

from clinic_app.journal.fact import Fact


class JournalRange(msgspec.Struct, frozen=True):
    """A run of entries of one device, both ends included; it begins where the closing before it ended."""

    device: UUID
    incarnation: UUID
    begin_seq: int
    end_seq: int


class Group(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One line of the total reconciliation (总额对账), with the four figures that the platform compares."""

    insutype: str = ""  # empty: self-pay
    clr_type: str = ""  # 11, 14, 21
    refd_setl_flag: int = 0  # 0 settlements, 1 reds
    fixmedins_setl_cnt: int
    medfee_sumamt: int
    fund_pay_sumamt: int
    acct_pay: int


class ReceiptRange(msgspec.Struct, frozen=True):
    """First and last receipt number of one device and day."""

    first: str
    last: str
    used: int
    void: int


class ClosingMade(Fact, frozen=True, kw_only=True):
    """日结 of one device's window (`level` cashier), or of the facility over its windows' closings."""

    type: ClassVar[str] = "closing.made"
    action: ClassVar[str] = "closing"
    signed: ClassVar[bool] = True

    level: str  # cashier, facility
    number: str
    opter_id: str
    biz_date: date
    ranges: tuple[JournalRange, ...] = ()
    closings: tuple[UUID, ...] = ()  # of a facility's closing: those that it sums
    records: tuple[UUID, ...] = ()  # settlements and reds, in the order of making
    movements: tuple[
        UUID, ...
    ] = ()  # what else moved money: bills on account, deposits, differences, purse debits
    n_setl: int = 0
    n_red: int = 0
    n_provisional: int = 0
    sums: dict[str, int] = {}  # fen by amount
    by_med_type: dict[str, dict[str, int]] = {}
    by_opter: dict[str, dict[str, int]] = {}
    by_category: dict[str, int] = {}  # fen of charges by charge category
    groups: tuple[Group, ...] = ()
    tender: dict[str, int] = {}  # fen by means of payment, reds negative: of the records alone
    taken: dict[str, int] = {}  # fen that changed hands in all, by means; `cash` is the drawer's
    receipts: tuple[ReceiptRange, ...] = ()
    cash_adjust: int = 0  # fen: differences settled with persons, in cash
    deposits_in: int = 0  # fen of cash
    deposits_out: int = 0
    deferred_in: int = 0  # fen of cash left for bills on account
    float_in: int = 0  # 备用金
    cash_expected: int = 0
    cash_counted: int = 0
    cash_diff: int = 0  # counted minus expected: 长款 +, 短款 -
    counts: dict[str, int] = {}  # notes and coins by their value in fen, where the drawer was counted so
    ewallet_debited: int = 0  # fen of the succeeded purse debits
    drugs_settled: int = 0  # fen
    drugs_dispensed: int = 0  # fen
    not_dispensed: tuple[UUID, ...] = ()  # settled and not handed out
    not_settled: tuple[UUID, ...] = ()  # handed out and not settled
    open_calls: tuple[UUID, ...] = ()  # outside calls without a certain outcome
    unclosed: tuple[UUID, ...] = ()  # of a facility's closing: devices whose window has not closed
    note: str = ""  # what explains a difference
    facility_name: str = ""  # as it was, so that a reprint needs the entry alone
    names: dict[str, str] = {}  # of staff, by id
