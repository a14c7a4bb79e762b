"""Letting an entry that was set aside count after all, with what waited for it."""

from typing import Final
from uuid import UUID

from clinic_app.domain.errors import ClinicError
from clinic_app.domain.time import Wall, wall_clock
from clinic_app.journal.catalog import fact_of
from clinic_app.journal.facts.county import EntryReleased
from clinic_app.journal.quarantine import AnsweredBefore, IdConflict
from sync_server.intake.judge import Judge
from sync_server.intake.naming import named_in
from sync_server.intake.pen import Pen, held_pen
from sync_server.intake.project import Adjudicate, count
from sync_server.intake.quarantine import CannotRelease, NotHeld
from sync_server.store.engine import Database
from sync_server.store.queries import entries, held
from sync_server.store.queries.held import Held

_NEVER: Final = frozenset({IdConflict.code, AnsweredBefore.code})  # another entry stands in its place


def release(
    database: Database,
    entry_id: UUID,
    reason: str,
    adjudicate: Adjudicate,
    author: str = "",
    wall: Wall = wall_clock,
) -> int:
    """An officer (`author`) lets an entry count; answers how many count now, dependents included.

    Raises:
        NotHeld: nothing with this id is set aside.
        CannotRelease: it cannot be read, or its id belongs to another entry.
        ClinicError: the county still cannot adjudicate it.
    """
    with held_pen(database, wall) as pen:
        found = held.of_id(pen.connection, entry_id)
        if not found:
            raise NotHeld(entry=entry_id.hex)
        return _let_count(pen, found[0], reason, author, adjudicate)


def _let_count(pen: Pen, item: Held, reason: str, author: str, adjudicate: Adjudicate) -> int:
    connection, judge = pen.connection, Judge(pen.connection)
    arrived = entries.at(connection, item.position)
    try:
        fact = fact_of(arrived.entry)
    except ClinicError as error:
        raise CannotRelease(entry=item.id.hex, why=error.code) from error
    if fact is None or item.reason in _NEVER:
        raise CannotRelease(entry=item.id.hex, why=item.reason)
    held.release(connection, item.position, pen.wall())
    count(pen, judge, arrived, arrived.placed(), fact, adjudicate)
    pen.append(EntryReleased(facility=item.facility, entry_id=item.id, reason=reason), author=author)
    return 1 + sum(
        _let_count(pen, dependent, reason, author, adjudicate)
        for dependent in held.waiting_for(connection, item.id)
        if _is_free(pen, dependent)
    )


def _is_free(pen: Pen, item: Held) -> bool:
    """Whether nothing but the wait held this entry back; otherwise it goes on waiting for an officer."""
    arrived = entries.at(pen.connection, item.position)
    try:
        fact = Judge(pen.connection).fact(arrived.placed())
    except ClinicError:
        return False
    if fact is None:
        return False
    named = [one for one in named_in(fact).built_on if one != item.id]
    return not held.unreleased_among(pen.connection, named)
