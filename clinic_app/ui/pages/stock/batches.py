"""批次: those of one drug, the movements of each, and what leaves a batch otherwise than to a patient."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget

from clinic_app.domain.errors import ClinicError
from clinic_app.domain.pharmacy.batch import Batch, State, band
from clinic_app.domain.pharmacy.movement import Kind
from clinic_app.domain.pharmacy.trace import read
from clinic_app.domain.time import beijing
from clinic_app.printing.receipt import unit_price
from clinic_app.printing.stock import Letterhead, in_packs, ledger_sheet
from clinic_app.projections.queries.ledger import LedgerLine
from clinic_app.projections.queries.stock import Shelf
from clinic_app.services.duty import DutyService
from clinic_app.services.stock import StockService
from clinic_app.services.stock_booking import SomeOf, StockBookingService
from clinic_app.ui import theme
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP, translate
from clinic_app.ui.pages.stock.booking import BookingForm, Wanted
from clinic_app.ui.pages.stock.part import Bench, PartModel, PartState, StockPart
from clinic_app.ui.pages.stock.words import BAND_TONES, kind_text, may_go, state_text
from clinic_app.ui.theme import Tone
from clinic_app.ui.widgets.buttons import ActionButton
from clinic_app.ui.widgets.cards import Card, Row
from clinic_app.ui.widgets.rows import Column
from clinic_app.ui.widgets.table import DataTable

LIST, LEDGER, FORM = range(3)
_PRICE, _SUPPLIER = 3, 5  # columns of the batches
_NARROW, _ROOMY = 1000, 1300  # pixels at 100 %


@dataclass(frozen=True, slots=True)
class BatchServices:
    stock: StockService
    booking: StockBookingService
    duty: DutyService


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchState(PartState):
    """Which batch is in hand, and what is shown of it."""

    at: int = LIST
    shelf: Shelf | None = None  # None in a drug's account: all of its batches
    name: str = ""
    ledger: tuple[LedgerLine, ...] = ()
    codes: tuple[str, ...] = ()  # boxes scanned for the form


class BatchModel(PartModel[BatchState]):
    def __init__(self, services: BatchServices, bench: Bench) -> None:
        super().__init__(bench, BatchState())
        self._services = services

    def refresh(self) -> None:
        """The lists are the page's; an open ledger is told anew when it is opened."""

    def show_ledger(self, shelf: Shelf, *, whole_drug: bool = False) -> None:
        """流水 of a batch, or 明细账 of its drug."""
        batch = shelf.batch
        self._change(at=LEDGER, shelf=None if whole_drug else shelf, name=shelf.name, ledger=(), notice="")
        self._read(
            lambda: tuple(
                reversed(self._services.stock.ledger(batch.drug, None if whole_drug else batch.batch_id))
            ),
            lambda lines: self._change(ledger=lines),
        )

    def print(self, batch: Batch) -> None:
        """明细账 as it stands on the page."""
        name, stock = self.state.name, self._services.stock
        lines = tuple(reversed(self.state.ledger))
        words = {kind.value: kind_text(kind) for kind in Kind}

        def put(head: Letterhead) -> None:
            sheet = ledger_sheet(head, batch, name, lines, stock.now_ms(), words)
            self._put_on_paper(sheet, f"ledger-{batch.drug}")

        if lines:
            self._read(stock.letterhead, put)

    def begin_booking(self, shelf: Shelf) -> None:
        self._change(at=FORM, shelf=shelf, name=shelf.name, codes=(), notice="")

    def back(self) -> None:
        self._change(at=LIST, shelf=None, ledger=(), codes=(), notice="")

    def take_scan(self, text: str) -> None:
        """A box that leaves with the form."""
        shelf = self.state.shelf
        if self.state.at != FORM or shelf is None:
            return
        try:
            code = read(text).code
        except ClinicError as error:
            self._refused(error)
            return
        if code not in self.state.codes:
            self._change(codes=(*self.state.codes, code), notice="")

    def book(self, wanted: Wanted) -> None:
        """F8: booked with its reason, before a second person where one is due."""
        shelf, by, services = self.state.shelf, self._bench.desk.by, self._services
        if shelf is None:
            return
        batch_id, codes = shelf.batch.batch_id, self.state.codes

        def work() -> None:
            if isinstance(wanted.what, State):
                services.booking.judge(by, batch_id, wanted.what, wanted.reason)
                return
            second = wanted.second.staff(services.duty)
            some = SomeOf(batch_id=batch_id, packs=wanted.packs, units_e4=wanted.units_e4, codes=codes)
            services.booking.move(by, wanted.what, [some], wanted.reason, second=second)

        self._write(work, lambda _: self._booked())

    def _booked(self) -> None:
        name = self.state.name
        self.back()
        self._say(self.tr("已记账：{name}").format(name=name))


LEDGER_COLUMNS: tuple[Column[LedgerLine], ...] = (
    Column(
        QT_TRANSLATE_NOOP("columns", "时间"), lambda one: f"{beijing(one.at_ms):%Y-%m-%d %H:%M}", width=17
    ),
    Column(QT_TRANSLATE_NOOP("columns", "种类"), lambda one: kind_text(one.kind), width=8, bold=True),
)


def ledger_columns(shelf_of: Callable[[], Shelf | None]) -> tuple[Column[LedgerLine], ...]:
    """A quantity is read in the packs of the batch in hand."""

    def packs(qty_e4: int) -> str:
        shelf = shelf_of()
        return in_packs(shelf.batch.pack, qty_e4) if shelf is not None else str(qty_e4)

    def moved(one: LedgerLine) -> str:
        if not one.opened_e4:
            return packs(one.qty_e4)
        return translate("movement", QT_TRANSLATE_NOOP("movement", "开 {packs}")).format(
            packs=packs(one.opened_e4)
        )

    return (
        *LEDGER_COLUMNS,
        Column(QT_TRANSLATE_NOOP("columns", "数量"), moved, width=11, number=True),
        Column(
            QT_TRANSLATE_NOOP("columns", "结存"), lambda one: packs(one.balance_e4), width=12, number=True
        ),
        Column(QT_TRANSLATE_NOOP("columns", "经手人"), lambda one: one.by, width=8),
        Column(QT_TRANSLATE_NOOP("columns", "批号"), lambda one: one.lot, width=8),
        Column(QT_TRANSLATE_NOOP("columns", "单据或原因"), lambda one: one.paper),
    )


def batch_columns(today: Callable[[], date]) -> tuple[Column[Shelf], ...]:
    """Batches of one drug, coloured by how near their last day is."""
    return (
        Column(
            QT_TRANSLATE_NOOP("columns", "批号"),
            lambda one: one.batch.lot,
            bold=True,
            hint=lambda one: one.supplier,
        ),
        Column(
            QT_TRANSLATE_NOOP("columns", "有效期至"),
            lambda one: f"{one.batch.expires}",
            width=11,
            tone=lambda one: BAND_TONES[band(one.batch.expires, today())],
        ),
        Column(
            QT_TRANSLATE_NOOP("columns", "在库"),
            lambda one: in_packs(one.batch.pack, one.batch.qty_e4),
            width=10,
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
            lambda one: state_text(one.batch, today()),
            width=6,
            tone=lambda one: Tone.PLAIN if may_go(one.batch, today()) else Tone.DANGER,
            hint=lambda one: one.state_reason,
        ),
        Column(QT_TRANSLATE_NOOP("columns", "供货单位"), lambda one: one.supplier, width=16),
    )


class BatchDesk(StockPart):
    """Right of 库存.  Enter: 流水, F7: 明细账, F6: 出库; Esc back to the list.

    Signals:
        widened: whether it needs the whole width.
    """

    widened = Signal(bool)
    model: BatchModel

    def __init__(self, model: BatchModel, today: date) -> None:
        super().__init__(model)
        self._first: Shelf | None = None  # quantities of an account are read in its packs
        self.batches: DataTable[Shelf] = DataTable(
            batch_columns(lambda: today),
            self.tr("这种药的批次"),
            self.tr("左边选一种药"),
            key=lambda one: one.batch.batch_id,
        )
        self.ledger: DataTable[LedgerLine] = DataTable(
            ledger_columns(lambda: self._first), self.tr("流水"), self.tr("还没有出入库")
        )
        self.form = BookingForm(today)
        self.account = ActionButton("preview", self.tr("明细账"), icon="journal")
        self.out = ActionButton("refund", self.tr("出库、停用"), icon="remove")
        self.print = ActionButton("print", self.tr("打印明细账"))
        self.save = ActionButton("save", self.tr("记账"), kind="primary")
        self._views = QStackedWidget()
        self._lay_out()
        self._connect()
        self.follow()

    def title(self) -> str:
        return ""

    def begin(self) -> None:
        self.batches.setFocus()

    def make_room(self, width: int) -> None:
        """The supplier goes first when the page has no room, then the price."""
        for column, least in ((_PRICE, _NARROW), (_SUPPLIER, _ROOMY)):
            self.batches.setColumnHidden(column, width < theme.current().px(least))
        self.batches.share_width()

    def show_batches(self, shelves: tuple[Shelf, ...]) -> None:
        self._first = shelves[0] if shelves else None
        self.batches.show_rows(shelves)
        for button in (self.account, self.out):
            button.setEnabled(bool(shelves))

    def show_state(self, state: BatchState) -> None:
        was = self._views.currentIndex()
        self._views.setCurrentIndex(state.at)
        self.ledger.setColumnHidden(5, state.shelf is not None)
        self.ledger.show_rows(state.ledger)
        self.form.show_codes(state.codes)
        for button in (self.account, self.out):
            button.setVisible(state.at == LIST)
        self.print.setVisible(state.at == LEDGER)
        self.print.setEnabled(bool(state.ledger))
        self.save.setVisible(state.at == FORM)
        self.save.setEnabled(not state.busy)
        if state.at != was:
            self.widened.emit(state.at == LEDGER)
            self._focus_view(state)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc goes back to the list from wherever the form's own steps end."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if event.key() != Qt.Key.Key_Escape or self.model.state.at == LIST:
            return False
        self.model.back()
        return True

    def _focus_view(self, state: BatchState) -> None:
        if not self.isVisible():
            return
        if state.at == FORM and state.shelf is not None:
            self.form.open(state.shelf)
        else:
            (self.ledger if state.at == LEDGER else self.batches).setFocus()

    def _in_hand(self, act: Callable[[Shelf], None]) -> None:
        shelf = self.batches.current_row()
        if shelf is not None:
            act(shelf)

    def _save(self) -> None:
        wanted = self.form.wanted(self.model.state.codes)
        if wanted is not None:
            self.model.book(wanted)

    def _connect(self) -> None:
        model = self.model
        self.batches.picked.connect(model.show_ledger)
        self.account.clicked.connect(
            lambda: self._in_hand(lambda one: model.show_ledger(one, whole_drug=True))
        )
        self.out.clicked.connect(lambda: self._in_hand(model.begin_booking))
        self.print.clicked.connect(lambda: self._in_hand(lambda one: model.print(one.batch)))
        self.save.clicked.connect(self._save)
        for widget in (self.ledger, *self.form.controls):
            widget.installEventFilter(self)

    def _lay_out(self) -> None:
        card = Card()
        for view in (self.batches, self.ledger, self.form):
            self._views.addWidget(view)
        card.body.addWidget(self._views)
        self.body.addWidget(card, 1)
        buttons = Row()
        buttons.addWidget(self.account)
        buttons.addWidget(self.out)
        buttons.addWidget(self.print)
        buttons.addStretch()
        buttons.addWidget(self.save)
        self.body.addLayout(buttons)
