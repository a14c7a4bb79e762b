"""Settlements, reds and adjudications as their entries say them: more than the tables hold."""

from typing import TypeVar
from uuid import UUID

import sqlalchemy as sa

from clinic_app.journal.fact import Fact
from clinic_app.journal.facts.county import SettlementAdjudicated
from clinic_app.journal.facts.settlement import SettlementMade, SettlementReversed
from clinic_app.projections.queries import settlement as settlements
from clinic_app.projections.queries.settlement import NoSettlement
from clinic_app.store.tables import entry as entries

F = TypeVar("F", bound=Fact)


def made(connection: sa.Connection, settlement_id: UUID) -> SettlementMade:
    """A settlement as it was made.

    Raises:
        NoSettlement
    """
    return _parsed(connection, settlement_id, SettlementMade)


def red(connection: sa.Connection, red_id: UUID) -> SettlementReversed:
    """A red as it was made.

    Raises:
        NoSettlement
    """
    return _parsed(connection, red_id, SettlementReversed)


def judged(connection: sa.Connection, settlement_id: UUID) -> SettlementAdjudicated | None:
    """What the county found of a settlement; None while it has not judged.

    Raises:
        NoSettlement
    """
    entry_id = settlements.adjudication_of(connection, settlement_id)
    return None if entry_id is None else _parsed(connection, entry_id, SettlementAdjudicated)


def _parsed(connection: sa.Connection, entry_id: UUID, kind: type[F]) -> F:
    row = connection.execute(
        sa.select(entries.c.type, entries.c.body).where(entries.c.id == entry_id)
    ).one_or_none()
    if row is None or row.body is None or row.type != kind.type:
        raise NoSettlement(settlement=str(entry_id))
    return kind.parse(row.body)
