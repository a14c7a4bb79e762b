"""One field of a form on the screen: its name, its control, its unit, where the value came from, what is wrong."""

from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from clinic_app.domain.forms import Field, Kind
from clinic_app.domain.forms.units import unit_of
from clinic_app.ui import theme
from clinic_app.ui.forms.entries import Entry, as_widget
from clinic_app.ui.i18n import language
from clinic_app.ui.theme import TextSize, Tone
from clinic_app.ui.widgets.entries import mark_invalid

_WRAPPED = int(Qt.TextFlag.TextWordWrap)


@dataclass(frozen=True, slots=True)
class Measures:
    """How a form is laid out; lengths in pixels at 100 %."""

    column: int = 372  # least width of a column
    columns: int = 3  # at most
    label: int = 132  # width of the names at the left; 0: they stand above
    control: int = 0  # least height of a control and of a choice; 0: as text needs
    size: TextSize = TextSize.BASE
    number: int = 118  # width of a box for a number
    day: int = 150

    def least(self) -> int:
        """Least height of a control, in pixels of the screen; 0: as text needs."""
        return theme.current().px(self.control) if self.control else 0


DESK = Measures()


@dataclass(frozen=True, slots=True)
class Marks:
    """What is said about a field beside its value."""

    required: bool = False
    chip: str = ""  # 上次, 自动
    tone: Tone = Tone.PLAIN
    wrong: str = ""  # a sentence


class FieldCell(QWidget):
    """Draws all but the control itself: two widgets a field keep a long form quick."""

    def __init__(self, field: Field, entry: Entry, measures: Measures, parent: QWidget) -> None:
        super().__init__(parent)
        self.field = field
        self.entry = entry
        self.marks = Marks()
        self._measures = measures
        widget = as_widget(entry)
        widget.setParent(self)
        self._font = theme.current().font(measures.size)
        self._metrics = QFontMetrics(self._font)
        self._small = QFontMetrics(theme.current().font(TextSize.SMALL))
        self._unit = unit_of(field, language())
        self._name = field.name_en if language() == "en" and field.name_en else field.name_zh

    def show_marks(self, marks: Marks) -> bool:
        """Whether the cell may need another height now."""
        before, self.marks = self.marks, marks
        if before == marks:
            return False
        mark_invalid(as_widget(self.entry), bool(marks.wrong))
        as_widget(self.entry).setAccessibleDescription(marks.wrong or marks.chip)
        self.update()
        return bool(before.wrong) != bool(marks.wrong) or before.wrong != marks.wrong

    def span(self, columns: int, column: int) -> int:
        """How many columns it takes."""
        wanted = self.entry.natural()
        if not wanted:
            return 1
        needed = wanted + self._label_width() + self._side() + theme.current().px(8)
        return min(columns, max(1, -(-needed // column)))

    def room(self, width: int) -> int:
        """The height in this width."""
        inner = self._inner(width)
        name = self._name_height(width)
        control = max(self._control(inner), self._measures.least())
        own = name + control if self._above() else max(name, control)
        return own + self._message_height(width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.place()

    def place(self) -> None:
        inner = self._inner(self.width())
        left, top = (0, self._name_height(self.width())) if self._above() else (self._label_width(), 0)
        high = max(self.entry.room(inner), self._measures.least())
        as_widget(self.entry).setGeometry(left, top, inner, high)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        painter.setFont(self._font)
        inner = self._inner(self.width())
        control = as_widget(self.entry).geometry()
        painter.setPen(now.colour("text" if as_widget(self.entry).hasFocus() else "text_soft"))
        painter.drawText(self._name_place(self.width()), self._name_flags(), self._shown_name())
        line = min(control.height(), self._measures.least() or self._metrics.height() + now.px(14))
        side = QRect(control.left() + inner + now.px(5), control.top(), self._side(), line)
        if self._unit:
            painter.setPen(now.colour("text_soft"))
            painter.drawText(
                side, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), self._unit
            )
        painter.setFont(now.font(TextSize.SMALL))
        if self.marks.chip:
            self._paint_chip(painter, side)
        if self.marks.wrong:
            painter.setPen(now.colour("danger"))
            top = self.height() - self._message_height(self.width())
            place = QRect(control.left(), top, self.width() - control.left(), self.height() - top)
            painter.drawText(place, int(Qt.AlignmentFlag.AlignLeft) | _WRAPPED, self.marks.wrong)

    def _paint_chip(self, painter: QPainter, side: QRect) -> None:
        now = theme.current()
        wide = self._small.horizontalAdvance(self.marks.chip) + now.px(8)
        high = self._small.height() + now.px(2)
        place = QRect(self.width() - wide, side.top() + (side.height() - high) // 2, wide, high)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(now.ground(self.marks.tone))
        painter.drawRoundedRect(QRectF(place), high / 2, high / 2)
        painter.setPen(now.ink(self.marks.tone))
        painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter), self.marks.chip)

    # Lengths.

    def _above(self) -> bool:
        return not self._measures.label

    def _label_width(self) -> int:
        return theme.current().px(self._measures.label) if self._measures.label else 0

    def _side(self) -> int:
        """Room at the right for the unit and the mark."""
        px = theme.current().px
        unit = self._metrics.horizontalAdvance(self._unit) + px(9) if self._unit else 0
        marked = self.field.computed or self.field.proposed or self.field.carried or self.field.observation
        widest = max(("上次", self.marks.chip), key=self._small.horizontalAdvance)
        chip = self._small.horizontalAdvance(widest) + px(13) if marked or self.marks.chip else 0
        return unit + chip

    def _inner(self, width: int) -> int:
        px = theme.current().px
        free = max(px(40), width - self._label_width() - self._side())
        if self.field.kind in (Kind.INT, Kind.DEC) and not self.field.words:
            return min(free, px(self._measures.number))
        return min(free, px(self._measures.day)) if self.field.kind is Kind.DATE else free

    def _control(self, width: int) -> int:
        return self.entry.room(width)

    def _shown_name(self) -> str:
        return f"{self._name} *" if self.marks.required else self._name

    def _name_flags(self) -> int:
        if self._above():
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter) | _WRAPPED
        return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop) | _WRAPPED

    def _name_place(self, width: int) -> QRect:
        if self._above():
            return QRect(0, 0, width, self._name_height(width))
        px = theme.current().px
        text = self._metrics.boundingRect(
            QRect(0, 0, self._label_width() - px(8), 999), _WRAPPED, self._shown_name()
        )
        beside = (self._measures.least() - text.height()) // 2 if self._measures.least() else px(6)
        top = beside if text.height() <= self._metrics.height() + 2 else 0
        return QRect(0, top, self._label_width() - px(8), self.height() - top)

    def _name_height(self, width: int) -> int:
        room = width if self._above() else self._label_width() - theme.current().px(8)
        words = self._metrics.boundingRect(QRect(0, 0, room, 999), _WRAPPED, f"{self._name} *")
        return words.height() + (theme.current().px(3) if self._above() else 0)

    def _message_height(self, width: int) -> int:
        if not self.marks.wrong:
            return 0
        room = QRect(0, 0, width - self._label_width(), 999)
        return self._small.boundingRect(room, _WRAPPED, self.marks.wrong).height() + theme.current().px(2)
