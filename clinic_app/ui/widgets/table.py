"""A table for the keyboard: ↑↓ choose, Enter picks, and it says so when it is empty or busy."""

from collections.abc import Callable, Hashable, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from clinic_app.ui import theme
from clinic_app.ui.widgets.rows import Column, RowsModel
from clinic_app.ui.widgets.states import BusyState, EmptyState

Row = TypeVar("Row")
_LEAST = 16  # characters a column without a width gets at least
_PADDING = 18  # pixels of a cell beside its text


class DataTable(QTableView, Generic[Row]):
    """A `RowsModel` in a view.

    Signals:
        picked: a row was chosen with Enter or a double click.
        chosen: the row under the cursor changed; None when there is none.
    """

    picked = Signal(object)
    chosen = Signal(object)

    def __init__(
        self,
        columns: Sequence[Column[Row]],
        name: str,
        empty: str = "",
        key: Callable[[Row], Hashable] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Args:
        name: what a screen reader calls the table.
        empty: what stands in its place when there are no rows, and what to do then.
        key: what makes a row the same after a refresh, so that the cursor stays on it.
        """
        super().__init__(parent)
        self.rows = RowsModel[Row](columns, self)
        self.setModel(self.rows)
        self.setAccessibleName(name)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setAccessibleName(name)
        self._key = key
        self._last: Row | None = None
        self._empty = EmptyState(empty or self.tr("没有记录"), parent=self.viewport())
        self._busy = BusyState(parent=self.viewport())
        self._busy.hide()
        self._dress()
        self.doubleClicked.connect(self._pick)
        self.selectionModel().currentRowChanged.connect(lambda *_: self._tell())

    def show_rows(self, rows: Sequence[Row], *, busy: bool = False) -> None:
        """Replace the rows; the cursor stays on the same row if it is still there, else on the first."""
        before = self.current_row()
        self.rows.show(rows)
        self._fit()
        if rows:
            self._go_back_to(before)
        self._busy.setVisible(busy)
        self._empty.setVisible(not rows and not busy)
        self._place()
        self._tell()

    def say_empty(self, text: str) -> None:
        """What stands in its place from now on when there are no rows."""
        self._empty.say(text)

    def current_row(self) -> Row | None:
        """The row under the cursor."""
        index = self.currentIndex()
        return self.rows.row(index.row()) if index.isValid() else None

    def choose(self, number: int) -> None:
        """Put the cursor on a row by its number."""
        if 0 <= number < self.rows.rowCount():
            self.setCurrentIndex(self.rows.index(number, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._pick()
        elif event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                event.ignore()  # the page's: its next part
            else:
                self.focusNextPrevChild(event.key() == Qt.Key.Key_Tab)  # leave the table, not the cell
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()
        self._place()

    def share_width(self) -> None:
        """Once more, after columns were hidden or shown."""
        self._share_width()

    def row_height(self) -> int:
        return self.fontMetrics().height() + theme.current().px(12)

    def _dress(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        vertical = self.verticalHeader()
        vertical.hide()
        vertical.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        vertical.setDefaultSectionSize(self.row_height())
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(theme.current().px(44))
        self.setMinimumHeight(3 * self.row_height())
        self._fit()

    def _fit(self) -> None:
        """Column widths from the font, never from pixels.  No figure is cut: it would read as another one."""
        for at, column in enumerate(self.rows.columns):
            if column.width:
                title = self.horizontalHeader().sectionSizeHint(at)
                figures = self._width_of_figures(column) if column.number else 0
                self.setColumnWidth(at, max(title, self._width(column.width), figures))
        self._share_width()

    def _width_of_figures(self, column: Column[Row]) -> int:
        longest = max(map(column.text, self.rows.rows), key=len, default="")
        metrics = QFontMetrics(theme.current().font(bold=column.bold))
        return metrics.horizontalAdvance(longest) + theme.current().px(_PADDING)

    def _width(self, characters: int) -> int:
        one = self.fontMetrics().horizontalAdvance("汉") / 2
        return round(characters * one) + theme.current().px(_PADDING)

    def _share_width(self) -> None:
        """Give what is left to the columns without a width; when there is too little, the table scrolls."""
        free = [
            at
            for at, column in enumerate(self.rows.columns)
            if not column.width and not self.isColumnHidden(at)
        ]
        taken = sum(self.columnWidth(at) for at, column in enumerate(self.rows.columns) if column.width)
        left = self.viewport().width() - taken
        if not free:
            free, left = [len(self.rows.columns) - 1], left + self.columnWidth(len(self.rows.columns) - 1)
            self.setColumnWidth(free[0], max(self._width(self.rows.columns[-1].width), left))
            return
        for at in free:
            self.setColumnWidth(at, max(self._width(_LEAST), left // len(free)))

    def _place(self) -> None:
        for state in (self._empty, self._busy):
            state.setGeometry(self.viewport().rect())

    def _go_back_to(self, before: Row | None) -> None:
        number = 0
        if before is not None and self._key is not None:
            wanted = self._key(before)
            number = next((n for n, row in enumerate(self.rows.rows) if self._key(row) == wanted), 0)
        self.choose(number)

    def _pick(self, index: QModelIndex | None = None) -> None:
        row = self.current_row() if index is None else self.rows.row(index.row())
        if row is not None:
            self.picked.emit(row)

    def _tell(self) -> None:
        row = self.current_row()
        if row is not self._last:
            self._last = row
            self.chosen.emit(row)
