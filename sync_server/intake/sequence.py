"""The sequencer: gives durable segments their place in the county's order.

Segments wait in a queue, not behind a cursor, so one that commits late is simply numbered in a later round.
"""

from typing import Final

from clinic_app.domain.time import Wall, wall_clock
from clinic_app.journal.segment import read_segment
from sync_server.intake import audience
from sync_server.intake.pen import Pen, held_pen
from sync_server.store.engine import Database
from sync_server.store.queries import journals, registry
from sync_server.store.queries.journals import Stored
from sync_server.store.queries.registry import Facility

ROUND: Final = 64  # segments in one transaction: the pen is held for tens of milliseconds


def sequence(database: Database, wall: Wall = wall_clock, limit: int = ROUND) -> int:
    """Number what waits, oldest first; answers how many segments that were."""
    with database.reading() as connection:
        if not journals.inbox_size(connection):
            return 0
    with held_pen(database, wall) as pen:
        waiting = journals.waiting_segments(pen.connection, limit)
        if waiting:
            known = registry.facilities(pen.connection)
            for stored in waiting:
                _number(pen, stored, known)
            journals.take_out(pen.connection, [stored.no for stored in waiting])
        return len(waiting)


def _number(pen: Pen, stored: Stored, known: dict[str, Facility]) -> None:
    device = registry.device_of(pen.connection, stored.device)
    if device is None:
        raise AssertionError(f"segment {stored.no} of a device that was never enrolled")
    segment = read_segment(stored.data, device.public_key)
    position = 0
    for entry in segment.entries[stored.new_from - stored.first_seq :]:
        audiences = audience.of_device_entry(entry.type, device.facility, known)
        position = pen.number(entry, stored.received, device.facility, audiences).position
    journals.mark_numbered(pen.connection, stored.device, position)
