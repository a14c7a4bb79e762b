"""结算申报: what one record brings to a batch statement, and what a statement adds up to (docs/reconciliation.md)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

from clinic_app.domain.reconciliation import Due, due_of, forgiven

MAX_RECORDS: Final = 20_000  # of one statement; more are parts

# The header's sums, each the sum of the same figure of the details, in fen.  The clinic's figures, but for the
# dues and `dise_surplus_amt`, which is the county's: the clearing pays on it.
SUMS: Final = (
    "medfee_sumamt",
    "inscp_scp_amt",
    "fund_pay_sumamt",
    "fund_due",
    "hifp_due",
    "hifmi_due",
    "hifob_due",
    "maf_due",
    "acct_pay",
    "psn_part_amt",
    "hosp_part_amt",
    "person_due",
    "clinic_loss",
    "absorbed",
    "dise_surplus_amt",
    "deducted",
)
_CLINICS: Final = (
    "medfee_sumamt",
    "inscp_scp_amt",
    "fund_pay_sumamt",
    "acct_pay",
    "psn_part_amt",
    "hosp_part_amt",
)


class RecordKind(StrEnum):
    """What stands on a statement; each is an entry of its own."""

    SETTLE = "settle"
    RED = "red"
    ADJUST = "adjust"  # a person's share that nobody can collect, decided by the county
    DEDUCT = "deduct"  # 扣款 after a finding


class Status(StrEnum):
    """申报表状态."""

    DRAFT = "draft"  # what closing the month would issue
    SENT = "sent"
    CONFIRMED = "confirmed"
    DISPUTED = "disputed"
    APPROVED = "approved"
    PAID = "paid"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What the dues of a settlement follow from."""

    action: str  # "" where the county agreed
    client: Mapping[str, int]  # fen, as printed
    county: Mapping[str, int]  # fen, as adjudicated
    clinic_fault: bool = False  # 县级调整: the clinic's figures were found wrong
    county_change: Mapping[str, int] = field(default_factory=dict)  # 县级调整 of the county's figures
    upheld: int = 0  # fen that the county granted on disputes
    decided: int = 0  # fen of the person's share that the county laid on the fund or the clinic (差额裁定)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dues:
    """Who owes whom for one record, the fund's part by fund.  Fen."""

    fund_due: int = 0
    hifp_due: int = 0
    hifmi_due: int = 0
    hifob_due: int = 0
    maf_due: int = 0
    person_due: int = 0
    clinic_loss: int = 0
    absorbed: int = 0  # of fund_due: what the fund bears beyond the county's own figure

    def plus(self, other: "Dues") -> "Dues":
        return Dues(
            **{name: getattr(self, name) + getattr(other, name) for name in Dues.__dataclass_fields__}
        )

    def negated(self) -> "Dues":
        """Of the red that takes the record back: the two cancel."""
        return Dues(**{name: -getattr(self, name) for name in Dues.__dataclass_fields__})


def dues_of(judged: Judged) -> Dues:
    """The dues of a settlement.  fund_due + person_due + clinic_loss is what the clinic computed for the fund.

    Raises:
        ValueError: an action that is none of the table's.
    """
    county = {
        name: judged.county.get(name, 0) + judged.county_change.get(name, 0)
        for name in ("fund_pay_sumamt", "hosp_part_amt", "hifmi_pay", "hifob_pay", "maf_pay")
    }
    client_fund = judged.client.get("fund_pay_sumamt", 0)
    if judged.clinic_fault:
        due = Due(county["fund_pay_sumamt"], 0, client_fund - county["fund_pay_sumamt"])
    else:
        rise = county["hosp_part_amt"] - judged.client.get("hosp_part_amt", 0)
        due = due_of(judged.action, client_fund, county["fund_pay_sumamt"], rise)
    fund_due = due.fund_due + judged.upheld
    off_person = forgiven(due.person_due, judged.decided, judged.upheld)
    others = county["hifmi_pay"] + county["hifob_pay"] + county["maf_pay"]
    return Dues(
        fund_due=fund_due,
        hifp_due=fund_due - others,
        hifmi_due=county["hifmi_pay"],
        hifob_due=county["hifob_pay"],
        maf_due=county["maf_pay"],
        person_due=due.person_due - off_person,
        clinic_loss=due.clinic_loss - (judged.upheld - off_person),
        absorbed=client_fund - county["fund_pay_sumamt"] if judged.action == "FUND_ABSORB" else 0,
    )


def decided_dues(bearer: str, amount: int) -> Dues:
    """差额裁定: what moves when a person's share of `amount` fen is laid on the fund or the clinic."""
    if bearer == "fund":
        return Dues(fund_due=amount, hifp_due=amount, person_due=-amount, absorbed=amount)
    return Dues(person_due=-amount, clinic_loss=amount)


@dataclass(frozen=True, slots=True, order=True)
class Group:
    """One statement each, for an institution and month."""

    insutype: str
    clr_type: str  # 11 outpatient, 14 chronic, 21 inpatient
    refd_setl_flag: int  # 0 settlements, adjustments and deductions; 1 reds


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a statement's detail."""

    record: UUID
    kind: RecordKind
    group: Group
    day: date | None  # setl_date; of a red its refund_date
    number: str = ""  # of the receipt
    psn_no: str = ""
    mdtrt_id: UUID | None = None
    med_type: str = ""
    dise_codg: str = ""
    pay_way: str = ""
    enddate: date | None = None
    action: str = ""
    cause: str = ""
    client: Mapping[str, int] = field(default_factory=dict)  # fen by field
    county: Mapping[str, int] = field(default_factory=dict)
    dues: Dues = Dues()
    deducted: int = 0  # fen; of a red: given back (-)
    carried: bool = False  # disputed on an earlier statement

    def figures(self) -> dict[str, int]:
        """What the line adds to each of SUMS."""
        known = {name: self.client.get(name, 0) for name in _CLINICS}
        known |= {name: getattr(self.dues, name) for name in Dues.__dataclass_fields__}
        return known | {
            "dise_surplus_amt": self.county.get("dise_surplus_amt", 0),
            "deducted": self.deducted,
        }


def sums_of(lines: Iterable[Line]) -> dict[str, int]:
    """The header's sums: each the sum over the details."""
    sums = dict.fromkeys(SUMS, 0)
    for line in lines:
        for name, amount in line.figures().items():
            sums[name] += amount
    return sums


def minus(sums: Mapping[str, int], others: Mapping[str, int]) -> dict[str, int]:
    """What is left of a statement without some of its lines."""
    return {name: sums.get(name, 0) - others.get(name, 0) for name in SUMS}


@dataclass(frozen=True, slots=True)
class Part:
    """The lines of one statement, or of one part of a statement too long for one entry."""

    group: Group
    no: int  # from 1
    lines: tuple[Line, ...]


def parted(lines: Iterable[Line], longest: int = MAX_RECORDS) -> list[Part]:
    """Lines cut into statements by group, and into parts of at most `longest`, each record once.

    Inside a part they stand by day and receipt, so that equal lines give equal statements.
    """
    groups: dict[Group, list[Line]] = {}
    for line in lines:
        groups.setdefault(line.group, []).append(line)
    return [
        Part(group, no + 1, tuple(ordered[at : at + longest]))
        for group in sorted(groups)
        for ordered in [sorted(groups[group], key=_order)]
        for no, at in enumerate(range(0, len(ordered), longest))
    ]


def _order(line: Line) -> tuple[date, str, str]:
    return line.day or date.min, line.number, line.record.hex
