"""病区: when doses fall due and what they open."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic_app.domain.catalogs import drugs
from clinic_app.domain.prescribing.tables import shipped
from clinic_app.domain.time import BEIJING, ms_of
from clinic_app.domain.ward import (
    BedState,
    Span,
    Term,
    bed_state,
    doses_on,
    due_ms,
    is_day_by_day,
    opened_for,
    place_of,
    rhythms,
    units_a_dose,
)

DAY = date(2026, 11, 22)


def at(hour: int, day: date = DAY) -> int:
    return ms_of(datetime(day.year, day.month, day.day, hour, tzinfo=BEIJING))


def long(frequency: str, begun: int, stop: int | None = None) -> Span:
    return Span(term=Term.LONG, frequency=frequency, start_ms=begun, stop_ms=stop)


@pytest.mark.parametrize(
    ("span", "ahead", "due"),
    [
        pytest.param(long("tid", at(10)), 0, ("12:00", "16:00"), id="nothing before it begins"),
        pytest.param(long("tid", at(10)), 1, ("08:00", "12:00", "16:00"), id="the next day whole"),
        pytest.param(long("tid", at(8), at(12)), 0, ("08:00",), id="nothing from the stop on"),
        pytest.param(long("qod", at(7)), 1, (), id="every other day, not the second"),
        pytest.param(long("qod", at(7)), 2, ("08:00",), id="every other day, the third"),
        pytest.param(long("tiw", at(7)), 4, ("08:00",), id="three times a week"),
        pytest.param(long("nonsense", at(7)), 0, (), id="an unknown rhythm"),
        pytest.param(Span(term=Term.ONCE, frequency="st", start_ms=at(9)), 0, ("09:00",), id="at once"),
        pytest.param(Span(term=Term.ONCE, frequency="st", start_ms=at(9)), 1, (), id="at once, not again"),
        pytest.param(Span(term=Term.ONCE, frequency="tid", start_ms=at(10)), 1, ("08:00",), id="24 hours"),
        pytest.param(
            Span(term=Term.ONCE, frequency="tid", start_ms=at(10)), 2, (), id="and not a minute more"
        ),
    ],
)
def test_doses_of_a_day(span, ahead, due):
    assert doses_on(span, DAY + timedelta(days=ahead)) == due


@settings(max_examples=60, deadline=None)
@given(
    frequency=st.sampled_from(sorted(rhythms())),
    hour=st.integers(0, 23),
    stop=st.none() | st.integers(0, 24 * 5),
    ahead=st.integers(0, 6),
)
def test_every_dose_lies_between_start_and_stop_and_has_a_place_of_its_own(frequency, hour, stop, ahead):
    begun = at(hour)
    span = long(frequency, begun, None if stop is None else begun + stop * 3_600_000)
    day = DAY + timedelta(days=ahead)
    due = [(one, due_ms(day, one)) for one in doses_on(span, day)]
    assert all(begun <= when and (span.stop_ms is None or when < span.stop_ms) for _, when in due)
    places = [place_of(span, day, slot) for slot, _ in due]
    assert places == sorted(set(places))


@settings(max_examples=60, deadline=None)
@given(each=st.integers(1, 35_000), doses=st.integers(1, 60))
def test_what_doses_open_together_is_what_they_need_rounded_up_once(each, doses):
    assert sum(opened_for(each, place) for place in range(doses)) == -(-each * doses // 10_000)


def test_units_of_a_dose():
    known = {one.code: one for one in drugs()}
    assert units_a_dose(known["YP0001"], "0.5g") == 20_000
    assert units_a_dose(known["YP1013"], "1.5g") == 20_000, "what is left in an ampoule is thrown away"
    assert units_a_dose(known["YP1224"], "10ml") == 1_000
    assert opened_for(units_a_dose(known["YP1224"], "适量"), 0) == 1


@pytest.mark.parametrize(
    ("occupied", "left", "readied", "state"),
    [
        (True, None, None, BedState.TAKEN),
        (False, None, None, BedState.FREE),
        (False, 5, None, BedState.CLEANING),
        (False, 5, 4, BedState.CLEANING),
        (False, 5, 6, BedState.FREE),
    ],
)
def test_a_bed(occupied, left, readied, state):
    assert bed_state(occupied=occupied, left_at=left, readied_at=readied) is state


def test_narcotics_and_special_antibiotics_are_ordered_day_by_day():
    product = shipped().products["YP1223"]
    vancomycin = shipped().substances["vancomycin"]
    assert not is_day_by_day(product)
    assert is_day_by_day(replace(product, drug=replace(product.drug, rx_class="NARC")))
    part = replace(product.ingredients[0], substance=vancomycin)
    assert is_day_by_day(replace(product, ingredients=(part,)))
