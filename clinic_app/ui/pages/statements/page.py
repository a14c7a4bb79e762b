"""申报对账: the county's statements above, the records of one below; days that do not balance; payments."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from clinic_app.projections.queries.reconciliation import Statement
from clinic_app.ui.format import yen
from clinic_app.ui.pages.statements.lists import LINES, ODD, PAID, STATEMENTS
from clinic_app.ui.pages.statements.state import LineRow, OddRow, PaidRow, StatementsState
from clinic_app.ui.pages.statements.view_model import StatementsViewModel
from clinic_app.ui.pages.statements.words import group_text, insurance_text
from clinic_app.ui.stylesheet import look
from clinic_app.ui.theme import Tone
from clinic_app.ui.widgets.buttons import ActionButton
from clinic_app.ui.widgets.cards import Card, Row, Stack
from clinic_app.ui.widgets.part_tabs import PartTabs
from clinic_app.ui.widgets.pills import PillDelegate
from clinic_app.ui.widgets.states import Notice
from clinic_app.ui.widgets.table import DataTable

STATEMENT, UNBALANCED, PAYMENTS = range(3)


class StatementsPage(QWidget):
    """Only widgets: every decision is the view model's."""

    def __init__(self, view_model: StatementsViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view_model = view_model
        self.question = Notice()
        self.notice = Notice()
        self.tabs = PartTabs(self.tr("申报对账的各部分"))
        self.statements: DataTable[Statement] = DataTable(
            STATEMENTS,
            self.tr("申报表"),
            self.tr("县里还没有发来申报表。每月月结后会自动出现在这里。"),
            key=lambda one: one.id,
        )
        self.lines: DataTable[LineRow] = DataTable(
            LINES, self.tr("申报明细"), self.tr("选一张申报表看明细"), key=lambda row: row.line.record
        )
        self.odd: DataTable[OddRow] = DataTable(
            ODD,
            self.tr("没有对平的结算"),
            self.tr("都对平了"),
            key=lambda row: (row.day, row.one.record),
        )
        self.paid: DataTable[PaidRow] = DataTable(PAID, self.tr("拨付"), self.tr("还没有拨付通知"))
        self.reason = QLineEdit()
        self.refresh = ActionButton("next", self.tr("刷新"))
        self.confirm = ActionButton("settle", kind="primary", icon="check")
        self.parts = QStackedWidget()
        self._lay_out()
        self._connect()
        self._render(view_model.state)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The page was opened: to its list."""
        super().focusInEvent(event)
        self._focus_list()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.view_model.refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._turn(event):
            super().keyPressEvent(event)

    def _turn(self, event: QKeyEvent) -> bool:
        """Ctrl+Tab goes through the parts of the page."""
        turned = self.tabs.turns(event)
        if turned:
            self._focus_list()
        return turned

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc takes the first F9 back; Enter in the reason's box marks the record under the cursor."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if self._turn(event):
            return True
        if event.key() == Qt.Key.Key_Escape and self.view_model.state.confirming:
            self.view_model.think_again()
            return True
        if watched is self.reason and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._mark(self.lines.current_row())
            self.lines.setFocus()
            return True
        return False

    # What the keys do.

    def _confirm(self) -> None:
        if self.view_model.state.confirming:
            self.view_model.answer()
        else:
            self.view_model.ask()

    def _mark(self, row: LineRow | None) -> None:
        if row is not None and not self.view_model.mark(row.line, self.reason.text()):
            self.reason.setFocus()

    def _focus_list(self) -> None:
        (self.statements, self.odd, self.paid)[self.tabs.currentIndex()].setFocus()

    # What the state says.

    def _render(self, state: StatementsState) -> None:
        self.statements.show_rows(state.statements)
        self.lines.show_rows(state.rows())
        self.odd.show_rows(state.odd)
        self.paid.show_rows(state.paid)
        self.notice.say(state.notice, state.tone)
        self._render_title(state)
        self._render_answer(state)
        self.tabs.setTabText(STATEMENT, f"{self.tr('申报表')} {len(state.statements)}")
        self.tabs.setTabText(UNBALANCED, f"{self.tr('没有对平')} {state.days}")
        self.tabs.setTabText(PAYMENTS, f"{self.tr('已拨付')} {len(state.paid)}")

    def _render_title(self, state: StatementsState) -> None:
        if state.detail is None:
            self._title.setText(self.tr("明细"))
            return
        one = state.detail.statement
        words = (one.month, insurance_text(one.group.insutype), group_text(one.group))
        self._title.setText("　".join((*words, f"{self.tr('基金应付')} {yen(one.effective['fund_due'])}")))

    def _render_answer(self, state: StatementsState) -> None:
        marked = len(state.marked)
        for widget in (self.reason, self._hint):
            widget.setVisible(state.may_answer)
        self.confirm.setVisible(self.tabs.currentIndex() == STATEMENT)
        self.confirm.setEnabled(state.may_answer)
        self.confirm.say(self.tr("答复，争议 {n} 笔").format(n=marked) if marked else self.tr("确认无误"))
        if not state.confirming or state.detail is None:
            self.question.say("")
            return
        one = state.detail.statement
        words = self.tr(
            "{month} 共 {count} 笔，其中争议 {n} 笔。答复由您签名，不能再改：再按 {key} 确认，Esc 返回。"
        )
        said = words.format(
            month=one.month,
            count=one.fixmedins_setl_cnt,
            n=marked,
            key=self.confirm.accessibleDescription(),
        )
        self.question.say(said, Tone.WARN, closable=False)

    def _show_part(self, at: int) -> None:
        self.parts.setCurrentIndex(at)
        self.confirm.setVisible(at == STATEMENT)

    def _connect(self) -> None:
        self.view_model.changed.connect(self._render)
        self.tabs.currentChanged.connect(self._show_part)
        self.statements.chosen.connect(self.view_model.open)
        self.statements.picked.connect(lambda _: self.lines.setFocus())
        self.lines.picked.connect(self._mark)
        self.refresh.clicked.connect(self.view_model.refresh)
        self.confirm.clicked.connect(self._confirm)
        for widget in (self.reason, self.statements, self.lines, self.odd, self.paid, self.confirm):
            widget.installEventFilter(self)

    def _lay_out(self) -> None:
        for _ in range(3):
            self.tabs.addTab("")
        stack = Stack(self)
        head = Row()
        head.addWidget(self.tabs)
        head.addStretch()
        head.addWidget(self.refresh)
        head.addWidget(self.confirm)
        stack.addLayout(head)
        stack.addWidget(self.question)
        stack.addWidget(self.notice)
        self.parts.addWidget(self._statement_part())
        self.parts.addWidget(self._list_part(self.odd, self._odd_hint()))
        self.parts.addWidget(self._list_part(self.paid, ""))
        stack.addWidget(self.parts, 1)

    def _statement_part(self) -> QWidget:
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        PillDelegate.on(self.statements, len(STATEMENTS) - 1)
        column.addWidget(self.statements, 2)
        card = Card(self.tr("明细"))
        self._title = card.title
        card.body.addWidget(self.lines, 1)
        line = Row()
        self._hint = QLabel(self.tr("不同意的：写明原因，选中那一笔按 Enter；再按一次取消。"))
        look(self._hint, "small")
        self.reason.setAccessibleName(self.tr("不同意的原因"))
        self.reason.setPlaceholderText(self.tr("不同意的原因"))
        self.reason.setMaxLength(200)
        line.addWidget(self._hint)
        line.addWidget(self.reason, 1)
        card.body.addLayout(line)
        column.addWidget(card, 3)
        return part

    def _odd_hint(self) -> str:
        return self.tr(
            "日结的清单与县里复核的逐笔相比。有没有对平的，那一天就不进申报表；对平后自动进下一张。"
        )

    def _list_part(self, table: QWidget, hint: str) -> QWidget:
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(table, 1)
        if hint:
            label = QLabel(hint)
            label.setWordWrap(True)
            look(label, "small")
            column.addWidget(label)
        return part
