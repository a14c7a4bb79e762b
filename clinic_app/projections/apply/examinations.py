"""检验检查: each fact fills its own columns of the order or of the report."""

import msgspec
import sqlalchemy as sa

from clinic_app.journal.facts.examinations import (
    CriticalAnswered,
    ExaminationCancelled,
    ExaminationOrdered,
    ExaminationRead,
    ExaminationReferred,
    ExaminationReported,
    ResultLine,
    SpecimenCollected,
)
from clinic_app.projections.apply.outpatient import order_line
from clinic_app.projections.tables.examinations import examination, examination_report
from clinic_app.projections.upsert import Placed, keep_first, keep_newest


def ordered(connection: sa.Connection, placed: Placed, fact: ExaminationOrdered) -> None:
    keep_first(
        connection,
        examination,
        {"id": placed.entry.id},
        "ordered",
        placed,
        facility=placed.facility,
        resident=placed.entry.subject,
        visit_id=fact.visit_id,
        stay_id=fact.stay_id,
        number=fact.number,
        category=fact.category,
        specimen=fact.specimen,
        purpose=fact.purpose,
        site=fact.site,
        urgent=fact.urgent,
    )
    for line_no, line in enumerate(fact.services, start=1):
        order_line(connection, placed.entry.id, line_no, "service", line)


def cancelled(connection: sa.Connection, placed: Placed, fact: ExaminationCancelled) -> None:
    key = {"id": fact.examination_id}
    keep_first(connection, examination, key, "cancelled", placed, cancelled_reason=fact.reason)


def collected(connection: sa.Connection, placed: Placed, fact: SpecimenCollected) -> None:
    keep_newest(
        connection, examination, {"id": fact.examination_id}, "collected", placed, taken=fact.specimen
    )


def reported(connection: sa.Connection, placed: Placed, fact: ExaminationReported) -> None:
    keep_first(
        connection,
        examination_report,
        {"id": placed.entry.id},
        "reported",
        placed,
        examination_id=fact.examination_id,
        facility=placed.facility,
        resident=placed.entry.subject,
        lines=_json(fact.lines),
        findings=fact.findings,
        conclusion=fact.conclusion,
        critical=fact.critical,
        source=fact.source,
        instrument=fact.instrument,
        study_uid=fact.study_uid,
        replaces=fact.replaces,
    )


def answered(connection: sa.Connection, placed: Placed, fact: CriticalAnswered) -> None:
    key = {"id": fact.report_id}
    keep_first(connection, examination_report, key, "answered", placed, told=fact.told, done=fact.done)


def referred(connection: sa.Connection, placed: Placed, fact: ExaminationReferred) -> None:
    keep_newest(
        connection,
        examination,
        {"id": fact.examination_id},
        "referred",
        placed,
        referred_findings=fact.findings,
        referred_lines=_json(fact.lines),
        referred_study_uid=fact.study_uid,
        referred_urgent=fact.urgent,
    )


def read(connection: sa.Connection, placed: Placed, fact: ExaminationRead) -> None:
    keep_newest(
        connection,
        examination,
        {"id": fact.examination_id},
        "read",
        placed,
        read_findings=fact.findings,
        read_conclusion=fact.conclusion,
        reader=fact.reader,
    )


def _json(lines: tuple[ResultLine, ...]) -> str:
    return msgspec.json.encode(lines).decode()
