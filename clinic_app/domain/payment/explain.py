"""A payment plan in plain Chinese: who is paid how, for the people who decide on it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from clinic_app.domain.money import yuan
from clinic_app.domain.payment.plan import (
    BudgetTerms,
    CapitationTerms,
    ChronicTerms,
    FacilityPlan,
    OwnMethod,
    PackagePlan,
    Plan,
    PoolPlan,
    SurplusTerms,
)
from clinic_app.domain.payment.pool import pool_total
from clinic_app.domain.policy.words import INSUTYPE_NAMES, MED_TYPE_NAMES

_METHODS = {OwnMethod.STATEMENT: "据实结算", OwnMethod.BUDGET: "总额预付", OwnMethod.CAPITATION: "按人头付费"}


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One part of the plan."""

    title: str
    lines: tuple[str, ...]


def explain(plan: Plan, names: dict[str, str] | None = None) -> tuple[Paragraph, ...]:
    """A paragraph for each part; `names` are those of the institutions by code."""
    return tuple(Paragraph(title, tuple(lines)) for title, lines in _paragraphs(plan, names or {}))


def _paragraphs(plan: Plan, names: dict[str, str]) -> Iterator[tuple[str, Sequence[str]]]:
    if plan.pool is not None:
        yield "基金总盘子", tuple(_pool(plan.pool))
    if plan.budget is not None:
        yield "总额预付", tuple(_budget(plan.budget))
    if plan.capitation is not None:
        yield "按人头付费", tuple(_capitation(plan.capitation))
    if plan.chronic is not None:
        yield "慢性病打包", tuple(_chronic(plan.chronic))
    if plan.surplus is not None:
        yield "按病种清算", tuple(_surplus(plan.surplus))
    if plan.contract is not None:
        terms = plan.contract
        yield (
            "签约服务费",
            (
                f"{_insurances(terms.insutypes)}：按 {terms.count_on} 有效签约人数，每人 {yuan(terms.fee_fen)} 元，"
                f"在 {terms.count_on.month} 月的拨付单里支付；每人每年只计一次、一家机构。",
            ),
        )
    for alliance in plan.alliances:
        yield (
            f"医联体 {alliance.name}",
            (
                f"基层机构：{_named(alliance.primary, names)}；医院：{_named(alliance.hospitals, names)}。",
                "下转病人造成的基层超支，年终从有结余的医院调入额度，调入与调出合计为 0。",
            ),
        )
    if plan.package is not None:
        yield plan.package.name, tuple(_package(plan.package, names))
    yield "各机构", tuple(_facility(one, names) for one in plan.facilities) or ("没有列出机构。",)
    yield "其他", ("没有列出的机构、险种和类别，一律据实结算：按申报表的基金应付拨付。",)


def _pool(pool: PoolPlan) -> Iterator[str]:
    total = pool_total(pool.townships, pool.carried_over_fen, pool.risk_reserve_bp)
    for one in pool.townships:
        yield (
            f"{one.name}：{one.persons:,} 人，每人筹资 {yuan(one.per_person_fen)} 元，"
            f"其中政府补助 {yuan(one.gov_fen)} 元。"
        )
    yield (
        f"收入 {yuan(total.income)} 元，上年结转 {yuan(pool.carried_over_fen)} 元，"
        f"风险金 {yuan(total.reserve)} 元（{_percent(pool.risk_reserve_bp)}），可用 {yuan(total.total)} 元。"
    )


def _budget(terms: BudgetTerms) -> Iterator[str]:
    kinds = "、".join(MED_TYPE_NAMES[one] for one in terms.clr_types)
    bands = terms.bands
    yield (
        f"{_insurances(terms.insutypes)}的{kinds}计入预算；每月预付十二分之一，"
        f"扣留质量保证金 {_percent(terms.quality_bp)}。"
    )
    yield "年初以来已付超过应付的，从下一次预付中扣回；应付超过已付的，年终清算。"
    yield f"全年应付低于预算 {_percent(bands.floor_bp)}：据实支付，不留结余。"
    yield f"在 {_percent(bands.floor_bp)} 到 100% 之间：应付加结余的 {_percent(bands.retain_bp)}。"
    yield f"在 100% 到 {_percent(bands.limit_bp)} 之间：预算加超支的 {_percent(bands.share_bp)}；再超出的由机构承担。"
    if terms.growth_ahead_bp is not None:
        yield f"基层机构预算增幅高于平均增幅，最多高 {_percent(terms.growth_ahead_bp)[:-1]} 个百分点。"


def _capitation(terms: CapitationTerms) -> Iterator[str]:
    yield (
        f"{_insurances(terms.insutypes)}：按每月 1 日签约人数，每人每年 {yuan(terms.rate_year_fen)} 元，"
        "包干签约居民的普通门诊；在外就诊的基金应付从签约机构扣除。"
    )
    if terms.share_bp:
        yield f"超支由基金分担 {_percent(terms.share_bp)}，以 {_percent(terms.limit_bp)} 为限；结余按考核得分留用。"
    else:
        yield "超支由机构承担；结余按考核得分留用。"


def _chronic(terms: ChronicTerms) -> Iterator[str]:
    followed = (
        f"登记并在 {terms.seen_within_days} 天内有慢特病结算的患者"
        if terms.seen_within_days
        else "登记的患者"
    )
    yield f"{_insurances(terms.insutypes)}：{followed}，按人数付给签约机构；在外就诊的从中扣除。"
    for one in terms.diseases:
        yield f"{one.dise_codg}：每人每月 {yuan(one.rate_month_fen)} 元，权重 {_percent(one.weight_bp)}。"


def _surplus(terms: SurplusTerms) -> Iterator[str]:
    yield f"{_insurances(terms.insutypes)}：病种结余由基金付给机构 {_percent(10_000 - terms.psn_bp)}。"
    for code, psn_bp in terms.by_disease:
        yield f"{code}：{_percent(10_000 - psn_bp)}。"


def _package(package: PackagePlan, names: dict[str, str]) -> Iterator[str]:
    yield f"{_insurances(package.insutypes)}：全年包干 {yuan(package.budget_fen)} 元。"
    yield f"结余按考核系数 {_percent(package.coefficient_bp)} 留用。"
    yield (
        f"认定的合理超支 {yuan(package.audited_fen)} 元以内、不超过预算 {_percent(package.limit_bp)} 的部分，"
        f"基金分担 {_percent(package.share_bp)}，其余由医共体承担。"
    )
    for member in package.members:
        name = names.get(member.code, member.code)
        yield f"{name}：权重 {member.weight}，得分 {_percent(member.score_bp)}。"


def _facility(one: FacilityPlan, names: dict[str, str]) -> str:
    parts = [f"{names.get(one.code, one.code)}：{_METHODS[one.own_method]}"]
    if one.own_method is OwnMethod.BUDGET:
        parts.append(f"预算 {yuan(one.budget_fen)} 元")
    if one.chronic_package:
        parts.append("慢性病打包")
    if one.score_bp is not None:
        parts.append(f"考核得分 {_percent(one.score_bp)}")
    return "，".join(parts) + "。"


def _named(codes: Sequence[str], names: dict[str, str]) -> str:
    return "、".join(names.get(code, code) for code in codes)


def _insurances(insutypes: Sequence[str]) -> str:
    return "、".join(INSUTYPE_NAMES.get(one, one) for one in insutypes)


def _percent(bp: int) -> str:
    """``9500 → "95%"``, ``1250 → "12.5%"``."""
    return f"{bp // 100}.{bp % 100:02d}".rstrip("0").rstrip(".") + "%"
