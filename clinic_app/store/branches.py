"""When the county and this disk disagree about our own journal: restored disks, clones, a new key.

Nothing is lost either way: what the county holds comes back under its own ids, and what it never got goes on
at the head of a run that it will take, under its own ids too.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.errors import Damaged
from clinic_app.journal.clock import effective_stamp
from clinic_app.journal.entry import Entry, Origin, device_id, first_link
from clinic_app.journal.segment import Segment, links
from clinic_app.journal.signing import private_key, public_bytes
from clinic_app.projections.upsert import Placed
from clinic_app.store import local
from clinic_app.store.epochs import begin_epoch
from clinic_app.store.exchange import link_before, moved, note_loss, project_if_known
from clinic_app.store.journal import Store, insert_own, start_run
from clinic_app.store.rows import Run, current_run, entry_of, own_runs, run_of, selection
from clinic_app.store.tables import entry as entries
from clinic_app.store.tables import incarnation as incarnations
from clinic_app.store.tables import setting

NEXT_SEED: Final = (
    "next_seed"  # setting: SHA-256 of a code, then the key that it is to bind, kept from before the request
)


class NotOurTail(Damaged):
    """What the county sent as our own tail does not continue what both sides agree on."""

    code = "sync.bad_tail"


@dataclass(frozen=True, slots=True)
class Brought:
    """A segment of ours as the county gave it back, or the clinic's hub."""

    segment: Segment
    received: int  # UTC ms: when they had it durably
    safe: bool = True  # the county holds it; false: a hub alone


@dataclass(frozen=True, slots=True)
class Reunited:
    """How many entries came back, and how many moved to a new run."""

    back: int
    moved: int


@dataclass(frozen=True, slots=True)
class _Waiting:
    """One of our entries, taken out of a branch that the county does not follow."""

    entry: Entry
    effective: int


def agreed_seq(store: Store, run: Run, brought: Sequence[Brought]) -> int | None:
    """The last seq of `run` at which the county's chain, as far as `brought`, is ours; `None`: before all of it."""
    agreed: int | None = None
    with store.reading() as connection:
        for segment in (item.segment for item in brought):
            after = [segment.previous, *links(segment.previous, segment.entries)]
            for seq, link in enumerate(after, segment.first_seq - 1):
                if seq <= run.head_seq and link == link_before(connection, store, run, seq + 1):
                    agreed = seq if agreed is None else max(agreed, seq)
    return agreed


def reunite(store: Store, agreed: Mapping[UUID, int], brought: Iterable[Brought]) -> Reunited:
    """Make our runs what the county holds, and go on from there; one transaction.

    `agreed`: the last common seq of each of our runs (by incarnation) that forked.  `brought`: everything of
    ours that the county holds and this disk does not, run by run in order.

    Raises:
        NotOurTail: what was brought does not fit; nothing was changed.
    """
    with store.changing() as connection:
        waiting: list[_Waiting] = []
        cut: Run | None = None
        for run in own_runs(connection):
            if run.incarnation in agreed:
                cut = _cut(connection, store, run, agreed[run.incarnation], waiting)
        back = sum(_adopt(connection, store, item) for item in brought)
        if cut is not None and not _has_current(connection):
            assert cut.head_hash is not None
            origin = Origin(cut.incarnation, cut.head_seq, cut.head_hash)
            start_run(connection, store.public_key, store.facility, origin)
        return Reunited(back, _append(connection, store.device, waiting))


def _cut(connection: sa.Connection, store: Store, run: Run, at: int, waiting: list[_Waiting]) -> Run:
    """Take everything after `at` out of `run`, with the runs that began there; returns the run as it is left."""
    for later in own_runs(connection):
        if later.origin and later.origin.incarnation == run.incarnation and later.origin.seq > at:
            _cut(connection, store, later, 0, waiting)
            connection.execute(sa.delete(incarnations).where(incarnations.c.no == later.no))
    link = link_before(connection, store, run, at + 1)
    gone = (entries.c.incarnation_no == run.no) & (entries.c.seq > at)
    rows = connection.execute(selection().where(gone).order_by(entries.c.seq)).all()
    waiting += [_Waiting(entry_of(row), row.effective) for row in rows]
    connection.execute(sa.delete(entries).where(gone))
    connection.execute(
        sa.update(incarnations)
        .where(incarnations.c.no == run.no)
        .values(head_seq=at, head_hash=link, safe_seq=min(run.safe_seq, at), current=False)
    )
    if at < run.safe_seq:
        note_loss(connection)
    return Run(
        run.no, run.incarnation, run.device, run.facility, run.origin, at, link, min(run.safe_seq, at), False
    )


def _has_current(connection: sa.Connection) -> bool:
    found = connection.scalar(sa.select(incarnations.c.no).where(incarnations.c.current))
    return found is not None


def _adopt(connection: sa.Connection, store: Store, brought: Brought) -> int:
    segment = brought.segment
    run = _own_run(connection, segment) or _unknown_run(connection, store, segment)
    came = 0
    for entry in segment.entries:
        if entry.seq <= run.head_seq:
            continue
        if entry.seq != run.head_seq + 1 or _is_here(connection, entry.id):
            raise NotOurTail(seq=entry.seq)
        effective = effective_stamp(entry.time, brought.received) if brought.safe else entry.time
        run = insert_own(connection, run, entry, effective=effective)
        project_if_known(connection, Placed(entry, effective, run.facility), own=True)
        came += 1
    if run.head_seq == segment.last_seq and run.head_hash != segment.head:
        raise NotOurTail(seq=segment.last_seq)
    if brought.safe:
        connection.execute(
            sa.update(incarnations).where(incarnations.c.no == run.no).values(safe_seq=run.head_seq)
        )
    return came


def _own_run(connection: sa.Connection, segment: Segment) -> Run | None:
    row = connection.execute(
        sa.select(incarnations).where(
            incarnations.c.incarnation == segment.incarnation, incarnations.c.owner == "own"
        )
    ).one_or_none()
    return None if row is None else run_of(row)


def _unknown_run(connection: sa.Connection, store: Store, segment: Segment) -> Run:
    """A run that this disk never heard of: it was begun after the backup was made."""
    if segment.first_seq != 1:
        raise NotOurTail(seq=segment.first_seq)
    current = connection.scalar(sa.select(incarnations.c.no).where(incarnations.c.current))
    start_run(connection, store.public_key, store.facility, segment.origin)
    connection.execute(
        sa.update(incarnations)
        .where(incarnations.c.current)
        .values(
            incarnation=segment.incarnation,
            head_hash=first_link(store.public_key, segment.incarnation, segment.origin),
            current=False,
        )
    )
    if current is not None:
        connection.execute(sa.update(incarnations).where(incarnations.c.no == current).values(current=True))
    run = _own_run(connection, segment)
    assert run is not None
    return run


def _append(connection: sa.Connection, device: UUID, waiting: Sequence[_Waiting]) -> int:
    """Put what was taken out at the head of the current run, in the order of its clock."""
    run = current_run(connection)
    count = 0
    for item in sorted(waiting, key=lambda item: item.entry.time):
        if not _is_here(connection, item.entry.id):
            run = insert_own(connection, run, moved(item.entry, device, run), effective=item.effective)
            count += 1
    return count


def take_over(store: Store, lost: Iterable[Entry]) -> int:
    """Append what another branch of ours holds and this disk does not: the county follows the branch that we are on.

    The acts keep their ids and their times; how many were not here.
    """
    count = 0
    with store.changing() as connection:
        run = current_run(connection)
        for entry in lost:
            if not _is_here(connection, entry.id):
                again = moved(entry, store.device, run)
                run = insert_own(connection, run, again, effective=entry.time)
                project_if_known(connection, Placed(again, entry.time, run.facility), own=True)
                count += 1
    return count


def _is_here(connection: sa.Connection, entry_id: UUID) -> bool:
    return connection.scalar(sa.select(entries.c.position).where(entries.c.id == entry_id)) is not None


def kept_seed(store: Store, code: str) -> bytes | None:
    """The key that an earlier try with this code was to bind, if that was another one than this PC's."""
    with store.reading() as connection:
        return _seed_for(connection, code)


def next_seed(store: Store, code: str, fresh: bytes) -> bytes:
    """The key to enrol anew with: that of an earlier try with this code; else `fresh`, kept from now on.

    Another code gets another key: a copy of this disk may have gone on with the first one.
    """
    with store.changing() as connection:
        kept = _seed_for(connection, code)
        if kept is None:
            local.write(connection, NEXT_SEED, sha256(code.encode()).digest() + fresh)
    return fresh if kept is None else kept


def _seed_for(connection: sa.Connection, code: str) -> bytes | None:
    mark = sha256(code.encode()).digest()
    kept = local.read(connection, NEXT_SEED) or b""
    return kept.removeprefix(mark) if kept.startswith(mark) else None


def go_on_as(connection: sa.Connection, facility: str, seed: bytes, epoch: UUID) -> int:
    """Become another device: what the county never got moves to the new key's first run, under the same ids.

    What it has stays here as another device's, proved from now on by the feed, which is pulled again from 0.
    A county that was put back since both ends last agreed may have lost of it, so then everything moves; what it
    holds already it takes once.

    The tables are made anew when the store is opened next.  Returns how many entries moved.
    """
    waiting: list[_Waiting] = []
    sure = local.read(connection, local.AGREED) == epoch.bytes
    for run in own_runs(connection):
        waiting += _take_after(connection, run, run.safe_seq if sure else 0)
    connection.execute(
        sa.update(incarnations).where(incarnations.c.owner == "own").values(owner="foreign", current=False)
    )
    key = public_bytes(private_key(seed))
    start_run(connection, key, facility)
    count = _append(connection, device_id(key), waiting)
    local.write(connection, local.DEVICE_SEED, seed)
    local.write(connection, local.REBUILD_WANTED, "1")  # a bill shows the device that made it
    connection.execute(sa.delete(setting).where(setting.c.name == NEXT_SEED))
    begin_epoch(connection, epoch)
    return count


def _take_after(connection: sa.Connection, run: Run, seq: int) -> list[_Waiting]:
    gone = (entries.c.incarnation_no == run.no) & (entries.c.seq > seq)
    rows = connection.execute(selection().where(gone).order_by(entries.c.seq)).all()
    connection.execute(sa.delete(entries).where(gone))
    connection.execute(
        sa.update(incarnations).where(incarnations.c.no == run.no).values(head_seq=seq, safe_seq=seq)
    )
    return [_Waiting(entry_of(row), row.effective) for row in rows]
