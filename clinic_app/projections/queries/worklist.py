"""工作清单: what is due in a facility.

How a task stands is a matter of the day that is asked about; nothing is written for it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.public_health.tasks import (
    Reason,
    State,
    Task,
    norm,
    rolled,
    sensible,
    state_of,
)
from clinic_app.domain.rounds import walked_between
from clinic_app.projections.queries.persons import kept_of
from clinic_app.projections.tables.care import duty_task
from clinic_app.projections.tables.households import household, household_member
from clinic_app.projections.tables.residents import resident
from clinic_app.projections.types import Id

_REMEMBERED: Final = timedelta(days=365)  # how long what was missed stays on the list
_AHEAD: Final = timedelta(days=365)  # what begins later is not told yet
_OWED: Final = (State.DUE, State.OVERDUE, State.LOST)


class View(StrEnum):
    """Which part of the list."""

    EXECUTABLE = "executable"  # 可执行: the time for it is now
    TODAY = "today"  # 今天是最后一天
    URGENT = "urgent"  # 紧急: three days to the last one
    OVERDUE = "overdue"  # 过期
    FUTURE = "future"  # 未到期
    LOST = "lost"  # 失访
    MISSED = "missed"  # 已错过
    ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is asked for; empty: all."""

    today: date
    view: View = View.EXECUTABLE
    service: str = ""
    village: str = ""
    group: str = ""  # 村民小组
    doctor: str = ""  # staff id
    household: UUID | None = None  # one house alone
    resident_id: UUID | None = None  # one person alone
    by_house: bool = False  # the way a village is walked, all of one household together; else by the last day


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One line of the list."""

    day: date  # of reading
    resident_id: UUID
    name: str
    sex: str  # GB/T 2261.1
    birth_date: date | None
    phone: str
    village: str
    group: str
    house: str
    household: UUID | None
    doctor: str  # staff id
    task: Task
    state: State


def counts(connection: sa.Connection, facility: str, wanted: Wanted) -> dict[View, int]:
    """How many lines each view has, with the other filters of `wanted`.

    Tasks of the same days are counted in the order of the index and judged once.
    """
    own, old = _parts(facility, wanted, _COUNTED)
    same, lines = [duty_task.c[name] for name in _COUNTED], sa.func.count().label("lines")
    alike = own.add_columns(lines).group_by(*same)
    rolled = old.add_columns(lines).group_by(duty_task.c.missed_from, duty_task.c.failed)
    tasks = sa.union_all(alike, rolled).subquery()
    view = _view(tasks, wanted.today).label("view")
    found = dict.fromkeys(View, 0)
    for row in connection.execute(sa.select(view, tasks.c.lines)):
        for one in _HOLDS.get(row.view, ()):
            found[one] += row.lines
    return found


def items(
    connection: sa.Connection, facility: str, wanted: Wanted, start: int = 0, limit: int = 200
) -> list[Item]:
    """`limit` lines from number `start` (from 0) on: by the last day, then in the order of the way; or by the way.

    Their order is read from the indexes; the rest only of what is shown.
    """
    parts = _parts(facility, wanted, tuple(dict.fromkeys((*_order(wanted), *_KEY, *_COUNTED))))
    firsts = [sa.select(_first(part.subquery(), wanted, start + limit).subquery()) for part in parts]
    listed = sa.union_all(*firsts).subquery()
    page = _sorted(sa.select(listed), listed, wanted).limit(limit).offset(start).subquery()
    tasks = sa.join(page, duty_task, sa.and_(*(page.c[name] == duty_task.c[name] for name in _KEY)))
    rows = connection.execute(_sorted(_with_who(tasks), page, wanted))
    return [_item(row, wanted.today) for row in rows]


def owed_to(connection: sa.Connection, resident_id: UUID, today: date) -> list[Item]:
    """What is due or overdue for one person, under whichever of its entries it is asked; the most urgent first."""
    kept = kept_of(connection, [resident_id])[resident_id]
    found = (_item(row, today) for row in connection.execute(_of_one(), {"resident": kept}))
    owed = [one for one in found if one.state in _OWED]
    return sorted(owed, key=lambda one: (one.task.due_by, one.task.form, one.task.step))


def villages(connection: sa.Connection, facility: str) -> list[tuple[str, tuple[str, ...]]]:
    """Where tasks of the facility lie: each village with its groups."""
    rows = connection.execute(
        sa.select(duty_task.c.village, duty_task.c.group_name)
        .where(duty_task.c.facility == facility, duty_task.c.village != "")
        .distinct()
        .order_by(duty_task.c.village, duty_task.c.group_name)
    )
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(row.village, []).append(row.group_name)
    return [(village, tuple(one for one in groups if one)) for village, groups in found.items()]


_KEY: Final = tuple(column.name for column in duty_task.primary_key.columns)
# What says how a task stands; all of it is in the indexes.
_COUNTED: Final = ("due_by", "due_from", "missed_from", "failed")


def _parts(facility: str, wanted: Wanted, names: tuple[str, ...]) -> tuple[sa.Select[Any], sa.Select[Any]]:
    """The tasks of the facility that the filters but the view leave: those of their own days, in the order of the
    index, and yearly ones of a year that went by, as they are due today (`tasks.rolled`)."""
    table, year = duty_task.c, wanted.today.year
    begin, end = date(year, 1, 1).isoformat(), date(year, 12, 31).isoformat()
    now = {"due_from": _text(begin, "due_from"), "due_by": _text(end, "due_by")}
    asked = (
        (table.service, wanted.service),
        (table.village, wanted.village),
        (table.group_name, wanted.group),
        (table.doctor, wanted.doctor),
    )
    here = sa.and_(
        _whose(facility, wanted), *_where(wanted), *(column == value for column, value in asked if value)
    )
    yearly = table.reason == Reason.YEARLY.value
    return (
        sa.select(*(table[name] for name in names)).where(here, sa.or_(~yearly, table.due_by >= begin)),
        sa.select(*(now.get(name, table[name]) for name in names)).where(here, yearly, table.due_by < begin),
    )


def _whose(facility: str, wanted: Wanted) -> sa.ColumnElement[bool]:
    """The facility's; one person's or house's are asked of by the primary key, wherever the services were opened."""
    if wanted.resident_id is not None:
        return duty_task.c.resident == wanted.resident_id
    if wanted.household is not None:
        lives = sa.select(household_member.c.resident).where(household_member.c.household == wanted.household)
        return duty_task.c.resident.in_(lives)
    return duty_task.c.facility == facility


def _where(wanted: Wanted) -> Iterator[sa.ColumnElement[bool]]:
    """One village's stretch of the way, so that the others are not read."""
    if wanted.village:
        begin, end = walked_between(wanted.village, wanted.group)
        yield duty_task.c.walk >= begin
        yield duty_task.c.walk < end


def _text(value: str, name: str) -> sa.Label[str]:
    return sa.literal(value, sa.Text()).label(name)


def _first(tasks: sa.Subquery, wanted: Wanted, limit: int) -> sa.Select[Any]:
    seen = sa.select(tasks).where(_is(tasks, wanted.view, wanted.today))
    return _sorted(seen, tasks, wanted).limit(limit)


def _sorted(asked: sa.Select[Any], tasks: sa.Subquery, wanted: Wanted) -> sa.Select[Any]:
    return asked.order_by(*(tasks.c[name] for name in _order(wanted)))


def _order(wanted: Wanted) -> tuple[str, ...]:
    first = ("walk", "due_by") if wanted.by_house else ("due_by", "walk")
    return (*first, *_KEY)


def _view(tasks: sa.Subquery, today: date) -> sa.ColumnElement[str]:
    """The narrowest view of a task, as `state_of` has it; empty for what was missed or comes more than a year away."""
    day, held = today.isoformat(), norm(today)
    return sa.case(
        (tasks.c.failed >= held.lost_after, View.LOST.value),
        (tasks.c.missed_from <= (today - _REMEMBERED).isoformat(), ""),
        (tasks.c.missed_from <= day, View.MISSED.value),
        (tasks.c.due_from > (today + _AHEAD).isoformat(), ""),
        (tasks.c.due_from > day, View.FUTURE.value),
        (tasks.c.due_by < day, View.OVERDUE.value),
        (tasks.c.due_by == day, View.TODAY.value),
        (tasks.c.due_by <= (today + timedelta(days=held.urgent_days)).isoformat(), View.URGENT.value),
        else_=View.EXECUTABLE.value,
    )


# In which views a task is whose narrowest view is this one.
_HOLDS: Final = {
    View.EXECUTABLE: (View.EXECUTABLE, View.ALL),
    View.TODAY: (View.TODAY, View.URGENT, View.EXECUTABLE, View.ALL),
    View.URGENT: (View.URGENT, View.EXECUTABLE, View.ALL),
    View.OVERDUE: (View.OVERDUE, View.ALL),
    View.FUTURE: (View.FUTURE, View.ALL),
    View.LOST: (View.LOST, View.ALL),
    View.MISSED: (View.MISSED, View.ALL),
}


def _is(tasks: sa.Subquery, view: View, today: date) -> sa.ColumnElement[bool]:
    narrow = [one.value for one, held in _HOLDS.items() if view in held]
    return _view(tasks, today).in_(narrow)


def _with_who(tasks: sa.FromClause) -> sa.Select[Any]:
    """Tasks with the person and the house of each."""
    return (
        sa.select(
            duty_task,
            resident.c.name,
            resident.c.sex,
            resident.c.birth_date,
            resident.c.phone,
            household.c.house,
            household.c.id.label("household"),
        )
        .select_from(tasks)
        .join(resident, resident.c.id == duty_task.c.resident)
        .outerjoin(household_member, household_member.c.resident == duty_task.c.resident)
        .outerjoin(household, household.c.id == household_member.c.household)
    )


@cache  # built once: building a statement costs more than running it
def _of_one() -> sa.Select[Any]:
    return _with_who(duty_task).where(duty_task.c.resident == sa.bindparam("resident", type_=Id()))


def _item(row: Any, today: date) -> Item:
    told = Task(
        service=row.service,
        form=row.form,
        step=row.step,
        due_from=date.fromisoformat(row.due_from),
        due_by=date.fromisoformat(row.due_by),
        reason=Reason(row.reason),
        missed_from=sensible(row.missed_from),
        last=sensible(row.last),
        failed=row.failed,
    )
    task = rolled(told, today)
    return Item(
        day=today,
        resident_id=row.resident,
        name=row.name or "",
        sex=row.sex or "",
        birth_date=sensible(row.birth_date or ""),
        phone=row.phone or "",
        village=row.village,
        group=row.group_name,
        house=row.house or "",
        household=row.household,
        doctor=row.doctor,
        task=task,
        state=state_of(task, today),
    )
