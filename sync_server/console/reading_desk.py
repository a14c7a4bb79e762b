"""阅片: an order is opened and read.  Each act is also a line of the record, which says who has what open."""

from collections import defaultdict
from typing import Final
from uuid import UUID

import sqlalchemy as sa

from sync_server.console import audit
from sync_server.console.audit import Action
from sync_server.console.users import all_users
from sync_server.console.visit import Visit
from sync_server.publish import examinations

HELD_MS: Final = 30 * 60_000  # an order that was opened is being read for so long
_LATEST: Final = 1000  # lines of the record that are looked at


def open_order(visit: Visit, examination: UUID) -> tuple[str, ...]:
    """Note that the user looks at it, once while it is open; answers the names of the others who do."""
    with visit.writing() as db:
        held = _held(db, visit.now)[examination]
        if visit.who.id not in held:
            visit.auditor().note(db, Action.EXAMINATION_OPENED, examination.hex)
        return _named(db, held - {visit.who.id})


def being_read(visit: Visit, db: sa.Connection) -> dict[UUID, tuple[str, ...]]:
    """The orders that somebody has open, with the names."""
    return {one: _named(db, held) for one, held in _held(db, visit.now).items() if held}


def read(visit: Visit, examination: UUID, findings: str, conclusion: str, seen_ms: int) -> None:
    """Raises:
    NotReferred, BadReading, ReadMeanwhile
    """
    who = visit.who
    examinations.read(visit.database, examination, findings, conclusion, who.name, who.id, seen_ms)
    with visit.writing() as db:
        visit.auditor().note(db, Action.EXAMINATION_READ, examination.hex)


def _held(db: sa.Connection, now: int) -> defaultdict[UUID, set[str]]:
    """Who has opened an order and has not read it since."""
    found: defaultdict[UUID, set[str]] = defaultdict(set)
    for line in reversed(audit.lines(db, limit=_LATEST)):
        if line.at < now - HELD_MS:
            continue
        if line.action == Action.EXAMINATION_OPENED:
            found[UUID(line.object)].add(line.user_id)
        elif line.action == Action.EXAMINATION_READ:
            found[UUID(line.object)].discard(line.user_id)
    return found


def _named(db: sa.Connection, users: set[str]) -> tuple[str, ...]:
    return tuple(one.name for one in all_users(db) if one.id in users)
