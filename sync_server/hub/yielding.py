"""A PC whose disk was put back has taken over what the hub holds of its old branch: the hub lets go of that."""

from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.time import Wall, wall_clock
from clinic_app.journal.refusal import Fork, OtherDevice
from clinic_app.journal.segment import read_segment
from sync_server.hub.relay import seq_at_county, write_relayed
from sync_server.hub.tables import county_receipt
from sync_server.store.engine import Database
from sync_server.store.queries import journals
from sync_server.store.queries.registry import Device
from sync_server.store.tables import journal_head, journal_segment


def let_go(database: Database, device: Device, incarnation: UUID, seq: int, wall: Wall = wall_clock) -> int:
    """Put aside the segments of an incarnation that reach beyond `seq`, kept for inspection; the seq held from now on.

    Raises:
        OtherDevice: the incarnation is not the asking device's.
    """
    with database.writing() as connection:
        head = journals.heads_of(connection, device.id).get(incarnation)
        if head is None:
            raise OtherDevice()
        if seq >= head.seq:
            return head.seq
        stored = journals.segments_over(connection, incarnation, 1, head.seq)
        staying = [one for one in stored if one.last_seq <= seq]
        for one in stored[len(staying) :]:
            journals.keep(connection, device.id, Fork.code, wall(), one.data)
            connection.execute(sa.delete(journal_segment).where(journal_segment.c.no == one.no))
        if staying:
            last = read_segment(staying[-1].data, device.public_key)
            held = last.last_seq
            journals.move_head(connection, incarnation, held, last.head, last.entries[-1].time)
        else:
            held = 0
            connection.execute(sa.delete(journal_head).where(journal_head.c.incarnation == incarnation))
        write_relayed(connection, incarnation, min(held, seq_at_county(connection, incarnation)))
        beyond = (county_receipt.c.incarnation == incarnation) & (county_receipt.c.seq > held)
        connection.execute(sa.delete(county_receipt).where(beyond))
        return held
