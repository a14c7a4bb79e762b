"""传染病报告卡: what a visit that ended with a case owes, until when, and what settles it."""

from datetime import timedelta

from clinic_app.domain.forms import form, only_asked
from clinic_app.domain.time import beijing, beijing_day
from clinic_app.projections.queries import report_cards
from clinic_app.services.outpatient import Case
from tests.forms import filled
from tests.services.test_outpatient_log import COLD, FLU, day, founded, seen

__all__ = ["day", "founded"]

REPORTED, NO_CASE = (Case("FLU", True),), (Case("FLU", False, "抗原阴性"),)


def owed(day):
    return day.clinic.report_cards.owed(day.clinic.on_duty)


def writes(day, person, **typed):
    service, by = day.clinic.forms, day.clinic.on_duty
    begun = service.start(by, "infectious_card", person)
    values = {
        **filled(form("infectious_card"), begun.context),
        **begun.values,
        "kind": "1",
        "death": "",
        "phoned_at": "",
        **typed,
    }
    known = {key: value for key, value in values.items() if value != ""}
    asked = only_asked(form("infectious_card"), known, begun.context)
    return service.record(by, "infectious_card", asked, person, confirmed=tuple(asked))


def test_a_case_owes_its_card_within_the_hours_of_the_disease(day):
    visit = seen(day, 0, FLU, cases=REPORTED)
    seen(day, 1, FLU, cases=NO_CASE)
    seen(day, 2, COLD)
    (card,) = owed(day)
    assert (card.resident_id, card.disease.id, card.name) == (visit.resident_id, "FLU", day.adults[0].name)
    left = card.due_ms - day.clinic.store.wall()
    assert timedelta(hours=23) < timedelta(milliseconds=left) <= timedelta(hours=24)
    assert not day.clinic.report_cards.is_late(card)


def test_the_card_settles_it_and_its_withdrawal_owes_it_again(day):
    person = seen(day, 0, FLU, cases=REPORTED).resident_id
    now = f"{beijing(day.clinic.store.wall()):%Y-%m-%dT%H:%M}"
    card = writes(day, person, disease="FLU", diagnosed_at=now, filled=now)
    assert owed(day) == []
    day.clinic.forms.withdraw(day.clinic.on_duty, card, "不是本人")
    assert [one.resident_id for one in owed(day)] == [person]


def test_a_card_of_another_disease_settles_nothing(day):
    person = seen(day, 0, FLU, cases=REPORTED).resident_id
    now = f"{beijing(day.clinic.store.wall()):%Y-%m-%dT%H:%M}"
    writes(day, person, disease="MUMPS", diagnosed_at=now, filled=now)
    assert len(owed(day)) == 1


def test_what_is_older_than_asked_for_is_not_told(day):
    seen(day, 0, FLU, cases=REPORTED)
    today = beijing_day(day.clinic.store.wall())
    with day.clinic.store.reading() as connection:
        later = report_cards.owed(connection, day.clinic.store.facility, today + timedelta(1), today)
        elsewhere = report_cards.owed(connection, "350881999", today, today)
    assert later == [] and elsewhere == []
