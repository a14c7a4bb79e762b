"""What a record sheet observed joins the curves of the chart."""

from clinic_app.journal.facts.chart import Measured, MeasurementTaken
from tests.services.test_forms import answers, day, founded, person

__all__ = ["day", "founded", "person"]


def curve(day, person, key):
    trends = day.clinic.chart.open(day.clinic.on_duty, person).trends
    return [(one.value_e4, one.source) for one in trends.get(key, ())]


def test_a_recorded_form_is_on_the_curves_until_it_is_withdrawn(day, person):
    service, by = day.clinic.forms, day.clinic.on_duty
    record = service.record(by, "htn_followup", answers(day, person), person)
    assert curve(day, person, "sbp") == [(1_380_000, "form")]
    assert curve(day, person, "weight") == [(645_000, "form")]
    right = service.correct(by, record, answers(day, person, weight="65"), "体重写错")
    assert curve(day, person, "weight") == [(650_000, "form")]
    service.withdraw(by, right, "不是本人")
    service.withdraw(by, record, "不是本人")
    assert curve(day, person, "sbp") == []


def test_what_the_visit_measured_stands_once(day, person):
    by, store = day.clinic.on_duty, day.clinic.store
    visit = next(one.id for one in day.clinic.registration.queue() if one.resident_id == person)
    with store.writing(by.author) as writing:
        values = (Measured(key="sbp", value_e4=1_380_000),)
        writing.append(MeasurementTaken(visit_id=visit, taken_ms=store.wall(), values=values), person)
    day.clinic.forms.record(by, "htn_followup", answers(day, person), person)
    assert curve(day, person, "sbp") == [(1_380_000, "clinic")]
    assert curve(day, person, "dbp") == [(860_000, "form")]
