"""记账: what is added to a day, typed straight into the cells; the last row is always blank.

Enter goes from the name to the count and on to the next name; a negative count takes off again.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import Qt

from clinic_app.printing.receipt import unit_price
from clinic_app.projections.queries.inpatient import Charge, line_amount
from clinic_app.services.inpatient import Wanted
from clinic_app.ui import catalogues
from clinic_app.ui.format import money
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP, translate
from clinic_app.ui.initials import initials
from clinic_app.ui.widgets.cell_table import LineTable
from clinic_app.ui.widgets.cells import CountCell, ItemCell, items
from clinic_app.ui.widgets.entries import mark_invalid
from clinic_app.ui.widgets.hits import Hit
from clinic_app.ui.widgets.search import Answer

NAME, COUNT, UNIT, PRICE, AMOUNT = range(5)
_TITLES = (
    (QT_TRANSLATE_NOOP("columns", "药品或项目"), 0),
    (QT_TRANSLATE_NOOP("columns", "数量"), 6),
    (QT_TRANSLATE_NOOP("columns", "单位"), 5),
    (QT_TRANSLATE_NOOP("columns", "单价"), 8),
    (QT_TRANSLATE_NOOP("columns", "金额"), 9),
)
_E4 = 10_000
_MOST = 999


@dataclass(frozen=True, slots=True)
class Typed:
    """One row.  `count` is None while it is not a number."""

    code: str
    name: str
    unit: str
    pric_e6: int
    count: int | None = 1

    @property
    def amount(self) -> int:
        return line_amount(self.pric_e6, (self.count or 0) * _E4)


class ChargeGrid(LineTable):
    """New charges of a day."""

    typed = (NAME, COUNT)

    def __init__(self) -> None:
        super().__init__(_TITLES, numbers=(PRICE, AMOUNT))
        self._rows: list[Typed] = []
        self._known: tuple[Charge, ...] = ()
        self._charged: dict[str, Charge] = {}
        self.name(self.tr("新记账"))
        self._build()

    def rows(self) -> tuple[Typed, ...]:
        return tuple(self._rows)

    def know(self, charged: Iterable[Charge]) -> None:
        """What the day was charged: it can be taken off, also where no catalogue offers it any more."""
        self._known = tuple(one for one in charged if one.cnt_e4 > 0)
        self._charged = {one.code: one for one in self._known}

    def wanted(self) -> list[Wanted]:
        """What is taken off is so at the price that it was charged, where it was charged in that unit at one."""
        return [
            Wanted(row.code, row.count or 0, row.unit, row.pric_e6 if self._was_charged(row) else None)
            for row in self._rows
        ]

    def _was_charged(self, row: Typed) -> bool:
        key = row.code, row.unit, row.pric_e6
        return any((one.code, one.unit, one.pric_e6) == key for one in self._known)

    def clear_rows(self) -> None:
        self._rows = []
        self._build()
        self.changed.emit()

    def mend_last(self) -> None:
        """To the last count: what was typed was refused."""
        if self._rows:
            self._focus(len(self._rows) - 1, COUNT)

    def take_off(self, charge: Charge) -> None:
        """A row that takes one of a charged item off."""
        item = Typed(charge.code, charge.name, charge.unit, charge.pric_e6, -1)
        self._rows.append(item)
        self._build()
        self.changed.emit()
        self._focus(len(self._rows) - 1, COUNT)

    def first_problem(self) -> str:
        """What is wrong with the rows, the focus put on it; empty when nothing is."""
        blank = self._cell(len(self._rows), NAME)
        if blank is not None and blank.text().strip():
            self._focus(len(self._rows), NAME)
            return self.tr("“{text}”没有选定，请从列表里选，或清空。").format(text=blank.text().strip())
        for at, row in enumerate(self._rows):
            if not row.count:
                self._focus(at, COUNT)
                return self.tr("{name} 的数量不对，请核对。").format(name=row.name)
        return "" if self._rows else self.tr("还没有要记的项目。")

    def _take(self, at: int, code: object) -> None:
        item, charge = catalogues.current().chargeable(str(code)), self._charged.get(str(code))
        if item is not None:
            row = Typed(item.code, item.name, getattr(item, "pack_unit", item.unit), item.price_e6)
        elif charge is not None:
            row = Typed(charge.code, charge.name, charge.unit, charge.pric_e6, -1)
        else:
            return
        if at < len(self._rows):
            self._rows[at] = row
        else:
            self._rows.append(row)
        self._build()
        self.changed.emit()
        self._focus(at, COUNT)

    def _remove(self, at: int) -> None:
        del self._rows[at]
        self._build()
        self.changed.emit()
        self._focus(min(at, len(self._rows)), NAME)

    def _counted(self, at: int, cell: CountCell) -> None:
        if cell.hasFocus():
            self._rows[at] = replace(self._rows[at], count=cell.count())
            self._show_sum(at)
            self.changed.emit()

    def _build(self) -> None:
        """All cells anew; rows are few."""
        self.setRowCount(0)
        self.setRowCount(len(self._rows) + 1)
        for at, row in enumerate(self._rows):
            self._fill_name(at, row)
            self._text(at, UNIT, row.unit)
            self._text(at, PRICE, unit_price(row.pric_e6), number=True)
            count = CountCell(self.tr("数量"), least=-_MOST, most=_MOST)
            count.show_number(row.count)
            count.changed.connect(lambda _, at=at, count=count: self._counted(at, count))
            self._put(at, COUNT, count)
            self._show_sum(at)
        self._fill_name(len(self._rows), None)

    def _fill_name(self, at: int, row: Typed | None) -> None:
        hint = "" if row is not None else self.tr("药名、项目、首字母或编码")
        cell = ItemCell(self.tr("药品或项目"), hint, list, self._offered)
        if row is not None:
            cell.show_value(Hit(row.code, row.name))
        cell.picked.connect(partial(self._take, at), Qt.ConnectionType.QueuedConnection)
        self._put(at, NAME, cell)

    def _offered(self, text: str, answer: Answer) -> None:
        """What can be charged, then what was charged and is in no catalogue any more."""
        offered = catalogues.current()
        gone = [one for one in self._charged.values() if offered.chargeable(one.code) is None]
        fits = [
            Hit(one.code, one.name, unit_price(one.pric_e6), translate("inpatient", "已停用"))
            for one in gone
            if text in one.name or initials(one.name).startswith(text.lower()) or one.code == text
        ]
        items(text, lambda hits: answer([*hits, *fits]))

    def _show_sum(self, at: int) -> None:
        row = self._rows[at]
        self._text(at, AMOUNT, money(row.amount), number=True)
        cell = self._cell(at, COUNT)
        if cell is not None:
            mark_invalid(cell, not row.count)
