"""A small curve over time, drawn by hand: 血压, 血糖, 体重."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from clinic_app.ui import theme
from clinic_app.ui.theme import TextSize, Tone

_LEAST_SPAN = 0.2  # of the highest value: a flat curve stays flat


@dataclass(frozen=True, slots=True)
class Dot:
    day: date
    value: float  # only drawn, never counted with
    text: str  # as it is written


@dataclass(frozen=True, slots=True)
class Curve:
    dots: tuple[Dot, ...]  # the oldest first
    limit: float | None = None  # above it the value stands out


class Trend(QWidget):
    """One or more curves on one scale, with the last values in words; empty without a value."""

    def __init__(self, title: str, unit: str, empty: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title, self._unit, self._empty = title, unit, empty
        self._curves: tuple[Curve, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(theme.current().px(96))
        self.show_curves(())

    def show_curves(self, curves: Sequence[Curve]) -> None:
        self._curves = tuple(one for one in curves if one.dots)
        self.setAccessibleName(f"{self._title} {self.said()}")
        self.update()

    def said(self) -> str:
        """The last value with its unit and day; what to read where nobody sees a curve."""
        if not self._curves:
            return self._empty
        last = max(one.dots[-1].day for one in self._curves)
        words = "/".join(one.dots[-1].text for one in self._curves)
        return f"{words} {self._unit} · {last:%Y-%m-%d}"

    def sizeHint(self) -> QSize:
        return QSize(theme.current().px(260), theme.current().px(120))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        now = theme.current()
        line = now.size(TextSize.BASE) + now.px(8)
        head = QRectF(0, 0, self.width(), line)
        painter.setFont(now.font(TextSize.BASE, bold=True))
        painter.setPen(now.ink(Tone.PLAIN))
        painter.drawText(head, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self._title)
        painter.setFont(now.font(TextSize.BASE))
        painter.setPen(now.ink(Tone.DANGER if self._stands_out() else Tone.SOFT))
        painter.drawText(head, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self.said())
        if self._curves:
            below = now.size(TextSize.SMALL) + now.px(6)
            self._draw(
                painter,
                QRectF(now.px(6), line + now.px(4), self.width() - now.px(12), self.height() - line - below),
            )

    def _stands_out(self) -> bool:
        return any(one.limit is not None and one.dots[-1].value >= one.limit for one in self._curves)

    def _draw(self, painter: QPainter, area: QRectF) -> None:
        now = theme.current()
        days = [dot.day.toordinal() for one in self._curves for dot in one.dots]
        values = [dot.value for one in self._curves for dot in one.dots]
        limits = [one.limit for one in self._curves if one.limit is not None]
        first, span = min(days), max(1, max(days) - min(days))
        low, high = min(values), max(values)
        margin = max(high * _LEAST_SPAN - (high - low), 0) / 2 + (high - low) * 0.1
        low, high = low - margin, high + margin

        def at(day: int, value: float) -> QPointF:
            left = (day - first) / span if len(set(days)) > 1 else 0.5
            return QPointF(
                area.left() + left * area.width(),
                area.bottom() - (value - low) / (high - low) * area.height(),
            )

        painter.setPen(QPen(now.colour("line"), 1, Qt.PenStyle.DashLine))
        for limit in limits:
            if low < limit < high:
                height = at(first, limit).y()
                painter.drawLine(QPointF(area.left(), height), QPointF(area.right(), height))
        for one in self._curves:
            points = [at(dot.day.toordinal(), dot.value) for dot in one.dots]
            painter.setPen(QPen(now.colour("accent"), now.px(2)))
            for start, end in pairwise(points):
                painter.drawLine(start, end)
            for dot, point in zip(one.dots, points, strict=True):
                painter.setBrush(self._ink(one, dot))
                painter.setPen(Qt.PenStyle.NoPen)
                painter.drawEllipse(point, now.px(3), now.px(3))
        self._draw_days(painter, area, first, first + span if len(set(days)) > 1 else first)

    def _ink(self, curve: Curve, dot: Dot) -> QColor:
        high = curve.limit is not None and dot.value >= curve.limit
        return theme.current().colour("danger" if high else "accent")

    def _draw_days(self, painter: QPainter, area: QRectF, first: int, last: int) -> None:
        now = theme.current()
        painter.setFont(now.font(TextSize.SMALL))
        painter.setPen(now.ink(Tone.SOFT))
        box = QRectF(area.left(), area.bottom(), area.width(), self.height() - area.bottom())
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | middle, f"{date.fromordinal(first):%Y-%m-%d}")
        if last != first:
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | middle, f"{date.fromordinal(last):%Y-%m-%d}")
