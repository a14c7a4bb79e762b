"""重大公共卫生项目: who may, what was done, what was paid to the fen, who is due."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from clinic_app.domain.health_record import State
from clinic_app.domain.programmes import Candidate, Why, next_due, programme, programmes, refusals
from clinic_app.services.programmes import (
    BadAmount,
    BadResult,
    NoReasonGiven,
    NotDoneYet,
    NotEligible,
    StillPaid,
    WithdrawnCase,
    sum_of,
)
from clinic_app.services.residents import NewResident
from tests.ui.clinic_day import ClinicDay, begin_day, found_clinic

DAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("morning") / "data"
    found_clinic(folder)
    return folder


@pytest.fixture
def day(founded: Path, tmp_path: Path) -> Iterator[ClinicDay]:
    opened = begin_day(founded, tmp_path / "data")
    yield opened
    opened.clinic.close()


@pytest.fixture
def woman(day):
    new = NewResident(name="林秀英", sex="2", birth_date=date(1980, 5, 1), temp_reason="F")
    return day.clinic.residents.register(day.clinic.on_duty, new).id


def enrol(day, who, item="cervical"):
    return day.clinic.programmes.enrol(day.clinic.on_duty, who, "two_cancers", item, ("rural",))


def finished(day, who, item="cervical", result="2"):
    case = enrol(day, who, item)
    today = day.clinic.programmes.today()
    return day.clinic.programmes.finish(day.clinic.on_duty, case.id, today, result, "县妇幼保健院")


def born(years: int) -> date:
    return DAY.replace(year=DAY.year - years)


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        pytest.param(Candidate(sex="2", birth_date=born(35), declared=("rural",)), (), id="35 today"),
        pytest.param(
            Candidate(sex="2", birth_date=born(35) + timedelta(1), declared=("rural",)),
            (Why.TOO_YOUNG,),
            id="35 tomorrow",
        ),
        pytest.param(
            Candidate(sex="2", birth_date=born(65) + timedelta(1), declared=("rural",)),
            (),
            id="last day of 64",
        ),
        pytest.param(
            Candidate(sex="2", birth_date=born(65), declared=("rural",)), (Why.TOO_OLD,), id="65 today"
        ),
        pytest.param(
            Candidate(sex="1", birth_date=None),
            (Why.SEX, Why.NO_BIRTH_DATE, Why.NOT_DECLARED),
            id="nothing fits",
        ),
        pytest.param(
            Candidate(sex="2", birth_date=born(50), declared=("rural",), last=DAY - timedelta(1094)),
            (Why.HAD_IT,),
            id="a day too early",
        ),
        pytest.param(
            Candidate(sex="2", birth_date=born(50), declared=("rural",), last=DAY - timedelta(1095)),
            (),
            id="three years later",
        ),
        pytest.param(
            Candidate(sex="2", birth_date=born(50), declared=("rural",), here=False),
            (Why.GONE,),
            id="moved away",
        ),
    ],
)
def test_who_may_have_the_screening(who, expected):
    assert refusals(programme("two_cancers"), who, DAY) == expected


def test_what_follows_from_a_result_names_results_there_are():
    for item in (one for project in programmes().values() for one in project.items.values()):
        assert {*item.unpaid, *item.settled} < set(item.results)


def test_every_project_has_a_source_and_amounts_and_results():
    assert list(programmes()) == ["two_cancers", "delivery", "cataract"]
    for project in programmes().values():
        assert project.source and project.items
        assert all(item.subsidy > 0 and item.results for item in project.items.values())


def test_each_follow_up_answers_the_earliest_that_is_owed():
    item = programme("cataract").item("left")
    assert next_due(item, DAY, "1", []) == DAY + timedelta(1)
    assert next_due(item, DAY, "1", [DAY + timedelta(3)]) == DAY + timedelta(7)
    assert next_due(item, DAY, "1", [DAY] * 4) is None


def test_nobody_is_called_again_when_nothing_was_found(day, woman):
    assert finished(day, woman, result="1").due is None
    assert finished(day, woman, "breast", result="2").due is not None


def test_what_was_not_done_is_not_paid_and_is_not_had(day):
    service, by, today = day.clinic.programmes, day.clinic.on_duty, day.clinic.programmes.today()
    new = NewResident(name="林木生", sex="1", birth_date=date(1950, 5, 1), temp_reason="F")
    man = day.clinic.residents.register(by, new).id
    vouched = ("poor", "cataract")
    case = service.enrol(by, man, "cataract", "left", vouched)
    service.finish(by, case.id, today, "1", "县医院")
    assert service.subsidise(by, case.id, 80000).paid == 80000
    assert service.refusals(man, "cataract", "left", vouched) == (Why.HAD_IT,)
    corrected = service.finish(by, case.id, today, "4", "县医院")
    assert corrected.due is None
    with pytest.raises(BadAmount) as caught:
        service.subsidise(by, case.id, 1)
    assert caught.value.facts["most"] == "0.00"
    assert service.subsidise(by, case.id, -80000, "未手术").paid == 0
    assert service.refusals(man, "cataract", "left", vouched) == ()


def test_the_second_time_too_soon_is_refused_with_its_reason(day, woman):
    enrol(day, woman)
    with pytest.raises(NotEligible) as caught:
        enrol(day, woman)
    assert caught.value.reasons == (Why.HAD_IT,)
    assert enrol(day, woman, "breast").item == "breast"


def test_what_a_merged_entry_had_counts_for_the_person(day, woman):
    enrol(day, woman)
    again = NewResident(name="林秀英", sex="2", birth_date=date(1980, 5, 1), temp_reason="F")
    other = day.clinic.residents.register(day.clinic.on_duty, again).id
    day.clinic.duplicates.merge(day.clinic.on_duty, other, woman)
    assert day.clinic.programmes.refusals(other, "two_cancers", "cervical", ("rural",)) == (Why.HAD_IT,)


def test_who_moved_away_is_not_enrolled(day, woman):
    service, by = day.clinic.programmes, day.clinic.on_duty
    day.clinic.health_record.move(by, woman, State.OUT, service.today())
    assert Why.GONE in service.refusals(woman, "two_cancers", "cervical", ("rural",))


def test_money_is_paid_after_the_work_up_to_the_amount_and_taken_back_with_a_reason(day, woman):
    service, by = day.clinic.programmes, day.clinic.on_duty
    case = enrol(day, woman)
    with pytest.raises(NotDoneYet):
        service.subsidise(by, case.id, 4900)
    case = finished(day, woman, "breast")
    assert service.subsidise(by, case.id, 3333).paid == 3333
    with pytest.raises(BadAmount):
        service.subsidise(by, case.id, 4568)
    assert service.subsidise(by, case.id, 4567).paid == 7900
    with pytest.raises(NoReasonGiven):
        service.subsidise(by, case.id, -1)
    assert service.subsidise(by, case.id, -7900, "发错人").paid == 0
    with pytest.raises(BadAmount):
        service.subsidise(by, case.id, -1, "再收")


def test_totals_are_exact_and_leave_withdrawn_cases_out(day, woman):
    service, by, today = day.clinic.programmes, day.clinic.on_duty, day.clinic.programmes.today()
    first, second = finished(day, woman), enrol(day, woman, "breast")
    service.subsidise(by, first.id, 4899)
    with pytest.raises(StillPaid):
        service.withdraw(by, first.id, "误登")
    service.withdraw(by, second.id, "误登")
    with pytest.raises(WithdrawnCase):
        service.finish(by, second.id, today, "1", "县妇幼保健院")
    cases = service.register(by, "two_cancers", today, today)
    total = sum_of(cases, today + timedelta(31))
    assert (total.enrolled, total.done, total.paid_cases, total.paid, total.overdue) == (1, 1, 1, 4899, 1)
    assert service.refusals(woman, "two_cancers", "breast", ("rural",)) == ()


def test_a_follow_up_is_due_until_it_is_told(day, woman):
    service, by, today = day.clinic.programmes, day.clinic.on_duty, day.clinic.programmes.today()
    case = finished(day, woman)
    assert case.due == today + timedelta(30)
    with pytest.raises(BadResult):
        service.follow(by, case.id, today - timedelta(1), "复查正常")
    assert service.follow(by, case.id, today, "复查正常").due is None


def test_a_result_nobody_knows_and_a_day_before_enrolment_are_refused(day, woman):
    service, by, today = day.clinic.programmes, day.clinic.on_duty, day.clinic.programmes.today()
    case = enrol(day, woman)
    for on, result, place in (
        (today, "9", "县医院"),
        (today - timedelta(1), "1", "县医院"),
        (today, "1", " "),
    ):
        with pytest.raises(BadResult):
            service.finish(by, case.id, on, result, place)
