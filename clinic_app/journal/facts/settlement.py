"""收费结算.  Amounts carry the national platform's field names, in fen; zeros are left out (docs/settlement.md)."""

from datetime import date
from typing import Any, ClassVar
from uuid import UUID

import msgspec

from clinic_app.journal.fact import Fact


class BillLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One charged item as it went into the computation."""

    feedetl_sn: str
    med_list_codg: str
    name: str
    pric_e6: int
    cnt_e4: int
    unit: str = ""
    hosp_appr_flag: str = "0"
    split: dict[str, int] = {}  # fen: the line's share of each amount; zeros left out


class SettlementMade(Fact, kw_only=True):
    """A bill, what it cost whom, and how the person paid: one whole action.  The settlement's id is the entry's."""

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
    lines: tuple[BillLine, ...]
    person: dict[str, Any] = {}  # what the clinic knew of the insured person when it computed
    status: str  # settled (self-pay), provisional (offline)
    policy_id: str = ""
    policy_version: str = ""
    warnings: tuple[str, ...] = ()
    dedc_std: int = 0
    limited_by: str = ""
    amounts: dict[str, int]
    year: int = 0
    effect: dict[str, int] = {}  # change of the year's accumulators, as the clinic knew them
    gc_last: date | None = None
    received: int = 0  # fen of cash handed over
    change: int = 0  # fen of cash given back


class SettlementReversed(Fact, kw_only=True):
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
