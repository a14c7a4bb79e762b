"""收费: who waits at the left, the bill in the middle, the money at the right."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from clinic_app.projections.queries.differences import Difference
from clinic_app.projections.queries.registration import Visit
from clinic_app.projections.queries.settlement import Settled
from clinic_app.services.platform import Open
from clinic_app.ui import theme
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP, translate
from clinic_app.ui.initials import initials
from clinic_app.ui.pages.settlement.bill import BillCard
from clinic_app.ui.pages.settlement.calls_panel import CallsPanel
from clinic_app.ui.pages.settlement.calls_view_model import CallsViewModel
from clinic_app.ui.pages.settlement.pay import PayCard
from clinic_app.ui.pages.settlement.purse_card import PurseCardAsked
from clinic_app.ui.pages.settlement.state import SettlementState
from clinic_app.ui.pages.settlement.today import DayPanel, DifferingPanel
from clinic_app.ui.pages.settlement.view_model import SettlementViewModel
from clinic_app.ui.pages.settlement.words import action_text, means_text, owed_text
from clinic_app.ui.theme import Tone
from clinic_app.ui.widgets.buttons import ActionButton
from clinic_app.ui.widgets.cards import Card, Row, Stack
from clinic_app.ui.widgets.fields import EnterMoves
from clinic_app.ui.widgets.hits import Hit
from clinic_app.ui.widgets.part_tabs import PartTabs
from clinic_app.ui.widgets.rows import Column
from clinic_app.ui.widgets.search import Answer, SearchBox
from clinic_app.ui.widgets.states import Notice
from clinic_app.ui.widgets.table import DataTable

_ROOMY, _HIGH = 1000, 520  # pixels at 100 %
_REFRESH_MS = 15_000  # bills of other PCs come by sync
CHARGE, DAY, DIFFERING, CALLS = range(4)


def bill_columns(is_held: Callable[[Visit], bool]) -> tuple[Column[Visit], ...]:
    """The bills that wait; one that was put aside says so."""

    def paying(visit: Visit) -> str:
        if is_held(visit):
            return translate("settlement", "暂挂")
        return translate("settlement", "医保") if visit.psn_no else translate("settlement", "自费")

    return (
        Column(QT_TRANSLATE_NOOP("columns", "号"), lambda visit: visit.number, width=5, bold=True),
        Column(QT_TRANSLATE_NOOP("columns", "姓名"), lambda visit: visit.name, width=8, bold=True),
        Column(
            QT_TRANSLATE_NOOP("columns", "费别"),
            paying,
            width=6,
            tone=lambda visit: Tone.PLAIN if visit.psn_no and not is_held(visit) else Tone.WARN,
        ),
    )


class SettlementPage(QWidget):
    """Only widgets: every decision is the view model's."""

    def __init__(self, view_model: SettlementViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view_model = view_model
        self._shown = view_model.state
        self.county = Notice()
        self.owed = Notice()
        self.notice = Notice()
        self.tabs = PartTabs(self.tr("收费、今日结算、县里差异、未完成"))
        self.search = SearchBox(self._look_up, self.tr("找账单"), self.tr("就诊号、姓名、首字母、卡号"))
        self.refresh = ActionButton("next", self.tr("刷新"))
        self.bills: DataTable[Visit] = DataTable(
            bill_columns(lambda visit: visit.id in self.view_model.state.held),
            self.tr("待收费"),
            self.tr("没有待收费的账单"),
            key=lambda visit: visit.id,
        )
        self.bill = BillCard()
        self.pay = PayCard()
        self.day = DayPanel()
        self.differing = DifferingPanel()
        self.calls = CallsPanel(
            CallsViewModel(view_model.services.platform, view_model.desk, view_model.jobs)
        )
        self.refund = ActionButton("refund", self.tr("退费"), kind="danger")
        self.print = ActionButton("print", self.tr("打收据"))
        self.sheet = ActionButton("preview", self.tr("结算单"))
        self.hold = ActionButton("hold", self.tr("暂挂"))
        self.defer = ActionButton("save", self.tr("挂账"))
        self.issuer = ActionButton("issuer", self.tr("发卡方答复"))
        self.purse_asked = PurseCardAsked()
        self.difference = ActionButton("difference", self.tr("结清差额"), kind="primary")
        self.why = ActionButton("preview", self.tr("为什么"))
        self.self_pay = ActionButton("self_pay", self.tr("改自费"))
        self.settle = ActionButton("settle", self.tr("结算"), kind="primary")
        self.parts = QStackedWidget()
        self._lay_out()
        EnterMoves(self.pay)
        QWidget.setTabOrder(self.pay.tender, self.settle)
        self._timer = QTimer(self, interval=_REFRESH_MS)
        self._connect()
        self._render(view_model.state)

    def find_person(self) -> None:
        """F3: to the search box."""
        self.tabs.setCurrentIndex(CHARGE)
        self.search.setFocus()
        self.search.selectAll()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The page was opened: to what is to be done next."""
        super().focusInEvent(event)
        self._focus_next()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.view_model.refresh()
        self.calls.view_model.refresh()  # the tab says how many are not finished
        self.view_model.in_sight(True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.view_model.in_sight(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """On a small screen the list makes room while a bill is open: money stays in sight."""
        super().resizeEvent(event)
        px = theme.current().px
        self.pay.compact(self.height() < px(_HIGH))
        self._waiting.setVisible(self.width() >= px(_ROOMY) or self.view_model.state.ready is None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Tab goes through the three parts of the page."""
        if self.tabs.turns(event):
            self._focus_next()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Typing over the list of bills searches it, Enter presses the button with the focus, Esc at the inline
        question means no."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if watched is self.settle and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.settle.click()
            return True
        if watched is self.bills:
            if event.text().strip() and event.text().isprintable() and not event.modifiers():
                self.search.setFocus()
                self.search.event(event)
                return True
            return False
        if event.key() == Qt.Key.Key_Escape and self.view_model.state.refunding is not None:
            self._keep()
            return True
        if event.key() == Qt.Key.Key_Escape and self.view_model.state.purse_asked is not None:
            self.view_model.paying.keep_purse()
            return True
        return False

    # What the keys do.

    def _settle(self) -> None:
        problem = self.pay.problem()
        if problem:
            self.pay.say_problem(problem)
            self.pay.tender.setFocus()
            return
        self.view_model.paying.settle(self.pay.received())

    def _refund(self) -> None:
        """From the charging part first to the day's list: which one?"""
        if self.tabs.currentIndex() == CHARGE:
            self.tabs.setCurrentIndex(DAY)
            self.day.table.choose(self.day.table.rows.rowCount() - 1)
            self._focus_next()
            return
        self.view_model.taking_back.ask(self._chosen())

    def _keep(self) -> None:
        self.view_model.taking_back.keep()
        self.day.table.setFocus()

    def _settle_difference(self) -> None:
        self.view_model.taking_back.settle_difference(self._difference())

    def _difference(self) -> Difference | None:
        """Of the row chosen in the list, else of the person in hand."""
        state = self.view_model.state
        chosen = self._chosen() if self.tabs.currentIndex() == DIFFERING else None
        found = next((one for one in state.open if chosen and one.settlement_id == chosen.id), None)
        return found or state.owed

    def _print(self) -> None:
        if self.tabs.currentIndex() == CALLS:
            self.view_model.print_on_account(self.calls.table.current_row())
            return
        charging = self.tabs.currentIndex() == CHARGE
        self.view_model.print_again(None if charging else self._chosen())

    def _chosen(self) -> Settled | None:
        tables = {DAY: self.day.table, DIFFERING: self.differing.table}
        table = tables.get(self.tabs.currentIndex())
        row = None if table is None else table.current_row()
        return None if row is None else row.settled

    def _look_up(self, text: str, answer: Answer) -> None:
        folded = text.lower()

        def fits(visit: Visit) -> bool:
            return (
                visit.number.lower().endswith(folded)
                or text in visit.name
                or initials(visit.name).startswith(folded)
                or (len(text) > 4 and visit.card_number == text)
            )

        found = [visit for visit in self.view_model.state.bills if fits(visit)]
        answer([Hit(one, f"{one.number}  {one.name}", one.department) for one in found])

    # What the state says.

    def _render(self, state: SettlementState) -> None:
        before, self._shown = self._shown, state
        self.notice.say(state.notice, state.tone)
        self._render_tabs(state)
        if state.bills != before.bills or state.held != before.held:
            self.bills.show_rows(state.bills)
        self._show_open(state)
        self._waiting.setVisible(self.width() >= theme.current().px(_ROOMY) or state.ready is None)
        self.bill.show_bill(
            state.ready,
            self_pay=state.self_pay,
            explained=state.explained,
            estimated=state.estimated,
        )
        self._render_owed(state)
        self.purse_asked.ask(state.purse_asked)
        self.pay.render_state(state)
        self.day.render_state(state, before)
        self.differing.render_state(state, before)
        self._render_buttons(state)
        if self._turned(before, state):
            self.view_model.in_sight(self.isVisible())
            self.pay.tender.clear()
            self._focus_next()

    def _render_tabs(self, state: SettlementState) -> None:
        for at, (words, count) in enumerate(
            (
                (self.tr("收费"), len(state.bills)),
                (self.tr("今日结算"), len(state.rows)),
                (self.tr("县里有差异"), len(state.differing)),
                (self.tr("未完成"), self.calls.count()),
            )
        ):
            self.tabs.setTabText(at, f"{words} {count}")
        if not state.differing:
            self.county.clear()
            return
        words = self.tr("县里复核有 {n} 笔与本机不同。最近一笔 {name}：{todo}").format(
            n=len(state.differing),
            name=state.differing[0].settled.name,
            todo=action_text(state.differing[0]),
        )
        shown = self.tabs.currentIndex() != DIFFERING
        self.county.say(words if shown else "", Tone.WARN, self.tr("去看"), closable=False)

    def _render_owed(self, state: SettlementState) -> None:
        """What is open with the person in hand, and what is not known of the purse."""
        if state.purse_unclear:
            words = self.tr("钱包是否扣款还不清楚：让患者把同一张卡放上，再查结果。查清前不要另外收钱。")
            self.owed.say(words, Tone.DANGER, self.tr("查结果"), closable=False)
        elif state.owed is not None:
            self.owed.say(owed_text(state.owed), Tone.WARN, closable=False)
        else:
            self.owed.clear()

    def _render_buttons(self, state: SettlementState) -> None:
        charging = self.tabs.currentIndex() == CHARGE
        ready = state.ready
        for button in (self.why, self.self_pay, self.hold, self.settle):
            button.setVisible(charging)
        self.issuer.setVisible(charging and state.purse_unclear)
        self.issuer.setEnabled(not state.busy)
        self.defer.setVisible(charging and state.may_defer)
        self.sheet.setVisible(self.tabs.currentIndex() == DAY)
        self.sheet.setEnabled(not charging and self._chosen() is not None)
        self.hold.setEnabled(ready is not None and not state.busy)
        in_list = self.tabs.currentIndex() == DIFFERING
        self.difference.setVisible(state.owed is not None or in_list)
        self._say_difference(state)
        self.difference.setEnabled(not state.busy and (state.owed is not None or self._row_is_owed()))
        self.why.setEnabled(ready is not None)
        insured = ready is not None and bool(ready.visit.psn_no)
        self.self_pay.setEnabled(insured and not state.busy)
        self.self_pay.say(self.tr("改医保") if state.self_pay else self.tr("改自费"))
        self.settle.setEnabled(state.may_settle)
        self.settle.say(self.tr("正在结算…") if state.busy else self.tr("结算"))
        at = self.tabs.currentIndex()
        self.refund.setVisible(at in (CHARGE, DAY))
        self.refresh.setVisible(at != CALLS)
        self.refund.setEnabled(bool(state.rows) and state.refunding is None)
        self._render_print(state, at)

    def _render_print(self, state: SettlementState, at: int) -> None:
        if at == CALLS:
            row = self.calls.table.current_row()
            may = row is not None and row.why is Open.ON_ACCOUNT
        else:
            may = state.previous is not None if at == CHARGE else self._chosen() is not None
        self.print.say(self.tr("打挂账单") if at == CALLS else self.tr("打收据"))
        self.print.setEnabled(may)

    def _say_difference(self, state: SettlementState) -> None:
        """结清差额, and by which means it would be collected."""
        found = self._difference()
        collects = bool(state.means) and found is not None and found.amount > 0
        words = self.tr("结清差额")
        self.difference.say(f"{words}（{means_text(state.means)}）" if collects else words)

    def _row_is_owed(self) -> bool:
        row = self.differing.table.current_row()
        return row is not None and row.owed != 0

    def _show_open(self, state: SettlementState) -> None:
        """The cursor of the list stands on the open bill."""
        if state.ready is not None:
            numbers = [visit.id for visit in state.bills]
            if state.ready.visit.id in numbers:
                self.bills.choose(numbers.index(state.ready.visit.id))

    def _turned(self, before: SettlementState, state: SettlementState) -> bool:
        """Whether another bill is in hand than before, or a key has done its work."""
        old, new = before.ready, state.ready
        other = (old.visit.id if old else None) != (new.visit.id if new else None)
        done = before.refunding is not None and state.refunding is None
        done |= before.purse_asked is not None and state.purse_asked is None
        chosen = before.self_pay != state.self_pay
        return other or done or chosen

    def _focus_next(self) -> None:
        state = self.view_model.state
        if not self.isVisible() or state.busy or state.refunding or state.purse_asked:
            return
        at = self.tabs.currentIndex()
        if at == DAY:
            self.day.table.setFocus()
        elif at in (DIFFERING, CALLS):
            (self.differing if at == DIFFERING else self.calls).table.setFocus()
        elif state.ready is not None:
            self.pay.tender.setFocus()
        else:
            self.bills.setFocus()

    def _turn_to(self, at: int) -> None:
        self.parts.setCurrentIndex(at)
        self.search.setVisible(at == CHARGE)
        if self.view_model.state.refunding is not None:
            self.view_model.taking_back.keep()
        if self.view_model.state.purse_asked is not None:
            self.view_model.paying.keep_purse()
        self._render(self.view_model.state)

    def _connect(self) -> None:
        view_model = self.view_model
        view_model.changed.connect(self._render)
        self.tabs.currentChanged.connect(self._turn_to)
        self.county.acted.connect(lambda: self.tabs.setCurrentIndex(DIFFERING))
        self.bills.picked.connect(view_model.open)
        self.search.picked.connect(view_model.open)
        self.bill.refused.acted.connect(view_model.choose_self_pay)
        self.pay.account_asked.connect(view_model.use_account)
        self.day.table.chosen.connect(lambda _: self._render_buttons(view_model.state))
        self.differing.table.chosen.connect(lambda _: self._render_buttons(view_model.state))
        self.calls.table.chosen.connect(lambda _: self._render_buttons(view_model.state))
        self.owed.acted.connect(view_model.paying.resolve_purse)
        self.pay.means_asked.connect(view_model.use_means)
        bar = self.day.refund
        bar.confirmed.connect(view_model.taking_back.confirm)
        bar.kept.connect(self._keep)
        bar.part_asked.connect(view_model.taking_back.choose)
        bar.taken.connect(view_model.taking_back.take)
        asked = self.purse_asked
        asked.confirmed.connect(view_model.paying.confirm_purse)
        asked.kept.connect(view_model.paying.keep_purse)
        for button, act in (
            (self.refresh, view_model.refresh),
            (self.refund, self._refund),
            (self.print, self._print),
            (self.why, view_model.explain),
            (self.self_pay, view_model.choose_self_pay),
            (self.settle, self._settle),
            (self.hold, view_model.hold),
            (self.defer, view_model.paying.defer),
            (self.sheet, lambda: view_model.print_sheet(self._chosen())),
            (self.difference, self._settle_difference),
            (self.issuer, view_model.paying.ask_issuer),
            (self.pay.other, self.pay.open_means),
            (self.pay.card, view_model.paying.use_purse),
        ):
            button.clicked.connect(lambda _=False, act=act: act())
        for watched in (self.bills, self.settle):
            watched.installEventFilter(self)
        for widget in (
            bar.reason,
            bar.note,
            bar.yes,
            bar.no,
            asked.said,
            asked.reference,
            asked.yes,
            asked.no,
        ):
            widget.installEventFilter(self)
        self.calls.view_model.changed.connect(lambda _: self._render_tabs(view_model.state))
        self.calls.view_model.settled.connect(view_model.came_to_stand)
        self._timer.timeout.connect(lambda: view_model.tick() if self.isVisible() else None)
        self._timer.start()

    def _lay_out(self) -> None:
        px = theme.current().px
        stack = Stack(self)
        for notice in (self.county, self.owed, self.purse_asked, self.notice):
            stack.addWidget(notice)
        for _ in range(4):
            self.tabs.addTab("")
        top = Row()
        top.addWidget(self.tabs)
        top.addStretch(1)
        self.search.setMinimumWidth(px(300))
        top.addWidget(self.search)
        top.addWidget(self.refresh)
        stack.addLayout(top)
        charge = QWidget()
        columns = QHBoxLayout(charge)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(px(9))
        self._waiting = Card(self.tr("待收费"))
        self._waiting.setFixedWidth(px(244))
        self._waiting.body.addWidget(self.bills)
        columns.addWidget(self._waiting)
        columns.addWidget(self.bill, 1)
        columns.addWidget(self.pay)
        for part in (charge, self.day, self.differing, self.calls):
            self.parts.addWidget(part)
        stack.addWidget(self.parts, 1)
        buttons = Row()
        for button in (self.refund, self.print, self.sheet):
            buttons.addWidget(button)
        buttons.addStretch()
        for button in (
            self.issuer,
            self.difference,
            self.why,
            self.self_pay,
            self.hold,
            self.defer,
            self.settle,
        ):
            buttons.addWidget(button)
        stack.addLayout(buttons)
