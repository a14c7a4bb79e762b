"""管理对象 and 工作清单, through the services, on a real store."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from clinic_app.domain.public_health.tasks import State
from clinic_app.domain.time import BEIJING, ms_of
from clinic_app.journal.facts.chart import ConditionNoted
from clinic_app.journal.facts.forms import FormRecorded, FormWithdrawn
from clinic_app.journal.facts.health_records import RecordOpened, ResidentMerged, ResidentSplit
from clinic_app.projections.queries.worklist import View, Wanted
from clinic_app.services.care import BadDay, NoReason, NotForMen, NotHere, NotOpened, OpenedAlready
from clinic_app.services.health_record import HealthRecordService
from clinic_app.wiring import Clinic
from tests.clinics import made_template, opened_copy, resident

TODAY = date(2026, 11, 22)
NOON = datetime(2026, 11, 22, 12, tzinfo=BEIJING)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("care") / "template"
    made_template(folder, lambda: ms_of(NOON))
    return folder


@pytest.fixture
def clinic(template: Path, tmp_path: Path) -> Iterator[Clinic]:
    opened = opened_copy(template, tmp_path / "data", lambda: ms_of(NOON))
    yield opened
    opened.close()


def registered(clinic: Clinic, name: str = "张三", **details: object) -> UUID:
    with clinic.store.writing(clinic.on_duty.author) as writing:
        return writing.append(resident(name, **details)).id


def record_opened(clinic: Clinic, person: UUID) -> None:
    with clinic.store.writing(clinic.on_duty.author) as writing:
        writing.append(RecordOpened(number="35088110210100001", on=TODAY, salt="s"), person)


def recorded(
    clinic: Clinic, person: UUID, form: str, day: date, replaces: UUID | None = None, **values: object
) -> UUID:
    filled = {"class" if key == "found" else key: value for key, value in values.items()}
    fact = FormRecorded(form=form, version=1, day=day, values=filled, replaces=replaces, salt="s")
    with clinic.store.writing(clinic.on_duty.author) as writing:
        return writing.append(fact, person).id


def due_by(clinic: Clinic, form: str) -> date:
    page = clinic.worklist.page(clinic.on_duty, Wanted(today=TODAY, view=View.ALL))
    assert page.counts[View.ALL] == len(page.items)
    (task,) = [item.task for item in page.items if item.task.form == form]
    return task.due_by


def lines(clinic: Clinic, view: View = View.ALL, **wanted: object) -> list[tuple[str, str, State]]:
    page = clinic.worklist.page(clinic.on_duty, Wanted(today=TODAY, view=view, **wanted))  # type: ignore[arg-type]
    assert page.counts[view] == len(page.items)
    return [(item.name, item.task.form, item.state) for item in page.items]


def middle_aged(clinic: Clinic, name: str = "张三") -> UUID:
    return registered(clinic, name, birth_date=date(1970, 5, 1))


def test_who_is_taken_into_care_is_due(clinic: Clinic) -> None:
    one = middle_aged(clinic)
    clinic.care.open(clinic.on_duty, one, "htn")
    assert lines(clinic) == [("张三", "htn_followup", State.DUE), ("张三", "health_check", State.DUE)]
    assert [item.task.form for item in clinic.worklist.of(clinic.on_duty, one)] == [
        "htn_followup",
        "health_check",
    ]


def test_nobody_is_taken_into_care_twice(clinic: Clinic) -> None:
    one = middle_aged(clinic)
    clinic.care.open(clinic.on_duty, one, "htn")
    with pytest.raises(OpenedAlready):
        clinic.care.open(clinic.on_duty, one, "htn")


@pytest.mark.parametrize("service", ["elderly", "child", "gout"])
def test_services_of_age_are_not_opened(clinic: Clinic, service: str) -> None:
    with pytest.raises(NotOpened):
        clinic.care.open(clinic.on_duty, middle_aged(clinic), service)


def test_a_man_is_not_pregnant(clinic: Clinic) -> None:
    with pytest.raises(NotForMen):
        clinic.care.open(clinic.on_duty, middle_aged(clinic), "maternal")
    woman = registered(clinic, "李四", sex="2", birth_date=date(1998, 5, 1))
    clinic.care.open(clinic.on_duty, woman, "maternal")
    assert lines(clinic, service="maternal") == [("李四", "antenatal_first", State.DUE)]


def test_a_service_does_not_begin_tomorrow(clinic: Clinic) -> None:
    with pytest.raises(BadDay):
        clinic.care.open(clinic.on_duty, middle_aged(clinic), "htn", TODAY + timedelta(days=1))


def test_a_closed_service_asks_for_nothing_and_can_be_opened_again(clinic: Clinic) -> None:
    one = middle_aged(clinic)
    clinic.care.open(clinic.on_duty, one, "htn", TODAY - timedelta(days=9))
    clinic.care.close(clinic.on_duty, one, "htn", "refused")
    assert lines(clinic) == []
    (managed,) = clinic.care.of(clinic.on_duty, one)
    assert (managed.until, managed.reason) == (TODAY, "refused")
    clinic.care.open(clinic.on_duty, one, "htn")
    assert len(lines(clinic)) == 2


def test_an_end_has_a_reason_and_comes_after_the_beginning(clinic: Clinic) -> None:
    one = middle_aged(clinic)
    clinic.care.open(clinic.on_duty, one, "htn")
    with pytest.raises(NoReason):
        clinic.care.close(clinic.on_duty, one, "htn", "other")
    with pytest.raises(BadDay):
        clinic.care.close(clinic.on_duty, one, "htn", "cured", TODAY - timedelta(days=1))
    with pytest.raises(NotOpened):
        clinic.care.close(clinic.on_duty, one, "dm", "cured")


def test_a_diagnosis_proposes_and_opens_nothing(clinic: Clinic) -> None:
    one, child = middle_aged(clinic), registered(clinic, "小明", birth_date=date(2019, 1, 1))
    with clinic.store.writing(clinic.on_duty.author) as writing:
        for person in (one, child):
            writing.append(ConditionNoted(code="I10.x00", name="原发性高血压"), person)
    assert clinic.care.proposals(clinic.on_duty, one) == ("htn",)
    assert clinic.care.proposals(clinic.on_duty, child) == ()
    assert clinic.care.of(clinic.on_duty, one) == []
    clinic.care.open(clinic.on_duty, one, "htn")
    assert clinic.care.proposals(clinic.on_duty, one) == ()


def test_who_died_has_no_service_left_and_cannot_get_one(clinic: Clinic) -> None:
    one = middle_aged(clinic)
    clinic.care.open(clinic.on_duty, one, "htn", TODAY - timedelta(days=9))
    HealthRecordService(clinic.store).die(clinic.on_duty, one, TODAY)
    assert lines(clinic) == []
    (managed,) = clinic.care.of(clinic.on_duty, one)
    assert (managed.until, managed.reason) == (TODAY, "died")
    with pytest.raises(NotHere):
        clinic.care.open(clinic.on_duty, one, "dm")


def test_three_attempts_in_vain_are_a_loss(clinic: Clinic) -> None:
    one = middle_aged(clinic)
    clinic.care.open(clinic.on_duty, one, "htn")
    for _ in range(3):
        clinic.care.contact_missed(clinic.on_duty, one, "htn", "3")
    assert lines(clinic, View.LOST) == [("张三", "htn_followup", State.LOST)]


def test_the_elderly_are_on_the_list_by_their_age(clinic: Clinic) -> None:
    for name, born in (("王老", date(1950, 3, 1)), ("李将", date(1961, 12, 31)), ("赵未", date(1990, 1, 1))):
        record_opened(clinic, registered(clinic, name, birth_date=born))
    registered(clinic, "过客", birth_date=date(1940, 1, 1))
    old = lines(clinic, View.EXECUTABLE, service="elderly")
    assert {name for name, _, _ in old} == {"王老"} and len(old) == 3
    assert {name for name, _, _ in lines(clinic, View.FUTURE)} == {"李将"}


@pytest.mark.parametrize(
    ("opened", "view"),
    [(0, View.EXECUTABLE), (11, View.URGENT), (14, View.TODAY), (15, View.OVERDUE)],
)
def test_each_line_is_in_its_view(clinic: Clinic, opened: int, view: View) -> None:
    clinic.care.open(clinic.on_duty, middle_aged(clinic), "dm", TODAY - timedelta(days=opened))
    assert ("张三", "dm_followup") in [line[:2] for line in lines(clinic, view, service="dm")]


def test_lines_are_filtered_by_village_and_doctor(clinic: Clinic) -> None:
    here = registered(clinic, "近", birth_date=date(1970, 1, 1), village="西洋村")
    there = registered(clinic, "远", birth_date=date(1970, 1, 1), village="东山村")
    clinic.care.open(clinic.on_duty, here, "htn")
    clinic.care.open(clinic.on_duty, there, "htn", doctor="P009")
    assert {name for name, *_ in lines(clinic, village="西洋村")} == {"近"}
    assert {name for name, *_ in lines(clinic, doctor="P009")} == {"远"}
    assert [village for village, _ in clinic.worklist.villages()] == ["东山村", "西洋村"]


def test_a_follow_up_makes_the_next_one_due(clinic: Clinic) -> None:
    one = middle_aged(clinic)
    clinic.care.open(clinic.on_duty, one, "htn", TODAY - timedelta(days=9))
    record = recorded(clinic, one, "htn_followup", TODAY, found="1")
    assert due_by(clinic, "htn_followup") == date(2027, 2, 22)
    corrected = recorded(clinic, one, "htn_followup", TODAY, record, found="2")
    assert due_by(clinic, "htn_followup") == date(2026, 12, 6)
    with clinic.store.writing(clinic.on_duty.author) as writing:
        writing.append(FormWithdrawn(record_id=corrected, reason="错人"), one)
    assert due_by(clinic, "htn_followup") == date(2027, 2, 22)


def test_the_yearly_check_of_last_year_is_owed_this_year_alone(clinic: Clinic) -> None:
    one = registered(clinic, "王老", birth_date=date(1950, 3, 1))
    recorded(clinic, one, "health_check", date(2024, 5, 1))
    assert due_by(clinic, "health_check") == date(2026, 12, 31)
    recorded(clinic, one, "health_check", TODAY)
    assert due_by(clinic, "health_check") == date(2027, 12, 31)


def test_a_child_with_a_record_is_due_by_age(clinic: Clinic) -> None:
    one = registered(clinic, "小明", birth_date=date(2026, 5, 22))
    assert lines(clinic) == []
    record_opened(clinic, one)
    assert ("小明", "child_check_1_8m", State.DUE) in lines(clinic)
    recorded(clinic, one, "child_check_1_8m", TODAY, visit="M6")
    assert ("小明", "child_check_1_8m", State.DUE) not in lines(clinic)


def test_two_entries_of_one_person_are_one_line(clinic: Clinic) -> None:
    one, other = middle_aged(clinic), middle_aged(clinic)
    clinic.care.open(clinic.on_duty, one, "htn", TODAY - timedelta(days=9))
    recorded(clinic, other, "htn_followup", TODAY, found="1")
    with clinic.store.writing(clinic.on_duty.author) as writing:
        merge = writing.append(ResidentMerged(other=one, salt="s"), other).id
    assert due_by(clinic, "htn_followup") == date(2027, 2, 22)
    with clinic.store.writing(clinic.on_duty.author) as writing:
        writing.append(ResidentSplit(merge_id=merge, reason="两人", salt="s"), other)
    assert due_by(clinic, "htn_followup") == date(2026, 11, 27)
