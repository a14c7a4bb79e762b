"""Typing a laboratory report: one box under the grid, Enter goes to the next item."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from clinic_app.domain.examinations.items import LabItem
from clinic_app.ui.pages.examinations.lists import GRID
from clinic_app.ui.pages.examinations.state import GridRow
from clinic_app.ui.stylesheet import look
from clinic_app.ui.widgets.cards import Row
from clinic_app.ui.widgets.entries import half_width
from clinic_app.ui.widgets.table import DataTable


class LabForm(QWidget):
    """The grid and the box of its current item.

    Signals:
        typed: item and text; whoever listens calls `next_item` when it is taken.
        finished: Enter after the last item.
    """

    typed = Signal(str, str)
    finished = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.grid: DataTable[GridRow] = DataTable(
            GRID,
            self.tr("检验结果"),
            self.tr("这些项目没有设检验明细，请在下面写结论。"),
            key=lambda row: row.item.key,
        )
        self.label = QLabel()
        look(self.label, "soft")
        self.box = QLineEdit()
        self.box.setAccessibleName(self.tr("结果"))
        self.box.setMaxLength(40)
        self.hint = QLabel()
        look(self.hint, "small")
        self._lay_out()
        self.grid.chosen.connect(self._point)
        self.grid.picked.connect(lambda _: self.begin())
        self.box.installEventFilter(self)

    def begin(self) -> None:
        """To the box of the current item."""
        self.box.setFocus()
        self.box.selectAll()

    def show_grid(self, rows: tuple[GridRow, ...]) -> None:
        self.grid.show_rows(rows)
        for widget in (self.label, self.box, self.hint):
            widget.setVisible(bool(rows))

    def next_item(self) -> None:
        """The value was taken: to the next item, after the last one the form is done."""
        at = self.grid.currentIndex().row()
        if at + 1 < self.grid.rows.rowCount():
            self.grid.choose(at + 1)
            self.begin()
        else:
            self.finished.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter takes the value; ↑↓ move through the items."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        if step:
            self.grid.choose(self.grid.currentIndex().row() + step)
            self.begin()
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._take()
            return True
        return False

    def _take(self) -> None:
        row = self.grid.current_row()
        if row is None:
            self.finished.emit()
            return
        text = _meant(row.item, half_width(self.box.text()).strip())
        if text or row.text:
            self.typed.emit(row.item.key, text)
        else:
            self.next_item()

    def _point(self, row: GridRow | None) -> None:
        if row is None:
            return
        self.label.setText(row.item.name)
        self.box.setText(row.text)
        self.box.selectAll()
        words = "　".join(f"{at} {word}" for at, word in enumerate(row.item.words, start=1))
        self.hint.setText(words or f"{row.band.text} {row.item.unit}")

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.grid, 1)
        line = Row()
        line.addWidget(self.label)
        line.addWidget(self.box)
        line.addWidget(self.hint, 1)
        column.addLayout(line)


def _meant(item: LabItem, text: str) -> str:
    """Of an item of words its number on the list stands for the word; blood cells of a urine stay numbers."""
    if item.decimals is None and text.isdigit() and 1 <= int(text) <= len(item.words):
        return item.words[int(text) - 1]
    return text
