"""What the doctor wrote down and ordered, as it is signed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from clinic_app.domain.infectious import notifiable
from clinic_app.domain.measurements import require_plausible
from clinic_app.domain.prescribing.draft import Reason
from clinic_app.journal.facts.outpatient import Collector, Decoction, Diagnosis, DrugLine, ServiceLine
from clinic_app.services.outpatient.errors import BadQuantity, CaseUnanswered, NoComplaint, NoDiagnosis


@dataclass(frozen=True, slots=True)
class Case:
    """The doctor's answer to a disease that has to be reported."""

    disease: str  # id of resources/tables/infectious_diseases.csv
    report: bool  # False: not a case
    reason: str = ""  # why not


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What the doctor wrote down; complaint and one diagnosis at least."""

    complaint: str
    history: str = ""
    findings: str = ""
    advice: str = ""
    diagnoses: tuple[Diagnosis, ...] = ()
    drugs: tuple[DrugLine, ...] = ()
    services: tuple[ServiceLine, ...] = ()
    tcm: tuple[Diagnosis, ...] = ()  # 中医病名 and 证候
    onset: date | None = None
    again: bool = False  # 复诊
    departure: str = ""  # codes/departure.csv
    next_visit: date | None = None
    measured: Mapping[str, int] = field(default_factory=dict)  # ten-thousandths by key
    reasons: tuple[Reason, ...] = ()  # in answer to rules
    decoction: Decoction | None = None
    emergency: bool = False
    long_term: bool = False  # 长期处方
    pregnant: bool | None = None  # None: nobody asked
    lactating: bool | None = None
    pain_checked: bool = False  # 癌痛、慢性中重度疼痛: file and consent were looked at today
    collector: Collector | None = None  # 代办人 of a narcotic
    replaces: UUID | None = None  # the prescription in whose place these drugs are ordered
    cases: tuple[Case, ...] = ()  # one for every disease to be reported


def require_complete(found: Findings) -> None:
    """
    Raises:
        NoComplaint, NoDiagnosis, BadMeasurement, PressureUpsideDown, BadQuantity
    """
    if not found.complaint.strip():
        raise NoComplaint()
    if not found.diagnoses:
        raise NoDiagnosis()
    if found.measured:
        require_plausible(found.measured)
    lines: list[DrugLine | ServiceLine] = [*found.drugs, *found.services]
    for line in lines:
        if line.cnt_e4 <= 0 or line.pric_e6 < 0:
            raise BadQuantity(item=line.code)


def cases_of(found: Findings, day: date) -> tuple[Case, ...]:
    """The answers to what has to be reported, no other ones.

    Raises:
        CaseUnanswered
    """
    given = {one.disease: one for one in found.cases if one.report or one.reason.strip()}
    wanted = {one.id: one for line in found.diagnoses for one in notifiable(line.code, day)}
    for disease in wanted.values():
        if disease.id not in given:
            raise CaseUnanswered(disease=disease.name_zh, hours=disease.report_hours)
    return tuple(given[disease] for disease in wanted)
