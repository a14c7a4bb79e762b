"""All sections of a form under each other as cards, their fields in columns."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from clinic_app.domain.forms import Field, Form
from clinic_app.ui import theme
from clinic_app.ui.forms.cell import FieldCell, Measures
from clinic_app.ui.i18n import language
from clinic_app.ui.theme import TextSize

_PAD: Final = 12
_GAP: Final = 14  # between columns
_LINE: Final = 6  # between lines


class Sheet(QWidget):
    """Places the cells of the fields that are asked; cards and titles are drawn."""

    def __init__(self, form: Form, measures: Measures) -> None:
        super().__init__()
        self._form = form
        self._measures = measures
        self._cells: dict[str, FieldCell] = {}
        self._shown: frozenset[str] = frozenset()
        self._cards: list[tuple[QRect, str]] = []
        self._head = QFontMetrics(theme.current().font(TextSize.LARGE, bold=True)).height()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def cell(self, key: str) -> FieldCell | None:
        return self._cells.get(key)

    def cells(self) -> Mapping[str, FieldCell]:
        return self._cells

    def put(self, cell: FieldCell) -> None:
        self._cells[cell.field.key] = cell

    def show_fields(self, keys: Iterable[str]) -> None:
        """Which fields are asked now."""
        self._shown = frozenset(keys)
        for key, cell in self._cells.items():
            cell.setVisible(key in self._shown)

    def arrange(self, width: int) -> None:
        """Place everything in this width; the sheet becomes as high as it needs."""
        px = theme.current().px
        self._cards = []
        top = 0
        for section in self._form.sections:
            fields = [one for one in section.fields if one.key in self._shown and one.key in self._cells]
            if not fields:
                continue
            inside = top + px(_PAD) + self._head + px(_LINE)
            bottom = self._place(fields, inside, width) + px(_PAD)
            title = section.name_en if language() == "en" and section.name_en else section.name_zh
            self._cards.append((QRect(0, top, width, bottom - top), title))
            top = bottom + px(8)
        self.setFixedSize(width, max(1, top))
        self.update()

    def _place(self, fields: Sequence[Field], top: int, width: int) -> int:
        """Line by line in reading order; the y under the last line."""
        px = theme.current().px
        free = width - 2 * px(_PAD)
        columns = max(1, min(self._measures.columns, (free + px(_GAP)) // px(self._measures.column)))
        column = (free + px(_GAP)) // columns
        line: list[tuple[FieldCell, int, int]] = []
        at = 0
        for field in fields:
            cell = self._cells[field.key]
            span = cell.span(columns, column - px(_GAP))
            if at + span > columns:
                top, line, at = _set(line, top) + px(_LINE), [], 0
            line.append((cell, px(_PAD) + at * column, span * column - px(_GAP)))
            at += span
        return _set(line, top)

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(now.font(TextSize.LARGE, bold=True))
        for place, title in self._cards:
            if not place.intersects(event.rect()):
                continue
            painter.setPen(now.colour("line"))
            painter.setBrush(now.colour("surface"))
            painter.drawRoundedRect(QRectF(place).adjusted(0.5, 0.5, -0.5, -0.5), now.px(7), now.px(7))
            painter.setPen(now.colour("text"))
            corner = place.topLeft() + QPoint(now.px(_PAD), now.px(_PAD) - now.px(2))
            painter.drawText(QRect(corner.x(), corner.y(), place.width(), self._head), 0, title)


def _set(line: Sequence[tuple[FieldCell, int, int]], top: int) -> int:
    """Place one line; the y under it."""
    high = 0
    for cell, left, wide in line:
        own = cell.room(wide)
        cell.setGeometry(left, top, wide, own)
        cell.place()
        high = max(high, own)
    return top + high
