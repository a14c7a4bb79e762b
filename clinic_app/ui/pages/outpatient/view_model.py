"""门诊医生站: every decision of the doctor's page."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from uuid import UUID

from PySide6.QtCore import QObject, QTimer, Signal

from clinic_app.domain.errors import ClinicError
from clinic_app.domain.stopwatch import VISIT, Summary
from clinic_app.journal.prescriptions import Checked
from clinic_app.printing.documents import Document
from clinic_app.projections.queries.outpatient import Encounter
from clinic_app.projections.queries.registration import Visit, VisitState
from clinic_app.projections.queries.residents import Resident
from clinic_app.services.cards import certificate_of
from clinic_app.services.chart import NONE_KNOWN, Chart, ChartService
from clinic_app.services.duty import OnDuty
from clinic_app.services.outpatient import OutpatientService, PrescriptionRefused
from clinic_app.services.paperwork import PaperworkService
from clinic_app.services.registration import NewVisit, RegistrationService
from clinic_app.services.residents import ResidentService
from clinic_app.ui import format
from clinic_app.ui.desk import Desk, InHand
from clinic_app.ui.format import yen
from clinic_app.ui.i18n import language
from clinic_app.ui.jobs import JobRunner
from clinic_app.ui.pages.outpatient.state import (
    DRUG,
    TOLD,
    DoctorState,
    Form,
    Past,
    Signed,
    record_of,
    repeated,
)
from clinic_app.ui.printing.papers import Papers
from clinic_app.ui.texts import text_of
from clinic_app.ui.theme import Tone
from clinic_app.ui.widgets.hits import Hit
from clinic_app.ui.widgets.search import Answer

CHECK_MS = 300  # after the last change of the orders
KEEP_MS = 800  # after the last key; a power cut loses no more than this
_OPEN = (VisitState.WAITING, VisitState.CALLED)


@dataclass(frozen=True, slots=True)
class OutpatientServices:
    registration: RegistrationService
    outpatient: OutpatientService
    chart: ChartService
    paperwork: PaperworkService
    residents: ResidentService
    department: str = "全科"  # of a visit that nobody registered


@dataclass(frozen=True, slots=True)
class _Opened:
    """A visit on the doctor's desk."""

    visit: Visit
    chart: Chart
    form: Form
    signed: bool
    fee: str
    record: Signed | None = None


class OutpatientViewModel(QObject):
    changed = Signal(object)  # DoctorState

    def __init__(self, services: OutpatientServices, desk: Desk, jobs: JobRunner, papers: Papers) -> None:
        super().__init__()
        self._services = services
        self._desk = desk
        self._jobs = jobs
        self._papers = papers
        self.state = DoctorState(times=desk.times.get(VISIT))
        self._walks_in: UUID | None = None  # looked up, being taken in hand
        self._keep = QTimer(self, singleShot=True, interval=KEEP_MS)
        self._keep.timeout.connect(self._keep_draft)
        self._check = QTimer(self, singleShot=True, interval=CHECK_MS)
        self._check.timeout.connect(self.check)
        desk.written.connect(self.refresh)
        desk.in_hand_changed.connect(self._person_changed)
        desk.slip_scanned.connect(self._show_in_queue)
        desk.times_changed.connect(self._show_times)

    # The queue.

    def refresh(self) -> None:
        """Read today's queue again."""
        self._jobs.read(self._services.registration.queue, self._show_queue, self._refused)

    def open_tab(self, tab: VisitState) -> None:
        self._become(replace(self.state, tab=tab))

    def call_next(self) -> None:
        """下一位: the first who waits for this doctor or for nobody in particular."""
        by = self._desk.by

        def work() -> _Opened | None:
            visit = self._services.registration.call_next(by)
            return None if visit is None else self._opened(by, visit)

        self._leave_for(work)

    def open(self, visit: Visit) -> None:
        """Call the one chosen, or look at a finished record."""
        if self.state.visit is not None and self.state.visit.id == visit.id:
            return
        by, registration = self._desk.by, self._services.registration

        def work() -> _Opened:
            called = registration.call(by, visit.id) if visit.state in _OPEN else visit
            return self._opened(by, called)

        self._leave_for(work)

    def walk_in(self) -> bool:
        """无挂号 of the person in hand; whether there is one."""
        person = self._desk.in_hand
        if person is None or person.resident is None:
            if person is not None:
                self._become(
                    replace(self.state, notice=self.tr("这位还没有建档，请先到挂号处建档。"), tone=Tone.WARN)
                )
                return True
            return False
        by, services = self._desk.by, self._services
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
        self._desk.take(resident_id)

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

        self._jobs.read(lambda: self._services.residents.find(text), done, self._refused)

    def call_again(self, visit: Visit | None) -> None:
        """重呼: says the number once more; nothing is written twice."""
        if visit is not None:
            words = self.tr("请 {number} 号 {name} 到 {room} 就诊。")
            said = words.format(number=visit.number, name=visit.name, room=visit.department)
            self._become(replace(self.state, notice=said, tone=Tone.INFO))

    # The record.

    def edit(self, form: Form) -> None:
        """Something was typed; it is on disk a moment later."""
        if self.state.visit is None or self.state.signed or form == self.state.form:
            return
        orders = self.state.form.orders != form.orders or self.state.form.diagnoses != form.diagnoses
        self.state = replace(self.state, form=form, kept=False)
        self._keep.start()
        if orders:
            self._check.start()

    def check(self, *, ask: bool = False) -> None:
        """审方: what the rules say to the orders as they stand; `ask`: then to the first without an answer."""
        self._check.stop()
        visit, form = self.state.visit, self.state.form
        if visit is None or self.state.signed:
            return
        by, found = self._desk.by, form.findings(visit.day)

        def done(checked: tuple[Checked, ...]) -> None:
            same = self.state.visit is not None and self.state.visit.id == visit.id
            if same and self.state.form.orders == form.orders and not self.state.signed:
                self._become(replace(self.state, checked=checked, asked=self.state.asked + ask))

        self._jobs.read(lambda: self._services.outpatient.check(by, visit.id, found), done, self._refused)

    def reason(self, rule: str, drug: str, text: str) -> None:
        """A rule was answered."""
        form = self.state.form.answered(rule, drug, text)
        if form != self.state.form:
            self.edit(form)
            self._check.start()

    def answer_case(self, disease: str, report: bool, reason: str) -> None:
        """Whether a disease to be reported is a case."""
        self.edit(self.state.form.cased(disease, report, reason))

    def no_allergy(self) -> None:
        """Asked, and none is known."""
        self.answer("no_allergy", "")

    def open_chart(self) -> None:
        self._desk.page_wanted.emit("chart")

    def answer(self, meaning: str, drug: str) -> None:
        """What a rule asked for, answered on the spot."""
        visit, by, chart = self.state.visit, self._desk.by, self._services.chart
        if visit is None or self.state.signed:
            return
        if meaning in TOLD:
            self.edit(self.state.form.told(*TOLD[meaning]))
            self.check(ask=True)
            return

        def work() -> Chart:
            if meaning == "no_allergy":
                chart.record_allergy(by, visit.resident_id, kind=NONE_KNOWN)
            else:
                positive = meaning == "test_positive"
                chart.read_skin_tests(by, visit.resident_id, drug, positive=positive, visit_id=visit.id)
            return chart.read(by, visit.resident_id)

        def done(read: Chart) -> None:
            self._become(replace(self.state, chart=read))
            self.check(ask=True)

        self._jobs.store(work, done, self._refused)

    def pause(self) -> None:
        """The page goes out of sight: what was typed a moment ago is kept first."""
        self._check.stop()
        self.save_draft()

    def resume(self) -> None:
        """The page is in sight again."""
        self.refresh()
        if self.state.form.orders:
            self.check()

    def save_draft(self) -> None:
        """F8: now."""
        if self.state.visit is not None and not self.state.signed and not self.state.kept:
            self._keep_draft()

    def sign(self) -> None:
        """完成就诊: prescriptions and record in one step."""
        state, by = self.state, self._desk.by
        if state.visit is None or state.busy or state.signed:
            return
        self._keep.stop()
        visit, form = state.visit, state.form
        again = state.returning(form) if form.again is None else form.again
        found = replace(form, again=again).findings(visit.day)
        self._become(replace(state, busy=True, notice=""))
        self._jobs.store(
            lambda: self._services.outpatient.sign(by, visit.id, found),
            lambda _: self._signed(visit),
            self._not_signed,
        )

    def print(self) -> None:
        """处方笺 of the record on the page."""
        visit = self.state.visit
        if visit is not None and self.state.signed:
            self._jobs.read(
                lambda: self._services.paperwork.prescriptions(visit.id),
                partial(self._put, visit),
                self._refused,
            )

    # A signed record.

    def add_words(self, text: str) -> None:
        """补记."""
        record, by = self.state.record, self._desk.by
        if self.state.visit is not None and record is not None:
            outpatient = self._services.outpatient
            self._change(self.state.visit, lambda: outpatient.add_to(by, record.encounter, text))

    def cancel(self, prescription_id: UUID, reason: str) -> None:
        """作废 of one prescription."""
        visit, by = self.state.visit, self._desk.by
        if visit is not None:
            outpatient = self._services.outpatient
            self._change(visit, lambda: outpatient.cancel(by, visit.id, prescription_id, reason))

    def certify(self, days: int, advice: str) -> None:
        """病假证明 from the day of the visit on, printed at once."""
        visit, by, services = self.state.visit, self._desk.by, self._services
        if visit is None:
            return
        last = visit.day + timedelta(days - 1)

        def work() -> Document:
            made = services.outpatient.certify(by, visit.id, advice, visit.day, last)
            return services.paperwork.certificate(made)

        def done(document: Document) -> None:
            if self._on_paper(document, f"certificate-{visit.number}-{document.document_id}"):
                self._become(replace(self.state, notice=self.tr("病假证明已出。"), tone=Tone.OK))
            self._change(visit, lambda: None)

        self._jobs.store(work, done, self._refused)

    def _change(self, visit: Visit, act: Callable[[], None]) -> None:
        """Something happens to a signed record, and it is read anew."""

        def work() -> tuple[Form, Signed]:
            act()
            return self._read_signed(visit.id)

        def done(read: tuple[Form, Signed]) -> None:
            form, record = read
            if self.state.visit is None or self.state.visit.id != visit.id:
                return
            fewer = form.orders != self.state.form.orders
            loaded = self.state.loaded + fewer
            self._become(
                replace(self.state, form=form if fewer else self.state.form, record=record, loaded=loaded)
            )
            self._desk.written.emit()

        self._jobs.store(work, done, self._refused)

    # Earlier encounters.

    def open_past(self, encounter: Encounter) -> None:
        """An earlier encounter with what was ordered; the chart is open already, so nothing is written."""
        outpatient = self._services.outpatient

        def work() -> Past:
            found, orders = outpatient.orders(encounter.visit_id)
            return Past(found, tuple(orders), tuple(outpatient.addenda(found)))

        self._jobs.read(work, lambda past: self._become(replace(self.state, past=past)), self._refused)

    def close_past(self) -> None:
        self._become(replace(self.state, past=None))

    def repeat_past(self) -> None:
        """照抄: its drugs once more, under what is there; into an empty record what was found and advised too."""
        past, state = self.state.past, self.state
        if past is None or state.visit is None or state.signed:
            return
        orders = (*state.form.orders, *repeated(past.orders))
        if state.form.blank:
            told = past.encounter
            form = replace(
                state.form,
                complaint=told.complaint,
                advice=told.advice,
                diagnoses=told.diagnoses,
                tcm=told.tcm,
                orders=orders,
            )
        else:
            form = replace(state.form, orders=orders)
        self._become(replace(state, form=form, past=None, loaded=state.loaded + 1, kept=False))
        self._keep.start()
        self.check()

    # On a worker.

    def _opened(self, by: OnDuty, visit: Visit) -> _Opened:
        outpatient = self._services.outpatient
        chart = self._services.chart.open(by, visit.resident_id)
        if visit.state in _OPEN:
            form, fee = Form.of_fields(outpatient.draft(visit.id)), outpatient.suggested_fee(visit.id)
            return _Opened(visit, chart, form, False, fee)
        form, record = self._read_signed(visit.id)
        return _Opened(visit, chart, form, True, "", record)

    def _read_signed(self, visit_id: UUID) -> tuple[Form, Signed]:
        outpatient = self._services.outpatient
        visit = self._services.registration.visit(visit_id)
        encounter, orders = outpatient.orders(visit_id)
        names: dict[UUID, list[str]] = {}
        for line in orders:
            if line.kind == DRUG:
                names.setdefault(line.entry_id, []).append(line.name)
        sheets = tuple((entry_id, "、".join(found)) for entry_id, found in names.items())
        paid = visit.state is VisitState.SETTLED
        record = Signed(encounter, tuple(outpatient.addenda(encounter)), sheets, paid)
        return record_of(encounter, orders, visit.day), record

    # Back on the GUI thread.

    def _leave_for(self, work: Callable[[], _Opened | None]) -> None:
        """The draft of who is on the page is kept first."""
        if self.state.busy:
            return
        self.save_draft()
        self._become(replace(self.state, busy=True, notice=""))
        self._jobs.store(work, self._show_opened, self._refused)

    def _show_opened(self, opened: _Opened | None) -> None:
        if opened is None:
            self._become(replace(self.state, busy=False, notice=self.tr("没有人候诊。"), tone=Tone.INFO))
            return
        self._become(
            replace(
                self.state,
                visit=opened.visit,
                chart=opened.chart,
                form=opened.form,
                signed=opened.signed,
                fee=opened.fee,
                record=opened.record,
                checked=(),
                past=None,
                kept=True,
                busy=False,
                loaded=self.state.loaded + 1,
                tab=VisitState.SIGNED if opened.signed else VisitState.CALLED,
            )
        )
        self._desk.taken_up.emit(VISIT, None if opened.signed else opened.visit.id)
        self._desk.take(opened.visit.resident_id)
        self._desk.written.emit()
        if opened.form.orders:
            self.check()

    def _signed(self, visit: Visit) -> None:
        self._desk.done.emit(VISIT, visit.id, "outpatient")
        words = self.tr("{number} 号 {name} 已完成就诊，待收费 {amount}。")
        said = words.format(number=visit.number, name=visit.name, amount=yen(self.state.form.total_fen))
        self._become(
            replace(
                self.state,
                busy=False,
                signed=True,
                checked=(),
                kept=True,
                notice=said,
                tone=Tone.OK,
                fee="",
                tab=VisitState.WAITING,
            )
        )
        self._desk.written.emit()
        self._change(visit, lambda: None)

    def _not_signed(self, error: ClinicError) -> None:
        """A rule that spoke only now is shown with its answer."""
        self._refused(error)
        if isinstance(error, PrescriptionRefused):
            self.check(ask=True)

    def _keep_draft(self) -> None:
        self._keep.stop()
        visit, form = self.state.visit, self.state.form
        if visit is None or self.state.signed or self.state.busy:
            return

        def kept(_: None) -> None:
            if self.state.visit is visit and self.state.form is form:
                self._become(replace(self.state, kept=True))

        self._jobs.store(
            lambda: self._services.outpatient.keep_draft(visit.id, form.as_fields()), kept, self._refused
        )

    def _put(self, visit: Visit, documents: list[Document]) -> None:
        for at, document in enumerate(documents, start=1):
            if not self._on_paper(document, f"prescription-{visit.number}-{at}-{document.document_id}"):
                return
        words = self.tr("处方笺已出 {n} 张。").format(n=len(documents))
        self._become(replace(self.state, notice=words, tone=Tone.OK))

    def _on_paper(self, document: Document, name: str) -> bool:
        """Printed or opened; what failed is said."""
        try:
            self._papers.put(document, name)
        except ClinicError as error:
            self._refused(error)
            return False
        return True

    def _show_queue(self, queue: list[Visit]) -> None:
        self._become(replace(self.state, queue=tuple(queue)))

    def _show_times(self, times: Mapping[str, Summary]) -> None:
        self._become(replace(self.state, times=times.get(VISIT)))

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

    def _refused(self, error: ClinicError) -> None:
        self._become(replace(self.state, busy=False, notice=text_of(error, language()), tone=Tone.DANGER))

    def _become(self, state: DoctorState) -> None:
        self.state = state
        self.changed.emit(state)


def paying_of(person: InHand) -> str:
    """`psn_no` of the insurance that pays: the one chosen before, else the first that is known; empty: self-pay."""
    known = [one.person.psn_no for one in person.insurances]
    return person.chosen if person.chosen in known else next(iter(known), "")
