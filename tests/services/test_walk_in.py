"""无挂号: the doctor begins a visit that nobody registered."""

import pytest

from clinic_app.domain.roles import NotAllowed, Role
from clinic_app.journal.facts.registration import VisitRegistered
from clinic_app.projections.queries.registration import VisitState
from clinic_app.services.registration import NewVisit
from clinic_app.services.residents import NewResident
from tests.services.test_bills_and_papers import day, founded
from tests.ui.clinic_day import PASSWORD, ClinicDay

__all__ = ["day", "founded"]


def someone(day: ClinicDay, place: int = 0):
    person = day.people[place]
    new = NewResident(name=person.name, id_number=person.id_number, source="typed")
    return day.clinic.residents.register(day.clinic.on_duty, new)


def as_role(day: ClinicDay, role: Role):
    """Somebody else on duty, in the same store."""
    day.clinic.staff.add(day.clinic.on_duty, "P009", "林某", frozenset({role}), PASSWORD)
    return day.clinic.duty.sign_in("P009", PASSWORD)[0]


def wanted(resident, **given) -> NewVisit:
    return NewVisit(resident_id=resident.id, department="全科", **given)


def test_a_visit_begins_without_the_front_desk_and_stays_out_of_its_numbers(day):
    registration, by = day.clinic.registration, as_role(day, Role.DOCTOR)
    visit = registration.walk_in(by, wanted(someone(day), psn_no="P1", mdtrt_cert_type="03"))
    assert (visit.number, visit.doctor, visit.psn_no) == ("AW01", "P009", "P1")
    assert registration.call(by, visit.id).state is VisitState.CALLED
    assert day.arrives(day.people[1]).number == "A001"
    fact = VisitRegistered.parse(day.clinic.store.entry(visit.id).body)
    assert fact.walk_in


def test_pressed_twice_it_is_one_visit_and_a_registered_one_is_taken(day):
    registration, by = day.clinic.registration, day.clinic.on_duty
    first = registration.walk_in(by, wanted(someone(day)))
    assert registration.walk_in(by, wanted(someone_known(day))).id == first.id
    registered = day.arrives(day.people[1])
    assert (
        registration.walk_in(by, NewVisit(resident_id=registered.resident_id, department="")).id
        == registered.id
    )


def someone_known(day: ClinicDay):
    return day.clinic.residents.find(day.people[0].id_number)[0]


@pytest.mark.parametrize("role", [Role.CASHIER, Role.REGISTRAR, Role.PHARMACIST])
def test_only_a_doctor_begins_one(day, role):
    by = as_role(day, role)
    with pytest.raises(NotAllowed):
        day.clinic.registration.walk_in(by, wanted(someone(day)))


def test_a_doctor_still_does_not_register(day):
    by = as_role(day, Role.DOCTOR)
    with pytest.raises(NotAllowed):
        day.clinic.registration.register(by, wanted(someone(day)))
