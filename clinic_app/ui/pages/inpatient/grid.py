"""记账: what is added to a day, typed straight into the cells; the last row is always blank.

Enter goes from the name to the count and on to the next name; a negative count takes off again.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QLineEdit, QTableWidget, QTableWidgetItem

from clinic_app.printing.receipt import unit_price
from clinic_app.projections.queries.inpatient import Charge, line_amount
from clinic_app.services.inpatient import Wanted
from clinic_app.ui import catalogues, theme
from clinic_app.ui.format import money
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP, translate
from clinic_app.ui.initials import initials
from clinic_app.ui.stylesheet import look
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
_FORWARD = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


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


class ChargeGrid(QTableWidget):
    """Signals:
    changed: a row came, went or says something else.
    left: Enter on the blank name: there is nothing more to charge.
    left_back: Esc or ↑ on the first name.
    """

    changed = Signal()
    left = Signal()
    left_back = Signal()

    def __init__(self) -> None:
        super().__init__(0, len(_TITLES))
        self._rows: list[Typed] = []
        self._known: tuple[Charge, ...] = ()
        self._charged: dict[str, Charge] = {}
        self.setAccessibleName(self.tr("新记账"))
        self._dress()
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

    def begin_row(self) -> None:
        """To the blank name."""
        self._focus(len(self._rows), NAME)

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

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        if not isinstance(watched, QLineEdit) or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return False
        return self._key(watched, event)

    def _key(self, cell: QLineEdit, event: QKeyEvent) -> bool:
        row, column = (int(place) for place in cell.property("cell"))
        busy = isinstance(cell, ItemCell) and cell.list_is_open()
        if event.key() in _FORWARD:
            if isinstance(cell, ItemCell) and cell.wants_enter():
                return False
            self._forward(row, column)
        elif event.key() == Qt.Key.Key_Escape and not busy:
            self._back(row, column)
        elif event.key() == Qt.Key.Key_Down and not busy and row < len(self._rows):
            self._focus(row + 1, NAME)
        elif event.key() == Qt.Key.Key_Up and not busy:
            self._back(row, NAME) if row == 0 else self._focus(row - 1, column)
        elif event.key() == Qt.Key.Key_Delete and column == NAME and row < len(self._rows):
            self._remove(row)
        else:
            return False
        return True

    def _forward(self, row: int, column: int) -> None:
        if row >= len(self._rows):
            self.left.emit()
        elif column == NAME:
            self._focus(row, COUNT)
        else:
            self._focus(row + 1, NAME)

    def _back(self, row: int, column: int) -> None:
        if column == COUNT:
            self._focus(row, NAME)
        elif row == 0:
            self.left_back.emit()
        else:
            self._focus(row - 1, COUNT)

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

    def _put(self, at: int, column: int, cell: QLineEdit) -> None:
        look(cell, "cell")
        cell.setProperty("cell", (at, column))
        cell.installEventFilter(self)
        self.setCellWidget(at, column, cell)

    def _text(self, at: int, column: int, text: str, *, number: bool = False) -> None:
        item = QTableWidgetItem(text)
        side = Qt.AlignmentFlag.AlignRight if number else Qt.AlignmentFlag.AlignLeft
        item.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
        item.setFlags(Qt.ItemFlag.ItemIsEnabled)
        self.setItem(at, column, item)

    def _show_sum(self, at: int) -> None:
        row = self._rows[at]
        self._text(at, AMOUNT, money(row.amount), number=True)
        cell = self._cell(at, COUNT)
        if cell is not None:
            mark_invalid(cell, not row.count)

    def _cell(self, row: int, column: int) -> QLineEdit | None:
        found = self.cellWidget(row, column)
        return found if isinstance(found, QLineEdit) else None

    def _focus(self, row: int, column: int) -> None:
        cell = self._cell(row, column)
        if cell is not None:
            cell.setFocus()
            self.scrollTo(self.model().index(row, column))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        taken = sum(self.columnWidth(at) for at in range(1, len(_TITLES)))
        self.setColumnWidth(NAME, max(self._width(14), self.viewport().width() - taken))

    def _width(self, characters: int) -> int:
        one = self.fontMetrics().horizontalAdvance("汉") / 2
        return round(characters * one) + theme.current().px(16)

    def _dress(self) -> None:
        px = theme.current().px
        self.setHorizontalHeaderLabels([translate("columns", title) for title, _ in _TITLES])
        for at, (_, width) in enumerate(_TITLES):
            head = self.horizontalHeaderItem(at)
            side = Qt.AlignmentFlag.AlignRight if at in (PRICE, AMOUNT) else Qt.AlignmentFlag.AlignLeft
            if head is not None:
                head.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
            if width:
                self.setColumnWidth(at, max(self._width(width), self.horizontalHeader().sectionSizeHint(at)))
        self.setShowGrid(True)
        self.setAlternatingRowColors(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setTabKeyNavigation(False)
        vertical, header = self.verticalHeader(), self.horizontalHeader()
        vertical.hide()
        vertical.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        vertical.setDefaultSectionSize(px(31))
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        for bar in (vertical, header):
            bar.setAccessibleName(self.accessibleName())
        self.setMinimumHeight(px(31) * 3 + px(32))
