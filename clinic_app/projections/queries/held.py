"""Which entries a record consists of, to ask where they are held."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

import sqlalchemy as sa

from clinic_app.projections.tables.pharmacy import dispensed_line
from clinic_app.projections.tables.registration import visit
from clinic_app.projections.tables.settlement import settlement

_STEPS: Final = ("registered_entry", "called_entry", "signed_entry", "cancelled_entry")


def reds_of(connection: sa.Connection, settlements: Sequence[UUID]) -> dict[UUID, UUID]:
    """The red of each settlement that was taken back."""
    rows = connection.execute(
        sa.select(settlement.c.id, settlement.c.reversed_entry).where(
            settlement.c.id.in_(settlements), settlement.c.reversed_entry.is_not(None)
        )
    )
    return {row.id: row.reversed_entry for row in rows}


def entries_of_visits(connection: sa.Connection, visits: Sequence[UUID]) -> dict[UUID, list[UUID]]:
    """Registration, call, encounter and cancellation, as far as each was written."""
    rows = connection.execute(
        sa.select(visit.c.id, *(visit.c[name] for name in _STEPS)).where(visit.c.id.in_(visits))
    )
    return {row.id: [one for one in row[1:] if one is not None] for row in rows}


def entries_at_window(connection: sa.Connection, settlements: Sequence[UUID]) -> dict[UUID, list[UUID]]:
    """What was handed out and given back under each settlement."""
    rows = connection.execute(
        sa.select(dispensed_line.c.settlement_id, dispensed_line.c.entry_id)
        .where(dispensed_line.c.settlement_id.in_(settlements))
        .distinct()
    )
    found: dict[UUID, list[UUID]] = {}
    for row in rows:
        found.setdefault(row.settlement_id, []).append(row.entry_id)
    return found
