"""Settlements and reds as the county knows them, for the adjudication of many at once."""

from collections.abc import Collection
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.settlement import Verdict
from clinic_app.projections.tables.settlement import settlement
from sync_server.store.tables import journal_entry

_KNOWN: Final = sa.select(
    settlement.c.id, settlement.c.kind, settlement.c.reversed_entry, settlement.c.adjudicated_entry
).where(settlement.c.id.in_(sa.bindparam("ids", expanding=True, type_=settlement.c.id.type)))

_VALID: Final = sa.select(settlement.c.visit_id, settlement.c.id).where(
    settlement.c.visit_id.in_(sa.bindparam("visits", expanding=True, type_=settlement.c.visit_id.type)),
    settlement.c.made_at.is_not(None),
    settlement.c.reversed_entry.is_(None),
    sa.func.coalesce(settlement.c.adjudged_status, "") != Verdict.VOIDED.value,
)

_BODIES: Final = (
    sa.select(journal_entry.c.id, journal_entry.c.body)
    .where(journal_entry.c.id.in_(sa.bindparam("ids", expanding=True, type_=journal_entry.c.id.type)))
    .order_by(journal_entry.c.position)
)


def known(connection: sa.Connection, ids: Collection[UUID]) -> list[Any]:
    """id, kind, reversed_entry and adjudicated_entry of those that are known; kind none: only its verdict is."""
    return list(connection.execute(_KNOWN, {"ids": list(ids)})) if ids else []


def valid_of_visits(connection: sa.Connection, visits: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """The valid settlements of each visit: neither taken back nor void."""
    found: dict[UUID, set[UUID]] = {visit: set() for visit in visits}
    if visits:
        for visit, settlement_id in connection.execute(_VALID, {"visits": list(visits)}):
            found[visit].add(settlement_id)
    return found


def bodies(connection: sa.Connection, ids: Collection[UUID]) -> dict[UUID, bytes]:
    """What each entry says, as it first arrived; a sealed one says nothing."""
    found: dict[UUID, bytes] = {}
    if ids:
        for entry_id, body in connection.execute(_BODIES, {"ids": list(ids)}):
            found.setdefault(entry_id, bytes(body or b""))
    return found
