"""门诊日志: what was asked for above, the visits of it below, and 我的未报 beside them."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from clinic_app.projections.queries.outpatient_log import Duty, LogRow
from clinic_app.ui import theme
from clinic_app.ui.i18n import translate
from clinic_app.ui.pages.outpatient_log.lists import ASIDE, DUTIES, columns, details_of
from clinic_app.ui.pages.outpatient_log.view_model import LogState, OutpatientLogViewModel
from clinic_app.ui.stylesheet import look
from clinic_app.ui.widgets.buttons import ActionButton
from clinic_app.ui.widgets.cards import Row, Stack
from clinic_app.ui.widgets.entries import Choice, DateEdit
from clinic_app.ui.widgets.fields import EnterMoves
from clinic_app.ui.widgets.part_tabs import PartTabs
from clinic_app.ui.widgets.pills import PillDelegate
from clinic_app.ui.widgets.states import Notice
from clinic_app.ui.widgets.table import DataTable

LOG, MINE = range(2)
_DATE = 112  # pixels at 100 %
_ROOMY = 1060


def _ask_place(parent: QWidget, name: str) -> Path | None:
    chosen, _ = QFileDialog.getSaveFileName(parent, "", name, "(*.xlsx)")
    return Path(chosen) if chosen else None


class OutpatientLogPage(QWidget):
    """Only widgets: every decision is the view model's."""

    def __init__(
        self,
        view_model: OutpatientLogViewModel,
        today: date,
        ask_place: Callable[[QWidget, str], Path | None] = _ask_place,
        parent: QWidget | None = None,
    ) -> None:
        """Args:
        ask_place: lets the user choose where a spreadsheet goes.
        """
        super().__init__(parent)
        self.view_model = view_model
        self._ask_place = ask_place
        self.notice = Notice()
        self.tabs = PartTabs(self.tr("门诊日志的各部分"))
        self.since = DateEdit(today, self.tr("从"))
        self.until = DateEdit(today, self.tr("到"))
        self.doctor = Choice([("", self.tr("全部医师"))], self.tr("医师"))
        self.diagnosis = QLineEdit()
        self.duty = Choice(
            [(duty, translate("outpatient_log", words)) for duty, words in DUTIES], self.tr("传染病")
        )
        self.refresh = ActionButton("next", self.tr("查询"), kind="primary", icon="search")
        self.print = ActionButton("print", self.tr("打印"))
        self.export = ActionButton("save", self.tr("导出表格…"))
        self._columns = columns(self._doctor_name)
        self.log = self._table(self.tr("门诊日志"), self.tr("这段时间没有完成的就诊\n换一个日期再查"))
        self.mine = self._table(self.tr("我的未报"), self.tr("没有未报的传染病"))
        self.reason = QLineEdit()
        self.report = ActionButton("settle", self.tr("是病例，已报卡"), icon="check")
        self.parts = QStackedWidget()
        self.details, self.place = QLabel(), QLabel()
        self._lay_out()
        EnterMoves(self._asked)
        self._connect()
        self._show_wanted(view_model.state)
        self._render(view_model.state)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._current().setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.view_model.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """On a small screen some columns stand below the table instead."""
        super().resizeEvent(event)
        small = self.width() < theme.current().px(_ROOMY)
        for table in (self.log, self.mine):
            for at in ASIDE:
                table.setColumnHidden(at, small)
            table.share_width()
        self._show_details()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Tab goes to 我的未报 and back."""
        if self.tabs.turns(event):
            self._current().setFocus()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """← and → on the list turn the page; Enter in the last box asks."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if watched is self.log and Qt.Key(event.key()) in steps:
            self.view_model.turn(steps[Qt.Key(event.key())])
            return True
        if watched is self.reason and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._rule_out()
            return True
        return False

    # What the keys do.

    def _report(self) -> None:
        self.view_model.answer(self.mine.current_row(), report=True)

    def _rule_out(self) -> None:
        if self.view_model.answer(self.mine.current_row(), report=False, reason=self.reason.text()):
            self.reason.clear()
            self.mine.setFocus()

    def _ask(self) -> None:
        since, until = self.since.day(), self.until.day()
        if since is None or until is None:
            (self.until if since else self.since).setFocus()
            return
        duty = Duty(self.duty.code())
        self.view_model.ask(since, until, self.doctor.code(), self.diagnosis.text(), duty)
        self.tabs.setCurrentIndex(LOG)
        self.log.setFocus()

    def _export(self) -> None:
        wanted = self.view_model.state.wanted
        file = self._ask_place(self, f"门诊日志-{wanted.since:%Y%m%d}-{wanted.until:%Y%m%d}.xlsx")
        if file is not None:
            self.view_model.export(file.with_suffix(".xlsx"))

    # What the state says.

    def _render(self, state: LogState) -> None:
        self.notice.say(state.notice, state.tone)
        self._show_doctors(state)
        page, mine = state.page, state.unanswered
        self.log.show_rows(page.rows, busy=state.busy and not page.rows)
        self.mine.show_rows(mine.rows)
        self.tabs.setTabText(LOG, f"{self.tr('门诊日志')} {page.total:,}")
        self.tabs.setTabText(MINE, f"{self.tr('我的未报')} {mine.total:,}")
        self.tabs.setTabVisible(MINE, self.view_model.doctor)
        words = self.tr("第 {first}–{last} 行，共 {total} 行；← → 翻页")
        shown = words.format(
            first=f"{page.start + 1:,}", last=f"{page.start + len(page.rows):,}", total=f"{page.total:,}"
        )
        self.place.setText(shown if page.total > len(page.rows) else "")
        for button in (self.print, self.export):
            button.setEnabled(bool(page.total) and not state.busy)
        self.report.setEnabled(bool(mine.rows) and not state.busy)
        self._show_details()

    def _show_wanted(self, state: LogState) -> None:
        self.since.show_date(state.wanted.since)
        self.until.show_date(state.wanted.until)

    def _show_doctors(self, state: LogState) -> None:
        if self.doctor.count() != len(state.doctors) + 1:
            chosen = self.doctor.code()
            while self.doctor.count() > 1:
                self.doctor.removeItem(1)
            for staff_id, name in state.doctors.items():
                self.doctor.addItem(name, staff_id)
            self.doctor.show_code(chosen)

    def _show_details(self) -> None:
        row = self._current().current_row()
        beside = [column for at, column in enumerate(self._columns) if self.log.isColumnHidden(at)]
        self.details.setText(details_of(row, beside) if row is not None else "")

    def _show_part(self, at: int) -> None:
        self.parts.setCurrentIndex(at)
        self._show_details()

    def _current(self) -> DataTable[LogRow]:
        return self.mine if self.tabs.currentIndex() == MINE else self.log

    def _doctor_name(self, staff_id: str) -> str:
        return self.view_model.state.doctors.get(staff_id, staff_id)

    def _connect(self) -> None:
        self.view_model.changed.connect(self._render)
        self.tabs.currentChanged.connect(self._show_part)
        self.refresh.clicked.connect(self._ask)
        self.print.clicked.connect(self.view_model.print)
        self.export.clicked.connect(self._export)
        self.report.clicked.connect(self._report)
        for table in (self.log, self.mine):
            table.picked.connect(self.view_model.open_visit)
            table.chosen.connect(lambda _: self._show_details())
        for watched in (self.log, self.reason):
            watched.installEventFilter(self)

    def _table(self, name: str, empty: str) -> DataTable[LogRow]:
        table: DataTable[LogRow] = DataTable(self._columns, name, empty, key=lambda row: row.visit_id)
        PillDelegate.on(table, len(self._columns) - 1)
        return table

    def _lay_out(self) -> None:
        px = theme.current().px
        for _ in range(2):
            self.tabs.addTab("")
        self.diagnosis.setAccessibleName(self.tr("诊断"))
        self.diagnosis.setPlaceholderText(self.tr("诊断名称或编码"))
        self.diagnosis.setClearButtonEnabled(True)
        for box in (self.since, self.until):
            box.setFixedWidth(px(_DATE))
        self._asked = QWidget()
        asked = Row()
        asked.setContentsMargins(0, 0, 0, 0)
        self._asked.setLayout(asked)
        to = QLabel(self.tr("至"))
        look(to, "soft")
        for part in (self.since, to, self.until, self.doctor):
            asked.addWidget(part)
        asked.addWidget(self.diagnosis, 1)
        asked.addWidget(self.duty)
        asked.addWidget(self.refresh)
        stack = Stack(self)
        head = Row()
        head.addWidget(self.tabs)
        head.addStretch()
        head.addWidget(self.print)
        head.addWidget(self.export)
        stack.addLayout(head)
        stack.addWidget(self._asked)
        stack.addWidget(self.notice)
        self.parts.addWidget(self.log)
        self.parts.addWidget(self._mine_part())
        stack.addWidget(self.parts, 1)
        foot = Row()
        for label in (self.details, self.place):
            look(label, "small")
        self.details.setWordWrap(True)
        foot.addWidget(self.details, 1)
        foot.addWidget(self.place)
        stack.addLayout(foot)

    def _mine_part(self) -> QWidget:
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.mine, 1)
        line = Row()
        self.reason.setAccessibleName(self.tr("不是病例的原因"))
        self.reason.setPlaceholderText(self.tr("不是病例：写明原因，按 Enter"))
        self.reason.setMaxLength(200)
        line.addWidget(self.reason, 1)
        line.addWidget(self.report)
        column.addLayout(line)
        return part
