"""How the county stands, in a few numbers."""

from dataclasses import dataclass

import sqlalchemy as sa

from clinic_app.projections.tables.facility import device, facility
from sync_server.store.queries import journals
from sync_server.store.queries.progress import JUDGED, SEQUENCED, position_of
from sync_server.store.tables import device_contact, held_entry


@dataclass(frozen=True, slots=True)
class State:
    facilities: int
    devices: int  # not revoked
    entries: int
    inbox: int  # segments not yet numbered
    lag: int  # entries not yet judged
    quarantined: int
    silent: int  # devices, not revoked, that have not been in contact since `silent_since`


def state_of(connection: sa.Connection, silent_since: int = 0) -> State:
    """`silent_since` is UTC milliseconds."""
    entries = position_of(connection, SEQUENCED)
    heard = sa.select(device_contact.c.device).where(device_contact.c.seen >= silent_since)
    working = sa.and_(device.c.enrolled_at.is_not(None), device.c.revoked_at.is_(None))
    return State(
        facilities=_count(connection, facility, facility.c.placed_at.is_not(None)),
        devices=_count(connection, device, working),
        entries=entries,
        inbox=journals.inbox_size(connection),
        lag=entries - position_of(connection, JUDGED),
        quarantined=_count(connection, held_entry, held_entry.c.released_at.is_(None)),
        silent=_count(connection, device, sa.and_(working, device.c.id.not_in(heard))) if silent_since else 0,
    )


def _count(connection: sa.Connection, table: sa.Table, which: sa.ColumnElement[bool]) -> int:
    return connection.scalar(sa.select(sa.func.count()).select_from(table).where(which)) or 0
