"""库房: what is there and what runs short, the delivery that comes in, and what does not add up."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTabBar, QWidget

from clinic_app.domain.pharmacy.batch import Band, State, band
from clinic_app.printing.receipt import unit_price
from clinic_app.projections.queries.stock import Overdrawn, Shelf
from clinic_app.ui import theme
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP, translate
from clinic_app.ui.pages.stock.receipt import ReceiptCard
from clinic_app.ui.pages.stock.state import Level, Part, StockState, in_packs
from clinic_app.ui.pages.stock.view_model import StockViewModel
from clinic_app.ui.theme import Tone
from clinic_app.ui.widgets.buttons import ActionButton
from clinic_app.ui.widgets.cards import Card, Row, Stack
from clinic_app.ui.widgets.rows import Column
from clinic_app.ui.widgets.states import Notice
from clinic_app.ui.widgets.table import DataTable

_NARROW = 1000  # pixels at 100 %
_PRICE, _SUPPLIER = 3, 5  # columns of the batches
_BAND_TONES = {
    Band.FINE: Tone.PLAIN,
    Band.YELLOW: Tone.WARN,
    Band.ORANGE: Tone.WARN,
    Band.RED: Tone.DANGER,
    Band.EXPIRED: Tone.DANGER,
}
_BAND_WORDS = {
    Band.FINE: "",
    Band.YELLOW: QT_TRANSLATE_NOOP("stock", "180 天内"),
    Band.ORANGE: QT_TRANSLATE_NOOP("stock", "90 天内"),
    Band.RED: QT_TRANSLATE_NOOP("stock", "30 天内"),
    Band.EXPIRED: QT_TRANSLATE_NOOP("stock", "已过期"),
}
_STATE_WORDS = {
    State.OK: QT_TRANSLATE_NOOP("stock", "可发"),
    State.QUARANTINE: QT_TRANSLATE_NOOP("stock", "停用"),
    State.RECALLED: QT_TRANSLATE_NOOP("stock", "召回"),
}


def band_text(one: Band) -> str:
    words = _BAND_WORDS[one]
    return translate("stock", words) if words else ""


LEVELS: tuple[Column[Level], ...] = (
    Column(QT_TRANSLATE_NOOP("columns", "药品"), lambda one: one.name, bold=True),
    Column(QT_TRANSLATE_NOOP("columns", "在库"), lambda one: one.on_hand, width=11, number=True),
    Column(
        QT_TRANSLATE_NOOP("columns", "最近效期"),
        lambda one: f"{one.nearest}",
        width=11,
        tone=lambda one: _BAND_TONES[one.band],
    ),
    Column(
        QT_TRANSLATE_NOOP("columns", "提醒"),
        lambda one: (translate("stock", "缺药") if one.short else "") or band_text(one.band),
        width=9,
        tone=lambda one: Tone.DANGER if one.short else _BAND_TONES[one.band],
        bold=True,
    ),
)


def batch_columns(today: Callable[[], date]) -> tuple[Column[Shelf], ...]:
    """Batches of one drug, coloured by how near their last day is."""
    return (
        Column(QT_TRANSLATE_NOOP("columns", "批号"), lambda one: one.batch.lot, width=12, bold=True),
        Column(
            QT_TRANSLATE_NOOP("columns", "有效期至"),
            lambda one: f"{one.batch.expires}",
            width=11,
            tone=lambda one: _BAND_TONES[band(one.batch.expires, today())],
        ),
        Column(
            QT_TRANSLATE_NOOP("columns", "在库"),
            lambda one: in_packs(one.batch.pack, one.batch.qty_e4),
            width=13,
            number=True,
            tone=lambda one: Tone.DANGER if one.batch.qty_e4 < 0 else Tone.PLAIN,
        ),
        Column(
            QT_TRANSLATE_NOOP("columns", "进价"),
            lambda one: unit_price(one.batch.pack.pric_e6),
            width=8,
            number=True,
        ),
        Column(
            QT_TRANSLATE_NOOP("columns", "状态"),
            lambda one: translate("stock", _STATE_WORDS[one.batch.state]),
            width=5,
            tone=lambda one: Tone.PLAIN if one.batch.state is State.OK else Tone.DANGER,
            hint=lambda one: one.state_reason,
        ),
        Column(QT_TRANSLATE_NOOP("columns", "供货单位"), lambda one: one.supplier),
    )


OVERDRAWN: tuple[Column[Overdrawn], ...] = (
    Column(QT_TRANSLATE_NOOP("columns", "药品"), lambda one: one.name, bold=True),
    Column(QT_TRANSLATE_NOOP("columns", "批号"), lambda one: one.batch.lot, width=14),
    Column(
        QT_TRANSLATE_NOOP("columns", "账面"),
        lambda one: in_packs(one.batch.pack, one.batch.qty_e4),
        width=14,
        number=True,
        bold=True,
        tone=lambda _: Tone.DANGER,
    ),
    Column(QT_TRANSLATE_NOOP("columns", "发药人"), lambda one: "、".join(one.by), width=24),
)


class StockPage(QWidget):
    """Only widgets: every decision is the view model's."""

    def __init__(self, view_model: StockViewModel, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view_model = view_model
        self.notice = Notice()
        self.tabs = QTabBar()
        self.refresh = ActionButton("next", self.tr("刷新"))
        self.levels: DataTable[Level] = DataTable(
            LEVELS,
            self.tr("库存"),
            self.tr("还没有入过库\n按 Ctrl+Tab 到“入库”，照送货单填"),
            key=lambda one: one.drug,
        )
        self.batches: DataTable[Shelf] = DataTable(
            batch_columns(lambda: today),
            self.tr("这种药的批次"),
            self.tr("左边选一种药"),
            key=lambda one: one.batch.batch_id,
        )
        self.receipt = ReceiptCard(today)
        self.overdrawn: DataTable[Overdrawn] = DataTable(
            OVERDRAWN,
            self.tr("账面为负的批次"),
            self.tr("没有账面为负的批次"),
            key=lambda one: one.batch.batch_id,
        )
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

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Price and supplier go first when room is short."""
        super().resizeEvent(event)
        narrow = self.width() < theme.current().px(_NARROW)
        for column in (_PRICE, _SUPPLIER):
            self.batches.setColumnHidden(column, narrow)
        self.batches.share_width()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Tab goes through the parts."""
        if not self._turns(event):
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_key = event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent)
        return is_key and isinstance(event, QKeyEvent) and self._turns(event)

    def _turns(self, event: QKeyEvent) -> bool:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        step = {Qt.Key.Key_Tab: 1, Qt.Key.Key_Backtab: -1}.get(Qt.Key(event.key()), 0)
        if control and step:
            self.tabs.setCurrentIndex((self.tabs.currentIndex() + step) % self.tabs.count())
        return control and bool(step)

    def _render(self, state: StockState) -> None:
        self.notice.say(state.notice, state.tone)
        titles = (
            f"{self.tr('库存')} {len(state.levels)}",
            self.tr("入库"),
            f"{self.tr('差异')} {len(state.overdrawn)}",
        )
        for at, title in enumerate(titles):
            self.tabs.setTabText(at, title)
        with QSignalBlocker(self.levels):
            self.levels.show_rows(state.levels)
            at = next((n for n, one in enumerate(state.levels) if one.drug == state.open), 0)
            self.levels.choose(at)
        self.batches.show_rows(state.shelves)
        self.receipt.show_lines(state)
        self.overdrawn.show_rows(state.overdrawn)
        typing = state.part is Part.RECEIPT
        for button in (self.drop, self.save):
            button.setVisible(typing)
            button.setEnabled(bool(state.coming) and not state.busy)
        self.save.say(self.tr("正在入库…") if state.busy else self.tr("入库"))

    def _turn_to(self, at: int) -> None:
        self._parts.setCurrentIndex(at)
        self.view_model.turn_to(Part(at))
        self._focus_part()

    def _focus_part(self) -> None:
        if not self.isVisible():
            return
        part = self.view_model.state.part
        first = {
            Part.LEVELS: self.levels,
            Part.RECEIPT: self.receipt.supplier,
            Part.OVERDRAWN: self.overdrawn,
        }
        first[part].setFocus()

    def _scanned(self, text: str) -> None:
        """A box, while a delivery is typed on the page in front."""
        if self.isVisible():
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
        self.refresh.clicked.connect(view_model.refresh)
        self.drop.clicked.connect(lambda: view_model.remove(view_model.state.at))
        self.save.clicked.connect(self._save)
        for table in (self.levels, self.batches, self.overdrawn, self.receipt.lines):
            table.installEventFilter(self)

    def _lay_out(self) -> None:
        px = theme.current().px
        stack = Stack(self)
        stack.addWidget(self.notice)
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName(self.tr("库存、入库、差异"))
        for _ in Part:
            self.tabs.addTab("")
        top = Row()
        top.addWidget(self.tabs)
        top.addStretch(1)
        top.addWidget(self.refresh)
        stack.addLayout(top)
        for widget in (self._levels_part(px(9)), self.receipt, self._in_card(self.overdrawn)):
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
        columns.addWidget(self._in_card(self.levels), 6)
        columns.addWidget(self._in_card(self.batches), 5)
        return part

    def _in_card(self, table: QWidget) -> Card:
        card = Card()
        card.body.addWidget(table)
        return card
