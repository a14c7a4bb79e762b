"""收款与退款方式: nothing is lost, and money goes back the way it came."""

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_app.domain import tender
from clinic_app.domain.tender import BadTender, handed_back, paid_with, together

FEN = st.integers(0, 100_000)
MEANS = st.dictionaries(st.sampled_from(["wechat", "alipay", "bank", "deposit", "prepaid"]), FEN)


def test_the_examples():
    assert doctest.testmod(tender).failed == 0


@given(FEN, MEANS, FEN)
def test_what_pays_is_what_is_due(cash, chosen, purse):
    due = cash + sum(chosen.values()) + purse
    assert sum(paid_with(due, chosen, purse).values()) == due


def test_a_purse_that_paid_more_gives_cash_back():
    assert paid_with(1500, {}, purse=2000) == {"purse": 2000, "cash": -500}


@pytest.mark.parametrize(
    "chosen",
    [{"wechat": 101}, {"wechat": -1}, {"shells": 5}, {"purse": 5}, {"wechat": 60, "cash": 41}],
    ids=["more than is due", "negative", "unknown", "a purse without a debit", "cash that is not the rest"],
)
def test_what_does_not_pay_the_bill_is_refused(chosen):
    with pytest.raises(BadTender):
        paid_with(100, chosen)


@given(FEN, MEANS, FEN, FEN)
def test_a_refund_loses_nothing(cash, chosen, purse, after):
    before = cash + sum(chosen.values()) + purse
    paid = paid_with(before, chosen, purse)
    goes = handed_back(paid, before, after)
    assert sum(goes.red.values()) == -before
    assert sum(goes.rest.values()) == after
    assert sum(goes.back.values()) == before - after
    moves = together(goes.red, goes.rest)
    assert moves == {means: -fen for means, fen in goes.back.items()}
    assert not {"purse", "deposit", "prepaid"} & set(moves), "only cash and electronic money can be returned"
    assert all(fen >= 0 for fen in goes.rest.values())


def test_a_whole_refund_gives_the_purse_back_in_cash_and_the_phone_to_the_phone():
    goes = handed_back({"purse": 1500, "wechat": 1000, "cash": 500}, 3000, 0)
    assert goes.back == {"wechat": 1000, "cash": 2000}


def test_a_bill_without_a_word_about_its_payment_was_paid_in_cash():
    assert handed_back({}, 900, 300).back == {"cash": 600}


def test_more_due_than_before_is_paid_in_cash():
    assert handed_back({"wechat": 900}, 900, 1000).back == {"cash": -100}


def test_of_a_purse_that_paid_too_much_only_its_share_comes_back():
    paid = paid_with(1500, {}, purse=2000)
    assert handed_back(paid, 1500, 1000).back == {"cash": 500}
