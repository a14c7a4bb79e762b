"""Behind the push: each entry is judged in the county's order, and counts or is set aside.

Both happen in one transaction with the place reached, so a crash repeats nothing and skips nothing.
"""

import logging
from collections.abc import Callable
from typing import Final
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.errors import ClinicError
from clinic_app.domain.time import Wall, wall_clock
from clinic_app.journal.fact import Fact
from clinic_app.journal.facts.county import EntryReleased
from clinic_app.journal.facts.facility import RECOVERY, FacilityFounded, StaffCertified
from clinic_app.journal.facts.settlement import SettlementMade, SettlementReversed
from clinic_app.journal.quarantine import IdConflict, Unprocessable, Waits
from clinic_app.projections.apply import apply
from sync_server.intake.certify import certify_recovery
from sync_server.intake.judge import Judge, named_entries
from sync_server.intake.pen import Pen, held_pen
from sync_server.intake.quarantine import hold
from sync_server.store.engine import Database
from sync_server.store.queries import entries, held, staff
from sync_server.store.queries.entries import Arrived
from sync_server.store.queries.progress import JUDGED, SEQUENCED, move, position_of
from sync_server.store.queries.staff import Certificate

BATCH: Final = 200  # entries in one transaction
OUTAGES: Final = (sa.exc.OperationalError, sa.exc.InterfaceError)  # the database's trouble, not an entry's
logger = logging.getLogger(__name__)

# The county's own computation of an entry that is about to count: what to write into its journal, if anything.
# It reads only; a `ClinicError` of it sets the entry aside.
Adjudicate = Callable[[sa.Connection, Arrived, Fact], Fact | None]


def project(database: Database, adjudicate: Adjudicate, wall: Wall = wall_clock, limit: int = BATCH) -> int:
    """Judge what is numbered and not yet judged; answers how many entries that were."""
    with database.reading() as connection:
        if position_of(connection, JUDGED) >= position_of(connection, SEQUENCED):
            return 0
    steps = _Steps()
    try:
        with held_pen(database, wall) as pen:
            return steps.take(pen, adjudicate, limit)
    except OUTAGES:
        raise
    except Exception:  # an edge: whatever one entry does to this program, those after it flow on
        if steps.failed is None:
            raise
        logger.exception("entry at %s cannot be processed", steps.failed)
    if steps.done:
        return project(database, adjudicate, wall, steps.done)
    with held_pen(database, wall) as pen:
        hold(pen, entries.at(pen.connection, steps.failed), Unprocessable())
        move(pen.connection, JUDGED, steps.failed)
    return 1


class _Steps:
    """One batch; remembers how far it came when an entry breaks it."""

    def __init__(self) -> None:
        self.done = 0
        self.failed: int | None = None  # arrival position

    def take(self, pen: Pen, adjudicate: Adjudicate, limit: int) -> int:
        connection = pen.connection
        batch = entries.after(connection, position_of(connection, JUDGED), limit)
        batch_of = _Batch(pen, adjudicate, batch)
        for arrived in batch:
            self.failed = arrived.position
            batch_of.step(arrived)
            self.done += 1
        self.failed = None
        if batch:
            move(connection, JUDGED, batch[-1].position)
        return len(batch)


class _Batch:
    """What the entries of one batch share."""

    def __init__(self, pen: Pen, adjudicate: Adjudicate, batch: list[Arrived]) -> None:
        self._pen = pen
        self._adjudicate = adjudicate
        self._judge = Judge(pen.connection)
        self._held = held.unreleased_ids(pen.connection)
        self._waited_for = held.waited_for(pen.connection)
        self._seen = entries.earlier_of_ids(pen.connection, [arrived.entry.id for arrived in batch])

    def step(self, arrived: Arrived) -> None:
        entry = arrived.entry
        if entry.device == self._pen.county.device:
            return  # counted when it was written
        _, kind, body_hash = self._seen[entry.id][0]
        if self._seen[entry.id][0][0] < arrived.position:
            if (kind, body_hash) != (entry.type, entry.body_hash):
                hold(self._pen, arrived, IdConflict())
            return  # the same entry again, after a fork
        try:
            fact = self._judge.fact(arrived.placed())
            if fact is not None:
                self._require_free(fact)
                count(self._pen, self._judge, arrived, fact, self._adjudicate)
        except ClinicError as refusal:
            hold(self._pen, arrived, refusal)
            self._held.add(entry.id)
            if isinstance(refusal, Waits):
                self._waited_for.add(UUID(hex=str(refusal.facts["entry"])))
        else:
            if fact is not None and entry.id in self._waited_for:
                self._let_follow(entry.id)

    def _let_follow(self, came: UUID) -> None:
        """What came before the entry that it builds on counts now, unless something else is wrong with it."""
        connection = self._pen.connection
        for item in held.waiting_for(connection, came):
            arrived = entries.at(connection, item.position)
            try:
                fact = self._judge.fact(arrived.placed())
                if fact is None:
                    continue
                self._require_free(fact)
                count(self._pen, self._judge, arrived, fact, self._adjudicate)
            except ClinicError:
                continue  # it stays set aside for an officer
            held.release(connection, item.position, self._pen.wall())
            self._held.discard(item.id)
            self._pen.append(EntryReleased(facility=item.facility, entry_id=item.id, reason=Waits.code))
            self._let_follow(item.id)

    def _require_free(self, fact: Fact) -> None:
        for named in named_entries(fact):
            if named in self._held:
                raise Waits(entry=named.hex)


def count(pen: Pen, judge: Judge, arrived: Arrived, fact: Fact, adjudicate: Adjudicate) -> None:
    """From now on the entry counts: in the tables, among the certificates, in the accumulators.

    Raises:
        ClinicError: the adjudication cannot be made yet; nothing has been written.
    """
    follows = isinstance(fact, SettlementMade) and fact.resettles is not None
    if follows or isinstance(fact, SettlementReversed):  # its original may have been judged a moment ago
        pen.write_down()
    verdict = adjudicate(pen.connection, arrived, fact)
    placed = arrived.placed()
    apply(pen.connection, placed, fact)
    if isinstance(fact, StaffCertified):
        certificate = Certificate(
            facility=arrived.facility,
            staff_id=fact.staff_id,
            entry_id=arrived.entry.id,
            effective=placed.effective,
            roles=fact.roles if fact.active else (),
            public_key=fact.person.public_key,
        )
        staff.certify(pen.connection, certificate)
        judge.forget(arrived.facility, fact.staff_id)
    if isinstance(fact, FacilityFounded) and certify_recovery(pen.connection, arrived, fact):
        judge.forget(arrived.facility, RECOVERY)
    if verdict is not None:
        pen.append(verdict, arrived.entry.subject)
