"""The store's side of sync: what has to go up, and what came down.  No network here."""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from clinic_app.domain.errors import Damaged
from clinic_app.journal.catalog import fact_of
from clinic_app.journal.clock import BOUND_MS, effective_stamp, ms_of_stamp, seen_stamp, stamp
from clinic_app.journal.entry import Entry, first_link
from clinic_app.journal.fact import BadFact
from clinic_app.journal.facts.facility import StaffCertified
from clinic_app.journal.feed import Item, Page
from clinic_app.journal.segment import write_segment
from clinic_app.journal.where import standing_of
from clinic_app.projections.tables.facility import quarantine
from clinic_app.projections.upsert import Placed
from clinic_app.store import behind, local, provisional
from clinic_app.store.journal import Store, insert_entry, project
from clinic_app.store.lenient import write_leniently
from clinic_app.store.proof import is_proved
from clinic_app.store.rows import Run, entry_of, link_at, own_runs, selection
from clinic_app.store.tables import cursor, feed_page, serial
from clinic_app.store.tables import entry as entries
from clinic_app.store.tables import incarnation as incarnations

COUNTY: Final = "county"
_REORDERS: Final = "reorders"  # serial: how often an entry's bounded time changed after it was shown
_LOSSES: Final = "losses"  # serial: how often the county was found to hold less than it had acknowledged
_MOST_ENTRIES: Final = 2000  # in one segment


class Contradiction(Damaged):
    """The county passes on two entries for one place of a journal: it was put back without being marked so."""

    code = "sync.contradiction"


@dataclass(frozen=True, slots=True)
class Unsent:
    """What the county does not hold yet."""

    count: int
    oldest_ms: int | None  # UTC ms of the oldest such entry
    head: int  # our newest seq
    safe: int  # the county's durable seq of the current run


class Known(Enum):
    """How an entry of the feed is held here already."""

    NOT = 0
    SAME = 1
    OTHERWISE = 2  # the same act on another branch: the page cannot be proved from our rows


def unsent(connection: sa.Connection) -> Unsent:
    runs = own_runs(connection)
    stamps = [
        connection.scalar(
            sa.select(entries.c.time).where(
                entries.c.incarnation_no == run.no, entries.c.seq == run.safe_seq + 1
            )
        )
        for run in runs
        if run.safe_seq < run.head_seq
    ]
    oldest = min((ms_of_stamp(stamp) for stamp in stamps if stamp is not None), default=None)
    now = next(run for run in runs if run.current)
    return Unsent(sum(run.head_seq - run.safe_seq for run in runs), oldest, now.head_seq, now.safe_seq)


# Built once: building a statement costs more than running it.
_QUARANTINED: Final = (
    sa.select(sa.func.count())
    .select_from(quarantine.join(entries, entries.c.id == quarantine.c.entry_id))
    .where(quarantine.c.flagged_at.is_not(None), quarantine.c.released_at.is_(None))
)


def quarantined(connection: sa.Connection) -> int:
    """How many entries held here stand in quarantine, not released."""
    return connection.scalar(_QUARANTINED) or 0


def segment_after(store: Store, run: Run, after: int, most_bytes: int) -> tuple[bytes, int] | None:
    """The next segment of `run` after seq `after`, of about `most_bytes` of bodies, and its last seq."""
    taken: list[Entry] = []
    head, size = b"", 0
    with store.reading() as connection:
        previous = link_before(connection, store, run, after + 1)
        for row in _rows_after(connection, run, after):
            size += len(row.body or b"") + 100
            if taken and size > most_bytes:
                break
            taken.append(entry_of(row))
            head = row.hash
    if not taken:
        return None
    origin = run.origin if after == 0 else None
    return write_segment(taken, previous, head, store.device_key.sign, origin), taken[-1].seq


def _rows_after(connection: sa.Connection, run: Run, after: int) -> Iterator[Any]:
    # A hundred rows at a time: two thousand bodies of 1 MiB would not fit into an old PC.
    statement = (
        selection()
        .where(entries.c.incarnation_no == run.no, entries.c.seq > after)
        .order_by(entries.c.seq)
        .limit(_MOST_ENTRIES)
    )
    yield from connection.execute(statement, execution_options={"yield_per": 100})


def link_before(connection: sa.Connection, store: Store, run: Run, seq: int) -> bytes:
    """The chain's link before `seq` of one of our runs; `seq` is at most one past the head."""
    if seq == 1:
        return first_link(store.public_key, run.incarnation, run.origin)
    link = link_at(connection, run, seq - 1)
    assert link is not None
    return link


def mark_safe(store: Store, run: Run, seq: int, received_ms: int) -> bool:
    """The county holds `run` up to `seq`; entries after the last receipt get the time that this one bounds.

    True when that changed an entry's time, so that the tables have to be made again (`reorders` counts it).
    """
    bound = effective_stamp(1 << 62, received_ms)
    # What another branch of this disk had brought before is bounded by that receipt (`_bound_alike`).
    earlier = sa.func.coalesce((entries.c.received + BOUND_MS) * stamp(1), bound)
    effective = sa.func.min(entries.c.time, bound, earlier)
    with store.changing() as connection:
        changed = connection.execute(
            sa.update(entries)
            .where(
                entries.c.incarnation_no == run.no,
                entries.c.seq > run.safe_seq,
                entries.c.seq <= seq,
                entries.c.effective != effective,
            )
            .values(effective=effective)
        )
        connection.execute(
            sa.update(incarnations)
            .where(incarnations.c.no == run.no, incarnations.c.safe_seq < seq)
            .values(safe_seq=seq)
        )
        if changed.rowcount:
            local.next_serial(connection, _REORDERS, "")
    return changed.rowcount > 0


def standing(connection: sa.Connection, store: Store) -> bytes:
    """The digest of what we know the county to hold of our runs (journal/where.py)."""
    return standing_of(
        (run.incarnation, run.safe_seq, link_before(connection, store, run, run.safe_seq + 1))
        for run in own_runs(connection)
        if run.safe_seq
    )


def nothing_new(store: Store, epoch: UUID, after: int, upto: int) -> None:
    """The county has said that between our cursor and `upto`, the end of the feed, nothing is for us."""
    behind.catch_up(store)
    with store.changing() as connection:
        if upto > after and position(connection) == (epoch, after):
            set_cursor(connection, epoch, upto)
        local.write(connection, local.LAST_PULL, str(store.wall()))


def note_agreed(store: Store) -> None:
    """A round has ended well: in this epoch both ends know what the county holds of our own journal."""
    with store.reading() as connection:
        at, agreed = position(connection), local.read(connection, local.AGREED)
    if at is not None and agreed != at[0].bytes:
        with store.changing() as connection:
            local.write(connection, local.AGREED, at[0].bytes)


_REORDERED: Final = sa.select(serial.c.last).where(serial.c.name == _REORDERS)


def reorders(connection: sa.Connection) -> int:
    """How often the order of what is shown has changed; the tables are behind when it is more than they know."""
    return connection.scalar(_REORDERED) or 0


def mark_lost(store: Store, run: Run, seq: int) -> None:
    """The county holds less of `run` than it acknowledged: it was put back.  What is missing goes up again."""
    with store.changing() as connection:
        changed = connection.execute(
            sa.update(incarnations)
            .where(incarnations.c.no == run.no, incarnations.c.safe_seq > seq)
            .values(safe_seq=seq)
        )
        if changed.rowcount:
            note_loss(connection)


def note_loss(connection: sa.Connection) -> None:
    """What the county wrote before this moment, and comes on a stick afterwards, proves nothing any more.

    What a stick carried up before may be among what it lost.
    """
    local.forget(connection, local.CARRIED)
    local.next_serial(connection, _LOSSES, "")


def losses(connection: sa.Connection) -> int:
    """How often the county was found to hold less than it had acknowledged."""
    return connection.scalar(sa.select(serial.c.last).where(serial.c.name == _LOSSES)) or 0


_CURSOR: Final = sa.select(cursor).where(cursor.c.source == COUNTY)


def position(connection: sa.Connection) -> tuple[UUID, int] | None:
    """The feed's epoch and our cursor in it; `None` while not enrolled."""
    row = connection.execute(_CURSOR).one_or_none()
    return None if row is None else (row.epoch, row.position)


def note_pull(connection: sa.Connection, now: int, as_of: int | None) -> None:
    """Nothing new is left in the county's feed."""
    if as_of is not None:
        now = max(min(now, as_of), int(local.read_text(connection, local.LAST_PULL) or 0))
    local.write(connection, local.LAST_PULL, str(now))


_OF_ID: Final = selection().where(entries.c.id == sa.bindparam("wanted"))
_ADVANCE: Final = (
    sa.update(incarnations)
    .where(incarnations.c.no == sa.bindparam("run"), incarnations.c.head_seq < sa.bindparam("upto"))
    .values(head_seq=sa.bindparam("upto"), safe_seq=sa.bindparam("upto"))
)


def known_as(connection: sa.Connection, item: Item) -> Known:
    """What is here of this entry; if it is the very same, its place in the feed is the one we were told last."""
    row = connection.execute(_OF_ID, {"wanted": item.entry.id}).one_or_none()
    if row is None:
        return Known.NOT
    effective = effective_stamp(item.entry.time, item.received)
    over_lan = provisional.confirm(connection, item.entry.id)
    if entry_of(row).header() != item.entry.header():
        if not over_lan:
            _bound_alike(connection, row, item)
            return Known.OTHERWISE
        provisional.replace(connection, item.entry, foreign_run(connection, item))
        local.next_serial(connection, _REORDERS, "")
    connection.execute(
        sa.update(entries)
        .where(entries.c.position == row.position)
        .values(feed_number=item.number, received=item.received, effective=effective)
    )
    if row.effective != effective:
        local.next_serial(connection, _REORDERS, "")
    return Known.SAME


def _bound_alike(connection: sa.Connection, row: Any, item: Item) -> None:
    """The same act came to the county from another branch too: the earlier receipt bounds it, here as everywhere."""
    if row.owner != "own" or (row.received or item.received + 1) <= item.received:
        return
    effective = min(row.effective, effective_stamp(item.entry.time, item.received))
    connection.execute(
        sa.update(entries)
        .where(entries.c.position == row.position)
        .values(received=item.received, effective=effective)
    )
    if row.effective != effective:
        local.next_serial(connection, _REORDERS, "")


def take(connection: sa.Connection, item: Item, runs: dict[UUID, int]) -> None:
    """One entry that is not here; `runs`: the numbers of runs as they were found.

    Raises:
        Contradiction
    """
    entry = item.entry
    effective = effective_stamp(entry.time, item.received)
    no = runs.get(entry.incarnation)
    if no is None:
        no = runs[entry.incarnation] = foreign_run(connection, item)
    connection.execute(_ADVANCE, {"run": no, "upto": entry.seq})
    try:
        insert_entry(connection, no, entry, effective, feed_number=item.number, received=item.received)
    except sa.exc.IntegrityError as error:  # its place in its journal is taken
        if not provisional.give_way(connection, no):
            raise Contradiction(seq=entry.seq) from error
        local.next_serial(connection, _REORDERS, "")
        insert_entry(connection, no, entry, effective, feed_number=item.number, received=item.received)
    placed = Placed(entry, effective, item.facility)
    write_leniently(connection, [placed], lambda _: project_if_known(connection, placed, own=False))


def project_if_known(connection: sa.Connection, placed: Placed, *, own: bool) -> None:
    """The tables of an entry from outside, or of the journal again; `own`: this device wrote it.

    Of a later version, sealed, unreadable or unproved, it is kept and shown nowhere; the county flags it.
    """
    try:
        fact = fact_of(placed.entry)
    except BadFact:
        return
    if isinstance(fact, StaffCertified) and not own and not is_proved(connection, placed, fact):
        return
    if fact is not None:
        project(connection, placed, fact)


_RUN: Final = sa.select(incarnations.c.no).where(incarnations.c.incarnation == sa.bindparam("wanted"))


def foreign_run(connection: sa.Connection, item: Item) -> int:
    """The number of the run that somebody else's entry belongs to; made when this is the first of it."""
    entry = item.entry
    no: int | None = connection.scalar(_RUN, {"wanted": entry.incarnation})
    if no is not None:
        return no
    made = connection.execute(
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
    )
    return int(made.scalar_one())


def see_clock(connection: sa.Connection, store: Store, items: Sequence[Item]) -> None:
    """Our clock after seeing others' entries."""
    if not items:
        return
    last = struct.unpack(">Q", local.read(connection, local.CLOCK) or bytes(8))[0]
    seen = max(effective_stamp(item.entry.time, item.received) for item in items)
    local.write(connection, local.CLOCK, struct.pack(">Q", seen_stamp(last, seen, store.wall)))


_REMEMBER: Final = sqlite.insert(feed_page).on_conflict_do_nothing()


def remember_page(connection: sa.Connection, page: Page) -> None:
    """So that its items can be proved from our rows."""
    row = {
        "epoch": page.epoch,
        "upto": page.upto,
        "after": page.after,
        "more": page.more,
        "item_count": len(page.items),
        "signature": page.signature,
    }
    connection.execute(_REMEMBER, row)


_MOVED: Final = sqlite.insert(cursor)
_MOVE: Final = _MOVED.on_conflict_do_update(
    index_elements=["source"],
    set_={"epoch": _MOVED.excluded.epoch, "position": _MOVED.excluded.position},
)


def set_cursor(connection: sa.Connection, epoch: UUID, at: int) -> None:
    connection.execute(_MOVE, {"source": COUNTY, "epoch": epoch, "position": at})


def moved(entry: Entry, device: UUID, run: Run) -> Entry:
    """The same act under the same id, at the head of another run; the author's signature still holds."""
    return replace(entry, device=device, incarnation=run.incarnation, seq=run.head_seq + 1)
