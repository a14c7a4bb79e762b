"""检验检查: what is to be done at the left, the order that is open beside it, critical values above."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from clinic_app.projections.queries.examinations import Examination, Stage
from clinic_app.ui import theme
from clinic_app.ui.pages.examinations.critical import CriticalCard
from clinic_app.ui.pages.examinations.instrument import InstrumentCard, source_text
from clinic_app.ui.pages.examinations.lab_form import LabForm
from clinic_app.ui.pages.examinations.lists import LESS_ON_A_SMALL_SCREEN, ORDERS
from clinic_app.ui.pages.examinations.report_view import ReportView, reading_text
from clinic_app.ui.pages.examinations.state import ExaminationsState, Part
from clinic_app.ui.pages.examinations.text_form import TextForm
from clinic_app.ui.pages.examinations.view_model import ExaminationsViewModel
from clinic_app.ui.pages.examinations.words import categories
from clinic_app.ui.stylesheet import look
from clinic_app.ui.theme import Tone
from clinic_app.ui.widgets.buttons import ActionButton
from clinic_app.ui.widgets.cards import Card, Row, Stack
from clinic_app.ui.widgets.entries import Choice
from clinic_app.ui.widgets.part_tabs import PartTabs
from clinic_app.ui.widgets.states import EmptyState, Notice
from clinic_app.ui.widgets.table import DataTable

_REFRESH_MS = 15_000
_ROOMY = 1060  # pixels at 100 %


class ExaminationsPage(QWidget):
    """Only widgets: every decision is the view model's."""

    def __init__(self, view_model: ExaminationsViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view_model = view_model
        self._rendering = False
        self.notice = Notice()
        self.critical = CriticalCard()
        self.tabs = PartTabs(self.tr("检查检验的各部分"))
        self.category = Choice(categories(), self.tr("类别"))
        self.search = QLineEdit()
        self.orders: DataTable[Examination] = DataTable(
            ORDERS,
            self.tr("申请单"),
            self.tr("没有申请单\n医生在门诊页开检查后会出现在这里"),
            key=lambda one: one.id,
        )
        self.nothing = EmptyState(self.tr("选一张申请单，或扫申请单条码"))
        self.about = QLabel()
        self.county = Notice()
        self.source = Notice()
        self.instrument = InstrumentCard()
        self.lab = LabForm()
        self.text = TextForm()
        self.report = ReportView()
        self.refresh = ActionButton("next", self.tr("刷新"))
        self.collect = ActionButton("save", self.tr("采样"), icon="check")
        self.print = ActionButton("print")
        self.correct = ActionButton("refund", self.tr("更正"))
        self.refer = ActionButton("preview", self.tr("送县里诊断"), icon="cloud-up")
        self.sign = ActionButton("settle", self.tr("签发报告"), kind="primary", icon="check")
        self._lay_out()
        self._timer = QTimer(self, interval=_REFRESH_MS)
        self._connect()
        self._render(view_model.state)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        (self.critical.told if self.critical.answering() else self.orders).setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.view_model.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """On a small screen the names of the examinations need the room."""
        super().resizeEvent(event)
        small = self.width() < theme.current().px(_ROOMY)
        for column in LESS_ON_A_SMALL_SCREEN:
            self.orders.setColumnHidden(column, small)
        self.orders.share_width()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._turn(event):
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ctrl+Tab turns the tabs everywhere; Esc leaves a correction, else goes back to the list."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if self._turn(event):
            return True
        if event.key() == Qt.Key.Key_Escape and watched is not self.orders:
            if self.view_model.state.correcting is not None:
                self.view_model.keep()
            self.orders.setFocus()
            return True
        return False

    def _turn(self, event: QKeyEvent) -> bool:
        turned = self.tabs.turns(event)
        if turned:
            self.orders.setFocus()
        return turned

    # What the keys do.

    def _choose(self, order: Examination | None) -> None:
        """The cursor was moved by hand; what a refresh does to the list opens nothing."""
        if not self._rendering:
            self.view_model.open(order)

    def _pick(self, order: Examination) -> None:
        """Enter on an order: to its first box."""
        self.view_model.open(order)
        state = self.view_model.state
        if state.writing:
            (self.lab if self._has_grid() else self.text).begin()

    def _turned(self, at: int) -> None:
        if not self._rendering:
            self.view_model.show_part(Part(at))

    def _sorted(self, category: str) -> None:
        if not self._rendering:
            self.view_model.show_category(category)

    def _find(self) -> None:
        self.view_model.find(self.search.text())
        self.search.clear()

    def _typed(self, item: str, text: str) -> None:
        if self.view_model.type(item, text):
            self.lab.next_item()
        else:
            self.lab.begin()

    def _sign(self) -> None:
        text = self.text
        self.view_model.sign(text.findings.toPlainText(), text.conclusion.text(), text.critical.text())

    def _opened(self) -> None:
        state = self.view_model.state
        self.text.clear()
        if state.order is not None:
            self.text.offer(self.view_model.phrases(), words_only=state.order.category != "lab")
        if state.correcting is not None:
            self.text.show_report(state.correcting)
            (self.lab if self._has_grid() else self.text).begin()

    def _has_grid(self) -> bool:
        return bool(self.view_model.grid())

    # What the state says.

    def _render(self, state: ExaminationsState) -> None:
        self.notice.say(state.notice, state.tone)
        self.critical.show_open(state.critical, overdue=state.overdue, may=self.view_model.may_answer())
        self._rendering = True
        self.tabs.setCurrentIndex(state.part)
        self.category.show_code(state.category)
        self.orders.show_rows(state.shown)
        self.orders.choose(self._place_of(state))
        self._rendering = False
        self.instrument.show_files(state.unmatched, state.away)
        for part, word in zip(Part, (self.tr("待采样"), self.tr("待报告"), self.tr("已报告")), strict=True):
            self.tabs.setTabText(part, f"{word} {len(state.of_part(part))}")
        self._render_order(state)
        self._render_buttons(state)

    def _place_of(self, state: ExaminationsState) -> int:
        """Where the open order stands on the list; -1 where it does not."""
        wanted = None if state.order is None else state.order.id
        return next((at for at, one in enumerate(state.shown) if one.id == wanted), -1)

    def _render_order(self, state: ExaminationsState) -> None:
        order, writing = state.order, state.writing and self.view_model.may_write()
        self.nothing.setVisible(order is None)
        for widget in (self.about, self.lab, self.text, self.report):
            widget.setVisible(order is not None)
        self.source.say(source_text(state), Tone.WARN if state.left_out else Tone.INFO, closable=False)
        if order is None:
            self.county.say("")
            return
        self.about.setText(self._about(order))
        told = reading_text(order)
        waiting = self.tr("已送县里诊断，等待回报。") if order.referred_ms is not None else ""
        self.county.say(self.tr("县级诊断：{told}").format(told=told) if told else waiting, closable=False)
        self.lab.setVisible(writing and self._has_grid())
        self.lab.show_grid(self.view_model.grid())
        self.text.setVisible(writing)
        self._body.setStretchFactor(self.text, 0 if self._has_grid() else 1)
        self.report.setVisible(not writing)
        self.report.show_report(state.report, state.reports, state.names)

    def _render_buttons(self, state: ExaminationsState) -> None:
        order, may = state.order, self.view_model.may_write() and not state.busy
        ready = order is not None and may
        self.collect.setVisible(order is None or order.category == "lab")
        self.collect.setEnabled(ready and order is not None and order.stage is Stage.ORDERED)
        self.refer.setVisible(order is not None and order.category in ("ecg", "imaging"))
        self.refer.setEnabled(ready and state.writing)
        self.correct.setEnabled(ready and state.report is not None and state.correcting is None)
        self.sign.setEnabled(ready and state.writing)
        self.sign.say(self.tr("签发更正报告") if state.correcting is not None else self.tr("签发报告"))
        self.print.setEnabled(order is not None)
        self.print.say(self.tr("申请单") if state.report is None else self.tr("报告单"))

    def _about(self, order: Examination) -> str:
        sex = {"1": self.tr("男"), "2": self.tr("女")}.get(order.sex, "")
        age = order.age_years(self.view_model.today())
        years = "" if age is None else self.tr("{age} 岁").format(age=age)
        told = (
            order.name,
            sex,
            years,
            order.number,
            order.taken or order.specimen,
            order.site,
            order.purpose,
        )
        return f"{'　'.join(one for one in told if one)}\n{order.title}"

    def _connect(self) -> None:
        view_model = self.view_model
        view_model.changed.connect(self._render)
        view_model.opened.connect(self._opened)
        self.tabs.currentChanged.connect(self._turned)
        self.category.chosen.connect(self._sorted)
        self.search.returnPressed.connect(self._find)
        self.orders.chosen.connect(self._choose)
        self.orders.picked.connect(self._pick)
        self.lab.typed.connect(self._typed)
        self.lab.finished.connect(self.text.begin)
        self.text.left.connect(self.sign.setFocus)
        self.critical.answered.connect(view_model.answer)
        self.instrument.taken.connect(view_model.take)
        self.refresh.clicked.connect(view_model.refresh)
        self.collect.clicked.connect(view_model.collect)
        self.print.clicked.connect(view_model.print)
        self.correct.clicked.connect(view_model.correct)
        self.refer.clicked.connect(lambda: view_model.refer(self.text.findings.toPlainText()))
        self.sign.clicked.connect(self._sign)
        boxes = (self.search, self.orders, self.lab.box, self.lab.grid, self.text.conclusion, self.sign)
        for widget in (
            *boxes,
            self.instrument.files,
            self.text.findings,
            self.text.critical,
            self.text.phrase,
            self.report.lines,
        ):
            widget.installEventFilter(self)
        self._timer.timeout.connect(lambda: view_model.refresh() if self.isVisible() else None)
        self._timer.start()

    def _lay_out(self) -> None:
        for _ in Part:
            self.tabs.addTab("")
        self.search.setPlaceholderText(self.tr("申请单号、姓名"))
        self.search.setAccessibleName(self.tr("找申请单"))
        self.search.setMaxLength(40)
        self.about.setWordWrap(True)
        look(self.about, "soft")
        stack = Stack(self)
        head = Row()
        head.addWidget(self.tabs)
        head.addWidget(self.category)
        head.addWidget(self.search, 1)
        head.addWidget(self.refresh)
        stack.addWidget(self.critical)
        stack.addWidget(self.notice)
        stack.addLayout(head)
        columns = Row()
        left = QVBoxLayout()
        left.addWidget(self.orders, 1)
        left.addWidget(self.instrument)
        columns.addLayout(left, 5)
        card = Card()
        self._body = card.body
        card.body.addWidget(self.about)
        card.body.addWidget(self.county)
        card.body.addWidget(self.source)
        card.body.addWidget(self.nothing, 1)
        card.body.addWidget(self.lab, 3)
        card.body.addWidget(self.text, 1)
        card.body.addWidget(self.report, 1)
        columns.addWidget(card, 6)
        stack.addLayout(columns, 1)
        buttons = Row()
        for button in (self.print, self.correct, self.refer):
            buttons.addWidget(button)
        buttons.addStretch()
        for button in (self.collect, self.sign):
            buttons.addWidget(button)
        stack.addLayout(buttons)
