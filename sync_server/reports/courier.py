"""摆渡: which devices came by a stick, and where they stood."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

import sqlalchemy as sa

from clinic_app.journal.courier import read_head
from clinic_app.projections.tables.facility import device
from sync_server.store.queries import registry
from sync_server.store.tables import courier_request

MOST: Final = 100  # shown
_BELIEVED_MS: Final = 10 * 366 * 86_400_000  # how far a device's clock may be off and still be shown


@dataclass(frozen=True, slots=True)
class Came:
    """A device's newest request.  Times are UTC ms."""

    device: UUID
    facility: str
    letter: str
    revoked: bool
    read: int  # when the county took it in
    made: int | None  # when it was written, by the device's clock; none: that clock is years off
    cursor: int  # up to which number it had the county's feed


def came_by_stick(db: sa.Connection) -> list[Came]:
    """The newest `MOST`, the newest first."""
    rows = db.execute(
        sa.select(courier_request, device.c.facility, device.c.letter, device.c.revoked_at)
        .join(device, device.c.id == courier_request.c.device)
        .order_by(courier_request.c.read.desc(), courier_request.c.device)
        .limit(MOST)
    )
    found = []
    for row in rows:
        head = read_head(bytes(row.head))
        revoked = row.revoked_at is not None
        made = head.made if abs(head.made - row.read) < _BELIEVED_MS else None
        found.append(Came(row.device, row.facility, row.letter, revoked, row.read, made, head.cursor))
    return found


def facility_names(db: sa.Connection) -> dict[str, str]:
    """By code."""
    return {code: one.name for code, one in registry.facilities(db).items()}
