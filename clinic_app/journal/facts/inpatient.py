"""住院: an admission's id is the id of the entry that made it; its bill is settled like a visit's."""

from datetime import date
from typing import ClassVar, Final
from uuid import UUID

import msgspec

from clinic_app.journal.fact import Fact
from clinic_app.journal.facts.outpatient import Diagnosis
from clinic_app.journal.facts.settlement import Referred

WAYS: Final = ("cash", "wechat", "alipay", "bank")  # how a deposit comes and goes


class ChargedItem(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One item of a day's charges."""

    code: str
    name: str
    cnt_e4: int  # negative: taken off again
    unit: str
    pric_e6: int


class AdmissionRegistered(Fact, frozen=True, kw_only=True):
    """入院: a resident (the subject) is taken in."""

    type: ClassVar[str] = "admission.registered"
    action: ClassVar[str] = "inpatient"

    day: date  # begndate, Beijing
    number: str  # 住院号: the device's letter and a serial of the year
    department: str
    bed: str = ""
    doctor: str = ""
    diagnosis: Diagnosis
    psn_no: str = ""  # empty: self-pay
    mdtrt_cert_type: str = ""
    emergency: bool = False
    referral: Referred | None = None
    dise_codg: str = ""
    pay_way: str = "item"  # item, disease


class AdmissionCharged(Fact, frozen=True, kw_only=True):
    """记账: what a day cost."""

    type: ClassVar[str] = "admission.charged"
    action: ClassVar[str] = "inpatient"

    admission_id: UUID
    day: date
    items: tuple[ChargedItem, ...]


class AdmissionDischarged(Fact, frozen=True, kw_only=True):
    """出院: no later day is charged and the bill can be settled; what was forgotten is still added until then."""

    type: ClassVar[str] = "admission.discharged"
    action: ClassVar[str] = "inpatient"

    admission_id: UUID
    day: date  # enddate
    diagnosis: Diagnosis


class DepositTaken(Fact, frozen=True, kw_only=True):
    """预交金."""

    type: ClassVar[str] = "deposit.taken"
    action: ClassVar[str] = "settlement"

    admission_id: UUID
    number: str  # of the slip
    amount: int  # fen
    tender: str = "cash"

    @property
    def fen(self) -> int:
        return self.amount


class DepositReturned(Fact, frozen=True, kw_only=True):
    """退预交金: what the settlement did not use, or a slip made by mistake."""

    type: ClassVar[str] = "deposit.returned"
    action: ClassVar[str] = "settlement"

    admission_id: UUID
    number: str
    amount: int  # fen
    tender: str = "cash"
    reason: str = ""

    @property
    def fen(self) -> int:
        return -self.amount
