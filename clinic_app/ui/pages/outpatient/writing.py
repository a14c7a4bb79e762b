"""The record while it is written: kept on disk, checked by the rules, signed."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer

from clinic_app.domain.errors import ClinicError
from clinic_app.domain.stopwatch import VISIT
from clinic_app.journal.prescriptions import Checked
from clinic_app.projections.queries.registration import Visit, VisitState
from clinic_app.services.chart import NONE_KNOWN, Chart
from clinic_app.services.outpatient import Findings, PrescriptionRefused
from clinic_app.ui.format import yen
from clinic_app.ui.pages.outpatient.consultation import Consultation
from clinic_app.ui.pages.outpatient.form import TOLD, Form
from clinic_app.ui.theme import Tone

CHECK_MS = 300  # after the last change of the orders
KEEP_MS = 800  # after the last key; a power cut loses no more than this


class Writing(QObject):
    def __init__(self, room: Consultation, signed: Callable[[Visit], None]) -> None:
        """`signed` is called once a visit is."""
        super().__init__(room)
        self._room = room
        self._told_signed = signed
        self._keep = QTimer(self, singleShot=True, interval=KEEP_MS)
        self._keep.timeout.connect(self._keep_draft)
        self._check = QTimer(self, singleShot=True, interval=CHECK_MS)
        self._check.timeout.connect(self.check)

    def begin(self, form: Form) -> None:
        """Filled with something else than was typed: shown, kept and checked."""
        state = self._room.state
        self._room.become(replace(state, form=form, past=None, loaded=state.loaded + 1, kept=False))
        self._keep.start()
        self.check()

    def rest(self) -> None:
        """The page goes out of sight: what was typed a moment ago is kept first."""
        self._check.stop()
        self.save_draft()

    def edit(self, form: Form) -> None:
        """Something was typed; it is on disk a moment later."""
        state = self._room.state
        if state.visit is None or state.signed or form == state.form:
            return
        orders = state.form.asked != form.asked
        self._room.state = replace(state, form=form, kept=False)
        self._keep.start()
        if orders:
            self._check.start()

    def check(self, *, ask: bool = False) -> None:
        """审方: what the rules say to the orders as they stand; `ask`: then to the first without an answer."""
        self._check.stop()
        visit, form = self._room.state.visit, self._room.state.form
        if visit is None or self._room.state.signed:
            return
        by, found = self._room.by, self._found(visit, form)

        def done(checked: tuple[Checked, ...]) -> None:
            same = self._room.state.visit is not None and self._room.state.visit.id == visit.id
            if same and self._room.state.form.asked == form.asked and not self._room.state.signed:
                self._room.become(
                    replace(self._room.state, checked=checked, asked=self._room.state.asked + ask)
                )

        self._room.jobs.read(
            lambda: self._room.services.outpatient.check(by, visit.id, found), done, self._room.refused
        )

    def reason(self, rule: str, drug: str, text: str) -> None:
        """A rule was answered."""
        form = self._room.state.form.answered(rule, drug, text)
        if form != self._room.state.form:
            self.edit(form)
            self._check.start()

    def answer_case(self, disease: str, report: bool, reason: str) -> None:
        """Whether a disease to be reported is a case."""
        self.edit(self._room.state.form.cased(disease, report, reason))

    def no_allergy(self) -> None:
        """Asked, and none is known."""
        self.answer("no_allergy", "")

    def answer(self, meaning: str, drug: str) -> None:
        """What a rule asked for, answered on the spot."""
        visit, by, chart = self._room.state.visit, self._room.by, self._room.services.chart
        if visit is None or self._room.state.signed:
            return
        if meaning in TOLD:
            self.edit(self._room.state.form.told(*TOLD[meaning]))
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
            self._room.become(replace(self._room.state, chart=read))
            self.check(ask=True)

        self._room.jobs.store(work, done, self._room.refused)

    def save_draft(self) -> None:
        """F8: now."""
        if self._room.state.visit is not None and not self._room.state.signed and not self._room.state.kept:
            self._keep_draft()

    def sign(self) -> None:
        """完成就诊: prescriptions and record in one step."""
        state, by = self._room.state, self._room.by
        if state.visit is None or state.busy or state.signed:
            return
        self._keep.stop()
        visit, form = state.visit, state.form
        again = state.returning(form) if form.again is None else form.again
        found = self._found(visit, replace(form, again=again))
        services, reopening = self._room.services, state.reopening

        def work() -> None:
            if reopening is None:
                services.outpatient.sign(by, visit.id, found)
            else:
                services.records.reissue(by, visit.id, found, reopening.reason)

        self._room.become(replace(state, busy=True, notice=""))
        self._room.jobs.store(
            work,
            lambda _: self._signed(visit),
            self._not_signed,
        )

    def _found(self, visit: Visit, form: Form) -> Findings:
        """What is signed; of a reopened prescription, in whose place."""
        reopening = self._room.state.reopening
        replaces = None if reopening is None else reopening.prescription_id
        return replace(form.findings(visit.day), replaces=replaces)

    def _signed(self, visit: Visit) -> None:
        if self._room.state.reopening is not None:
            self._reissued(visit)
            return
        self._room.desk.done.emit(VISIT, visit.id, "outpatient")
        words = self.tr("{number} 号 {name} 已完成就诊，待收费 {amount}。")
        said = words.format(number=visit.number, name=visit.name, amount=yen(self._room.state.form.total_fen))
        self._room.become(
            replace(
                self._room.state,
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
        self._room.desk.written.emit()
        self._told_signed(visit)

    def _reissued(self, visit: Visit) -> None:
        said = self.tr("处方已作废并重开。")
        state = replace(self._room.state, busy=False, signed=True, reopening=None, checked=())
        self._room.become(replace(state, notice=said, tone=Tone.OK))
        self._told_signed(visit)

    def _not_signed(self, error: ClinicError) -> None:
        """A rule that spoke only now is shown with its answer."""
        self._room.refused(error)
        if isinstance(error, PrescriptionRefused):
            self.check(ask=True)

    def _keep_draft(self) -> None:
        self._keep.stop()
        visit, form = self._room.state.visit, self._room.state.form
        unkept = self._room.state.signed or self._room.state.busy or self._room.state.reopening is not None
        if visit is None or unkept:
            return

        def kept(_: None) -> None:
            if self._room.state.visit is visit and self._room.state.form is form:
                self._room.become(replace(self._room.state, kept=True))

        self._room.jobs.store(
            lambda: self._room.services.outpatient.keep_draft(visit.id, form.as_fields()),
            kept,
            self._room.refused,
        )
