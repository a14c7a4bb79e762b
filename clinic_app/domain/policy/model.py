"""A policy as the settlement reads it: frozen tables, one class each.

Money is fen, ratios are basis points (10000 = 100 %), unit prices micro-yuan.
Names are the keys of the file (docs/settlement.md).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueRow:
    """三大目录: one row of the drug, service and material catalogue."""

    med_list_codg: str
    name: str
    kind: str  # drug | service | material
    chrgitm_lv: str  # 01 甲, 02 乙, 03 丙
    selfpay_prop_bp: int  # 先行自付比例, 0 unless class B
    pric_uplmt_e6: int | None = None  # 限价, micro-yuan
    pric_uplmt_by_lv: Mapping[str, int] | None = None  # wins for the levels it names
    lmt_used: bool = False  # 限制使用: needs approval
    gc: bool = False  # 一般诊疗费
    effective_from: date | None = None
    effective_to: date | None = None  # exclusive

    def limit_at(self, inst_lv: str) -> int | None:
        """The limit price of this level in micro-yuan, if there is one."""
        by_level = self.pric_uplmt_by_lv
        if by_level is not None and inst_lv in by_level:
            return by_level[inst_lv]
        return self.pric_uplmt_e6

    def covers(self, day: date) -> bool:
        return (self.effective_from is None or self.effective_from <= day) and (
            self.effective_to is None or day < self.effective_to
        )


@dataclass(frozen=True, slots=True)
class Segment:
    """分段: from this in-scope amount upward, this ratio."""

    from_fen: int
    ratio_bp: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Benefit:
    """待遇: deductible, cap and ratios of one kind of visit."""

    dedc_mode: str  # none | visit | year
    dedc_fen: tuple[int, ...]  # by admission number; the last one repeats
    segments: tuple[Segment, ...]
    visit_cap_fen: int | None = None

    def standard(self, admission: int) -> int:
        """起付标准 of the `admission`-th admission of the year (1 for other visits)."""
        if self.dedc_mode == "none":
            return 0
        return self.dedc_fen[min(admission, len(self.dedc_fen)) - 1]


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelBenefit:
    """A benefit row by institution level; `noref_minus_bp` counts for inpatients only."""

    inst_lv: str
    benefit: Benefit
    noref_minus_bp: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ChronicDisease:
    """门诊慢特病: a benefit row by disease."""

    dise_codg: str
    name: str
    levels: tuple[str, ...]
    annual_cap_fen: int
    benefit: Benefit


@dataclass(frozen=True, slots=True, kw_only=True)
class General:
    settle_cert_types: tuple[str, ...]
    ratio_cap_bp: int
    zero_markup_levels: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralRules:
    up_mode: str  # difference | full
    down_mode: str  # cancel | full
    up_from_levels: tuple[str, ...]
    down_to_levels: tuple[str, ...]
    valid_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PrimaryPlus:
    """基层加点: percentage points added to the ratio at listed levels."""

    plus_bp: int
    levels: tuple[str, ...]
    med_types: tuple[str, ...]
    common_disease_only: bool
    diag_prefixes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeductibleWaiver:
    groups: tuple[str, ...]
    med_types: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MajorDisease:
    """重大疾病: a floor under the ratio."""

    dise_codg: str
    levels: tuple[str, ...]
    ratio_bp: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnualCap:
    """年度封顶线 over one or more visit types."""

    cap_id: str
    med_types: tuple[str, ...]
    includes_gc: bool
    cap_fen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultationFee:
    """一般诊疗费: standard, the fund's part of it, and how soon it may be charged again."""

    inst_lv: str
    std_fen: int
    fund_fen: int
    repeat_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CmiRelief:
    """大病保险倾斜: a lower start and more points for listed groups."""

    groups: tuple[str, ...]
    start_fen: int
    plus_bp: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Cmi:
    """大病保险 on the yearly burden."""

    enabled: bool
    med_types: tuple[str, ...] = ()
    start_fen: int = 0
    annual_cap_fen: int | None = None
    segments: tuple[Segment, ...] = ()
    relief: tuple[CmiRelief, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MafRule:
    """医疗救助 for one group; `acc` names the accumulator (op | ip)."""

    group: str
    med_types: tuple[str, ...]
    acc: str
    start_fen: int
    ratio_bp: int
    annual_cap_fen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Maf:
    one_stop_cert_types: tuple[str, ...]
    rules: tuple[MafRule, ...]

    def rule_for(self, group: str, med_type: str) -> MafRule | None:
        for rule in self.rules:
            if rule.group == group and med_type in rule.med_types:
                return rule
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class DiseasePackage:
    """按病种付费: a standard price; the person pays `psn_bp` of it."""

    dise_codg: str
    name: str
    levels: tuple[str, ...]
    std_fen: int
    psn_bp: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountRules:
    enabled: bool
    scope: str  # all | inscp


@dataclass(frozen=True, slots=True, kw_only=True)
class EwalletRules:
    enabled: bool
    cert_types: tuple[str, ...]
    txn_max_fen: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfflineRules:
    allow_med_types: tuple[str, ...]
    max_age_days: int
    visit_fund_max_fen: int
    adjust_tolerance_fen: int
    bearer_accum: str  # person | clinic | fund
    bearer_elig: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version of the policy, complete in itself; nothing is inherited."""

    version_id: str
    effective_from: date
    effective_to: date | None  # exclusive; None: open
    general: General
    require_contract: bool
    outpatient: tuple[LevelBenefit, ...]
    chronic: tuple[ChronicDisease, ...]
    inpatient: tuple[LevelBenefit, ...]
    referral: ReferralRules
    primary_plus: PrimaryPlus
    dedc_waive: DeductibleWaiver
    major_disease: tuple[MajorDisease, ...]
    annual_caps: tuple[AnnualCap, ...]
    gc: tuple[ConsultationFee, ...]
    cmi: Cmi
    maf: Maf
    disease_pay: tuple[DiseasePackage, ...]
    acct: AccountRules
    ewallet: EwalletRules
    offline: OfflineRules

    def covers(self, day: date) -> bool:
        return self.effective_from <= day and (self.effective_to is None or day < self.effective_to)

    def outpatient_at(self, inst_lv: str) -> LevelBenefit | None:
        return next((row for row in self.outpatient if row.inst_lv == inst_lv), None)

    def inpatient_at(self, inst_lv: str) -> LevelBenefit | None:
        return next((row for row in self.inpatient if row.inst_lv == inst_lv), None)

    def chronic_for(self, dise_codg: str | None) -> ChronicDisease | None:
        return next((row for row in self.chronic if row.dise_codg == dise_codg), None)

    def fee_at(self, inst_lv: str) -> ConsultationFee | None:
        return next((row for row in self.gc if row.inst_lv == inst_lv), None)

    def package_for(self, dise_codg: str | None, inst_lv: str) -> DiseasePackage | None:
        for row in self.disease_pay:
            if row.dise_codg == dise_codg and inst_lv in row.levels:
                return row
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """医保政策: the versions and the catalogue of one file."""

    policy_id: str
    title: str
    region: str
    insutypes: tuple[str, ...]
    catalogue: Mapping[str, tuple[CatalogueRow, ...]]  # by code, rows in file order
    versions: tuple[Version, ...]

    def version_on(self, day: date) -> Version | None:
        """The version in force on `day`, the end of the service; None if none covers it."""
        for version in self.versions:
            if version.covers(day):
                return version
        return None

    def version_named(self, version_id: str) -> Version | None:
        return next((version for version in self.versions if version.version_id == version_id), None)

    def row_on(self, med_list_codg: str, day: date) -> CatalogueRow | None:
        """The first catalogue row of this code whose dates cover `day`."""
        for row in self.catalogue.get(med_list_codg, ()):
            if row.covers(day):
                return row
        return None
