"""月结: the statements of a month, drawn once and frozen.

Everything adjudicated before the month's end that stands on no earlier statement goes onto one, but for days that
do not balance and for disputes that wait for a decision: these are left out by name and come with a later month.
A running month may be closed early; what is adjudicated afterwards belongs to the next.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

import sqlalchemy as sa

from clinic_app.domain.errors import RuleBroken
from clinic_app.domain.statements import MAX_RECORDS, Line, Part, parted, sums_of
from clinic_app.domain.time import BEIJING, Wall, beijing_day, ms_of, wall_clock
from clinic_app.journal.clock import stamp
from clinic_app.journal.facts.reconciliation import LeftOut, MonthClosed, StatementIssued
from clinic_app.projections.queries import reconciliation
from clinic_app.projections.queries.reconciliation import Close, Statement
from clinic_app.projections.queries.statement_lines import business_days, candidates, line_of, open_disputes
from sync_server.intake.pen import Pen, held_pen
from sync_server.store.engine import Database
from sync_server.store.queries.daybooks import balance
from sync_server.store.queries.registry import facilities

DISPUTE: Final = "dispute"  # why a record was left out: the county has not decided
_MONTH: Final = re.compile(r"20\d\d-(0[1-9]|1[0-2])")


class BadMonth(RuleBroken):
    """No month is written like this: YYYY-MM."""

    code = "month.bad"


class MonthNotBegun(RuleBroken):
    """The month lies in the future."""

    code = "month.not_begun"


class MonthPassed(RuleBroken):
    """A later month is closed: what this one would hold stands there."""

    code = "month.passed"


@dataclass(frozen=True, slots=True)
class Draft:
    """What closing a month would issue to one institution, and what it would leave out."""

    facility: str
    parts: tuple[Part, ...]
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True, slots=True)
class Closed:
    """A closed month, the same whenever it is asked."""

    close: Close
    statements: tuple[Statement, ...]


def close_month(
    database: Database, month: str, author: str = "", wall: Wall = wall_clock, longest: int = MAX_RECORDS
) -> Closed:
    """Draw the month's statements and freeze it; a month that is closed stays as it is.

    Raises:
        BadMonth, MonthNotBegun, MonthPassed
    """
    with held_pen(database, wall) as pen:
        if reconciliation.month_of(pen.connection, month) is None:
            _close(pen, month, author, longest)
    with database.reading() as connection:
        return closed(connection, month)


def closed(connection: sa.Connection, month: str) -> Closed:
    """The report of a closed month.

    Raises:
        BadMonth: it is not closed.
    """
    close = reconciliation.month_of(connection, month)
    if close is None:
        raise BadMonth(month=month)
    return Closed(close, tuple(reconciliation.statements(connection, month)))


def drafts(connection: sa.Connection, month: str, now: int, longest: int = MAX_RECORDS) -> Iterator[Draft]:
    """What closing the month now (UTC ms) would do, an institution at a time; those without anything are skipped.

    Raises:
        BadMonth, MonthNotBegun, MonthPassed
    """
    first, last = days_of_month(month)
    if first > beijing_day(now):
        raise MonthNotBegun(month=month)
    later = next((one.month for one in reconciliation.months(connection) if one.month > month), None)
    if later is not None:
        raise MonthPassed(month=month, later=later)
    for code in sorted(facilities(connection)):
        draft = _draft(connection, code, first, min(last, beijing_day(now)), _end(last), longest)
        if draft.parts or draft.left_out:
            yield draft


def days_of_month(month: str) -> tuple[date, date]:
    """Its first and last day.

    Raises:
        BadMonth
    """
    if not _MONTH.fullmatch(month):
        raise BadMonth(month=month[:20])
    first = date.fromisoformat(f"{month}-01")
    return first, (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def _end(last: date) -> int:
    """The stamp at which the month's adjudications end: Beijing midnight after its last day."""
    following = last + timedelta(days=1)
    return stamp(ms_of(datetime(following.year, following.month, following.day, tzinfo=BEIJING)))


def _close(pen: Pen, month: str, author: str, longest: int) -> None:
    first, last = days_of_month(month)
    now = pen.wall()
    issued = []
    left_out: list[LeftOut] = []
    for draft in drafts(pen.connection, month, now, longest):
        left_out += draft.left_out
        for part in draft.parts:
            fact = _statement(draft.facility, month, part, first, min(last, beijing_day(now)))
            issued.append(pen.append(fact, author=author).id)
    pen.append(MonthClosed(month=month, statements=tuple(issued), left_out=tuple(left_out)), author=author)


def _statement(facility: str, month: str, part: Part, first: date, last: date) -> StatementIssued:
    return StatementIssued(
        facility=facility,
        month=month,
        insutype=part.group.insutype,
        clr_type=part.group.clr_type,
        refd_setl_flag=part.group.refd_setl_flag,
        part=part.no,
        stmt_begndate=first,
        stmt_enddate=last,
        fixmedins_setl_cnt=len(part.lines),
        sums=sums_of(part.lines),
        records=tuple(line.record for line in part.lines),
        carried=tuple(line.record for line in part.lines if line.carried),
    )


def _draft(
    connection: sa.Connection, facility: str, first: date, last: date, before: int, longest: int
) -> Draft:
    lines = candidates(connection, facility, before)
    named = business_days(connection, [line.record for line in lines])
    days = {line.record: named.get(line.record, line.day) for line in lines if line.kind in _DAILY}
    known = [day for day in days.values() if day is not None]
    unbalanced = {
        day.day: day
        for day in balance(connection, min([first, *known]), max([last, *known]), facility)
        if not day.balanced
    }
    stays = [line for line in lines if days.get(line.record) not in unbalanced]
    waiting: dict[date, int] = dict.fromkeys(unbalanced, 0)
    for line in lines:
        day = days.get(line.record)
        if day in unbalanced:
            waiting[day] += 1
    left_out = [LeftOut(facility, day, waiting[day], unbalanced[day].why()) for day in sorted(waiting)]
    left_out += _undecided(connection, facility)
    return Draft(facility, tuple(parted(stays, longest)), tuple(left_out))


_DAILY: Final = frozenset({"settle", "red"})  # kinds that belong to a business day


def _undecided(connection: sa.Connection, facility: str) -> list[LeftOut]:
    days: dict[date, int] = {}
    for record in open_disputes(connection, facility):
        line: Line | None = line_of(connection, record)
        if line is not None and line.day is not None:
            days[line.day] = days.get(line.day, 0) + 1
    return [LeftOut(facility, day, count, DISPUTE) for day, count in sorted(days.items())]
