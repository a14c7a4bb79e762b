"""支付计划: the year's budgets, rates and packages as frozen tables.  Money is fen, ratios are bp.

The file that it is read from is described in docs/payment.md and by resources/policies/payment_plan.example.toml.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from clinic_app.domain.payment.budget import Bands
from clinic_app.domain.payment.pool import Township

OUTPATIENT: Final = "11"
CHRONIC: Final = "14"
INPATIENT: Final = "21"
CLR_TYPES: Final = (OUTPATIENT, CHRONIC, INPATIENT)


class OwnMethod(StrEnum):
    """How an institution is paid, where nothing below says otherwise."""

    STATEMENT = "statement"  # 据实结算: Σ fund_due
    BUDGET = "budget"  # 总额预付
    CAPITATION = "capitation"  # 按人头: outpatient visits of persons contracted


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolPlan:
    insutypes: tuple[str, ...]
    gov_min_fen: int  # a head
    carried_over_fen: int
    risk_reserve_bp: int
    townships: tuple[Township, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetTerms:
    insutypes: tuple[str, ...]
    clr_types: tuple[str, ...]  # which statements count against the budget
    quality_bp: int
    bands: Bands
    growth_ahead_bp: int | None  # None: growth is not checked


@dataclass(frozen=True, slots=True, kw_only=True)
class CapitationTerms:
    insutypes: tuple[str, ...]
    rate_year_fen: int
    share_bp: int  # of an overspend, borne by the fund
    limit_bp: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DiseaseRate:
    dise_codg: str
    rate_month_fen: int
    weight_bp: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChronicTerms:
    insutypes: tuple[str, ...]
    seen_within_days: int  # followed up: paid for at any institution so recently; 0: registration is enough
    diseases: tuple[DiseaseRate, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SurplusTerms:
    """按病种清算: the person's share by disease; `psn_bp` where none is named."""

    insutypes: tuple[str, ...]
    psn_bp: int
    by_disease: tuple[tuple[str, int], ...]

    def psn_bp_of(self, dise_codg: str) -> int:
        return dict(self.by_disease).get(dise_codg, self.psn_bp)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractTerms:
    insutypes: tuple[str, ...]
    count_on: date
    fee_fen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Alliance:
    name: str
    primary: tuple[str, ...]
    hospitals: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    code: str
    weight: int
    score_bp: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PackagePlan:
    name: str
    insutypes: tuple[str, ...]
    budget_fen: int
    outside_fen: int  # fund_due of its persons at institutions outside this county's platform
    coefficient_bp: int
    audited_fen: int
    share_bp: int
    limit_bp: int
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FacilityPlan:
    code: str
    own_method: OwnMethod
    primary: bool
    budget_fen: int
    last_budget_fen: int
    chronic_package: bool
    score_bp: int | None  # 考核得分; known at the year's end


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    year: int
    title: str
    pool: PoolPlan | None
    budget: BudgetTerms | None
    capitation: CapitationTerms | None
    chronic: ChronicTerms | None
    surplus: SurplusTerms | None
    contract: ContractTerms | None
    alliances: tuple[Alliance, ...]
    package: PackagePlan | None
    facilities: tuple[FacilityPlan, ...]

    def facility(self, code: str) -> FacilityPlan | None:
        return next((one for one in self.facilities if one.code == code), None)

    def budgeted(self, code: str, insutype: str, clr_type: str) -> bool:
        """Whether statements of this kind count against a budget."""
        own, terms = self.facility(code), self.budget
        return (
            own is not None
            and terms is not None
            and own.own_method is OwnMethod.BUDGET
            and insutype in terms.insutypes
            and clr_type in terms.clr_types
        )

    def by_head(self, code: str, insutype: str, clr_type: str) -> bool:
        """Whether the institution is paid by head for its persons' visits of this kind."""
        own = self.facility(code)
        if own is None:
            return False
        if clr_type == OUTPATIENT and self.capitation is not None:
            return own.own_method is OwnMethod.CAPITATION and insutype in self.capitation.insutypes
        if clr_type == CHRONIC and self.chronic is not None:
            return own.chronic_package and insutype in self.chronic.insutypes
        return False

    def without_score(self) -> tuple[str, ...]:
        """Institutions whose year cannot be ended before they have a score."""
        return tuple(
            one.code
            for one in self.facilities
            if one.own_method is not OwnMethod.STATEMENT and one.score_bp is None
        )
