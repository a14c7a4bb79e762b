"""What personal information and health checks say stands on the chart and stops a prescription, as long as they stand."""

import pytest

from clinic_app.domain.forms import form, only_asked
from clinic_app.services.chart import NoReason
from clinic_app.services.outpatient import PrescriptionRefused
from clinic_app.store.rebuild import rebuild
from tests.forms import filled
from tests.services.test_forms import VILLAGE, day, founded, person
from tests.services.test_prescriptions import found, keys

__all__ = ["day", "founded", "person"]

AMOXICILLIN = "YP0001"


def told(day, person, key="person_basic", **typed):
    """A signed sheet with these answers; the histories that are not named are 无."""
    service, by = day.clinic.forms, day.clinic.on_duty
    start = service.start(by, key, person)
    none = {"drug_allergy": ["1"], "exposure": ["1"], "past_disease": [{"disease": "1"}]}
    values = {**filled(form(key), start.context), **start.values, **(none if key == "person_basic" else {})}
    asked = only_asked(form(key), {**values, **typed}, start.context)
    return service.record(by, key, asked, person, confirmed=tuple(asked))


def chart_of(day, person):
    return day.clinic.chart.read(day.clinic.on_duty, person)


def names(day, person):
    return [one.name for one in chart_of(day, person).allergic_to]


def test_an_allergy_of_a_form_stops_the_prescription_until_the_form_is_withdrawn(day, person):
    service, by = day.clinic.forms, day.clinic.on_duty
    visit = next(one for one in day.clinic.registration.queue() if one.resident_id == person)
    day.clinic.registration.call(by, visit.id)
    record = told(day, person, drug_allergy=["2"])
    assert names(day, person) == ["青霉素类"]
    assert "P12.recorded" in keys(day, visit, found(AMOXICILLIN))
    with pytest.raises(PrescriptionRefused):
        day.clinic.outpatient.sign(by, visit.id, found(AMOXICILLIN))
    service.withdraw(by, record, "不是本人")
    assert not chart_of(day, person).allergies_asked
    assert "P12.recorded" not in keys(day, visit, found(AMOXICILLIN))


def test_a_correction_says_what_the_chart_says(day, person):
    service, by = day.clinic.forms, day.clinic.on_duty
    record = told(day, person, drug_allergy=["2"])
    values = {**service.one(record).values, "drug_allergy": ["5"], "drug_allergy_text": "头孢"}
    right = service.correct(by, record, values, "写错")
    assert names(day, person) == ["头孢"]
    service.withdraw(by, right, "原来没有错")
    assert names(day, person) == ["青霉素类"]


def test_none_of_a_form_is_an_answer_and_an_allergy_on_the_chart_stays(day, person):
    told(day, person, drug_allergy=["1"])
    assert chart_of(day, person).allergies_asked
    day.clinic.chart.record_allergy(
        day.clinic.on_duty, person, kind="drug", code="penicillin", name="青霉素类"
    )
    told(day, person, drug_allergy=["1"])
    assert names(day, person) == ["青霉素类"]
    told(day, person, drug_allergy=["2"])
    assert names(day, person) == ["青霉素类"], "said twice, shown once"


def test_what_the_chart_strikes_of_a_form_comes_back_when_another_form_says_it_again(day, person):
    by, chart = day.clinic.on_duty, day.clinic.chart
    told(day, person, drug_allergy=["2"], past_disease=[{"disease": "2"}])
    (allergy,), (condition,) = chart_of(day, person).allergies, chart_of(day, person).conditions
    assert (allergy.form, condition.code, condition.form) == ("person_basic", "I10", "person_basic")
    with pytest.raises(NoReason):
        chart.cancel_allergy(by, person, allergy.id, " ")
    chart.cancel_allergy(by, person, allergy.id, "皮试阴性")
    chart.close_condition(by, person, condition.id, "误记")
    assert (names(day, person), chart_of(day, person).conditions) == ([], ())
    assert rebuild(day.clinic.store, check=True).different == ()
    told(day, person, drug_allergy=["2"])
    assert names(day, person) == ["青霉素类"]


def test_a_failed_kidney_of_the_check_counts_in_the_rules_and_a_known_disease_stands_once(day, person):
    by = day.clinic.on_duty
    day.clinic.chart.note_condition(by, person, "I10.x00", "原发性高血压")
    told(day, person, past_disease=[{"disease": "2"}])
    told(day, person, "health_check", p_kidney=["3"], p_cerebro=["1"], p_heart=["1"], p_vessel=["1"],
         p_eye=["1"], p_nerve=["1"], p_other=["1"])  # fmt: skip
    assert [one.code for one in chart_of(day, person).conditions] == ["I10.x00", "N19"]


def test_both_entries_of_one_person_are_heard(day, person):
    other = day.arrives(day.adults[1]).resident_id
    day.clinic.health_record.open(day.clinic.on_duty, other, VILLAGE)
    told(day, person, drug_allergy=["2"])
    told(day, other, drug_allergy=["3"])
    day.clinic.duplicates.merge(day.clinic.on_duty, person, other)
    assert set(names(day, person)) == {"青霉素类", "磺胺类"}
