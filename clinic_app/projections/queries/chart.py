"""Questions about what is known of a resident beyond one visit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.forms.histories import Gives
from clinic_app.domain.time import begin_of, beijing_day
from clinic_app.journal.clock import stamp
from clinic_app.projections.queries import histories
from clinic_app.projections.queries.histories import Told
from clinic_app.projections.queries.persons import of_person
from clinic_app.projections.tables.chart import allergy, measurement, noted_condition, skin_test
from clinic_app.projections.tables.outpatient import (
    cancelled_prescription,
    encounter,
    order_line,
    prescription,
)
from clinic_app.projections.types import Id

_LONGEST: Final = 200  # days that a supply may last
POINTS: Final = 40  # of one curve
_DRUG, _NONE_KNOWN = "drug", "none_known"  # kinds of an allergy
_OF_ALLERGIES: Final = (Gives.ALLERGY, Gives.NONE_KNOWN)
_CATEGORY: Final = (
    3  # letters of ICD-10 that name a disease: E11.9 on the chart, E14 on a sheet are told apart
)
_RESIDENT: Final = sa.bindparam("resident_id", type_=Id())


@dataclass(frozen=True, slots=True)
class Allergy:
    id: UUID
    kind: str  # drug, food, other, none_known
    code: str
    name: str
    reaction: str
    severe: bool
    recorded_ms: int
    form: str = ""  # the sheet that says it; empty: recorded on the chart


@dataclass(frozen=True, slots=True)
class Condition:
    id: UUID
    code: str  # ICD-10
    name: str
    since: date | None
    noted_ms: int
    form: str = ""  # the sheet that says it; empty: noted on the chart


@dataclass(frozen=True, slots=True)
class Point:
    """One value of one measure."""

    taken_ms: int
    value_e4: int | None
    text: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A medicine that is still at home."""

    prescription_id: UUID
    code: str
    name: str
    spec: str
    dose: str
    frequency: str
    route: str
    issued: date
    last_day: date  # of the supply


@dataclass(frozen=True, slots=True)
class SkinTest:
    substance: str
    name: str
    lot: str
    positive: bool
    read_ms: int


def allergies_of(connection: sa.Connection, resident_id: UUID) -> list[Allergy]:
    """What stands, the newest first, as the chart and the record sheets have it.

    'None known' stands only where nobody names an allergy: of two answers the careful one counts.
    """
    rows = connection.execute(_recorded(), {"resident_id": resident_id})
    noted = [
        Allergy(row.id, row.kind, row.code, row.name, row.reaction, row.severe, row.recorded_at >> 16)
        for row in rows
    ]
    known = {one.code or one.name for one in noted if one.kind != _NONE_KNOWN}
    told = [_told_allergy(one) for one in histories.told_of(connection, resident_id, _OF_ALLERGIES)]
    found = [
        *(one for one in noted if one.kind != _NONE_KNOWN),
        *(one for one in told if one.kind != _NONE_KNOWN and (one.code or one.name) not in known),
    ]
    return sorted(found, key=lambda one: -one.recorded_ms) or noted or told[:1]


def conditions_of(connection: sa.Connection, resident_id: UUID) -> list[Condition]:
    """Chronic conditions that are not closed, one of each code, the oldest first; then what record sheets add."""
    rows = connection.execute(_noted(), {"resident_id": resident_id})
    by_code: dict[str, Condition] = {}
    for row in rows:
        by_code.setdefault(row.code, Condition(row.id, row.code, row.name, row.since, row.noted_at >> 16))
    known = {one[:_CATEGORY] for one in by_code}
    for told in histories.told_of(connection, resident_id, (Gives.CONDITION,)):
        one = told.mention
        if not one.code or one.code[:_CATEGORY] not in known:
            by_code.setdefault(
                one.code or one.name_zh,
                Condition(told.id, one.code, one.name_zh, one.since, told.recorded_ms, told.form),
            )
    return list(by_code.values())


def trends_of(
    connection: sa.Connection, resident_id: UUID, keys: Sequence[str]
) -> Mapping[str, tuple[Point, ...]]:
    """The last values of each measure, the oldest first; a measure without one is left out."""
    found: dict[str, list[Point]] = {}
    for key, *values in connection.execute(_curves(tuple(keys)), {"resident_id": resident_id}):
        found.setdefault(key, []).append(Point(*values))
    for points in found.values():
        points.reverse()
        points.sort(key=lambda point: point.taken_ms)
    return {key: tuple(found[key]) for key in keys if key in found}


def measured_in(connection: sa.Connection, visit_id: UUID, resident_id: UUID) -> dict[str, Point]:
    """What was measured in one visit, the last value of each."""
    rows = connection.execute(
        sa.select(measurement)
        .where(of_person(measurement.c.resident, resident_id), measurement.c.visit_id == visit_id)
        .order_by(measurement.c.taken_ms, measurement.c.entry_id)
    )
    return {row.key: Point(row.taken_ms, row.value_e4, row.text, row.source) for row in rows}


def self_measured_on(connection: sa.Connection, resident_id: UUID, day: date) -> dict[str, Point]:
    """自测: what a self-service device measured on a day and a doctor confirmed, the last value of each."""
    c = measurement.c
    rows = connection.execute(
        sa.select(c.key, c.taken_ms, c.value_e4, c.text, c.source)
        .where(
            of_person(c.resident, resident_id),
            c.source == "hut",
            c.taken_ms >= begin_of(day),
            c.taken_ms < begin_of(day + timedelta(days=1)),
            c.value_e4.is_not(None),
        )
        .order_by(c.taken_ms, c.entry_id)
    )
    return {row.key: Point(row.taken_ms, row.value_e4, row.text, row.source) for row in rows}


def running_on(connection: sa.Connection, resident_id: UUID, day: date) -> list[Running]:
    """Medicines that an earlier prescription still supplies on `day`, what ends first first."""
    rows = connection.execute(
        sa.select(prescription.c.issued_at, prescription.c.id.label("prescription_id"), order_line)
        .join_from(prescription, order_line, order_line.c.entry_id == prescription.c.id)
        .outerjoin(cancelled_prescription, cancelled_prescription.c.prescription_id == prescription.c.id)
        .where(
            of_person(prescription.c.resident, resident_id),
            prescription.c.issued_at >= stamp(begin_of(day - timedelta(days=_LONGEST))),
            cancelled_prescription.c.prescription_id.is_(None),
            order_line.c.days > 0,
        )
        .order_by(prescription.c.issued_at.desc(), order_line.c.line_no)
    )
    found = []
    for row in rows:
        issued = beijing_day(row.issued_at >> 16)
        last = issued + timedelta(days=row.days - 1)
        if last >= day:
            found.append(_running(row, issued, last))
    return sorted(found, key=lambda one: one.last_day)


def skin_tests_of(connection: sa.Connection, resident_id: UUID) -> list[SkinTest]:
    """The newest first."""
    rows = connection.execute(
        sa.select(skin_test)
        .where(of_person(skin_test.c.resident, resident_id))
        .order_by(skin_test.c.read_ms.desc())
    )
    return [SkinTest(row.substance, row.name, row.lot, row.positive, row.read_ms) for row in rows]


def next_visit_of(connection: sa.Connection, resident_id: UUID) -> date | None:
    """The day that the last encounter named, unless none did."""
    return connection.scalar(
        sa.select(encounter.c.next_visit)
        .where(of_person(encounter.c.resident, resident_id))
        .order_by(encounter.c.signed_at.desc())
        .limit(1)
    )


@cache  # built once: building a statement costs more than running it
def _recorded() -> sa.Select[Any]:
    return (
        sa.select(allergy)
        .where(
            of_person(allergy.c.resident, _RESIDENT),
            allergy.c.recorded_entry.is_not(None),
            allergy.c.cancelled_entry.is_(None),
        )
        .order_by(allergy.c.recorded_at.desc(), allergy.c.id)
    )


@cache
def _noted() -> sa.Select[Any]:
    return (
        sa.select(noted_condition)
        .where(
            of_person(noted_condition.c.resident, _RESIDENT),
            noted_condition.c.noted_entry.is_not(None),
            noted_condition.c.closed_entry.is_(None),
        )
        .order_by(noted_condition.c.noted_at, noted_condition.c.id)
    )


@cache
def _curves(keys: tuple[str, ...]) -> sa.CompoundSelect[Any]:
    """The newest values of each measure, in one question: an index look-up a measure."""
    table = measurement.c
    newest = (
        sa.select(table.key, table.taken_ms, table.value_e4, table.text, table.source)
        .where(of_person(table.resident, _RESIDENT), table.key == key)
        .order_by(table.taken_ms.desc(), table.entry_id.desc())
        .limit(POINTS)
        .subquery()
        for key in keys
    )
    return sa.union_all(*(sa.select(one) for one in newest))


def _told_allergy(told: Told) -> Allergy:
    one, none = told.mention, told.mention.gives is Gives.NONE_KNOWN
    kind, name = (_NONE_KNOWN, "") if none else (_DRUG, one.name_zh)
    return Allergy(told.id, kind, one.code, name, "", False, told.recorded_ms, told.form)


def _running(row: Any, issued: date, last: date) -> Running:
    return Running(
        prescription_id=row.prescription_id,
        code=row.code,
        name=row.name,
        spec=row.spec,
        dose=row.dose,
        frequency=row.frequency,
        route=row.route,
        issued=issued,
        last_day=last,
    )
