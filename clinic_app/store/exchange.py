"""The store's side of sync: what has to go up, what came down, and a fork.  No network here."""

import struct
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from clinic_app.domain.errors import Damaged
from clinic_app.journal.catalog import fact_of
from clinic_app.journal.clock import effective_stamp, seen_stamp
from clinic_app.journal.entry import Entry, Origin, first_link
from clinic_app.journal.fact import BadFact
from clinic_app.journal.facts.facility import StaffCertified
from clinic_app.journal.feed import Item, Page
from clinic_app.journal.segment import Segment, write_segment
from clinic_app.journal.signing import private_key, public_bytes
from clinic_app.projections.upsert import Placed
from clinic_app.store import local
from clinic_app.store.journal import Store, insert_entry, insert_own, project, start_run
from clinic_app.store.rows import Run, current_run, entry_of, link_at, own_runs, run_of, run_rows
from clinic_app.store.tables import cursor, feed_page
from clinic_app.store.tables import entry as entries
from clinic_app.store.tables import incarnation as incarnations

COUNTY: Final = "county"


class NotOurTail(Damaged):
    """What the county sent as our own tail does not continue what both sides agree on."""

    code = "sync.bad_tail"


@dataclass(frozen=True, slots=True)
class Unsent:
    """What the county does not hold yet."""

    count: int
    oldest_ms: int | None  # UTC ms of the oldest such entry
    head: int  # our newest seq
    safe: int  # the county's durable seq of the current run


def unsent(connection: sa.Connection) -> Unsent:
    runs = own_runs(connection)
    oldest: int | None = None
    for run in runs:
        if run.safe_seq < run.head_seq and oldest is None:
            stamp = connection.scalar(
                sa.select(entries.c.time).where(
                    entries.c.incarnation_no == run.no, entries.c.seq == run.safe_seq + 1
                )
            )
            oldest = None if stamp is None else stamp >> 16
    now = runs[-1]
    return Unsent(sum(run.head_seq - run.safe_seq for run in runs), oldest, now.head_seq, now.safe_seq)


def segment_after(store: Store, run: Run, after: int, most_bytes: int) -> tuple[bytes, int] | None:
    """The next segment of `run` after seq `after`, of about `most_bytes` of bodies, and its last seq."""
    with store.reading() as connection:
        rows = run_rows(connection, run, after, 2000)
        previous = _link_before(connection, run, after)
    taken: list[Entry] = []
    size = 0
    for row in rows:
        size += len(row.body or b"") + 100
        if taken and size > most_bytes:
            break
        taken.append(entry_of(row))
    if not taken or previous is None:
        return None
    head = rows[len(taken) - 1].hash
    origin = run.origin if after == 0 else None
    return write_segment(taken, previous, head, store.device_key.sign, origin), taken[-1].seq


def _link_before(connection: sa.Connection, run: Run, after: int) -> bytes | None:
    if after:
        return link_at(connection, run, after)
    seed = local.read(connection, local.DEVICE_SEED) or b""
    return first_link(public_bytes(private_key(seed)), run.incarnation, run.origin)


def mark_safe(store: Store, run: Run, seq: int, received_ms: int) -> None:
    """The county holds `run` up to `seq`; entries whose clock ran ahead get their bounded time."""
    with store.changing() as connection:
        connection.execute(
            sa.update(incarnations)
            .where(incarnations.c.no == run.no, incarnations.c.safe_seq < seq)
            .values(safe_seq=seq)
        )
        bound = effective_stamp(1 << 62, received_ms)
        connection.execute(
            sa.update(entries)
            .where(
                entries.c.incarnation_no == run.no,
                entries.c.seq > run.safe_seq,
                entries.c.seq <= seq,
                entries.c.effective > bound,
            )
            .values(effective=bound)
        )


def position(connection: sa.Connection) -> tuple[UUID, int] | None:
    """The feed's epoch and our cursor in it; `None` before the first pull."""
    row = connection.execute(sa.select(cursor).where(cursor.c.source == COUNTY)).one_or_none()
    return None if row is None else (row.epoch, row.position)


def absorb(store: Store, page: Page) -> int:
    """Take in one page: entries, tables and cursor in one transaction.  Returns how many were new."""
    new = 0
    with store.changing() as connection:
        staff_changed = False
        runs: dict[UUID, int] = {}
        for item in page.items:
            if _known(connection, item.entry.id):
                continue
            _take(connection, item, runs)
            staff_changed |= item.entry.type == StaffCertified.type
            new += 1
        _see_clock(connection, store, page)
        _remember_page(connection, page)
    if staff_changed:
        store.follow_staff()
    return new


def _known(connection: sa.Connection, entry_id: UUID) -> bool:
    return connection.scalar(sa.select(entries.c.position).where(entries.c.id == entry_id)) is not None


def _take(connection: sa.Connection, item: Item, runs: dict[UUID, int]) -> None:
    entry = item.entry
    effective = effective_stamp(entry.time, item.received)
    no = runs.get(entry.incarnation)
    if no is None:
        no = runs[entry.incarnation] = _foreign_run(connection, item)
    connection.execute(
        sa.update(incarnations)
        .where(incarnations.c.no == no, incarnations.c.head_seq < entry.seq)
        .values(head_seq=entry.seq, safe_seq=entry.seq)
    )
    insert_entry(connection, no, entry, effective, feed_number=item.number, received=item.received)
    _project_if_known(connection, Placed(entry, effective, item.facility))


def _project_if_known(connection: sa.Connection, placed: Placed) -> None:
    try:
        fact = fact_of(placed.entry)
    except BadFact:
        return  # the county flags it; the entry itself is kept
    if fact is not None:
        project(connection, placed, fact)


def _foreign_run(connection: sa.Connection, item: Item) -> int:
    entry = item.entry
    no = connection.scalar(
        sa.select(incarnations.c.no).where(incarnations.c.incarnation == entry.incarnation)
    )
    if no is not None:
        return no
    return connection.execute(
        sa.insert(incarnations)
        .values(
            incarnation=entry.incarnation,
            device=entry.device,
            facility=item.facility,
            owner="foreign",
            head_seq=0,
            safe_seq=0,
            current=False,
        )
        .returning(incarnations.c.no)
    ).scalar_one()


def _see_clock(connection: sa.Connection, store: Store, page: Page) -> None:
    if not page.items:
        return
    last = struct.unpack(">Q", local.read(connection, local.CLOCK) or bytes(8))[0]
    seen = max(effective_stamp(item.entry.time, item.received) for item in page.items)
    local.write(connection, local.CLOCK, struct.pack(">Q", seen_stamp(last, seen, store.wall)))


def _remember_page(connection: sa.Connection, page: Page) -> None:
    if page.items:
        connection.execute(
            sqlite.insert(feed_page)
            .values(
                epoch=page.epoch,
                upto=page.upto,
                after=page.after,
                more=page.more,
                count=len(page.items),
                signature=page.signature,
            )
            .on_conflict_do_nothing()
        )
    statement = sqlite.insert(cursor).values(source=COUNTY, epoch=page.epoch, position=page.upto)
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=["source"],
            set_={"epoch": statement.excluded.epoch, "position": statement.excluded.position},
        )
    )


def forget_cursor(store: Store) -> None:
    """The county's epoch changed: pull from the beginning, offer everything again."""
    with store.changing() as connection:
        connection.execute(sa.delete(cursor))
        connection.execute(
            sa.update(incarnations).where(incarnations.c.owner == "own").values(safe_seq=0)
        )


def fork(store: Store, agreed: int, tail: list[Segment]) -> Run:
    """A restored or cloned disk: leave the current run at `agreed`, take back the tail that the county has,
    and append what was never sent to a new run, under the same ids.

    Raises:
        NotOurTail: the tail does not start at `agreed`.
    """
    with store.changing() as connection:
        old = current_run(connection)
        link = link_at(connection, old, agreed) if agreed else _link_before(connection, old, 0)
        if link is None:
            raise NotOurTail(seq=agreed)
        ours = [entry_of(row) for row in run_rows(connection, old, agreed, 1 << 30)]
        connection.execute(
            sa.delete(entries).where(entries.c.incarnation_no == old.no, entries.c.seq > agreed)
        )
        connection.execute(
            sa.update(incarnations)
            .where(incarnations.c.no == old.no)
            .values(head_seq=agreed, head_hash=link, safe_seq=min(old.safe_seq, agreed))
        )
        _adopt(connection, _run(connection, old.no), tail)
        start_run(connection, store.public_key, store.facility, Origin(old.incarnation, agreed, link))
        run = current_run(connection)
        for entry in ours:
            if not _known(connection, entry.id):
                run = insert_own(connection, run, _moved(entry, run), effective=entry.time)
    return run


def adopt_tail(store: Store, run: Run, tail: list[Segment]) -> int:
    """Our own entries that the county holds and this (restored) disk lost.  Returns how many came back.

    Raises:
        NotOurTail: they do not continue what is here.
    """
    with store.changing() as connection:
        return _adopt(connection, _run(connection, run.no), tail)


def _run(connection: sa.Connection, no: int) -> Run:
    return run_of(connection.execute(sa.select(incarnations).where(incarnations.c.no == no)).one())


def _adopt(connection: sa.Connection, run: Run, tail: list[Segment]) -> int:
    came = 0
    for segment in tail:
        for entry in segment.entries:
            if entry.seq <= run.head_seq:
                continue
            if entry.seq != run.head_seq + 1 or entry.incarnation != run.incarnation:
                raise NotOurTail(seq=entry.seq)
            if _known(connection, entry.id):
                raise NotOurTail(seq=entry.seq)
            run = insert_own(connection, run, entry, effective=entry.time)
            _project_if_known(connection, Placed(entry, entry.time, run.facility))
            came += 1
        if run.head_seq == segment.last_seq and run.head_hash != segment.head:
            raise NotOurTail(seq=segment.last_seq)
    connection.execute(
        sa.update(incarnations).where(incarnations.c.no == run.no).values(safe_seq=run.head_seq)
    )
    return came


def _moved(entry: Entry, run: Run) -> Entry:
    """The same act under the same id, at the head of another run; the author's signature still holds."""
    return Entry(
        id=entry.id,
        device=entry.device,
        incarnation=run.incarnation,
        seq=run.head_seq + 1,
        time=entry.time,
        author=entry.author,
        type=entry.type,
        subject=entry.subject,
        body=entry.body,
        body_hash=entry.body_hash,
        signature=entry.signature,
    )
