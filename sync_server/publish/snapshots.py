"""快照: ready-made parts of a facility's feed for its new and wiped PCs.

A part is made when it is first asked for, and kept; what is in it never changes, so two processes that make the same
one write the same bytes.  What is less than a part comes by the feed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from uuid import UUID

from clinic_app.domain.time import Wall, wall_clock
from clinic_app.journal.feed import Item, Page, page_signature, write_page
from clinic_app.journal.snapshot import (
    MARK,
    PART,
    PART_BYTES,
    PART_ENTRIES,
    begun,
    frame,
    start_frame,
    write_mark,
)
from clinic_app.journal.snapshot_files import SnapshotWriter, folder_of, new_code
from sync_server.publish.facilities import NoFacility
from sync_server.store.county import County, county_of
from sync_server.store.engine import Database
from sync_server.store.queries import feeds, registry, snapshots
from sync_server.store.queries.snapshots import Part

KEPT_MS: Final = 30 * 24 * 3600 * 1000  # a snapshot that nobody asked for in so long is let go
_NO_DEVICE: Final = UUID(
    int=0
)  # a feed leaves out the asking device's own entries; a snapshot is everybody's


def frames_for(
    database: Database, county: County, facility: str, after: int, wall: Wall = wall_clock
) -> Iterator[bytes]:
    """The stream for a PC that has the snapshot up to number `after`: start, parts, mark; one part in memory."""
    with database.writing() as connection:
        snapshots.want(connection, facility, wall())
    with database.reading() as connection:
        yield start_frame(snapshots.feed_length(connection, facility))
    mark = begun(county.epoch, facility)
    for part in parts_of(database, county, facility):
        mark = mark.with_part(part.upto, part.entries, part.signature)
        if part.upto > after:
            yield frame(PART, content_of(database, county, part))
    yield frame(MARK, write_mark(mark, county.sign))


@dataclass(frozen=True, slots=True)
class Written:
    """A snapshot on a stick."""

    code: str  # opens it; to be told apart from the stick
    parts: int
    entries: int
    bytes: int


def write_to(database: Database, facility: str, folder: Path) -> Written:
    """A facility's snapshot into a folder, sealed; an older one there is replaced.

    Raises:
        NoFacility
        NoFolder, StickFull, StickGone, ReadOnly
    """
    with database.reading() as connection:
        county = county_of(connection)
        if registry.facility_of(connection, facility) is None:
            raise NoFacility(facility=facility)
    code = new_code()
    writer = SnapshotWriter(folder_of(folder, facility), code)
    mark = begun(county.epoch, facility)
    for part in parts_of(database, county, facility):
        mark = mark.with_part(part.upto, part.entries, part.signature)
        writer.part(mark.parts, content_of(database, county, part))
    writer.mark(write_mark(mark, county.sign))
    return Written(code, mark.parts, mark.entries, writer.bytes)


def parts_of(database: Database, county: County, facility: str) -> Iterator[Part]:
    """Every part there is, and then those that can be made by now."""
    with database.reading() as connection:
        kept = snapshots.parts_of(connection, facility, county.epoch)
    yield from kept
    after = kept[-1].upto if kept else 0
    while (made := _made(database, county, facility, after)) is not None:
        yield made[0]
        after = made[0].upto


def content_of(database: Database, county: County, part: Part) -> bytes:
    with database.reading() as connection:
        data = snapshots.data_of(connection, part)
    if data is not None:
        return data
    made = _made(database, county, part.facility, part.after)  # let go at this moment: the same bytes again
    assert made is not None
    return made[1]


def renew(database: Database, wall: Wall = wall_clock) -> int:
    """Make what can be made for the facilities that asked lately, and let go of the rest; answers how many parts.

    At most one part a facility a call: the caller comes again.
    """
    with database.reading() as connection:
        wanted = snapshots.wanted(connection)
        county = county_of(connection)
    if not wanted:
        return 0
    with database.writing() as connection:
        snapshots.drop_older_epochs(connection, county.epoch)
    made = 0
    for facility, asked in wanted.items():
        if wall() - asked > KEPT_MS:
            with database.writing() as connection:
                snapshots.let_go(connection, facility)
            continue
        with database.reading() as connection:
            kept = snapshots.parts_of(connection, facility, county.epoch)
        after = kept[-1].upto if kept else 0
        made += _made(database, county, facility, after) is not None
    return made


def _made(database: Database, county: County, facility: str, after: int) -> tuple[Part, bytes] | None:
    """The part behind `after`, kept from now on; `None`: there is not enough for a whole one."""
    with database.reading() as connection:
        found = feeds.stretch(connection, facility, _NO_DEVICE, after, PART_ENTRIES, PART_BYTES)
    if not found.more:
        return None
    items = tuple(Item(one.position, one.received, one.facility, one.entry) for one in found.entries)
    page = Page(epoch=county.epoch, after=after, upto=found.upto, more=True, items=items)
    data = write_page(page, county.sign)
    part = Part(
        facility=facility,
        epoch=county.epoch,
        after=after,
        upto=found.upto,
        entries=len(items),
        signature=page_signature(data),
    )
    with database.writing() as connection:
        snapshots.keep(connection, part, data)
    return part, data
