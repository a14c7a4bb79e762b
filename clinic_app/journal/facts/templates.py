"""模板: what a doctor writes and orders often, kept under a name and put into a record in one step."""

from typing import ClassVar
from uuid import UUID

import msgspec

from clinic_app.journal.fact import Fact
from clinic_app.journal.facts.outpatient import Diagnosis


class TemplateLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One order of a template, without a price: that is today's when it is used."""

    kind: str  # drug, service
    code: str
    name: str
    dose: str = ""  # one dose with its unit: "0.5g"
    frequency: str = ""  # codes/frequency.csv
    route: str = ""  # codes/route.csv
    days: int = 0
    cnt_e4: int = 10_000  # quantity in ten-thousandths of the selling unit
    group: int = 0  # 组: lines of one infusion or injection share a number; 0: alone
    note: str = ""


class TemplateSaved(Fact, frozen=True, kw_only=True):
    """模板 of the record, 组套 of orders, or both; saved again under its id it takes the place of what was."""

    type: ClassVar[str] = "template.saved"
    action: ClassVar[str] = "outpatient"

    template_id: UUID
    name: str
    shared: bool = False  # of the institution; else the author's own
    complaint: str = ""  # 主诉
    history: str = ""  # 现病史
    findings: str = ""  # 体格检查
    advice: str = ""  # 处理意见
    diagnoses: tuple[Diagnosis, ...] = ()
    lines: tuple[TemplateLine, ...] = ()


class TemplateRemoved(Fact, frozen=True, kw_only=True):
    """Nobody wants it any more; records made with it keep what they say."""

    type: ClassVar[str] = "template.removed"
    action: ClassVar[str] = "outpatient"

    template_id: UUID
