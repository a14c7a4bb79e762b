"""Reading a payment plan: TOML text in, `Plan` or every problem out, each with its key and the reason.

Source: docs/payment.md.
"""

import tomllib
from datetime import date

from clinic_app.domain.payment.budget import Bands
from clinic_app.domain.payment.plan import (
    CLR_TYPES,
    Alliance,
    BudgetTerms,
    CapitationTerms,
    ChronicTerms,
    ContractTerms,
    DiseaseRate,
    FacilityPlan,
    Member,
    OwnMethod,
    PackagePlan,
    Plan,
    PoolPlan,
    SurplusTerms,
)
from clinic_app.domain.payment.plan_checks import check
from clinic_app.domain.payment.pool import Township
from clinic_app.domain.policy.findings import Findings
from clinic_app.domain.policy.table import Table
from clinic_app.domain.policy.words import INSUTYPE_NAMES, WHOLE_BP

SCHEMA_VERSION = 1


def read_plan(text: str) -> tuple[Plan | None, Findings]:
    """The plan in `text`; None where it has problems."""
    findings = Findings()
    try:
        data = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # TOMLDecodeError is a ValueError
        findings.is_toml = False
        findings.problem("(TOML)", f"不是有效的 TOML：{error}")
        return None, findings
    plan = _plan(Table(data, "", findings))
    check(plan, findings)
    return (None if findings.problems else plan), findings


def _plan(top: Table) -> Plan:
    if top.integer("schema_version") != SCHEMA_VERSION and top.has("schema_version"):
        top.findings.problem("schema_version", f"应为 {SCHEMA_VERSION}")
    plan = Plan(
        year=top.integer("year"),
        title=top.text("title"),
        pool=_pool(top.table("pool")) if top.has("pool") else None,
        budget=_budget(top.table("budget")) if top.has("budget") else None,
        capitation=_capitation(top.table("capitation")) if top.has("capitation") else None,
        chronic=_chronic(top.table("chronic")) if top.has("chronic") else None,
        surplus=_surplus(top.table("disease_surplus")) if top.has("disease_surplus") else None,
        contract=_contract(top.table("contract")) if top.has("contract") else None,
        alliances=tuple(_alliance(table) for table in top.tables("alliance")),
        package=_package(top.table("package")) if top.has("package") else None,
        facilities=tuple(_facility(table) for table in top.tables("facility")),
    )
    top.end()
    return plan


def _pool(table: Table) -> PoolPlan:
    pool = PoolPlan(
        insutypes=_insutypes(table),
        gov_min_fen=table.fen("gov_min_fen"),
        carried_over_fen=table.integer("carried_over_fen"),  # a fund may begin the year in the red
        risk_reserve_bp=table.ratio("risk_reserve_bp"),
        townships=tuple(_township(one) for one in table.tables("township")),
    )
    table.end()
    return pool


def _township(table: Table) -> Township:
    one = Township(
        name=table.text("name"),
        persons=_count(table, "persons"),
        per_person_fen=table.fen("per_person_fen"),
        gov_fen=table.fen("gov_fen"),
    )
    table.end()
    return one


def _budget(table: Table) -> BudgetTerms:
    terms = BudgetTerms(
        insutypes=_insutypes(table),
        clr_types=_known(table, "clr_types", CLR_TYPES),
        quality_bp=table.ratio("quality_bp"),
        bands=Bands(
            floor_bp=table.ratio("floor_bp"),
            retain_bp=table.ratio("retain_bp"),
            limit_bp=_limit(table),
            share_bp=table.ratio("share_bp"),
        ),
        growth_ahead_bp=table.ratio("growth_ahead_bp") if table.has("growth_ahead_bp") else None,
    )
    table.end()
    return terms


def _capitation(table: Table) -> CapitationTerms:
    terms = CapitationTerms(
        insutypes=_insutypes(table),
        rate_year_fen=table.fen("rate_year_fen"),
        share_bp=table.ratio("share_bp"),
        limit_bp=_limit(table),
    )
    table.end()
    return terms


def _chronic(table: Table) -> ChronicTerms:
    terms = ChronicTerms(
        insutypes=_insutypes(table),
        seen_within_days=_count(table, "seen_within_days"),
        diseases=tuple(_disease(one) for one in table.tables("disease")),
    )
    table.end()
    return terms


def _disease(table: Table) -> DiseaseRate:
    one = DiseaseRate(
        dise_codg=table.text("dise_codg"),
        rate_month_fen=table.fen("rate_month_fen"),
        weight_bp=_count(table, "weight_bp"),
    )
    table.end()
    return one


def _surplus(table: Table) -> SurplusTerms:
    pairs = []
    for one in table.tables("disease"):
        pairs.append((one.text("dise_codg"), one.ratio("psn_bp")))
        one.end()
    terms = SurplusTerms(insutypes=_insutypes(table), psn_bp=table.ratio("psn_bp"), by_disease=tuple(pairs))
    table.end()
    return terms


def _contract(table: Table) -> ContractTerms:
    if not table.has("count_on"):
        table.findings.problem(table.key("count_on"), "缺少这个键")
    terms = ContractTerms(
        insutypes=_insutypes(table),
        count_on=table.day("count_on") or date.min,
        fee_fen=table.fen("fee_fen"),
    )
    table.end()
    return terms


def _alliance(table: Table) -> Alliance:
    one = Alliance(
        name=table.text("name"), primary=table.words("primary"), hospitals=table.words("hospitals")
    )
    table.end()
    return one


def _package(table: Table) -> PackagePlan:
    package = PackagePlan(
        name=table.text("name"),
        insutypes=_insutypes(table),
        budget_fen=table.fen("budget_fen"),
        outside_fen=table.fen("outside_fen") if table.has("outside_fen") else 0,
        coefficient_bp=table.ratio("coefficient_bp"),
        audited_fen=table.fen("audited_fen") if table.has("audited_fen") else 0,
        share_bp=table.ratio("share_bp"),
        limit_bp=table.ratio("limit_bp"),
        members=tuple(_member(one) for one in table.tables("member")),
    )
    table.end()
    return package


def _member(table: Table) -> Member:
    one = Member(code=table.text("code"), weight=_count(table, "weight"), score_bp=table.ratio("score_bp"))
    table.end()
    return one


def _facility(table: Table) -> FacilityPlan:
    method = table.word("own_method", tuple(OwnMethod))
    one = FacilityPlan(
        code=table.text("code"),
        own_method=OwnMethod(method) if method in tuple(OwnMethod) else OwnMethod.STATEMENT,
        primary=table.flag("primary", default=False),
        budget_fen=table.fen("budget_fen") if table.has("budget_fen") else 0,
        last_budget_fen=table.fen("last_budget_fen") if table.has("last_budget_fen") else 0,
        chronic_package=table.flag("chronic_package", default=False),
        score_bp=table.ratio("score_bp") if table.has("score_bp") else None,
    )
    if one.own_method is OwnMethod.BUDGET and not table.has("budget_fen"):
        table.findings.problem(table.key("budget_fen"), "总额预付的机构要有年度预算")
    table.end()
    return one


def _insutypes(table: Table) -> tuple[str, ...]:
    return _known(table, "insutypes", tuple(INSUTYPE_NAMES))


def _known(table: Table, name: str, known: tuple[str, ...]) -> tuple[str, ...]:
    words = table.words(name)
    if not words and table.has(name):
        table.findings.problem(table.key(name), "至少要有一项")
    for word in words:
        if word not in known:
            table.findings.problem(table.key(name), f"不认识的取值“{word}”，应为 {'、'.join(known)}")
    return words


def _limit(table: Table) -> int:
    """A ceiling of at least the whole."""
    value = table.integer("limit_bp")
    if table.has("limit_bp") and value < WHOLE_BP:
        table.findings.problem(table.key("limit_bp"), f"上限不能低于 {WHOLE_BP}（{value}）")
    return value


def _count(table: Table, name: str) -> int:
    value = table.integer(name)
    if value < 0:
        table.findings.problem(table.key(name), f"不能为负（{value}）")
    return value
