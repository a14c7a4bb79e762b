"""What this PC's window has not closed yet: entries that moved money, and where in its journal they stand.

Told by the ids that closings name and not by their ranges of numbers: after a fork the same numbers are other entries.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.closing import Movement, Record, Source
from clinic_app.domain.tender import CASH, PURSE
from clinic_app.journal import closings
from clinic_app.journal.catalog import fact_of
from clinic_app.journal.entry import Entry
from clinic_app.journal.facts.calls import CallConcluded
from clinic_app.journal.facts.closing import ClosingMade, JournalRange
from clinic_app.journal.facts.settlement import SettlementMade, SettlementReversed
from clinic_app.projections.queries import calls, closing
from clinic_app.projections.queries.calls import Call, CallState
from clinic_app.projections.queries.catalogs import categories_on
from clinic_app.projections.queries.purse import DEBIT, RETURN
from clinic_app.projections.tables.calls import outside_call
from clinic_app.projections.tables.closing import closing_movement, closing_range, closing_record
from clinic_app.projections.tables.inpatient import deposit
from clinic_app.projections.tables.settlement import bill_deferred, difference_settled, settlement
from clinic_app.store.rows import entry_of, own_runs, selection
from clinic_app.store.tables import entry as entries
from clinic_app.store.tables import incarnation as incarnations

MOST: Final = 5_000  # entries in one closing: its body stays far below 1 MiB; what is over waits for the next

_MOVING: Final = (
    "settlement.made",
    "settlement.reversed",
    "bill.deferred",
    "difference.settled",
    "deposit.taken",
    "deposit.returned",
    "call.concluded",
)


@dataclass(frozen=True, slots=True)
class Window:
    """Entries since the last closing, in the order of the journal; a sealed one is left out."""

    entries: tuple[Entry, ...]
    ranges: tuple[JournalRange, ...]
    more: bool = False  # there are more than one closing holds


def window(connection: sa.Connection, facility: str) -> Window:
    """What our own runs hold that no closing names.

    Only what came after the last closing of a run is looked at, so a closing costs what its day holds.
    """
    ended = _ended(connection)
    rows: list[Any] = []
    for run in own_runs(connection):
        after = ended.get(run.incarnation, 0)
        rows += connection.execute(
            selection()
            .where(
                entries.c.incarnation_no == run.no,
                entries.c.seq > after,
                entries.c.type.in_(_MOVING),
                entries.c.id.in_(_unclosed(facility, run.no, after)),
            )
            .order_by(entries.c.seq)
            .limit(MOST + 1 - len(rows))
        ).all()
    taken, more = rows[:MOST], len(rows) > MOST
    found = tuple(entry_of(row) for row in taken if row.body is not None)
    return Window(found, _ranges(connection, taken, ended, more), more)


def _unclosed(facility: str, run: int, after: int) -> "sa.CompoundSelect[Any]":
    """Of a run's entries after a number, those that moved money and stand in no closing: a fork brings some again."""
    own = entries.alias("own")

    def late(column: "sa.Column[UUID]") -> sa.ColumnElement[bool]:
        return sa.and_(own.c.id == column, own.c.incarnation_no == run, own.c.seq > after)

    def moved(column: "sa.Column[UUID]") -> "sa.Exists":
        return sa.select(closing_movement.c.entry_id).where(closing_movement.c.entry_id == column).exists()

    recorded = sa.select(closing_record.c.record_id).where(closing_record.c.record_id == settlement.c.id)
    purse = sa.and_(outside_call.c.kind.in_((DEBIT, RETURN)), outside_call.c.conclusion == "succeeded")
    return sa.union_all(
        sa.select(settlement.c.id)
        .join_from(own, settlement, late(settlement.c.id))
        .where(settlement.c.facility == facility, ~recorded.exists()),
        *(
            sa.select(column)
            .join_from(own, table, late(column))
            .where(table.c.facility == facility, ~moved(column), *more)
            for table, column, *more in (
                (bill_deferred, bill_deferred.c.id),
                (difference_settled, difference_settled.c.entry_id),
                (deposit, deposit.c.entry_id),
                (outside_call, outside_call.c.concluded_entry, purse),
            )
        ),
    )


def _ended(connection: sa.Connection) -> dict[UUID, int]:
    """Where the last closing of each run ended."""
    statement = sa.select(closing_range.c.incarnation, sa.func.max(closing_range.c.end_seq)).group_by(
        closing_range.c.incarnation
    )
    return {run: int(seq) for run, seq in connection.execute(statement)}


def _ranges(
    connection: sa.Connection, taken: Sequence[Any], ended: Mapping[UUID, int], more: bool
) -> tuple[JournalRange, ...]:
    """Of each own run, from where its last closing ended."""
    found = []
    for run in own_runs(connection):
        seqs = [row.seq for row in taken if row.incarnation == run.incarnation]
        begin = ended.get(run.incarnation, 0) + 1
        end = max(seqs, default=0) if more else run.head_seq
        if begin <= end:
            found.append(JournalRange(run.device, run.incarnation, begin, end))
    return tuple(found)


def entries_of(connection: sa.Connection, ids: Sequence[UUID]) -> tuple[Entry, ...]:
    """Those of these entries that are here with their bodies, in the order asked for."""
    found: dict[UUID, Entry] = {}
    for at in range(0, len(ids), 500):
        rows = connection.execute(selection().where(entries.c.id.in_(ids[at : at + 500])))
        found |= {row.id: entry_of(row) for row in rows if row.body is not None}
    return tuple(found[one] for one in ids if one in found)


def records_of(connection: sa.Connection, found: Sequence[Entry]) -> tuple[Record, ...]:
    """The settlements and reds among these entries; a red's original may be of any day."""
    shown = closing.shown_amounts(connection, [entry.id for entry in found])
    facts = {entry.id: fact_of(entry) for entry in found}
    reds = [fact.settlement_id for fact in facts.values() if isinstance(fact, SettlementReversed)]
    originals = {entry.id: fact_of(entry) for entry in entries_of(connection, reds)}

    @cache
    def categories(day: date) -> Mapping[str, str]:
        return categories_on(connection, day)

    records = []
    for entry in found:
        fact, shown_of = facts[entry.id], shown.get(entry.id)
        if isinstance(fact, SettlementMade):
            records.append(closings.settled(entry, fact, categories(fact.setl_date), shown_of))
        elif isinstance(fact, SettlementReversed):
            made = originals.get(fact.settlement_id)
            original = made if isinstance(made, SettlementMade) else None
            day = original.setl_date if original else fact.refund_date
            records.append(closings.taken_back(entry, fact, original, categories(day), shown_of))
    return tuple(records)


def movements_of(connection: sa.Connection, found: Sequence[Entry]) -> tuple[Movement, ...]:
    """Bills on account, differences, deposits and purse money handed back in cash, among these entries."""
    moved = []
    for entry in found:
        fact = fact_of(entry)
        if isinstance(fact, closings.MOVING):
            moved.append(closings.movement(entry.id, fact))
        elif isinstance(fact, CallConcluded):
            call = calls.call_of(connection, fact.call_id)
            if call.kind == RETURN:
                back = {PURSE: call.amount, CASH: -call.amount}
                moved.append(Movement(id=entry.id, source=Source.PURSE_RETURN, number="", tender=back))
    return tuple(moved)


def debits_of(connection: sa.Connection, found: Sequence[Entry]) -> dict[UUID, int]:
    """Fen of each purse debit that these entries conclude."""
    concluded = [(entry.id, fact_of(entry)) for entry in found if entry.type == CallConcluded.type]
    made = {
        one: calls.call_of(connection, fact.call_id)
        for one, fact in concluded
        if isinstance(fact, CallConcluded)
    }
    return {one: call.amount for one, call in made.items() if call.kind == DEBIT}


def unknown_calls(connection: sa.Connection, facility: str) -> tuple[Call, ...]:
    """未知: calls of this PC about money that were sent, and nobody knows what became of them; the oldest first."""
    own = sa.select(entries.c.id).join(incarnations, incarnations.c.no == entries.c.incarnation_no)
    unknown = [
        one
        for one in calls.open_calls(connection, facility)
        if one.state is CallState.UNKNOWN and not one.kind.startswith("report.")
    ]
    held = own.where(incarnations.c.owner == "own", entries.c.id.in_([one.id for one in unknown]))
    here = set(connection.scalars(held))
    return tuple(one for one in unknown if one.id in here)


def closings_of(connection: sa.Connection, ids: Sequence[UUID]) -> tuple[ClosingMade, ...]:
    """Closings as they stand in the journal, in the order asked for."""
    facts = [fact_of(entry) for entry in entries_of(connection, ids)]
    return tuple(fact for fact in facts if isinstance(fact, ClosingMade))
