"""摆渡: what the county writes for a device on a stick or a share: its receipts, and what is new in its feed.

The same pages as the line's, each signed by the county, from the cursor that the device's request names; and the
receipts of its own journal, so that what is green at the clinic is green without a line.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.time import Wall, wall_clock
from clinic_app.journal import courier, sticks
from clinic_app.journal.courier import Answer, Given, HeldRun, Mark, OwnRun, Request, write_answer
from clinic_app.journal.feed import Item, Page, write_page
from clinic_app.journal.refusal import AheadOfCounty, NotEnrolled, Revoked
from clinic_app.journal.sticks import StickFull
from sync_server.intake.courier import Brought
from sync_server.store.county import County, county_of
from sync_server.store.engine import Database
from sync_server.store.queries import feeds, journals, registry
from sync_server.store.queries.journals import Head
from sync_server.store.queries.progress import SEQUENCED, position_of
from sync_server.store.queries.registry import Device
from sync_server.store.tables import journal_segment

PAGE: Final = 200  # entries: the clinic's writer is held for tens of milliseconds
_PAGE_BYTES: Final = 1 << 20  # of bodies in a page
_SEGMENTS: Final = 64  # asked of the database at once
MOST_FILES: Final = 256  # for one device


@dataclass(slots=True)
class Answered:
    """What was written."""

    devices: int = 0
    files: int = 0
    entries: int = 0  # of the feed
    bytes: int = 0
    refused: dict[str, str] = field(default_factory=dict)  # device (hex): error code


@dataclass(slots=True)
class _Load:
    """What one file is to carry."""

    given: list[Given] = field(default_factory=list)
    pages: list[bytes] = field(default_factory=list)
    after: int = 0
    upto: int = 0
    entries: int = 0
    size: int = 0


def answer(
    database: Database,
    place: Path,
    brought: Mapping[UUID, Brought],
    wall: Wall = wall_clock,
    most_files: int | None = None,
) -> Answered:
    """Write an answer for each of these devices, in place of an older one, and take away what they had brought.

    `most_files`: for one device, `MOST_FILES` unless told; the rest is the next stick's.

    Raises:
        NotFounded
        StickFull: no room for anything.
        StickGone, ReadOnly
    """
    with database.reading() as connection:
        county = county_of(connection)
    done = Answered()
    for one in brought.values():
        sticks.drop(one.files)
    for device, one in brought.items():
        sticks.drop_older(place, "down", device)
        try:
            known = _known(database, device)
            _Writer(database, county, known, one, place, done, most_files or MOST_FILES).write(wall())
        except StickFull as error:
            if not done.files:
                raise
            done.refused[device.hex] = error.code
        except (NotEnrolled, Revoked, AheadOfCounty) as error:
            done.refused[device.hex] = error.code
        else:
            done.devices += 1
    return done


def _known(database: Database, device: UUID) -> Device:
    """Raises:
    NotEnrolled, Revoked
    """
    with database.reading() as connection:
        known = registry.device_of(connection, device)
    if known is None:
        raise NotEnrolled()
    if known.revoked:
        raise Revoked()
    return known


class _Writer:
    """One device's answer under way."""

    def __init__(
        self,
        database: Database,
        county: County,
        device: Device,
        brought: Brought,
        place: Path,
        done: Answered,
        most_files: int,
    ) -> None:
        self._database = database
        self._county = county
        self._device = device
        self._brought = brought
        self._request: Request = brought.request
        self._place = place
        self._done = done
        self._most_files = most_files

    def write(self, now: int) -> None:
        """Raises:
        AheadOfCounty: the device has seen numbers that were never given out here.
        StickFull, StickGone, ReadOnly
        """
        request = self._request
        with self._database.reading() as connection:
            same = request.epoch == self._county.epoch
            if same and request.cursor > position_of(connection, SEQUENCED):
                raise AheadOfCounty()
            runs = self._runs(connection)
        for part, load in enumerate(self._loads(request.cursor if same else 0, runs), 1):
            if part > self._most_files:
                return
            file = Answer(
                device=self._device.id,
                asked_epoch=request.epoch,
                asked_losses=request.losses,
                made=now,
                part=part,
                epoch=self._county.epoch,
                kept=self._county.kept or 0,
                runs=runs,
                given=tuple(load.given),
                after=load.after,
                upto=load.upto,
                pages=tuple(load.pages),
            )
            self._put(now, part, write_answer(file, self._county.sign, request.sealing_key), load)

    def _put(self, now: int, part: int, data: bytes, load: _Load) -> None:
        sticks.put(self._place, sticks.name_of("down", self._device.id, now, part), data)
        self._done.files += 1
        self._done.entries += load.entries
        self._done.bytes += len(data)

    def _runs(self, connection: sa.Connection) -> tuple[HeldRun, ...]:
        heads = [head for head in journals.heads_of(connection, self._device.id).values() if head.seq]
        heads.sort(key=lambda head: journals.begun_at(connection, head.incarnation))
        known = {run.incarnation: run.safe for run in self._request.runs}
        return tuple(
            HeldRun(
                head.incarnation,
                head.seq,
                head.hash,
                journals.receipt_of(connection, head.incarnation, head.seq),
                _marks(connection, head, known.get(head.incarnation, 0)),
            )
            for head in heads
        )

    def _loads(self, cursor: int, runs: tuple[HeldRun, ...]) -> Iterator[_Load]:
        """File by file: first what the device lacks of its own, then its feed; at least one."""
        load = _Load(after=cursor, upto=cursor)
        for given in self._given(runs):
            if load.size and load.size + len(given.segment) > courier.FILE_BYTES:
                yield load
                load = _Load(after=cursor, upto=cursor)
            load.given.append(given)
            load.size += len(given.segment)
        for data, upto, entries in self._pages(cursor):
            if load.size and load.size + len(data) > courier.FILE_BYTES:
                yield load
                load = _Load(after=load.upto, upto=load.upto)
            load.pages.append(data)
            load.upto = upto
            load.entries += entries
            load.size += len(data)
        yield load

    def _pages(self, after: int) -> Iterator[tuple[bytes, int, int]]:
        more = True
        while more:
            with self._database.reading() as connection:
                found = feeds.stretch(
                    connection, self._device.facility, self._device.id, after, PAGE, _PAGE_BYTES
                )
            items = tuple(Item(one.position, one.received, one.facility, one.entry) for one in found.entries)
            page = Page(epoch=self._county.epoch, after=after, upto=found.upto, more=found.more, items=items)
            yield write_page(page, self._county.sign), found.upto, len(items)
            after, more = found.upto, found.more

    def _given(self, runs: tuple[HeldRun, ...]) -> Iterator[Given]:
        """The segments that the device lacks of its own journal."""
        own = {run.incarnation: run for run in self._request.runs}
        wanted = {tail.incarnation: tail.after for tail in self._request.wants}
        for held in runs:
            after = wanted.get(held.incarnation)
            if after is None:
                after = self._lacks_after(held, own.get(held.incarnation))
            if after is not None:
                yield from self._segments(held.incarnation, after)

    def _lacks_after(self, held: HeldRun, own: OwnRun | None) -> int | None:
        """The seq after which the device lacks what is held; `None` when it lacks nothing, as far as we can see."""
        if own is None:
            return 0
        forked = held.incarnation in self._brought.forked
        seen = max(own.seq, self._brought.has.get(held.incarnation, 0))
        if not forked and held.seq <= seen:
            return None
        return min(own.safe, held.seq - 1)

    def _segments(self, incarnation: UUID, after: int) -> Iterator[Given]:
        while True:
            with self._database.reading() as connection:
                found = journals.segments_after(connection, self._device.id, incarnation, after, _SEGMENTS)
            for stored in found:
                yield Given(stored.received, stored.data)
            if len(found) < _SEGMENTS:
                return
            after = found[-1].last_seq


def _marks(connection: sa.Connection, head: Head, safe: int) -> tuple[Mark, ...]:
    rows = connection.execute(
        sa.select(journal_segment.c.last_seq, journal_segment.c.received)
        .where(
            journal_segment.c.incarnation == head.incarnation,
            journal_segment.c.last_seq > safe,
            journal_segment.c.last_seq <= head.seq,
        )
        .order_by(journal_segment.c.last_seq)
    )
    return tuple(Mark(row.last_seq, row.received) for row in rows)


def answered_later(requests: list[Request]) -> dict[UUID, Brought]:
    """Devices that brought nothing this time, as `answer` takes them."""
    return {request.device: Brought(request) for request in requests}
