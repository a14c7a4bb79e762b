"""Today's queue at the right of the front desk: states as tabs and pills, 退号 asked in place."""

from collections.abc import Mapping
from uuid import UUID

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from clinic_app.domain.time import beijing
from clinic_app.projections.queries.registration import Visit, VisitState
from clinic_app.services.sync_state import WhereHeld
from clinic_app.ui import format, theme
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP, translate
from clinic_app.ui.pages.frontdesk.state import TABS, FrontDeskState
from clinic_app.ui.stylesheet import look
from clinic_app.ui.theme import Tone
from clinic_app.ui.widgets.buttons import ActionButton
from clinic_app.ui.widgets.cards import Card
from clinic_app.ui.widgets.fields import EnterMoves
from clinic_app.ui.widgets.held import held_column
from clinic_app.ui.widgets.part_tabs import PartTabs
from clinic_app.ui.widgets.pills import PillDelegate
from clinic_app.ui.widgets.rows import Column
from clinic_app.ui.widgets.table import DataTable


def _pays(visit: Visit) -> str:
    return translate("frontdesk", "医保") if visit.psn_no else translate("insurance", "自费")


COLUMNS: tuple[Column[Visit], ...] = (
    Column(QT_TRANSLATE_NOOP("columns", "号"), lambda visit: visit.number, width=6, bold=True),
    Column(QT_TRANSLATE_NOOP("columns", "姓名"), lambda visit: visit.name, width=9, bold=True),
    Column(QT_TRANSLATE_NOOP("columns", "性别"), lambda visit: format.sex(visit.sex), width=7),
    Column(
        QT_TRANSLATE_NOOP("columns", "年龄"),
        lambda visit: format.age(visit.birth_date, visit.day) if visit.birth_date else "",
        width=8,
    ),
    Column(QT_TRANSLATE_NOOP("columns", "科室"), lambda visit: visit.department),
    Column(
        QT_TRANSLATE_NOOP("columns", "费别"),
        _pays,
        width=6,
        tone=lambda visit: Tone.PLAIN if visit.psn_no else Tone.WARN,
    ),
    Column(
        QT_TRANSLATE_NOOP("columns", "时间"), lambda visit: f"{beijing(visit.registered_ms):%H:%M}", width=6
    ),
)
_SPARED = (2, 3, 6)  # columns that a small screen goes without: sex, age and time


class QueueCard(Card):
    """Tabs with counts, the rows of one of them, and what can be done with a row."""

    def __init__(self) -> None:
        super().__init__(translate("QueueCard", "今日队列"))
        self._where: Mapping[UUID, WhereHeld] = {}
        self.tabs = PartTabs(self.tr("按状态分"))
        self.queue: DataTable[Visit] = DataTable(
            (*COLUMNS, held_column(lambda visit: self._where.get(visit.id))),
            self.tr("今日队列"),
            self.tr("这里还没有人\n插卡后按 Enter 就挂号"),
            key=lambda visit: visit.id,
        )
        self.confirm = ConfirmBar()
        self.cancel = ActionButton("refund", self.tr("退号"), kind="danger")
        self.reprint = ActionButton("print", self.tr("重打凭条"))
        self.refresh = ActionButton("next", self.tr("刷新"))
        for _, title in TABS:
            self.tabs.addTab(translate("frontdesk", title))
        PillDelegate.on(self.queue, len(COLUMNS))
        buttons = line_of(self.cancel, self.reprint, None, self.refresh)
        for part in (self.tabs, self.queue, self.confirm, buttons):
            self.body.addWidget(part)
        EnterMoves(buttons)

    def show_state(self, state: FrontDeskState) -> None:
        """The counts, and the rows of the open tab."""
        for at, (tab, title) in enumerate(TABS):
            self.tabs.setTabText(at, f"{translate('frontdesk', title)} {state.count(tab)}")
        self.tabs.blockSignals(True)
        self.tabs.setCurrentIndex([tab for tab, _ in TABS].index(state.tab))
        self.tabs.blockSignals(False)
        self._where = state.where
        self.queue.show_rows(state.shown)
        self.queue.viewport().update()  # the same rows may be elsewhere by now
        self.cancel.setEnabled(bool(state.shown) and state.tab in (VisitState.WAITING, VisitState.CALLED))
        self.reprint.setEnabled(bool(state.shown))

    def narrow(self, compact: bool) -> None:
        """On a small screen some columns stay away."""
        for column in _SPARED:
            self.queue.setColumnHidden(column, compact)


class ConfirmBar(QFrame):
    """退号？ asked in place, never in a box over the page: Enter confirms, Esc keeps."""

    def __init__(self) -> None:
        super().__init__()
        look(self, "notice", Tone.DANGER.value)
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.yes, self.no = QPushButton(self.tr("确认退号")), QPushButton(self.tr("不退"))
        look(self.yes, "danger")
        px = theme.current().px
        row = QHBoxLayout(self)
        row.setContentsMargins(px(10), px(5), px(8), px(5))
        row.addWidget(self.words, 1)
        row.addWidget(self.yes)
        row.addWidget(self.no)
        EnterMoves(self)
        self.hide()

    def ask(self, visit: Visit | None) -> None:
        if visit is None:
            self.hide()
            return
        self.words.setText(self.tr("退掉 {number} 号 {name}？").format(number=visit.number, name=visit.name))
        if not self.isVisible():
            self.show()
            self.yes.setFocus()


def line_of(*buttons: QWidget | None) -> QWidget:
    """Buttons side by side; None is the gap, else the last one takes the room."""
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.current().px(9))
    for at, button in enumerate(buttons):
        if button is None:
            row.addStretch()
        else:
            row.addWidget(button, 1 if at == len(buttons) - 1 and None not in buttons else 0)
    return box
