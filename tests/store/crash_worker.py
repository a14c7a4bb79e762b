"""Works as fast as it can until it is killed; prints an id only after the store has confirmed it.

``python -m tests.store.crash_worker FOLDER`` with the password in CLINIC_PASSWORD.
"""

import os
import sys
from pathlib import Path

from clinic_app.journal.facts.outpatient import Diagnosis, DrugLine
from clinic_app.services.chart import NONE_KNOWN
from clinic_app.services.outpatient import Findings
from clinic_app.services.registration import NewVisit
from clinic_app.services.residents import NewResident
from clinic_app.wiring import open_folder
from tests.clinics import ADMIN

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


def main(folder: Path) -> None:
    clinic = open_folder(folder, ADMIN, os.environ["CLINIC_PASSWORD"])
    me = clinic.on_duty
    print("ready", flush=True)
    while True:
        person = clinic.residents.register(me, NewResident(name="压测", sex="1", temp_reason="U"))
        print("resident", person.id, flush=True)
        visit = clinic.registration.register(me, NewVisit(resident_id=person.id, department="全科"))
        print("visit", visit.id, flush=True)
        clinic.chart.record_allergy(me, person.id, kind=NONE_KNOWN)
        print("encounter", clinic.outpatient.sign(me, visit.id, FINDINGS), flush=True)
        settled, _ = clinic.settlement.settle(me, visit.id)
        print("settlement", settled, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
