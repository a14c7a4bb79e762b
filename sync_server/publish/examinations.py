"""诊断回报: what the county's reader says goes back to the clinic that asked."""

from typing import Final
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.errors import NotFound, RuleBroken
from clinic_app.domain.examinations.errors import NoExamination
from clinic_app.domain.time import Wall, wall_clock
from clinic_app.journal.facts.examinations import ExaminationRead
from clinic_app.projections.queries.examinations import Examination, Stage, examination_of
from sync_server.intake.pen import held_pen
from sync_server.store.engine import Database

MAX_FINDINGS: Final = 1000
MAX_CONCLUSION: Final = 300


class NotReferred(NotFound):
    """There is no such order here, it was not sent to be read, or it was cancelled."""

    code = "reading.not_referred"


class BadReading(RuleBroken):
    """No conclusion, or more than fits on a report."""

    code = "reading.bad"


class ReadMeanwhile(RuleBroken):
    """A colleague has read it since the page was opened: look first, then correct."""

    code = "reading.meanwhile"


def read(
    database: Database,
    examination_id: UUID,
    findings: str,
    conclusion: str,
    reader: str,
    author: str,
    seen_ms: int = 0,
    wall: Wall = wall_clock,
) -> None:
    """诊断: to the clinic that ordered; said again it is a correction, and the newest counts there.

    Args:
        reader: the name that stands on the report.
        seen_ms: `read_ms` of the reading that the reader knows of; 0: none.

    Raises:
        NotReferred, BadReading, ReadMeanwhile
    """
    said, concluded = findings.strip(), conclusion.strip()
    if not concluded or len(concluded) > MAX_CONCLUSION or len(said) > MAX_FINDINGS:
        raise BadReading(findings=MAX_FINDINGS, conclusion=MAX_CONCLUSION)
    with held_pen(database, wall) as pen:
        order = _referred(pen.connection, examination_id)
        if (order.reading.read_ms if order.reading else 0) != seen_ms:
            raise ReadMeanwhile()
        fact = ExaminationRead(
            facility=order.facility,
            examination_id=examination_id,
            findings=said,
            conclusion=concluded,
            reader=reader,
        )
        pen.append(fact, order.resident_id, author)


def _referred(connection: sa.Connection, examination_id: UUID) -> Examination:
    """Raises:
    NotReferred
    """
    try:
        order = examination_of(connection, examination_id)
    except NoExamination as error:
        raise NotReferred(examination=examination_id.hex) from error
    if order.referred_ms is None or order.stage is Stage.CANCELLED:
        raise NotReferred(examination=examination_id.hex)
    return order
