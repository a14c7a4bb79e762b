"""检验检查: an order's id is the id of the entry that made it, a report's likewise."""

from typing import ClassVar
from uuid import UUID

import msgspec

from clinic_app.journal.fact import Fact, Reach
from clinic_app.journal.facts.county import CountyFact
from clinic_app.journal.facts.outpatient import ServiceLine


class ResultLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One line of a laboratory report, with the range it was judged by."""

    item: str  # resources/tables/lab_items.csv; empty: an item that the table does not know
    name: str
    value: str  # as reported: 5.6, <0.5, 阴性
    unit: str = ""
    low: str = ""
    high: str = ""
    flag: str = ""  # L H, LL HH critical, A abnormal in words


class ExaminationOrdered(Fact, frozen=True, kw_only=True):
    """申请单, of a visit or of a stay: one slip, one category, one specimen."""

    type: ClassVar[str] = "examination.ordered"
    reach: ClassVar[Reach] = Reach.SCOPE
    action: ClassVar[str] = "outpatient"
    signed: ClassVar[bool] = True

    visit_id: UUID | None = None
    stay_id: UUID | None = None
    number: str  # digits, the slip's barcode
    category: str  # lab, ecg, imaging, other
    services: tuple[ServiceLine, ...]
    specimen: str = ""  # what is to be taken: 血, 尿; of the lab
    purpose: str = ""
    site: str = ""  # 部位
    urgent: bool = False


class ExaminationCancelled(Fact, frozen=True, kw_only=True):
    """撤销申请: before anything was done and while it is not paid for."""

    type: ClassVar[str] = "examination.cancelled"
    reach: ClassVar[Reach] = Reach.SCOPE
    action: ClassVar[str] = "outpatient"

    examination_id: UUID
    reason: str


class SpecimenCollected(Fact, frozen=True, kw_only=True):
    """采样; taken again, the newest counts."""

    type: ClassVar[str] = "specimen.collected"
    reach: ClassVar[Reach] = Reach.SCOPE
    action: ClassVar[str] = "examination"

    examination_id: UUID
    specimen: str


class ExaminationReported(Fact, frozen=True, kw_only=True):
    """报告: never changed; a corrected one names the one that it stands for."""

    type: ClassVar[str] = "examination.reported"
    reach: ClassVar[Reach] = Reach.SCOPE
    action: ClassVar[str] = "examination"
    signed: ClassVar[bool] = True

    examination_id: UUID
    lines: tuple[ResultLine, ...] = ()
    findings: str = ""  # 所见
    conclusion: str = ""  # 诊断意见
    critical: str = ""  # what the doctor has to hear at once, by name: 血钾, 急性心肌梗死
    source: str = "typed"  # typed, hl7, dicom, county
    instrument: str = ""
    study_uid: str = ""
    replaces: UUID | None = None


class CriticalAnswered(Fact, frozen=True, kw_only=True):
    """危急值处置: closes the loop of a critical report."""

    type: ClassVar[str] = "critical.answered"
    reach: ClassVar[Reach] = Reach.SCOPE
    action: ClassVar[str] = "outpatient"

    report_id: UUID
    told: str  # who was told, and by whom: 患者家属, 电话
    done: str  # what the doctor did


class ExaminationReferred(Fact, frozen=True, kw_only=True):
    """远程诊断: what was done here is to be read at the county."""

    type: ClassVar[str] = "examination.referred"
    reach: ClassVar[Reach] = Reach.SCOPE
    action: ClassVar[str] = "examination"

    examination_id: UUID
    findings: str = ""  # what is seen here
    lines: tuple[ResultLine, ...] = ()  # numbers of the instrument
    study_uid: str = ""
    urgent: bool = False


class ExaminationRead(CountyFact, frozen=True, kw_only=True):
    """诊断回报: told to the facility that asked; the clinic's report may take it over."""

    type: ClassVar[str] = "examination.read"

    examination_id: UUID
    findings: str
    conclusion: str
    reader: str  # name, as it stands on the report
