"""When each device last proved itself, and how far its clock was off.

A device whose clock is refused corrects itself by the county's and signs again at once; what it said
the first time is what its clock shows.
"""

from typing import Final
from uuid import UUID

import sqlalchemy as sa

from clinic_app.projections.upsert import upsert
from sync_server.store.tables import device_contact

_AT_ONCE_MS: Final = 60_000


def note_refused_clock(connection: sa.Connection, device: UUID, now: int, skew_ms: int) -> None:
    """The device has proved itself, with a clock that is too far from ours (`skew_ms`: its minus ours)."""
    upsert(connection, device_contact, {"device": device}, seen=now, skew_ms=skew_ms)


def note_contact(connection: sa.Connection, device: UUID, now: int, skew_ms: int) -> None:
    """The device has proved itself; right after a refused clock this is the corrected one, which says nothing."""
    row = connection.execute(sa.select(device_contact).where(device_contact.c.device == device)).one_or_none()
    corrected = row is not None and abs(row.skew_ms) > abs(skew_ms) and now - row.seen < _AT_ONCE_MS
    kept = row.skew_ms if row is not None and corrected else skew_ms
    upsert(connection, device_contact, {"device": device}, seen=now, skew_ms=kept)
