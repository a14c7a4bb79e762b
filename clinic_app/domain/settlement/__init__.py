"""收费结算: what a bill costs whom.  docs/settlement.md explains the whole.

`settle`, `refund` and `readjudicate` are pure: the clinic's service passes its cache
in, the county its own state; each books the answer's effect itself.  `Ledger` plays
both sides for one person.
"""

from clinic_app.domain.settlement.accumulators import Effect, FeeDay, State
from clinic_app.domain.settlement.amounts import AMOUNT_NAMES, NO_AMOUNTS, Amounts
from clinic_app.domain.settlement.bill import (
    Balances,
    Bill,
    BillLine,
    ChronicRegistration,
    Circumstances,
    Direction,
    Inherited,
    Mode,
    PayWay,
    Person,
    Referral,
    Taken,
)
from clinic_app.domain.settlement.engine import settle
from clinic_app.domain.settlement.invariants import InvariantBroken, check_invariants
from clinic_app.domain.settlement.ledger import Ledger
from clinic_app.domain.settlement.outcome import Reason, SettledLine, Settlement, Status
from clinic_app.domain.settlement.readjudicate import (
    Adjudication,
    Verdict,
    adjudicate_red,
    adjudicated_online,
    inherited_from,
    readjudicate,
)
from clinic_app.domain.settlement.records import RefundRequest, Submission
from clinic_app.domain.settlement.refund import (
    Original,
    Refund,
    RefundStatus,
    TakeBack,
    refund,
    remaining_bill,
)
from clinic_app.domain.settlement.tender import Tender

__all__ = [
    "AMOUNT_NAMES",
    "NO_AMOUNTS",
    "Adjudication",
    "Amounts",
    "Balances",
    "Bill",
    "BillLine",
    "ChronicRegistration",
    "Circumstances",
    "Direction",
    "Effect",
    "FeeDay",
    "Inherited",
    "InvariantBroken",
    "Ledger",
    "Mode",
    "Original",
    "PayWay",
    "Person",
    "Reason",
    "Referral",
    "Refund",
    "RefundRequest",
    "RefundStatus",
    "SettledLine",
    "Settlement",
    "State",
    "Status",
    "Submission",
    "TakeBack",
    "Taken",
    "Tender",
    "Verdict",
    "adjudicate_red",
    "adjudicated_online",
    "check_invariants",
    "inherited_from",
    "readjudicate",
    "refund",
    "remaining_bill",
    "settle",
]
