"""处方和项目: one table for drugs and charge items, typed straight into its cells.

Enter goes from cell to cell and from the last one to the next name; ↓ takes the row as it stands, Tab reaches the note.
Rows of one infusion are held by a bracket and share frequency, route and days.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, Signal

from clinic_app.printing.receipt import unit_price
from clinic_app.ui import catalogues, theme
from clinic_app.ui.format import money
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP
from clinic_app.ui.pages.outpatient.decoction import BOILED
from clinic_app.ui.pages.outpatient.rows import (
    DRUG,
    USUAL_DAYS,
    OrderRow,
    alone,
    bracket,
    in_step,
    joined,
    row_of,
)
from clinic_app.ui.widgets.cell_table import LineTable
from clinic_app.ui.widgets.cells import CodeCell, CountCell, ItemCell, TextCell, hit_of
from clinic_app.ui.widgets.entries import mark_invalid
from clinic_app.ui.widgets.hits import Hit

NAME, SPEC, DOSE, FREQUENCY, ROUTE, DAYS, COUNT, UNIT, PRICE, AMOUNT, NOTE, GROUP = range(12)
_TITLES = (
    (QT_TRANSLATE_NOOP("columns", "药品或项目"), 0),
    (QT_TRANSLATE_NOOP("columns", "规格"), 12),
    (QT_TRANSLATE_NOOP("columns", "剂量"), 6),
    (QT_TRANSLATE_NOOP("columns", "频次"), 9),
    (QT_TRANSLATE_NOOP("columns", "用法"), 9),
    (QT_TRANSLATE_NOOP("columns", "天数"), 4),
    (QT_TRANSLATE_NOOP("columns", "总量"), 4),
    (QT_TRANSLATE_NOOP("columns", "单位"), 3),
    (QT_TRANSLATE_NOOP("columns", "单价"), 6),
    (QT_TRANSLATE_NOOP("columns", "金额"), 7),
    (QT_TRANSLATE_NOOP("columns", "备注"), 7),
    (QT_TRANSLATE_NOOP("columns", "组"), 2),
)
_ROOMY = 900  # pixels at 100 %, below which prices are left out


class OrderTable(LineTable):
    """Signals:
    herb_picked: code of a decoction piece, which belongs on a sheet of its own.
    """

    herb_picked = Signal(str)
    typed = (NAME, DOSE, FREQUENCY, ROUTE, DAYS, COUNT)

    def __init__(self) -> None:
        super().__init__(_TITLES, numbers=(PRICE, AMOUNT))
        self.name(self.tr("处方和项目"))
        self.horizontalHeader().moveSection(GROUP, 0)  # the bracket stands before the names
        self._rows: list[OrderRow] = []
        self._fee = ""
        self._build()

    def orders(self) -> tuple[OrderRow, ...]:
        return tuple(self._rows)

    def show_orders(self, rows: tuple[OrderRow, ...], *, fixed: bool = False) -> None:
        """Replace all rows.  `fixed`: only to look at."""
        self._rows = list(rows)
        self._fixed = fixed
        self._build()

    def offer_fee(self, code: str) -> None:
        """The fee that ↓ on a blank name offers first."""
        self._fee = code

    def add(self, code: str) -> None:
        """One more row, as if its name had been picked."""
        self._take(len(self._rows), code)

    def remove_current(self) -> None:
        self._remove(self.currentRow())

    def join_current(self) -> None:
        """成组 with the row above, or apart again; on the blank row, of the last that is typed."""
        self._replace_all(joined(self._rows, self._last_used()))

    def own_current(self) -> None:
        """自备药, or ours again; on the blank row, of the last that is typed."""
        at = self._last_used()
        if at >= 0 and self._rows[at].kind == DRUG:
            rows = list(self._rows)
            rows[at] = replace(rows[at], own=not rows[at].own)
            self._replace_all(rows)

    def _last_used(self) -> int:
        return min(self.currentRow(), len(self._rows) - 1)

    def _replace_all(self, rows: Sequence[OrderRow]) -> None:
        if not self._fixed and tuple(rows) != tuple(self._rows):
            row, column = self.currentRow(), self.currentColumn()
            self._rows = list(rows)
            self._build()
            self.changed.emit()
            self._focus(row, column)

    def first_problem(self) -> str:
        """What is wrong with the rows, the focus put on it; empty when nothing is."""
        blank = self._cell(len(self._rows), NAME)
        if blank is not None and blank.text().strip():
            self._focus(len(self._rows), NAME)
            return self.tr("“{text}”没有选定，请从列表里选，或清空。").format(text=blank.text().strip())
        for at, row in enumerate(self._rows):
            if not row.sound:
                self._focus(at, DAYS if row.kind == DRUG and not row.days else COUNT)
                return self.tr("{name} 的天数或总量不对，请核对。").format(name=row.name)
        return ""

    # Rows.

    def _take(self, at: int, code: object) -> None:
        """A name was picked: a new row, or another drug in an old one."""
        days = next((row.days for row in reversed(self._rows) if row.days), None) or USUAL_DAYS
        row = row_of(str(code), days)
        if row is None:
            return
        if row.route == BOILED:
            self._build()
            self.herb_picked.emit(row.code)
            return
        if at < len(self._rows):
            self._rows[at] = row
            self._rows = list(alone(self._rows))
        else:
            self._rows.append(row)
        self._build()
        self.changed.emit()
        self._focus(at, DOSE if row.kind == DRUG else COUNT)

    def _remove(self, at: int) -> None:
        if not self._fixed and 0 <= at < len(self._rows):
            del self._rows[at]
            self._rows = list(alone(self._rows))
            self._build()
            self.changed.emit()
            self._focus(min(at, len(self._rows)), NAME)

    def _set(self, at: int, row: OrderRow) -> None:
        """What was typed into a row; the computed cells follow."""
        if row == self._rows[at]:
            return
        self._rows[at] = row
        self._show_row(at)
        for no, other in enumerate(self._rows):
            if no != at and row.group and other.group == row.group:
                self._rows[no] = in_step(other, row)
                self._show_row(no)
        self.changed.emit()

    def _show_row(self, at: int) -> None:
        """What was computed or follows another row of the group; the cell in use is left alone."""
        row = self._rows[at]
        for column, number in ((COUNT, row.count), (DAYS, row.days)):
            cell = self._cell(at, column)
            if isinstance(cell, CountCell) and not cell.hasFocus() and cell.count() != number:
                cell.show_number(number)
        for column, code in ((FREQUENCY, row.frequency), (ROUTE, row.route)):
            cell = self._cell(at, column)
            if isinstance(cell, CodeCell) and cell.code() != code:
                cell.show_code(code)
        self._show_sums(at)

    def _dosed(self, at: int, cell: TextCell) -> None:
        self._set(at, replace(self._rows[at], dose=cell.text().strip()).recounted())

    def _rhythm(self, at: int, code: str) -> None:
        self._set(at, replace(self._rows[at], frequency=code).recounted())
        self._forward(at, FREQUENCY)

    def _route(self, at: int, code: str) -> None:
        self._set(at, replace(self._rows[at], route=code))
        self._forward(at, ROUTE)

    def _lasting(self, at: int, cell: CountCell) -> None:
        self._set(at, replace(self._rows[at], days=cell.count()).recounted())

    def _counted(self, at: int, cell: CountCell) -> None:
        if cell.hasFocus():
            self._set(at, replace(self._rows[at], count=cell.count()))

    def _noted(self, at: int, text: str) -> None:
        self._set(at, replace(self._rows[at], note=text.strip()))

    def _usual(self) -> list[Hit]:
        """What ↓ offers on a blank name."""
        if not self._fee or any(row.code == self._fee for row in self._rows):
            return []
        fee = catalogues.current().services.of_code(self._fee)
        return [hit_of(fee)] if fee is not None else []

    # Widgets.

    def _build(self) -> None:
        """All cells anew; rows are few."""
        count = len(self._rows) + (0 if self._fixed else 1)
        self.setRowCount(0)
        self.setRowCount(count)
        for at, row in enumerate(self._rows):
            self._fill(at, row)
        if not self._fixed:
            self._fill_name(len(self._rows), None)

    def _fill(self, at: int, row: OrderRow) -> None:
        self._fill_name(at, row)
        self._text(at, SPEC, row.spec)
        self._text(at, UNIT, row.unit)
        self._text(at, PRICE, unit_price(row.pric_e6), number=True)
        self._text(at, GROUP, bracket(self._rows, at))
        count = CountCell(self.tr("总量"), least=1, most=9999)
        count.show_number(row.count)
        count.changed.connect(lambda _: self._counted(at, count))
        self._put(at, COUNT, count)
        self._show_sums(at)
        if row.kind != DRUG:
            for column in (DOSE, FREQUENCY, ROUTE, DAYS, NOTE):
                self._text(at, column, "")
            return
        dose = TextCell(self.tr("剂量"))
        dose.setText(row.dose)
        dose.textEdited.connect(lambda _: self._dosed(at, dose))
        frequency, route = CodeCell("frequency", self.tr("频次")), CodeCell("route", self.tr("用法"))
        frequency.show_code(row.frequency)
        frequency.settled.connect(partial(self._rhythm, at))
        route.show_code(row.route)
        route.settled.connect(partial(self._route, at))
        days = CountCell(self.tr("天数"), least=1, most=90)
        days.show_number(row.days)
        days.textEdited.connect(lambda _: self._lasting(at, days))
        note = TextCell(self.tr("备注"))
        note.setText(row.note)
        note.setToolTip(row.note)
        note.textEdited.connect(partial(self._noted, at))
        cells = ((DOSE, dose), (FREQUENCY, frequency), (ROUTE, route), (DAYS, days), (NOTE, note))
        for column, cell in cells:
            self._put(at, column, cell)

    def _fill_name(self, at: int, row: OrderRow | None) -> None:
        hint = "" if row is not None else self.tr("药名、项目、首字母或编码；↓ 看建议")
        cell = ItemCell(self.tr("药品或项目"), hint, self._usual)
        if row is not None:
            cell.show_value(Hit(row.code, row.name))
            cell.setToolTip(f"{row.name} {row.spec}".strip())
            for action in cell.actions():  # the lens stands in the blank cell only
                cell.removeAction(action)
        cell.picked.connect(partial(self._take, at), Qt.ConnectionType.QueuedConnection)
        self._put(at, NAME, cell)

    def _show_sums(self, at: int) -> None:
        row = self._rows[at]
        self._text(at, AMOUNT, self.tr("自备") if row.own else money(row.amount_fen), number=True)
        for column, wrong in ((COUNT, not row.count), (DAYS, row.kind == DRUG and not row.days)):
            cell = self._cell(at, column)
            if cell is not None:
                mark_invalid(cell, wrong)

    # Look.

    def narrow(self, small: bool) -> None:
        """Strength and price go first when room is short; they stand in the list that a drug is picked from."""
        self.setColumnHidden(SPEC, small)
        self._share_width()

    def _share_width(self) -> None:
        self.setColumnHidden(PRICE, self.width() < theme.current().px(_ROOMY))
        super()._share_width()
