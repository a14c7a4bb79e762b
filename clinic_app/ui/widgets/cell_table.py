"""Tables that are typed straight into their cells: each of them is a box."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from clinic_app.ui import theme
from clinic_app.ui.i18n import translate
from clinic_app.ui.stylesheet import look
from clinic_app.ui.widgets.cells import CodeCell, ItemCell

_ROW = 31  # pixels at 100 %
_FORWARD = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_NAME = 0


class _WholeCell(QStyledItemDelegate):
    """The box of a cell fills it."""

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        editor.setGeometry(option.rect)


class CellTable(QTableWidget):
    """What every such table does; `titles` are the headings with their width in characters, 0: what is left."""

    least_width = 14  # characters of a column that takes what is left
    least_rows = 3  # in sight

    def __init__(self, titles: Sequence[tuple[str, int]], numbers: Sequence[int] = ()) -> None:
        """`numbers`: the columns whose heading stands at the right."""
        super().__init__(0, len(titles))
        self._titles = titles
        self._fixed = False
        self._dress(numbers)

    def name(self, words: str) -> None:
        """For who cannot see it."""
        for part in (self, self.verticalHeader(), self.horizontalHeader()):
            part.setAccessibleName(words)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QLineEdit):
            self._mark(watched)
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        if not isinstance(watched, QLineEdit) or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return False
        return self._key(watched, event)

    def _key(self, cell: QLineEdit, event: QKeyEvent) -> bool:
        raise NotImplementedError

    def _put(self, at: int, column: int, cell: QLineEdit) -> None:
        cell.setReadOnly(self._fixed)
        look(cell, "cell")
        cell.setProperty("cell", (at, column))
        cell.installEventFilter(self)
        self.setCellWidget(at, column, cell)

    def _text(self, at: int, column: int, text: str, *, number: bool = False) -> None:
        item = QTableWidgetItem(text)
        side = Qt.AlignmentFlag.AlignRight if number else Qt.AlignmentFlag.AlignLeft
        item.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
        item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
        self.setItem(at, column, item)

    def _cell(self, row: int, column: int) -> QLineEdit | None:
        found = self.cellWidget(row, column)
        return found if isinstance(found, QLineEdit) else None

    def _place(self, cell: QLineEdit) -> tuple[int, int]:
        row, column = cell.property("cell")
        return int(row), int(column)

    def _focus(self, row: int, column: int) -> None:
        cell = self._cell(row, column)
        if cell is not None:
            cell.setFocus()
            self.scrollTo(self.model().index(row, column))

    def _mark(self, cell: QLineEdit) -> None:
        row, column = self._place(cell)
        self.setCurrentCell(row, column, self.selectionModel().SelectionFlag.NoUpdate)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()

    def _share_width(self) -> None:
        wide = [at for at, (_, width) in enumerate(self._titles) if not width]
        taken = sum(self.columnWidth(at) for at in range(len(self._titles)) if at not in wide)
        for at in wide:
            room = (self.viewport().width() - taken) // len(wide)
            self.setColumnWidth(at, max(self._width(self.least_width), room))

    def _width(self, characters: int) -> int:
        one = self.fontMetrics().horizontalAdvance("汉") / 2
        return round(characters * one) + theme.current().px(16)

    def _dress(self, numbers: Sequence[int]) -> None:
        px = theme.current().px
        self.setHorizontalHeaderLabels([translate("columns", title) for title, _ in self._titles])
        for at, (_, width) in enumerate(self._titles):
            head = self.horizontalHeaderItem(at)
            side = Qt.AlignmentFlag.AlignRight if at in numbers else Qt.AlignmentFlag.AlignLeft
            if head is not None:
                head.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
            if width:
                self.setColumnWidth(at, max(self._width(width), self.horizontalHeader().sectionSizeHint(at)))
        self.setItemDelegate(_WholeCell(self))
        self.setShowGrid(True)
        self.setAlternatingRowColors(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setTabKeyNavigation(False)
        vertical, header = self.verticalHeader(), self.horizontalHeader()
        vertical.hide()
        vertical.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        vertical.setDefaultSectionSize(px(_ROW))
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumHeight(px(_ROW) * self.least_rows + px(30))


class LineTable(CellTable):
    """A line a row, its name first; the last row is always blank: the next name goes there.

    Enter goes through `typed` and from the last box to the next name, Esc goes back, ↓ takes the line as it stands, Del on
    a name takes the line away.

    Signals:
        changed: a row came, went or says something else.
        left: Enter on the blank name: there is nothing more.
        left_back: Esc or ↑ on the first name.
    """

    changed = Signal()
    left = Signal()
    left_back = Signal()
    typed: tuple[int, ...] = (_NAME,)  # the columns with boxes, in the order of Enter

    def lines(self) -> int:
        """How many rows stand before the blank one."""
        return self.rowCount() - 1

    def begin_row(self) -> None:
        """To the blank name."""
        self._focus(self.lines(), _NAME)

    def _remove(self, at: int) -> None:
        raise NotImplementedError

    def _key(self, cell: QLineEdit, event: QKeyEvent) -> bool:
        row, column = self._place(cell)
        picker = cell if isinstance(cell, ItemCell | CodeCell) else None
        busy = picker is not None and picker.list_is_open()
        if event.key() in _FORWARD:
            if picker is not None and picker.wants_enter():
                return False
            self._forward(row, column)
        elif event.key() == Qt.Key.Key_Escape and not busy:
            self._back(row, column)
        elif event.key() == Qt.Key.Key_Down and not busy and row < self.lines():
            self._focus(row + 1, _NAME)
        elif event.key() == Qt.Key.Key_Up and not busy:
            self._back(row, _NAME) if row == 0 else self._focus(row - 1, column)
        elif event.key() == Qt.Key.Key_Delete and column == _NAME and row < self.lines():
            self._remove(row)
        else:
            return False
        return True

    def _forward(self, row: int, column: int) -> None:
        if row >= self.lines():
            self.left.emit()
            return
        after = [one for one in self._boxes(row) if one > column]
        self._focus(row, after[0]) if after else self._focus(row + 1, _NAME)

    def _back(self, row: int, column: int) -> None:
        before = [one for one in self._boxes(row) if one < column]
        if before:
            self._focus(row, before[-1])
        elif row == 0:
            self.left_back.emit()
        else:
            self._focus(row - 1, self._boxes(row - 1)[-1])

    def _boxes(self, row: int) -> list[int]:
        return [one for one in self.typed if self._cell(row, one) is not None]
