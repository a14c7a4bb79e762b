"""手写签名: drawn with mouse, finger or pen on something that looks like paper in every theme."""

from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QImageWriter,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QWidget

from clinic_app.domain import strokes
from clinic_app.ui import theme

_PICTURE: Final = QSize(*strokes.GRID)  # pixels of the PNG, whatever the screen's scale
_WIDTH: Final = 3.2  # of a stroke, in the picture


class SignaturePad(QWidget):
    """Strokes in the order they were drawn.  Backspace wipes them.

    Signals:
        changed: a stroke was added, or all were wiped.
    """

    changed = Signal()

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._strokes: list[QPolygonF] = []  # in parts of the width and height, so that resizing keeps them
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        # As wide to as high as the picture, so that the hand is not squeezed.
        self.setFixedSize(QSize(theme.current().px(288), theme.current().px(96)))

    def picture(self) -> bytes | None:
        """PNG; None while nothing is drawn."""
        if not self._strokes:
            return None
        image = QImage(_PICTURE, QImage.Format.Format_Grayscale8)
        image.fill(QColor(theme.WHITE))
        painter = QPainter(image)
        self._draw(painter, QRectF(image.rect()), _WIDTH, QColor(theme.BLACK))
        painter.end()
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        QImageWriter(buffer, QByteArray(b"png")).write(image)
        return bytes(buffer.data().data())

    def strokes(self) -> bytes:
        """domain/strokes.py; empty while nothing is drawn."""
        wide, high = strokes.GRID
        return strokes.write(
            [
                [(round(one.x() * wide), round(one.y() * high)) for one in stroke.toList()]
                for stroke in self._strokes
            ]
        )

    def show_strokes(self, drawn: bytes) -> None:
        """What was drawn elsewhere, or before; nothing is told of it."""
        wide, high = strokes.GRID
        self._strokes = [
            QPolygonF([QPointF(x / wide, y / high) for x, y in stroke]) for stroke in strokes.read(drawn)
        ]
        self.update()

    def clear(self) -> None:
        if self._strokes:
            self._strokes = []
            self.update()
            self.changed.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus()
        point = self._part(event.position())
        self._strokes.append(QPolygonF([point, point]))
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._strokes and event.buttons():
            self._strokes[-1].append(self._part(event.position()))
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Backspace:
            self.clear()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        colours = theme.current().colours
        painter.setPen(QPen(QColor(colours.accent if self.hasFocus() else colours.line), 1))
        painter.setBrush(QColor(theme.SHEET))
        painter.drawRoundedRect(area, 6, 6)
        foot = self.height() * 0.78
        painter.setPen(QPen(QColor(theme.INK_FAINT), 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(12, foot), QPointF(self.width() - 12, foot))
        if not self._strokes:
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, self.tr("请在此签名（鼠标、手指或笔）"))
        self._draw(painter, area, _WIDTH * self.width() / _PICTURE.width(), QColor(theme.INK))
        painter.end()

    def _draw(self, painter: QPainter, area: QRectF, width: float, ink: QColor) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(
            QPen(ink, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
        )
        for stroke in self._strokes:
            painter.drawPolyline(
                QPolygonF(
                    [QPointF(one.x() * area.width(), one.y() * area.height()) for one in stroke.toList()]
                )
            )

    def _part(self, at: QPointF) -> QPointF:
        return QPointF(
            min(max(at.x() / max(self.width(), 1), 0.0), 1.0),
            min(max(at.y() / max(self.height(), 1), 0.0), 1.0),
        )
