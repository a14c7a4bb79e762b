"""0～6岁儿童健康管理: thirteen visits, and how each stands on a day.

resources/public_health/child_visits.csv.  Source: 国家基本公共卫生服务规范（第三版）, 0～6岁儿童健康管理服务规范.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Final

from clinic_app.domain.age import add_years
from clinic_app.domain.codes import rows
from clinic_app.domain.errors import NotFound
from clinic_app.domain.spans import Span

UP_TO_AGE: Final = 7  # full years: the first age that is not managed


class UnknownVisit(NotFound):
    code = "children.unknown_visit"


class State(StrEnum):
    DONE = "DONE"
    FUTURE = "FUTURE"
    DUE = "DUE"
    OVERDUE = "OVERDUE"
    MISSED = "MISSED"  # the next visit's day has come


@dataclass(frozen=True, slots=True)
class Visit:
    key: str
    name_zh: str
    name_en: str
    due: Span  # after the birth; the newborn visit: after discharge
    late_after: Span  # after the due date
    form: str
    tcm: str  # 中医药指导, empty where there is none


@dataclass(frozen=True, slots=True)
class Standing:
    visit: Visit
    due_date: date  # 应访日期
    late_on: date  # the first day on which it is overdue
    state: State


@cache
def visits() -> tuple[Visit, ...]:
    """In the order of age."""
    return tuple(
        Visit(
            row["visit"],
            row["name_zh"],
            row["name_en"],
            Span.read(row["due"]),
            Span.read(row["late_after"]),
            row["form"],
            row["tcm"],
        )
        for row in rows("public_health", "child_visits.csv")
    )


def standings(
    birth: date, done: Collection[str], day: date, discharged: date | None = None
) -> tuple[Standing, ...]:
    """All visits of a child on `day`; `done`: the keys of those recorded; `discharged`: from the birth."""
    due_dates = [visit.due.after(birth) for visit in visits()]
    ends = [*due_dates[1:], add_years(birth, UP_TO_AGE)]
    due_dates[0] = visits()[0].due.after(discharged or birth)
    return tuple(
        Standing(
            visit,
            due,
            visit.late_after.after(due),
            _state(visit.key in done, due, visit.late_after.after(due), end, day),
        )
        for visit, due, end in zip(visits(), due_dates, ends, strict=True)
    )


def standing(
    key: str, birth: date, done: Collection[str], day: date, discharged: date | None = None
) -> Standing:
    """One visit of a child.

    Raises:
        UnknownVisit: no visit has this key.
    """
    for one in standings(birth, done, day, discharged):
        if one.visit.key == key:
            return one
    raise UnknownVisit(visit=key, known=" ".join(visit.key for visit in visits()))


def _state(done: bool, due: date, late_on: date, end: date, day: date) -> State:
    if done:
        return State.DONE
    if day < due:
        return State.FUTURE
    if day >= end:
        return State.MISSED
    return State.OVERDUE if day >= late_on else State.DUE
