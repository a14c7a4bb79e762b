"""Batches, first-expiry-first-out, stocktake, ordering: pure rules of the pharmacy's stock."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic_app.domain.catalogs import drugs
from clinic_app.domain.pharmacy.batch import BadExpiry, Band, Batch, Pack, State, band, has_life, last_day
from clinic_app.domain.pharmacy.fefo import NotUsable, OutOfStock, fill, pick_first_expiring, pick_from
from clinic_app.domain.pharmacy.handing import (
    LaterBatch,
    Scanned,
    Wanted,
    hand,
)
from clinic_app.domain.pharmacy.movement import Account, Kind, Moved, account
from clinic_app.domain.pharmacy.ordering import Use, is_short, packs_to_order
from clinic_app.domain.pharmacy.product import CONTROLLED, of_drug
from clinic_app.domain.pharmacy.stocktake import Counted, Verdict, judge
from clinic_app.domain.pharmacy.trace import CodeMissing, CodeSold, TooManyCodes, WrongProduct, read

TODAY = date(2026, 11, 22)
PACK = Pack(quantity=24, unit="粒", pack_unit="盒", pric_e6=8_500_000)
BOX = PACK.size_e4


def batch(number: int, days: int, packs: int, **changes: object) -> Batch:
    """One that expires in `days`."""
    one = Batch(
        batch_id=UUID(int=number),
        drug="YP0001",
        lot=f"L{number}",
        expires=TODAY + timedelta(days=days),
        received_on=TODAY,
        pack=PACK,
        qty_e4=packs * BOX,
    )
    return replace(one, **changes)


@pytest.mark.parametrize(
    ("stock", "wanted", "days", "expected"),
    [
        pytest.param([batch(1, 90, 10)], 6, 1, [(1, 6)], id="one batch is enough"),
        pytest.param([batch(1, 90, 10), batch(2, 30, 4)], 6, 1, [(2, 4), (1, 2)], id="soonest first"),
        pytest.param([batch(1, 0, 6)], 6, 1, [(1, 6)], id="its last day still counts"),
        pytest.param([batch(1, -1, 9), batch(2, 9, 6)], 6, 1, [(2, 6)], id="out of date is left alone"),
        pytest.param(
            [batch(1, 9, 9, state=State.QUARANTINE), batch(2, 90, 9)],
            1,
            1,
            [(2, 1)],
            id="set aside is left alone",
        ),
        pytest.param(
            [batch(1, 5, 9, state=State.RECALLED), batch(2, 90, 9)],
            1,
            1,
            [(2, 1)],
            id="recalled is left alone",
        ),
        pytest.param([batch(1, 5, 9), batch(2, 90, 9)], 2, 7, [(2, 2)], id="it lasts until the therapy ends"),
        pytest.param([batch(1, 6, 9), batch(2, 90, 9)], 2, 7, [(1, 2)], id="to its last day"),
        pytest.param(
            [batch(2, 9, 1, received_on=TODAY), batch(1, 9, 1, received_on=TODAY - timedelta(days=3))],
            1,
            1,
            [(1, 1)],
            id="of two that expire together the one received first",
        ),
    ],
)
def test_first_expiring_first(stock, wanted, days, expected):
    picks = pick_first_expiring(stock, wanted * BOX, "盒", TODAY, days)
    assert [(one.batch_id.int, one.qty_e4 // BOX) for one in picks] == expected


def test_where_none_lasts_the_therapy_it_is_given_for_the_days_that_it_covers():
    stock = [batch(1, 4, 10), batch(2, 9, 10)]  # five and ten of twenty days
    assert [one.qty_e4 // BOX for one in fill(stock, 4 * BOX, "盒", TODAY, 20)] == [1, 1]
    with pytest.raises(OutOfStock) as short:
        pick_first_expiring(stock, 4 * BOX, "盒", TODAY, 20)
    assert short.value.facts == {"wanted": "96", "available": "48"}


def test_single_units_come_out_of_opened_packs_first_and_open_as_few_as_needed():
    one = batch(1, 90, 2, loose_e4=50_000, qty_e4=2 * BOX + 50_000)
    (pick,) = pick_first_expiring([one], 60_000, "粒", TODAY)
    assert (pick.qty_e4, pick.loose_e4, pick.opened_e4) == (60_000, 60_000, BOX)
    (pick,) = pick_first_expiring([one], 50_000, "粒", TODAY)
    assert pick.opened_e4 == 0
    with pytest.raises(OutOfStock):
        pick_first_expiring([one], 3 * BOX, "盒", TODAY)  # loose units are no pack


def test_a_batch_taken_by_hand_is_refused_when_nobody_may_have_it():
    for state in (State.RECALLED, State.QUARANTINE):
        with pytest.raises(NotUsable):
            pick_from(batch(1, 90, 5, state=state), BOX, "盒", TODAY)
    with pytest.raises(NotUsable):
        pick_from(batch(1, -1, 5), BOX, "盒", TODAY)


def line(packs: int, *scanned: Scanned, **more: object) -> Wanted:
    fields = {"pric_e6": PACK.pric_e6, "no_code": "" if scanned else "torn"}
    return Wanted(drug="YP0001", qty_e4=packs * BOX, unit="盒", scanned=scanned, **{**fields, **more})


def test_a_scanned_box_says_its_batch_and_a_later_one_needs_a_reason():
    stock = [batch(1, 30, 5), batch(2, 90, 5)]
    box = Scanned("8" * 20, UUID(int=2), BOX)
    with pytest.raises(LaterBatch):
        hand(stock, line(1, box), TODAY)
    (given_,) = hand(stock, line(1, box, later="第一批压坏"), TODAY)
    assert (given_.pick.batch_id.int, given_.codes) == (2, (("8" * 20, BOX),))


def test_each_box_is_scanned_or_a_reason_is_given():
    stock = [batch(1, 30, 5)]
    boxes = [Scanned(f"{n:020d}", UUID(int=1), BOX) for n in range(3)]
    assert len(hand(stock, line(3, *boxes), TODAY)[0].codes) == 3
    with pytest.raises(CodeMissing):
        hand(stock, line(3, *boxes[:2]), TODAY)
    with pytest.raises(CodeMissing):
        hand(stock, line(3, *boxes[:2], no_code="no reason of the list"), TODAY)
    assert len(hand(stock, line(3, *boxes[:2], no_code="torn"), TODAY)) == 2
    with pytest.raises(TooManyCodes):
        hand(stock, line(2, *boxes), TODAY)
    with pytest.raises(CodeSold):
        hand(stock, line(1, Scanned("9" * 20, UUID(int=1), 0)), TODAY)
    with pytest.raises(CodeSold):  # somebody has units of this box at home
        hand(stock, line(1, Scanned("9" * 20, UUID(int=1), BOX - 10_000)), TODAY)


def test_a_box_of_unknown_batch_goes_with_the_first_that_has_room():
    stock = [batch(1, 30, 1), batch(2, 90, 5)]
    boxes = [Scanned("1" * 20, UUID(int=9), BOX), Scanned("2" * 20, None, BOX)]
    found = hand(stock, line(2, *boxes), TODAY)
    assert [(one.pick.batch_id.int, one.codes) for one in found] == [
        (1, (("1" * 20, BOX),)),
        (2, (("2" * 20, BOX),)),
    ]


def test_the_batch_at_the_price_of_the_bill_goes_first():
    dear = replace(PACK, pric_e6=9_000_000)
    stock = [batch(1, 30, 5, pack=dear), batch(2, 90, 2)]
    assert [one.pick.batch_id.int for one in hand(stock, line(2), TODAY)] == [2]
    assert [one.pick.batch_id.int for one in hand(stock, line(3), TODAY)] == [1]


def test_what_may_go_back_on_the_shelf():
    tablet = of_drug(next(one for one in drugs() if "片" in one.form and one.rx_class not in CONTROLLED))
    assert replace(tablet, storage="room").may_go_back
    for changed in ({"storage": "cold_chain"}, {"rx_class": "NARC"}, {"form": "注射液"}):
        assert not replace(tablet, **changed).may_go_back


def test_a_box_of_another_product_is_refused():
    product = replace(of_drug(drugs()[0]), trace_prefix="8101234")
    product.require_own(read("8101234" + "0" * 13))
    with pytest.raises(WrongProduct):
        product.require_own(read("8101235" + "0" * 13))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2027-02", date(2027, 2, 28)),
        ("2028.02", date(2028, 2, 29)),
        ("202712", date(2027, 12, 31)),
        ("2027-01-05", date(2027, 1, 5)),
        ("20270105", date(2027, 1, 5)),
        ("2027年1月", date(2027, 1, 31)),
    ],
)
def test_an_expiry_without_a_day_is_the_months_last(text, expected):
    assert last_day(text) == expected


def test_an_expiry_that_is_no_day_is_refused():
    for text in ("", "2027-13", "2027-02-30", "next year"):
        with pytest.raises(BadExpiry):
            last_day(text)


def test_the_warning_bands():
    bands = [band(TODAY + timedelta(days=days), TODAY) for days in (-1, 0, 30, 31, 90, 91, 180, 181)]
    assert bands == [
        Band.EXPIRED,
        Band.RED,
        Band.RED,
        Band.ORANGE,
        Band.ORANGE,
        Band.YELLOW,
        Band.YELLOW,
        Band.FINE,
    ]


def test_a_delivery_must_have_half_its_life_and_180_days():
    made = TODAY - timedelta(days=300)
    assert has_life(made, TODAY + timedelta(days=300), TODAY)
    assert not has_life(made, TODAY + timedelta(days=299), TODAY)
    assert not has_life(None, TODAY + timedelta(days=179), TODAY)


def test_a_split_is_worth_less_than_a_fen_more_or_less():
    for quantity in (1, 3, 7, 24, 48, 100, 1000):
        for price in (1_000_000, 8_500_000, 9_999_999, 123_456_789):
            assert (
                abs(Pack(quantity=quantity, unit="粒", pack_unit="盒", pric_e6=price).split_diff_e6) < 10_000
            )


@settings(max_examples=40, deadline=None)
@given(
    moves=st.lists(
        st.tuples(st.sampled_from([*Kind]), st.integers(-40, 40), st.integers(-40, 40)), max_size=12
    ),
    price=st.integers(1, 99_999_999),
    size=st.integers(1, 60),
)
def test_opening_and_every_kind_make_the_closing_in_quantity_and_to_the_fen(moves, price, size):
    pack = Pack(quantity=size, unit="粒", pack_unit="盒", pric_e6=price)
    moved = [
        (kind, Moved(qty, pack.value_e6(qty, loose)))
        for kind, packs, units in moves
        for loose in [units * 10_000]
        for qty in [packs * pack.size_e4 + loose]
    ]
    half = len(moved) // 2
    first = account(Moved(), moved[:half])
    second = account(first.closing, moved[half:])
    assert second.closing == account(Moved(), moved).closing
    fen = second.fen()
    assert sum(amount for name, amount in fen.items() if name != "closing") == fen["closing"]
    assert fen["opening"] == Account(first.closing, {}).fen()["closing"]


@pytest.mark.parametrize(
    ("book", "first", "second", "expected"),
    [
        pytest.param(10, 0, 0, Verdict.AGREED, id="nothing differs"),
        pytest.param(10, -1, -1, Verdict.AGREED, id="a pack is not much"),
        pytest.param(10, -2, -2, Verdict.RECOUNT, id="two packs of ten are"),
        pytest.param(300, -3, -3, Verdict.AGREED, id="a hundredth is not"),
        pytest.param(600, -6, -6, Verdict.RECOUNT, id="51 yuan are"),
        pytest.param(10, 0, -1, Verdict.RECOUNT, id="two who do not agree"),
    ],
)
def test_when_a_count_stands(book, first, second, expected):
    found = judge(book * BOX, PACK, Counted("A", first * BOX), Counted("B", second * BOX))
    assert found.verdict is expected
    assert judge(book * BOX, PACK, Counted("A", 0), None).verdict is Verdict.OPEN
    again = judge(book * BOX, PACK, Counted("A", 0), Counted("B", -BOX), Counted("C", -BOX))
    assert (again.verdict, again.diff_e4) == (Verdict.AGREED, -BOX)


def test_an_order_fills_up_to_thirty_days_of_use():
    use = Use(dispensed_e4=90 * BOX, days_in_stock=90, on_hand_e4=10 * BOX)  # a pack a day
    assert is_short(use) and packs_to_order(use, BOX) == 20
    assert packs_to_order(replace(use, on_hand_e4=10 * BOX + 1), BOX) == 0
    assert packs_to_order(replace(use, on_order_e4=BOX), BOX) == 0
    half = replace(use, dispensed_e4=45 * BOX, days_in_stock=45)
    assert packs_to_order(half, BOX) == 20  # days without any do not count
    assert packs_to_order(Use(dispensed_e4=0, days_in_stock=0, on_hand_e4=0), BOX, least=2) == 2
