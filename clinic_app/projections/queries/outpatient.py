"""Questions about encounters and what was ordered in them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.errors import NotFound
from clinic_app.projections.queries.persons import of_person
from clinic_app.projections.tables.examinations import examination
from clinic_app.projections.tables.outpatient import (
    cancelled_prescription,
    encounter,
    encounter_addendum,
    order_line,
    prescription,
)
from clinic_app.projections.tables.registration import visit


class NoEncounter(NotFound):
    """The visit has not been signed, or its record has not arrived."""

    code = "outpatient.no_encounter"


class OrdersMissing(NotFound):
    """A prescription that the encounter names has not arrived yet."""

    code = "outpatient.orders_missing"


@dataclass(frozen=True, slots=True)
class Encounter:
    id: UUID
    visit_id: UUID
    resident_id: UUID
    complaint: str
    history: str
    findings: str
    advice: str
    diagnoses: tuple[tuple[str, str], ...]  # code, name; the first is the main one
    prescriptions: tuple[UUID, ...]
    signed_ms: int
    signed_by: str
    tcm: tuple[tuple[str, str], ...] = ()
    onset: date | None = None
    again: bool = False
    departure: str = ""
    next_visit: date | None = None


@dataclass(frozen=True, slots=True)
class Addendum:
    """补记."""

    text: str
    added_ms: int
    added_by: str


@dataclass(frozen=True, slots=True)
class Prescription:
    """What became of one prescription of a visit."""

    id: UUID
    kind: str
    doses: int | None  # 剂数, of herbs
    cancelled_reason: str | None  # None: it stands
    replaces: UUID | None
    usage: str = ""
    boiled_here: bool = False
    long_term: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLine:
    entry_id: UUID
    kind: str  # drug, service
    code: str
    name: str
    spec: str
    dose: str
    frequency: str
    route: str
    days: int
    cnt_e4: int
    unit: str
    pric_e6: int
    group: int = 0
    own: bool = False
    note: str = ""


def encounter_of_visit(connection: sa.Connection, visit_id: UUID) -> Encounter:
    """The signed record of a visit; the first one, should two have been signed apart.

    Raises:
        NoEncounter
    """
    row = connection.execute(
        sa.select(encounter)
        .join_from(encounter, visit, visit.c.signed_entry == encounter.c.id)
        .where(visit.c.id == visit_id)
    ).one_or_none()
    if row is None:
        raise NoEncounter(visit=str(visit_id))
    return _encounter(row)


def encounters_of(connection: sa.Connection, resident_id: UUID, limit: int = 20) -> list[Encounter]:
    """就诊历史, newest first."""
    rows = connection.execute(
        sa.select(encounter)
        .where(of_person(encounter.c.resident, resident_id))
        .order_by(encounter.c.signed_at.desc())
        .limit(limit)
    )
    return [_encounter(row) for row in rows]


def orders_of(connection: sa.Connection, of: Encounter) -> list[OrderLine]:
    """Services of the encounter, drugs of the prescriptions and examinations that stand, in order.

    Raises:
        OrdersMissing: a prescription is still on its way; the bill would be too low.
    """
    issued = prescriptions_of(connection, of.visit_id)
    if set(of.prescriptions) - {one.id for one in issued}:
        raise OrdersMissing(visit=str(of.visit_id))
    standing = {one.id for one in issued if one.cancelled_reason is None}
    later = (one.id for one in issued if one.replaces is not None and one.id not in of.prescriptions)
    sheets = (one for one in (*of.prescriptions, *later) if one in standing)
    return lines_of(connection, [of.id, *sheets, *_examinations_of(connection, of.visit_id)])


def _examinations_of(connection: sa.Connection, visit_id: UUID) -> Sequence[UUID]:
    """Orders of the visit that were not cancelled, as they were given."""
    table = examination
    return connection.scalars(
        sa.select(table.c.id)
        .where(table.c.visit_id == visit_id, table.c.ordered_at.is_not(None), table.c.cancelled_at.is_(None))
        .order_by(table.c.ordered_at, table.c.id)
    ).all()


def prescriptions_of(connection: sa.Connection, visit_id: UUID) -> list[Prescription]:
    """All of a visit, cancelled ones too, as they were issued."""
    columns = (
        prescription.c.id,
        prescription.c.kind,
        prescription.c.doses,
        prescription.c.replaces,
        prescription.c.usage,
        prescription.c.boiled_here,
        prescription.c.long_term,
        cancelled_prescription.c.cancelled_reason,
    )
    rows = connection.execute(
        sa.select(*columns)
        .select_from(prescription)
        .outerjoin(cancelled_prescription, cancelled_prescription.c.prescription_id == prescription.c.id)
        .where(prescription.c.visit_id == visit_id)
        .order_by(prescription.c.issued_at, prescription.c.id)
    )
    return [
        Prescription(
            row.id,
            row.kind or "ordinary",
            row.doses,
            row.cancelled_reason,
            row.replaces,
            row.usage or "",
            bool(row.boiled_here),
            bool(row.long_term),
        )
        for row in rows
    ]


def drugs_prescribed(connection: sa.Connection, facility: str, author: str, since: int) -> dict[str, int]:
    """Lines by drug of the prescriptions that somebody signed since a stamp and that stand, herbs left out."""
    code = order_line.c.code
    rows = connection.execute(
        sa.select(code, sa.func.count().label("times"))
        .join_from(order_line, prescription, prescription.c.id == order_line.c.entry_id)
        .outerjoin(cancelled_prescription, cancelled_prescription.c.prescription_id == prescription.c.id)
        .where(
            prescription.c.facility == facility,
            prescription.c.issued_at >= since,
            prescription.c.issued_by == author,
            sa.func.coalesce(prescription.c.kind, "") != "herbs",
            cancelled_prescription.c.prescription_id.is_(None),
        )
        .group_by(code)
    )
    return {row.code: row.times for row in rows}


def addenda_of(connection: sa.Connection, encounter_id: UUID) -> list[Addendum]:
    """补记, the oldest first."""
    table = encounter_addendum
    rows = connection.execute(
        sa.select(table).where(table.c.encounter_id == encounter_id).order_by(table.c.added_at, table.c.id)
    )
    return [Addendum(row.text, row.added_at >> 16, row.added_by) for row in rows]


def lines_of(connection: sa.Connection, entries: Sequence[UUID]) -> list[OrderLine]:
    rows = connection.execute(sa.select(order_line).where(order_line.c.entry_id.in_(entries)))
    place = {entry_id: at for at, entry_id in enumerate(entries)}
    ordered = sorted(rows, key=lambda row: (place[row.entry_id], row.line_no))
    return [
        OrderLine(
            entry_id=row.entry_id,
            kind=row.kind,
            code=row.code,
            name=row.name,
            spec=row.spec,
            dose=row.dose,
            frequency=row.frequency,
            route=row.route,
            days=row.days,
            cnt_e4=row.cnt_e4,
            unit=row.unit,
            pric_e6=row.pric_e6,
            group=row.group_no or 0,
            own=bool(row.own),
            note=row.note or "",
        )
        for row in ordered
    ]


def _encounter(row: Any) -> Encounter:
    return Encounter(
        row.id,
        row.visit_id,
        row.resident,
        row.complaint,
        row.history,
        row.findings,
        row.advice,
        tuple((code, name) for code, name in json.loads(row.diagnoses)),
        tuple(UUID(one) for one in json.loads(row.prescriptions)),
        row.signed_at >> 16,
        row.signed_by,
        tuple((code, name) for code, name in json.loads(row.tcm or "[]")),
        row.onset,
        bool(row.again),
        row.departure or "",
        row.next_visit,
    )
