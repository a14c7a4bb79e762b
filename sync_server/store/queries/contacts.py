"""When each device last proved itself, and how far its clock was off.

A device whose clock is refused corrects itself by the county's and signs again at once; what it said
the first time is what its clock shows.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import sqlalchemy as sa

from clinic_app.projections.upsert import upsert
from sync_server.store.tables import device_contact

_AT_ONCE_MS: Final = 60_000


@dataclass(frozen=True, slots=True)
class Told:
    """What a device's requests told in passing; ``None``: nothing new."""

    cursor: int | None = None  # arrival position up to which it has the feed
    refused: int | None = None  # UTC ms: a push was refused as a fork or a second branch


def note_refused_clock(connection: sa.Connection, device: UUID, now: int, skew_ms: int) -> None:
    """The device has proved itself, with a clock that is too far from ours (`skew_ms`: its minus ours)."""
    upsert(connection, device_contact, {"device": device}, seen=now, skew_ms=skew_ms)


def note_contact(connection: sa.Connection, device: UUID, now: int, skew_ms: int) -> None:
    """The device has proved itself; right after a refused clock this is the corrected one, which says nothing."""
    row = connection.execute(sa.select(device_contact).where(device_contact.c.device == device)).one_or_none()
    corrected = row is not None and abs(row.skew_ms) > abs(skew_ms) and now - row.seen < _AT_ONCE_MS
    kept = row.skew_ms if row is not None and corrected else skew_ms
    upsert(connection, device_contact, {"device": device}, seen=now, skew_ms=kept)


def note_told(connection: sa.Connection, told: Mapping[UUID, Told]) -> None:
    """Keep what devices told; one that never proved itself has no line and gets none."""
    column = device_contact.c
    statement = (
        sa.update(device_contact)
        .where(column.device == sa.bindparam("who"))
        .values(
            cursor=sa.func.coalesce(sa.bindparam("new_cursor", type_=sa.BigInteger), column.cursor),
            refused=sa.func.coalesce(sa.bindparam("new_refused", type_=sa.BigInteger), column.refused),
        )
    )
    rows = [
        {"who": device, "new_cursor": one.cursor, "new_refused": one.refused} for device, one in told.items()
    ]
    if rows:
        connection.execute(statement, rows)
