"""The sequencer: gives durable segments their place in the county's order.

Segments wait in a queue, not behind a cursor, so one that commits late is simply numbered in a later round.
"""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from clinic_app.domain.time import Wall, wall_clock
from clinic_app.journal.entry import Entry
from clinic_app.journal.segment import read_segment
from sync_server.intake import audience
from sync_server.intake.pen import Pen, held_pen
from sync_server.store.engine import Database
from sync_server.store.queries import journals, registry
from sync_server.store.queries.entries import Arrived
from sync_server.store.queries.registry import Facility

ROUND: Final = 64  # segments in one transaction


def sequence(database: Database, wall: Wall = wall_clock, limit: int = ROUND) -> int:
    """Number what waits, oldest first; answers how many segments that were."""
    with database.reading() as connection:
        if not journals.inbox_size(connection):
            return 0
    with held_pen(database, wall) as pen:
        waiting = journals.waiting(pen.connection, limit)
        _number(pen, [segment_no for segment_no, _ in waiting])
        return len(waiting)


def number(pen: Pen, most: int) -> list[Arrived]:
    """Number waiting segments of about `most` entries, and write them down; the first one is taken whatever it holds."""
    chosen: list[int] = []
    room = most
    for segment_no, size in journals.waiting(pen.connection, ROUND):
        if chosen and size > room:
            break
        chosen.append(segment_no)
        room -= size
    return _number(pen, chosen)


def _number(pen: Pen, segment_nos: list[int]) -> list[Arrived]:
    connection = pen.connection
    waiting = journals.segments(connection, segment_nos)
    devices = registry.devices(connection, {stored.device for stored in waiting})
    facilities = registry.facilities(connection) if waiting else {}
    newest: dict[UUID, int] = {}
    numbered: list[Arrived] = []
    for stored in waiting:
        device = devices.get(stored.device)
        if device is None:
            raise AssertionError(f"segment {stored.no} of a device that was never enrolled")
        segment = read_segment(stored.data, device.public_key)
        reach: dict[str, tuple[str, ...]] = {}
        for entry in segment.entries[stored.new_from - stored.first_seq :]:
            if entry.type not in reach:
                reach[entry.type] = audience.of_device_entry(entry.type, device.facility, facilities)
            told = _told(entry, reach[entry.type], facilities)
            numbered.append(pen.number(entry, stored.received, device.facility, told))
        newest[stored.device] = numbered[-1].position
    pen.write_down()
    for own, position in newest.items():
        journals.mark_numbered(connection, own, position)
    journals.take_out(connection, segment_nos)
    return numbered


def _told(entry: Entry, audiences: tuple[str, ...], facilities: Mapping[str, Facility]) -> tuple[str, ...]:
    """The feeds of its type, and those of the facilities that the entry itself is addressed to."""
    further = [code for code in audience.addressees_of(entry) if code in facilities]
    return tuple(dict.fromkeys((*audiences, *further))) if further else audiences
