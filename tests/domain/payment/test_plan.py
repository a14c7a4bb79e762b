"""A payment plan is read whole, or refused with every problem named."""

import pytest

from clinic_app.domain.payment.plan_reading import read_plan
from clinic_app.domain.resources import text

EXAMPLE = text("policies", "payment_plan.example.toml")


def problems(changed: str) -> list[str]:
    plan, findings = read_plan(changed)
    assert (plan is None) == bool(findings.problems)
    return [problem.key for problem in findings.problems]


def test_the_example_is_a_good_plan():
    plan, findings = read_plan(EXAMPLE)
    assert plan is not None
    assert (findings.problems, findings.remarks) == ([], [])


def test_a_plan_may_say_nothing_but_its_year():
    assert problems('schema_version = 1\nyear = 2026\ntitle = "t"\n') == []


@pytest.mark.parametrize(
    ("old", "new", "keys"),
    [
        pytest.param("year = 2026", "", ["year", "contract.count_on"], id="no year"),
        pytest.param("schema_version = 1", "schema_version = 2", ["schema_version"], id="other schema"),
        pytest.param("count_on = 2026-06-30", "", ["contract.count_on"], id="no count date"),
        pytest.param(
            "count_on = 2026-06-30", "count_on = 2025-06-30", ["contract.count_on"], id="counted last year"
        ),
        pytest.param("gov_fen = 24000", "gov_fen = 23999", ["pool.township[0].gov_fen"], id="too little"),
        pytest.param("gov_fen = 24000", "gov_fen = 30001", ["pool.township[0].gov_fen"], id="too much"),
        pytest.param("persons = 12000", "persons = 1", ["pool"], id="budgets beyond the pool"),
        pytest.param("quality_bp = 500", "quality_bp = 10001", ["budget.quality_bp"], id="no ratio"),
        pytest.param("limit_bp = 11000 ", "limit_bp = 9000", ["budget.limit_bp"], id="ceiling too low"),
        pytest.param(
            'clr_types = ["11", "21"]', 'clr_types = ["12"]', ["budget.clr_types"], id="unknown kind"
        ),
        pytest.param(
            'clr_types = ["11", "21"]',
            'clr_types = ["11", "14"]',
            ["facility[0].chronic_package"],
            id="chronic paid twice",
        ),
        pytest.param(
            "last_budget_fen = 110000000",
            "last_budget_fen = 120000000",
            ["budget.growth_ahead_bp"],
            id="primary grows too little",
        ),
        pytest.param(
            'own_method = "budget"      #',
            'own_method = "fixed" #',
            ["facility[0].own_method"],
            id="no such method",
        ),
        pytest.param(
            'hospitals = ["350881900"]', 'hospitals = ["1"]', ["alliance[0].hospitals"], id="no budget there"
        ),
        pytest.param(
            'code = "350881002"\nown_method',
            'code = "350881001"\nown_method',
            ["facility[2].code"],
            id="twice",
        ),
        pytest.param(
            'code = "350881002"\nweight',
            'code = "350881001"\nweight',
            ["package.member[1].code"],
            id="a member twice",
        ),
        pytest.param("weight = 40", "weight = -1", ["package.member[0].weight"], id="a negative weight"),
        pytest.param(
            'insutypes = ["310"]', 'insutypes = ["999"]', ["package.insutypes"], id="no such insurance"
        ),
    ],
)
def test_what_is_wrong_is_named_by_its_key(old: str, new: str, keys: list[str]):
    assert old in EXAMPLE
    found = problems(EXAMPLE.replace(old, new, 1))
    assert [key for key in found if key in keys] == keys, found


def test_an_insurance_is_not_paid_by_package_and_by_budget():
    both = EXAMPLE.replace('insutypes = ["310"]', 'insutypes = ["390"]')
    assert {"facility[0].own_method", "facility[1].own_method"} <= set(problems(both))


def test_what_is_no_toml_is_said():
    assert problems("year = ") == ["(TOML)"]


def test_a_misspelt_key_is_remarked_upon():
    _, findings = read_plan(EXAMPLE.replace("share_bp = 0 ", "share_pb = 0 \nshare_bp = 0"))
    assert [remark.key for remark in findings.remarks] == ["capitation.share_pb"]
