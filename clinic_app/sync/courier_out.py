"""摆渡, outward: everything that is not yet safe at the county, as sealed files on a stick or a share.

The files hold the same segments that a push would, oldest first, and where this PC stands, so that the county can
write back what is new for it.  Writing marks nothing as safe: only the county's word does (courier_in.py).
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from uuid import UUID

import sqlalchemy as sa

from clinic_app.journal import courier, sticks
from clinic_app.journal.courier import OwnRun, Request, Tail, write_request
from clinic_app.journal.sealing import sealing_public
from clinic_app.journal.sticks import StickFull
from clinic_app.store import epochs, exchange, local, where_held
from clinic_app.store.journal import Store
from clinic_app.store.rows import Run, own_runs
from clinic_app.sync.errors import NoCourierKey, Unenrolled

SEGMENT_BYTES: Final = 1 << 20  # of bodies in one segment
MOST_FILES: Final = 256  # in one set: a gigabyte


@dataclass(slots=True)
class Written:
    """What was written so far."""

    files: int = 0
    entries: int = 0  # of our own that the files carry
    left: int = 0  # that found no room: the next stick's
    bytes: int = 0


@dataclass(slots=True)
class _Load:
    """What one file is to carry."""

    returns: list[bytes] = field(default_factory=list)
    segments: list[bytes] = field(default_factory=list)
    upto: dict[UUID, int] = field(default_factory=dict)  # incarnation → the last seq that it carries
    entries: int = 0
    size: int = 0


Progress = Callable[[Written], None]


def write(store: Store, folder: Path, progress: Progress = lambda _: None) -> Written:
    """Write a set of files into `folder`, in place of an older set of this PC; `progress` is told after each file.

    A set that found no room for everything is good as far as it goes.

    Raises:
        Unenrolled, NoCourierKey: it needs the county once by the line.
        NoFolder, StickFull, StickGone, ReadOnly
    """
    request, county = _standing(store)
    place = sticks.place_in(folder)
    sticks.drop_older(place, "up", store.device)
    carried: dict[UUID, int] = {}
    _note(store, carried)
    with store.reading() as connection:
        waiting = exchange.unsent(connection).count
    done = Written(left=waiting)
    for part, load in enumerate(_loads(store), 1):
        if part > MOST_FILES:
            break
        file = _with(request, part, load)
        data = write_request(file, store.device_key.sign, county)
        try:
            sticks.put(place, sticks.name_of("up", store.device, request.made, part), data)
        except StickFull:
            if part == 1:
                raise
            break
        carried |= load.upto
        _note(store, carried)
        done.files += 1
        done.entries += load.entries
        done.left = max(0, waiting - done.entries)
        done.bytes += len(data)
        progress(done)
    return done


def _note(store: Store, carried: dict[UUID, int]) -> None:
    """What lies on the stick is shown as 已打包 until the county's word comes back."""
    with store.changing() as connection:
        where_held.note_carried(connection, carried)


def _with(request: Request, part: int, load: _Load) -> Request:
    return Request(
        device=request.device,
        made=request.made,
        part=part,
        epoch=request.epoch,
        cursor=request.cursor,
        losses=request.losses,
        sealing_key=request.sealing_key,
        runs=request.runs,
        wants=request.wants,
        returns=tuple(load.returns),
        segments=tuple(load.segments),
    )


def _standing(store: Store) -> tuple[Request, bytes]:
    """Where this PC stands, as the head of every file; and the county's sealing key."""
    with store.reading() as connection:
        at = exchange.position(connection)
        county = local.read(connection, local.COURIER_KEY)
        if at is None:
            raise Unenrolled()
        if county is None:
            raise NoCourierKey()
        wants = json.loads(local.read_text(connection, local.COURIER_WANTS) or "{}")
        seed = local.read(connection, local.DEVICE_SEED) or b""
        request = Request(
            device=store.device,
            made=max(0, store.wall()),
            part=0,
            epoch=at[0],
            cursor=at[1],
            losses=exchange.losses(connection),
            sealing_key=sealing_public(seed),
            runs=tuple(_own_run(connection, store, run) for run in own_runs(connection)),
            wants=tuple(Tail(UUID(name), after) for name, after in wants.items()),
        )
    return request, county


def _own_run(connection: sa.Connection, store: Store, run: Run) -> OwnRun:
    return OwnRun(
        run.incarnation,
        run.head_seq,
        exchange.link_before(connection, store, run, run.head_seq + 1),
        run.safe_seq,
        exchange.link_before(connection, store, run, run.safe_seq + 1),
    )


def _loads(store: Store) -> Iterator[_Load]:
    """File by file; at least one, for a PC that only wants to hear."""
    load = _Load()
    with store.reading() as connection:
        pages = [page for _, page in epochs.kept_pages(connection)]
    for page in pages:
        if load.size and load.size + len(page) > courier.FILE_BYTES:
            yield load
            load = _Load()
        load.returns.append(page)
        load.size += len(page)
    for segment, run, after, last in _segments(store):
        if load.size and load.size + len(segment) > courier.FILE_BYTES:
            yield load
            load = _Load()
        load.segments.append(segment)
        load.upto[run.incarnation] = last
        load.entries += last - after
        load.size += len(segment)
    yield load


def _segments(store: Store) -> Iterator[tuple[bytes, Run, int, int]]:
    """What the county does not hold, oldest run first: each segment with its run, the seq before it and its last."""
    with store.reading() as connection:
        runs = own_runs(connection)
    for run in runs:
        after = run.safe_seq
        while after < run.head_seq:
            cut = exchange.segment_after(store, run, after, SEGMENT_BYTES)
            assert cut is not None
            segment, last = cut
            yield segment, run, after, last
            after = last
