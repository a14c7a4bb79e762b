"""A signed record written as its facts: what a PC with other rules, or an earlier version, sends."""

from uuid import UUID

from clinic_app.journal.facts.outpatient import EncounterSigned, PrescriptionIssued
from clinic_app.projections.queries.registration import Visit
from clinic_app.services.outpatient import Findings
from clinic_app.wiring import Clinic

_ON_A_SHEET = 5


def sign_without_rules(clinic: Clinic, visit: Visit, found: Findings) -> UUID:
    """Prescriptions and record in one step, whatever the rules of prescribing say to them."""
    drugs = found.drugs
    with clinic.store.writing(clinic.on_duty.author) as writing:
        sheets = tuple(
            writing.append(
                PrescriptionIssued(
                    visit_id=visit.id,
                    lines=drugs[start : start + _ON_A_SHEET],
                    collector=found.collector,
                ),
                visit.resident_id,
            ).id
            for start in range(0, len(drugs), _ON_A_SHEET)
        )
        record = EncounterSigned(
            visit_id=visit.id,
            complaint=found.complaint,
            diagnoses=found.diagnoses,
            services=found.services,
            prescriptions=sheets,
        )
        return writing.append(record, visit.resident_id).id
