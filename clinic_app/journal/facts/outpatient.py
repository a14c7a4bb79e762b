"""门诊: what the doctor found and ordered."""

from typing import ClassVar
from uuid import UUID

import msgspec

from clinic_app.journal.fact import Fact


class Diagnosis(msgspec.Struct, frozen=True):
    code: str  # ICD-10
    name: str


class DrugLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One drug of a prescription, as printed."""

    code: str  # med_list_codg
    name: str
    spec: str = ""
    dose: str = ""  # one dose with its unit: "0.5g"
    frequency: str = ""  # codes/frequency.csv
    route: str = ""  # codes/route.csv
    days: int = 0
    cnt_e4: int  # quantity in ten-thousandths of the selling unit
    unit: str
    pric_e6: int  # micro-yuan a unit


class ServiceLine(msgspec.Struct, frozen=True, kw_only=True):
    """One charged item that is no drug."""

    code: str
    name: str
    cnt_e4: int
    unit: str
    pric_e6: int


class PrescriptionIssued(Fact, frozen=True, kw_only=True):
    """处方, signed by its author; the encounter that names it follows in the same transaction."""

    type: ClassVar[str] = "prescription.issued"
    action: ClassVar[str] = "outpatient"
    signed: ClassVar[bool] = True

    visit_id: UUID
    lines: tuple[DrugLine, ...]


class EncounterSigned(Fact, frozen=True, kw_only=True):
    """就诊结束: the record of the visit is complete and signed; the bill can be made once all it names is there."""

    type: ClassVar[str] = "encounter.signed"
    action: ClassVar[str] = "outpatient"
    signed: ClassVar[bool] = True

    visit_id: UUID
    complaint: str  # 主诉
    history: str = ""  # 现病史
    findings: str = ""  # 体格检查
    advice: str = ""  # 处理意见
    diagnoses: tuple[Diagnosis, ...]
    services: tuple[ServiceLine, ...] = ()
    prescriptions: tuple[UUID, ...] = ()
