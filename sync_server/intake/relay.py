"""A segment that a clinic's hub brings for one of its PCs: taken in like any other, and answered with a signed receipt.

The PC may be out of the county's reach, so the receipt carries its own proof.
"""

from typing import Final
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.time import Wall, wall_clock
from clinic_app.journal.hub import CountyReceipt, Mark
from clinic_app.journal.refusal import OtherDevice
from sync_server.intake.receive import Receipt, receive
from sync_server.store.county import County
from sync_server.store.engine import Database
from sync_server.store.queries import registry
from sync_server.store.queries.registry import Device
from sync_server.store.tables import journal_segment

MOST_MARKS: Final = 256  # pushes in one receipt; who knows less has a line of its own or asks again


def relay(
    database: Database,
    county: County,
    hub: Device,
    device: UUID,
    data: bytes,
    after: int,
    wall: Wall = wall_clock,
) -> CountyReceipt:
    """Take in a segment of `device` from the hub of its clinic; the receipt tells of everything after seq `after`.

    Raises:
        OtherDevice: who brings it is no hub, or another clinic's.
        and what `receive` raises.
    """
    with database.reading() as connection:
        known = registry.device_of(connection, device)
    if not hub.hub or (known is not None and known.facility != hub.facility):
        raise OtherDevice()
    receipt = receive(database, device, data, wall)
    with database.reading() as connection:
        marks, first = _marks(connection, receipt, min(after, receipt.seq - 1))
    return CountyReceipt(
        epoch=county.epoch,
        device=device,
        incarnation=receipt.incarnation,
        first=first,
        marks=marks,
        hash=receipt.hash,
    ).signed(county.sign)


def _marks(connection: sa.Connection, receipt: Receipt, after: int) -> tuple[tuple[Mark, ...], int]:
    """When each push after seq `after` came, oldest first, and the first seq that they tell of."""
    rows = connection.execute(
        sa.select(journal_segment.c.new_from, journal_segment.c.last_seq, journal_segment.c.received)
        .where(
            journal_segment.c.incarnation == receipt.incarnation,
            journal_segment.c.last_seq > after,
            journal_segment.c.last_seq <= receipt.seq,
        )
        .order_by(journal_segment.c.last_seq.desc())
        .limit(MOST_MARKS)
    ).all()
    marks = tuple(Mark(row.last_seq, row.received) for row in reversed(rows))
    return marks, max(after + 1, rows[-1].new_from)
