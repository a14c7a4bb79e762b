"""Rows of a form: drugs, stays in hospital, the 33 questions.  Ins adds one, Del in an empty cell takes it away."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from clinic_app.domain.forms import Field, Kind
from clinic_app.domain.forms.units import unit_of
from clinic_app.ui import theme
from clinic_app.ui.forms.entries import Entry, as_widget, entry_of, stops_of
from clinic_app.ui.forms.files import Files
from clinic_app.ui.i18n import language
from clinic_app.ui.theme import TextSize

_LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_WRAPPED: Final = Qt.TextFlag.TextWordWrap
_LABEL: Final = 0.6  # share of a labelled row that its words take
_FEW: Final = 8  # choices that a cell can show
_NUMBER: Final = 118  # most width of a number


class Rows(QWidget):
    """A list of rows; where each row has a label (`field.labels`), as many as there are labels.

    An empty list is asked about: 0 says that there is nothing.

    Signals:
        edited: a cell was typed in, a row came or went.
        resized: it needs another height, and its stops are others.
    """

    edited = Signal()
    resized = Signal()

    def __init__(self, field: Field, today: date, height: int = 0, files: Files | None = None) -> None:
        super().__init__()
        self._field = field
        self._today = today
        self._height = height
        self._files = files
        self._rows: list[dict[str, Entry]] = []
        self._none = False  # nothing, and said so
        self._locked = False
        self._metrics = QFontMetrics(theme.current().font())
        self.setAccessibleName(field.name_zh)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._fit(max(len(field.labels), field.least))

    def value(self) -> Any:
        """The rows that hold something; [] where it was said that there is nothing, None where nothing was said."""
        rows = [
            {key: value for key, entry in row.items() if (value := entry.value()) not in (None, [])}
            for row in self._rows
        ]
        filled = rows if self._field.labels and any(rows) else [row for row in rows if row]
        return filled or ([] if self._none else None)

    def show_value(self, value: Any) -> None:
        if value == self.value():
            return
        found = value if isinstance(value, list) else []
        self._none = value == []
        self._fit(max(len(found), len(self._field.labels), self._field.least))
        for at, row in enumerate(self._rows):
            one = found[at] if at < len(found) and isinstance(found[at], Mapping) else {}
            for key, entry in row.items():
                entry.show_value(one.get(key))
        self.update()

    def lock(self, locked: bool = True) -> None:
        self._locked = locked
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus if locked else Qt.FocusPolicy.StrongFocus)
        for row in self._rows:
            for entry in row.values():
                entry.lock(locked)

    def stops(self) -> list[QWidget]:
        cells = [stop for row in self._rows for stop in stops_of([*row.values()])]
        return cells or [self]

    def natural(self) -> int:
        return 10_000  # always the whole line

    def finish(self) -> None:
        for row in self._rows:
            for entry in row.values():
                entry.finish()

    # Rows come and go.

    def add(self) -> None:
        """One more row, if the form has room for it; the focus goes there."""
        most = self._field.most
        if self._locked or (most is not None and len(self._rows) >= most):
            return
        self._none = False
        self._fit(len(self._rows) + 1)
        self.resized.emit()
        stops_of([*self._rows[-1].values()])[0].setFocus(Qt.FocusReason.TabFocusReason)
        self.edited.emit()

    def take_away(self, at: int) -> None:
        if self._locked or len(self._rows) <= max(self._field.least, len(self._field.labels)):
            return
        for entry in self._rows.pop(at).values():
            as_widget(entry).hide()
            as_widget(entry).deleteLater()
        self.resized.emit()
        stops = self.stops()
        stops[max(0, min(at, len(self._rows) - 1)) * len(stops) // max(1, len(self._rows))].setFocus()
        self.edited.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """On the empty list: 0 says nothing, Ins or any digit else begins."""
        if event.key() == Qt.Key.Key_Insert:
            self.add()
        elif event.text() == "0" and not self._rows and not self._locked:
            self._none = True
            self.update()
            self.edited.emit()
        elif event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete) and self._none:
            self._none = False
            self.update()
            self.edited.emit()
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Where fingers are at work: on the empty list a row begins; under the rows one more, or one less."""
        if not self._height or self._locked:
            return
        place = event.position()
        if not self._rows:
            self.add()
        elif self._by_finger() and place.y() >= self.height() - self._height:
            if place.x() < self.width() / 2:
                self.add()
            else:
                self.take_away(len(self._rows) - 1)

    def _by_finger(self) -> bool:
        """Whether the line to add and take away rows stands below."""
        return bool(self._height and self._rows and not self._locked and not self._field.labels)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if event.key() == Qt.Key.Key_Insert:
            self.add()
            return True
        sure = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() == Qt.Key.Key_Delete and (sure or _is_empty(watched)):
            at = next(at for at, row in enumerate(self._rows) if watched in stops_of([*row.values()]))
            self.take_away(at)
            return True
        return False

    def _fit(self, count: int) -> None:
        """As many rows as wanted."""
        while len(self._rows) > count:
            for entry in self._rows.pop().values():
                as_widget(entry).hide()
                as_widget(entry).deleteLater()
        while len(self._rows) < count:
            self._rows.append({column.key: self._cell(column) for column in self._field.rows})

    def _cell(self, column: Field) -> Entry:
        entry = entry_of(column, self._today, self._height, self._files, many=_FEW)
        widget = as_widget(entry)
        widget.setParent(self)
        widget.show()
        entry.edited.connect(self.edited)
        if self._locked:
            entry.lock()
        for stop in entry.stops():
            stop.installEventFilter(self)
        return entry

    # Where the cells stand, and what stands over them.

    def room(self, width: int) -> int:
        px = theme.current().px
        if not self._rows:
            return max(self._height, self._metrics.height() + px(12))
        rows = sum(self._high(row, at, width) + px(4) for at, row in enumerate(self._rows))
        return rows + self._head() + (self._height if self._by_finger() else 0)

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        self.place()

    def place(self) -> None:
        px, top = theme.current().px, self._head()
        for at, row in enumerate(self._rows):
            high = self._high(row, at, self.width())
            for entry, left, wide in self._cells(row, self.width()):
                own = min(high, max(self._height, entry.room(wide)))
                as_widget(entry).setGeometry(left, top, wide, own)
            top += high + px(4)
        self.update()

    def _head(self) -> int:
        if self._field.labels or not self._rows:
            return 0
        return QFontMetrics(theme.current().font(TextSize.SMALL)).height() + theme.current().px(4)

    def _high(self, row: Mapping[str, Entry], at: int, width: int) -> int:
        high = max(self._height, *(entry.room(wide) for entry, _, wide in self._cells(row, width)))
        if not self._field.labels:
            return high
        words = QRect(0, 0, round(width * _LABEL) - theme.current().px(12), 10_000)
        return max(high, self._metrics.boundingRect(words, _WRAPPED, self._label(at)).height())

    def _cells(self, row: Mapping[str, Entry], width: int) -> list[tuple[Entry, int, int]]:
        """Each control with its left edge and width; choices get more room than numbers."""
        left = round(width * _LABEL) if self._field.labels else 0
        shares = [_share(column) for column in self._field.rows]
        gap, free = theme.current().px(6), width - left
        cells = []
        for column, entry, share in zip(self._field.rows, row.values(), shares, strict=True):
            wide = round(free * share / sum(shares))
            most = theme.current().px(_NUMBER) if column.kind in (Kind.INT, Kind.DEC) else wide
            cells.append((entry, left, min(most, wide - gap)))
            left += wide
        return cells

    def _label(self, at: int) -> str:
        return f"{at + 1}. {self._field.labels[at][0]}"

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        painter.setPen(now.colour("accent" if self.hasFocus() else "text_soft"))
        if not self._rows:
            painter.setFont(now.font())
            painter.drawText(self.rect(), _LEFT, self._empty())
        elif self._field.labels:
            painter.setFont(now.font())
            painter.setPen(now.colour("text"))
            self._paint_labels(painter)
        else:
            painter.setFont(now.font(TextSize.SMALL))
            for column, (_, left, wide) in zip(
                self._field.rows, self._cells(self._rows[0], self.width()), strict=True
            ):
                english = language() == "en"
                unit, name = unit_of(column, language()), column.name_en if english else column.name_zh
                shape = "{} ({})" if english else "{}（{}）"
                title = shape.format(name, unit) if unit and unit not in name else name
                painter.drawText(QRect(left, 0, wide, self._head()), _LEFT, title)
        if self._by_finger():
            self._paint_line(painter)

    def _paint_line(self, painter: QPainter) -> None:
        """加一行, and 去末行, where a finger touches."""
        below = QRect(0, self.height() - self._height, self.width() // 2, self._height)
        painter.setFont(theme.current().font())
        painter.setPen(theme.current().colour("accent"))
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, self.tr("＋ 加一行"))
        painter.drawText(
            below.translated(below.width(), 0), Qt.AlignmentFlag.AlignCenter, self.tr("－ 去末行")
        )

    def _paint_labels(self, painter: QPainter) -> None:
        px, top = theme.current().px, 0
        for at, row in enumerate(self._rows):
            high = self._high(row, at, self.width())
            place = QRect(0, top, round(self.width() * _LABEL) - px(12), high)
            painter.drawText(place, int(_LEFT) | int(_WRAPPED), self._label(at))
            top += high + px(4)

    def _empty(self) -> str:
        if self._none:
            return self.tr("无")
        if self._height and not self._locked:
            return self.tr("＋ 加一行")
        return self.tr("—") if self._locked else self.tr("Ins 加一行，0 没有")


def _share(column: Field) -> int:
    if column.kind in (Kind.CODE, Kind.CODES, Kind.BOOL):
        words = sum(len(one.name_zh) + 3 for one in column.options().values()) if column.options() else 10
        return min(12, max(5, words // 2))
    return {Kind.INT: 3, Kind.DEC: 3, Kind.DATE: 4, Kind.DATETIME: 5}.get(column.kind, 6)


def _is_empty(watched: QObject) -> bool:
    return isinstance(watched, QLineEdit) and not watched.text()
