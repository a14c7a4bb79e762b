"""慢性病 and the other decisions of follow-ups, beyond the case files (tests/cases)."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic_app.domain.public_health import (
    diabetes,
    elderly,
    hypertension,
    mental_disorder,
    tcm,
    tuberculosis,
)
from clinic_app.domain.public_health.followups import Action, FollowupClass
from clinic_app.domain.public_health.mental_disorder import Stability
from clinic_app.domain.public_health.screening import Group, Risk, Screened, screen
from clinic_app.domain.public_health.tuberculosis import Phase

DAY = date(2026, 3, 10)
PRESSURES = st.tuples(st.integers(60, 280), st.integers(30, 180))


def test_the_target_of_the_elderly_came_with_the_norm_of_2017() -> None:
    assert hypertension.controlled(70, 145, 80, date(2017, 2, 28))
    assert not hypertension.controlled(70, 145, 80, date(2017, 2, 27))


@pytest.mark.parametrize("prev", [2, 3])
@pytest.mark.parametrize(("sbp", "adverse"), [(150, False), (120, True)])
def test_the_second_time_running_is_a_referral(prev: int, sbp: int, adverse: bool) -> None:
    found = hypertension.decide(age=50, sbp=sbp, dbp=80, day=DAY, adverse_reaction=adverse, prev_class=prev)
    assert found.action is Action.REFERRAL


def test_an_emergency_in_a_second_time_running_stays_an_emergency() -> None:
    found = hypertension.decide(age=50, sbp=180, dbp=80, day=DAY, prev_class=2)
    assert found.action is Action.EMERGENCY_REFERRAL


@pytest.mark.parametrize(("sbp", "dbp", "expected"), [(139, 89, False), (140, 60, True), (100, 90, True)])
def test_in_pregnancy_a_high_pressure_is_an_emergency(sbp: int, dbp: int, expected: bool) -> None:
    asked = {"emergency_sign": False, "pregnant_or_lactating": True, "day": DAY}
    assert hypertension.emergency(sbp, dbp, **asked) is expected  # type: ignore[arg-type]


@settings(max_examples=60)
@given(st.integers(18, 100), PRESSURES, st.booleans(), st.booleans(), st.booleans(), st.integers(0, 4))
def test_only_who_has_nothing_wrong_waits_three_months(
    age: int, pressure: tuple[int, int], sign: bool, adverse: bool, complication: bool, prev: int
) -> None:
    found = hypertension.decide(
        age=age,
        sbp=pressure[0],
        dbp=pressure[1],
        day=DAY,
        emergency_sign=sign,
        adverse_reaction=adverse,
        complication=complication,
        prev_class=prev,
    )
    well = found.action is Action.CONTINUE
    assert well is (found.followup_class is FollowupClass.CONTROLLED)
    assert found.next_visit_by == (date(2026, 6, 10) if well else DAY + timedelta(days=14))
    if well:
        assert found.controlled and not (sign or adverse or complication)


@settings(max_examples=60)
@given(st.integers(18, 100), PRESSURES)
def test_a_higher_pressure_is_never_better(age: int, pressure: tuple[int, int]) -> None:
    lower = hypertension.decide(age=age, sbp=pressure[0], dbp=pressure[1], day=DAY)
    higher = hypertension.decide(age=age, sbp=pressure[0] + 1, dbp=pressure[1] + 1, day=DAY)
    assert lower.followup_class <= higher.followup_class


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"temp": Decimal("39.0")}, False),
        ({"temp": Decimal("39.05")}, True),
        ({"heart_rate": 100}, False),
        ({"dbp": 110}, True),
        ({}, False),
    ],
)
def test_what_was_not_measured_in_diabetes_is_no_emergency(values: dict[str, object], expected: bool) -> None:
    assert diabetes.emergency(Decimal("6.0"), DAY, **values) is expected  # type: ignore[arg-type]


def screened(**values: object) -> Screened:
    usual: dict[str, object] = {
        "age": 50,
        "sex": "1",
        "sbp": 120,
        "dbp": 76,
        "bmi": None,
        "waist": None,
        "family_history": False,
        "high_salt": False,
        "heavy_drinking": False,
    }
    return Screened(**(usual | values))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("values", "group", "risks"),
    [
        pytest.param({"age": 34, "sbp": 150, "high_salt": True}, Group.NOT_TARGET, (), id="too young"),
        pytest.param({"sbp": 150, "age": 55}, Group.RECHECK, (Risk.AGE55,), id="high, with a risk"),
        pytest.param({"sbp": 135, "dbp": 90}, Group.RECHECK, (), id="high is not high normal"),
        pytest.param({"bmi": Decimal("23.95")}, Group.HIGH_RISK, (Risk.WEIGHT,), id="rounded first"),
        pytest.param({"sex": "0", "waist": Decimal(87)}, Group.ROUTINE, (), id="unknown sex, 87 cm"),
        pytest.param({"sex": "9", "waist": Decimal(90)}, Group.HIGH_RISK, (Risk.WEIGHT,), id="large for all"),
        pytest.param({"sbp": None, "dbp": None}, Group.ROUTINE, (), id="not measured"),
    ],
)
def test_screening(values: dict[str, object], group: Group, risks: tuple[Risk, ...]) -> None:
    assert screen(screened(**values), DAY) == (group, risks)


def test_still_basically_stable_after_two_weeks_is_seen_by_a_psychiatrist_and_in_a_month() -> None:
    first = mental_disorder.decide(Stability.BASICALLY_STABLE, date(2026, 1, 31))
    second = mental_disorder.decide(Stability.BASICALLY_STABLE, date(2026, 1, 31), prev_class=2)
    assert (first.action, first.next_visit_by) == (Action.ADJUST, date(2026, 2, 14))
    assert (second.action, second.next_visit_by) == (Action.REFERRAL, date(2026, 2, 28))


def test_stable_after_two_weeks_waits_three_months() -> None:
    found = mental_disorder.decide(Stability.STABLE, date(2026, 1, 31), prev_class=2)
    assert (found.action, found.next_visit_by) == (Action.CONTINUE, date(2026, 4, 30))


def test_who_was_unstable_before_and_is_basically_stable_is_seen_in_two_weeks() -> None:
    assert mental_disorder.decide(Stability.BASICALLY_STABLE, DAY, prev_class=1).action is Action.ADJUST


def test_social_function_without_an_applicable_item_is_good() -> None:
    assert mental_disorder.worst_social([9, 9]) == 1
    assert mental_disorder.worst_social([9, 3, 1]) == 3


@settings(max_examples=60)
@given(*[st.integers(0, 5), *[st.integers(1, 3)] * 3, *[st.integers(0, 2)] * 2])
def test_each_mark_of_instability_counts_alone(
    risk: int, symptom: int, insight: int, social: int, adverse: int, somatic: int
) -> None:
    found = mental_disorder.stability(
        risk=risk, symptom=symptom, insight=insight, social=social, adverse=adverse, somatic=somatic
    )
    unstable = risk >= 3 or 3 in (symptom, insight) or 2 in (adverse, somatic)
    assert (found is Stability.UNSTABLE) is unstable
    if found is Stability.STABLE:
        assert risk == 0 and (symptom, insight) == (1, 1) and social < 3


def test_the_first_home_visit_is_counted_to_the_minute() -> None:
    notice = datetime.fromisoformat("2026-05-10T16:30")
    assert tuberculosis.first_visit_on_time(notice, datetime.fromisoformat("2026-05-13T16:30"))
    assert not tuberculosis.first_visit_on_time(notice, datetime.fromisoformat("2026-05-13T16:31"))
    assert not tuberculosis.first_visit_on_time(notice, None)


def test_adherence_is_rounded_and_regular_is_not() -> None:
    assert tuberculosis.adherence_hundredths(89_996, 100_000) == 9000
    assert not tuberculosis.regular(89_996, 100_000, DAY)
    assert tuberculosis.adherence_hundredths(0, 0) is None
    assert not tuberculosis.regular(0, 0, DAY)


def test_a_week_missed_is_reported() -> None:
    assert [tuberculosis.report_missed(days, DAY) for days in (6, 7)] == [False, True]


def test_the_rhythm_of_visits() -> None:
    assert tuberculosis.next_visit_by(Phase.INTENSIVE, date(2026, 2, 20)) == date(2026, 3, 2)
    assert tuberculosis.next_visit_by(Phase.CONTINUATION, date(2026, 2, 20)) == date(2026, 3, 22)


@pytest.mark.parametrize(("total", "grade"), [(3, 1), (4, 2), (8, 2), (9, 3), (18, 3), (19, 4), (37, 4)])
def test_grades_of_self_care(total: int, grade: int) -> None:
    assert elderly.selfcare_grade(total) == grade


def test_the_greatest_total_of_self_care() -> None:
    assert elderly.selfcare_total(dict.fromkeys(elderly.ITEMS, 4)) == 37


@settings(max_examples=60)
@given(st.lists(st.integers(1, 5), min_size=33, max_size=33))
def test_who_is_clearly_balanced_tends_to_nothing_else(answers: list[int]) -> None:
    found = tcm.results(tcm.scores(answers))
    others = {result for key, result in found.items() if key != tcm.BALANCED}
    if found[tcm.BALANCED] is tcm.Result.YES:
        assert others == {tcm.Result.NO}
    if found[tcm.BALANCED] is tcm.Result.BASICALLY:
        assert tcm.Result.TENDS in others and tcm.Result.YES not in others


@pytest.mark.parametrize("answers", [[1] * 32, [1] * 34, [1] * 32 + [0], [1] * 32 + [6]])
def test_the_form_of_constitutions_has_no_gaps(answers: list[int]) -> None:
    with pytest.raises(ValueError, match="answers"):
        tcm.scores(answers)


@pytest.mark.parametrize(
    ("score", "expected"),
    [
        (tcm.score_bmi(Decimal("23.95")), 2),
        (tcm.score_bmi(Decimal("27.9")), 4),
        (tcm.score_waist(Decimal("79.49")), 1),
        (tcm.score_waist(Decimal("90.5")), 4),
        (tcm.score_waist(Decimal("105.5")), 5),
        (tcm.score_colds(7), 4),
        (tcm.score_colds(12), 5),
        (tcm.score_allergies(7), 4),
    ],
)
def test_items_that_are_measured(score: int, expected: int) -> None:
    assert score == expected
