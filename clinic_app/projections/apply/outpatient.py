"""门诊."""

import json
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from clinic_app.journal.facts.outpatient import DrugLine, EncounterSigned, PrescriptionIssued, ServiceLine
from clinic_app.projections.tables import outpatient as tables
from clinic_app.projections.upsert import Placed, upsert


def issued(connection: sa.Connection, placed: Placed, fact: PrescriptionIssued) -> None:
    upsert(
        connection,
        tables.prescription,
        {"id": placed.entry.id},
        visit_id=fact.visit_id,
        resident=placed.entry.subject,
        facility=placed.facility,
        issued_at=placed.effective,
        issued_by=placed.entry.author,
    )
    for line_no, line in enumerate(fact.lines, start=1):
        _order(connection, placed.entry.id, line_no, "drug", line)


def signed(connection: sa.Connection, placed: Placed, fact: EncounterSigned) -> None:
    upsert(
        connection,
        tables.encounter,
        {"id": placed.entry.id},
        visit_id=fact.visit_id,
        resident=placed.entry.subject,
        facility=placed.facility,
        complaint=fact.complaint,
        history=fact.history,
        findings=fact.findings,
        advice=fact.advice,
        diagnoses=_json([[diagnosis.code, diagnosis.name] for diagnosis in fact.diagnoses]),
        prescriptions=_json([str(prescription) for prescription in fact.prescriptions]),
        signed_at=placed.effective,
        signed_by=placed.entry.author,
    )
    for line_no, line in enumerate(fact.services, start=1):
        _order(connection, placed.entry.id, line_no, "service", line)


def _order(
    connection: sa.Connection, entry_id: UUID, line_no: int, kind: str, line: DrugLine | ServiceLine
) -> None:
    upsert(
        connection,
        tables.order_line,
        {"entry_id": entry_id, "line_no": line_no},
        kind=kind,
        code=line.code,
        name=line.name,
        spec=getattr(line, "spec", ""),
        dose=getattr(line, "dose", ""),
        frequency=getattr(line, "frequency", ""),
        route=getattr(line, "route", ""),
        days=getattr(line, "days", 0),
        cnt_e4=line.cnt_e4,
        unit=line.unit,
        pric_e6=line.pric_e6,
    )


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
