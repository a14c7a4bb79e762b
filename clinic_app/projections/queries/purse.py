"""Questions about e-purse debits that were made for a visit."""

from typing import Final
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.settlement.refusals import PurseMismatch, PurseSpent, PurseUnclear, PurseWaits
from clinic_app.projections.queries.calls import Call, CallState, calls_of_visit
from clinic_app.projections.tables.calls import outside_call
from clinic_app.projections.tables.settlement import settlement

DEBIT: Final = "purse.debit"  # kind of the call that takes money from a card
RETURN: Final = (
    "purse.return"  # of one that handed a debit back in cash (`about`): a purse is not loaded here
)


def unspent_debits(connection: sa.Connection, visit_id: UUID) -> list[Call]:
    """钱包已扣、还没有用上: succeeded debits of a visit that no settlement names and nobody handed back, in order."""
    back = {
        one.about for one in calls_of_visit(connection, visit_id, RETURN) if one.state is CallState.SUCCEEDED
    }
    return [
        one
        for one in calls_of_visit(connection, visit_id, DEBIT)
        if one.state is CallState.SUCCEEDED and one.id not in back and not is_spent(connection, one.id)
    ]


def unclear_debits(connection: sa.Connection, visit_id: UUID) -> list[Call]:
    """Debits of a visit of which nobody knows yet whether they happened."""
    states = (CallState.INTENDED, CallState.UNKNOWN)
    return [one for one in calls_of_visit(connection, visit_id, DEBIT) if one.state in states]


def is_spent(connection: sa.Connection, call_id: UUID) -> bool:
    """Whether a settlement names the debit, taken back or not: what comes back comes back in cash."""
    names = sa.select(settlement.c.id).where(settlement.c.purse_call == call_id)
    return connection.execute(names.limit(1)).one_or_none() is not None


def is_handed_back(connection: sa.Connection, debit: Call) -> bool:
    """Whether the money of a debit, of a visit or of none, went back in cash."""
    returns = sa.select(outside_call.c.id).where(
        outside_call.c.kind == RETURN,
        outside_call.c.about == debit.id,
        outside_call.c.visit_id == debit.visit_id,
        outside_call.c.conclusion == CallState.SUCCEEDED.value,
    )
    return connection.execute(returns.limit(1)).one_or_none() is not None


def check_debit(connection: sa.Connection, visit_id: UUID, call_id: UUID | None, amount: int) -> None:
    """The purse pays with a debit that succeeded for this visit, once; none that was made is forgotten.

    Raises:
        PurseMismatch, PurseSpent, PurseWaits, PurseUnclear
    """
    if call_id is not None and is_spent(connection, call_id):
        raise PurseSpent()
    if unclear_debits(connection, visit_id):
        raise PurseUnclear()
    left = {debit.id: debit.amount for debit in unspent_debits(connection, visit_id)}
    if left.pop(call_id, 0) != amount if call_id is not None else amount != 0:
        raise PurseMismatch(amount=amount)
    if left:
        raise PurseWaits(amount=sum(left.values()))
