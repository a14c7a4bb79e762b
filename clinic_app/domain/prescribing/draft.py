"""处方草稿: what the doctor is about to sign."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

WHOLE_E4 = 10_000  # one selling unit


class Kind(StrEnum):
    """处方种类; each has its own colour of paper (处方管理办法 (2007) annex 1)."""

    ORDINARY = "ordinary"  # 普通, white
    EMERGENCY = "emergency"  # 急诊, light yellow
    PAEDIATRIC = "paediatric"  # 儿科, light green
    NARCOTIC = "narcotic"  # 麻醉 and 精一, light red
    PSY2 = "psy2"  # 精二, white and marked
    HERBS = "herbs"  # 中药饮片


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One drug, as it will be printed."""

    drug: str  # code of the catalogue of medicines or of herbs
    name: str = ""  # as written; empty: the catalogue's
    dose: str = ""  # one dose with its unit: "0.5g"; of a herb in one 剂
    frequency: str = ""  # codes/frequency.csv
    route: str = ""  # codes/route.csv
    days: int = 0
    cnt_e4: int = 0  # quantity in ten-thousandths of `unit`
    unit: str = ""  # selling unit: the pack's or the smallest
    group: int = 0  # 组: lines of one infusion share a number; 0: alone
    own: bool = False  # 自备药
    lot: str = ""  # the lot it will be taken from, where a skin test holds for one lot
    note: str = ""  # 先煎 …


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoction:
    """How herbs are taken."""

    doses: int  # 剂数
    usage: str = ""  # 水煎服，一日一剂，早晚分服


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """What the prescriber typed in answer to a rule, with the second signature."""

    rule: str  # P02
    drug: str = ""  # the drug that it is about; empty: the whole prescription
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One sheet before it is signed."""

    kind: Kind = Kind.ORDINARY
    department: str = ""
    lines: tuple[Line, ...] = ()
    diagnoses: tuple[str, ...] = ()  # ICD-10 (or GB/T 15657 for herbs); "" where one has words only
    reasons: tuple[Reason, ...] = ()
    decoction: Decoction | None = None
    long_term: bool = False  # 长期处方
    countersigned: bool = False  # by a doctor, for a trainee
    consulted: bool = False  # authorised experts agreed to a SPEC antibiotic
    issued: date | None = None  # None: today
    valid_days: int = 1  # the prescriber may extend to 3
