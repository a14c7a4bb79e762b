"""The pen: the right to number entries and to write the county's journal, for one transaction.

Whoever holds it is alone in the county (an advisory lock; SQLite's only writer), so numbers are
committed in their order and a cursor never passes over an entry that commits late.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from hashlib import sha256
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.time import Wall, wall_clock
from clinic_app.journal.clock import next_stamp
from clinic_app.journal.entry import Entry, first_link, new_id
from clinic_app.journal.fact import Fact
from clinic_app.journal.facts.county import FacilityRegistered, SettlementAdjudicated
from clinic_app.journal.facts.insurance import InsuredStated
from clinic_app.projections.apply import apply
from clinic_app.projections.upsert import Rows
from sync_server.intake import audience
from sync_server.store.county import County, county_of
from sync_server.store.engine import PEN, Database, take_lock
from sync_server.store.queries import accumulated, entries, feeds, journals, registry
from sync_server.store.queries.entries import Arrived
from sync_server.store.queries.journals import Head
from sync_server.store.queries.progress import SEQUENCED, move, position_of
from sync_server.store.tables import journal_entry


class Pen:
    """Made by `held_pen`; good until its transaction ends."""

    def __init__(self, connection: sa.Connection, county: County, wall: Wall) -> None:
        self.connection = Rows(connection)
        self.county = county
        self.wall = wall
        self._position = position_of(connection, SEQUENCED)
        self._head: Head | None = None
        self._entries: list[Arrived] = []
        self._items: list[tuple[str, int]] = []
        self._parents: dict[str, str] = {}  # of facilities, as they were asked
        self._restated: set[str] = set()  # insured people whose accumulators are to be summed anew

    @property
    def position(self) -> int:
        """The newest number that was given out."""
        return self._position

    def number(self, entry: Entry, received: int, facility: str, audiences: tuple[str, ...]) -> Arrived:
        """Give an entry the next place in the county's order and in the feeds of `audiences`."""
        self._position += 1
        arrived = Arrived(self._position, received, facility, entry)
        if not self._entries:
            self.connection.owe(self.write_down, journal_entry)
        self._entries.append(arrived)
        self._items.extend((name, self._position) for name in audiences)
        return arrived

    def append(self, fact: Fact, subject: UUID | None = None, author: str = "") -> Entry:
        """Write a fact into the county's journal; it counts at once and goes to whom it concerns.

        `author` is the officer's user id, or empty where the county itself decides.
        """
        head = self._head or self._own_head()
        body = fact.write()
        entry = Entry(
            id=new_id(),
            device=self.county.device,
            incarnation=head.incarnation,
            seq=head.seq + 1,
            time=next_stamp(head.stamp, self.wall),
            author=author,
            type=fact.type,
            subject=subject,
            body=body,
            body_hash=sha256(body).digest(),
        )
        self._head = replace(head, seq=entry.seq, hash=entry.hash_after(head.hash), stamp=entry.time)
        self._count(entry, self.wall(), fact)
        return entry

    def adopt(self, entry: Entry, received: int, fact: Fact) -> Arrived:
        """An entry of the county's own that comes back counts at once and goes to whom it concerns."""
        if isinstance(fact, SettlementAdjudicated):  # one that is written new is the docket's to keep
            self._restated.add(fact.psn_no)
        return self._count(entry, received, fact)

    def _count(self, entry: Entry, received: int, fact: Fact) -> Arrived:
        arrived = self.number(entry, received, "", audience.of_county_fact(fact, self._parent_of))
        apply(self.connection, arrived.placed(), fact)
        if isinstance(fact, FacilityRegistered):
            self._parents.clear()
        if isinstance(fact, InsuredStated):
            self._restated.add(fact.psn_no)
        return arrived

    def write_down(self) -> None:
        """Put what was numbered into the tables, where the same transaction can look it up."""
        numbered, items = self._entries, self._items
        self._entries, self._items = [], []
        entries.add(self.connection, numbered)
        feeds.add(self.connection, items)

    def finish(self) -> None:
        """The last words of the transaction; called by `held_pen` before the commit."""
        self.connection.flush()
        accumulated.forget(self.connection, sorted(self._restated))
        move(self.connection, SEQUENCED, self._position)
        if self._head is not None:
            head = self._head
            journals.move_head(self.connection, head.incarnation, head.seq, head.hash, head.stamp)

    def _parent_of(self, facility: str) -> str:
        if facility not in self._parents:
            known = registry.facility_of(self.connection, facility)
            self._parents[facility] = "" if known is None else known.parent
        return self._parents[facility]

    def _own_head(self) -> Head:
        county = self.county
        found = journals.heads_of(self.connection, county.device).get(county.incarnation)
        if found is not None:
            return found
        return open_county_journal(self.connection, county)


def open_county_journal(connection: sa.Connection, county: County, left: Head | None = None) -> Head:
    """Begin the county's current incarnation; after a restore it names the point that it `left`."""
    origin = None if left is None else journals.point_of(left)
    head = Head(
        incarnation=county.incarnation,
        device=county.device,
        seq=0,
        hash=first_link(county.public_key, county.incarnation, origin),
        stamp=0 if left is None else left.stamp,
        live=True,
        origin=origin,
    )
    journals.open_head(connection, head)
    return head


@contextmanager
def held_pen(database: Database, wall: Wall = wall_clock) -> Iterator[Pen]:
    """A transaction that may number entries and write the county's journal.

    Raises:
        NotFounded: there is no county yet.
    """
    with database.writing() as connection:
        take_lock(connection, PEN)
        pen = Pen(connection, county_of(connection), wall)
        yield pen
        pen.finish()
