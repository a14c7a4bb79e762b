"""What came down: pages of the feed into journal, tables and search index, many entries at once.

The entries of a page that are new here are written together; what is known, doubled or contradicts what is here goes
one by one (exchange.py).  The result is the same.
"""

from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from clinic_app.journal.catalog import fact_of
from clinic_app.journal.clock import effective_stamp
from clinic_app.journal.fact import BadFact
from clinic_app.journal.facts.facility import StaffCertified
from clinic_app.journal.feed import Item, Page
from clinic_app.projections.apply import apply
from clinic_app.projections.upsert import Placed, Rows
from clinic_app.store import behind, cycles, indexing
from clinic_app.store.exchange import (
    Known,
    foreign_run,
    known_as,
    note_pull,
    position,
    remember_page,
    see_clock,
    set_cursor,
    take,
)
from clinic_app.store.journal import Store
from clinic_app.store.lenient import write_leniently
from clinic_app.store.proof import is_proved
from clinic_app.store.search import parts
from clinic_app.store.tables import incarnation as incarnations

_ASKED: Final = 500  # ids in one question
_WRITTEN: Final = 100  # rows between two looks at whether somebody waits


@dataclass(frozen=True, slots=True)
class Absorbed:
    """What came."""

    new: int
    moved: bool  # false: it does not start at our cursor (another process was faster)


def absorb(store: Store, page: Page, as_of: int | None = None) -> Absorbed:
    """Take in one page: entries, tables and cursor in one transaction.

    A page that begins before our cursor and reaches beyond it is taken too: what is known is passed over.
    `as_of`: UTC ms when the county wrote it, for one that did not come by the line.

    Raises:
        Contradiction: an entry's place in its journal is taken by another; nothing was changed.
    """
    return absorb_all(store, (page,), as_of)


def absorb_all(
    store: Store,
    pages: Sequence[Page],
    as_of: int | None = None,
    also: Callable[[sa.Connection, int], None] = lambda *_: None,
    later: bool = False,
) -> Absorbed:
    """Pages that follow one another, and what `also` does (told how many were new), in one transaction.

    `later`: only what search and registration need goes into its tables now, the rest with `behind.catch_up`.

    Raises:
        Contradiction
    """
    new, staff_changed = 0, False
    first, last = pages[0], pages[-1]
    if not last.more:  # the feed's end counts as seen only when every table is filled
        behind.catch_up(store)
    with cycles.held_back(), store.changing() as connection:
        at = position(connection)
        if (
            at is None
            or at[0] != first.epoch
            or not (first.after == at[1] or first.after < at[1] < last.upto)
        ):
            return Absorbed(0, False)
        if later:
            behind.postpone(connection)
        courtesy, left_out = store.attention.courtesy(), behind.LATER if later else frozenset()
        taking = _Taking(connection, courtesy, left_out)
        for page in pages:
            taken = taking.page(page)
            if taken.whole and page.items:
                remember_page(connection, page)
            new += taken.new
            staff_changed |= taken.staff
        taking.project()
        see_clock(connection, store, [item for page in pages for item in page.items])
        set_cursor(connection, last.epoch, last.upto)
        if not last.more:
            note_pull(connection, store.wall(), as_of)
        also(connection, new)
    if staff_changed:
        store.follow_staff()
    return Absorbed(new, True)


def write_new(connection: sa.Connection, give_way: Callable[[], None], items: Sequence[Item]) -> None:
    """Entries of others that are not here, nor is anything at their places, into journal, tables and search index.

    With number 0 they are a hub's word; the county's number and receipt come with the feed.
    """
    taking = _Taking(connection, give_way)
    taking.new(list(items))
    taking.project()


@dataclass(frozen=True, slots=True)
class _Taken:
    new: int
    whole: bool  # every item is here as the page has it: the page can be proved from our rows
    staff: bool


class _Taking:
    """Pages under way: their entries go into the journal page by page, into the tables together at the end."""

    def __init__(
        self, connection: sa.Connection, give_way: Callable[[], None], left_out: Set[str] = frozenset()
    ) -> None:
        self._left_out = left_out  # types whose tables are filled later
        self._connection = connection
        self._driver: Any = connection.connection.driver_connection
        self._give_way = give_way
        self._fresh: list[Item] = []  # in the journal, not yet in the tables

    def page(self, page: Page) -> _Taken:
        ids = [item.entry.id.bytes for item in page.items]
        held = self._held(ids)
        fresh: dict[bytes, Item] = {}
        again: list[Item] = []  # known already, or twice in this page
        for own, item in zip(ids, page.items, strict=True):
            if own in fresh or own in held:
                again.append(item)
            else:
                fresh[own] = item
        new = self.new(list(fresh.values()))
        whole = True
        for item in again:
            known = known_as(self._connection, item)
            whole &= known is not Known.OTHERWISE
            if known is Known.NOT:  # only a contradiction gave way to it
                take(self._connection, item, {})
                new += 1
        staff = any(item.entry.type == StaffCertified.type for item in fresh.values())
        return _Taken(new, whole, staff)

    def _held(self, ids: list[bytes]) -> set[bytes]:
        found: set[bytes] = set()
        for some in parts(ids, _ASKED):
            asked = f"SELECT id FROM entry WHERE id IN ({','.join('?' * len(some))})"
            found.update(row[0] for row in self._driver.execute(asked, some))
        return found

    def new(self, items: list[Item]) -> int:
        if not items:
            return 0
        before = self._connection.begin_nested()
        try:
            self._insert(items)
        except sa.exc.IntegrityError:  # a place in a journal is taken: find out which
            before.rollback()
            runs: dict[UUID, int] = {}
            for item in items:
                take(self._connection, item, runs)
            return len(items)
        before.commit()
        self._fresh += items
        return len(items)

    def _insert(self, items: list[Item]) -> None:
        runs: dict[UUID, int] = {}
        heads: dict[int, int] = {}
        rows: list[tuple[Any, ...]] = []
        for item in items:
            self._give_way()
            entry = item.entry
            no = runs.get(entry.incarnation)
            if no is None:
                no = runs[entry.incarnation] = foreign_run(self._connection, item)
            heads[no] = max(heads.get(no, 0), entry.seq)
            rows.append(
                (
                    no,
                    entry.seq,
                    entry.id.bytes,
                    entry.time,
                    effective_stamp(entry.time, item.received),
                    entry.author,
                    entry.type,
                    None if entry.subject is None else entry.subject.bytes,
                    entry.body,
                    entry.body_hash if entry.body is None else None,
                    entry.signature or None,
                    item.number or None,  # none: the county has not brought it yet
                    item.received if item.number else None,
                )
            )
        for some in parts(rows, _WRITTEN):
            self._give_way()
            self._connection.exec_driver_sql(_INSERT, some)
        self._connection.execute(_ADVANCE, [{"run": no, "upto": seq} for no, seq in heads.items()])

    def project(self) -> None:
        """The tables of the new entries, and then the search keys of the residents they speak of."""
        residents: dict[UUID, None] = {}
        write_leniently(self._connection, self._fresh, lambda items: self._tell(items, residents))
        indexing.reindex_all(self._connection, list(residents), self._give_way)

    def _tell(self, items: Sequence[Item], residents: dict[UUID, None]) -> None:
        """`residents` takes those whose search keys change."""
        rows = Rows(self._connection)
        for item in items:
            self._give_way()
            entry = item.entry
            if entry.type in self._left_out:
                continue
            try:
                fact = fact_of(entry)
            except BadFact:
                continue  # kept and shown nowhere; the county flags it
            if fact is None:
                continue
            placed = Placed(entry, effective_stamp(entry.time, item.received), item.facility)
            if isinstance(fact, StaffCertified) and not is_proved(rows, placed, fact):
                continue
            apply(rows, placed, fact)
            if isinstance(fact, indexing.CHANGES_KEYS) and entry.subject is not None:
                residents[entry.subject] = None
        rows.flush()


_INSERT: Final = (
    "INSERT INTO entry (incarnation_no, seq, id, time, effective, author, type, subject, body, body_hash, signature,"
    f" feed_number, received) VALUES ({','.join('?' * 13)})"
)
_ADVANCE: Final = (
    sa.update(incarnations)
    .where(incarnations.c.no == sa.bindparam("run"), incarnations.c.head_seq < sa.bindparam("upto"))
    .values(head_seq=sa.bindparam("upto"), safe_seq=sa.bindparam("upto"))
)
