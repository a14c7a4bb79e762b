"""What a county action means in money: the worked examples, and that nothing is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_app.domain.reconciliation import Due, due_of

FEN = st.integers(0, 10**7)


@pytest.mark.parametrize(
    ("action", "client", "county", "rise", "due"),
    [
        pytest.param("", 2860, 2860, 0, Due(2860, 0, 0), id="agreed"),
        pytest.param("COLLECT_PERSON", 2860, 1140, 0, Due(1140, 1720, 0), id="YC-044, the second visit"),
        pytest.param("CLINIC_BEAR", 2494, 1694, 1000, Due(1694, -200, 1000), id="QD-044, a fee twice"),
        pytest.param("FUND_ABSORB", 1600, 1500, 0, Due(1600, 0, 0), id="YC-053, within the tolerance"),
        pytest.param("PAY_PERSON", 1000, 1300, 0, Due(1300, -300, 0), id="the fund pays more"),
        pytest.param("RECLASS", 900, 900, 0, Due(900, 0, 0), id="only another class"),
        pytest.param("CLINIC_BEAR", 2860, 0, 0, Due(0, 0, 2860), id="a visit charged twice"),
        pytest.param("CLINIC_BEAR", 900, 900, -50, Due(900, 0, 0), id="less for the institution"),
        pytest.param("", -2860, -2860, 0, Due(-2860, 0, 0), id="an agreed red"),
    ],
)
def test_what_an_action_means_in_money(action, client, county, rise, due):
    assert due_of(action, client, county, rise) == due


@given(
    st.sampled_from(["", "FUND_ABSORB", "PAY_PERSON", "COLLECT_PERSON", "RECLASS", "CLINIC_BEAR"]),
    FEN,
    FEN,
    FEN,
)
def test_the_three_dues_are_what_the_institution_advanced(action, client, county, rise):
    due = due_of(action, client, county, rise)
    assert due.fund_due + due.person_due + due.clinic_loss == client
    if action == "CLINIC_BEAR":
        assert due.person_due <= 0, "the person never pays more than was asked for"


def test_a_record_and_its_red_owe_nothing():
    due = due_of("COLLECT_PERSON", 2860, 1140)
    red = due.negated()
    assert (due.fund_due + red.fund_due, due.person_due + red.person_due) == (0, 0)


def test_an_unknown_action_is_a_bug():
    with pytest.raises(ValueError, match="REVERSE_ADJUST"):
        due_of("REVERSE_ADJUST", -1, -1)
