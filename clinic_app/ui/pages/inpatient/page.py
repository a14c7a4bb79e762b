"""住院: who is in at the left, the stay in the middle, its account at the right."""

from collections.abc import Callable, Sequence
from datetime import date
from uuid import UUID

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, QTimer
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from clinic_app.projections.queries.inpatient import Admission, AdmissionState
from clinic_app.projections.queries.residents import Resident
from clinic_app.ui import format, theme
from clinic_app.ui.initials import initials
from clinic_app.ui.pages.inpatient.account import AccountCard, DepositsPanel
from clinic_app.ui.pages.inpatient.admit import AdmitForm
from clinic_app.ui.pages.inpatient.bill import BillPanel
from clinic_app.ui.pages.inpatient.charges import ChargesPanel
from clinic_app.ui.pages.inpatient.state import InpatientState, Part, Stay
from clinic_app.ui.pages.inpatient.view_model import InpatientViewModel
from clinic_app.ui.pages.inpatient.ward import WARD, StayHead
from clinic_app.ui.widgets.buttons import ActionButton
from clinic_app.ui.widgets.cards import Card, Row, Stack
from clinic_app.ui.widgets.hits import Hit
from clinic_app.ui.widgets.part_tabs import PartTabs
from clinic_app.ui.widgets.pills import PillDelegate
from clinic_app.ui.widgets.search import Answer, SearchBox
from clinic_app.ui.widgets.states import Notice
from clinic_app.ui.widgets.table import DataTable

_ROOMY = 1050  # pixels at 100 %
_REFRESH_MS = 20_000  # what other PCs charge comes by sync


class InpatientPage(QWidget):
    """Only widgets: every decision is the view model's."""

    def __init__(
        self,
        view_model: InpatientViewModel,
        departments: Sequence[str],
        today: date,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.view_model = view_model
        self._today = today
        self._shown = view_model.state
        self.notice = Notice()
        self.search = SearchBox(self._look_up, self.tr("找患者"), self.tr("床号、住院号、姓名、首字母"))
        self.refresh = ActionButton("next", self.tr("刷新"))
        self.list: DataTable[Admission] = DataTable(
            WARD,
            self.tr("住院患者"),
            self.tr("没有住院患者\n插卡或按 F3 找人，再按 Ins 办入院"),
            key=lambda one: one.id,
        )
        self.head = StayHead()
        self.tabs = PartTabs(self.tr("记账、预交金、出院结算"))
        self.charges = ChargesPanel()
        self.deposits = DepositsPanel()
        self.bill = BillPanel(today)
        self.bill.know_today(today)
        self.form = AdmitForm(departments, today)
        self.account = AccountCard()
        self.back = ActionButton("refund", self.tr("冲减"), kind="danger")
        self.print = ActionButton("print", self.tr("一日清单"))
        self.admit = ActionButton("add_row", self.tr("入院"))
        self.save = ActionButton("save", self.tr("记账"), kind="primary")
        self.preview = ActionButton("preview", self.tr("预结"))
        self.self_pay = ActionButton("self_pay", self.tr("改自费"))
        self.settle = ActionButton("settle", self.tr("结算"), kind="primary")
        self.parts = QStackedWidget()
        self._lay_out()
        self._timer = QTimer(self, interval=_REFRESH_MS)
        self._connect()
        self._render(view_model.state)

    def find_person(self) -> None:
        """F3: to the search box."""
        self.search.setFocus()
        self.search.selectAll()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.list.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.view_model.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """On a small screen the list keeps bed and name."""
        super().resizeEvent(event)
        px, roomy = theme.current().px, self.width() >= theme.current().px(_ROOMY)
        for column in (2, 3):
            self.list.setColumnHidden(column, not roomy)
        self._side.setMaximumWidth(px(326) if roomy else px(158))
        self.account.narrow(not roomy)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._turns(event):
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ctrl+Tab goes through the parts, Alt+← → through the days; Enter on the list begins the work; typing over
        it searches; Esc at the question means no."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if self._turns(event):
            return True
        if event.key() == Qt.Key.Key_Escape and self.view_model.state.reversing:
            self.view_model.keep()
            self.list.setFocus()
            return True
        if watched is not self.list:
            return False
        if event.text().strip() and event.text().isprintable() and not event.modifiers():
            self.search.setFocus()
            self.search.event(event)
            return True
        return False

    def _turns(self, event: QKeyEvent) -> bool:
        if self.tabs.turns(event):
            self._focus_part()
            return True
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if step and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.view_model.show_day(step)
            return True
        return False

    # What the keys do.

    def _save(self) -> None:
        act = {
            Part.CHARGES: self._charge,
            Part.DEPOSITS: lambda: self._move_deposit(self.view_model.take_deposit),
            Part.BILL: self._discharge,
            Part.ADMIT: self._admit,
        }
        act[self.view_model.state.part]()

    def _charge(self) -> None:
        problem = self.charges.grid.first_problem()
        self.charges.say_problem(problem)
        if not problem:
            self.view_model.charge(self.charges.grid.wanted())

    def _move_deposit(self, act: Callable[[int, str], None]) -> None:
        fen = self.deposits.fen()
        if fen is not None:
            act(fen, self.deposits.way.way())

    def _discharge(self) -> None:
        typed = self.bill.discharge()
        if typed is not None:
            self.view_model.discharge(*typed)

    def _admit(self) -> None:
        wanted = self.form.wanted()
        if wanted is not None:
            self.view_model.admit(*wanted)

    def _back(self) -> None:
        """冲减, 退预交金 or 退结算, by the part in front."""
        part = self.view_model.state.part
        if part is Part.CHARGES:
            row = self.charges.table.current_row()
            if row is not None and row.cnt_e4 > 0:
                self.charges.grid.take_off(row)
        elif part is Part.DEPOSITS:
            self._move_deposit(self.view_model.return_deposit)
        elif part is Part.BILL:
            self.view_model.ask_reversal()

    def _print(self) -> None:
        part = self.view_model.state.part
        if part is Part.CHARGES:
            self.view_model.print_day()
        elif part is Part.DEPOSITS:
            self.view_model.print_slip(self.deposits.table.current_row())
        else:
            self.view_model.print_receipt()

    def _preview(self) -> None:
        self.tabs.setCurrentIndex(Part.BILL)
        self.view_model.refresh()
        self._focus_part()

    def _settle(self) -> None:
        problem = self.account.first_problem()
        if problem:
            self.account.say_problem(problem)
            self.account.tender.setFocus()
            return
        self.view_model.settle(self.account.received(), self.account.way.way())

    def _look_up(self, text: str, answer: Answer) -> None:
        """Who is here first, then who could be taken in."""
        folded = text.lower()

        def fits(one: Admission) -> bool:
            return (
                one.bed.lower() == folded
                or one.number.lower().endswith(folded)
                or text in one.name
                or initials(one.name).startswith(folded)
            )

        here = [one for one in self.view_model.state.admissions if fits(one)]
        hits = [Hit(one, f"{one.bed}  {one.name}", one.number, self.tr("住院")) for one in here]

        def further(found: list[Resident]) -> None:
            known = {one.resident_id for one in here}
            answer([*hits, *(self._hit(one) for one in found if one.id not in known)])

        self.view_model.find(text, further)

    def _hit(self, one: Resident) -> Hit:
        age = format.age(one.birth_date, self._today) if one.birth_date else ""
        parts = (format.sex(one.sex), age, format.masked_id(one.id_number))
        return Hit(one.id, one.name, " · ".join(part for part in parts if part), self.tr("办入院"))

    def _picked(self, found: object) -> None:
        if isinstance(found, Admission):
            self.view_model.choose(found)
            self.list.setFocus()
        elif isinstance(found, UUID):
            self.view_model.take_in_hand(found)

    # What the state says.

    def _render(self, state: InpatientState) -> None:
        before, self._shown = self._shown, state
        self.notice.say(state.notice, state.tone)
        if state.today != self._today:
            self._today = state.today
            self.bill.know_today(state.today)
        with QSignalBlocker(self.list):
            if state.admissions != before.admissions:
                self.list.show_rows(state.admissions)
            self._point_at(state.stay)
        self._render_parts(state)
        self.head.show_stay(state.stay, self._today)
        self.charges.show_stay(state.stay)
        self.deposits.show_slips(state)
        self.bill.render_state(state)
        self.form.show_newcomer(state.newcomer)
        self.account.render_state(state)
        self._render_buttons(state)
        if before.busy and not state.busy and self.charges.grid.hasFocus():
            self.charges.grid.mend_last()
        if _other(before, state):
            self.account.tender.clear()
            self.charges.grid.clear_rows()

    def _render_parts(self, state: InpatientState) -> None:
        if self.tabs.count() == Part.ADMIT and state.part is Part.ADMIT:
            self.tabs.addTab(self.tr("入院"))
        elif self.tabs.count() > Part.ADMIT and state.part is not Part.ADMIT:
            with QSignalBlocker(self.tabs):
                self.tabs.removeTab(Part.ADMIT)
        if self.tabs.currentIndex() != state.part:
            with QSignalBlocker(self.tabs):
                self.tabs.setCurrentIndex(state.part)
        self.parts.setCurrentIndex(state.part)
        self.head.setVisible(state.stay is not None and state.part is not Part.ADMIT)

    def _render_buttons(self, state: InpatientState) -> None:
        stay, part = state.stay, state.part
        status = None if stay is None else stay.admission.state
        open_stay = status in (AdmissionState.IN, AdmissionState.DISCHARGED)
        words = {
            Part.CHARGES: (self.tr("记账"), open_stay, self.tr("冲减"), self.tr("一日清单")),
            Part.DEPOSITS: (self.tr("收预交金"), open_stay, self.tr("退预交金"), self.tr("打收据")),
            Part.BILL: (
                self.tr("办出院"),
                status is AdmissionState.IN,
                self.tr("退结算"),
                self.tr("打收据"),
            ),
            Part.ADMIT: (self.tr("办入院"), state.newcomer is not None, "", ""),
        }
        save, may_save, back, paper = words[part]
        self.save.say(save)
        self.save.setEnabled(may_save and not state.busy)
        self.save.setVisible(part is not Part.BILL or status is AdmissionState.IN)
        self.back.setVisible(bool(back))
        self.back.say(back)
        self.back.setEnabled(self._may_go_back(state))
        self.print.setVisible(bool(paper))
        self.print.say(paper)
        self.print.setEnabled(stay is not None and (part is not Part.BILL or stay.made is not None))
        self.admit.setVisible(part is not Part.ADMIT)
        self.preview.setVisible(part in (Part.CHARGES, Part.DEPOSITS))
        self.preview.setEnabled(stay is not None and stay.bill is not None)
        insured = state.bill is not None and bool(state.bill.admission.psn_no)
        self.self_pay.setVisible(part is Part.BILL and insured)
        self.self_pay.say(self.tr("改医保") if state.self_pay else self.tr("改自费"))
        self.settle.setVisible(part is Part.BILL and status is AdmissionState.DISCHARGED)
        self.settle.setEnabled(state.may_settle)

    def _may_go_back(self, state: InpatientState) -> bool:
        stay = state.stay
        if stay is None or state.busy or state.reversing:
            return False
        settled = stay.admission.state is AdmissionState.SETTLED
        if state.part is Part.CHARGES:
            return bool(stay.charges) and not settled
        if state.part is Part.DEPOSITS:
            return stay.admission.held > 0
        return settled

    def _point_at(self, stay: Stay | None) -> None:
        numbers = [one.id for one in self.view_model.state.admissions]
        if stay is not None and stay.admission.id in numbers:
            self.list.choose(numbers.index(stay.admission.id))

    def _focus_part(self) -> None:
        """To where the work of the part begins."""
        state = self.view_model.state
        if state.part is Part.CHARGES and self.charges.grid.isVisible():
            self.charges.grid.begin_row()
        elif state.part is Part.DEPOSITS and self.deposits.amount.isVisible():
            self.deposits.amount.setFocus()
        elif state.part is Part.BILL and self.bill.day.isVisible():
            self.bill.day.setFocus()
        elif state.part is Part.BILL and self.account.tender.isVisible():
            self.account.tender.setFocus()
        else:
            self.list.setFocus()

    def _charged(self) -> None:
        self.charges.grid.clear_rows()
        self.charges.grid.begin_row()

    def _took(self) -> None:
        self.deposits.amount.clear()
        self.account.tender.clear()

    def _connect(self) -> None:
        view_model = self.view_model
        view_model.changed.connect(self._render)
        view_model.charged.connect(self._charged)
        view_model.took.connect(self._took)
        self.list.chosen.connect(view_model.choose)
        self.list.picked.connect(lambda _: self._focus_part())
        self.search.picked.connect(self._picked)
        self.tabs.currentChanged.connect(lambda at: view_model.turn_to(Part(at)))
        self.tabs.tabBarClicked.connect(lambda _: QTimer.singleShot(0, self._focus_part))
        self.charges.day_asked.connect(view_model.show_day)
        self.charges.grid.left.connect(self.save.setFocus)
        self.charges.grid.left_back.connect(self.list.setFocus)
        self.bill.self_pay_asked.connect(view_model.choose_self_pay)
        self.bill.reversed.connect(view_model.reverse)
        self.bill.kept.connect(view_model.keep)
        for button, act in (
            (self.refresh, view_model.refresh),
            (self.admit, view_model.ask_admission),
            (self.back, self._back),
            (self.print, self._print),
            (self.save, self._save),
            (self.preview, self._preview),
            (self.self_pay, view_model.choose_self_pay),
            (self.settle, self._settle),
        ):
            button.clicked.connect(lambda _=False, act=act: act())
        for table in (self.list, self.charges.table, self.deposits.table, self.bill.table):
            table.installEventFilter(self)
        bar = self.bill.back
        for widget in (bar.reason, bar.note, bar.yes, bar.no):
            widget.installEventFilter(self)
        self._timer.timeout.connect(lambda: view_model.refresh() if self.isVisible() else None)
        self._timer.start()

    def _lay_out(self) -> None:
        px = theme.current().px
        stack = Stack(self)
        stack.addWidget(self.notice)
        columns = QHBoxLayout()
        columns.setSpacing(px(9))
        PillDelegate.on(self.list, len(WARD) - 1)
        self._side = Card(self.tr("住院患者"))
        self._side.body.addWidget(self.search)
        self._side.body.addWidget(self.list, 1)
        self._side.setMinimumWidth(px(150))
        columns.addWidget(self._side, 2)
        middle = Card()
        for words in (self.tr("记账"), self.tr("预交金"), self.tr("出院结算")):
            self.tabs.addTab(words)
        for part in (self.charges, self.deposits, self.bill, self.form):
            self.parts.addWidget(part)
        for widget in (self.head, self.tabs):
            middle.body.addWidget(widget)
        middle.body.addWidget(self.parts, 1)
        columns.addWidget(middle, 3)
        columns.addWidget(self.account)
        stack.addLayout(columns, 1)
        buttons = Row()
        for button in (self.back, self.print, self.refresh):
            buttons.addWidget(button)
        buttons.addStretch()
        for button in (self.admit, self.preview, self.self_pay, self.save, self.settle):
            buttons.addWidget(button)
        stack.addLayout(buttons)


def _other(before: InpatientState, state: InpatientState) -> bool:
    """Whether another stay is open than before."""
    old, new = before.stay, state.stay
    return (old.admission.id if old else None) != (new.admission.id if new else None)
