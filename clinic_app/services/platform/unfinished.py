"""What is not finished at the desk, with names for people."""

from collections.abc import Sequence
from typing import Final

from clinic_app.projections.queries import registration, residents
from clinic_app.projections.queries.calls import Call, CallState
from clinic_app.projections.queries.deferred import OnAccount
from clinic_app.services.platform.sending import CANCEL, REVERSE, SETTLE
from clinic_app.services.platform.values import Open, Unfinished
from clinic_app.store.journal import Store

_WHY: Final = {SETTLE: Open.SETTLING, CANCEL: Open.CANCELLING, REVERSE: Open.TAKING_BACK}


def list_of(store: Store, open_calls: Sequence[Call], accounts: Sequence[OnAccount]) -> list[Unfinished]:
    """In no particular order."""
    ids = [one.resident_id for one in open_calls if one.resident_id]
    with store.reading() as connection:
        names = residents.names_of(connection, ids)
        numbers = {}
        for call in open_calls:
            if call.visit_id is not None:
                numbers[call.id] = registration.visit_of(connection, call.visit_id).number
    calls = [
        Unfinished(
            id=call.id,
            why=Open.INTENDED if call.state is CallState.INTENDED else _WHY.get(call.kind, Open.REGISTERING),
            visit_id=call.visit_id,
            name=names.get(call.resident_id, "") if call.resident_id else "",
            number=numbers.get(call.id, ""),
            amount=call.amount,
            total=0,
            since_ms=call.intended_ms,
            here=_is_here(store, call),
        )
        for call in open_calls
    ]
    bills = [
        Unfinished(
            id=one.id,
            why=Open.ON_ACCOUNT,
            visit_id=one.visit_id,
            name=one.name,
            number=one.number,
            amount=one.paid,
            total=one.medfee_sumamt,
            since_ms=one.made_ms,
            here=True,
        )
        for one in accounts
    ]
    return calls + bills


def _is_here(store: Store, call: Call) -> bool:
    entry = store.entry(call.id)
    return entry is not None and entry.device == store.device
