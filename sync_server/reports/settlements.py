"""结算: what clinics settled and how the county judged it.  Money is whole fen.

Every list names its days: the index begins with the facility and the day of settlement.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.errors import NotFound
from clinic_app.journal.catalog import fact_of
from clinic_app.journal.clock import ms_of_stamp
from clinic_app.journal.fact import BadFact
from clinic_app.journal.facts.county import SettlementAdjudicated
from clinic_app.journal.facts.settlement import SettlementMade, SettlementReversed
from clinic_app.projections.tables.facility import facility
from clinic_app.projections.tables.settlement import settlement
from sync_server.reports.entries import UnknownEntry, entry_of

# As an auditor asks: what the county said; `waiting` is not judged yet, `own` needs no judgement,
# and `reversed` counts nowhere any more, whatever was said.
STATES: Final = ("agreed", "adjusted", "voided", "rejected", "waiting", "own", "reversed")


class UnknownSettlement(NotFound):
    code = "console.not_found"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One settlement of the list."""

    id: UUID
    made: int  # UTC ms
    facility: str
    number: str
    setl_date: date
    med_type: str
    insutype: str  # "" for self-pay
    state: str  # one of STATES
    error: str
    cause: str
    action_due: str
    medfee_fen: int
    fund_fen: int  # as the clinic computed it
    person_fen: int
    fund_diff_fen: int | None  # county minus clinic; None while not judged
    reversed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which settlements; "" means all."""

    since: date
    until: date  # included
    facility: str = ""
    state: str = ""
    number: str = ""  # of the receipt


@dataclass(frozen=True, slots=True)
class Sum:
    """What a filter adds up to, for one state."""

    state: str
    count: int
    medfee_fen: int
    fund_fen: int
    person_fen: int
    fund_diff_fen: int


Cursor = tuple[int, UUID]  # the stamp and id of the last line shown


@dataclass(frozen=True, slots=True)
class Page:
    lines: tuple[Line, ...]
    after: Cursor | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One settlement in full: what the clinic wrote, and what the county wrote about it."""

    line: Line
    made: SettlementMade
    author: str
    resident: UUID | None
    judged: SettlementAdjudicated | None
    judged_at: int | None  # UTC ms
    judged_entry: UUID | None
    red: SettlementReversed | None
    red_at: int | None  # UTC ms
    red_entry: UUID | None
    red_judged: SettlementAdjudicated | None

    def amounts(self, names: Sequence[str]) -> list[tuple[str, int, int | None]]:
        """``(field, clinic, county)`` in fen for each field not zero on both sides; `names` first."""
        county = self.judged.amounts if self.judged else {}
        every = [*names, *sorted((set(self.made.amounts) | set(county)) - set(names))]
        rows = [
            (name, self.made.amounts.get(name, 0), county.get(name, 0) if self.judged else None)
            for name in every
        ]
        return [row for row in rows if row[1] or row[2]]


def settlements(db: sa.Connection, wanted: Filter, after: Cursor | None = None, limit: int = 50) -> Page:
    """A page of lines, newest first."""
    table = settlement.c
    statement = (
        sa.select(settlement, _state().label("state"))
        .where(*_conditions(wanted))
        .order_by(table.made_at.desc(), table.id.desc())
        .limit(limit + 1)
    )
    if after is not None:
        stamp, last = after
        statement = statement.where(
            sa.or_(table.made_at < stamp, sa.and_(table.made_at == stamp, table.id < last))
        )
    rows = list(db.execute(statement))
    lines = tuple(_line(row._mapping) for row in rows[:limit])
    more = rows[limit - 1] if len(rows) > limit else None
    return Page(lines, None if more is None else (more.made_at, more.id))


def sums(db: sa.Connection, wanted: Filter) -> list[Sum]:
    """What the filter adds up to, a line a state, in the order of `STATES`."""
    table = settlement.c
    state = _state_or_reversed().label("state")
    statement = (
        sa.select(
            state,
            sa.func.count(),
            sa.func.sum(table.medfee_sumamt),
            sa.func.sum(table.fund_pay_sumamt),
            sa.func.sum(table.psn_part_amt),
            sa.func.coalesce(sa.func.sum(table.fund_diff), 0),
        )
        .where(*_conditions(wanted))
        .group_by(state)
    )
    found = [Sum(kind, *(int(value) for value in values)) for kind, *values in db.execute(statement)]
    return sorted(found, key=lambda one: STATES.index(one.state))


def by_day(db: sa.Connection, since: date, until: date) -> dict[date, dict[str, int]]:
    """How many settlements of each day (both included) stand in which state."""
    table = settlement.c
    state = _state_or_reversed().label("state")
    statement = (
        sa.select(table.setl_date, state, sa.func.count())
        .where(*_conditions(Filter(since=since, until=until)))
        .group_by(table.setl_date, state)
    )
    days: dict[date, dict[str, int]] = {}
    for day, kind, count in db.execute(statement):
        days.setdefault(day, {})[kind] = count
    return days


def newest_day(db: sa.Connection, until: date) -> date | None:
    """The last day up to `until` on which anybody settled."""
    table = settlement.c
    known = table.facility.in_(sa.select(facility.c.code))
    newest: date | None = db.scalar(
        sa.select(sa.func.max(table.setl_date)).where(known, table.setl_date <= until)
    )
    return newest


def account(db: sa.Connection, settlement_id: UUID) -> Account:
    """Raises:
    UnknownSettlement: the id is none, or the entry has not arrived.
    """
    table = settlement.c
    row = db.execute(
        sa.select(settlement, _state().label("state")).where(
            table.id == settlement_id, table.kind == "settle"
        )
    ).one_or_none()
    if row is None:
        raise UnknownSettlement(what=settlement_id.hex[:8])
    red_row = db.execute(
        sa.select(table.adjudicated_entry).where(table.id == row.reversed_entry)
    ).one_or_none()
    made = _fact(db, settlement_id)
    if not isinstance(made, SettlementMade):
        raise UnknownSettlement(what=settlement_id.hex[:8])
    judged = _fact(db, row.adjudicated_entry)
    red = _fact(db, row.reversed_entry)
    red_judged = _fact(db, red_row.adjudicated_entry if red_row else None)
    return Account(
        line=_line(row._mapping),
        made=made,
        author=row.made_by or "",
        resident=row.resident,
        judged=judged if isinstance(judged, SettlementAdjudicated) else None,
        judged_at=_ms(row.adjudicated_at),
        judged_entry=row.adjudicated_entry,
        red=red if isinstance(red, SettlementReversed) else None,
        red_at=_ms(row.reversed_at),
        red_entry=row.reversed_entry,
        red_judged=red_judged if isinstance(red_judged, SettlementAdjudicated) else None,
    )


def total(parts: Sequence[Sum]) -> Sum:
    """All states together, without what was reversed."""
    start = Sum("", 0, 0, 0, 0, 0)
    for part in parts:
        if part.state == "reversed":
            continue
        start = replace(
            start,
            count=start.count + part.count,
            medfee_fen=start.medfee_fen + part.medfee_fen,
            fund_fen=start.fund_fen + part.fund_fen,
            person_fen=start.person_fen + part.person_fen,
            fund_diff_fen=start.fund_diff_fen + part.fund_diff_fen,
        )
    return start


def _conditions(wanted: Filter) -> list[sa.ColumnElement[bool]]:
    table = settlement.c
    conditions = [
        table.kind == "settle",
        table.setl_date >= wanted.since,
        table.setl_date <= wanted.until,
        table.facility == wanted.facility
        if wanted.facility
        else table.facility.in_(sa.select(facility.c.code)),
    ]
    if wanted.state:
        conditions.append(_state_or_reversed() == wanted.state)
    if wanted.number:
        conditions.append(table.number == wanted.number)
    return conditions


def _state() -> sa.ColumnElement[str]:
    table = settlement.c
    return sa.case(
        (table.adjudged_status.is_not(None), table.adjudged_status),
        (table.insutype == "", "own"),
        else_="waiting",
    )


def _state_or_reversed() -> sa.ColumnElement[str]:
    return sa.case((settlement.c.reversed_at.is_not(None), "reversed"), else_=_state())


def _line(value: sa.RowMapping) -> Line:
    return Line(
        id=value["id"],
        made=ms_of_stamp(value["made_at"]),
        facility=value["facility"] or "",
        number=value["number"] or "",
        setl_date=value["setl_date"],
        med_type=value["med_type"] or "",
        insutype=value["insutype"] or "",
        state=value["state"],
        error=value["adjudged_error"] or "",
        cause=value["cause"] or "",
        action_due=value["action_due"] or "",
        medfee_fen=value["medfee_sumamt"],
        fund_fen=value["fund_pay_sumamt"],
        person_fen=value["psn_part_amt"],
        fund_diff_fen=value["fund_diff"],
        reversed=value["reversed_at"] is not None,
    )


def _fact(db: sa.Connection, entry_id: UUID | None) -> object:
    if entry_id is None:
        return None
    try:
        return fact_of(entry_of(db, entry_id)[0])
    except (UnknownEntry, BadFact):
        return None


def _ms(stamp: int | None) -> int | None:
    return None if stamp is None else ms_of_stamp(stamp)
