"""Whole settlement entries, and the numbers of their papers: asked by every service that settles or takes back."""

from datetime import date
from typing import TypeVar
from uuid import UUID

import sqlalchemy as sa

from clinic_app.journal.fact import Fact
from clinic_app.journal.facts.county import SettlementAdjudicated
from clinic_app.journal.facts.settlement import SettlementMade, SettlementReversed
from clinic_app.projections.queries import settlement as settlements
from clinic_app.projections.queries.settlement import NoSettlement
from clinic_app.store import local
from clinic_app.store.journal import Writing
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


def receipt_number(writing: Writing, day: date) -> str:
    """The next receipt of this device: letter, day, serial."""
    return _number(writing, "receipt", day)


def slip_number(writing: Writing, day: date) -> str:
    """The next slip of a difference: a series of its own, so that receipts stay without a gap."""
    return f"{_number(writing, 'difference', day)}C"


def _number(writing: Writing, series: str, day: date) -> str:
    letter = local.read_text(writing.connection, local.LETTER)
    return f"{letter}{day:%y%m%d}{writing.next_serial(series, day.isoformat()):04d}"


def _parsed(connection: sa.Connection, entry_id: UUID, kind: type[F]) -> F:
    row = connection.execute(
        sa.select(entries.c.type, entries.c.body).where(entries.c.id == entry_id)
    ).one_or_none()
    if row is None or row.body is None or row.type != kind.type:
        raise NoSettlement(settlement=str(entry_id))
    return kind.parse(row.body)
