"""A closing adds up on every day there can be, and a fault of one fen is found and located."""

from dataclasses import replace
from datetime import date
from random import Random
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic_app.domain.catalogs import drugs, herbs, services
from clinic_app.domain.closing import (
    DrugLine,
    Identity,
    Receipts,
    compare_drugs,
    proof,
    prove,
    prove_facility,
    together,
    totals_of,
)
from clinic_app.domain.closing.drawer import (
    BadCount,
    CallsOpen,
    CashDiffers,
    Doubts,
    Drawer,
    NotBalanced,
    PurseDiffers,
    business_day,
    require_note,
)
from clinic_app.domain.closing.records import OTHER, categories_of
from clinic_app.domain.closing.totals import SUMMED, receipts_of
from clinic_app.domain.settlement.amounts import AMOUNT_NAMES
from tests.domain.closing.days import day_of

seeds = st.integers(0, 2**32)
MANY = settings(max_examples=150, deadline=None)


@MANY
@given(seeds)
def test_a_random_day_proves_itself_and_its_drawer_holds_what_went_in(seed):
    day = day_of(seed)
    totals = totals_of(day.records, day.movements)
    assert prove(day.records, totals) == ()
    assert totals.cash_expected(20_000) == 20_000 + day.drawer
    for name in SUMMED:
        assert totals.sums.get(name, 0) == sum(record.amount(name) for record in day.records)
    assert sum(one.used + one.void for one in totals.receipts) == len(
        {record.number for record in day.records} | {one.number for one in day.movements}
    )


@MANY
@given(seeds, st.sampled_from(AMOUNT_NAMES), st.sampled_from((-1, 1)))
def test_one_fen_in_any_amount_of_any_record_is_located(seed, name, fen):
    day = day_of(seed)
    at = Random(seed).randrange(len(day.records))
    bad = day.records[at]
    day.records[at] = replace(bad, amounts={**bad.amounts, name: bad.amount(name) + fen})
    found = prove(day.records, totals_of(day.records))
    assert found, name
    assert {one.records for one in found if one.records} == {(bad.id,)}
    assert any(name in {one.name, *_sides(one.identity)} and abs(one.off) == 1 for one in found)


@MANY
@given(seeds)
def test_one_fen_in_any_line_or_means_of_payment_is_located(seed):
    rng = Random(seed)
    day = day_of(seed)
    at = rng.randrange(len(day.records))
    bad = day.records[at]
    if rng.random() < 0.5:
        line = rng.randrange(len(bad.lines))
        parts = dict(bad.lines[line].parts) or {"det_item_fee_sumamt": 0}
        parts[rng.choice(sorted(parts))] += 1
        lines = list(bad.lines)
        lines[line] = replace(lines[line], parts=parts)
        day.records[at] = replace(bad, lines=tuple(lines))
    else:
        tender = dict(bad.tender) or {"cash": bad.amount("psn_cash_pay")}
        tender[rng.choice(sorted(tender))] += 1
        day.records[at] = replace(bad, tender=tender)
    found = prove(day.records, totals_of(day.records))
    assert {one.records for one in found if one.records} == {(bad.id,)}


@MANY
@given(seeds)
def test_one_fen_in_a_frozen_closing_is_found_beside_its_records(seed):
    day = day_of(seed)
    totals = totals_of(day.records, day.movements)
    name = Random(seed).choice(sorted(totals.sums) or ["medfee_sumamt"])
    false = replace(totals, sums={**totals.sums, name: totals.sums.get(name, 0) + 1})
    found = prove(day.records, false)
    assert (Identity.DAY, name, 1) in [(one.identity, one.name, one.off) for one in found]


@MANY
@given(seeds)
def test_a_facility_is_the_sum_of_its_windows(seed):
    day = day_of(seed)
    cut = Random(seed).randrange(len(day.records) + 1)
    windows = [totals_of(day.records[:cut]), totals_of(day.records[cut:], day.movements)]
    whole = together(windows)
    assert replace(whole, receipts=()) == replace(totals_of(day.records, day.movements), receipts=())
    assert prove_facility(whole, windows) == ()
    false = replace(whole, taken={**whole.taken, "cash": whole.taken.get("cash", 0) + 1})
    assert [(one.identity, one.name) for one in prove_facility(false, windows)] == [
        (Identity.WINDOWS, "taken.cash")
    ]


def test_an_empty_day_is_a_day():
    totals = totals_of(())
    assert (totals.n_setl, totals.cash_expected(5000), prove((), totals)) == (0, 5000, ())


def test_a_number_that_stands_twice_is_named_with_both_records():
    day = day_of(1)
    first, second = day.records[0], day.records[1]
    day.records[1] = replace(second, number=first.number)
    found = [one for one in prove(day.records, totals_of(day.records)) if one.identity is Identity.NUMBER]
    assert [(one.records, one.number) for one in found] == [((first.id, second.id), first.number)]


def test_what_a_platform_settled_is_held_to_what_it_promises():
    day = day_of(2)
    bad = replace(
        day.records[0], own=False, amounts={**day.records[0].amounts, "pool_base_amt": 10**6}, shown=None
    )
    assert prove([bad], totals_of([bad])) == ()


def test_receipts_go_by_device_and_day_and_count_the_holes():
    numbers = ["A2611200001", "A2611200003", "B2611200009", "A2611190007", "slip"]
    assert receipts_of(numbers) == (
        Receipts("A2611190007", "A2611190007", 1, 0),
        Receipts("A2611200001", "A2611200003", 2, 1),
        Receipts("B2611200009", "B2611200009", 1, 0),
    )


@pytest.mark.parametrize(
    ("code", "expected"),
    [("YP0001", "drug"), ("CL0001", "material"), ("ZL0001", "registration"), ("nobody knows", "other")],
)
def test_charges_go_by_the_catalogue(code, expected):
    assert categories_of(drugs(), herbs(), services()).get(code, OTHER) == expected


def drug(paid: int, out: int, is_drug: bool = True) -> DrugLine:
    return DrugLine(UUID(int=1), "YP0001", 8_500_000, paid * 10_000, out * 10_000, is_drug)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param([drug(2, 2)], (1700, 1700, 0, 0), id="handed out"),
        pytest.param([drug(2, 1)], (1700, 850, 1, 0), id="a part still waits"),
        pytest.param([drug(0, 1)], (0, 850, 0, 1), id="out without a standing bill"),
        pytest.param([drug(2, 0), drug(2, 0)], (3400, 0, 1, 0), id="a bill is named once"),
        pytest.param([drug(1, 0, is_drug=False)], (0, 0, 0, 0), id="services are no drugs"),
    ],
)
def test_drugs_are_compared_by_quantity(lines, expected):
    found = compare_drugs(lines)
    assert (found.settled, found.dispensed, len(found.not_dispensed), len(found.not_settled)) == expected


@pytest.mark.parametrize(
    ("drawer", "doubts", "error"),
    [
        pytest.param(Drawer(999), Doubts(), CashDiffers, id="short by one fen"),
        pytest.param(Drawer(1001), Doubts(), CashDiffers, id="long by one fen"),
        pytest.param(Drawer(999, note="  "), Doubts(), CashDiffers, id="blanks explain nothing"),
        pytest.param(Drawer(1000), Doubts(open_calls=1), CallsOpen, id="a call without an outcome"),
        pytest.param(Drawer(1000), Doubts(purse_diff=-1), PurseDiffers, id="purse"),
        pytest.param(Drawer(1000), Doubts(breaches=1), NotBalanced, id="figures"),
    ],
)
def test_what_does_not_agree_needs_a_word(drawer, doubts, error):
    with pytest.raises(error):
        require_note(drawer, 1000, doubts)
    require_note(replace(drawer, note="找错零钱"), 1000, doubts)


def test_what_agrees_needs_none():
    require_note(Drawer(1000), 1000, Doubts())


@pytest.mark.parametrize("bad", [{"counted": -1}, {"counted": 0, "float_in": -1}])
def test_a_drawer_holds_no_negative_money(bad):
    with pytest.raises(BadCount):
        Drawer(**bad)


DAY, NEXT = date(2026, 11, 20), date(2026, 11, 21)


@pytest.mark.parametrize(
    ("today", "last_record", "last_closed", "expected"),
    [
        pytest.param(DAY, None, None, DAY, id="nothing happened"),
        pytest.param(DAY, DAY, None, DAY, id="the first day"),
        pytest.param(NEXT, DAY, None, DAY, id="yesterday was forgotten"),
        pytest.param(DAY, DAY, DAY, NEXT, id="after the closing it is tomorrow's"),
        pytest.param(NEXT, DAY, DAY, NEXT, id="yesterday evening counts today"),
        pytest.param(DAY, NEXT, None, DAY, id="a clock that ran ahead"),
    ],
)
def test_the_business_day(today, last_record, last_closed, expected):
    assert business_day(today, last_record, last_closed) == expected


def _sides(identity: Identity) -> set[str]:
    """The amounts that an identity speaks of."""
    rules = (*proof._ALWAYS, *proof._OF_OUR_ENGINE)
    return {name for one, left, right in rules if one is identity for name in (*left, *right)}
