"""麻精专册: the register of a narcotic by month, its empty ampoules and patches."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QLabel, QLineEdit

from clinic_app.domain.identifiers import mask_id_number
from clinic_app.domain.pharmacy.movement import Kind
from clinic_app.domain.pharmacy.product import Product
from clinic_app.domain.time import beijing
from clinic_app.journal.facts.pharmacy import EmptiesOf
from clinic_app.printing.narcotics import register_sheet
from clinic_app.printing.receipt import quantity
from clinic_app.printing.stock import Letterhead
from clinic_app.projections.queries.narcotics import Register, RegisterLine
from clinic_app.services.duty import DutyService
from clinic_app.services.narcotics import NarcoticsService
from clinic_app.services.stock import StockService
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP
from clinic_app.ui.pages.stock.part import Bench, PartModel, PartState, StockPart
from clinic_app.ui.pages.stock.words import kind_text
from clinic_app.ui.stylesheet import look
from clinic_app.ui.theme import TextSize, Tone
from clinic_app.ui.widgets.buttons import ActionButton
from clinic_app.ui.widgets.cards import Card, Row
from clinic_app.ui.widgets.entries import Choice, NumberEdit
from clinic_app.ui.widgets.fields import EnterMoves, Field, FormRow
from clinic_app.ui.widgets.rows import Column
from clinic_app.ui.widgets.table import DataTable
from clinic_app.ui.widgets.witness import Signature, Witness


@dataclass(frozen=True, slots=True)
class NarcoticsServices:
    narcotics: NarcoticsService
    stock: StockService
    duty: DutyService


@dataclass(frozen=True, slots=True, kw_only=True)
class NarcoticsState(PartState):
    month: date  # its first day
    drugs: tuple[Product, ...] = ()
    at: int = 0  # of `drugs`
    book: Register | None = None

    @property
    def drug(self) -> Product | None:
        return self.drugs[self.at] if self.at < len(self.drugs) else None


class NarcoticsModel(PartModel[NarcoticsState]):
    def __init__(self, services: NarcoticsServices, bench: Bench) -> None:
        super().__init__(bench, NarcoticsState(month=services.narcotics.today().replace(day=1)))
        self._services = services

    def refresh(self) -> None:
        service, month, at = self._services.narcotics, self.state.month, self.state.at

        def read() -> tuple[tuple[Product, ...], Register | None]:
            drugs = tuple(service.drugs())
            return drugs, service.register(drugs[at], month) if at < len(drugs) else None

        def show(told: tuple[tuple[Product, ...], Register | None]) -> None:
            if (month, at) == (self.state.month, self.state.at):
                self._change(drugs=told[0], book=told[1])

        self._read(read, show)

    def choose(self, at: int) -> None:
        """Another drug of the list."""
        if at != self.state.at:
            self._change(at=at, book=None, notice="")
            self.refresh()

    def turn(self, months: int) -> None:
        """An earlier month, or a later one up to this one."""
        first = self.state.month
        turned = (first - timedelta(days=1) if months < 0 else first + timedelta(days=32)).replace(day=1)
        if turned <= self._services.narcotics.today():
            self._change(month=turned, book=None, notice="")
            self.refresh()

    def take_empties(self, line: RegisterLine, count: int, note: str) -> None:
        """空安瓿、废贴收回 of a line."""
        by, drug, service = self._bench.desk.by, self.state.drug, self._services.narcotics
        if drug is not None:
            self._write(
                lambda: service.take_empties(by, drug.code, line.source, line.batch_id, count, note),
                lambda _: self._say(self.tr("已收回 {n} 个空安瓿（废贴）。").format(n=count)),
            )

    def destroy(self, second: Signature) -> None:
        """All that is kept of the drug."""
        by, book, services = self._bench.desk.by, self.state.book, self._services
        if book is None or not book.empties_kept:
            return
        lines = [EmptiesOf(drug=book.product.code, count=book.empties_kept)]
        self._write(
            lambda: services.narcotics.destroy(by, lines, second.staff(services.duty)),
            lambda _: self._say(self.tr("已销毁 {n} 个空安瓿（废贴）。").format(n=lines[0].count)),
        )

    def print(self) -> None:
        book, stock = self.state.book, self._services.stock
        words = {kind.value: kind_text(kind) for kind in Kind}

        def put(head: Letterhead) -> None:
            if book is not None:
                sheet = register_sheet(head, stock.facility, book, words, stock.now_ms())
                self._put_on_paper(sheet, f"register-{book.product.code}-{book.month:%Y-%m}")

        self._read(stock.letterhead, put)


@dataclass(frozen=True, slots=True)
class _Row:
    """A line beside its book: names and what is due are the book's."""

    book: Register
    line: RegisterLine

    @property
    def key(self) -> tuple[UUID, UUID, str]:
        return self.line.source, self.line.batch_id, self.line.kind

    @property
    def empties(self) -> str:
        due = self.book.due(self.line)
        return f"{self.line.returned}/{due}" if due else ""

    @property
    def lacks(self) -> bool:
        """Whether ampoules or patches are still to come back."""
        return self.line.returned < self.book.due(self.line)

    @property
    def hands(self) -> str:
        second = self.line.second
        return self.book.name(self.line.by) + (f"／{self.book.name(second)}" if second else "")

    @property
    def what(self) -> str:
        """The patient, or the paper that moved it."""
        return self.line.taker.name if self.line.taker else self.line.paper


REGISTER: tuple[Column[_Row], ...] = (
    Column(
        QT_TRANSLATE_NOOP("columns", "时间"), lambda one: f"{beijing(one.line.at_ms):%m-%d %H:%M}", width=11
    ),
    Column(QT_TRANSLATE_NOOP("columns", "种类"), lambda one: kind_text(one.line.kind), width=10, bold=True),
    Column(
        QT_TRANSLATE_NOOP("columns", "患者或单据"), lambda one: one.what, bold=True, hint=lambda one: one.what
    ),
    Column(QT_TRANSLATE_NOOP("columns", "批号"), lambda one: one.line.lot, width=9),
    Column(
        QT_TRANSLATE_NOOP("columns", "收入"),
        lambda one: quantity(one.line.qty_e4) if one.line.qty_e4 > 0 else "",
        width=6,
        number=True,
    ),
    Column(
        QT_TRANSLATE_NOOP("columns", "发出"),
        lambda one: quantity(-one.line.qty_e4) if one.line.qty_e4 < 0 else "",
        width=6,
        number=True,
    ),
    Column(
        QT_TRANSLATE_NOOP("columns", "结存"),
        lambda one: quantity(one.line.balance_e4),
        width=6,
        number=True,
        bold=True,
        tone=lambda one: Tone.DANGER if one.line.balance_e4 < 0 else Tone.PLAIN,
    ),
    Column(QT_TRANSLATE_NOOP("columns", "发药／复核"), lambda one: one.hands, width=18),
    Column(
        QT_TRANSLATE_NOOP("columns", "空安瓿"),
        lambda one: one.empties,
        width=7,
        number=True,
        tone=lambda one: Tone.WARN if one.lacks else Tone.PLAIN,
    ),
)


class NarcoticsPart(StockPart):
    """F6 the month before, F7 the one after; F8 takes ampoules back, F9 destroys them, F10 prints."""

    model: NarcoticsModel

    def __init__(self, model: NarcoticsModel) -> None:
        super().__init__(model)
        self._shown: tuple[Product, ...] = ()
        self.drug = Choice([], self.tr("药品"))
        self.month = QLabel()
        look(self.month, TextSize.LARGE.value)
        self.before = ActionButton("refund", self.tr("上月"), icon="chevron-up")
        self.after = ActionButton("preview", self.tr("下月"), icon="chevron-down")
        self.table: DataTable[_Row] = DataTable(
            REGISTER, self.tr("专册"), self.tr("这个月没有出入"), key=lambda one: one.key
        )
        self.detail = QLabel()
        look(self.detail, "soft")
        self.sum = QLabel()
        self.count = NumberEdit(self.tr("收回空安瓿"), least=0, most=999)
        self.note = QLineEdit()
        self.witness = Witness()
        self.print = ActionButton("print", self.tr("打印专册"))
        self.burn = ActionButton("settle", self.tr("销毁空安瓿"), kind="danger", icon="remove")
        self.save = ActionButton("save", self.tr("收回空安瓿"), kind="primary")
        self._lay_out()
        self.drug.chosen.connect(lambda code: model.choose(int(code) - 1) if code else None)
        self.table.chosen.connect(self._pointed)
        self.before.clicked.connect(lambda: model.turn(-1))
        self.after.clicked.connect(lambda: model.turn(1))
        self.save.clicked.connect(self._take)
        self.burn.clicked.connect(self._destroy)
        self.print.clicked.connect(model.print)
        self.follow()

    def title(self) -> str:
        return self.tr("麻精专册")

    def begin(self) -> None:
        self.table.setFocus()

    def show_state(self, state: NarcoticsState) -> None:
        if state.drugs != self._shown:
            self._shown = state.drugs
            with QSignalBlocker(self.drug):
                self.drug.clear()
                for at, one in enumerate(state.drugs, start=1):
                    self.drug.addItem(f"{at} {one.name} {one.spec}", str(at))
            self.drug.show_code(str(state.at + 1))
        self.month.setText(f"{state.month:%Y-%m}")
        book = state.book
        rows = [] if book is None else [_Row(book, line) for line in reversed(book.lines)]
        self.table.show_rows(rows)
        self._pointed(self.table.current_row())
        self.print.setEnabled(book is not None and not state.busy)
        kept = 0 if book is None else book.empties_kept
        self.burn.setEnabled(bool(kept) and not state.busy)
        self.witness.setVisible(bool(kept))
        words = self.tr("上月结存 {opening}　月末结存 {closing} {unit}　未销毁空安瓿 {kept}")
        self.sum.setText(
            ""
            if book is None
            else words.format(
                opening=quantity(book.opening_e4),
                closing=quantity(book.closing_e4),
                unit=book.product.unit,
                kept=kept,
            )
        )
        if state.tone is Tone.OK and state.notice:
            self.note.clear()

    def _pointed(self, row: _Row | None) -> None:
        """Who had it, and how many ampoules are still to come back."""
        self.save.setEnabled(row is not None and row.lacks and not self.model.state.busy)
        self.count.show_number(row.book.due(row.line) - row.line.returned if row and row.lacks else None)
        self.detail.setText("" if row is None else self._told(row))

    def _told(self, row: _Row) -> str:
        one = row.line.taker
        if one is None:
            return row.line.paper
        name, number = one.receiver
        words = self.tr("{name} {id}　{disease}　处方 {order}　医师 {doctor}　领药人 {receiver} {its_id}")
        return words.format(
            name=one.name,
            id=mask_id_number(one.id_number) if one.id_number else "",
            disease=one.diagnosis,
            order=one.order_number,
            doctor=row.book.name(one.prescriber),
            receiver=name if one.collector else self.tr("本人"),
            its_id=mask_id_number(number) if one.collector and number else "",
        )

    def _take(self) -> None:
        row, count = self.table.current_row(), self.count.number()
        if row is None or count is None:
            self.count.setFocus()
            return
        self.model.take_empties(row.line, int(count), self.note.text())

    def _destroy(self) -> None:
        if self.witness.is_filled():
            self.model.destroy(self.witness.take())
        else:
            self.witness.staff.setFocus()

    def _lay_out(self) -> None:
        top = Row()
        top.addWidget(self.drug, 1)
        top.addStretch(1)
        for widget in (self.before, self.month, self.after):
            top.addWidget(widget)
        self.body.addLayout(top)
        card = Card()
        card.body.addWidget(self.table, 1)
        card.body.addWidget(self.detail)
        form = FormRow(
            [
                Field(self.tr("收回空安瓿（废贴）"), self.count),
                Field(self.tr("少收的原因"), self.note),
            ],
            (1, 3),
        )
        card.body.addWidget(form)
        card.body.addWidget(self.witness)
        self.body.addWidget(card, 1)
        buttons = Row()
        buttons.addWidget(self.sum)
        buttons.addStretch()
        for button in (self.print, self.burn, self.save):
            buttons.addWidget(button)
        self.body.addLayout(buttons)
        self._walk = (EnterMoves(form), EnterMoves(self.witness))
