"""门诊."""

import json
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from clinic_app.journal.facts.outpatient import (
    DrugLine,
    EncounterAddended,
    EncounterSigned,
    InfectiousAnswered,
    PrescriptionCancelled,
    PrescriptionIssued,
    ServiceLine,
    SicknessCertified,
)
from clinic_app.projections.tables import outpatient as tables
from clinic_app.projections.upsert import Placed, keep_first, keep_newest, upsert


def issued(connection: sa.Connection, placed: Placed, fact: PrescriptionIssued) -> None:
    decoction = fact.decoction
    upsert(
        connection,
        tables.prescription,
        {"id": placed.entry.id},
        visit_id=fact.visit_id,
        resident=placed.entry.subject,
        facility=placed.facility,
        issued_at=placed.effective,
        issued_by=placed.entry.author,
        kind=fact.kind,
        doses=decoction.doses if decoction else None,
        usage=decoction.usage if decoction else "",
        boiled_here=decoction.boiled_here if decoction else False,
        pregnant=fact.pregnant,
        lactating=fact.lactating,
        overrides=_json([[one.rule, one.code, one.reason] for one in fact.overrides]),
        checked_with=fact.checked_with,
        long_term=fact.long_term,
        replaces=fact.replaces,
        collector=fact.collector.name if fact.collector else None,
        collector_id_number=fact.collector.id_number if fact.collector else None,
    )
    for line_no, line in enumerate(fact.lines, start=1):
        order_line(connection, placed.entry.id, line_no, "drug", line)


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
        tcm=_json([[one.code, one.name] for one in fact.tcm]),
        onset=fact.onset,
        again=fact.again,
        departure=fact.departure,
        next_visit=fact.next_visit,
    )
    for line_no, line in enumerate(fact.services, start=1):
        order_line(connection, placed.entry.id, line_no, "service", line)


def prescription_cancelled(connection: sa.Connection, placed: Placed, fact: PrescriptionCancelled) -> None:
    key = {"prescription_id": fact.prescription_id}
    keep_first(
        connection,
        tables.cancelled_prescription,
        key,
        "cancelled",
        placed,
        cancelled_reason=fact.reason,
    )


def addended(connection: sa.Connection, placed: Placed, fact: EncounterAddended) -> None:
    upsert(
        connection,
        tables.encounter_addendum,
        {"id": placed.entry.id},
        encounter_id=fact.encounter_id,
        text=fact.text,
        added_at=placed.effective,
        added_by=placed.entry.author,
    )


def sickness_certified(connection: sa.Connection, placed: Placed, fact: SicknessCertified) -> None:
    upsert(
        connection,
        tables.sickness_certificate,
        {"id": placed.entry.id},
        visit_id=fact.visit_id,
        resident=placed.entry.subject,
        facility=placed.facility,
        diagnosis=fact.diagnosis,
        advice=fact.advice,
        from_day=fact.from_day,
        to_day=fact.to_day,
        issued_at=placed.effective,
        issued_by=placed.entry.author,
    )


def infectious_answered(connection: sa.Connection, placed: Placed, fact: InfectiousAnswered) -> None:
    keep_newest(
        connection,
        tables.infectious_answer,
        {"visit_id": fact.visit_id, "disease": fact.disease},
        "answered",
        placed,
        facility=placed.facility,
        report=fact.report,
        reason=fact.reason,
    )


def order_line(
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
        group_no=getattr(line, "group", 0),
        own=getattr(line, "own", False),
        note=getattr(line, "note", ""),
    )


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
