"""What the purse service answers."""

from dataclasses import dataclass
from uuid import UUID

from clinic_app.devices.purse_errors import PurseAnotherCard
from clinic_app.domain.errors import ClinicError
from clinic_app.projections.queries.calls import Call, CallState


@dataclass(frozen=True, slots=True)
class PurseDebit:
    """Money taken from a card."""

    call_id: UUID
    amount: int  # fen
    balance_after: int  # fen


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """What is known of one debit that was open; `why` it still is, where it is."""

    call_id: UUID
    amount: int  # fen
    visit_id: UUID | None
    state: CallState  # succeeded, failed, unknown
    evidence: str = ""
    why: ClinicError | None = None


def resolved(call: Call) -> Resolved:
    return Resolved(
        call_id=call.id, amount=call.amount, visit_id=call.visit_id, state=call.state, evidence=call.evidence
    )


def another(wanted: str, here: str) -> PurseAnotherCard:
    return PurseAnotherCard(wanted=wanted[-8:], here=here[-8:])


def still_open(call: Call, why: ClinicError) -> Resolved:
    return Resolved(
        call_id=call.id, amount=call.amount, visit_id=call.visit_id, state=CallState.UNKNOWN, why=why
    )
