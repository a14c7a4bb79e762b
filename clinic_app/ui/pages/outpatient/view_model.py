"""门诊医生站: every decision of the doctor's page; what concerns one record is in its parts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from clinic_app.domain.stopwatch import VISIT, Summary
from clinic_app.projections.queries.registration import Visit, VisitState
from clinic_app.projections.queries.residents import Resident
from clinic_app.services.cards import certificate_of
from clinic_app.services.chart import Chart
from clinic_app.services.duty import OnDuty
from clinic_app.services.registration import NewVisit
from clinic_app.ui import format
from clinic_app.ui.desk import Desk, InHand
from clinic_app.ui.jobs import JobRunner
from clinic_app.ui.pages.outpatient.consultation import Consultation, OutpatientServices
from clinic_app.ui.pages.outpatient.form import Form
from clinic_app.ui.pages.outpatient.ordering import Ordering
from clinic_app.ui.pages.outpatient.past import LookingBack
from clinic_app.ui.pages.outpatient.signed import SignedRecord
from clinic_app.ui.pages.outpatient.state import DoctorState, Signed
from clinic_app.ui.pages.outpatient.templates import Templates
from clinic_app.ui.pages.outpatient.writing import Writing
from clinic_app.ui.printing.papers import Papers
from clinic_app.ui.theme import Tone
from clinic_app.ui.widgets.hits import Hit
from clinic_app.ui.widgets.search import Answer

_OPEN = (VisitState.WAITING, VisitState.CALLED)


@dataclass(frozen=True, slots=True)
class _Opened:
    """A visit on the doctor's desk."""

    visit: Visit
    chart: Chart
    form: Form
    signed: bool
    fee: str
    month: tuple[int, int]
    record: Signed | None = None


class OutpatientViewModel(Consultation):
    """The queue, and which visit is on the desk."""

    def __init__(self, services: OutpatientServices, desk: Desk, jobs: JobRunner, papers: Papers) -> None:
        super().__init__(services, desk, jobs, papers)
        self.state = DoctorState(times=desk.times.get(VISIT))
        self.record = SignedRecord(self)
        self.writing = Writing(self, self.record.read_again)
        self.record.begun.connect(self.writing.check)
        self.past = LookingBack(self, self.writing)
        self.templates = Templates(self, self.writing)
        self.ordering = Ordering(self)
        self._walks_in: UUID | None = None  # looked up, being taken in hand
        desk.written.connect(self.refresh)
        desk.in_hand_changed.connect(self._person_changed)
        desk.slip_scanned.connect(self._show_in_queue)
        desk.visit_wanted.connect(self.open_wanted)
        desk.times_changed.connect(self._show_times)

    # The queue.

    def refresh(self) -> None:
        """Read today's queue again."""
        self.jobs.read(self.services.registration.queue, self._show_queue, self.refused)

    def open_tab(self, tab: VisitState) -> None:
        self.become(replace(self.state, tab=tab))

    def call_next(self) -> None:
        """下一位: the first who waits for this doctor or for nobody in particular."""
        by = self.by

        def work() -> _Opened | None:
            visit = self.services.registration.call_next(by)
            return None if visit is None else self._opened(by, visit)

        self._leave_for(work)

    def open(self, visit: Visit) -> None:
        """Call the one chosen, or look at a finished record."""
        if self.state.visit is not None and self.state.visit.id == visit.id:
            return
        by, registration = self.by, self.services.registration

        def work() -> _Opened:
            called = registration.call(by, visit.id) if visit.state in _OPEN else visit
            return self._opened(by, called)

        self._leave_for(work)

    def open_wanted(self, visit_id: UUID) -> None:
        """A visit that another page names, of whichever day."""
        self.jobs.read(lambda: self.services.registration.visit(visit_id), self.open, self.refused)

    def walk_in(self) -> bool:
        """无挂号 of the person in hand; whether there is one."""
        person = self.desk.in_hand
        if person is None or person.resident is None:
            if person is not None:
                self.say(self.tr("这位还没有建档，请先到挂号处建档。"), Tone.WARN)
                return True
            return False
        by, services = self.by, self.services
        new = NewVisit(
            resident_id=person.resident.id,
            department=services.department,
            psn_no=paying_of(person),
            mdtrt_cert_type=certificate_of(person.holder) or ("02" if person.resident.id_number else ""),
            card_number=(person.holder.card_number or "") if person.holder else "",
        )

        def work() -> _Opened:
            visit = services.registration.walk_in(by, new)
            return self._opened(by, services.registration.call(by, visit.id))

        self._leave_for(work)
        return True

    def walk_in_of(self, resident_id: UUID) -> None:
        """无挂号 of somebody who was looked up: first in hand, with what is known of the insurance."""
        self._walks_in = resident_id
        self.desk.take(resident_id)

    def look_up(self, text: str, answer: Answer) -> None:
        """Residents for the search box."""

        def done(found: list[Resident]) -> None:
            answer(
                [
                    Hit(
                        one.id,
                        one.name,
                        f"{format.sex(one.sex)} {one.birth_date or ''} {one.village}".strip(),
                    )
                    for one in found
                ]
            )

        self.jobs.read(lambda: self.services.residents.find(text), done, self.refused)

    def call_again(self, visit: Visit | None) -> None:
        """重呼: says the number once more; nothing is written twice."""
        if visit is not None:
            words = self.tr("请 {number} 号 {name} 到 {room} 就诊。")
            said = words.format(number=visit.number, name=visit.name, room=visit.department)
            self.say(said)

    def open_chart(self) -> None:
        self.desk.page_wanted.emit("chart")

    def resume(self) -> None:
        """The page is in sight again."""
        self.refresh()
        if self.state.form.orders or self.state.form.herbs:
            self.writing.check()

    def _opened(self, by: OnDuty, visit: Visit) -> _Opened:
        outpatient = self.services.outpatient
        chart = self.services.chart.open(by, visit.resident_id)
        month = outpatient.essential_share(by)
        if visit.state in _OPEN:
            form, fee = Form.of_fields(outpatient.draft(visit.id)), outpatient.suggested_fee(visit.id)
            return _Opened(visit, chart, form, False, fee, month)
        form, record = self.record.read(visit.id)
        return _Opened(visit, chart, form, True, "", month, record)

    def _leave_for(self, work: Callable[[], _Opened | None]) -> None:
        """The draft of who is on the page is kept first."""
        if self.state.busy:
            return
        self.writing.save_draft()
        self.become(replace(self.state, busy=True, notice=""))
        self.jobs.store(work, self._show_opened, self.refused)

    def _show_opened(self, opened: _Opened | None) -> None:
        if opened is None:
            self.become(replace(self.state, busy=False, notice=self.tr("没有人候诊。"), tone=Tone.INFO))
            return
        self.become(
            replace(
                self.state,
                visit=opened.visit,
                chart=opened.chart,
                form=opened.form,
                signed=opened.signed,
                fee=opened.fee,
                record=opened.record,
                reopening=None,
                month=opened.month,
                checked=(),
                past=None,
                kept=True,
                busy=False,
                loaded=self.state.loaded + 1,
                tab=VisitState.SIGNED if opened.signed else VisitState.CALLED,
            )
        )
        self.desk.taken_up.emit(VISIT, None if opened.signed else opened.visit.id)
        self.desk.take(opened.visit.resident_id)
        self.desk.written.emit()
        if opened.form.orders or opened.form.herbs:
            self.writing.check()

    def _show_queue(self, queue: list[Visit]) -> None:
        self.become(replace(self.state, queue=tuple(queue)))

    def _show_times(self, times: Mapping[str, Summary]) -> None:
        self.become(replace(self.state, times=times.get(VISIT)))

    def _person_changed(self, person: InHand | None) -> None:
        """A card brings its holder's row under the cursor; calling stays the doctor's own act."""
        wanted, self._walks_in = self._walks_in, None
        if person is not None and person.resident is not None and person.resident.id == wanted:
            self.walk_in()
        elif person is not None and person.visit is not None:
            self._show_in_queue(person.visit)

    def _show_in_queue(self, visit: Visit) -> None:
        if visit.state in _OPEN and self.state.tab is not visit.state:
            self.open_tab(visit.state)


def paying_of(person: InHand) -> str:
    """`psn_no` of the insurance that pays: the one chosen before, else the first that is known; empty: self-pay."""
    known = [one.person.psn_no for one in person.insurances]
    return person.chosen if person.chosen in known else next(iter(known), "")
