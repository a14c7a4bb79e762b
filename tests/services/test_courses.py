"""One person through the whole course of each service: what is due on its day, with which form, and when it ends.

Every sheet is signed by the service, so a form that is not for the person on that day, or a day that does not follow,
stops the course.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from clinic_app.domain.forms import compute, form, only_asked, problems, read
from clinic_app.domain.health_record import State as Life
from clinic_app.domain.public_health.duties import CARD, duties_of
from clinic_app.domain.public_health.education import Owed, owed
from clinic_app.domain.public_health.tasks import Reason, State
from clinic_app.domain.time import BEIJING, ms_of
from clinic_app.journal.facts.health_records import RecordOpened
from clinic_app.projections.queries.worklist import View, Wanted
from clinic_app.services.care import OpenedAlready
from clinic_app.services.forms.service import FormRefused
from clinic_app.services.health_record import HealthRecordService
from clinic_app.services.registration import NewVisit
from clinic_app.wiring import Clinic
from tests.clinics import made_template, opened_copy, resident
from tests.forms import filled

D = date.fromisoformat
FIRST_DAY = D("2022-01-01")
UNWELL = {"class": "2"}
WELL = {"class": "1"}
NOT_ENDED = {"stop_date": None, "stop_reason": None}
MET: Mapping[str, Any] = {"lost_reason": None, "death": None}


class Course:
    """One person and the calendar."""

    def __init__(self, template: Path, folder: Path) -> None:
        self.day = FIRST_DAY
        self.clinic: Clinic = opened_copy(
            template, folder, lambda: ms_of(datetime.combine(self.day, time(12), BEIJING))
        )
        self.by = self.clinic.on_duty
        self.person = UUID(int=0)

    def on(self, day: str) -> "Course":
        self.day = D(day)
        return self

    def comes(self, born: str, sex: str = "2") -> None:
        with self.clinic.store.writing(self.by.author) as writing:
            self.person = writing.append(resident("李秀英", birth_date=D(born), sex=sex)).id
            writing.append(RecordOpened(number="35088110210100001", on=self.day, salt="s"), self.person)

    def opens(self, service: str) -> None:
        self.clinic.care.open(self.by, self.person, service)

    def gives(self, key: str, **typed: Any) -> UUID:
        """A sheet with these answers (None: left empty), the rest somehow, and the rules' own proposals."""
        values = _answers(key, typed, self.clinic.forms.start(self.by, key, self.person))
        return self.clinic.forms.record(self.by, key, values, self.person, confirmed=tuple(values))

    def said(self, key: str) -> Mapping[str, Any]:
        """The answers of the last sheet."""
        record = self.clinic.forms.last(self.person, key)
        assert record is not None
        return record.values

    def owed(self) -> list[str]:
        """What is due today: form, and which of several."""
        due = self.clinic.worklist.of(self.by, self.person)
        return [" ".join(part for part in (one.task.form, one.task.step) if part) for one in due]

    def planned(self, service: str) -> list[tuple[str, str, str]]:
        """What stands on the list, missed or not: form and step, last day, why."""
        return [
            (
                " ".join(part for part in (one.task.form, one.task.step) if part),
                one.task.due_by.isoformat(),
                str(one.task.reason),
            )
            for one in self.lines(service)
            if one.state is not State.MISSED
        ]

    def lines(self, service: str) -> list[Any]:
        wanted = Wanted(today=self.day, view=View.ALL, service=service)
        return list(self.clinic.worklist.page(self.by, wanted).items)


def _answers(key: str, typed: dict[str, Any], draft: Any) -> dict[str, Any]:
    one, context = form(key), draft.context
    for seed in range(60):
        values = {
            name: value for name, value in filled(one, context, seed).items() if not one.fields[name].proposed
        }
        values |= {name: value for name, value in draft.values.items() if not one.fields[name].proposed}
        values |= typed
        values = only_asked(
            one, {name: value for name, value in values.items() if value is not None}, context
        )
        whole = compute(one, read(one, values, context), context)
        if not problems(one, whole, context):
            return values
    raise AssertionError(problems(one, whole, context))


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("courses") / "template"
    made_template(folder, lambda: ms_of(datetime.combine(FIRST_DAY, time(8), BEIJING)))
    return folder


@pytest.fixture
def course(template: Path, tmp_path: Path) -> Iterator[Course]:
    one = Course(template, tmp_path / "data")
    yield one
    one.clinic.close()


# day of the visit, what is due on it, the sheet with its answers
CHILDHOOD: tuple[tuple[str, list[str], str, dict[str, Any]], ...] = (
    ("2023-01-14", ["newborn_visit NB"], "newborn_visit", {}),
    ("2023-02-07", ["child_check_1_8m FM"], "child_check_1_8m", {"visit": "FM"}),
    ("2023-04-10", ["child_check_1_8m M3"], "child_check_1_8m", {"visit": "M3"}),
    ("2023-07-10", ["child_check_1_8m M6", "tcm_child M6"], "child_check_1_8m", {"visit": "M6"}),
    ("2023-09-10", ["child_check_1_8m M8"], "child_check_1_8m", {"visit": "M8"}),
    ("2024-01-10", ["child_check_12_30m M12", "tcm_child M12"], "child_check_12_30m", {"visit": "M12"}),
    ("2024-07-10", ["child_check_12_30m M18", "tcm_child M18"], "child_check_12_30m", {"visit": "M18"}),
    ("2025-01-10", ["child_check_12_30m M24", "tcm_child M24"], "child_check_12_30m", {"visit": "M24"}),
    ("2025-07-10", ["child_check_12_30m M30", "tcm_child M30"], "child_check_12_30m", {"visit": "M30"}),
    ("2026-01-10", ["child_check_3_6y M36", "tcm_child M36"], "child_check_3_6y", {"visit": "M36"}),
    ("2027-01-10", ["child_check_3_6y Y4"], "child_check_3_6y", {"visit": "Y4"}),
    ("2028-01-10", ["child_check_3_6y Y5"], "child_check_3_6y", {"visit": "Y5"}),
    ("2029-01-10", ["child_check_3_6y Y6"], "child_check_3_6y", {"visit": "Y6"}),
)
TAUGHT = {
    "M6": ["1", "3"], "M12": ["1", "3"], "M18": ["1", "4"], "M24": ["1", "4"], "M30": ["1", "5"], "M36": ["1", "5"],
}  # fmt: skip


def test_a_child_is_seen_thirteen_times_taught_six_and_owed_nothing_at_seven(course: Course) -> None:
    course.on("2023-01-11").comes("2023-01-10")
    for day, expected, sheet, answers in CHILDHOOD:
        due = [one for one in course.on(day).owed() if not one.startswith("vaccination")]
        assert due == expected, day
        course.gives(sheet, **answers)
        if "tcm_child" in due[-1]:
            course.gives("tcm_child", visit=answers["visit"], services=TAUGHT[answers["visit"]])
        assert not [one for one in course.owed() if not one.startswith("vaccination")], day
    assert course.lines("child") == []
    assert course.on("2030-01-10").lines("child") == []


def test_what_a_child_is_owed_late_has_a_form_until_the_next_visit(course: Course) -> None:
    course.on("2023-01-11").comes("2023-01-10")
    course.on("2027-01-09")
    assert [one for one in course.owed() if one.endswith("M36")] == ["child_check_3_6y M36", "tcm_child M36"]
    course.gives("tcm_child", visit="M36", services=TAUGHT["M36"])
    course.gives("child_check_3_6y", visit="M36")
    assert not [one for one in course.owed() if one.endswith("M36")]


def test_a_child_that_moves_away_is_owed_nothing_until_it_is_back(course: Course) -> None:
    course.on("2023-01-11").comes("2023-01-10")
    records = HealthRecordService(course.clinic.store)
    assert "child_check_1_8m M3" in course.on("2023-04-10").owed()
    records.move(course.by, course.person, Life.OUT, course.day, "永福镇")
    assert course.owed() == [] and course.lines("child") == []
    records.move(course.on("2023-07-20").by, course.person, Life.HERE, course.day)
    assert "child_check_1_8m M6" in course.owed()
    records.die(course.by, course.person, course.day)
    assert course.owed() == [] and course.lines("child") == []


PREGNANT: Mapping[str, Any] = {"lmp": "2026-01-01", "lmp_unknown": None, "refer": False}


def test_a_pregnancy_from_the_first_contact_to_the_check_at_42_days(course: Course) -> None:
    course.on("2026-03-05").comes("1996-06-01")
    course.opens("maternal")
    assert course.owed() == ["antenatal_first"]
    course.gives("antenatal_first", assess="1", **PREGNANT)
    first = course.said("antenatal_first")
    assert (first["gest_weeks"], first["edd"]) == ("9+0", "2026-10-08")
    assert course.owed() == []
    for day, step, number in (
        ("2026-04-23", "MID1", 2),
        ("2026-05-28", "MID2", 3),
        ("2026-07-16", "LATE1", 4),
        ("2026-09-17", "LATE2", 5),
    ):
        assert course.on(day).owed() == [f"antenatal_2_5 {step}"], day
        course.gives("antenatal_2_5", visit=number, refer=False, **WELL)
        assert course.owed() == [], day
    course.on("2026-10-05").clinic.care.close(
        course.by, course.person, "maternal", "delivered", D("2026-10-03")
    )
    assert course.planned("maternal") == [
        ("postpartum_visit", "2026-10-10", "childbirth"),
        ("postpartum_42d", "2026-11-28", "childbirth"),
    ]
    course.on("2026-10-09").gives(
        "postpartum_visit", birth_date="2026-10-03", discharge_date="2026-10-06", refer=False, **WELL
    )
    assert course.owed() == []
    assert course.on("2026-11-14").owed() == ["postpartum_42d"]
    begun = course.clinic.forms.start(course.by, "postpartum_42d", course.person).values
    assert (begun["birth_date"], begun["discharge_date"]) == ("2026-10-03", "2026-10-06")
    course.gives("postpartum_42d", **WELL)
    assert course.lines("maternal") == []


def test_the_last_period_comes_from_the_first_contact(course: Course) -> None:
    course.on("2026-03-05").comes("1996-06-01")
    course.opens("maternal")
    course.gives("antenatal_first", assess="1", **PREGNANT)
    begun = course.on("2026-04-23").clinic.forms.start(course.by, "antenatal_2_5", course.person)
    assert (begun.values["lmp"], begun.values["gest_weeks"]) == ("2026-01-01", "16+0")
    assert begun.origins["lmp"] == "last"


def test_without_a_last_period_the_due_date_says_the_windows(course: Course) -> None:
    course.on("2026-03-05").comes("1996-06-01")
    course.opens("maternal")
    course.gives(
        "antenatal_first", lmp=None, lmp_unknown=True, edd="2026-10-08", gest_weeks="9+0",
        next_visit_date="2026-04-23", assess="1", refer=False,
    )  # fmt: skip
    assert ("antenatal_2_5 MID1", "2026-05-27", "pregnancy") in course.planned("maternal")


def test_what_is_abnormal_in_a_pregnancy_is_followed_within_two_weeks(course: Course) -> None:
    course.on("2026-03-05").comes("1996-06-01")
    course.opens("maternal")
    course.gives("antenatal_first", assess="2", **{**PREGNANT, "refer": True})
    first = course.said("antenatal_first")
    assert first["next_visit_date"] == "2026-03-19"
    assert course.planned("maternal")[0] == ("antenatal_2_5 REFERRED", "2026-03-19", "referred")
    assert course.on("2026-03-16").owed() == ["antenatal_2_5 REFERRED"]
    course.gives("antenatal_2_5", visit=2, refer=False, **WELL)
    assert course.owed() == []


def test_a_birth_that_nobody_told_is_asked_for_at_term_and_told_by_the_visit(course: Course) -> None:
    course.on("2026-03-05").comes("1996-06-01")
    course.opens("maternal")
    course.gives("antenatal_first", assess="1", **PREGNANT)
    course.on("2026-09-20").gives("antenatal_2_5", visit=5, refer=False, **WELL)
    assert course.on("2026-10-07").owed() == []
    assert course.on("2026-10-08").owed() == ["postpartum_visit"]
    assert course.lines("maternal")[-1].task.reason is Reason.TERM
    course.on("2026-10-12").gives(
        "postpartum_visit", birth_date="2026-10-04", discharge_date="2026-10-08", refer=True, **UNWELL
    )
    assert course.said("postpartum_visit")["next_visit_date"] == "2026-10-26"
    assert course.planned("maternal") == [
        ("postpartum_visit REFERRED", "2026-10-26", "referred"),
        ("postpartum_42d", "2026-11-29", "childbirth"),
    ]


def test_hypertension_four_times_a_year_and_two_weeks_after_what_was_not_well(course: Course) -> None:
    course.on("2026-01-05").comes("1980-06-01")
    course.opens("htn")
    assert course.owed() == ["htn_followup", "health_check"]
    visits = (
        ("2026-01-10", 152, 96, "2", "2026-01-24"),
        ("2026-01-23", 150, 94, "2", "2026-02-06"),
        ("2026-02-05", 136, 84, "1", "2026-05-05"),
        ("2026-05-05", 138, 88, "1", "2026-08-05"),
        ("2026-08-01", 182, 100, "2", "2026-08-15"),
    )
    for day, sbp, dbp, found, next_day in visits:
        assert "htn_followup" in course.on(day).owed(), day
        course.gives("htn_followup", sbp=sbp, dbp=dbp, adverse=False)
        last = course.said("htn_followup")
        assert (last["class"], last["next_visit_date"]) == (found, next_day)
        assert course.owed() == ["health_check"], day
        assert course.planned("htn")[0][:2] == ("htn_followup", next_day)
    course.gives("health_check")
    assert course.owed() == []
    assert course.on("2026-08-16").lines("htn")[0].state is State.OVERDUE
    HealthRecordService(course.clinic.store).die(course.by, course.person, course.day)
    assert course.lines("htn") == []


def test_diabetes_by_its_fasting_glucose(course: Course) -> None:
    course.on("2026-01-05").comes("1980-06-01")
    course.opens("dm")
    for day, fpg, found, next_day in (
        ("2026-01-10", "6.9", "1", "2026-04-10"),
        ("2026-04-01", "7.0", "2", "2026-04-15"),
        ("2026-04-14", "3.9", "2", "2026-04-28"),
        ("2026-04-28", "4.0", "1", "2026-07-28"),
    ):
        assert "dm_followup" in course.on(day).owed(), day
        course.gives("dm_followup", fpg=fpg, sbp=130, dbp=80, adverse=False)
        last = course.said("dm_followup")
        assert (last["class"], last["next_visit_date"]) == (found, next_day)
        assert course.planned("dm")[0][:2] == ("dm_followup", next_day)


CALM: Mapping[str, Any] = {
    **MET, "risk": "0", "symptoms": [], "insight": "1", "adverse": "1", "soc_self": "1", "soc_house": "1",
    "soc_work": "1", "soc_learn": "9", "soc_people": "1",
}  # fmt: skip


def test_a_mental_disorder_by_its_danger_and_to_the_death(course: Course) -> None:
    course.on("2026-01-05").comes("1980-06-01")
    course.opens("psych")
    assert course.owed() == ["psych_basic", "psych_followup", "health_check"]
    course.gives("psych_basic", first_drug=None, diagnosis_on=None)
    course.gives("health_check")
    for day, answers, found, next_day in (
        ("2026-01-06", {**CALM} | {"risk": "3"}, "1", "2026-01-20"),
        ("2026-01-20", {**CALM} | {"risk": "2"}, "2", "2026-02-03"),
        ("2026-02-03", {**CALM} | {"risk": "1"}, "2", "2026-03-03"),
        ("2026-03-03", CALM, "3", "2026-06-03"),
        ("2026-06-03", CALM, "3", "2026-09-03"),
    ):
        assert course.on(day).owed() == ["psych_followup"], day
        course.gives("psych_followup", **answers)
        last = course.said("psych_followup")
        assert (last["class"], last["next_visit_date"]) == (found, next_day)
        assert course.owed() == []
        assert course.planned("psych")[0][:2] == ("psych_followup", next_day)
    course.on("2026-09-01").gives("psych_followup", lost_reason="1", death=None)
    assert course.lines("psych")[0].state is State.LOST
    course.on("2026-09-20").gives("psych_followup", lost_reason=None, death="2026-09-18 躯体疾病")
    assert course.lines("psych") == []


def test_who_died_by_a_sheet_that_is_withdrawn_is_followed_again(course: Course) -> None:
    course.on("2026-01-05").comes("1980-06-01")
    course.opens("psych")
    wrong = course.gives("psych_followup", lost_reason=None, death="2026-01-04 意外")
    assert course.owed() == []
    course.clinic.forms.withdraw(course.by, wrong, "不是本人")
    assert "psych_followup" in course.owed()


TREATED: Mapping[str, Any] = {**NOT_ENDED, "usage": "1", "missed": 0, "adverse": False, "complication": False}


def test_tuberculosis_from_the_notice_to_the_end_of_the_treatment(course: Course) -> None:
    course.on("2026-01-05").comes("1980-06-01")
    course.opens("tb")
    assert course.planned("tb") == [("tb_first", "2026-01-08", "first")]
    course.on("2026-01-08").gives(
        "tb_first",
        notified_at="2026-01-05T12:00",
        date="2026-01-08T11:59",
        supervisor="1",
        regimen="2HRZE/4HR",
    )
    assert course.planned("tb") == [("tb_followup", "2026-01-18", "rhythm")]
    begun = course.on("2026-01-18").clinic.forms.start(course.by, "tb_followup", course.person).values
    assert (begun["supervisor"], begun["regimen"]) == ("1", "2HRZE/4HR")
    for day, month, answers, next_day, why in (
        ("2026-01-18", 1, {}, "2026-01-28", "rhythm"),
        ("2026-02-25", 2, {"adverse": True}, "2026-03-07", "rhythm"),
        ("2026-03-20", 3, {}, "2026-04-19", "rhythm"),
        ("2026-04-19", 4, {"complication": True}, "2026-05-03", "referred"),
        ("2026-05-02", 4, {}, "2026-06-01", "rhythm"),
    ):
        assert course.on(day).owed() == ["tb_followup"], day
        course.gives("tb_followup", month=month, **{**TREATED, **answers})
        assert course.said("tb_followup")["next_visit_date"] == next_day
        assert course.planned("tb") == [("tb_followup", next_day, why)], day
    ended = {"stop_date": "2026-07-05", "stop_reason": "1", "visits_due": 11, "visits_done": 10}
    course.on("2026-07-06").gives(
        "tb_followup", month=6, **{**TREATED, **ended, "doses_due": 180, "doses_taken": 162}
    )
    assert course.said("tb_followup")["adherence"] == "90"
    assert course.lines("tb") == []


def test_a_patient_of_tuberculosis_not_met_twice_is_reported(course: Course) -> None:
    course.on("2026-01-05").comes("1980-06-01")
    course.opens("tb")
    for expected in (Reason.FIRST, Reason.REPORT):
        course.clinic.care.contact_missed(course.by, course.person, "tb", "2")
        (line,) = course.lines("tb")
        assert line.task.reason is expected


def test_the_elderly_every_year_from_65_with_self_care_and_constitution(course: Course) -> None:
    course.on("2025-03-01").comes("1960-06-15")
    assert course.on("2025-06-14").owed() == []
    yearly = {"elderly_selfcare", "tcm_elderly", "health_check"}
    assert set(course.on("2025-06-15").owed()) == yearly
    for form_key in sorted(yearly):
        course.gives(form_key)
    assert course.owed() == [] and course.on("2025-12-31").owed() == []
    assert set(course.on("2026-01-01").owed()) == yearly
    assert {day for _, day, _ in course.planned("elderly")} == {"2026-12-31"}
    HealthRecordService(course.clinic.store).die(course.by, course.person, course.day)
    assert course.owed() == []


def test_who_is_followed_is_not_opened_twice_and_comes_back_after_the_end(course: Course) -> None:
    course.on("2026-01-05").comes("1980-06-01")
    course.opens("tb")
    with pytest.raises(OpenedAlready):
        course.opens("tb")
    course.on("2026-07-06").clinic.care.close(course.by, course.person, "tb", "cured")
    assert course.owed() == []
    course.on("2027-03-01").opens("tb")
    assert course.planned("tb") == [("tb_first", "2027-03-04", "first")]


def test_a_case_has_one_card_and_the_next_case_another(course: Course) -> None:
    course.on("2026-05-04").comes("2022-06-01")

    def owes_card() -> bool:
        visit = course.clinic.registration.walk_in(
            course.by, NewVisit(resident_id=course.person, department="全科")
        )
        known = course.clinic.visit_duties.known(course.by, course.person, visit.id, course.day)
        return any(duty.form == CARD for duty in duties_of(known, ["B08.4"], None, None))

    assert owes_card()
    course.gives(
        "infectious_card", kind="1", disease="HFMD", case_class="1", case_course=None, onset="2026-05-03", death=None,
        diagnosed_at="2026-05-04T09:00", filled="2026-05-04T10:00", age=None, age_unit=None,
    )  # fmt: skip
    assert not owes_card()
    course.on("2026-06-02")
    assert not owes_card()
    course.on("2026-06-03")
    assert owes_card()


def test_a_year_of_health_education_and_of_supervision(course: Course) -> None:
    forms, by = course.clinic.forms, course.by

    def gives(key: str, **typed: Any) -> None:
        values = _answers(key, typed, forms.start(by, key))
        forms.record(by, key, values)

    def lectures() -> Owed:
        told = forms.of_facility("health_education", D("2026-01-01"), D("2026-12-31"))
        return next(one for one in owed([one.values for one in told], "township") if one.kind == "5")

    for month in range(1, 13):
        assert lectures().done == month - 1
        day = f"2026-{month:02}-10"
        course.on(day)
        gives("health_education", kind="5", time=f"{day}T09:00", topic="合理用药")
        last = forms.of_facility("health_education", D(day), D(day))[0]
        assert last.values["date"] == day
    assert lectures() == Owed("5", 12, 12)
    gives("supervision_report", found_at="2026-12-09T08:00", reported_at="2026-12-09T08:30")
    with pytest.raises(FormRefused):
        forms.record(
            by, "supervision_report",
            {"found_at": "2026-12-09T08:00", "reported_at": "2026-12-09T07:30", "item": "1", "content": "x"},
        )  # fmt: skip
    gives("supervision_patrol", year=2026)
    assert len(forms.of_facility("supervision_report", D("2026-01-01"), D("2026-12-31"))) == 1


def test_a_course_that_a_sheet_ended_is_closed_and_the_next_one_opens(course: Course) -> None:
    course.on("2026-01-05").comes("1996-06-01")
    course.opens("maternal")
    course.opens("tb")
    course.gives("tb_first", notified_at="2026-01-05T10:00", date="2026-01-05T11:59")
    course.on("2026-01-06").gives(
        "postpartum_visit", birth_date="2026-01-05", discharge_date="2026-01-06", refer=False, **WELL
    )
    ended = {"stop_date": "2026-07-05", "stop_reason": "1", "visits_due": 11, "visits_done": 10}
    wrong = course.on("2026-07-06").gives(
        "tb_followup", month=6, **{**TREATED, **ended, "doses_due": 180, "doses_taken": 180}
    )
    closed = {
        one.service: (str(one.until), one.reason) for one in course.clinic.care.of(course.by, course.person)
    }
    assert closed == {"maternal": ("2026-01-05", "delivered"), "tb": ("2026-07-05", "cured")}
    course.clinic.forms.withdraw(course.by, wrong, "没有结束")
    assert [one.service for one in course.clinic.care.of(course.by, course.person) if one.until is None] == [
        "tb"
    ]
    course.on("2027-03-01").opens("maternal")
    assert [one for one, _, _ in course.planned("maternal")] == ["antenatal_first"]


def test_a_mother_is_taken_for_nursing_for_a_year_after_the_birth_that_a_sheet_told(course: Course) -> None:
    course.on("2026-01-01").comes("1996-06-01")
    for service in ("maternal", "htn"):
        course.opens(service)
    course.on("2026-01-05").gives(
        "postpartum_visit", birth_date="2026-01-02", discharge_date="2026-01-04", refer=False, **WELL
    )
    for day, found in (
        ("2026-06-01", {"htn", "maternal"}),
        ("2027-01-02", {"htn", "maternal"}),
        ("2027-01-03", {"htn"}),
    ):
        begun = course.on(day).clinic.forms.start(course.by, "htn_followup", course.person)
        assert begun.context.carries == found, day
