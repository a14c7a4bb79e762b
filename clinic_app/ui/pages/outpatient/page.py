"""门诊医生站: queue and history at the left, the record and its orders beside them."""

from dataclasses import replace
from uuid import UUID

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QPushButton, QWidget

from clinic_app.ui import theme
from clinic_app.ui.pages.outpatient.after import AfterSigning
from clinic_app.ui.pages.outpatient.area import OrderArea
from clinic_app.ui.pages.outpatient.footer import Footer
from clinic_app.ui.pages.outpatient.form import Form, suspected_in
from clinic_app.ui.pages.outpatient.ordering_bar import OrderingBar
from clinic_app.ui.pages.outpatient.queue import LeftColumn
from clinic_app.ui.pages.outpatient.record import RecordForm
from clinic_app.ui.pages.outpatient.review import ReviewPanel
from clinic_app.ui.pages.outpatient.rows import DRUG
from clinic_app.ui.pages.outpatient.state import TABS, DoctorState
from clinic_app.ui.pages.outpatient.strip import ChartStrip
from clinic_app.ui.pages.outpatient.sums import SumsLine
from clinic_app.ui.pages.outpatient.template_cards import TemplateButtons
from clinic_app.ui.pages.outpatient.twice import TwiceNotice, charged_twice
from clinic_app.ui.pages.outpatient.view_model import OutpatientViewModel
from clinic_app.ui.widgets.cards import Card, Row, Stack
from clinic_app.ui.widgets.search import SearchBox
from clinic_app.ui.widgets.states import EmptyState, Notice

_ROOMY = 1060  # pixels at 100 %
_REFRESH_MS = 10_000  # the queue of other PCs comes by sync


class OutpatientPage(QWidget):
    """Only widgets: every decision is the view model's."""

    def __init__(self, view_model: OutpatientViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view_model = view_model
        self._shown = view_model.state
        self.notice = Notice()
        self.left = LeftColumn()
        self.search = SearchBox(
            view_model.look_up, self.tr("找居民，无挂号接诊"), self.tr("姓名、首字母、身份证号")
        )
        self.search.hide()
        self.nobody = EmptyState(self.tr("还没有接诊\n按 F5 叫下一位，或在左边选一位按 Enter"), "stethoscope")
        self.strip = ChartStrip()
        self.ordering = OrderingBar(view_model.ordering)
        self.record = RecordForm()
        self.review = ReviewPanel()
        self.after = AfterSigning()
        self.area = OrderArea()
        self.orders = self.area.orders
        self.twice = TwiceNotice()
        self.sums = SumsLine()
        self.templates = TemplateButtons(view_model.templates, self.form)
        self.footer = Footer(self.templates, self.ordering.button)
        self.finish = self.footer.finish
        self._lay_out()
        self._timer = QTimer(self, interval=_REFRESH_MS)
        self._connect()
        self._load(view_model.state)
        self._render(view_model.state)

    def form(self) -> Form:
        """All that is typed now."""
        kept = self.view_model.state.form
        return replace(
            self.area.filled(self.record.form()),
            pain_checked=kept.pain_checked,
            reasons=kept.reasons,
            pregnant=kept.pregnant,
            lactating=kept.lactating,
            cases=kept.cases,
        )

    def _look_up(self) -> None:
        """Who came without registering."""
        self.search.show()
        self.search.setFocus()
        self.search.selectAll()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The page was opened: to the record in hand, else to the queue."""
        super().focusInEvent(event)
        self._focus_next()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.view_model.resume()

    def hideEvent(self, event: QHideEvent) -> None:
        """Another page, or the end of the day."""
        super().hideEvent(event)
        self.view_model.writing.rest()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """On a small screen the queue and the row buttons make room for the record."""
        super().resizeEvent(event)
        small = self.width() < theme.current().px(_ROOMY)
        self.left.narrow(small)
        self.area.narrow(small)
        self.sums.narrow(small)
        self.footer.narrow(small)
        for button in (self.templates.choose, self.templates.keep, self.ordering.button):
            button.key_only(small)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Tab goes through the tabs of the queue, Ctrl+1 to Ctrl+5 to what the person is owed."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if self.left.tabs.turns(event):
            self.left.queue.setFocus()
        elif not (control and self.left.duties.do(event.key() - Qt.Key.Key_0)):
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter presses the button that has the focus."""
        enter = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and isinstance(watched, QPushButton)
            and event.key() in enter
            and not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            watched.click()
            return True
        return False

    # What the keys do.

    def _walk_in(self) -> None:
        """无挂号: the person in hand, or one to be looked up."""
        if not self.view_model.walk_in():
            self._look_up()

    def _found(self, resident_id: UUID) -> None:
        self.search.clear()
        self.search.hide()
        self.view_model.walk_in_of(resident_id)

    def _finish(self) -> None:
        """Everything wrong is said at its place, and the focus goes there."""
        problem = self.record.first_problem()
        if not problem:
            problem = self._problem_of_orders()
            self.record.say_problem(problem)
        if not problem:
            self.view_model.writing.edit(self.form())
            if not self.review.to_first_open() and not self.twice.to_open():
                self.view_model.writing.sign()

    def _problem_of_orders(self) -> str:
        state = self.view_model.state
        problem = self.area.first_problem(state.visit.day) if state.visit is not None else ""
        if problem or state.reopening is None:
            return problem
        form = self.form()
        if any(row.kind != DRUG for row in form.orders):
            return self.tr("重开的处方里只能有药品。")
        return "" if form.orders or form.herbs else self.tr("重开的处方里没有药品。")

    def _edited(self) -> None:
        self.view_model.writing.edit(self.form())
        self._show_sums(self.form())
        self._show_encounter()
        self.footer.typing()

    def _take_out(self, code: str) -> None:
        """The slip stays, the item among the orders goes."""
        self.view_model.writing.begin(self.form().without_service(code))
        self.finish.setFocus()

    def _both(self) -> None:
        self._show_sums(self.form())
        self.finish.setFocus()

    def _review(self) -> None:
        """F7: asked again, and to what is open."""
        self.view_model.writing.check(ask=True)

    def _go_on(self) -> None:
        """To the first rule without an answer, else to the end."""
        if not self.review.to_first_open():
            self.finish.setFocus()

    # What the state says.

    def _render(self, state: DoctorState) -> None:
        before, self._shown = self._shown, state
        self.notice.say(state.notice, state.tone)
        self.left.render_state(state, before)
        if state.visit is None or before.visit is None or state.visit.id != before.visit.id:
            self.twice.begin()
        if state.loaded != before.loaded or state.signed != before.signed:
            self._load(state)
        writing = state.visit is not None and not state.signed
        self._show_encounter()
        self.after.show_record(state.record if state.signed else None)
        if state.chart is not None:
            self.strip.show_chart(state.chart, writable=writing)
        for button in (self.sums.add_row, self.sums.delete_row):
            button.setEnabled(writing and not state.busy)
        self.templates.enable(writing and not state.busy and state.reopening is None)
        self.footer.show_state(state)
        if self._turned(before, state):
            self._focus_next()
        elif state.asked != before.asked:
            self._go_on()

    def _load(self, state: DoctorState) -> None:
        """Another record, or this one signed: all boxes anew."""
        self.nobody.setVisible(state.visit is None)
        self._work.setVisible(state.visit is not None)
        self.record.show_form(state.form, fixed=state.signed or state.reopening is not None)
        self.area.show_form(state.form, fixed=state.signed)
        self.area.show_month(state.month)
        self.orders.offer_fee(state.fee)
        if state.visit is not None:
            self.record.remind(state.visit.birth_date, state.visit.day)
            self.record.want_tcm(bool(state.form.tcm) or "中医" in state.visit.department)
        self._show_sums(state.form)

    def _show_encounter(self) -> None:
        """What follows from what is typed: a return, what has to be reported, what the rules say."""
        state = self.view_model.state
        if state.visit is None or state.signed:
            self.review.show_checked(())
            return
        self.record.propose_again(state.returning(state.form))
        self.review.show_checked(
            state.checked, () if state.reopening else suspected_in(state.form, state.visit.day)
        )

    def _show_sums(self, form: Form) -> None:
        self.sums.show_sums(form, self.view_model.ordering.state.standing_fen)
        state = self.view_model.state
        self.sums.offer_fee("" if state.signed else state.fee, form)
        slips = self.view_model.ordering.state.standing
        self.twice.show_twice(charged_twice(form, slips), signed=state.signed)

    def _turned(self, before: DoctorState, state: DoctorState) -> bool:
        return (
            before.loaded != state.loaded
            or before.signed != state.signed
            or ((before.past is None) != (state.past is None))
        )

    def _focus_next(self) -> None:
        state = self.view_model.state
        if not self.isVisible() or state.busy:
            return
        if state.past is not None:
            (self.left.past.repeat if self.left.past.repeat.isEnabled() else self.left.past.back).setFocus()
        elif state.visit is None or state.signed:
            self.left.queue.setFocus()
        elif not state.form.complaint:
            self.record.complaint.setFocus()
        elif state.form.orders or state.reopening is not None:
            self.area.begin()
        else:
            self.record.diagnosis.box.setFocus()

    def _connect(self) -> None:
        view_model = self.view_model
        view_model.changed.connect(self._render)
        self.left.tabs.currentChanged.connect(lambda at: view_model.open_tab(TABS[at][0]))
        self.left.queue.picked.connect(view_model.open)
        self.left.history.picked.connect(view_model.past.open)
        self.left.past.closed.connect(view_model.past.close)
        self.left.past.repeated.connect(view_model.past.repeat)
        self.left.next.clicked.connect(view_model.call_next)
        self.left.walk_in.clicked.connect(self._walk_in)
        self.search.picked.connect(self._found)
        self.left.again.clicked.connect(lambda: view_model.call_again(self.left.queue.current_row()))
        self.record.edited.connect(self._edited)
        self.record.passed.connect(self.area.begin)
        self.area.edited.connect(self._edited)
        self.area.left.connect(self.finish.setFocus)
        self.area.left_back.connect(self.record.to_last_line)
        self.sums.fee.clicked.connect(lambda: self.orders.add(view_model.state.fee))
        self.sums.add_row.clicked.connect(self.area.begin)
        self.sums.delete_row.clicked.connect(self.area.remove_current)
        self.footer.print.clicked.connect(view_model.record.print)
        self.review.reasoned.connect(view_model.writing.reason)
        self.review.answered.connect(view_model.writing.answer)
        self.after.added.connect(view_model.record.add_words)
        self.after.cancelled.connect(view_model.record.cancel)
        self.after.reopened.connect(view_model.record.reopen)
        self.footer.give_up.clicked.connect(view_model.record.keep)
        self.after.certified.connect(view_model.record.certify)
        self.twice.taken_out.connect(self._take_out)
        self.twice.both_wanted.connect(self._both)
        self.review.cased.connect(view_model.writing.answer_case)
        view_model.ordering.changed.connect(lambda state: self.record.setVisible(not state.open))
        view_model.ordering.changed.connect(lambda _: self._show_sums(self.form()))
        self.strip.no_allergy.connect(view_model.writing.no_allergy)
        self.strip.chart_wanted.connect(view_model.open_chart)
        self.review.passed.connect(self.finish.setFocus)
        self.footer.ask.clicked.connect(self._review)
        self.footer.save.clicked.connect(view_model.writing.save_draft)
        self.finish.clicked.connect(self._finish)
        for watched in (self.finish, self.sums.fee, self.left.again, self.twice.once, self.twice.both):
            watched.installEventFilter(self)
        self._timer.timeout.connect(lambda: view_model.refresh() if self.isVisible() else None)
        self._timer.start()

    def _lay_out(self) -> None:
        px = theme.current().px
        stack = Stack(self)
        stack.addWidget(self.notice)
        stack.addWidget(self.search)
        columns = Row()
        columns.addWidget(self.left)
        card = Card()
        self._work = QWidget()
        work = Stack(self._work)
        work.setContentsMargins(0, 0, 0, 0)
        work.setSpacing(px(6))
        work.addWidget(self.strip)
        work.addWidget(self.ordering)
        work.addWidget(self.record)
        work.addWidget(self.area, 1)
        work.addWidget(self.review)
        work.addWidget(self.after)
        work.addWidget(self.twice)
        work.addWidget(self.sums)
        card.body.addWidget(self._work, 1)
        card.body.addWidget(self.nobody, 1)
        columns.addWidget(card, 1)
        stack.addLayout(columns, 1)
        stack.addWidget(self.footer)
