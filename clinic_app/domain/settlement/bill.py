"""What a settlement is made from: the person, the visit's bill, and how it is settled.

Names are those of the platform (docs/settlement.md §2); money is fen, a unit price
micro-yuan, a quantity ten-thousandths.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from clinic_app.domain.policy.model import CatalogueRow

INSURED = "1"  # psn_insu_stas 正常参保
APPROVED = "1"  # hosp_appr_flag 已审批


@dataclass(frozen=True, slots=True, kw_only=True)
class ChronicRegistration:
    """门诊慢特病备案; both dates belong to it, no end means open."""

    dise_codg: str
    valid_from: date
    valid_to: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """参保人, as the insurance knows the person: by psn_no, never by resident."""

    psn_no: str
    insutype: str
    psn_insu_stas: str = INSURED
    death_date: date | None = None
    maf_group: str | None = None  # 救助对象类别
    contract_inst: str | None = None  # 签约机构
    chronic: tuple[ChronicRegistration, ...] = ()

    def is_registered(self, dise_codg: str | None, day: date) -> bool:
        return any(
            row.dise_codg == dise_codg
            and row.valid_from <= day
            and (row.valid_to is None or day <= row.valid_to)
            for row in self.chronic
        )


class Direction(StrEnum):
    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral:
    """转诊 that an admission is made on."""

    type: Direction
    from_lv: str
    registered: bool
    same_area: bool
    date: date


class PayWay(StrEnum):
    ITEM = "item"  # 按项目
    DISEASE = "disease"  # 按病种


@dataclass(frozen=True, slots=True, kw_only=True)
class BillLine:
    feedetl_sn: str
    med_list_codg: str
    pric_e6: int  # unit price, micro-yuan
    cnt_e4: int  # quantity, ten-thousandths
    hosp_appr_flag: str = "0"
    psn_request: bool = False  # the person asked for it, outside the package
    purc_pric_e6: int | None = None  # purchase price


@dataclass(frozen=True, slots=True, kw_only=True)
class Bill:
    """One visit's charges.  A date that could not be read is None and refuses the bill (E_DATE)."""

    mdtrt_id: str
    fixmedins_code: str
    inst_lv: str
    med_type: str
    begndate: date | None
    enddate: date | None
    setl_date: date | None
    mdtrt_cert_type: str
    lines: tuple[BillLine, ...]
    diag_code: str | None = None
    dise_codg: str | None = None
    pay_way: PayWay = PayWay.ITEM
    emergency: bool = False
    referral: Referral | None = None
    acct_request: int = 0
    ewallet_request: int = 0


class Mode(StrEnum):
    ONLINE = "online"  # computed on the county's state: final
    OFFLINE = "offline"  # computed on the client's cache: provisional


@dataclass(frozen=True, slots=True, kw_only=True)
class Balances:
    """What the person's account and e-wallet hold, in fen."""

    acct_balance: int = 0
    ewallet_balance: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What was really taken from account and e-wallet: never more than this again."""

    acct_pay: int
    ewallet_pay: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Inherited:
    """What a re-settlement takes over, because it depends on what happened then."""

    policy_version: str
    adm_seq: int | None
    gc_repeat: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """Everything beside policy, person, state and bill that a settlement depends on."""

    mode: Mode = Mode.ONLINE
    balances: Balances = Balances()
    visit_is_live: bool = False  # the visit already has a live settlement (check 9)
    synced_on: date | None = None  # the cache's date; None: never stale
    force_version: str | None = None  # an outdated client's version; offline only
    overlay: Mapping[str, CatalogueRow] = field(default_factory=dict)  # rows before the policy's own
    inherited: Inherited | None = None  # set for the re-settlement of a partial refund
    taken: Taken | None = None  # set where money has been taken already
