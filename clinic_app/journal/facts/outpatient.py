"""门诊: what the doctor found and ordered."""

from datetime import date
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
    group: int = 0  # 组: lines of one infusion or injection share a number; 0: alone
    own: bool = False  # 自备药: free of charge
    note: str = ""  # 先煎, 皮试(-) …


class Override(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A rule that spoke and was answered with a reason."""

    rule: str  # P02
    code: str = ""  # the drug that it is about; empty: the whole prescription
    reason: str


class Decoction(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How herbs are taken."""

    doses: int  # 剂数
    usage: str = ""  # 水煎服，一日一剂，早晚分服
    boiled_here: bool = False  # 代煎


class Collector(msgspec.Struct, frozen=True, kw_only=True):
    """代办人: who fetches a narcotic for somebody else."""

    name: str
    id_number: str


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
    kind: str = "ordinary"  # ordinary, emergency, paediatric, narcotic, psy2, herbs
    decoction: Decoction | None = None
    pregnant: bool | None = None  # None: nobody asked
    lactating: bool | None = None
    overrides: tuple[Override, ...] = ()
    checked_with: str = ""  # version of the tables that checked it
    long_term: bool = False  # 长期处方
    pain_checked: bool = False  # 癌痛、慢性中重度疼痛: file and consent were looked at that day
    collector: Collector | None = None  # of a narcotic, where it is not the person
    replaces: UUID | None = None  # the cancelled prescription that this one stands for


class PrescriptionCancelled(Fact, frozen=True, kw_only=True):
    """作废: a signed prescription is never changed; what takes its place names it."""

    type: ClassVar[str] = "prescription.cancelled"
    action: ClassVar[str] = "outpatient"
    signed: ClassVar[bool] = True

    prescription_id: UUID
    reason: str


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
    tcm: tuple[Diagnosis, ...] = ()  # 中医病名 and 证候
    onset: date | None = None
    again: bool = False  # 复诊
    departure: str = ""  # 病人去向, codes/departure.csv
    next_visit: date | None = None


class EncounterAddended(Fact, frozen=True, kw_only=True):
    """补记: what is added to a signed record, under its own date and signature."""

    type: ClassVar[str] = "encounter.addended"
    action: ClassVar[str] = "outpatient"
    signed: ClassVar[bool] = True

    encounter_id: UUID
    text: str


class SicknessCertified(Fact, frozen=True, kw_only=True):
    """病假证明."""

    type: ClassVar[str] = "sickness.certified"
    action: ClassVar[str] = "outpatient"
    signed: ClassVar[bool] = True

    visit_id: UUID
    diagnosis: str  # as printed
    advice: str
    from_day: date
    to_day: date  # the last day of rest


class InfectiousAnswered(Fact, frozen=True, kw_only=True):
    """传染病首诊提示: what the doctor answered when a diagnosis has to be reported."""

    type: ClassVar[str] = "infectious.answered"
    action: ClassVar[str] = "outpatient"

    visit_id: UUID
    disease: str  # id of resources/tables/infectious_diseases.csv
    report: bool  # False: not a case
    reason: str = ""
