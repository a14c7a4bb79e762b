"""Questions about examinations: where each stands, what was reported, which critical report has no answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

import msgspec
import sqlalchemy as sa

from clinic_app.domain.examinations.errors import NoExamination, NoReport
from clinic_app.journal.clock import stamp
from clinic_app.journal.facts.examinations import ResultLine
from clinic_app.projections.queries.outpatient import OrderLine, lines_of
from clinic_app.projections.queries.persons import of_person, stands_for
from clinic_app.projections.tables.examinations import examination, examination_report
from clinic_app.projections.tables.residents import resident
from clinic_app.projections.tables.settlement import settlement

_LINES: Final = msgspec.json.Decoder(tuple[ResultLine, ...])


class Stage(StrEnum):
    ORDERED = "ordered"  # 待采样
    COLLECTED = "collected"  # 待报告
    REPORTED = "reported"  # 已报告
    CANCELLED = "cancelled"  # 已撤销


@dataclass(frozen=True, slots=True)
class Reading:
    """诊断回报 of the county."""

    findings: str
    conclusion: str
    reader: str
    read_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Examination:
    id: UUID
    facility: str
    resident_id: UUID
    name: str
    sex: str
    birth_date: date | None
    id_number: str
    visit_id: UUID | None
    stay_id: UUID | None
    number: str
    category: str
    specimen: str
    purpose: str
    site: str
    urgent: bool
    ordered_ms: int
    ordered_by: str
    services: tuple[OrderLine, ...]
    stage: Stage
    paid: bool  # by the visit's settlement
    cancelled_reason: str = ""
    taken: str = ""  # the specimen
    collected_ms: int | None = None
    collected_by: str = ""
    referred_ms: int | None = None
    referred_findings: str = ""
    reading: Reading | None = None

    @property
    def title(self) -> str:
        """Its services by name."""
        return "、".join(line.name for line in self.services)

    def age_years(self, day: date) -> int | None:
        """周岁; None: nobody knows the day of birth."""
        born = self.birth_date
        return (
            None if born is None else day.year - born.year - ((day.month, day.day) < (born.month, born.day))
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    id: UUID
    examination_id: UUID
    lines: tuple[ResultLine, ...]
    findings: str
    conclusion: str
    critical: str
    source: str
    instrument: str
    study_uid: str
    replaces: UUID | None
    replaced: bool  # by a corrected one
    reported_ms: int
    reported_by: str
    told: str = ""
    done: str = ""
    answered_ms: int | None = None
    answered_by: str = ""


@dataclass(frozen=True, slots=True)
class Reported:
    """A report with the order that it answers."""

    examination: Examination
    report: Report


_NEWER = examination_report.alias("newer")
_REPLACED = sa.select(_NEWER.c.id).where(_NEWER.c.replaces == examination_report.c.id).exists()
_HAS_REPORT = (
    sa.select(examination_report.c.id)
    .where(
        examination_report.c.examination_id == examination.c.id, examination_report.c.reported_at.is_not(None)
    )
    .correlate(examination)
    .exists()
)
_PAID = (
    sa.select(settlement.c.id)
    .where(
        settlement.c.visit_id == sa.func.coalesce(examination.c.visit_id, examination.c.stay_id),
        settlement.c.reversed_entry.is_(None),
    )
    .correlate(examination)
    .exists()
)
_ORDERS = (
    sa.select(
        examination,
        resident.c.id.label("person"),
        resident.c.name,
        resident.c.sex,
        resident.c.birth_date,
        resident.c.id_number,
        _HAS_REPORT.label("has_report"),
        _PAID.label("paid"),
    )
    .join_from(examination, resident, resident.c.id == stands_for(examination.c.resident))
    .where(examination.c.ordered_at.is_not(None))
)
_REPORTS = sa.select(examination_report, _REPLACED.label("replaced")).where(
    examination_report.c.reported_at.is_not(None)
)


def examination_of(connection: sa.Connection, examination_id: UUID) -> Examination:
    """Raises:
    NoExamination
    """
    found = _examinations(connection, _ORDERS.where(examination.c.id == examination_id))
    if not found:
        raise NoExamination(examination=str(examination_id))
    return found[0]


def orders_of(connection: sa.Connection, ids: Sequence[UUID]) -> dict[UUID, Examination]:
    """By id; without those that are not there."""
    return {one.id: one for one in _examinations(connection, _ORDERS.where(examination.c.id.in_(ids)))}


def by_number(connection: sa.Connection, facility: str, number: str) -> Examination:
    """The order of a slip of this facility; of two with one number the newer.

    Raises:
        NoExamination
    """
    query = _ORDERS.where(examination.c.number == number, examination.c.facility == facility)
    found = _examinations(connection, query.order_by(examination.c.ordered_at.desc()).limit(1))
    if not found:
        raise NoExamination(number=number)
    return found[0]


def worklist(connection: sa.Connection, facility: str, since_ms: int) -> list[Examination]:
    """Orders of this facility since a moment that were not cancelled: the urgent first, then the oldest."""
    query = _ORDERS.where(
        examination.c.facility == facility,
        examination.c.ordered_at >= stamp(since_ms),
        examination.c.cancelled_at.is_(None),
    )
    found = _examinations(connection, query)
    return sorted(found, key=lambda one: (not one.urgent, one.ordered_ms, one.number))


def of_visit(connection: sa.Connection, visit_id: UUID) -> list[Examination]:
    """Orders of a visit or of a stay, cancelled ones too, the oldest first."""
    query = _ORDERS.where(
        sa.or_(examination.c.visit_id == visit_id, examination.c.stay_id == visit_id)
    ).order_by(examination.c.ordered_at, examination.c.id)
    return _examinations(connection, query)


def of_resident(connection: sa.Connection, resident_id: UUID, limit: int = 50) -> list[Examination]:
    """Orders of a person that were not cancelled, the newest first."""
    query = _ORDERS.where(
        of_person(examination.c.resident, resident_id), examination.c.cancelled_at.is_(None)
    )
    return _examinations(connection, query.order_by(examination.c.ordered_at.desc()).limit(limit))


def reports_of_order(connection: sa.Connection, examination_id: UUID) -> list[Report]:
    """All reports of an order, replaced ones too, the newest first."""
    query = _REPORTS.where(examination_report.c.examination_id == examination_id)
    rows = connection.execute(
        query.order_by(examination_report.c.reported_at.desc(), examination_report.c.id.desc())
    )
    return [_report(row) for row in rows]


def report_of(connection: sa.Connection, report_id: UUID) -> Report:
    """Raises:
    NoReport
    """
    row = connection.execute(_REPORTS.where(examination_report.c.id == report_id)).one_or_none()
    if row is None:
        raise NoReport(report=str(report_id))
    return _report(row)


def reports_of(connection: sa.Connection, resident_id: UUID, limit: int = 50) -> list[Reported]:
    """The reports of a person that stand, the newest first."""
    query = _REPORTS.where(of_person(examination_report.c.resident, resident_id), ~_REPLACED)
    return _with_orders(connection, query.order_by(examination_report.c.reported_at.desc()).limit(limit))


def critical_open(connection: sa.Connection, facility: str) -> list[Reported]:
    """危急值 that stand and that no doctor has answered, the oldest first."""
    query = _REPORTS.where(
        examination_report.c.facility == facility,
        examination_report.c.critical != "",
        examination_report.c.answered_at.is_(None),
        ~_REPLACED,
    )
    return _with_orders(connection, query.order_by(examination_report.c.reported_at))


def _with_orders(connection: sa.Connection, query: sa.Select[Any]) -> list[Reported]:
    reports = [_report(row) for row in connection.execute(query)]
    orders = orders_of(connection, list({one.examination_id for one in reports}))
    return [Reported(orders[one.examination_id], one) for one in reports if one.examination_id in orders]


def _examinations(connection: sa.Connection, query: sa.Select[Any]) -> list[Examination]:
    rows = connection.execute(query).all()
    services: dict[UUID, list[OrderLine]] = {}
    for line in lines_of(connection, [row.id for row in rows]):
        services.setdefault(line.entry_id, []).append(line)
    return [_examination(row, services.get(row.id, ())) for row in rows]


def _examination(row: Any, services: Sequence[OrderLine]) -> Examination:
    return Examination(
        id=row.id,
        facility=row.facility,
        resident_id=row.person,
        name=row.name,
        sex=row.sex,
        birth_date=date.fromisoformat(row.birth_date) if row.birth_date else None,
        id_number=row.id_number or "",
        visit_id=row.visit_id,
        stay_id=row.stay_id,
        number=row.number,
        category=row.category,
        specimen=row.specimen,
        purpose=row.purpose,
        site=row.site,
        urgent=bool(row.urgent),
        ordered_ms=row.ordered_at >> 16,
        ordered_by=row.ordered_by,
        services=tuple(services),
        stage=_stage(row),
        paid=bool(row.paid),
        cancelled_reason=row.cancelled_reason or "",
        taken=row.taken or "",
        collected_ms=_ms(row.collected_at),
        collected_by=row.collected_by or "",
        referred_ms=_ms(row.referred_at),
        referred_findings=row.referred_findings or "",
        reading=None
        if row.read_at is None
        else Reading(row.read_findings, row.read_conclusion, row.reader, row.read_at >> 16),
    )


def _stage(row: Any) -> Stage:
    """Only the laboratory waits for a specimen."""
    if row.cancelled_at is not None:
        return Stage.CANCELLED
    if row.has_report:
        return Stage.REPORTED
    return Stage.ORDERED if row.category == "lab" and row.collected_at is None else Stage.COLLECTED


def _report(row: Any) -> Report:
    return Report(
        id=row.id,
        examination_id=row.examination_id,
        lines=_LINES.decode(row.lines),
        findings=row.findings,
        conclusion=row.conclusion,
        critical=row.critical,
        source=row.source,
        instrument=row.instrument,
        study_uid=row.study_uid,
        replaces=row.replaces,
        replaced=bool(row.replaced),
        reported_ms=row.reported_at >> 16,
        reported_by=row.reported_by,
        told=row.told or "",
        done=row.done or "",
        answered_ms=_ms(row.answered_at),
        answered_by=row.answered_by or "",
    )


def _ms(at: int | None) -> int | None:
    return None if at is None else at >> 16
