"""检验检查: ordered at the visit, sampled, reported, told to the doctor where a value is critical."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.catalogs.items import Service
from clinic_app.domain.examinations.errors import (
    BegunAlready,
    EmptyReport,
    NoReason,
    NotCritical,
    NothingDone,
    NothingOrdered,
    OrderCancelled,
    PaidAlready,
    ReplacedAlready,
    ReportedAlready,
    VisitSettled,
)
from clinic_app.domain.examinations.kinds import items_of, slips_of
from clinic_app.domain.time import beijing_day
from clinic_app.journal.facts.examinations import (
    CriticalAnswered,
    ExaminationCancelled,
    ExaminationOrdered,
    ExaminationReferred,
    ExaminationReported,
    ResultLine,
    SpecimenCollected,
)
from clinic_app.journal.facts.outpatient import ServiceLine
from clinic_app.journal.results import critical_of, judged
from clinic_app.printing.documents import Document
from clinic_app.printing.examination import Papered, order_slip, report_sheet
from clinic_app.projections.queries import examinations, facility, inpatient, registration
from clinic_app.projections.queries.examinations import Examination, Report, Reported, Stage
from clinic_app.projections.queries.registration import VisitState
from clinic_app.store import local
from clinic_app.store.duty import OnDuty
from clinic_app.store.journal import Store, Writing
from clinic_app.store.numbers import examination_number

ANSWER_MINUTES: Final = 30  # until a critical report is answered; after that it is overdue
_LOOK_BACK: Final = timedelta(days=14)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the doctor orders at once; it goes onto as many slips as it needs."""

    services: tuple[Service, ...]
    visit_id: UUID | None = None
    stay_id: UUID | None = None
    purpose: str = ""
    site: str = ""
    urgent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a report says, typed or from an instrument."""

    examination_id: UUID
    lines: tuple[ResultLine, ...] = ()
    findings: str = ""
    conclusion: str = ""
    critical: str = ""  # beside the lines that are critical by themselves
    source: str = "typed"
    instrument: str = ""
    study_uid: str = ""
    replaces: UUID | None = None


class ExaminationService:
    def __init__(self, store: Store) -> None:
        self._store = store

    def today(self) -> date:
        return beijing_day(self._store.wall())

    def now_ms(self) -> int:
        return self._store.wall()

    # What there is.

    def worklist(self) -> list[Examination]:
        """Orders of this facility of the last two weeks: the urgent first, then the oldest."""
        with self._store.reading() as connection:
            since = self._store.wall() - int(_LOOK_BACK.total_seconds() * 1000)
            return examinations.worklist(connection, self._store.facility, since)

    def examination(self, examination_id: UUID) -> Examination:
        """Raises:
        NoExamination
        """
        with self._store.reading() as connection:
            return examinations.examination_of(connection, examination_id)

    def find(self, number: str) -> Examination:
        """The order of a slip's number.

        Raises:
            NoExamination
        """
        with self._store.reading() as connection:
            return examinations.by_number(connection, self._store.facility, number.strip())

    def of_visit(self, visit_id: UUID) -> list[Examination]:
        """Orders of a visit or a stay, cancelled ones too."""
        with self._store.reading() as connection:
            return examinations.of_visit(connection, visit_id)

    def of_resident(self, resident_id: UUID) -> list[Examination]:
        """Orders of a person, the newest first."""
        with self._store.reading() as connection:
            return examinations.of_resident(connection, resident_id)

    def reports(self, examination_id: UUID) -> list[Report]:
        """All reports of an order, the newest first; corrected ones stay."""
        with self._store.reading() as connection:
            return examinations.reports_of_order(connection, examination_id)

    def reports_of(self, resident_id: UUID) -> list[Reported]:
        """The reports of a person that stand, the newest first."""
        with self._store.reading() as connection:
            return examinations.reports_of(connection, resident_id)

    def critical(self) -> list[Reported]:
        """危急值 that no doctor has answered, the oldest first."""
        with self._store.reading() as connection:
            return examinations.critical_open(connection, self._store.facility)

    def overdue(self, reported: Reported) -> bool:
        """Whether a critical report has waited too long."""
        return self._store.wall() - reported.report.reported_ms > ANSWER_MINUTES * 60_000

    def judged(self, examination: Examination, values: Mapping[str, str]) -> tuple[ResultLine, ...]:
        """Typed values by item, each with the person's range and its flag.

        Raises:
            ImplausibleResult
        """
        return judged(values, examination.sex, examination.age_years(self.today()))

    def names(self) -> Mapping[str, str]:
        """Staff ids → names, for signatures."""
        with self._store.reading() as connection:
            return {one.staff_id: one.name for one in facility.staff_of(connection, self._store.facility)}

    # What is done.

    def order(self, by: OnDuty, wish: Wish) -> list[Examination]:
        """开单: a slip for each category and specimen.  The visit's bill charges them; of a stay the ward does.

        Raises:
            NotAllowed, NothingOrdered, NotAnExamination, NoVisit, NoAdmission
            VisitSettled: paid, discharged or cancelled.
        """
        by.must("outpatient")
        if not wish.services:
            raise NothingOrdered()
        slips = slips_of(wish.services)
        with self._store.writing(by.author) as writing:
            resident_id = _open_to_orders(writing.connection, wish)
            made = []
            for slip in slips:
                fact = ExaminationOrdered(
                    visit_id=wish.visit_id,
                    stay_id=wish.stay_id,
                    number=examination_number(writing, self.today()),
                    category=slip.category,
                    services=tuple(_line(one) for one in slip.services),
                    specimen=slip.specimen,
                    purpose=wish.purpose.strip(),
                    site=wish.site.strip(),
                    urgent=wish.urgent,
                )
                made.append(writing.append(fact, resident_id).id)
            return [examinations.examination_of(writing.connection, one) for one in made]

    def cancel(self, by: OnDuty, examination_id: UUID, reason: str) -> None:
        """撤单, before anything was done and while it is not paid.

        Raises:
            NotAllowed, NoExamination, NoReason, OrderCancelled, BegunAlready, PaidAlready
        """
        by.must("outpatient")
        if not reason.strip():
            raise NoReason()
        with self._store.writing(by.author) as writing:
            order = _standing(writing.connection, examination_id)
            begun = order.collected_ms is not None or order.referred_ms is not None
            if begun or order.stage is Stage.REPORTED:
                raise BegunAlready(number=order.number)
            if order.paid:
                raise PaidAlready(number=order.number)
            fact = ExaminationCancelled(examination_id=examination_id, reason=reason.strip())
            writing.append(fact, order.resident_id)

    def collect(self, by: OnDuty, examination_id: UUID, specimen: str = "") -> None:
        """采样; `specimen` where it is another than ordered.

        Raises:
            NotAllowed, NoExamination, OrderCancelled
        """
        by.must("examination")
        with self._store.writing(by.author) as writing:
            order = _standing(writing.connection, examination_id)
            taken = specimen.strip() or order.specimen
            writing.append(
                SpecimenCollected(examination_id=examination_id, specimen=taken), order.resident_id
            )

    def report(self, by: OnDuty, result: Result) -> UUID:
        """出报告, signed; a specimen that nobody noted counts as taken now.  Returns the report's id.

        Raises:
            NotAllowed, NoExamination, OrderCancelled, EmptyReport
            ReportedAlready: a report stands, and `replaces` does not name it.
            ReplacedAlready: `replaces` is of another order, or was corrected before.
        """
        by.must("examination")
        if not result.lines and not (result.findings.strip() or result.conclusion.strip()):
            raise EmptyReport()
        with self._store.writing(by.author) as writing:
            order = _standing(writing.connection, result.examination_id)
            self._require_turn(writing, result)
            if order.stage is Stage.ORDERED:
                taken = SpecimenCollected(examination_id=order.id, specimen=order.specimen)
                writing.append(taken, order.resident_id)
            critical = [part for part in (critical_of(result.lines), result.critical.strip()) if part]
            fact = ExaminationReported(
                examination_id=order.id,
                lines=result.lines,
                findings=result.findings.strip(),
                conclusion=result.conclusion.strip(),
                critical="；".join(critical),
                source=result.source,
                instrument=result.instrument,
                study_uid=result.study_uid,
                replaces=result.replaces,
            )
            return writing.append(fact, order.resident_id).id

    def answer(self, by: OnDuty, report_id: UUID, told: str, done: str) -> None:
        """危急值处置: closes the loop.

        Raises:
            NotAllowed, NoReport, NothingDone
            NotCritical: nothing critical in it, or somebody answered before.
        """
        by.must("outpatient")
        if not told.strip() or not done.strip():
            raise NothingDone()
        with self._store.writing(by.author) as writing:
            report = examinations.report_of(writing.connection, report_id)
            if not report.critical or report.answered_ms is not None:
                raise NotCritical()
            order = examinations.examination_of(writing.connection, report.examination_id)
            fact = CriticalAnswered(report_id=report_id, told=told.strip(), done=done.strip())
            writing.append(fact, order.resident_id)

    def refer(
        self,
        by: OnDuty,
        examination_id: UUID,
        *,
        findings: str = "",
        lines: Sequence[ResultLine] = (),
        study_uid: str = "",
    ) -> None:
        """送县里诊断: to be read at the county; the answer is the order's `reading`.

        Raises:
            NotAllowed, NoExamination, OrderCancelled
        """
        by.must("examination")
        with self._store.writing(by.author) as writing:
            order = _standing(writing.connection, examination_id)
            fact = ExaminationReferred(
                examination_id=examination_id,
                findings=findings.strip(),
                lines=tuple(lines),
                study_uid=study_uid,
                urgent=order.urgent,
            )
            writing.append(fact, order.resident_id)

    # On paper.

    def slip(self, examination_id: UUID) -> Document:
        """申请单 with its barcode.

        Raises:
            NoExamination
        """
        with self._store.reading() as connection:
            order = examinations.examination_of(connection, examination_id)
            return order_slip(order, self._papered(connection, order, order.ordered_by))

    def sheet(self, report_id: UUID) -> Document:
        """报告单.

        Raises:
            NoReport, NoExamination
        """
        with self._store.reading() as connection:
            report = examinations.report_of(connection, report_id)
            order = examinations.examination_of(connection, report.examination_id)
            return report_sheet(order, report, self._papered(connection, order, report.reported_by))

    def _papered(self, connection: sa.Connection, order: Examination, author: str) -> Papered:
        here = self._store.facility
        return Papered(
            facility=facility.facility_of(connection, here).name,
            doctor=_name(connection, here, order.ordered_by),
            author=_name(connection, here, author),
            made_up=local.read_text(connection, local.MADE_UP) == "1",
        )

    def _require_turn(self, writing: Writing, result: Result) -> None:
        """Raises:
        ReportedAlready, ReplacedAlready
        """
        before = examinations.reports_of_order(writing.connection, result.examination_id)
        standing = {one.id for one in before if not one.replaced}
        if result.replaces is not None and result.replaces not in standing:
            raise ReplacedAlready()
        if result.replaces is None and standing:
            raise ReportedAlready()


def items_on(examination: Examination) -> tuple[str, ...]:
    """The items of an order's services, as the grid shows them."""
    return items_of([line.code for line in examination.services])


def _open_to_orders(connection: sa.Connection, wish: Wish) -> UUID:
    """The resident of the visit or stay.

    Raises:
        NothingOrdered, NoVisit, NoAdmission, VisitSettled
    """
    if wish.visit_id is not None:
        visit = registration.visit_of(connection, wish.visit_id)
        if visit.state in (VisitState.SETTLED, VisitState.CANCELLED):
            raise VisitSettled(number=visit.number)
        return visit.resident_id
    if wish.stay_id is None:
        raise NothingOrdered()
    stay = inpatient.admission_of(connection, wish.stay_id)
    if stay.state is not inpatient.AdmissionState.IN:
        raise VisitSettled(number=stay.number)
    return stay.resident_id


def _standing(connection: sa.Connection, examination_id: UUID) -> Examination:
    """Raises:
    NoExamination, OrderCancelled
    """
    order = examinations.examination_of(connection, examination_id)
    if order.stage is Stage.CANCELLED:
        raise OrderCancelled(number=order.number)
    return order


def _line(service: Service) -> ServiceLine:
    return ServiceLine(
        code=service.code, name=service.name, cnt_e4=10_000, unit=service.unit, pric_e6=service.price_e6
    )


def _name(connection: sa.Connection, here: str, staff_id: str) -> str:
    try:
        return facility.member(connection, here, staff_id).name
    except facility.NoStaff:
        return staff_id
