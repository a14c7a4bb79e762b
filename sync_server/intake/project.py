"""Behind the push: each entry is judged in the county's order, and counts or is set aside.

A batch is numbered, judged and written in one transaction with the place reached, so a crash repeats nothing and skips
nothing.  What it asks for is looked up once, and each table is written once.  A batch that breaks this program is taken
again in ever smaller ones, until the entry that does it stands alone and is set aside.
"""

import logging
import traceback
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple, Protocol, runtime_checkable
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.errors import ClinicError
from clinic_app.domain.time import Wall, wall_clock
from clinic_app.journal.fact import Fact
from clinic_app.journal.facts.county import EntryReleased
from clinic_app.journal.facts.facility import FacilityFounded, StaffCertified
from clinic_app.journal.quarantine import IdConflict, Unprocessable, Waits
from clinic_app.projections.apply import apply
from clinic_app.projections.upsert import Placed
from sync_server.intake.certify import certify_recovery
from sync_server.intake.garbage import seldom_sought
from sync_server.intake.judge import Judge, read_fact
from sync_server.intake.known import Known
from sync_server.intake.naming import NOTHING, Named, named_in
from sync_server.intake.pen import Pen, held_pen
from sync_server.intake.quarantine import hold
from sync_server.intake.sequence import number
from sync_server.store.engine import Database, is_outage
from sync_server.store.queries import entries, held, journals, staff
from sync_server.store.queries.entries import Arrived
from sync_server.store.queries.progress import JUDGED, SEQUENCED, move, position_of
from sync_server.store.queries.staff import Certificate

BATCH: Final = 1000  # entries in one transaction: the pen is held for some tenths of a second
_SMALLER: Final = 8  # times, after a batch that failed
logger = logging.getLogger(__name__)

# The county's own computation of an entry that is about to count: what to write into its journal, if anything.
# It reads only; a `ClinicError` of it sets the entry aside.
Adjudicate = Callable[[sa.Connection, Arrived, Fact], Fact | None]


class BatchAdjudicate(Protocol):
    """`Adjudicate` for the entries of one batch, in their order; what it answers counts before the next call."""

    def __call__(self, connection: sa.Connection, arrived: Arrived, fact: Fact, /) -> Fact | None: ...

    def close(self, connection: sa.Connection) -> None:
        """The batch's last word, before it is committed."""


@runtime_checkable
class TakesBatches(Protocol):
    """An `Adjudicate` that can look up at once what a batch asks for."""

    def of_batch(self, connection: sa.Connection, batch: Sequence[Arrived]) -> BatchAdjudicate: ...


def project(
    database: Database,
    adjudicate: Adjudicate,
    wall: Wall = wall_clock,
    limit: int = BATCH,
    *,
    numbers: bool = False,
) -> int:
    """Judge what is numbered and not yet judged; answers how many entries that were.

    `numbers`: number what waits, too, as far as the batch has room.
    """
    with database.reading() as connection:
        waits = numbers and journals.inbox_size(connection) > 0
        if not waits and position_of(connection, JUDGED) >= position_of(connection, SEQUENCED):
            return 0
    try:
        with seldom_sought(), held_pen(database, wall) as pen:
            return _judge_next(pen, adjudicate, limit, numbers)
    except Exception as error:  # an edge: whatever one entry does to this program, those after it flow on
        if is_outage(error):
            raise
        found = error
    if limit > 1:
        logger.warning("a batch is taken again in smaller ones: %s", type(found).__name__)
        return project(database, adjudicate, wall, max(limit // _SMALLER, 1), numbers=numbers)
    return _set_aside(database, wall, found)


def _judge_next(pen: Pen, adjudicate: Adjudicate, limit: int, numbers: bool) -> int:
    connection = pen.connection
    judged = position_of(connection, JUDGED)
    batch: list[Arrived] = []
    if judged < pen.position:
        batch = entries.others_after(connection, judged, limit, pen.county.device)
    if numbers and len(batch) < limit:
        batch += number(pen, limit - len(batch))
    newest = pen.position
    del batch[limit:]  # a segment comes whole: the rest of it is judged next
    if batch:
        _Batch(pen, adjudicate, batch).judge()
    # What this batch has written into the county's journal counts already, and nothing else stands behind its end.
    whole = len(batch) < limit or batch[-1].position == newest
    move(connection, JUDGED, pen.position if whole else batch[-1].position)
    return len(batch) or 1


def judge_numbered(pen: Pen, adjudicate: Adjudicate, batch: list[Arrived]) -> None:
    """Judge entries that this pen has numbered and written down, in their order."""
    _Batch(pen, adjudicate, batch).judge()


def _set_aside(database: Database, wall: Wall, error: Exception) -> int:
    """The next entry alone breaks this program."""
    with held_pen(database, wall) as pen:
        connection = pen.connection
        found = entries.others_after(connection, position_of(connection, JUDGED), 1, pen.county.device)
        if not found:
            raise error
        # Neither the error's text nor the entry's: they may name a patient.
        frames = "".join(traceback.format_tb(error.__traceback__))
        logger.error(
            "entry at %s cannot be processed: %s\n%s", found[0].position, type(error).__name__, frames
        )
        hold(pen, found[0], Unprocessable())
        move(connection, JUDGED, found[0].position)
    return 1


class _Read(NamedTuple):
    """An entry that was read: what it says, or why it cannot say it."""

    arrived: Arrived
    placed: Placed
    fact: Fact | None
    named: Named = NOTHING
    refusal: ClinicError | None = None


def _read(arrived: Arrived) -> _Read:
    placed = arrived.placed()
    try:
        fact = read_fact(arrived.entry)
    except ClinicError as refusal:
        return _Read(arrived, placed, None, refusal=refusal)
    return _Read(arrived, placed, fact, NOTHING if fact is None else named_in(fact))


class _Batch:
    """What the entries of one batch share."""

    def __init__(self, pen: Pen, adjudicate: Adjudicate, batch: list[Arrived]) -> None:
        self._pen = pen
        self._known = Known(pen.connection, batch[0].position)
        self._judge = Judge(pen.connection, self._known)
        self._batch = batch
        self._of_batch: BatchAdjudicate | None = None
        if isinstance(adjudicate, TakesBatches):
            self._of_batch = adjudicate.of_batch(pen.connection, batch)
        self._adjudicate: Adjudicate = self._of_batch or adjudicate

    def judge(self) -> None:
        read = [_read(arrived) for arrived in self._batch]
        self._known.ask(self._batch, [one.named for one in read])
        for one in read:
            self._step(one)
        if self._of_batch is not None:
            self._of_batch.close(self._pen.connection)

    def _step(self, read: _Read) -> None:
        arrived, entry = read.arrived, read.arrived.entry
        first = self._known.see(arrived)
        if first.position < arrived.position:
            if (first.type, first.body_hash) != (entry.type, entry.body_hash):
                hold(self._pen, arrived, IdConflict())
            return  # the same entry again, after a fork
        try:
            self._count(read)
        except ClinicError as refusal:
            hold(self._pen, arrived, refusal)
            waits = isinstance(refusal, Waits)
            self._known.hold(entry.id, UUID(hex=str(refusal.facts["entry"])) if waits else None)
        else:
            if read.fact is not None and self._known.is_waited_for(entry.id):
                self._let_follow(entry.id)

    def _count(self, read: _Read) -> None:
        """Raises:
        ClinicError: it does not count.
        """
        if read.refusal is not None:
            raise read.refusal
        if read.fact is None:
            return
        self._judge.require_allowed(read.placed, read.fact, read.named)
        for named in read.named.built_on:
            if self._known.is_held(named):
                raise Waits(entry=named.hex)
        count(self._pen, self._judge, read.arrived, read.placed, read.fact, self._adjudicate)

    def _let_follow(self, came: UUID) -> None:
        """What came before the entry that it builds on counts now, unless something else is wrong with it."""
        connection = self._pen.connection
        for item in held.waiting_for(connection, came):
            read = _read(entries.at(connection, item.position))
            try:
                self._count(read)
            except ClinicError:
                continue  # it stays set aside for an officer
            if read.fact is None:
                continue
            held.release(connection, item.position, self._pen.wall())
            self._known.release(item.id)
            self._pen.append(EntryReleased(facility=item.facility, entry_id=item.id, reason=Waits.code))
            self._let_follow(item.id)


def count(
    pen: Pen, judge: Judge, arrived: Arrived, placed: Placed, fact: Fact, adjudicate: Adjudicate
) -> None:
    """From now on the entry counts: in the tables, among the certificates, in the accumulators.

    Raises:
        ClinicError: the adjudication cannot be made yet; nothing has been written.
    """
    verdict = adjudicate(pen.connection, arrived, fact)
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
        judge.known.certify(certificate)
    if isinstance(fact, FacilityFounded):
        recovery = certify_recovery(pen.connection, arrived, fact)
        if recovery is not None:
            judge.known.certify(recovery)
    if verdict is not None:
        pen.append(verdict, arrived.entry.subject)
