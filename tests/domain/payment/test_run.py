"""A year of runs: what the months pay together is what the rules say for the year."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic_app.domain.payment.budget import year_end
from clinic_app.domain.payment.capitation import capitated_year
from clinic_app.domain.payment.instalments import deposit_returned
from clinic_app.domain.payment.month import Group, Headed, Item, Month, Past
from clinic_app.domain.payment.package import PackageTerms, package_result
from clinic_app.domain.payment.plan import Plan
from clinic_app.domain.payment.plan_reading import read_plan
from clinic_app.domain.payment.run import METHODS, items_of
from clinic_app.domain.resources import text

FULL, PLAIN, HEADS, HOSPITAL = "350881001", "350881003", "350881002", "350881900"


def example() -> Plan:
    plan, findings = read_plan(text("policies", "payment_plan.example.toml"))
    assert plan is not None, findings.problems
    return plan


PLAN = example()


def group(facility: str, fund_due: int, clr_type: str = "11", insutype: str = "390", **more: int) -> Group:
    return Group(facility=facility, insutype=insutype, clr_type=clr_type, fund_due=fund_due, **more)


def month(number: int, *groups: Group, plan: Plan | None = PLAN, **more: object) -> Month:
    return Month(year=2026, number=number, plan=plan, groups=groups, **more)  # type: ignore[arg-type]


def amounts(items: tuple[Item, ...], facility: str) -> dict[str, int]:
    return {item.method: item.amount for item in items if item.facility == facility}


def played(months: list[Month]) -> list[tuple[Item, ...]]:
    """One run after the other, each knowing what the earlier ones paid."""
    past: list[Past] = []
    carried: dict[str, int] = {}
    runs = []
    for one in months:
        items = items_of(replace(one, past=tuple(past), carried=carried))
        runs.append(items)
        carried = {item.facility: item.amount for item in items if item.method == "carried_forward"}
        name = f"{one.year}-{one.number:02}"
        past += [
            Past(
                month=name,
                facility=item.facility,
                method=item.method,
                insutype=item.insutype,
                amount=item.amount,
                figures=item.figures,
            )
            for item in items
        ]
    return runs


def paid(runs: list[tuple[Item, ...]]) -> Mapping[str, int]:
    """By institution, what is owed to the next year's runs set against it."""
    totals: defaultdict[str, int] = defaultdict(int)
    for items in runs:
        for item in items:
            totals[item.facility] += item.amount
    for item in runs[-1]:
        if item.method == "carried_forward":
            totals[item.facility] -= item.amount
    return totals


def test_without_a_plan_the_statements_are_paid():
    items = items_of(month(3, group(PLAIN, 500), group(PLAIN, 70, "21"), plan=None))
    assert [(item.method, item.amount, item.figures["clr_type"]) for item in items] == [
        ("statement", 500, 11),
        ("statement", 70, 21),
    ]


def test_disputed_records_wait():
    one = group(PLAIN, 500, left_out_due=120)
    assert amounts(items_of(month(3, one)), PLAIN) == {"statement": 380}


def test_what_an_institution_owes_more_than_it_is_due_is_carried_to_the_next_run():
    first = month(3, group(PLAIN, -800), plan=None)
    second = month(4, group(PLAIN, 300), plan=None)
    third = month(5, group(PLAIN, 900), plan=None)
    runs = played([first, second, third])
    assert [sum(item.amount for item in items) for items in runs] == [0, 0, 400]
    assert amounts(runs[1], PLAIN) == {"statement": 300, "brought_forward": -800, "carried_forward": 500}


def test_a_deduction_comes_off_what_is_paid():
    assert amounts(items_of(month(3, group(PLAIN, 500, deducted=60))), PLAIN) == {
        "statement": 500,
        "deduction": -60,
    }


def test_a_deduction_under_a_budget_comes_off_what_counts_against_it():
    items = items_of(month(2, group(FULL, 500, deducted=60)))
    assert amounts(items, FULL)["deduction"] == 0
    assert {item.figures["due"] for item in items if item.method == "prepayment"} == {440, 0}


def test_january_pays_its_own_month_too_when_nobody_has_prepaid_it():
    due = 10**9
    runs = played([month(1, group(FULL, due)), month(2, group(FULL, due))])
    prepaid = [
        [(item.figures["month"], item.amount) for item in items if item.method == "prepayment"]
        for items in ([one for one in run if one.facility == FULL] for run in runs)
    ]
    assert prepaid == [[(202601, 9_500_000), (202602, 9_500_000)], [(202603, 9_500_000)]]


def test_december_prepays_january_under_the_next_plan():
    following = replace(PLAN, year=2027)
    items = items_of(month(12, plan=None, next_plan=following))
    assert [(item.facility, item.figures["month"], item.amount) for item in items] == [
        (FULL, 202701, 9_500_000),
        (HOSPITAL, 202701, 38_000_000),
    ]


def test_an_overpaid_budget_is_prepaid_less():
    """Due 6 million in January, twice 9.5 million prepaid: what is too much comes off the next ones."""
    runs = played([month(1, group(FULL, 6_000_000)), month(2), month(3, group(FULL, 20_000_000))])
    reduced = [
        [
            (item.figures["reduced"], item.amount)
            for item in items
            if item.method == "prepayment" and item.facility == FULL
        ]
        for items in runs
    ]
    # January: 0 paid, then 9.5 of which 3.5 too much; then 15.5 paid against 6; then 26 due.
    assert reduced == [[(0, 9_500_000), (3_500_000, 6_000_000)], [(9_500_000, 0)], [(0, 9_500_000)]]


def test_visits_of_own_persons_are_paid_by_head_and_others_one_by_one():
    one = group(HEADS, 1_000, by_head=700)
    items = items_of(
        month(3, one, contracted={HEADS: 100}, elsewhere={Headed(HEADS, "11"): 250}),
    )
    assert amounts(items, HEADS) == {"by_head": 0, "statement": 300, "capitation": 60_000 - 250}


def test_a_deduction_about_a_visit_paid_by_head_comes_off_what_is_counted():
    one = group(HEADS, 1_000, by_head=700, deducted=50, deducted_by_head=20)
    found = [
        (item.amount, item.figures["due"]) for item in items_of(month(3, one)) if item.method == "deduction"
    ]
    assert found == [(-30, -30), (0, -20)]


def test_contracts_are_paid_in_the_month_of_the_count():
    contracts = {PLAIN: 3, FULL: 0}
    items = items_of(month(6, contracts=contracts))
    assert amounts(items, PLAIN) == {"contract": 1_500}
    assert "contract" not in amounts(items_of(month(7, contracts=contracts)), PLAIN)


def test_chronic_patients_as_a_package():
    patients = {(FULL, "M03900"): 10, (FULL, "M01600"): 2}
    items = items_of(month(3, patients=patients, elsewhere={Headed(FULL, "14"): 1_000}))
    assert amounts(items, FULL)["chronic_package"] == 40_000 + 13_200 - 1_000


def test_the_year_is_not_ended_without_scores():
    unscored = replace(PLAN, facilities=tuple(replace(one, score_bp=None) for one in PLAN.facilities))
    assert unscored.without_score() == (FULL, HOSPITAL, HEADS)
    with pytest.raises(ValueError, match="no score"):
        items_of(month(12, plan=unscored))


def test_budget_moves_from_a_hospital_that_stays_below_to_a_clinic_that_took_its_patients():
    months = [month(number, group(FULL, 11_000_000), group(HOSPITAL, 38_000_000)) for number in range(1, 12)]
    months.append(month(12, group(FULL, 11_000_000), group(HOSPITAL, 38_000_000), referred={FULL: 5_000_000}))
    items = played(months)[-1]
    moved = {item.facility: item.figures["moved"] for item in items if item.method == "alliance_shift"}
    assert moved == {FULL: 5_000_000, HOSPITAL: -5_000_000}
    ends = {item.facility: item.figures["owed"] for item in items if item.method == "year_end"}
    bands = PLAN.budget.bands  # type: ignore[union-attr]
    assert ends[FULL] == year_end(132_000_000, 125_000_000, bands)
    assert ends[HOSPITAL] == year_end(456_000_000, 475_000_000, bands)


DUES = st.integers(-1_000_000, 40_000_000)


@settings(max_examples=40, deadline=None)
@given(
    dues=st.lists(st.tuples(DUES, DUES, DUES, DUES), min_size=12, max_size=12),
    taken=st.lists(st.integers(0, 2_000_000), min_size=12, max_size=12),
    since=st.integers(1, 12),
    heads=st.lists(st.tuples(st.integers(0, 900), st.integers(0, 9_000_000)), min_size=12, max_size=12),
)
def test_the_months_of_a_year_pay_what_the_rules_say_for_it(
    dues: list[tuple[int, int, int, int]], taken: list[int], since: int, heads: list[tuple[int, int]]
):
    """With a plan from month `since` on, before it by statements."""
    months = []
    for number, ((full, plain, own, employees), (persons, elsewhere), deducted) in enumerate(
        zip(dues, heads, taken, strict=True), start=1
    ):
        by_head = own if number >= since else 0
        months.append(
            month(
                number,
                group(FULL, full, deducted=deducted),
                group(PLAIN, plain, deducted=deducted),
                group(HEADS, own, by_head=by_head),
                group(PLAIN, employees, insutype="310"),
                plan=PLAN if number >= since else None,
                contracted={HEADS: persons},
                elsewhere={Headed(HEADS, "11"): elsewhere},
            )
        )
    runs = played(months)
    for items in runs:
        totals: defaultdict[str, int] = defaultdict(int)
        for item in items:
            assert item.method in METHODS
            totals[item.facility] += item.amount
        assert min(totals.values()) >= 0

    assert PLAN.budget is not None and PLAN.capitation is not None and PLAN.package is not None
    got, package = paid(runs), shares(runs[-1])
    full = sum(one[0] for one in dues) - sum(taken)
    deposit = deposit_withheld(runs, FULL)
    assert deposit <= 12 * 500_000
    owed = year_end(full, 120_000_000, PLAN.budget.bands) - deposit + deposit_returned(deposit, 9_600)
    assert got[FULL] == owed + package.get(FULL, 0)
    assert got[PLAIN] == sum(one[1] + one[3] for one in dues) - sum(taken)

    later = list(zip(dues, heads, strict=True))[since - 1 :]
    gross = sum(round_half_up(persons * 7_200, 12) for _, (persons, _) in later)
    actual = sum(own + elsewhere for (_, _, own, _), (_, elsewhere) in later)
    fixed = capitated_year(actual, gross, 9_400, 0, 11_000) - sum(away for _, (_, away) in later)
    before = sum(one[2] for one in dues[: since - 1])
    assert got[HEADS] == before + fixed + package.get(HEADS, 0)

    terms = PackageTerms(
        budget=100_000_000,
        coefficient=Fraction(95, 100),
        audited=9_000_000,
        share=Fraction(6, 10),
        limit=Fraction(1, 10),
    )
    found = package_result(sum(one[3] for one in dues), terms)
    assert sum(package.values()) == (found.retained if found.surplus else -found.community_bears)


def shares(items: tuple[Item, ...]) -> dict[str, int]:
    return {item.facility: item.amount for item in items if item.method == "package"}


def deposit_withheld(runs: list[tuple[Item, ...]], facility: str) -> int:
    return sum(
        item.figures["deposit"]
        for items in runs
        for item in items
        if item.method == "prepayment" and item.facility == facility
    )


def round_half_up(numerator: int, denominator: int) -> int:
    return (2 * numerator + denominator) // (2 * denominator)
