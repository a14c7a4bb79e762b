"""公卫任务: by age, pressure and diagnosis."""

from datetime import date

import pytest

from clinic_app.domain.infectious import notifiable
from clinic_app.domain.public_health.duties import DueForm, Duty, DutyKind, Known, duties_of

DAY = date(2026, 11, 22)
OLD, YOUNG = date(1960, 1, 1), date(1995, 1, 1)


def known(**other: object) -> Known:
    told = {"day": DAY, "birth_date": OLD, "recorded": True, "pressure_this_year": True}
    return Known(**{**told, **other})  # type: ignore[arg-type]


def kinds(duties: tuple[Duty, ...]) -> list[tuple[str, str]]:
    return [(one.kind.value, one.service) for one in duties]


def test_nothing_is_owed_to_who_is_served():
    assert duties_of(known(), [], None, None) == ()


def test_a_person_without_a_record_gets_one_whatever_the_age():
    assert kinds(duties_of(known(recorded=False, birth_date=YOUNG), [], None, None)) == [("record", "")]


@pytest.mark.parametrize(
    ("born", "measured", "taken", "asked"),
    [
        (OLD, None, False, True),
        (OLD, None, True, False),
        (OLD, 128, False, False),
        (YOUNG, None, False, False),
        (None, None, False, True),
        (date(1991, 11, 22), None, False, True),  # 35 today
        (date(1991, 11, 23), None, False, False),
    ],
)
def test_pressure_is_taken_at_the_first_visit_of_the_year_from_35(born, measured, taken, asked):
    found = duties_of(known(birth_date=born, pressure_this_year=taken), [], measured, measured and 80)
    assert (("pressure", "") in kinds(found)) is asked


@pytest.mark.parametrize(
    ("sbp", "dbp", "asked"), [(139, 89, False), (140, 80, True), (120, 90, True), (None, 95, True)]
)
def test_a_high_pressure_is_taken_again_on_another_day_and_never_a_diagnosis(sbp, dbp, asked):
    found = duties_of(known(), [], sbp, dbp)
    assert kinds(found) == ([("recheck", "")] if asked else [])


def test_who_is_managed_is_not_screened():
    assert duties_of(known(opened=frozenset({"htn"}), pressure_this_year=False), ["I10.x00"], 165, 95) == ()


def test_a_diagnosis_proposes_care_once():
    found = duties_of(known(), ["I10.x00", "E11.900"], 150, 95)
    assert kinds(found) == [("care", "htn"), ("care", "dm")]
    assert kinds(duties_of(known(opened=frozenset({"htn"})), ["I10.x00", "E11.900"], 150, 95)) == [
        ("care", "dm")
    ]


def test_what_is_due_stands_by_its_last_day():
    due = (
        DueForm("elderly", "health_check", "", date(2026, 12, 31)),
        DueForm("htn", "htn_followup", "", date(2026, 11, 20)),
    )
    found = duties_of(known(due=due), [], None, None)
    assert [(one.form, one.is_overdue(DAY)) for one in found] == [
        ("htn_followup", True),
        ("health_check", False),
    ]
    assert all(one.kind is DutyKind.FORM for one in found)


def test_a_notifiable_diagnosis_wants_its_card_until_it_is_written_or_answered():
    (card,) = duties_of(known(), ["J10.101"], None, None)
    assert (card.kind, card.form) == (DutyKind.FORM, "infectious_card")
    (disease,) = {one.id for one in notifiable("J10.101", DAY)}
    assert duties_of(known(carded=frozenset({disease})), ["J10.101"], None, None) == ()
    assert duties_of(known(), ["J10.101"], None, None, [disease]) == ()
    assert len(duties_of(known(carded=frozenset({"PLAGUE"})), ["J10.101"], None, None, ["X"])) == 1


def test_doses_and_a_contract_that_ends_are_told():
    assert kinds(duties_of(known(doses_due=True, renewable=True), [], None, None)) == [
        ("doses", ""),
        ("renew", ""),
    ]
