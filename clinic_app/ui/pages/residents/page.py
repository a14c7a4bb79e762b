"""居民: a list at the left, one resident at the right."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QFileDialog, QLineEdit, QPushButton, QStackedWidget, QWidget

from clinic_app.projections.queries.residents import Resident
from clinic_app.services.resident_import import Left
from clinic_app.ui import format, icons, theme
from clinic_app.ui.doubt_texts import doubt_text
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP, language, translate
from clinic_app.ui.pages.residents.details import Details
from clinic_app.ui.pages.residents.view_model import ResidentsState, ResidentsViewModel
from clinic_app.ui.stylesheet import look
from clinic_app.ui.widgets.buttons import ActionButton
from clinic_app.ui.widgets.cards import Card, Row, Stack
from clinic_app.ui.widgets.fields import EnterMoves
from clinic_app.ui.widgets.rows import Column
from clinic_app.ui.widgets.search import DEBOUNCE_MS
from clinic_app.ui.widgets.states import EmptyState, Notice
from clinic_app.ui.widgets.table import DataTable

LEFT: tuple[Column[Left], ...] = (
    Column(QT_TRANSLATE_NOOP("columns", "行"), lambda one: str(one.line), width=6, number=True),
    Column(
        QT_TRANSLATE_NOOP("columns", "原因"),
        lambda one: (
            "、".join(doubt_text(code, language()) for code in one.reasons)
            + (
                translate("residents", "（同第 {n} 行）").format(n=one.same_as_line)
                if one.same_as_line
                else ""
            )
        ),
    ),
)
_LIST = 560  # pixels at 100 %
_SHEETS = "(*.xlsx *.csv)"


def _ask_file(parent: QWidget) -> Path | None:
    name, _ = QFileDialog.getOpenFileName(parent, "", "", _SHEETS)
    return Path(name) if name else None


class ResidentsPage(QWidget):
    """Only widgets: every decision is the view model's."""

    def __init__(
        self,
        view_model: ResidentsViewModel,
        today: date,
        ask_file: Callable[[QWidget], Path | None] = _ask_file,
        parent: QWidget | None = None,
    ) -> None:
        """Args:
        ask_file: lets the user choose a spreadsheet.
        """
        super().__init__(parent)
        self.view_model = view_model
        self._today = today
        self._ask_file = ask_file
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("姓名、拼音、证件号或后四位、电话、卡号"))
        self.search.setAccessibleName(self.tr("找人"))
        self.search.setClearButtonEnabled(True)
        look(self.search, "search")
        self._typing = QTimer(self, singleShot=True, interval=DEBOUNCE_MS)
        self.table: DataTable[Resident] = DataTable(
            self._columns(),
            self.tr("找到的居民"),
            self.tr("输入姓名、拼音首字母或号码\n也可以直接插卡"),
            key=lambda one: one.id,
        )
        self.details = Details(today)
        self.report: DataTable[Left] = DataTable(LEFT, self.tr("需要人看的行"), self.tr("每一行都好"))
        self.save = ActionButton("save", self.tr("保存修改"), kind="primary")
        self.take_over = QPushButton(self.tr("从表格导入…"))
        self.notice = Notice()
        self._lay_out()
        EnterMoves(self.details)
        self._connect()
        self._render(view_model.state)

    def find_person(self) -> None:
        """F3: to the search box."""
        self.search.setFocus()
        self.search.selectAll()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.find_person()

    def _render(self, state: ResidentsState) -> None:
        self.table.show_rows(state.found)
        self.details.render_state(state)
        self.report.show_rows(state.report.left if state.report else ())
        part = self.report if state.report else self.details if state.chosen else self._nobody
        self._right.setCurrentWidget(part)
        self.save.setEnabled(state.chosen is not None and not state.busy and state.report is None)
        self.take_over.setEnabled(not state.busy)
        reading = self.tr("正在读登记表：{n} 行…").format(n=state.read) if state.busy and state.read else ""
        self.notice.say(reading or state.notice, state.tone)

    def _save(self) -> None:
        if self.details.readable():
            self.view_model.amend(self.details.values())

    def _import(self) -> None:
        path = self._ask_file(self)
        if path is not None:
            self.view_model.import_register(path)

    def _enter(self) -> None:
        """Enter in the box: to the list; with one hit, straight to the resident."""
        if len(self.view_model.state.found) == 1:
            self.view_model.open(self.view_model.state.found[0].id)
        elif self.view_model.state.found:
            self.table.setFocus()

    def _connect(self) -> None:
        self.view_model.changed.connect(self._render)
        self.search.textChanged.connect(lambda _: self._typing.start())
        self.search.returnPressed.connect(self._enter)
        self._typing.timeout.connect(lambda: self.view_model.find(self.search.text().strip()))
        self.table.picked.connect(lambda one: self.view_model.open(one.id))
        self.save.clicked.connect(self._save)
        self.take_over.clicked.connect(self._import)
        self.notice.closed.connect(self.view_model.close_report)

    def _columns(self) -> tuple[Column[Resident], ...]:
        columns: tuple[Column[Resident], ...] = (
            Column(QT_TRANSLATE_NOOP("columns", "姓名"), lambda one: one.name, width=8, bold=True),
            Column(QT_TRANSLATE_NOOP("columns", "性别"), lambda one: format.sex(one.sex), width=5),
            Column(
                QT_TRANSLATE_NOOP("columns", "年龄"),
                lambda one: format.age(one.birth_date, self._today) if one.birth_date else "",
                width=7,
            ),
            Column(
                QT_TRANSLATE_NOOP("columns", "证件号码"),
                lambda one: format.masked_id(one.id_number) or translate("residents", "临时身份"),
                width=21,
            ),
            Column(QT_TRANSLATE_NOOP("columns", "住址"), lambda one: one.address),
        )
        return columns

    def _lay_out(self) -> None:
        px = theme.current().px
        stack = Stack(self)
        left = Card(self.tr("找人"))
        left.setFixedWidth(px(_LIST))
        left.body.addWidget(self.search)
        left.body.addWidget(self.table, 1)
        icons.dress(self.take_over, "catalog", "accent", 17)
        left.body.addWidget(self.take_over)
        right = Card(self.tr("居民档案"))
        self._right = QStackedWidget()
        self._nobody = EmptyState(self.tr("还没有选定居民\n在左边选一位，或插卡"), "person")
        for part in (self._nobody, self.details, self.report):
            self._right.addWidget(part)
        right.body.addWidget(self._right, 1)
        bottom = Row()
        bottom.addStretch()
        bottom.addWidget(self.save)
        right.body.addLayout(bottom)
        columns = Row()
        columns.addWidget(left)
        columns.addWidget(right, 1)
        stack.addWidget(self.notice)
        stack.addLayout(columns, 1)
