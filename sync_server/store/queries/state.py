"""How the county stands, in a few numbers."""

from dataclasses import dataclass

import sqlalchemy as sa

from clinic_app.projections.tables.facility import device, facility
from sync_server.store.queries import journals
from sync_server.store.queries.progress import JUDGED, SEQUENCED, position_of
from sync_server.store.tables import held_entry, inbox, journal_entry, journal_segment


@dataclass(frozen=True, slots=True)
class State:
    facilities: int
    devices: int  # not revoked
    entries: int
    inbox: int  # segments not yet numbered
    lag: int  # entries not yet judged
    quarantined: int


def state_of(connection: sa.Connection) -> State:
    entries = position_of(connection, SEQUENCED)
    working = sa.and_(device.c.enrolled_at.is_not(None), device.c.revoked_at.is_(None))
    return State(
        facilities=_count(connection, facility, facility.c.placed_at.is_not(None)),
        devices=_count(connection, device, working),
        entries=entries,
        inbox=journals.inbox_size(connection),
        lag=entries - position_of(connection, JUDGED),
        quarantined=_count(connection, held_entry, held_entry.c.released_at.is_(None)),
    )


def behind_since(connection: sa.Connection) -> int | None:
    """When the oldest came that is not yet numbered, or numbered and not yet judged: UTC ms; ``None``: all is."""
    segment, entry = journal_segment.c, journal_entry.c
    oldest = sa.select(sa.func.min(inbox.c.segment_no)).scalar_subquery()
    judged = position_of(connection, JUDGED)
    waits = (
        connection.scalar(sa.select(segment.received).where(segment.no == oldest)),
        connection.scalar(
            sa.select(entry.received).where(entry.position > judged).order_by(entry.position).limit(1)
        ),
    )
    return min((one for one in waits if one is not None), default=None)


def size_of(connection: sa.Connection) -> int:
    """Bytes of the database on its disk."""
    if connection.dialect.name == "postgresql":
        return int(connection.scalar(sa.text("select pg_database_size(current_database())")) or 0)
    pages = connection.scalar(sa.text("PRAGMA page_count")) or 0
    return int(pages * (connection.scalar(sa.text("PRAGMA page_size")) or 0))


def _count(connection: sa.Connection, table: sa.Table, which: sa.ColumnElement[bool]) -> int:
    return connection.scalar(sa.select(sa.func.count()).select_from(table).where(which)) or 0
