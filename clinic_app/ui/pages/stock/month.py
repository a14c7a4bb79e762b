"""月结: 进销存 of a month, each drug and all of them; on paper and as a workbook."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from PySide6.QtWidgets import QLabel

from clinic_app.domain.errors import Unavailable
from clinic_app.domain.pharmacy.month import DrugMonth, Group, totals
from clinic_app.domain.pharmacy.movement import Moved
from clinic_app.printing.stock import Letterhead, in_packs, month_sheet
from clinic_app.printing.stock_book import month_book
from clinic_app.services.stock import StockService
from clinic_app.ui.format import money, yen
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP
from clinic_app.ui.pages.stock.part import Bench, PartModel, PartState, StockPart
from clinic_app.ui.stylesheet import look
from clinic_app.ui.theme import TextSize
from clinic_app.ui.widgets.buttons import ActionButton
from clinic_app.ui.widgets.cards import Card, Row
from clinic_app.ui.widgets.rows import Column
from clinic_app.ui.widgets.table import DataTable


class NotWritten(Unavailable):
    """The workbook cannot be written to its folder."""

    code = "stock.not_written"


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthState(PartState):
    month: date  # its first day
    lines: tuple[DrugMonth, ...] = ()

    @property
    def totals(self) -> Mapping[str, int]:
        return totals(self.lines)


class MonthModel(PartModel[MonthState]):
    def __init__(self, service: StockService, bench: Bench, folder: Path) -> None:
        """Args:
        folder: where workbooks are put.
        """
        super().__init__(bench, MonthState(month=service.today().replace(day=1)))
        self._service = service
        self._folder = folder

    def refresh(self) -> None:
        month = self.state.month
        self._read(
            lambda: self._service.month(month.year, month.month).drugs,
            lambda lines: self._change(lines=lines) if month == self.state.month else None,
        )

    def turn(self, months: int) -> None:
        """An earlier month, or a later one up to this one."""
        first = self.state.month
        turned = (first - timedelta(days=1) if months < 0 else first + timedelta(days=32)).replace(day=1)
        if turned <= self._service.today():
            self._change(month=turned, notice="")
            self.refresh()

    def print(self) -> None:
        state = self.state

        def put(head: Letterhead) -> None:
            made = self._service.now_ms()
            sheet = month_sheet(head, self._service.facility, state.month, state.lines, made)
            self._put_on_paper(sheet, f"stock-{state.month:%Y-%m}")

        if state.lines:
            self._read(self._service.letterhead, put)

    def save_book(self) -> None:
        """An .xlsx in the user's documents."""
        month, lines = self.state.month, self.state.lines
        path = self._folder / f"进销存-{month:%Y-%m}.xlsx"

        def write() -> Path:
            try:
                self._folder.mkdir(parents=True, exist_ok=True)
                month_book(month, lines, path)
            except OSError as error:
                raise NotWritten(file=str(path)) from error
            return path

        if lines:
            self._read(write, lambda done: self._say(self.tr("已存为 {file}").format(file=done)))


def _packs(line: DrugMonth, moved: Moved) -> str:
    return in_packs(line.pack, moved.qty_e4) if moved.qty_e4 else ""


def _amount(title: str, name: str, width: int) -> Column[DrugMonth]:
    return Column(title, lambda one: money(one.fen[name]) if one.fen[name] else "", width=width, number=True)


MONTH: tuple[Column[DrugMonth], ...] = (
    Column(QT_TRANSLATE_NOOP("columns", "药品"), lambda one: one.name, bold=True),
    Column(QT_TRANSLATE_NOOP("columns", "期初"), lambda one: _packs(one, one.opening), width=10, number=True),
    Column(
        QT_TRANSLATE_NOOP("columns", "入"), lambda one: _packs(one, one.of(Group.IN)), width=9, number=True
    ),
    Column(
        QT_TRANSLATE_NOOP("columns", "出"), lambda one: _packs(one, one.of(Group.OUT)), width=9, number=True
    ),
    Column(
        QT_TRANSLATE_NOOP("columns", "盘点"),
        lambda one: _packs(one, one.of(Group.ADJUSTED)),
        width=7,
        number=True,
    ),
    Column(QT_TRANSLATE_NOOP("columns", "期末"), lambda one: _packs(one, one.closing), width=10, number=True),
    *(
        _amount(title, name, width)
        for title, name, width in (
            (QT_TRANSLATE_NOOP("columns", "期初元"), "opening", 11),
            (QT_TRANSLATE_NOOP("columns", "入元"), "in", 11),
            (QT_TRANSLATE_NOOP("columns", "出元"), "out", 10),
            (QT_TRANSLATE_NOOP("columns", "盘点调价元"), "adjusted", 9),
            (QT_TRANSLATE_NOOP("columns", "拆零差元"), "split", 7),
            (QT_TRANSLATE_NOOP("columns", "期末元"), "closing", 11),
        )
    ),
)


class MonthPart(StockPart):
    """F6 the month before, F7 the one after; F10 on paper, F8 as a workbook."""

    model: MonthModel

    def __init__(self, model: MonthModel) -> None:
        super().__init__(model)
        self.month = QLabel()
        look(self.month, TextSize.LARGE.value)
        self.sum = QLabel()
        look(self.sum, "soft")
        self.before = ActionButton("refund", self.tr("上月"), icon="chevron-up")
        self.after = ActionButton("preview", self.tr("下月"), icon="chevron-down")
        self.table: DataTable[DrugMonth] = DataTable(
            MONTH, self.tr("进销存"), self.tr("这个月没有库存，也没有出入库"), key=lambda one: one.drug
        )
        self.print = ActionButton("print", self.tr("打印月报"))
        self.book = ActionButton("save", self.tr("存为表格"), kind="primary")
        self._lay_out()
        self.before.clicked.connect(lambda: model.turn(-1))
        self.after.clicked.connect(lambda: model.turn(1))
        self.print.clicked.connect(model.print)
        self.book.clicked.connect(model.save_book)
        self.follow()

    def title(self) -> str:
        return self.tr("月结")

    def begin(self) -> None:
        self.table.setFocus()

    def show_state(self, state: MonthState) -> None:
        self.month.setText(f"{state.month:%Y-%m}")
        self.table.show_rows(state.lines)
        sums = state.totals
        words = self.tr(
            "期初 {opening} ＋ 入 {came} ＋ 出 {went} ＋ 盘点调价 {adjusted} ＋ 拆零差 {split} ＝ 期末 {closing}"
        )
        self.sum.setText(
            words.format(
                opening=yen(sums["opening"]),
                came=yen(sums["in"]),
                went=yen(sums["out"]),
                adjusted=yen(sums["adjusted"]),
                split=yen(sums["split"]),
                closing=yen(sums["closing"]),
            )
        )
        for button in (self.print, self.book):
            button.setEnabled(bool(state.lines) and not state.busy)

    def _lay_out(self) -> None:
        top = Row()
        top.addWidget(self.before)
        top.addWidget(self.month)
        top.addWidget(self.after)
        top.addStretch()
        self.body.addLayout(top)
        card = Card()
        card.body.addWidget(self.table)
        self.body.addWidget(card, 1)
        buttons = Row()
        buttons.addWidget(self.sum)
        buttons.addStretch()
        buttons.addWidget(self.print)
        buttons.addWidget(self.book)
        self.body.addLayout(buttons)
