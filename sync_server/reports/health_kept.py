"""公卫指标: the counts of each township's year are kept, for a county of twenty takes most of a minute to count.

Whoever asks first waits; from then on the worker counts anew, one township at a time, what has changed.
"""

from collections.abc import Sequence
from datetime import date
from typing import Final

import msgspec
import sqlalchemy as sa

from clinic_app.domain.time import Wall, beijing_day, wall_clock
from clinic_app.projections.queries import indicators as queries
from clinic_app.projections.queries.populations import goals_of, populations_of
from clinic_app.projections.tables.facility import facility
from sync_server.reports.health_counts import Counts, Township, counted
from sync_server.store.engine import Database
from sync_server.store.queries import health_figures
from sync_server.store.queries.health_figures import Kept
from sync_server.store.queries.progress import JUDGED, position_of

# How old counts may be when something was written since: of this year, and of one that is over.
_FRESH_MS: Final = 15 * 60_000
_FRESH_PAST_MS: Final = 24 * 3_600_000
_pack, _unpack = msgspec.msgpack.Encoder().encode, msgspec.msgpack.Decoder(Counts).decode


def townships(
    database: Database, codes: Sequence[str], year: int, now: int, *, anew: bool = False
) -> tuple[Township, ...]:
    """What the townships among these institutions come to, as kept; what is not there yet is counted now (UTC ms).

    Args:
        anew: all of them are counted now.
    """
    with database.reading() as db:
        asked = roots(db, codes)
        kept = health_figures.kept(db, year)
    kept |= {one: _count(database, one, year, now) for one in asked if anew or one not in kept}
    with database.reading() as db:
        goals = goals_of(db, year)
        return tuple(
            Township(
                code=one,
                at=kept[one].at,
                counts=_unpack(kept[one].counts),
                stated=populations_of(db, queries.below(db, one), year),
                goals=goals,
            )
            for one in asked
        )


def renew(database: Database, wall: Wall = wall_clock) -> bool:
    """Count anew the oldest of what has changed, and of a new year what nobody has counted; whether there was one.

    Nothing as long as nobody has asked.
    """
    now = wall()
    today = beijing_day(now)
    with database.reading() as db:
        marks = health_figures.marks(db)
        if not marks:
            return False
        held = {(one.facility, one.year) for one in marks}
        every = roots(db, list(db.scalars(sa.select(facility.c.code))))
        due = [(one, today.year) for one in every if (one, today.year) not in held]
        upto = health_figures.written_upto(db)
        for one in marks:
            fresh = _FRESH_MS if one.year == today.year else _FRESH_PAST_MS
            if not due and now - one.at >= fresh and _changed(db, one, upto, today):
                due.append((one.facility, one.year))
    if due:
        _count(database, *due[0], now)
    return bool(due)


def roots(db: sa.Connection, codes: Sequence[str]) -> list[str]:
    """Institutions that are under none of the others."""
    rows = db.execute(sa.select(facility.c.code, facility.c.parent).where(facility.c.code.in_(codes)))
    parents = {row.code: row.parent or "" for row in rows}
    return sorted(code for code, parent in parents.items() if parent not in parents)


def _changed(db: sa.Connection, one: Kept, upto: dict[str, int], today: date) -> bool:
    """A day has gone by, which tells of deaths, moves and merges that others wrote; or one of its own has written."""
    inside = queries.below(db, one.facility)
    return one.day != _last(one.year, today).isoformat() or any(
        upto.get(code, 0) > one.upto for code in inside
    )


def _count(database: Database, code: str, year: int, now: int) -> Kept:
    """Counted now and kept."""
    day = _last(year, beijing_day(now))
    with database.snapshot() as db:
        upto = position_of(db, JUDGED)
        counts = counted(db, queries.below(db, code), year, day)
    found = Kept(facility=code, year=year, day=day.isoformat(), at=now, upto=upto, counts=_pack(counts))
    with database.writing() as db:
        health_figures.keep(db, found)
    return found


def _last(year: int, today: date) -> date:
    return min(today, date(year, 12, 31))
