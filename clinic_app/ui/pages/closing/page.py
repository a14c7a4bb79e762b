"""日结: the window's figures, what was compared and the drawer; the facility's closing; all closings made."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from clinic_app.projections.queries.closing import Closed
from clinic_app.ui import theme
from clinic_app.ui.format import yen
from clinic_app.ui.pages.closing.drawer import DrawerCard
from clinic_app.ui.pages.closing.figures import ChecksCard, FiguresCard
from clinic_app.ui.pages.closing.lists import FacilityPart, HistoryPart
from clinic_app.ui.pages.closing.state import DENOMINATIONS, ClosingState
from clinic_app.ui.pages.closing.view_model import ClosingViewModel
from clinic_app.ui.theme import Tone
from clinic_app.ui.widgets.buttons import ActionButton
from clinic_app.ui.widgets.cards import Row, Stack
from clinic_app.ui.widgets.fields import EnterMoves
from clinic_app.ui.widgets.part_tabs import PartTabs
from clinic_app.ui.widgets.states import Notice

WINDOW, FACILITY, HISTORY = range(3)
QWIDGETSIZE_MAX = (1 << 24) - 1  # Qt's own "no limit"
_ROOMY = 1100  # pixels at 100 %: below it the comparisons make room for the drawer


class ClosingPage(QWidget):
    """Only widgets: every decision is the view model's."""

    def __init__(self, view_model: ClosingViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view_model = view_model
        self._shown = view_model.state
        self.standing = Notice()
        self.notice = Notice()
        self.tabs = PartTabs(self.tr("窗口日结、机构日结、历次日结"))
        self.figures = FiguresCard()
        self.checks = ChecksCard()
        self.drawer = DrawerCard()
        self.facility = FacilityPart()
        self.history = HistoryPart(view_model.state.today)
        self.parts = QStackedWidget()
        self.refresh = ActionButton("next", self.tr("刷新"))
        self.print = ActionButton("print", self.tr("打印日结表"))
        self.prove = ActionButton("preview", self.tr("再核对"))
        self.close_day = ActionButton("settle", self.tr("结账"), kind="primary")
        self._lay_out()
        EnterMoves(self.drawer)
        self._connect()
        self._render(view_model.state)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The page was opened: to what is to be done next."""
        super().focusInEvent(event)
        self._focus_next()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.view_model.watch(True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.view_model.watch(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Tab goes through the parts of the page; Esc thinks again."""
        if self.tabs.turns(event):
            self._focus_next()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc takes the first F9 back; Enter presses the button with the focus."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if event.key() == Qt.Key.Key_Escape and self.view_model.state.confirming:
            self.view_model.think_again()
            return True
        if watched is self.close_day and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.close_day.click()
            return True
        return False

    # What the keys do.

    def _close_day(self) -> None:
        if self._at() == FACILITY:
            self.view_model.close_facility(self.facility.note.text().strip())
            return
        missing, count = self.drawer.what_is_missing(), self.drawer.count()
        if missing or count is None:
            self.drawer.say_problem(missing)
            (self.drawer.counts[DENOMINATIONS[0]] if count is None else self.drawer.note).setFocus()
        elif self.view_model.state.confirming:
            self.view_model.close(count)
        else:
            self.view_model.ask()

    def _print(self) -> None:
        self.view_model.print(self._chosen())

    def _chosen(self) -> Closed | None:
        return self.history.table.current_row() if self._at() == HISTORY else None

    def _at(self) -> int:
        return int(self.tabs.tabData(self.tabs.currentIndex()))

    # What the state says.

    def _render(self, state: ClosingState) -> None:
        before, self._shown = self._shown, state
        self.notice.say(state.notice, state.tone)
        self._render_tabs(state)
        for part in (self.figures, self.checks, self.drawer, self.facility, self.history):
            part.render_state(state)
        if state.ready is not None and state.ready.closed and not (before.ready and before.ready.closed):
            self.drawer.clear()
        self._say_standing(state)
        self._render_buttons(state)
        if state.may_close and not before.may_close:  # the boxes were dead until now
            self._focus_next()

    def _render_tabs(self, state: ClosingState) -> None:
        ready = state.ready
        count = 0 if ready is None else ready.totals.n_setl + ready.totals.n_red
        waiting = 0 if state.facility is None else len(state.facility.parts)
        window, facility = self.tr("窗口日结"), self.tr("机构日结")
        words = {
            WINDOW: f"{window} {count}",
            FACILITY: f"{facility} {waiting}",
            HISTORY: self.tr("历次日结"),
        }
        for at in range(self.tabs.count()):
            self.tabs.setTabText(at, words[self.tabs.tabData(at)])
        self.tabs.setTabVisible(FACILITY, state.facility is not None)

    def _say_standing(self, state: ClosingState) -> None:
        """What is asked before the drawer is closed for good, or that today is closed."""
        count, ready = self.drawer.count(), state.ready
        if self._at() != WINDOW or ready is None:
            self.standing.say("")
        elif state.confirming and count is not None:
            words = self.tr("实点 {counted}，差额 {diff}。结账后不能再改，再按 {key} 确认，Esc 返回。")
            expected = ready.totals.cash_expected(count.float_in)
            said = words.format(
                counted=yen(count.counted),
                diff=yen(count.counted - expected),
                key=self.close_day.accessibleDescription(),
            )
            self.standing.say(said, Tone.WARN, closable=False)
        elif ready.closed and not state.notice:
            words = self.tr("今天已日结。之后的收退费计入 {day}。").format(day=ready.biz_date.isoformat())
            self.standing.say(words, Tone.OK, closable=False)
        elif ready.more:
            words = self.tr("记录太多，一次日结装不下：先结这一部分，余下的再结一次。")
            self.standing.say(words, Tone.WARN, closable=False)
        else:
            self.standing.say("")

    def _render_buttons(self, state: ClosingState) -> None:
        at = self._at()
        self.close_day.setVisible(at != HISTORY)
        self.close_day.setEnabled(state.may_close_facility if at == FACILITY else state.may_close)
        word = self.tr("机构结账") if at == FACILITY else self.tr("结账")
        self.close_day.say(self.tr("确认结账") if state.confirming and at == WINDOW else word)
        self.prove.setVisible(at == HISTORY)
        self.prove.setEnabled(self._chosen() is not None)
        self.print.setEnabled(bool(state.closings) if at != HISTORY else self._chosen() is not None)
        self.print.say(self.tr("打印日结表") if at == HISTORY else self.tr("打印上次日结"))

    def _turn_to(self) -> None:
        self.parts.setCurrentIndex(self._at())
        self.view_model.think_again()

    def _focus_next(self) -> None:
        if not self.isVisible() or self.view_model.state.busy:
            return
        if self._at() == HISTORY:
            self.history.table.setFocus()
        elif self._at() == FACILITY:
            self.facility.note.setFocus()
        elif self.view_model.state.may_close:
            self.drawer.counts[DENOMINATIONS[0]].setFocus()

    def _make_room(self) -> None:
        """On a small screen what was compared goes under the figures."""
        roomy = self.width() >= theme.current().px(_ROOMY)
        self.figures.setMaximumWidth(self.figures.minimumWidth() if roomy else QWIDGETSIZE_MAX)
        self._columns.setDirection(
            QHBoxLayout.Direction.LeftToRight if roomy else QHBoxLayout.Direction.TopToBottom
        )

    def _connect(self) -> None:
        view_model = self.view_model
        view_model.changed.connect(self._render)
        self.tabs.currentChanged.connect(lambda _: self._turn_to())
        self.history.month_asked.connect(view_model.show_month)
        self.history.table.chosen.connect(lambda _: self._render_buttons(view_model.state))
        self.history.table.picked.connect(view_model.print)
        self.drawer.changed.connect(self._typed)
        for button, act in (
            (self.refresh, view_model.refresh),
            (self.print, self._print),
            (self.prove, lambda: view_model.prove(self._chosen())),
            (self.close_day, self._close_day),
        ):
            button.clicked.connect(lambda _=False, act=act: act())
        watched = (*self.drawer.counts.values(), self.drawer.counted, self.drawer.float_in, self.drawer.note)
        for widget in (*watched, self.close_day):
            widget.installEventFilter(self)

    def _typed(self) -> None:
        """Another count than the one that was to be confirmed."""
        if self.view_model.state.confirming:
            self.view_model.think_again()

    def _lay_out(self) -> None:
        px = theme.current().px
        stack = Stack(self)
        stack.addWidget(self.standing)
        stack.addWidget(self.notice)
        for data in (WINDOW, FACILITY, HISTORY):
            self.tabs.setTabData(self.tabs.addTab(""), data)
        top = Row()
        top.addWidget(self.tabs)
        top.addStretch(1)
        top.addWidget(self.refresh)
        stack.addLayout(top)
        window = QWidget()
        row = QHBoxLayout(window)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(9))
        self._columns = QHBoxLayout()
        self._columns.setSpacing(px(9))
        self._columns.addWidget(self.figures, 1)
        self._columns.addWidget(self.checks, 1)
        row.addLayout(self._columns, 1)
        row.addWidget(self.drawer)
        for part in (window, self.facility, self.history):
            self.parts.addWidget(part)
        stack.addWidget(self.parts, 1)
        buttons = Row()
        buttons.addWidget(self.print)
        buttons.addWidget(self.prove)
        buttons.addStretch()
        buttons.addWidget(self.close_day)
        stack.addLayout(buttons)
