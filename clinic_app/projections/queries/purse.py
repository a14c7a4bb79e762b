"""Questions about e-purse debits that were made for a visit."""

from uuid import UUID

import sqlalchemy as sa

from clinic_app.projections.queries.calls import Call, CallState, calls_of_visit
from clinic_app.projections.tables.settlement import settlement

DEBIT = "purse.debit"  # kind of the call
RETURN = "purse.return"  # its money was handed back in cash; `about` names the debit


def unspent_debits(connection: sa.Connection, visit_id: UUID) -> list[Call]:
    """钱包已扣、还没有用上: succeeded debits of a visit that nothing names yet and nobody handed back."""
    debits = calls_of_visit(connection, visit_id, DEBIT)
    succeeded = [one for one in debits if one.state is CallState.SUCCEEDED]
    returned = _returned(connection, visit_id)
    return [one for one in succeeded if one.id not in returned and not is_spent(connection, one.id)]


def unclear_debits(connection: sa.Connection, visit_id: UUID) -> list[Call]:
    """Debits of a visit of which nobody knows yet whether they happened."""
    states = (CallState.INTENDED, CallState.UNKNOWN)
    return [one for one in calls_of_visit(connection, visit_id, DEBIT) if one.state in states]


def is_spent(connection: sa.Connection, call_id: UUID) -> bool:
    """Whether a settlement names the debit, taken back or not: what comes back comes back in cash."""
    names = sa.select(settlement.c.id).where(settlement.c.purse_call == call_id)
    return connection.execute(names.limit(1)).one_or_none() is not None


def _returned(connection: sa.Connection, visit_id: UUID) -> frozenset[UUID | None]:
    returns = calls_of_visit(connection, visit_id, RETURN)
    return frozenset(one.about for one in returns if one.state is CallState.SUCCEEDED)
