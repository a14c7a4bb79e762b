"""A table that is typed straight into its cells: each of them is a box."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt
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

_ROW = 31  # pixels at 100 %


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
