"""What the platform's service answers."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from clinic_app.domain.platform.nodes import Credential, Insured
from clinic_app.domain.platform.setlinfo import Split
from clinic_app.domain.settlement.accumulators import State
from clinic_app.domain.settlement.amounts import Amounts
from clinic_app.domain.settlement.bill import Bill, Person
from clinic_app.domain.settlement.outcome import Settlement
from clinic_app.journal.facts.settlement import SettlementMade
from clinic_app.projections.queries.calls import Call
from clinic_app.projections.queries.outpatient import OrderLine
from clinic_app.projections.queries.registration import Visit
from clinic_app.projections.queries.visit_bill import VisitBill


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """预结算 of the platform: nothing is booked.  Reads like the cashier's own `PreSettlement`."""

    found: VisitBill
    insured: Insured
    credential: Credential
    mdtrt_id: str
    batch: str  # chrg_bchno
    split: Split
    person: Person
    settlement: Settlement
    policy_id: str = ""
    refusal: str = ""
    before: State | None = None

    @property
    def visit(self) -> Visit:
        return self.found.visit

    @property
    def bill(self) -> Bill:
        return self.found.bill

    @property
    def orders(self) -> tuple[OrderLine, ...]:
        return self.found.orders

    @property
    def diagnoses(self) -> tuple[tuple[str, str], ...]:
        return self.found.diagnoses

    @property
    def amounts(self) -> Amounts:
        return self.settlement.amounts

    @property
    def acct_balance(self) -> int:
        """Fen on the personal account, as the platform says."""
        return self.insured.balc


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """How the person pays what a platform's settlement leaves.  Money in fen."""

    received: int | None = None  # cash handed over; None: exact
    tender: dict[str, int] | None = None  # by TENDERS, together psn_cash_pay; None: cash
    purse_call: UUID | None = None  # the e-purse debit of this visit
    purse_amount: int = 0
    deferred: UUID | None = None  # the bill on account that this ends
    prepaid: int = 0  # fen that were left with it


class Became(StrEnum):
    """What a call that nobody was sure of has become."""

    BOOKED = "booked"  # it had happened; our books have it now
    DROPPED = "dropped"  # it never happened, or was taken back
    UNKNOWN = "unknown"  # still nobody knows


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """One open call after it was asked about."""

    call: Call
    became: Became
    settlement_id: UUID | None = None  # 2207 that was booked
    made: SettlementMade | None = None  # with it: the receipt to print and the cash to take


class Open(StrEnum):
    """Why something at the desk is not finished."""

    INTENDED = "intended"  # written down and not sent
    REGISTERING = "registering"  # 2201 or 2202 without an answer
    SETTLING = "settling"  # 2207 without an answer
    CANCELLING = "cancelling"  # 2208 without an answer
    TAKING_BACK = "taking_back"  # 2601 without an answer
    ON_ACCOUNT = "on_account"  # 挂账


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfinished:
    """A call that is not certain, or a bill on account.  Money in fen."""

    id: UUID
    why: Open
    visit_id: UUID | None
    name: str
    number: str  # of the visit, or of the slip
    amount: int  # what the person pays there, or left here
    total: int  # of the bill, 0 where it is not known
    since_ms: int  # UTC
    here: bool  # made on this PC
