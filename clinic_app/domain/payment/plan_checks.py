"""What a payment plan must hold as a whole: its parts fit each other and the money is there.

Source: docs/payment.md.
"""

from collections.abc import Iterable

from clinic_app.domain.money import yuan
from clinic_app.domain.payment.budget import Growth, primary_grows_enough
from clinic_app.domain.payment.plan import CHRONIC, FacilityPlan, OwnMethod, Plan
from clinic_app.domain.payment.pool import pool_total, short_of_government
from clinic_app.domain.policy.findings import Findings


def check(plan: Plan, findings: Findings) -> None:
    """Adds what does not fit to `findings`."""
    _facilities(plan, findings)
    _pool(plan, findings)
    _growth(plan, findings)
    _alliances(plan, findings)
    _package(plan, findings)
    contract = plan.contract
    if contract is not None and contract.count_on.year not in (1, plan.year):
        findings.problem("contract.count_on", f"签约计数日应在 {plan.year} 年内（{contract.count_on}）")


def _facilities(plan: Plan, findings: Findings) -> None:
    needs = {OwnMethod.BUDGET: ("budget", plan.budget), OwnMethod.CAPITATION: ("capitation", plan.capitation)}
    for at, one in enumerate(plan.facilities):
        key = f"facility[{at}]"
        if one.code in {earlier.code for earlier in plan.facilities[:at]}:
            findings.problem(f"{key}.code", f"机构 {one.code} 出现了两次")
        if one.own_method in needs and needs[one.own_method][1] is None:
            findings.problem(f"{key}.own_method", f"没有 [{needs[one.own_method][0]}] 这张表")
        if one.chronic_package and plan.chronic is None:
            findings.problem(f"{key}.chronic_package", "没有 [chronic] 这张表")
        if one.chronic_package and _budget_has_chronic(plan, one):
            findings.problem(
                f"{key}.chronic_package",
                "门诊慢特病已计入总额预算，不能再打包；请从 budget.clr_types 去掉 14",
            )


def _budget_has_chronic(plan: Plan, one: FacilityPlan) -> bool:
    if plan.budget is None or plan.chronic is None or one.own_method is not OwnMethod.BUDGET:
        return False
    both = set(plan.budget.insutypes) & set(plan.chronic.insutypes)
    return bool(both) and CHRONIC in plan.budget.clr_types


def _pool(plan: Plan, findings: Findings) -> None:
    pool = plan.pool
    if pool is None:
        return
    short = set(short_of_government(pool.townships, pool.gov_min_fen))
    for at, one in enumerate(pool.townships):
        key = f"pool.township[{at}].gov_fen"
        if one.name in short:
            findings.problem(
                key, f"{one.name}的政府补助每人 {yuan(one.gov_fen)} 元，低于 {yuan(pool.gov_min_fen)} 元"
            )
        if one.gov_fen > one.per_person_fen:
            findings.problem(key, f"{one.name}的政府补助高于筹资标准")
    total = pool_total(pool.townships, pool.carried_over_fen, pool.risk_reserve_bp).total
    planned = _planned(plan, set(pool.insutypes))
    if planned > total:
        findings.problem("pool", f"预算合计 {yuan(planned)} 元，超过可用基金 {yuan(total)} 元")


def _planned(plan: Plan, insutypes: set[str]) -> int:
    """The budgets that are spent from these insurances, in fen."""
    planned = 0
    if plan.budget is not None and insutypes & set(plan.budget.insutypes):
        planned += sum(one.budget_fen for one in _budgeted(plan))
    if plan.package is not None and insutypes & set(plan.package.insutypes):
        planned += plan.package.budget_fen
    return planned


def _growth(plan: Plan, findings: Findings) -> None:
    if plan.budget is None or plan.budget.growth_ahead_bp is None:
        return
    growths = [Growth(one.budget_fen, one.last_budget_fen, one.primary) for one in _budgeted(plan)]
    ahead = plan.budget.growth_ahead_bp
    if not primary_grows_enough(growths, ahead):
        points = f"{ahead // 100}.{ahead % 100:02d}".rstrip("0").rstrip(".")
        findings.problem(
            "budget.growth_ahead_bp", f"基层机构预算增幅应高于平均增幅，且最多高 {points} 个百分点"
        )


def _alliances(plan: Plan, findings: Findings) -> None:
    budgeted = {one.code for one in _budgeted(plan)}
    seen: set[str] = set()
    for at, alliance in enumerate(plan.alliances):
        for kind, codes in (("primary", alliance.primary), ("hospitals", alliance.hospitals)):
            for code in codes:
                key = f"alliance[{at}].{kind}"
                if code not in budgeted:
                    findings.problem(key, f"机构 {code} 不是总额预付的机构，没有额度可调剂")
                if code in seen:
                    findings.problem(key, f"机构 {code} 出现了两次")
                seen.add(code)


def _package(plan: Plan, findings: Findings) -> None:
    package = plan.package
    if package is None:
        return
    if not package.members:
        findings.problem("package.member", "至少要有一个成员")
    if package.members and not any(one.weight * one.score_bp for one in package.members):
        findings.problem("package.member", "所有成员的权重或得分都是 0，结余无法分配")
    for at, member in enumerate(package.members):
        key = f"package.member[{at}].code"
        if member.code in {earlier.code for earlier in package.members[:at]}:
            findings.problem(key, f"机构 {member.code} 出现了两次")
    # An institution that already bears its own over- or underspend would bear it twice.
    for at, one in enumerate(plan.facilities):
        both = set(package.insutypes) & set(_insutypes_of(plan, one))
        if both:
            findings.problem(
                f"facility[{at}].own_method",
                f"险种 {'、'.join(sorted(both))} 已由医共体总额包干，机构只能据实结算（statement）",
            )


def _insutypes_of(plan: Plan, one: FacilityPlan) -> Iterable[str]:
    """The insurances for which the institution is paid otherwise than by its statements."""
    if one.own_method is OwnMethod.BUDGET and plan.budget is not None:
        yield from plan.budget.insutypes
    if one.own_method is OwnMethod.CAPITATION and plan.capitation is not None:
        yield from plan.capitation.insutypes
    if one.chronic_package and plan.chronic is not None:
        yield from plan.chronic.insutypes


def _budgeted(plan: Plan) -> list[FacilityPlan]:
    return [one for one in plan.facilities if one.own_method is OwnMethod.BUDGET]
