"""工作清单: what is due in a facility, from the tasks that are kept and, of those who are 65, from the register.

How a task stands is a matter of the day that is asked about; nothing is written for it.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.age import ELDERLY_FROM
from clinic_app.domain.public_health.services import YEARLY, Service
from clinic_app.domain.public_health.tasks import Reason, State, Task, norm, sensible, state_of
from clinic_app.projections.queries.health_records import is_here
from clinic_app.projections.queries.persons import is_kept
from clinic_app.projections.tables.care import duty_task, missed_contact
from clinic_app.projections.tables.households import household, household_member
from clinic_app.projections.tables.residents import resident

_OLDEST: Final = "1880-01-01"
_REMEMBERED: Final = timedelta(days=365)  # how long what was missed stays on the list


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
    resident_id: UUID | None = None  # one person alone


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One line of the list."""

    resident_id: UUID
    name: str
    sex: str  # GB/T 2261.1
    birth_date: date | None
    phone: str
    village: str
    group: str
    house: str
    doctor: str  # staff id
    task: Task
    state: State


def counts(connection: sa.Connection, facility: str, wanted: Wanted) -> dict[View, int]:
    """How many lines each view has, with the other filters of `wanted`."""
    tasks = _tasks(facility, wanted).subquery()
    columns = [
        sa.func.sum(sa.case((_is(tasks, view, wanted.today), 1), else_=0)).label(view.value) for view in View
    ]
    row = connection.execute(sa.select(*columns)).one()
    return {view: getattr(row, view.value) or 0 for view in View}


def items(
    connection: sa.Connection, facility: str, wanted: Wanted, start: int = 0, limit: int = 200
) -> list[Item]:
    """`limit` lines from number `start` (from 0) on: by the last day, then by village, group and person."""
    tasks = _tasks(facility, wanted).subquery()
    order = (
        tasks.c.due_by,
        tasks.c.village,
        tasks.c.group_name,
        tasks.c.resident,
        tasks.c.form,
        tasks.c.step,
    )
    page = (
        sa.select(tasks)
        .where(_is(tasks, wanted.view, wanted.today))
        .order_by(*order)
        .limit(limit)
        .offset(start)
        .subquery()
    )
    rows = connection.execute(
        sa.select(
            page, resident.c.name, resident.c.sex, resident.c.birth_date, resident.c.phone, household.c.house
        )
        .select_from(page)
        .join(resident, resident.c.id == page.c.resident)
        .outerjoin(household_member, household_member.c.resident == page.c.resident)
        .outerjoin(household, household.c.id == household_member.c.household)
        .order_by(*(page.c[column.name] for column in order))
    )
    return [_item(row, wanted.today) for row in rows]


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


def _tasks(facility: str, wanted: Wanted) -> sa.CompoundSelect[Any] | sa.Select[Any]:
    """Every task of the facility that the filters but the view leave."""
    parts = []
    if wanted.service != Service.ELDERLY:
        parts.append(_kept(facility, wanted))
    if wanted.service in ("", Service.ELDERLY) and not wanted.doctor:
        parts.extend(_yearly(facility, wanted, form) for form in YEARLY)
    return parts[0] if len(parts) == 1 else sa.union_all(*parts)


def _kept(facility: str, wanted: Wanted) -> sa.Select[Any]:
    table = duty_task.c
    query = sa.select(*(table[name] for name in _COLUMNS)).where(table.facility == facility)
    asked = (
        (table.service, wanted.service),
        (table.village, wanted.village),
        (table.group_name, wanted.group),
        (table.doctor, wanted.doctor),
        (table.resident, wanted.resident_id),
    )
    return query.where(*(column == value for column, value in asked if value))


_COLUMNS: Final = (
    "resident",
    "service",
    "form",
    "step",
    "doctor",
    "village",
    "group_name",
    "due_from",
    "due_by",
    "missed_from",
    "last",
    "failed",
    "reason",
)


def _yearly(facility: str, wanted: Wanted, form: str) -> sa.Select[Any]:
    """老年人: those of the register who are 65 this year and had not this form in it."""
    year, last_birth = wanted.today.year, wanted.today.year - ELDERLY_FROM
    born, done, missed = resident.c.birth_date, _done(form, year), _missed(year)
    village = sa.func.coalesce(household.c.village, resident.c.village, "").label("village")
    group = sa.func.coalesce(household.c.group_name, "").label("group_name")
    query = (
        sa.select(
            resident.c.id.label("resident"),
            _text(Service.ELDERLY, "service"),
            _text(form, "form"),
            _text(str(year), "step"),
            _text("", "doctor"),
            village,
            group,
            sa.case(
                (sa.func.substr(born, 1, 4) < str(last_birth), f"{year}-01-01"),
                (sa.func.substr(born, 6) == "02-29", f"{year}-02-28"),
                else_=sa.literal(str(year)) + sa.func.substr(born, 5),
            ).label("due_from"),
            _text(f"{year}-12-31", "due_by"),
            _text(f"{year + 1}-01-01", "missed_from"),
            sa.func.coalesce(done.c.last, "").label("last"),
            sa.func.coalesce(missed.c.failed, 0).label("failed"),
            _text(Reason.YEARLY, "reason"),
        )
        .select_from(resident)
        .outerjoin(household_member, household_member.c.resident == resident.c.id)
        .outerjoin(household, household.c.id == household_member.c.household)
        .outerjoin(done, done.c.resident == resident.c.id)
        .outerjoin(missed, missed.c.resident == resident.c.id)
        .where(
            resident.c.facility == facility,
            born.between(_OLDEST, f"{last_birth}-12-31"),
            sa.func.coalesce(done.c.last, "") < f"{year}-01-01",
            is_here(resident.c.id),
            is_kept(resident.c.id),
        )
    )
    asked = (
        (village.element, wanted.village),
        (group.element, wanted.group),
        (resident.c.id, wanted.resident_id),
    )
    return query.where(*(column == value for column, value in asked if value))


def _done(form: str, year: int) -> sa.Subquery:
    none = sa.select(resident.c.id.label("resident"), _text("", "last")).where(sa.false())
    return none.subquery()


def _missed(year: int) -> sa.Subquery:
    return (
        sa.select(missed_contact.c.resident, sa.func.count().label("failed"))
        .where(missed_contact.c.service == Service.ELDERLY, missed_contact.c.day >= f"{year}-01-01")
        .group_by(missed_contact.c.resident)
        .subquery()
    )


def _text(value: str, name: str) -> sa.Label[str]:
    return sa.literal(str(value), sa.Text()).label(name)


def _is(tasks: sa.Subquery, view: View, today: date) -> sa.ColumnElement[bool]:
    """What `state_of` says, as a condition; MISSED only for a year."""
    day, held = today.isoformat(), norm(today)
    lost = tasks.c.failed >= held.lost_after
    over = sa.and_(~lost, tasks.c.missed_from <= day)
    left = sa.and_(~lost, tasks.c.missed_from > day)
    executable = sa.and_(left, tasks.c.due_from <= day, tasks.c.due_by >= day)
    urgent_by = (today + timedelta(days=held.urgent_days)).isoformat()
    missed = sa.and_(over, tasks.c.missed_from > (today - _REMEMBERED).isoformat())
    return {
        View.LOST: lost,
        View.MISSED: missed,
        View.FUTURE: sa.and_(left, tasks.c.due_from > day),
        View.OVERDUE: sa.and_(left, tasks.c.due_by < day, tasks.c.due_from <= day),
        View.EXECUTABLE: executable,
        View.TODAY: sa.and_(executable, tasks.c.due_by == day),
        View.URGENT: sa.and_(executable, tasks.c.due_by <= urgent_by),
        View.ALL: sa.or_(lost, left, missed),
    }[view]


def _item(row: Any, today: date) -> Item:
    task = Task(
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
    return Item(
        resident_id=row.resident,
        name=row.name or "",
        sex=row.sex or "",
        birth_date=sensible(row.birth_date or ""),
        phone=row.phone or "",
        village=row.village,
        group=row.group_name,
        house=row.house or "",
        doctor=row.doctor,
        task=task,
        state=state_of(task, today),
    )
