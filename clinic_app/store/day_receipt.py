"""What this PC wrote on one day, as far as the county holds it, and what the county said to its records."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.time import BEIJING, ms_of
from clinic_app.journal.catalog import fact_of
from clinic_app.journal.clock import stamp
from clinic_app.journal.day_sums import DaySum, day_sums
from clinic_app.journal.fact import BadFact
from clinic_app.journal.facts.settlement import SettlementMade, SettlementReversed
from clinic_app.projections.queries.statement_lines import chunks
from clinic_app.projections.tables.facility import quarantine
from clinic_app.projections.tables.settlement import settlement
from clinic_app.store import local
from clinic_app.store.rows import Run, entry_of, own_runs, selection
from clinic_app.store.tables import county_day, run_counted, run_day
from clinic_app.store.tables import entry as entries

_RECORDS: Final = (SettlementMade.type, SettlementReversed.type)
_NONE: Final = DaySum(0, 0)
_original = settlement.alias("original")


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A Beijing day of our own entries, over all runs of this PC."""

    held: DaySum  # what the county holds durably
    theirs: DaySum | None  # what it says that it holds; None: it has not told of all of it
    waiting: int  # entries that it does not hold
    ids: tuple[UUID, ...]  # of what it holds
    records: tuple[UUID, ...]  # of those, settlements and reds
    head_seq: int  # the last that it holds, in its run; 0: none
    head: bytes  # the chain's link there; empty: none


@dataclass(frozen=True, slots=True)
class Said:
    """What the county said to one record."""

    id: UUID
    status: str  # agreed, adjusted, voided; "": nothing yet
    fund_diff: int  # fen, county minus clinic
    unjudged: bool  # self-pay, or settled by the insurance platform: it says nothing to that


def day_of(connection: sa.Connection, day: date) -> Day:
    """The entries whose own clock shows `day`."""
    held: list[Any] = []
    waiting = 0
    told: list[DaySum] | None = []
    for run in own_runs(connection):
        rows = _rows(connection, run, day)
        safe = [row for row in rows if row.seq <= run.safe_seq]
        waiting += len(rows) - len(safe)
        held += safe
        if safe and told is not None:
            theirs = _theirs(connection, run, day, _sum_of(safe, day), safe[-1].seq)
            told = None if theirs is None else [*told, theirs]
    last = held[-1] if held else None
    return Day(
        held=_sum_of(held, day),
        theirs=None if told is None else _sum(told),
        waiting=waiting,
        ids=tuple(row.id for row in held),
        records=tuple(row.id for row in held if row.type in _RECORDS),
        head_seq=0 if last is None else last.seq,
        head=b"" if last is None else last.hash or b"",
    )


def said_to(connection: sa.Connection, records: Sequence[UUID]) -> list[Said]:
    """What has come of the county's adjudication of these settlements and reds."""
    insurance = sa.func.coalesce(settlement.c.insutype, _original.c.insutype, "")
    person = sa.func.coalesce(settlement.c.psn_no, _original.c.psn_no, "")
    platform = sa.func.coalesce(settlement.c.setl_id, _original.c.setl_id, "")
    statement = sa.select(
        settlement.c.id,
        settlement.c.adjudged_status,
        settlement.c.fund_diff,
        sa.or_(sa.and_(insurance == "", person == ""), platform != "").label("unjudged"),
    ).select_from(settlement.outerjoin(_original, _original.c.id == settlement.c.reverses))
    return [
        Said(row.id, row.adjudged_status or "", row.fund_diff or 0, bool(row.unjudged))
        for some in chunks(records)
        for row in connection.execute(statement.where(settlement.c.id.in_(some)))
    ]


def aside_among(connection: sa.Connection, ids: Sequence[UUID]) -> frozenset[UUID]:
    """Those of the entries that the county has set aside and not released."""
    flagged = sa.select(quarantine.c.entry_id).where(
        quarantine.c.flagged_at.is_not(None), quarantine.c.released_at.is_(None)
    )
    return frozenset(
        one
        for some in chunks(ids)
        for one in connection.scalars(flagged.where(quarantine.c.entry_id.in_(some)))
    )


def _rows(connection: sa.Connection, run: Run, day: date) -> list[Any]:
    """In the run's order; not a stretch of it, for what was moved after a fork keeps its time."""
    begin = ms_of(datetime(day.year, day.month, day.day, tzinfo=BEIJING).astimezone(UTC))
    end = begin + int(timedelta(days=1).total_seconds() * 1000)
    statement = (
        selection()
        .where(
            entries.c.incarnation_no == run.no, entries.c.time >= stamp(begin), entries.c.time < stamp(end)
        )
        .order_by(entries.c.seq)
    )
    return list(connection.execute(statement))


def _theirs(connection: sa.Connection, run: Run, day: date, ours: DaySum, last: int) -> DaySum | None:
    """What the county told of a day of a run; `None` while it has not told up to seq `last`.

    A push tells of the days that it touches alone, so after a stick the word on an earlier day may be an old one.
    """
    upto = connection.scalar(sa.select(run_counted.c.seq).where(run_counted.c.incarnation_no == run.no)) or 0
    theirs = _kept(connection, county_day, run, day)
    if theirs is None or upto < last:
        return None
    known = json.loads(local.read_text(connection, local.DAYS_DIFFER) or "{}")
    old = theirs != ours and run.incarnation.hex not in known and _kept(connection, run_day, run, day) == ours
    return None if old else theirs


def _kept(connection: sa.Connection, table: sa.Table, run: Run, day: date) -> DaySum | None:
    row = connection.execute(
        sa.select(table.c.entries, table.c.fen).where(
            table.c.incarnation_no == run.no, table.c.day == day.isoformat()
        )
    ).one_or_none()
    return None if row is None else DaySum(row.entries, row.fen)


def _sum_of(rows: Sequence[Any], day: date) -> DaySum:
    return day_sums((row.time, _fen(row)) for row in rows).get(day.isoformat(), _NONE)


def _sum(parts: Sequence[DaySum]) -> DaySum:
    return DaySum(sum(one.entries for one in parts), sum(one.fen for one in parts))


def _fen(row: Any) -> int:
    try:
        fact = fact_of(entry_of(row))
    except BadFact:
        return 0
    return 0 if fact is None else fact.fen
