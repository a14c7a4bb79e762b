"""Works as fast as it can until it is killed; tells an id only after the store has confirmed it."""

from multiprocessing.connection import Connection
from pathlib import Path
from uuid import UUID

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


def main(folder: Path, told: "Connection[bytes, bytes]") -> None:
    """Tells nothing once the clinic is open, then the 16 bytes of each id."""
    clinic = open_folder(folder, ADMIN, PASSWORD)
    me = clinic.on_duty

    def tell(one: UUID) -> None:
        told.send_bytes(one.bytes)

    told.send_bytes(b"")
    while True:
        person = clinic.residents.register(me, NewResident(name="压测", sex="1", temp_reason="U"))
        tell(person.id)
        visit = clinic.registration.register(me, NewVisit(resident_id=person.id, department="全科"))
        tell(visit.id)
        clinic.chart.record_allergy(me, person.id, kind=NONE_KNOWN)
        tell(clinic.outpatient.sign(me, visit.id, FINDINGS))
        settled, _ = clinic.settlement.settle(me, visit.id)
        tell(settled)
