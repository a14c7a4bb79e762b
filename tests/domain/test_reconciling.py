"""对账 of two lists: each record stands in one state with one remedy, and totals follow from the records."""

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_app.domain.reconciling import (
    NO_CHANGE,
    Absence,
    ClinicRow,
    Compared,
    CountyRow,
    Day,
    Kind,
    MissingRange,
    Remedy,
    State,
    Whereabouts,
    balanced,
    clr_type_of,
    compared,
    days_of,
    match,
)

DAY = date(2026, 11, 5)
KIND = Kind("390", "11", 0)
FEN = Compared(3000, 2000, 0, 1000)


def clinic(no: int = 1, amounts: Compared | None = FEN, **more) -> ClinicRow:
    given_: dict = {"record": UUID(int=no), "kind": KIND, "facility": "F", "day": DAY, "amounts": amounts}
    return ClinicRow(**(given_ | more))


def county(no: int = 1, amounts: Compared = FEN, adjustment: Compared = NO_CHANGE, **more) -> CountyRow:
    given_: dict = {"record": UUID(int=no), "kind": KIND, "facility": "F", "day": DAY, "amounts": amounts}
    return CountyRow(**(given_ | {"adjustment": adjustment} | more))


LESS = Compared(3000, 1800, 0, 1200)
CHANGE = Compared(0, -200, 0, 200)


@pytest.mark.parametrize(
    ("ours", "theirs", "state", "remedy", "fields"),
    [
        pytest.param(clinic(), county(), State.MATCHED, Remedy.NONE, (), id="equal"),
        pytest.param(
            clinic(), county(1, LESS, CHANGE), State.MATCHED_ADJUSTED, Remedy.NONE, (), id="adjusted"
        ),
        pytest.param(
            clinic(), county(1, LESS), State.AMOUNT_DIFFERS, Remedy.ADJUST,
            ("fund_pay_sumamt", "psn_cash_pay"), id="differs",
        ),
        pytest.param(
            clinic(), county(1, FEN, CHANGE), State.AMOUNT_DIFFERS, Remedy.ADJUST,
            ("fund_pay_sumamt", "psn_cash_pay"), id="an adjustment that explains nothing",
        ),
        pytest.param(
            clinic(whereabouts=Whereabouts.NOT_SENT), None, State.CLINIC_ONLY, Remedy.PUSH, (), id="not sent"
        ),
        pytest.param(
            clinic(whereabouts=Whereabouts.ASIDE), None, State.CLINIC_ONLY, Remedy.RELEASE, (), id="aside"
        ),
        pytest.param(clinic(), None, State.CLINIC_ONLY, Remedy.RAISE, (), id="arrived and not judged"),
        pytest.param(None, county(), State.COUNTY_ONLY, Remedy.FETCH, (), id="lost by the clinic"),
        pytest.param(
            None, county(absence=Absence.UNNAMED), State.COUNTY_ONLY, Remedy.RAISE, (), id="hidden"
        ),
    ],
)  # fmt: skip
def test_each_state_has_one_remedy(ours, theirs, state, remedy, fields):
    (one,) = match([ours] if ours else [], [theirs] if theirs else [])
    assert (one.state, one.remedy, one.fields) == (state, remedy, fields)
    assert balanced([one]) == (state in (State.MATCHED, State.MATCHED_ADJUSTED))


def test_an_original_and_its_red_are_two_records():
    red = Kind("390", "11", 1)
    ours = [clinic(), clinic(kind=red)]
    assert [one.state for one in match(ours, [county()])] == [State.MATCHED, State.CLINIC_ONLY]


@given(
    ours=st.dictionaries(st.integers(1, 9), st.integers(-9, 9)),
    theirs=st.dictionaries(st.integers(1, 9), st.integers(-9, 9)),
)
def test_no_record_is_lost_and_none_counted_twice(ours: dict[int, int], theirs: dict[int, int]):
    left = [clinic(no, Compared(fund_pay_sumamt=fund)) for no, fund in ours.items()]
    right = [county(no, Compared(fund_pay_sumamt=fund)) for no, fund in theirs.items()]
    found = match(left, right)
    assert sorted(one.record.int for one in found) == sorted(set(ours) | set(theirs))
    assert balanced(found) == (ours == theirs)
    totals = compared(found)
    assert sum(one.clinic.fund_pay_sumamt for one in totals) == sum(ours.values())
    assert sum(one.county.fund_pay_sumamt for one in totals) == sum(theirs.values())
    assert sum(one.clinic.fixmedins_setl_cnt for one in totals) == len(ours)


def test_totals_are_by_insurance_clearing_and_reds():
    kinds = [Kind("390", "11", 0), Kind("390", "11", 1), Kind("310", "21", 0)]
    rows = [clinic(no, kind=kind) for no, kind in enumerate(kinds)]
    found = compared(match(rows, [county(no, kind=kind) for no, kind in enumerate(kinds)]))
    assert [one.kind for one in found] == sorted(kinds)
    assert all(one.equal for one in found)


def test_days_are_cut_by_facility_and_day():
    other = date(2026, 11, 6)
    gap = MissingRange("F", other, None, 3, 9)
    days = days_of([clinic(), clinic(2, facility="A", day=other)], [county()], [gap])
    assert [(one.facility, one.day, one.balanced) for one in days] == [
        ("A", other, False), ("F", DAY, True), ("F", other, False),
    ]  # fmt: skip
    assert [one.why() for one in days] == ["CLINIC_ONLY", "", "CLINIC_ONLY"]


def test_the_office_is_shown_what_is_late_or_only_the_countys():
    waiting = Day("F", DAY, tuple(match([clinic(whereabouts=Whereabouts.NOT_SENT)], [])))
    assert not waiting.overdue(date(2026, 11, 12))
    assert waiting.overdue(date(2026, 11, 13))
    assert Day("F", DAY, tuple(match([], [county()]))).overdue(DAY)


@pytest.mark.parametrize(("med_type", "clr_type"), [("11", "11"), ("14", "14"), ("21", "21"), ("52", "21")])
def test_a_clearing_type_follows_from_the_kind_of_visit(med_type: str, clr_type: str):
    assert clr_type_of(med_type) == clr_type
