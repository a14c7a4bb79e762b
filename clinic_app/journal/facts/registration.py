"""挂号 and 叫号.  The visit's id is the id of the entry that registered it."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from clinic_app.journal.fact import Fact


class VisitRegistered(Fact, frozen=True, kw_only=True):
    """挂号: a resident (the subject) waits from now on."""

    type: ClassVar[str] = "visit.registered"
    action: ClassVar[str] = "registration"

    day: date  # Beijing
    number: str  # of the queue: the device's letter and a serial of the day, "A012"
    department: str
    doctor: str = ""  # staff id, when the patient chose one
    psn_no: str = ""  # the insurance that pays; empty: self-pay
    mdtrt_cert_type: str = ""  # 就诊凭证类型: 03 social-security card, 02 ID card …
    card_number: str = ""
    walk_in: bool = False  # 无挂号: the doctor began the visit, nobody registered it

    @property
    def needs(self) -> str:
        """A doctor begins a visit without the front desk."""
        return "walk_in" if self.walk_in else self.action


class VisitCancelled(Fact, frozen=True, kw_only=True):
    """退号, before the doctor has signed."""

    type: ClassVar[str] = "visit.cancelled"
    action: ClassVar[str] = "registration"

    visit_id: UUID
    reason: str = ""


class VisitCalled(Fact, frozen=True, kw_only=True):
    """叫号: the doctor takes the patient in."""

    type: ClassVar[str] = "visit.called"
    action: ClassVar[str] = "outpatient"

    visit_id: UUID


class InsuranceChosen(Fact, frozen=True, kw_only=True):
    """险种选择: of a person (the subject) with several insurances, the one that the clerk chose; kept until changed."""

    type: ClassVar[str] = "insurance.chosen"
    action: ClassVar[str] = "registration"

    psn_no: str
