"""Questions about 模板, and about what a doctor prescribes most."""

import json
from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

import msgspec
import sqlalchemy as sa

from clinic_app.journal.facts.outpatient import Diagnosis
from clinic_app.journal.facts.templates import TemplateLine
from clinic_app.projections.tables.outpatient import (
    cancelled_prescription,
    encounter,
    order_line,
    prescription,
)
from clinic_app.projections.tables.registration import visit
from clinic_app.projections.tables.templates import template

_HERBS: Final = "herbs"  # a recipe is no habit of single pieces
_CATEGORY: Final = 3  # characters of an ICD-10 code that name the disease


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    id: UUID
    owner: str  # staff id
    name: str
    shared: bool
    complaint: str
    history: str
    findings: str
    advice: str
    diagnoses: tuple[Diagnosis, ...]
    lines: tuple[TemplateLine, ...]


@dataclass(frozen=True, slots=True)
class Usual:
    """常用药: a drug as this doctor gave it last, and how often."""

    line: TemplateLine
    times: int


def templates_of(connection: sa.Connection, facility: str, staff_id: str) -> list[Template]:
    """Somebody's own and the institution's, by name; what was removed is gone."""
    stands = sa.or_(template.c.removed_at.is_(None), template.c.removed_at < template.c.saved_at)
    rows = connection.execute(
        sa.select(template)
        .where(
            template.c.facility == facility,
            sa.or_(template.c.shared, template.c.saved_by == staff_id),
            template.c.saved_entry.is_not(None),
            stands,
        )
        .order_by(template.c.shared, template.c.name, template.c.id)
    )
    return [_template(row) for row in rows]


def usual_of(
    connection: sa.Connection, facility: str, staff_id: str, diagnosis: str, since: date, limit: int
) -> list[Usual]:
    """What a doctor prescribed since a day with a main diagnosis of the same category, the most frequent first."""
    main = f'[["{diagnosis[:_CATEGORY]}'
    rows = connection.execute(
        sa.select(order_line)
        .select_from(visit)
        .join(encounter, encounter.c.id == visit.c.signed_entry)
        .join(prescription, prescription.c.visit_id == visit.c.id)
        .join(order_line, order_line.c.entry_id == prescription.c.id)
        .outerjoin(cancelled_prescription, cancelled_prescription.c.prescription_id == prescription.c.id)
        .where(
            visit.c.facility == facility,
            visit.c.day >= since,
            visit.c.signed_by == staff_id,
            encounter.c.diagnoses.startswith(main, autoescape=True),
            cancelled_prescription.c.prescription_id.is_(None),
            sa.func.coalesce(prescription.c.kind, "") != _HERBS,
        )
        .order_by(prescription.c.issued_at, order_line.c.line_no)
    )
    times: Counter[str] = Counter()
    last: dict[str, TemplateLine] = {}
    for row in rows:
        times[row.code] += 1
        last[row.code] = TemplateLine(
            kind="drug",
            code=row.code,
            name=row.name,
            dose=row.dose,
            frequency=row.frequency,
            route=row.route,
            days=row.days,
            cnt_e4=row.cnt_e4,
        )
    most = sorted(times, key=lambda code: (-times[code], code))
    return [Usual(last[code], times[code]) for code in most[:limit]]


def _template(row: Any) -> Template:
    return Template(
        id=row.id,
        owner=row.saved_by,
        name=row.name,
        shared=bool(row.shared),
        complaint=row.complaint,
        history=row.history,
        findings=row.findings,
        advice=row.advice,
        diagnoses=tuple(Diagnosis(code, name) for code, name in json.loads(row.diagnoses)),
        lines=msgspec.json.decode(row.lines, type=tuple[TemplateLine, ...]),
    )
