"""门诊: writing and signing a record (`OutpatientService`), and what becomes of a signed one (`RecordService`)."""

from clinic_app.services.outpatient.errors import (
    BadQuantity,
    BadRest,
    CancelledAlready,
    CaseUnanswered,
    NoComplaint,
    NoDiagnosis,
    NothingAdded,
    NotWithDoctor,
    PrescriptionRefused,
    SettledAlready,
)
from clinic_app.services.outpatient.findings import Case, Findings
from clinic_app.services.outpatient.policy import CONSULTATION, VISIT_FEE
from clinic_app.services.outpatient.records import RecordService
from clinic_app.services.outpatient.service import OutpatientService

__all__ = [
    "CONSULTATION",
    "VISIT_FEE",
    "BadQuantity",
    "BadRest",
    "CancelledAlready",
    "Case",
    "CaseUnanswered",
    "Findings",
    "NoComplaint",
    "NoDiagnosis",
    "NotWithDoctor",
    "NothingAdded",
    "OutpatientService",
    "PrescriptionRefused",
    "RecordService",
    "SettledAlready",
]
