"""The month's sheet adds up both ways; a fridge is due twice a day."""

from datetime import date, datetime
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic_app.domain.pharmacy.batch import Batch, Pack
from clinic_app.domain.pharmacy.cold_chain import (
    COOL_ROOM,
    FRIDGE,
    PLACES,
    BadTemperature,
    Half,
    half_of,
    in_use,
    missed,
    require_likely,
)
from clinic_app.domain.pharmacy.month import GROUP_OF, Group, by_drug, totals
from clinic_app.domain.pharmacy.movement import Kind, Moved, account
from clinic_app.domain.time import BEIJING

DAY = date(2026, 11, 1)


def batch(number: int, drug: str, pric_e6: int) -> Batch:
    pack = Pack(quantity=24, unit="粒", pack_unit="盒", pric_e6=pric_e6)
    return Batch(
        batch_id=UUID(int=number), drug=drug, lot=f"L{number}", expires=DAY, received_on=DAY, pack=pack
    )


_MOVES = st.lists(
    st.tuples(
        st.sampled_from(["YP1", "YP2", "YP3"]),
        st.integers(1, 99_999_999),
        st.integers(-(10**9), 10**9),
        st.dictionaries(st.sampled_from([*Kind]), st.integers(-(10**9), 10**9), max_size=6),
    ),
    max_size=8,
)


@given(_MOVES)
@settings(max_examples=60, deadline=None)
def test_every_line_adds_up_and_the_last_line_is_the_sum_of_the_lines(moves):
    accounts = []
    for number, (drug, price, opening, kinds) in enumerate(moves):
        moved = [(kind, Moved(value, value)) for kind, value in kinds.items()]
        accounts.append((drug, batch(number, drug, price), account(Moved(opening, opening), moved)))
    lines = by_drug(accounts)
    assert {one.drug for one in lines} == {drug for drug, *_ in moves}
    for line in lines:
        assert line.fen["opening"] + sum(line.fen[group] for group in Group) == line.fen["closing"]
        assert line.opening.qty_e4 + sum(line.of(group).qty_e4 for group in Group) == line.closing.qty_e4
    last = totals(lines)
    assert last["opening"] + sum(last[group] for group in Group) == last["closing"]


def test_every_kind_of_movement_stands_in_a_column():
    assert set(GROUP_OF) == set(Kind)


def test_a_fridge_is_due_before_noon_and_after_it_while_something_is_in_it():
    assert half_of(datetime(2026, 11, 22, 11, 59, tzinfo=BEIJING)) is Half.AM
    assert half_of(datetime(2026, 11, 22, 12, 0, tzinfo=BEIJING)) is Half.PM
    assert in_use(PLACES, {"A": "room", "B": "cool"}) == ()
    assert in_use(PLACES, {"A": "cold_chain"}) == (FRIDGE,)


def test_a_half_day_is_missed_once_it_is_over_and_not_before_the_first_reading():
    now = datetime(2026, 11, 22, 9, tzinfo=BEIJING)
    yesterday = date(2026, 11, 21)
    read = {(FRIDGE.name, yesterday, "am")}

    def told(at: datetime) -> list[tuple[date, str]]:
        return [(one.day, one.half) for one in missed([FRIDGE], (), read, at)]

    assert told(now) == [(yesterday, "pm")]
    assert told(now.replace(hour=13)) == [(yesterday, "pm"), (now.date(), "am")]
    assert missed([FRIDGE], (), {(FRIDGE.name, yesterday, "pm")}, now) == (), "nobody had read it before"
    assert missed([FRIDGE], (), (), now) == ()
    assert missed([FRIDGE], {FRIDGE.name}, (), now)[0].day == date(2026, 11, 15)


@pytest.mark.parametrize(
    ("place", "tenths", "holds"),
    [
        pytest.param(FRIDGE, 20, True, id="the lowest"),
        pytest.param(FRIDGE, 80, True, id="the highest"),
        pytest.param(FRIDGE, 81, False, id="a tenth too warm"),
        pytest.param(FRIDGE, 19, False, id="a tenth too cold"),
        pytest.param(COOL_ROOM, 200, True, id="twenty degrees are cool"),
        pytest.param(COOL_ROOM, 201, False, id="and more are not"),
    ],
)
def test_a_band_holds_its_ends(place, tenths, holds):
    assert place.holds(tenths) is holds


def test_a_degree_without_its_point_is_taken_for_a_slip():
    require_likely(45)
    with pytest.raises(BadTemperature):
        require_likely(4500)
