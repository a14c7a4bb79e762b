"""Somebody lies in the ward of the day's clinic; every step goes through the services."""

from uuid import UUID

from clinic_app.journal.facts.outpatient import Diagnosis
from clinic_app.projections.queries.inpatient import Admission
from clinic_app.services.inpatient import NewAdmission, Wanted
from tests.ui.clinic_day import ClinicDay

PNEUMONIA = Diagnosis("J18.9", "肺炎")
BED, NURSING, ROUNDS, INFUSION, CARE = "ZL0003", "ZL6002", "ZL6004", "ZL4004", "ZL0006"
DAY_MINUTES = 24 * 60


def resident_of(day: ClinicDay, place: int) -> UUID:
    """In the register, without a visit."""
    person = day.people[place]
    if person.id_number not in day.residents:
        visit = day.arrives(person)
        day.clinic.registration.cancel(day.clinic.on_duty, visit.id, "转住院")
    return day.residents[person.id_number]


def admitted(day: ClinicDay, place: int = 0, *, insured: bool = True, **details) -> Admission:
    """In, this morning."""
    new = NewAdmission(
        resident_id=resident_of(day, place),
        psn_no=day.insure(day.people[place]) if insured else "",
        **{
            "department": "内科",
            "diagnosis": PNEUMONIA,
            "bed": f"{place + 1:02d}",
            "mdtrt_cert_type": "03" if insured else "",
            **details,
        },
    )
    return day.clinic.inpatient.admit(day.clinic.on_duty, new)


def charged(day: ClinicDay, stay: Admission, *items: tuple[str, int]) -> None:
    """On the day it is now."""
    service = day.clinic.inpatient
    service.charge(day.clinic.on_duty, stay.id, service.today(), [Wanted(*item) for item in items])


def a_stay(day: ClinicDay, place: int = 0, *, deposit: int = 50_000, days: int = 3, **details) -> Admission:
    """In, a deposit taken, charged each day, gone on the last one."""
    clinic, by = day.clinic, day.clinic.on_duty
    stay = admitted(day, place, **details)
    if deposit:
        clinic.deposits.take(by, stay.id, deposit)
    for _ in range(days):
        charged(day, stay, (BED, 1), (NURSING, 1), (ROUNDS, 1), (CARE, 1), ("YP0101", 1))
        day.clock.pass_minutes(DAY_MINUTES)
    return clinic.inpatient.discharge(by, stay.id, clinic.inpatient.today(), PNEUMONIA)
