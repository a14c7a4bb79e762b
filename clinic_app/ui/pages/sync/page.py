"""同步: whether the county holds everything, what came back, and both ends' sums of each day."""

from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton, QStackedWidget, QWidget

from clinic_app.domain.time import beijing
from clinic_app.services.rehearsal import WouldReturn
from clinic_app.services.sync_state import BothEnds, Returned, SyncOverview
from clinic_app.ui import theme
from clinic_app.ui.format import money
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP, translate
from clinic_app.ui.pages.sync.state import SyncPageState
from clinic_app.ui.pages.sync.view_model import SyncViewModel
from clinic_app.ui.pages.sync.words import (
    because_text,
    last_text,
    reason_text,
    receipt_words,
    record_text,
    to_do_text,
    verdict,
    would_text,
    would_tone,
)
from clinic_app.ui.stylesheet import look
from clinic_app.ui.theme import TextSize, Tone
from clinic_app.ui.widgets.buttons import ActionButton
from clinic_app.ui.widgets.cards import Card, Row, Stack
from clinic_app.ui.widgets.part_tabs import PartTabs
from clinic_app.ui.widgets.pills import PillDelegate
from clinic_app.ui.widgets.rows import Column
from clinic_app.ui.widgets.states import Notice
from clinic_app.ui.widgets.table import DataTable

_REFRESH_MS: Final = 10_000

RETURNED: tuple[Column[Returned], ...] = (
    Column(
        QT_TRANSLATE_NOOP("columns", "退回"), lambda one: f"{beijing(one.aside.flagged_ms):%m-%d}", width=7
    ),
    Column(
        QT_TRANSLATE_NOOP("columns", "记录"), lambda one: record_text(one.aside.type), width=12, bold=True
    ),
    Column(QT_TRANSLATE_NOOP("columns", "姓名"), lambda one: one.name, width=9),
    Column(QT_TRANSLATE_NOOP("columns", "原因"), reason_text),
)


def _agrees(day: BothEnds) -> str:
    if day.differs:
        return translate("sync", "不同")
    if day.waiting:
        return translate("sync", "待送 {n}").format(n=f"{day.waiting:,}")
    return translate("sync", "未核") if day.theirs is None else translate("sync", "一致")


def _agrees_tone(day: BothEnds) -> Tone:
    if day.differs:
        return Tone.DANGER
    return Tone.WARN if day.waiting else Tone.SOFT if day.theirs is None else Tone.OK


DAYS: tuple[Column[BothEnds], ...] = (
    Column(QT_TRANSLATE_NOOP("columns", "日期"), lambda day: day.day, width=11, bold=True),
    Column(
        QT_TRANSLATE_NOOP("columns", "已送条数"), lambda day: f"{day.ours.entries:,}", width=9, number=True
    ),
    Column(
        QT_TRANSLATE_NOOP("columns", "县里条数"),
        lambda day: "–" if day.theirs is None else f"{day.theirs.entries:,}",
        width=9,
        number=True,
    ),
    Column(QT_TRANSLATE_NOOP("columns", "已送金额"), lambda day: money(day.ours.fen), width=12, number=True),
    Column(
        QT_TRANSLATE_NOOP("columns", "县里金额"),
        lambda day: "–" if day.theirs is None else money(day.theirs.fen),
        width=12,
        number=True,
    ),
    Column(QT_TRANSLATE_NOOP("columns", "核对"), _agrees, width=10, tone=_agrees_tone),
)


WOULD_RETURN: tuple[Column[WouldReturn], ...] = (
    Column(QT_TRANSLATE_NOOP("columns", "县里会"), would_text, width=10, tone=would_tone),
    Column(QT_TRANSLATE_NOOP("columns", "记录"), lambda one: record_text(one.type), width=12, bold=True),
    Column(QT_TRANSLATE_NOOP("columns", "收据号"), lambda one: one.number, width=13),
    Column(QT_TRANSLATE_NOOP("columns", "原因"), because_text),
)
_RETURNED, _WOULD = range(2)
_ROOMY: Final = (
    1060  # pixels at 100 %: below it the county's columns stay away, 核对 says whether they differ
)
_SPARED: Final = (2, 4)


class SyncPage(QWidget):
    """Only widgets: every decision is the view model's."""

    def __init__(self, view_model: SyncViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view_model = view_model
        self._shown = view_model.state
        self.notice = Notice()
        self.receipt = Notice()
        self.headline, self.advice, self.last = QLabel(), QLabel(), QLabel()
        self.bar, self.filled = QProgressBar(), QLabel()
        self.now = ActionButton("next", self.tr("立即同步"), kind="primary", icon="cloud-up")
        self.rehearse = ActionButton("preview", self.tr("演练"), icon="check")
        self.print = ActionButton("print", self.tr("打印昨天的回执"))
        self.carry = QPushButton(self.tr("U盘摆渡…"))
        self.returned: DataTable[Returned] = DataTable(
            RETURNED,
            self.tr("县里退回的记录"),
            self.tr("县里没有退回任何记录"),
            key=lambda one: one.aside.entry_id,
        )
        self.would: DataTable[WouldReturn] = DataTable(
            WOULD_RETURN,
            self.tr("演练结果"),
            self.tr("按 F7 演练：送出以前，先问县里会怎么处理"),
            key=lambda one: one.entry_id,
        )
        self.tabs, self._lists = PartTabs(self.tr("县里退回的、演练结果")), QStackedWidget()
        self.why = QLabel()
        self.days: DataTable[BothEnds] = DataTable(
            DAYS,
            self.tr("每天两边的合计"),
            self.tr("还没有记录\n同步一次后，这里每天核对一次条数和金额"),
            key=lambda day: day.day,
        )
        self._timer = QTimer(self, interval=_REFRESH_MS)
        self._lay_out()
        self._connect()
        self._render(view_model.state)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The page was opened: to what came back, else to the days."""
        super().focusInEvent(event)
        (self._list() if self._list().rows.rows else self.days).setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        compact = self.width() < theme.current().px(_ROOMY)
        for column in _SPARED:
            self.days.setColumnHidden(column, compact)

    def _render(self, state: SyncPageState) -> None:
        before, self._shown = self._shown, state
        self.notice.say(state.notice, state.tone)
        self.now.say(self.tr("正在同步…") if state.busy else self.tr("立即同步"))
        if state.receipt is None:
            self.receipt.clear()
        else:
            self.receipt.say(*receipt_words(state.receipt), self.tr("看过了"), closable=False)
        self.rehearse.say(self.tr("正在演练…") if state.rehearsing else self.tr("演练"))
        self.rehearse.setEnabled(not state.rehearsing)
        self.carry.setVisible(state.may_carry)
        self.would.show_rows(() if state.rehearsal is None else state.rehearsal.would_return)
        if state.rehearsal is not None and state.rehearsal is not before.rehearsal:
            self._turn_to(_WOULD)
        seen = state.overview
        self.returned.show_rows(() if seen is None else seen.returned, busy=seen is None)
        self.days.show_rows(() if seen is None else seen.days, busy=seen is None)
        self.now.setEnabled(seen is not None and seen.enrolled and not state.busy)
        if seen is None:
            return
        said = verdict(seen, state.line)
        self.headline.setText(said.headline)
        look(self.headline, TextSize.TITLE.value, said.tone.value)
        self.advice.setText(said.advice)
        self.last.setText(last_text(seen.last))
        self._render_filling(seen)
        self._render_tabs(seen, state)
        self._render_why(self.returned.current_row())

    def _render_tabs(self, seen: SyncOverview, state: SyncPageState) -> None:
        self.tabs.setTabText(_RETURNED, self.tr("县里退回的 {n}").format(n=f"{seen.returned_in_all:,}"))
        would = () if state.rehearsal is None else state.rehearsal.would_return
        self.tabs.setTabText(_WOULD, self.tr("演练结果 {n}").format(n=len(would)))

    def _list(self) -> DataTable[Returned] | DataTable[WouldReturn]:
        return self.would if self.tabs.currentIndex() == _WOULD else self.returned

    def _turn_to(self, at: int) -> None:
        self.tabs.setCurrentIndex(at)
        self._lists.setCurrentIndex(at)
        self.why.setVisible(bool(self.why.text()) and at == _RETURNED)

    def _render_filling(self, seen: SyncOverview) -> None:
        filling = seen.filling
        for widget in (self.bar, self.filled):
            widget.setVisible(filling is not None)
        if filling is not None:
            self.bar.setRange(0, filling.of)
            self.bar.setValue(filling.done)
            self.filled.setText(
                self.tr("快照已收 {done} / {of} 条").format(done=f"{filling.done:,}", of=f"{filling.of:,}")
                if filling.of
                else self.tr("正在问县里快照有多少条…")
            )

    def _render_why(self, one: Returned | None) -> None:
        """The whole reason of the row under the cursor, and what to do."""
        seen = self.view_model.state.overview
        words = ""
        if one is not None:
            words = self.tr("{why}{do}　按 Enter 打开这条记录。").format(
                why=reason_text(one), do=to_do_text(one)
            )
        if seen is not None and seen.returned_in_all > len(seen.returned):
            words += self.tr("共 {n} 条，先列最新的。").format(n=f"{seen.returned_in_all:,}")
        self.why.setText(words)
        self.why.setVisible(bool(words) and self.tabs.currentIndex() == _RETURNED)

    def _connect(self) -> None:
        view_model = self.view_model
        view_model.changed.connect(self._render)
        self.now.clicked.connect(lambda _=False: view_model.sync_now())
        self.print.clicked.connect(lambda _=False: view_model.print_receipt())
        self.receipt.acted.connect(view_model.receipt_seen)
        self.carry.clicked.connect(lambda _=False: view_model.carry())
        self.rehearse.clicked.connect(lambda _=False: view_model.rehearse())
        self.tabs.currentChanged.connect(self._turn_to)
        self.returned.picked.connect(view_model.go_to)
        self.would.picked.connect(view_model.go_to_entry)
        self.returned.chosen.connect(self._render_why)
        self._timer.timeout.connect(lambda: view_model.refresh() if self.isVisible() else None)
        self._timer.start()

    def _lay_out(self) -> None:
        stack = Stack(self)
        stack.addWidget(self.notice)
        stack.addWidget(self.receipt)
        stack.addWidget(self._state_card())
        tables = Row()
        returned = Card()
        for words, table in ((self.tr("县里退回的"), self.returned), (self.tr("演练结果"), self.would)):
            self.tabs.addTab(words)
            self._lists.addWidget(table)
        PillDelegate.on(self.would, 0)
        returned.body.addWidget(self.tabs)
        returned.body.addWidget(self._lists, 1)
        self.why.setWordWrap(True)
        look(self.why, "", Tone.DANGER.value)
        returned.body.addWidget(self.why)
        tables.addWidget(returned, 9)
        days = Card(self.tr("每天两边的合计"))
        PillDelegate.on(self.days, len(DAYS) - 1)
        days.body.addWidget(self.days, 1)
        tables.addWidget(days, 10)
        stack.addLayout(tables, 1)

    def _state_card(self) -> Card:
        card = Card()
        for label in (self.headline, self.advice, self.last):
            label.setWordWrap(True)
            card.body.addWidget(label)
        look(self.last, "soft")
        look(self.filled, "soft")
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("快照进度"))
        self.bar.setMaximumHeight(theme.current().px(10))
        card.body.addWidget(self.bar)
        card.body.addWidget(self.filled)
        row = Row()
        row.addWidget(self.now)
        row.addWidget(self.rehearse)
        row.addWidget(self.print)
        row.addWidget(self.carry)
        row.addStretch()
        card.body.addLayout(row)
        return card
