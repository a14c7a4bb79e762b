"""库房: what is there and what runs short, the delivery that comes in, and the further parts."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QEvent, QObject, QSignalBlocker
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTableView, QWidget

from clinic_app.ui import theme
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP, translate
from clinic_app.ui.pages.stock.batches import BatchDesk
from clinic_app.ui.pages.stock.part import StockPart
from clinic_app.ui.pages.stock.receipt import ReceiptCard
from clinic_app.ui.pages.stock.state import Level, Part, StockState
from clinic_app.ui.pages.stock.view_model import StockViewModel
from clinic_app.ui.pages.stock.words import BAND_TONES, band_text
from clinic_app.ui.theme import Tone
from clinic_app.ui.widgets.buttons import ActionButton
from clinic_app.ui.widgets.cards import Card, Row, Stack
from clinic_app.ui.widgets.part_tabs import PartTabs
from clinic_app.ui.widgets.rows import Column
from clinic_app.ui.widgets.states import Notice
from clinic_app.ui.widgets.table import DataTable

LEVELS: tuple[Column[Level], ...] = (
    Column(QT_TRANSLATE_NOOP("columns", "药品"), lambda one: one.name, bold=True),
    Column(QT_TRANSLATE_NOOP("columns", "在库"), lambda one: one.on_hand, width=11, number=True),
    Column(QT_TRANSLATE_NOOP("columns", "可用"), lambda one: one.available, width=11, number=True),
    Column(
        QT_TRANSLATE_NOOP("columns", "最近效期"),
        lambda one: f"{one.nearest}",
        width=11,
        tone=lambda one: BAND_TONES[one.band],
    ),
    Column(
        QT_TRANSLATE_NOOP("columns", "提醒"),
        lambda one: (translate("stock", "缺药") if one.short else "") or band_text(one.band),
        width=9,
        tone=lambda one: Tone.DANGER if one.short else BAND_TONES[one.band],
        bold=True,
    ),
)


class StockPage(QWidget):
    """Only widgets: every decision is the view model's, or a further part's own."""

    def __init__(
        self,
        view_model: StockViewModel,
        today: date,
        desk: BatchDesk,
        further: Sequence[StockPart],
        parent: QWidget | None = None,
    ) -> None:
        """Args:
        desk: the batches of the drug under the cursor, and what is done with one.
        further: the parts after 库存 and 入库, in the order of their tabs.
        """
        super().__init__(parent)
        self.view_model = view_model
        self.desk = desk
        self.further = tuple(further)
        self.notice = Notice()
        self.tabs = PartTabs(self.tr("库房的各部分"))
        self.refresh = ActionButton("next", self.tr("刷新"))
        self.levels: DataTable[Level] = DataTable(
            LEVELS,
            self.tr("库存"),
            self.tr("还没有入过库\n按 Ctrl+Tab 到“入库”，照送货单填"),
            key=lambda one: one.drug,
        )
        self.batches = desk.batches
        self.receipt = ReceiptCard(today)
        self.drop = ActionButton("delete_row", self.tr("删行"))
        self.save = ActionButton("save", self.tr("入库"), kind="primary")
        self._parts = QStackedWidget()
        self._lay_out()
        self._connect()
        self._render(view_model.state)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._focus_part()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.view_model.refresh()
        for part in self.further:
            if part.counts:
                part.model.watch(True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        for part in self.further:
            part.model.watch(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.desk.make_room(self.width())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Tab goes through the parts."""
        if not self.tabs.turns(event):
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_key = event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent)
        return is_key and isinstance(event, QKeyEvent) and self.tabs.turns(event)

    def _render(self, state: StockState) -> None:
        self.notice.say(state.notice, state.tone)
        self._title_tabs()
        with QSignalBlocker(self.levels):
            self.levels.show_rows(state.levels)
            at = next((n for n, one in enumerate(state.levels) if one.drug == state.open), 0)
            self.levels.choose(at)
        self.desk.show_batches(state.shelves)
        self.receipt.show_lines(state)
        typing = state.part is Part.RECEIPT
        for button in (self.drop, self.save):
            button.setVisible(typing)
            button.setEnabled(bool(state.coming) and not state.busy)
        self.save.say(self.tr("正在入库…") if state.busy else self.tr("入库"))

    def _title_tabs(self) -> None:
        levels = f"{self.tr('库存')} {len(self.view_model.state.levels)}"
        titles = (levels, self.tr("入库"), *(one.title() for one in self.further))
        for at, title in enumerate(titles):
            self.tabs.setTabText(at, title)

    def _turn_to(self, at: int) -> None:
        self._parts.setCurrentIndex(at)
        self.view_model.turn_to(Part(min(at, Part.FURTHER)))
        self._focus_part()

    def _focus_part(self) -> None:
        if not self.isVisible():
            return
        at = self.tabs.currentIndex()
        if at >= Part.FURTHER:
            self.further[at - Part.FURTHER].begin()
        elif at == Part.RECEIPT:
            self.receipt.supplier.setFocus()
        else:
            self.levels.setFocus()

    def _refresh(self) -> None:
        """F5: the lists, and what stands on the tabs."""
        self.view_model.refresh()
        for part in self.further:
            part.model.refresh()

    def _widen(self, wide: bool) -> None:
        """An account of movements needs the whole width."""
        self._levels.setVisible(not wide)

    def _scanned(self, text: str) -> None:
        """A box, for the part in front."""
        at = self.tabs.currentIndex()
        if not self.isVisible():
            return
        if at >= Part.FURTHER:
            self.further[at - Part.FURTHER].model.take_scan(text)
        elif at == Part.LEVELS:
            self.desk.model.take_scan(text)
        else:
            self.view_model.take_box(text)

    def _save(self) -> None:
        if self.receipt.supplier_given():
            self.view_model.receive(self.receipt.supplier.text(), self.receipt.invoice.text())

    def _pointed(self) -> None:
        self.view_model.point(self.receipt.lines.currentIndex().row())

    def _connect(self) -> None:
        view_model = self.view_model
        view_model.changed.connect(self._render)
        view_model.received.connect(self.receipt.begin)
        view_model.scanned.connect(self._scanned)
        self.tabs.currentChanged.connect(self._turn_to)
        self.levels.chosen.connect(view_model.choose)
        self.receipt.added.connect(view_model.add)
        self.receipt.lines.chosen.connect(lambda _: self._pointed())
        self.receipt.why.chosen.connect(lambda code: view_model.explain(view_model.state.at, code))
        self.refresh.clicked.connect(self._refresh)
        self.desk.widened.connect(self._widen)
        self.drop.clicked.connect(lambda: view_model.remove(view_model.state.at))
        self.save.clicked.connect(self._save)
        for table in (self.levels, self.batches, self.receipt.lines):
            table.installEventFilter(self)
        for part in self.further:
            part.retitled.connect(self._title_tabs)
            for view in part.findChildren(QTableView):
                view.installEventFilter(self)

    def _lay_out(self) -> None:
        px = theme.current().px
        stack = Stack(self)
        stack.addWidget(self.notice)
        for _ in range(Part.FURTHER + len(self.further)):
            self.tabs.addTab("")
        top = Row()
        top.addWidget(self.tabs)
        top.addStretch(1)
        top.addWidget(self.refresh)
        stack.addLayout(top)
        for widget in (self._levels_part(px(9)), self.receipt, *self.further):
            self._parts.addWidget(widget)
        stack.addWidget(self._parts, 1)
        buttons = Row()
        buttons.addWidget(self.drop)
        buttons.addStretch()
        buttons.addWidget(self.save)
        stack.addLayout(buttons)

    def _levels_part(self, gap: int) -> QWidget:
        part = QWidget()
        columns = QHBoxLayout(part)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(gap)
        self._levels = self._in_card(self.levels)
        columns.addWidget(self._levels, 6)
        columns.addWidget(self.desk, 5)
        return part

    def _in_card(self, table: QWidget) -> Card:
        card = Card()
        card.body.addWidget(table)
        return card
