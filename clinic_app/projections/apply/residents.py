"""居民: registration gives the row, amendments change it field by field, any order of arrival."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.public_health.tasks import sensible
from clinic_app.journal.facts.residents import (
    Card,
    CardLinked,
    Change,
    ChartViewed,
    ResidentAmended,
    ResidentRegistered,
)
from clinic_app.projections.tables import residents as tables
from clinic_app.projections.upsert import Placed, afterwards, upsert

_CHUNK: Final = 500  # residents in one question


def registered(connection: sa.Connection, placed: Placed, fact: ResidentRegistered) -> None:
    resident = placed.entry.id
    values = {field: getattr(fact, field) for field in tables.FIELDS}
    values["birth_date"] = _birth("" if fact.birth_date is None else fact.birth_date.isoformat())
    upsert(
        connection,
        tables.resident,
        {"id": resident},
        facility=placed.facility,
        registered_at=placed.effective,
        registered_by=placed.entry.author,
        registered_entry=placed.entry.id,
        **values,
    )
    afterwards(connection, _settle, tables.resident, resident)
    if fact.card is not None:
        _hold(connection, placed.entry.id, resident, fact.card)


def amended(connection: sa.Connection, placed: Placed, fact: ResidentAmended) -> None:
    if placed.entry.subject is not None:
        field_changes(connection, placed, placed.entry.subject, fact.changes)


def field_changes(
    connection: sa.Connection, placed: Placed, resident: UUID, changes: Mapping[str, Change]
) -> None:
    """What an entry changes of a resident's details, be it an amendment, a merge or a split."""
    for field, change in changes.items():
        if field not in tables.FIELDS:
            continue  # a field of a later version: kept in the entry, projected after the upgrade
        upsert(
            connection,
            tables.amendment,
            {"resident": resident, "field": field, "entry_id": placed.entry.id},
            value=_birth(change.value) if field == "birth_date" else change.value,
            replaces=change.replaces,
            effective=placed.effective,
        )
    afterwards(connection, _settle, tables.resident, resident)


def _birth(text: str) -> str:
    """A day far outside of anybody's life is none: ages and vaccines are counted from it everywhere."""
    return text if sensible(text) else ""


_AMENDED: Final = sa.select(tables.amendment).where(
    tables.amendment.c.resident.in_(sa.bindparam("residents", expanding=True))
)


def _settle(connection: sa.Connection, residents: Sequence[UUID]) -> None:
    """Each amended field's winner: the newest (time, entry) among the amendments that no other one replaces."""
    of_field: dict[tuple[UUID, str], list[Any]] = {}
    for start in range(0, len(residents), _CHUNK):
        asked = {"residents": list(residents[start : start + _CHUNK])}
        for row in connection.execute(_AMENDED, asked):
            of_field.setdefault((row.resident, row.field), []).append(row)
    for (resident, field), rows in of_field.items():
        replaced = {row.replaces for row in rows}
        standing = [row for row in rows if row.entry_id not in replaced] or rows
        winner = max(standing, key=lambda row: (row.effective, row.entry_id.bytes))
        upsert(connection, tables.resident, {"id": resident}, **{field: winner.value})


def card_linked(connection: sa.Connection, placed: Placed, fact: CardLinked) -> None:
    if placed.entry.subject is not None:
        _hold(connection, placed.entry.id, placed.entry.subject, fact.card)


def _hold(connection: sa.Connection, entry_id: UUID, resident: UUID, card: Card) -> None:
    upsert(
        connection,
        tables.card,
        {"entry_id": entry_id},
        resident=resident,
        kind=card.kind,
        number=card.number,
        identifier=card.identifier,
        issued_on="" if card.issued_on is None else card.issued_on.isoformat(),
        valid_to="" if card.valid_to is None else card.valid_to.isoformat(),
    )


def chart_viewed(connection: sa.Connection, placed: Placed, fact: ChartViewed) -> None:
    upsert(
        connection,
        tables.chart_view,
        {"entry_id": placed.entry.id},
        resident=placed.entry.subject,
        facility=placed.facility,
        purpose=fact.purpose,
        viewed_at=placed.effective,
        viewed_by=placed.entry.author,
    )
