"""Questions about encounters and what was ordered in them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.errors import NotFound
from clinic_app.projections.tables.outpatient import encounter, order_line, prescription
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
        .where(encounter.c.resident == resident_id)
        .order_by(encounter.c.signed_at.desc())
        .limit(limit)
    )
    return [_encounter(row) for row in rows]


def orders_of(connection: sa.Connection, of: Encounter) -> list[OrderLine]:
    """Services of the encounter and drugs of its prescriptions, in order.

    Raises:
        OrdersMissing: a prescription is still on its way; the bill would be too low.
    """
    arrived = set(
        connection.scalars(sa.select(prescription.c.id).where(prescription.c.id.in_(of.prescriptions)))
    )
    if set(of.prescriptions) - arrived:
        raise OrdersMissing(visit=str(of.visit_id))
    return lines_of(connection, (of.id, *of.prescriptions))


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
    )
