"""The rules of payment, one by one: worked examples, and that nothing is lost in any split."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_app.domain.payment.alliance import Spending, shifted
from clinic_app.domain.payment.budget import Bands, Growth, primary_grows_enough, year_end
from clinic_app.domain.payment.capitation import (
    Patients,
    capitated_year,
    capitation_of_month,
    chronic_package,
)
from clinic_app.domain.payment.contracts import Contract, contract_payment, contracted
from clinic_app.domain.payment.disease import surplus_paid
from clinic_app.domain.payment.instalments import (
    deposit_returned,
    instalment,
    prepayment,
    reduction,
)
from clinic_app.domain.payment.package import PackageTerms, package_result, split
from clinic_app.domain.payment.pool import Township, pool_total, short_of_government

FEN = st.integers(0, 10**13)
BP = st.integers(0, 10_000)
BANDS = Bands()


def test_a_year_of_ten_thousand_yuan_is_paid_in_the_parts_of_the_text():
    assert [instalment(1_000_000, month) for month in (1, 2, 3)] == [83_333, 83_334, 83_333]


@given(FEN)
def test_twelve_instalments_are_the_year(year_fen: int):
    parts = [instalment(year_fen, month) for month in range(1, 13)]
    assert sum(parts) == year_fen
    assert max(parts) - min(parts) <= 1


@given(FEN, BP)
def test_what_is_prepaid_and_what_is_withheld_are_the_year(year_fen: int, quality_bp: int):
    months = [prepayment(year_fen, quality_bp, month) for month in range(1, 13)]
    assert sum(one.paid + one.deposit for one in months) == year_fen
    assert all(0 <= one.deposit <= one.instalment for one in months)


@pytest.mark.parametrize("month", [0, 13])
def test_there_is_no_thirteenth_month(month: int):
    with pytest.raises(ValueError):
        instalment(1, month)


@given(FEN, BP)
def test_of_a_deposit_never_more_comes_back_than_was_withheld(deposit: int, score_bp: int):
    assert 0 <= deposit_returned(deposit, score_bp) <= deposit
    assert deposit_returned(deposit, 10_000) == deposit


@pytest.mark.parametrize(
    ("prepaid", "due", "paid", "less"),
    [
        pytest.param(1_000, 5_000, 5_000, 0, id="as much as is due"),
        pytest.param(1_000, 4_700, 5_000, 300, id="too much comes off"),
        pytest.param(1_000, 3_000, 5_000, 1_000, id="never below nothing"),
        pytest.param(1_000, 9_000, 5_000, 0, id="more is not paid during the year"),
    ],
)
def test_an_overpayment_comes_off_the_next_prepayment(prepaid: int, due: int, paid: int, less: int):
    assert reduction(prepaid, due, paid) == less


def test_a_pool_is_its_income_less_the_reserve():
    towns = [
        Township(name="甲", persons=1_000, per_person_fen=30_000, gov_fen=24_000),
        Township(name="乙", persons=1, per_person_fen=30_000, gov_fen=23_999),
    ]
    total = pool_total(towns, 500, 1_000)
    assert (total.income, total.reserve, total.total) == (30_030_000, 3_003_000, 27_027_500)
    assert short_of_government(towns, 24_000) == ("乙",)


@pytest.mark.parametrize(
    ("actual", "owed"),
    [
        pytest.param(899_999, 899_999, id="below nine tenths nothing is kept"),
        pytest.param(900_000, 950_000, id="from nine tenths half of the rest"),
        pytest.param(1_000_000, 1_000_000, id="exactly the budget"),
        pytest.param(1_000_001, 1_000_001, id="half a fen is a fen"),
        pytest.param(1_100_000, 1_050_000, id="a tenth too much is shared"),
        pytest.param(1_100_001, 1_050_000, id="beyond it the institution pays alone"),
        pytest.param(9_000_000, 1_050_000, id="however much"),
        pytest.param(-50, -50, id="more reds than bills"),
    ],
)
def test_the_bands_of_the_year(actual: int, owed: int):
    assert year_end(actual, 1_000_000, BANDS) == owed


@given(FEN, FEN, FEN)
def test_who_treats_more_is_never_paid_less(budget: int, actual: int, more: int):
    assert year_end(actual, budget, BANDS) <= year_end(actual + more, budget, BANDS)


@given(FEN, FEN)
def test_the_fund_never_pays_beyond_what_is_shared(budget: int, actual: int):
    owed = year_end(actual, budget, BANDS)
    assert min(actual, budget) <= owed <= max(actual, budget)
    if actual > budget:
        assert owed <= budget + (budget * 500 + 10_000) // 10_000


def test_primary_budgets_grow_faster_than_the_average_by_at_most_ten_points():
    hospital = Growth(budget=1_050_000, last=1_000_000, primary=False)
    assert primary_grows_enough([hospital, Growth(110_000, 100_000, True)], 1_000)
    assert not primary_grows_enough([hospital, Growth(104_000, 100_000, True)], 1_000)  # slower
    assert not primary_grows_enough([hospital, Growth(150_000, 100_000, True)], 1_000)  # too fast
    assert not primary_grows_enough([Growth(110, 100, True)], 1_000)  # nobody to be ahead of
    assert primary_grows_enough([hospital], 1_000)


def test_an_overspend_by_referral_takes_its_budget_from_hospitals_with_a_rest():
    clinic = Spending(code="clinic", budget=100, actual=130, referred=20)
    second = Spending(code="second", budget=100, actual=105, referred=50)
    rich = Spending(code="rich", budget=1_000, actual=992)
    richer = Spending(code="richer", budget=1_000, actual=900)
    full = Spending(code="full", budget=1_000, actual=1_000)
    moved = shifted((clinic, second), (full, rich, richer))
    assert moved == {"clinic": 20, "second": 5, "full": 0, "rich": -8, "richer": -17}


@given(st.lists(st.tuples(FEN, FEN, FEN), max_size=5), st.lists(st.tuples(FEN, FEN), max_size=5))
def test_shifted_budget_sums_to_nothing(primary: list[tuple[int, ...]], hospitals: list[tuple[int, ...]]):
    needy = tuple(
        Spending(code=f"p{at}", budget=b, actual=a, referred=r) for at, (b, a, r) in enumerate(primary)
    )
    givers = tuple(Spending(code=f"h{at}", budget=b, actual=a) for at, (b, a) in enumerate(hospitals))
    moved = shifted(needy, givers)
    assert sum(moved.values()) == 0
    assert all(0 <= moved[one.code] <= min(one.overspend, one.referred) for one in needy)
    assert all(-one.rest <= moved[one.code] <= 0 for one in givers)


def test_capitation_is_a_twelfth_of_the_rate_for_each_head():
    assert capitation_of_month(7, 7_201) == 4_201  # 4200.58
    assert capitation_of_month(0, 7_200) == 0


@given(FEN, FEN, BP, BP)
def test_a_capitated_institution_gets_no_more_than_the_larger_side(
    actual: int, amount: int, score_bp: int, share_bp: int
):
    owed = capitated_year(actual, amount, score_bp, share_bp, 11_000)
    assert min(actual, amount) <= owed <= max(actual, amount)


def test_a_chronic_package_is_rounded_once_for_each_disease():
    assert chronic_package([Patients(3, 1_001, 5_000), Patients(2, 600, 11_000)]) == 1_502 + 1_320


@pytest.mark.parametrize(("surplus", "paid"), [(1_001, 701), (-1_001, -701), (0, 0)])
def test_a_red_takes_back_the_share_of_the_surplus(surplus: int, paid: int):
    assert surplus_paid(surplus, 3_000) == paid


def contract(psn: str, at: str, number: str, start: date, end: date | None = None) -> Contract:
    return Contract(psn_no=psn, facility=at, number=number, start=start, end=end)


DAY = date(2026, 6, 30)


def test_everybody_counts_once_at_one_institution():
    found = contracted(
        [
            contract("P1", "A", "1", date(2025, 1, 1)),
            contract("P1", "B", "2", date(2026, 1, 1)),  # the later start
            contract("P2", "B", "4", date(2026, 1, 1)),
            contract("P2", "A", "3", date(2026, 1, 1)),  # the smaller number
            contract("P3", "A", "5", date(2026, 7, 1)),  # counts next year
            contract("P4", "A", "6", date(2025, 1, 1), date(2026, 6, 29)),  # has ended
            contract("P5", "A", "7", DAY, DAY),
        ],
        DAY,
    )
    assert found == {"A": 2, "B": 1}
    assert contract_payment(found["A"], 500) == 1_000


@given(
    st.lists(
        st.builds(
            contract,
            st.sampled_from("abcdef"),
            st.sampled_from(["A", "B", "C"]),
            st.text("0123456789", min_size=1, max_size=3),
            st.dates(date(2025, 1, 1), date(2027, 1, 1)),
            st.none() | st.dates(date(2025, 1, 1), date(2027, 1, 1)),
        )
    )
)
def test_the_institutions_together_count_each_person_once(contracts: list[Contract]):
    distinct = {one.psn_no for one in contracts if one.covers(DAY)}
    assert sum(contracted(contracts, DAY).values()) == len(distinct)
    assert contracted(contracts, DAY) == contracted(list(reversed(contracts)), DAY) or len(
        {(one.psn_no, one.start, one.number) for one in contracts}
    ) < len(contracts)


TERMS = PackageTerms(
    budget=1_000_000_000,
    coefficient=Fraction(1),
    audited=90_000_000,
    share=Fraction(6, 10),
    limit=Fraction(1, 10),
)


def test_the_worked_package():
    found = package_result(1_060_000_000, TERMS)
    assert (found.surplus, found.fund_bears, found.community_bears) == (False, 36_000_000, 24_000_000)
    assert found.fund_total == 1_036_000_000


@given(FEN, FEN, BP, FEN, BP, BP)
def test_a_package_loses_nothing(
    budget: int, actual: int, coefficient: int, audited: int, share: int, limit: int
):
    terms = PackageTerms(
        budget=budget,
        coefficient=Fraction(coefficient, 10_000),
        audited=audited,
        share=Fraction(share, 10_000),
        limit=Fraction(limit, 10_000),
    )
    found = package_result(actual, terms)
    assert found.balance == budget - actual
    if found.surplus:
        assert found.retained + found.returned == found.balance
        assert (found.fund_bears, found.community_bears, found.fund_total) == (0, 0, actual)
    else:
        assert found.fund_bears + found.community_bears == -found.balance
        assert found.fund_total + found.community_bears == actual
        assert found.community_bears >= 0


@given(FEN, st.lists(st.integers(0, 10**8), min_size=1, max_size=30))
def test_a_split_is_the_whole_and_nobody_is_a_fen_off(amount: int, weights: list[int]):
    shares, total = split(amount, weights), sum(weights)
    assert sum(shares) == (amount if total else 0)
    for share, weight in zip(shares, weights, strict=True):
        assert abs(share * total - amount * weight) < max(total, 1)


def test_the_left_over_fen_go_to_the_largest_fractions():
    assert split(10, [1, 2, 4]) == (1, 3, 6)
    assert split(10, [4, 2, 1]) == (6, 3, 1)


def test_the_left_over_fen_go_to_the_earlier_of_equals():
    assert split(5, [1, 1, 1]) == (2, 2, 1)
    assert split(5, [0, 0]) == (0, 0)
    with pytest.raises(ValueError):
        split(-1, [1])
