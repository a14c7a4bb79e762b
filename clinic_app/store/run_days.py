"""What our runs come to by day, as far as the county holds them: compared with its own sums after each push.

Counted once and kept; counted again from the beginning where a run has been put together anew after a fork.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from clinic_app.journal.catalog import fact_of
from clinic_app.journal.day_sums import DaySum, day_sums
from clinic_app.journal.fact import BadFact
from clinic_app.store import local
from clinic_app.store.rows import Run, entry_of, link_at, own_runs, run_rows
from clinic_app.store.tables import county_day, run_counted, run_day
from clinic_app.store.tables import entry as entries

_NONE: Final = DaySum(0, 0)


def count_upto(connection: sa.Connection, run: Run, seq: int) -> None:
    """Count a run's entries up to `seq`, which are here."""
    counted = connection.execute(
        sa.select(run_counted).where(run_counted.c.incarnation_no == run.no)
    ).one_or_none()
    begin = 0 if counted is None else counted.seq
    if begin > seq or (counted is not None and link_at(connection, run, begin) != counted.hash):
        for table in (run_day, county_day):
            connection.execute(sa.delete(table).where(table.c.incarnation_no == run.no))
        begin = 0
    moved = [(row.time, _fen(row)) for row in run_rows(connection, run, begin, seq - begin)]
    sums = day_sums(moved)
    for day, one in sums.items():
        _add(connection, run, day, one)
    # What the county had said of these days was of fewer entries.
    connection.execute(
        sa.delete(county_day).where(county_day.c.incarnation_no == run.no, county_day.c.day.in_(sorted(sums)))
    )
    values = {"incarnation_no": run.no, "seq": seq, "hash": link_at(connection, run, seq)}
    connection.execute(
        sqlite.insert(run_counted)
        .values(values)
        .on_conflict_do_update(index_elements=["incarnation_no"], set_=values)
    )


def differing_day(connection: sa.Connection, run: Run, theirs: Mapping[str, DaySum]) -> str | None:
    """The first of the days on which the county holds something else of a run than was counted here."""
    rows = connection.execute(
        sa.select(run_day).where(run_day.c.incarnation_no == run.no, run_day.c.day.in_(sorted(theirs)))
    )
    ours = {row.day: DaySum(row.entries, row.fen) for row in rows}
    return next((day for day in sorted(theirs) if ours.get(day, _NONE) != theirs[day]), None)


def compare(connection: sa.Connection, run: Run, theirs: Mapping[str, DaySum]) -> None:
    """Remember a day on which the county's sums of a run are not ours, until the two agree on that day."""
    _keep_theirs(connection, run, theirs)
    known: dict[str, str] = json.loads(local.read_text(connection, local.DAYS_DIFFER) or "{}")
    before, day = known.get(run.incarnation.hex), differing_day(connection, run, theirs)
    if day is None and before is not None and before not in theirs:
        return  # nothing was said of that day
    now = {name: its for name, its in known.items() if name != run.incarnation.hex}
    if day is not None:
        now[run.incarnation.hex] = day
    if now != known:
        local.write(connection, local.DAYS_DIFFER, json.dumps(now))


def differing(connection: sa.Connection) -> str:
    """The earliest day on which the county's sums are not ours; "" when all agree."""
    known: dict[str, str] = json.loads(local.read_text(connection, local.DAYS_DIFFER) or "{}")
    return min(known.values(), default="")


@dataclass(frozen=True, slots=True)
class BothEnds:
    """A Beijing day of all that this PC wrote, at both ends."""

    day: str  # YYYY-MM-DD
    ours: DaySum  # of what the county has confirmed
    theirs: DaySum | None  # None: the county has not told
    waiting: int  # entries of the day that the county has not confirmed

    @property
    def differs(self) -> bool:
        return self.theirs is not None and self.theirs != self.ours


def both_ends(connection: sa.Connection, most: int) -> list[BothEnds]:
    """The newest `most` days, newest first."""
    ours = {(row.incarnation_no, row.day): row for row in connection.execute(_newest(run_day, most))}
    theirs = {(row.incarnation_no, row.day): row for row in connection.execute(_newest(county_day, most))}
    waiting = _waiting(connection)
    days = sorted({day for _, day in (*ours, *theirs)} | set(waiting), reverse=True)[:most]
    found = []
    for day in days:
        runs = {key for key in (*ours, *theirs) if key[1] == day}
        told = bool(runs) and all(key in theirs for key in runs)
        found.append(
            BothEnds(
                day,
                _sum(ours.get(key) for key in runs),
                _sum(theirs.get(key) for key in runs) if told else None,
                waiting.get(day, 0),
            )
        )
    return found


def _newest(table: sa.Table, most: int) -> sa.Select[Any]:
    days = sa.select(table.c.day).distinct().order_by(table.c.day.desc()).limit(most)
    return sa.select(table).where(table.c.day.in_(days))


def _waiting(connection: sa.Connection) -> dict[str, int]:
    """How many entries of each day the county has not confirmed."""
    stamps = (
        (stamp, 0)
        for run in own_runs(connection)
        if run.safe_seq < run.head_seq
        for stamp in connection.scalars(
            sa.select(entries.c.time).where(entries.c.incarnation_no == run.no, entries.c.seq > run.safe_seq)
        )
    )
    return {day: one.entries for day, one in day_sums(stamps).items()}


def _sum(rows: Iterable[Any]) -> DaySum:
    there = [row for row in rows if row is not None]
    return DaySum(sum(row.entries for row in there), sum(row.fen for row in there))


def _keep_theirs(connection: sa.Connection, run: Run, theirs: Mapping[str, DaySum]) -> None:
    insert = sqlite.insert(county_day)
    values = [
        {"incarnation_no": run.no, "day": day, "entries": one.entries, "fen": one.fen}
        for day, one in theirs.items()
    ]
    if values:
        connection.execute(
            insert.on_conflict_do_update(
                index_elements=["incarnation_no", "day"],
                set_={"entries": insert.excluded.entries, "fen": insert.excluded.fen},
            ),
            values,
        )


def _fen(row: Any) -> int:
    try:
        fact = fact_of(entry_of(row))
    except BadFact:
        return 0
    return 0 if fact is None else fact.fen


def _add(connection: sa.Connection, run: Run, day: str, one: DaySum) -> None:
    insert = sqlite.insert(run_day).values(incarnation_no=run.no, day=day, entries=one.entries, fen=one.fen)
    connection.execute(
        insert.on_conflict_do_update(
            index_elements=["incarnation_no", "day"],
            set_={
                "entries": run_day.c.entries + insert.excluded.entries,
                "fen": run_day.c.fen + insert.excluded.fen,
            },
        )
    )
