"""公卫表单: started with what is known, signed, corrected, withdrawn."""

import dataclasses
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from clinic_app.domain.forms import Advice, advice, form, forms, missing
from clinic_app.domain.roles import NotAllowed, Role
from clinic_app.domain.time import beijing_day
from clinic_app.journal.facts.chart import Measured, MeasurementTaken
from clinic_app.projections.queries.residents import resident_of
from clinic_app.services.forms import (
    CriticalUnconfirmed,
    DayAhead,
    FormRefused,
    NoFormReason,
    NoFormRecord,
)
from tests.forms import filled, somebody
from tests.ui.clinic_day import ClinicDay, begin_day, found_clinic

VILLAGE = "350881102101"


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
def person(day):
    resident = day.arrives(day.adults[0]).resident_id
    day.clinic.health_record.open(day.clinic.on_duty, resident, VILLAGE)
    return resident


def today(day) -> date:
    return beijing_day(day.clinic.store.wall())


def answers(day, person, **other):
    """A follow-up of hypertension as a doctor types it; what is known was filled in before."""
    start = day.clinic.forms.start(day.clinic.on_duty, "htn_followup", person)
    typed = {
        "mode": "1",
        "symptoms": ["1"],
        "sbp": 138,
        "dbp": 86,
        "weight": "64.5",
        "bmi": "23.7",
        "heart_rate": 72,
        "smoke_daily": 0,
        "drink_daily": "0",
        "exercise_times": 5,
        "exercise_minutes": 30,
        "salt": "1",
        "psych": "1",
        "obey": "1",
        "compliance": "1",
        "adverse": False,
    }
    return {**start.values, **typed, **other}


def test_a_form_begins_with_who_it_is_about_and_who_writes(day, person):
    draft = day.clinic.forms.start(day.clinic.on_duty, "htn_followup", person)
    with day.clinic.store.reading() as connection:
        known = resident_of(connection, person)
    assert draft.values["name"] == known.name
    assert draft.values["record_no"].startswith(VILLAGE)
    assert draft.values["doctor"] == day.clinic.on_duty.staff_id
    assert draft.values["date"] == today(day).isoformat()
    assert draft.origins["name"] == "resident"
    assert (draft.context.sex, draft.context.birth_date) == (known.sex, known.birth_date)


def test_what_is_signed_is_read_back_and_carried_over_to_the_next(day, person):
    service, by = day.clinic.forms, day.clinic.on_duty
    record = service.record(by, "htn_followup", answers(day, person), person)
    held = service.one(record)
    assert (held.values["sbp"], held.values["weight"], held.form, held.resident) == (
        138,
        "64.5",
        "htn_followup",
        person,
    )
    again = service.start(by, "htn_followup", person)
    carried = {key for key, origin in again.origins.items() if origin == "last"}
    assert carried
    assert carried <= {key for key, field in form("htn_followup").fields.items() if field.carried}
    assert again.values["smoke_daily"] == 0
    assert "sbp" not in again.values, "a pressure is measured anew"


def test_the_second_follow_up_that_is_not_controlled_knows_of_the_first(day, person):
    service, by = day.clinic.forms, day.clinic.on_duty
    values = answers(day, person, sbp=168, dbp=98) | {"date": (today(day) - timedelta(days=14)).isoformat()}
    values |= {"class": "2", "next_visit_date": today(day).isoformat()}
    service.record(by, "htn_followup", values, person)
    draft = service.start(by, "htn_followup", person)
    assert draft.context.last["class"] == "2"
    bad = {**answers(day, person, sbp=160, dbp=95), "class": "2"}
    assert advice(draft.form, bad, draft.context) is Advice.REFER_AGAIN
    first = service.context(person, today(day) - timedelta(days=14), "htn_followup")
    assert first.last == {}, "a record does not come before itself"


def test_everything_that_is_wrong_is_told_at_once_and_nothing_is_signed(day, person):
    wrong = answers(day, person, sbp=80, dbp=90, mode="9")
    with pytest.raises(FormRefused) as refused:
        day.clinic.forms.record(day.clinic.on_duty, "htn_followup", wrong, person)
    assert {"mode"} <= {one.field for one in refused.value.problems}
    assert len(refused.value.problems) >= 2
    assert day.clinic.forms.of(person) == []


def test_a_critical_value_is_signed_only_after_a_second_look(day, person):
    service, by = day.clinic.forms, day.clinic.on_duty
    high = answers(day, person, sbp=186, **{"class": "2"})
    with pytest.raises(CriticalUnconfirmed) as unsure:
        service.record(
            by, "htn_followup", high | {"refer_reason": "危急", "refer_org": "县医院心内科"}, person
        )
    assert unsure.value.keys == ("sbp",)
    sure = service.record(
        by,
        "htn_followup",
        high | {"refer_reason": "危急", "refer_org": "县医院心内科"},
        person,
        confirmed=["sbp"],
    )
    assert service.one(sure).values["sbp"] == 186


def test_a_correction_stands_for_the_wrong_record_which_stays_as_signed(day, person):
    service, by = day.clinic.forms, day.clinic.on_duty
    wrong = service.record(by, "htn_followup", answers(day, person), person)
    with pytest.raises(NoFormReason):
        service.correct(by, wrong, answers(day, person, weight="65"), "  ")
    right = service.correct(by, wrong, answers(day, person, weight="65"), "体重写错")
    assert [one.id for one in service.of(person)] == [right]
    assert {one.id for one in service.of(person, standing=False)} == {wrong, right}
    assert service.one(wrong).values["weight"] == "64.5"
    with pytest.raises(NoFormRecord):
        service.correct(by, wrong, answers(day, person), "再改")
    service.withdraw(by, right, "不是本人")
    assert [one.id for one in service.of(person)] == [wrong], "what was corrected stands again"


def test_nobody_served_tomorrow(day, person):
    late = answers(day, person, date=(today(day) + timedelta(days=1)).isoformat())
    with pytest.raises(DayAhead):
        day.clinic.forms.record(day.clinic.on_duty, "htn_followup", late, person)


def test_a_form_begun_survives_and_goes_when_it_is_signed(day, person):
    service, by = day.clinic.forms, day.clinic.on_duty
    service.keep_draft("htn_followup", person, {"sbp": 13})
    service.keep_draft("htn_followup", person, {"sbp": 138})
    assert service.drafted("htn_followup", person) == {"sbp": 138}
    assert service.drafts_of(person) == ["htn_followup"]
    service.record(by, "htn_followup", answers(day, person), person)
    assert service.drafted("htn_followup", person) is None


def test_a_draft_begun_before_the_health_record_was_opened_has_its_number(day):
    service, by = day.clinic.forms, day.clinic.on_duty
    person = day.arrives(day.adults[1]).resident_id
    begun = dict(service.resume(by, "htn_followup", person, {}).values)
    assert "record_no" not in begun
    with pytest.raises(FormRefused) as refused:
        service.record(by, "htn_followup", begun, person)
    assert "建档" in str(refused.value.facts["first"])
    service.keep_draft("htn_followup", person, {**begun, "sbp": 138, "name": "旧名"})
    number = day.clinic.health_record.open(by, person, VILLAGE).number
    again = service.resume(by, "htn_followup", person, {})
    assert (again.values["record_no"], again.values["sbp"]) == (number, 138)
    assert again.values["name"] == day.adults[1].name
    assert again.origins["record_no"] == "resident"


def test_what_the_visit_measured_is_not_typed_again(day, person):
    service, by = day.clinic.forms, day.clinic.on_duty
    visit = next(one.id for one in day.clinic.registration.queue() if one.resident_id == person)
    with day.clinic.store.writing(by.author) as writing:
        values = (Measured(key="sbp", value_e4=1_420_000), Measured(key="weight", value_e4=645_000))
        writing.append(
            MeasurementTaken(visit_id=visit, taken_ms=day.clinic.store.wall(), values=values), person
        )
    draft = service.start(by, "htn_followup", person, visit_id=visit)
    assert (draft.values["sbp"], draft.values["weight"]) == (142, "64.5")
    assert draft.origins["sbp"] == "visit"


def test_a_pressure_visit_of_a_known_hypertensive_leaves_one_question(day, person):
    """What the doctor has typed and not signed tells the form too; only how the person feels is asked."""
    service, by = day.clinic.forms, day.clinic.on_duty
    day.clinic.care.open(by, person, "htn")
    before = answers(day, person, height="164", date=(today(day) - timedelta(days=60)).isoformat())
    before |= {"next_visit_date": today(day).isoformat(), "bmi": "24.0"}
    service.record(by, "htn_followup", before, person)
    visit = next(one for one in day.clinic.registration.queue() if one.resident_id == person)
    typed = {
        "complaint": "复诊取药",
        "vitals": {"temperature": "", "pulse": "76", "breaths": "", "systolic": "136", "diastolic": "84"},
        "orders": [{"kind": "drug", "name": "苯磺酸氨氯地平片", "dose": "5mg", "frequency": "qd"}],
        "of_a_later_version": 1,
    }
    day.clinic.outpatient.keep_draft(visit.id, typed)
    draft = service.start(by, "htn_followup", person)
    assert draft.visit_id == visit.id
    assert [field.key for field in missing(draft.form, draft.values, draft.context)] == ["symptoms"]
    assert (draft.values["sbp"], draft.values["heart_rate"], draft.values["mode"]) == (136, 76, "1")
    assert draft.values["drugs"] == [{"name": "苯磺酸氨氯地平片", "times": 1, "dose": "5mg"}]
    assert draft.values["class"] == "1"
    assert draft.origins["weight"] == "last" and draft.origins["sbp"] == "visit"
    record = service.record(by, "htn_followup", {**draft.values, "symptoms": ["1"]}, person)
    assert service.one(record).visit_id == visit.id


def test_a_cashier_signs_no_form(day, person):
    cashier = dataclasses.replace(day.clinic.on_duty, roles=frozenset({Role.CASHIER}))
    with pytest.raises(NotAllowed):
        day.clinic.forms.record(cashier, "htn_followup", {}, person)


@pytest.mark.parametrize("key", sorted(key for key, one in forms().items() if one.about == "facility"))
def test_forms_of_the_institution_have_themselves_as_subject(day, key):
    service = day.clinic.forms
    wanted = form(key)
    values = filled(wanted, somebody(wanted, day=today(day)))
    record = service.record(day.clinic.on_duty, key, values, confirmed=list(wanted.fields))
    held = service.one(record)
    assert held.resident is None
    assert [one.id for one in service.of_facility(key, held.day, held.day)] == [record]
