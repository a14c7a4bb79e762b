"""Works as fast as it can until it is killed; tells an id only after the store has confirmed it."""

from collections.abc import Iterator
from datetime import date
from itertools import islice
from multiprocessing.connection import Connection
from pathlib import Path
from uuid import UUID

from clinic_app.domain.made_up import MadeUp, made_up_people
from clinic_app.domain.time import beijing_day
from clinic_app.journal.facts.outpatient import Diagnosis, DrugLine
from clinic_app.services.chart import NONE_KNOWN
from clinic_app.services.outpatient import Findings
from clinic_app.services.registration import NewVisit
from clinic_app.services.residents import NewResident
from clinic_app.wiring import open_folder
from tests.clinics import ADMIN, PASSWORD

FINDINGS = Findings(
    complaint="咳嗽三天",
    diagnoses=(Diagnosis("J06.900", "急性上呼吸道感染"),),
    drugs=(
        DrugLine(
            code="YP0002",
            name="氨氯地平片",
            dose="5mg",
            frequency="qd",
            route="po",
            days=7,
            cnt_e4=10_000,
            unit="盒",
            pric_e6=9_800_000,
        ),
    ),
)


PEOPLE = 500  # more than one registers before being killed


def patients(today: date) -> Iterator[MadeUp]:
    """People whom nothing speaks against treating as FINDINGS say."""
    return (one for one in made_up_people(1, today) if one.sex == "1" and 1970 < one.birth_date.year < 2000)


def main(folder: Path, number: int, told: "Connection[bytes, bytes]") -> None:
    """Tells nothing once the clinic is open, then the 16 bytes of each id; `number`: 0, 1, … of all that work."""
    clinic = open_folder(folder, ADMIN, PASSWORD)
    me = clinic.on_duty

    def tell(one: UUID) -> None:
        told.send_bytes(one.bytes)

    told.send_bytes(b"")
    for one in islice(patients(beijing_day(clinic.store.wall())), number * PEOPLE, None):
        person = clinic.residents.register(me, NewResident(name=one.name, id_number=one.id_number))
        tell(person.id)
        visit = clinic.registration.register(me, NewVisit(resident_id=person.id, department="全科"))
        tell(visit.id)
        clinic.chart.record_allergy(me, person.id, kind=NONE_KNOWN)
        tell(clinic.outpatient.sign(me, visit.id, FINDINGS))
        settled, _ = clinic.settlement.settle(me, visit.id)
        tell(settled)
