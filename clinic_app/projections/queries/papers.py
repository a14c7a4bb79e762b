"""文书: what was made out for a resident and can be printed again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.time import begin_of, beijing_day
from clinic_app.projections.queries import examinations, forms, ward
from clinic_app.projections.queries.persons import of_person
from clinic_app.projections.tables.forms import form_record
from clinic_app.projections.tables.outpatient import (
    cancelled_prescription,
    order_line,
    prescription,
    sickness_certificate,
)

_MOST: Final = 50  # of each kind


class PaperKind(StrEnum):
    PRESCRIPTION = "prescription"  # 处方笺
    CERTIFICATE = "certificate"  # 病假证明
    REPORT = "report"  # 检验检查报告
    DISCHARGE = "discharge"  # 出院记录
    FORM = "form"  # 公卫记录表


@dataclass(frozen=True, slots=True)
class Filed:
    """One paper."""

    kind: PaperKind
    id: UUID  # of the entry that it shows
    made_ms: int  # UTC
    title: str  # drugs, days of rest, tests, diagnoses; the key of a form
    visit_id: UUID | None = None
    cancelled: bool = False


def papers_of(connection: sa.Connection, resident_id: UUID) -> list[Filed]:
    """All of a resident that this PC knows, the newest first; reports and forms that were corrected are left out."""
    found = [
        *_prescriptions(connection, resident_id),
        *_certificates(connection, resident_id),
        *_reports(connection, resident_id),
        *_discharges(connection, resident_id),
        *_forms(connection, resident_id),
    ]
    return sorted(found, key=lambda one: (-one.made_ms, one.id))


def _prescriptions(connection: sa.Connection, resident_id: UUID) -> list[Filed]:
    rows = connection.execute(
        sa.select(
            prescription.c.id,
            prescription.c.visit_id,
            prescription.c.issued_at,
            cancelled_prescription.c.cancelled_entry,
        )
        .select_from(prescription)
        .outerjoin(cancelled_prescription, cancelled_prescription.c.prescription_id == prescription.c.id)
        .where(of_person(prescription.c.resident, resident_id))
        .order_by(prescription.c.issued_at.desc(), prescription.c.id)
        .limit(_MOST)
    ).all()
    drugs = _drugs(connection, [row.id for row in rows])
    return [
        Filed(
            PaperKind.PRESCRIPTION,
            row.id,
            row.issued_at >> 16,
            "、".join(drugs.get(row.id, ())),
            row.visit_id,
            row.cancelled_entry is not None,
        )
        for row in rows
    ]


def _drugs(connection: sa.Connection, sheets: Sequence[UUID]) -> dict[UUID, list[str]]:
    """The names on each sheet, in their order."""
    rows = connection.execute(
        sa.select(order_line.c.entry_id, order_line.c.name)
        .where(order_line.c.entry_id.in_(sheets))
        .order_by(order_line.c.entry_id, order_line.c.line_no)
    )
    names: dict[UUID, list[str]] = {}
    for sheet, name in rows:
        names.setdefault(sheet, []).append(name)
    return names


def _certificates(connection: sa.Connection, resident_id: UUID) -> list[Filed]:
    table = sickness_certificate
    rows = connection.execute(
        sa.select(table)
        .where(of_person(table.c.resident, resident_id))
        .order_by(table.c.issued_at.desc(), table.c.id)
        .limit(_MOST)
    )
    return [
        Filed(
            PaperKind.CERTIFICATE,
            row.id,
            row.issued_at >> 16,
            f"{row.from_day:%m-%d}–{row.to_day:%m-%d} {row.diagnosis}",
            row.visit_id,
        )
        for row in rows
    ]


def _reports(connection: sa.Connection, resident_id: UUID) -> list[Filed]:
    return [
        Filed(
            PaperKind.REPORT,
            one.report.id,
            one.report.reported_ms,
            one.examination.title,
            one.examination.visit_id,
        )
        for one in examinations.reports_of(connection, resident_id, _MOST)
    ]


def _discharges(connection: sa.Connection, resident_id: UUID) -> list[Filed]:
    return [
        Filed(
            PaperKind.DISCHARGE,
            one.note_id,
            one.signed_ms,
            "、".join(diagnosis.name for diagnosis in one.diagnoses) or one.number,
        )
        for one in ward.stay_papers_of(connection, resident_id)
    ]


def _forms(connection: sa.Connection, resident_id: UUID) -> list[Filed]:
    """Signed sheets that stand, each on the day of its service, however late it was typed in."""
    table = form_record.c
    rows = connection.execute(
        sa.select(table.id, table.form, table.day, table.recorded_at, table.visit_id)
        .where(of_person(table.resident, resident_id), forms.STANDS)
        .order_by(table.day.desc(), table.recorded_at.desc(), table.id)
        .limit(_MOST)
    )
    return [
        Filed(PaperKind.FORM, row.id, _made(row.day, row.recorded_at >> 16), row.form, row.visit_id)
        for row in rows
    ]


def _made(day: str, recorded_ms: int) -> int:
    return recorded_ms if beijing_day(recorded_ms).isoformat() == day else begin_of(date.fromisoformat(day))
