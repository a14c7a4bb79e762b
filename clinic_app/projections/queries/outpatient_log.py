"""门诊日志: one row for each finished visit of a facility, in the order of days."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.infectious import Disease, Reporting, notifiable, reporting_of
from clinic_app.projections.queries.occupations import Occupation, occupations_of
from clinic_app.projections.tables.chart import measurement
from clinic_app.projections.tables.outpatient import encounter, infectious_answer
from clinic_app.projections.tables.registration import visit
from clinic_app.projections.tables.residents import resident

_E4 = 10_000


class Duty(StrEnum):
    """Which visits of the log: by what the law wants of them."""

    ANY = "any"
    DUE = "due"  # 应报: a disease to be reported, not ruled out
    OPEN = "open"  # 未报: of these, not answered yet


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which part of the log; both days are in it."""

    since: date
    until: date
    doctor: str = ""  # staff id; empty: all
    diagnosis: str = ""  # part of a name or of a code; empty: all
    duty: Duty = Duty.ANY


@dataclass(frozen=True, slots=True, kw_only=True)
class LogRow:
    number: int  # 序号 within what was asked for, from 1
    visit_id: UUID
    resident_id: UUID
    encounter_id: UUID
    day: date
    signed_ms: int  # UTC
    doctor: str  # staff id
    name: str
    sex: str  # GB/T 2261.1 code
    birth_date: date | None
    id_number: str
    phone: str
    address: str  # with the village, where only that is known
    occupation: str  # codes/occupation_form.csv; empty until the personal information form says it
    workplace: str
    diagnoses: tuple[tuple[str, str], ...]  # code, name
    onset: date | None
    again: bool  # 复诊
    departure: str  # codes/departure.csv
    next_visit: date | None
    systolic: int | None  # mmHg
    diastolic: int | None
    answers: Mapping[str, bool]  # by disease to be reported: whether it is a case

    @property
    def diseases(self) -> tuple[Disease, ...]:
        """What has to be reported, on the list of that day, each once."""
        return tuple(
            {one.id: one for code, _ in self.diagnoses for one in notifiable(code, self.day)}.values()
        )

    @property
    def reporting(self) -> Reporting:
        return reporting_of(self.diseases, self.answers)


def visits_of(connection: sa.Connection, facility: str, wanted: Wanted) -> sa.Select[Any]:
    """The finished visits of a facility that are wanted, for `count` and `rows`.

    The encounter is looked at only where a filter asks for it.
    """
    conditions = [
        visit.c.facility == facility,
        visit.c.day.between(wanted.since, wanted.until),
        visit.c.signed_entry.is_not(None),
    ]
    if wanted.doctor:
        conditions.append(visit.c.signed_by == wanted.doctor)
    chosen = sa.select(visit.c.id).where(*conditions)
    if not wanted.diagnosis and wanted.duty is Duty.ANY:
        return chosen
    chosen = chosen.join_from(visit, encounter, encounter.c.id == visit.c.signed_entry)
    if wanted.diagnosis:
        chosen = chosen.where(encounter.c.diagnoses.icontains(wanted.diagnosis, autoescape=True))
    if wanted.duty is not Duty.ANY:
        texts = _texts_by_disease(connection, sa.and_(*conditions), wanted.until)
        chosen = chosen.where(sa.or_(sa.false(), *(_due(one, texts[one], wanted.duty) for one in texts)))
    return chosen


def count(connection: sa.Connection, chosen: sa.Select[Any]) -> int:
    """How many rows the log of the `chosen` visits has."""
    return connection.scalar(sa.select(sa.func.count()).select_from(chosen.subquery())) or 0


def rows(connection: sa.Connection, chosen: sa.Select[Any], start: int, limit: int) -> list[LogRow]:
    """`limit` rows from number `start` (from 0) on, the earliest first."""
    order = (visit.c.day, visit.c.signed_at, visit.c.id)
    page = chosen.order_by(*order).limit(limit).offset(start).subquery()
    found = connection.execute(
        sa.select(encounter, visit.c.day, *_PERSON)
        .select_from(page)
        .join(visit, visit.c.id == page.c.id)
        .join(encounter, encounter.c.id == visit.c.signed_entry)
        .outerjoin(resident, resident.c.id == visit.c.resident)
        .order_by(*order)
    ).all()
    visits, people = [row.visit_id for row in found], [row.resident for row in found]
    pressures = _pressures(connection, visits, people)
    answers = _answers(connection, visits)
    works = occupations_of(connection, people)
    return [
        _row(
            row,
            start + at,
            pressures.get(row.visit_id, {}),
            answers.get(row.visit_id, {}),
            works.get(row.resident, Occupation()),
        )
        for at, row in enumerate(found, start=1)
    ]


_PERSON = (
    resident.c.name,
    resident.c.sex,
    resident.c.birth_date,
    resident.c.id_number,
    resident.c.phone,
    resident.c.address,
    resident.c.village,
)


def _texts_by_disease(
    connection: sa.Connection, condition: sa.ColumnElement[bool], day: date
) -> dict[str, list[str]]:
    """The lists of diagnoses, as they are kept, that mean each disease to be reported: few of very many visits."""
    texts = connection.scalars(
        sa.select(encounter.c.diagnoses)
        .join_from(visit, encounter, encounter.c.id == visit.c.signed_entry)
        .where(condition)
        .distinct()
    )
    found: dict[str, list[str]] = {}
    for text in texts:
        for disease in {one.id for code, _ in json.loads(text) for one in notifiable(code, day)}:
            found.setdefault(disease, []).append(text)
    return found


def _due(disease: str, texts: Sequence[str], duty: Duty) -> sa.ColumnElement[bool]:
    """Due until it is ruled out; open until it is answered at all."""
    answered = sa.select(infectious_answer.c.disease).where(
        infectious_answer.c.visit_id == visit.c.id, infectious_answer.c.disease == disease
    )
    if duty is Duty.DUE:
        answered = answered.where(infectious_answer.c.report.is_(False))
    return sa.and_(encounter.c.diagnoses.in_(texts), ~answered.correlate(visit).exists())


def _pressures(
    connection: sa.Connection, visits: Sequence[UUID], residents: Sequence[UUID]
) -> dict[UUID, dict[str, int]]:
    """The last blood pressure of each visit, in ten-thousandths of mmHg by key."""
    table = measurement
    found = connection.execute(
        sa.select(table.c.visit_id, table.c.key, table.c.value_e4)
        .where(
            table.c.resident.in_(set(residents)),
            table.c.key.in_(("sbp", "dbp")),
            table.c.visit_id.in_(visits),
            table.c.value_e4.is_not(None),
        )
        .order_by(table.c.taken_ms, table.c.entry_id)
    )
    values: dict[UUID, dict[str, int]] = {}
    for visit_id, key, value in found:
        values.setdefault(visit_id, {})[key] = value
    return values


def _answers(connection: sa.Connection, visits: Sequence[UUID]) -> dict[UUID, dict[str, bool]]:
    table = infectious_answer
    found = connection.execute(
        sa.select(table.c.visit_id, table.c.disease, table.c.report).where(table.c.visit_id.in_(visits))
    )
    answers: dict[UUID, dict[str, bool]] = {}
    for visit_id, disease, report in found:
        answers.setdefault(visit_id, {})[disease] = bool(report)
    return answers


def _row(
    row: Any, number: int, pressure: Mapping[str, int], answers: Mapping[str, bool], work: Occupation
) -> LogRow:
    return LogRow(
        number=number,
        visit_id=row.visit_id,
        resident_id=row.resident,
        encounter_id=row.id,
        day=row.day,
        signed_ms=row.signed_at >> 16,
        doctor=row.signed_by,
        name=row.name or "",
        sex=row.sex or "",
        birth_date=date.fromisoformat(row.birth_date) if row.birth_date else None,
        id_number=row.id_number or "",
        phone=row.phone or "",
        address=row.address or row.village or "",
        occupation=work.code,
        workplace=work.workplace,
        diagnoses=tuple((code, name) for code, name in json.loads(row.diagnoses)),
        onset=row.onset,
        again=bool(row.again),
        departure=row.departure or "",
        next_visit=row.next_visit,
        systolic=_whole(pressure.get("sbp")),
        diastolic=_whole(pressure.get("dbp")),
        answers=answers,
    )


def _whole(value_e4: int | None) -> int | None:
    return None if value_e4 is None else value_e4 // _E4
