"""One table model for every page: columns are data."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from clinic_app.ui import theme
from clinic_app.ui.i18n import translate
from clinic_app.ui.theme import Tone

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex

_ROOT = QModelIndex()
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """One column.  Annotate the variable: ``COLUMNS: tuple[Column[Line], ...] = (Column(…), …)``.

    (A generic dataclass with slots cannot be called as ``Column[Line](…)`` on Python 3.11: python/cpython 116669.)

    Args:
        title: Chinese; say ``QT_TRANSLATE_NOOP("columns", "数量")``, it is translated in the header.
        text: what a row shows here.
        width: in characters of the table's font; 0 shares what is left.
        number: right-aligned, for amounts and counts.
        tone: colour of the text: red for overdue and money to pay.
        bold: heavier text, for what the eye looks for first.
        hint: tool tip, for text that may be cut.
    """

    title: str
    text: Callable[[Row], str]
    width: int = 0
    number: bool = False
    tone: Callable[[Row], Tone] | None = None
    bold: bool = False
    hint: Callable[[Row], str] | None = None


class RowsModel(QAbstractTableModel, Generic[Row]):
    """Shows a tuple of values; a new tuple replaces the old one."""

    def __init__(self, columns: Sequence[Column[Row]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.rows: tuple[Row, ...] = ()

    def show(self, rows: Sequence[Row]) -> None:
        """Replace all rows.  The same rows again change nothing, so a refresh does not move the eye."""
        fresh = tuple(rows)
        if fresh == self.rows:
            return
        if len(fresh) == len(self.rows):
            self.rows = fresh
            self.dataChanged.emit(self.index(0, 0), self.index(len(fresh) - 1, len(self.columns) - 1))
            return
        self.beginResetModel()
        self.rows = fresh
        self.endResetModel()

    def row(self, number: int) -> Row | None:
        """The value shown at a row number, or None beyond the end."""
        return self.rows[number] if 0 <= number < len(self.rows) else None

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if orientation == Qt.Orientation.Vertical:
            return section + 1 if role == Qt.ItemDataRole.DisplayRole else None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return translate("columns", column.title)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(_RIGHT if column.number else _LEFT)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        column, row = self.columns[index.column()], self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.text(row)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(_RIGHT if column.number else _LEFT)
        if role == Qt.ItemDataRole.ForegroundRole and column.tone is not None:
            return theme.current().ink(column.tone(row))
        if role == Qt.ItemDataRole.FontRole and column.bold:
            return theme.current().font(bold=True)
        if role == Qt.ItemDataRole.ToolTipRole:
            return column.hint(row) if column.hint else column.text(row)
        return None
