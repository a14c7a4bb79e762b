"""基金运行分析: the fund's indicators, each a quotient of figures that only add up.

Source: docs/monitoring.md (reconciliation specification §7).  Money is fen, shares are basis points.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Final, Self

from clinic_app.domain.money import half_up

_BP: Final = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What one institution did in a period, reds subtracted; the figures of several add up field by field."""

    visits: int = 0  # med_type 11 and 14
    admissions: int = 0
    records: int = 0
    offline_records: int = 0
    agreed: int = 0  # of the offline records
    medfee_op: int = 0  # fen
    medfee_ip: int = 0
    medfee: int = 0
    inscp_ip: int = 0
    hifp_ip: int = 0
    hifmi_ip: int = 0
    maf_ip: int = 0
    fund_ip: int = 0
    fund_pay: int = 0  # fund_pay_sumamt as the clinics computed it
    fund_due: int = 0
    fund_due_primary: int = 0  # of village, township and community
    visits_primary: int = 0
    visits_all: int = 0  # the same as visits, of every level
    out_of_scope: int = 0
    maf: int = 0
    maf_visits: int = 0
    maf_group_visits: int = 0  # visits of persons with an assistance group
    bed_days: int = 0
    repeats: int = 0  # admissions within 15 days after a discharge with the same main diagnosis group
    up_referrals: int = 0
    down_referrals: int = 0
    drug_fee: int = 0
    line_fee: int = 0
    drug_lines: int = 0
    essential_lines: int = 0
    essential_fee: int = 0
    ordered_drug_fee: int = 0
    prescriptions: int = 0
    antibiotic_prescriptions: int = 0
    injection_prescriptions: int = 0
    treated: int = 0  # visits with a signed encounter
    infusion_visits: int = 0
    home_visits: int = 0  # of contracted persons, at their own institution
    contracted_visits: int = 0
    abs_diff: int = 0  # fen, sum of the absolute differences found by the county
    insured: int = 0  # persons

    def plus(self, other: Self) -> "Figures":
        return Figures(
            **{one.name: getattr(self, one.name) + getattr(other, one.name) for one in fields(self)}
        )


NO_FIGURES: Final = Figures()


def together(parts: Iterable[Figures]) -> Figures:
    """The county's figures out of its institutions'."""
    total = NO_FIGURES
    for part in parts:
        total = total.plus(part)
    return total


class Unit(StrEnum):
    SHARE = "bp"
    MONEY = "fen"
    TENTHS = "tenths"  # of a day
    COUNT = "count"


class Group(StrEnum):
    MONEY = "money"
    SERVICE = "service"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Indicator:
    """One line of the analysis: `over(figures) / under(figures)`, in its unit."""

    id: str
    group: Group
    unit: Unit
    chinese: str
    english: str
    formula: str
    over: Callable[[Figures], int]
    under: Callable[[Figures], int]
    yellow_above: int | None = None  # of the unit
    yellow_below: int | None = None
    drill: str = ""  # med_type of the settlements behind it; "": all

    def value(self, figures: Figures) -> int | None:
        """``None`` where the denominator is 0: no value is not zero."""
        under = self.under(figures)
        if under <= 0:
            return None
        scale = {Unit.SHARE: _BP, Unit.TENTHS: 10}.get(self.unit, 1)
        over = self.over(figures) * scale
        return half_up(over, under) if over >= 0 else -half_up(-over, under)

    def is_yellow(self, value: int | None) -> bool:
        if value is None:
            return False
        above = self.yellow_above is not None and value > self.yellow_above
        return above or (self.yellow_below is not None and value < self.yellow_below)


def _one(_: Figures) -> int:
    return 1


def _share(
    id: str, group: Group, chinese: str, english: str, over: str, under: str, formula: str, **more: int | str
) -> Indicator:
    return _quotient(id, group, Unit.SHARE, chinese, english, over, under, formula, **more)


def _quotient(
    id: str,
    group: Group,
    unit: Unit,
    chinese: str,
    english: str,
    over: str,
    under: str,
    formula: str,
    **more: int | str,
) -> Indicator:
    return Indicator(
        id,
        group,
        unit,
        chinese,
        english,
        formula,
        _sum_of(over),
        _sum_of(under) if under else _one,
        **more,  # type: ignore[arg-type]
    )


def _sum_of(names: str) -> Callable[[Figures], int]:
    wanted = names.split("+")
    return lambda figures: sum(getattr(figures, name) for name in wanted)


INDICATORS: Final = (
    _quotient(
        "fund_due", Group.MONEY, Unit.MONEY, "基金应付", "Due from the fund", "fund_due", "", "Σ fund_due"
    ),
    _share(
        "ip_in_policy",
        Group.MONEY,
        "住院政策范围内报销比",
        "In-policy inpatient ratio",
        "hifp_ip",
        "inscp_ip",
        "Σ hifp_pay / Σ inscp_scp_amt (med_type 21)",
        yellow_below=7000,
        drill="21",
    ),
    _share(
        "ip_in_policy_all",
        Group.MONEY,
        "同上，含大病保险与救助",
        "The same with major disease and assistance",
        "hifp_ip+hifmi_ip+maf_ip",
        "inscp_ip",
        "Σ (hifp_pay + hifmi_pay + maf_pay) / Σ inscp_scp_amt (21)",
        drill="21",
    ),
    _share(
        "ip_real",
        Group.MONEY,
        "住院实际报销比",
        "Real inpatient ratio",
        "fund_ip",
        "medfee_ip",
        "Σ fund_pay_sumamt / Σ medfee_sumamt (21)",
        drill="21",
    ),
    _share(
        "out_of_scope",
        Group.MONEY,
        "政策范围外费用占比",
        "Out-of-scope share",
        "out_of_scope",
        "medfee",
        "Σ (fulamt_ownpay_amt + overlmt_selfpay + preselfpay_amt) / Σ medfee_sumamt",
        yellow_above=1000,
    ),
    _share(
        "primary_fund",
        Group.MONEY,
        "基层基金占比",
        "Fund share at primary level",
        "fund_due_primary",
        "fund_due",
        "Σ fund_due (village, township, community) / Σ fund_due",
    ),
    _share(
        "primary_visits",
        Group.MONEY,
        "基层就诊占比",
        "Visit share at primary level",
        "visits_primary",
        "visits_all",
        "visits (village, township, community) / visits",
        drill="11",
    ),
    _quotient("maf", Group.MONEY, Unit.MONEY, "医疗救助支出", "Medical assistance", "maf", "", "Σ maf_pay"),
    _share(
        "one_stop",
        Group.MONEY,
        "救助一站式结算率",
        "One-stop share of assistance",
        "maf_visits",
        "maf_group_visits",
        "visits with maf_pay > 0 / visits of persons with a maf_group",
    ),
    _quotient(
        "op_cost",
        Group.SERVICE,
        Unit.MONEY,
        "门诊次均费用",
        "Cost per outpatient visit",
        "medfee_op",
        "visits",
        "Σ medfee_sumamt (11, 14) / visits",
        drill="11",
    ),
    _quotient(
        "ip_cost",
        Group.SERVICE,
        Unit.MONEY,
        "住院次均费用",
        "Cost per admission",
        "medfee_ip",
        "admissions",
        "Σ medfee_sumamt (21) / admissions",
        drill="21",
    ),
    _quotient(
        "bed_day_cost",
        Group.SERVICE,
        Unit.MONEY,
        "床日均费用",
        "Cost per bed day",
        "medfee_ip",
        "bed_days",
        "Σ medfee_sumamt (21) / Σ max(1, enddate − begndate)",
        drill="21",
    ),
    _quotient(
        "stay",
        Group.SERVICE,
        Unit.TENTHS,
        "平均住院日",
        "Mean stay",
        "bed_days",
        "admissions",
        "Σ max(1, enddate − begndate) / admissions",
        drill="21",
    ),
    _share(
        "repeat_admission",
        Group.SERVICE,
        "15 日内再住院率",
        "Repeat admissions within 15 days",
        "repeats",
        "admissions",
        "admissions ≤ 15 days after a discharge, same main diagnosis group / admissions",
        drill="21",
    ),
    _share(
        "admission_rate",
        Group.SERVICE,
        "住院率",
        "Admission rate",
        "admissions",
        "insured",
        "admissions of the insured / insured persons",
        drill="21",
    ),
    _share(
        "drug_share",
        Group.SERVICE,
        "药占比",
        "Drug share",
        "drug_fee",
        "line_fee",
        "Σ drug lines (without decoction pieces) / Σ lines",
    ),
    _share(
        "antibiotics",
        Group.SERVICE,
        "门诊抗菌药物处方比例",
        "Antibiotic prescriptions",
        "antibiotic_prescriptions",
        "prescriptions",
        "prescriptions with ≥ 1 systemic antibiotic / prescriptions",
        yellow_above=2000,
    ),
    _share(
        "injections",
        Group.SERVICE,
        "注射处方比例",
        "Injection prescriptions",
        "injection_prescriptions",
        "prescriptions",
        "prescriptions with an injection / prescriptions",
    ),
    _share(
        "infusions",
        Group.SERVICE,
        "输液就诊比例",
        "Visits with an infusion",
        "infusion_visits",
        "treated",
        "visits with an infusion / visits",
    ),
    _share(
        "essential",
        Group.SERVICE,
        "基本药物品种次占比",
        "Essential-medicine share, lines",
        "essential_lines",
        "drug_lines",
        "essential-medicine lines / drug lines",
    ),
    _share(
        "essential_fee",
        Group.SERVICE,
        "基本药物金额占比",
        "Essential-medicine share, amount",
        "essential_fee",
        "ordered_drug_fee",
        "amount of essential-medicine lines / amount of drug lines",
    ),
    _share(
        "up_referrals",
        Group.SERVICE,
        "上转住院占比",
        "Up-referrals",
        "up_referrals",
        "admissions",
        "admissions on an up-referral / admissions",
        drill="21",
    ),
    _share(
        "down_referrals",
        Group.SERVICE,
        "下转住院占比",
        "Down-referrals",
        "down_referrals",
        "admissions",
        "admissions on a down-referral / admissions",
        drill="21",
    ),
    _share(
        "at_home",
        Group.SERVICE,
        "签约居民在签约机构就诊率",
        "Contracted visits at home",
        "home_visits",
        "contracted_visits",
        "visits of contracted persons at their institution / all their outpatient visits",
    ),
    _share(
        "agreement",
        Group.SYSTEM,
        "复核一致率",
        "Agreement rate",
        "agreed",
        "offline_records",
        "agreed / adjudicated (offline records)",
        yellow_below=9500,
    ),
    _share(
        "adjustment",
        Group.SYSTEM,
        "复核差额占比",
        "Adjustment weight",
        "abs_diff",
        "fund_pay",
        "Σ abs(fund_diff) / Σ fund_pay_sumamt",
        yellow_above=100,
    ),
)


@dataclass(frozen=True, slots=True)
class Shown:
    """An indicator of one institution, or of the county, with what it is compared with."""

    indicator: Indicator
    value: int | None
    last_year: int | None
    county: int | None

    @property
    def yellow(self) -> bool:
        return self.indicator.is_yellow(self.value)


def shown(now: Figures, last_year: Figures, county: Figures) -> tuple[Shown, ...]:
    """Every indicator in the order of the analysis."""
    return tuple(Shown(one, one.value(now), one.value(last_year), one.value(county)) for one in INDICATORS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """How far a year's budget has gone.  Money in fen."""

    year_budget: int  # what may be spent: 0 where there is no plan
    due: int  # since 1 January
    days: int  # elapsed
    days_of_year: int
    income: int = 0  # of the year, before the reserve
    last_months: tuple[int, ...] = ()  # due of the three whole months before

    @property
    def use_bp(self) -> int | None:
        """基金使用进度."""
        return half_up(self.due * _BP, self.year_budget) if self.year_budget and self.due >= 0 else None

    @property
    def time_bp(self) -> int:
        return half_up(self.days * _BP, self.days_of_year)

    @property
    def burn_bp(self) -> int | None:
        """Budget use over time share: 10000 is on schedule."""
        if not self.year_budget or self.due < 0 or not self.days:
            return None
        return half_up(self.due * self.days_of_year * _BP, self.year_budget * self.days)

    @property
    def months_payable(self) -> int | None:
        """可支付月数, in tenths: what is left, over the mean month of the last three."""
        spent = sum(self.last_months)
        if not self.year_budget or spent <= 0:
            return None
        return max(0, self.year_budget - self.due) * len(self.last_months) * 10 // spent

    @property
    def surplus_bp(self) -> int | None:
        """结余率 so far: income less what is due, over income."""
        if not self.income:
            return None
        left = self.income - self.due
        return half_up(left * _BP, self.income) if left >= 0 else -half_up(-left * _BP, self.income)

    @property
    def colour(self) -> str:
        burn = self.burn_bp or 0
        return "red" if burn > 12_000 else "yellow" if burn > 11_000 else ""


def forecast(this_year: Mapping[int, int], last_year: Mapping[int, int], month: int) -> int | None:
    """Σ fund_due of the year, by month: so far, and the rest as last year's months at this year's pace.

    ``None`` when last year has nothing in the months so far.
    """
    so_far = sum(this_year.get(one, 0) for one in range(1, month + 1))
    then = sum(last_year.get(one, 0) for one in range(1, month + 1))
    if then <= 0 or so_far < 0:
        return None
    rest = sum(half_up(max(0, last_year.get(one, 0)) * so_far, then) for one in range(month + 1, 13))
    return so_far + rest
