"""What the ward's page shows, as values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum
from uuid import UUID

from clinic_app.domain.policy.model import DiseasePackage
from clinic_app.domain.settlement.amounts import Amounts
from clinic_app.journal.facts.settlement import SettlementMade
from clinic_app.projections.queries.inpatient import Admission, AdmissionState, Charge, DepositSlip
from clinic_app.projections.queries.insurance import Insured
from clinic_app.projections.queries.residents import Resident
from clinic_app.services.wardbill import WardBill
from clinic_app.ui.theme import Tone
from clinic_app.ui.widgets.splitbar import Payer, Share


class Part(IntEnum):
    """The parts of the page, in the order of their tabs."""

    CHARGES = 0  # 记账
    DEPOSITS = 1  # 预交金
    BILL = 2  # 出院结算
    ADMIT = 3  # 入院


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer:
    """Who is to be taken in, and who may pay."""

    resident: Resident
    insurances: tuple[Insured, ...]
    certificate: str  # mdtrt_cert_type
    packages: Mapping[str, tuple[DiseasePackage, ...]] = field(default_factory=dict)  # by psn_no
    beds: Mapping[str, str] = field(default_factory=dict)  # taken: bed → name
    free: tuple[str, ...] = ()  # beds of the house that can be taken


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """Everything about the open admission."""

    admission: Admission
    day: date  # whose charges are shown
    charges: tuple[Charge, ...] = ()
    days: Mapping[date, int] = field(default_factory=dict)  # fen by day
    slips: tuple[DepositSlip, ...] = ()
    bill: WardBill | None = None  # none while nothing is charged, and once it is settled
    made: SettlementMade | None = None  # the settlement that stands


@dataclass(frozen=True, slots=True, kw_only=True)
class InpatientState:
    """All that the page shows.  A new state replaces the old one."""

    today: date
    part: Part = Part.CHARGES
    admissions: tuple[Admission, ...] = ()  # in, to be settled, then settled lately
    stay: Stay | None = None
    newcomer: Newcomer | None = None
    self_pay: bool = False
    reversing: bool = False  # asked whether to take the settlement back
    busy: bool = False
    notice: str = ""
    tone: Tone = Tone.INFO

    @property
    def present(self) -> int:
        return sum(1 for one in self.admissions if one.state is AdmissionState.IN)

    @property
    def bill(self) -> WardBill | None:
        return None if self.stay is None else self.stay.bill

    @property
    def may_settle(self) -> bool:
        """Gone, and where the insurance refuses, charging the person alone has been chosen."""
        bill = self.bill
        return (
            bill is not None
            and not self.busy
            and bill.admission.state is AdmissionState.DISCHARGED
            and not (bill.refusal and not self.self_pay)
        )

    def known(self, admission_id: UUID) -> Admission | None:
        return next((one for one in self.admissions if one.id == admission_id), None)


def shares_of(amounts: Amounts) -> tuple[Share, ...]:
    """Who pays, for the picture."""
    return (
        Share(Payer.FUND, amounts.hifp_pay),
        Share(Payer.MAJOR, amounts.hifmi_pay + amounts.hifob_pay),
        Share(Payer.ASSISTANCE, amounts.maf_pay),
        Share(Payer.ACCOUNT, amounts.acct_pay + amounts.ewallet_pay),
        Share(Payer.CASH, amounts.cash_pay),
    )
