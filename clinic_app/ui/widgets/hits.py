"""How one line of a list of answers is drawn: title, soft detail, mark at the right edge."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from clinic_app.ui import theme
from clinic_app.ui.theme import TextSize

HIT_ROLE: Final = int(Qt.ItemDataRole.UserRole)
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Hit:
    """One line of an answer."""

    value: object  # what `picked` gives
    title: str
    detail: str = ""  # right of the title, soft: 62 岁 · 350881********1234
    mark: str = ""  # at the right edge: 居民医保, 库存 40 片


class HitDelegate(QStyledItemDelegate):
    """Paints a `Hit`; anything else as usual."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, theme.current().px(34))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        hit = index.data(HIT_ROLE)
        if hit is None:
            super().paint(painter, option, index)
            return
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        area: QRect = option.rect
        painter.save()
        if chosen:
            painter.fillRect(area, theme.current().colour("accent_soft"))
        _draw(painter, area.adjusted(theme.current().px(10), 0, -theme.current().px(10), 0), hit)
        painter.restore()


def _draw(painter: QPainter, area: QRect, hit: Hit) -> None:
    now = theme.current()
    gap = now.px(14)
    bold, plain, small = now.font(bold=True), now.font(), now.font(TextSize.SMALL)
    mark = QFontMetrics(small).horizontalAdvance(hit.mark)
    room = area.width() - (mark + gap if mark else 0)
    title = min(QFontMetrics(bold).horizontalAdvance(hit.title), round(room * 0.7) if hit.detail else room)
    _text(
        painter, QRect(area.left(), area.top(), title + 2, area.height()), bold, now.colour("text"), hit.title
    )
    rest = QRect(area.left() + title + gap, area.top(), room - title - gap, area.height())
    _text(painter, rest, plain, now.colour("text_soft"), hit.detail)
    painter.setFont(small)
    painter.setPen(now.colour("accent"))
    painter.drawText(area, _RIGHT, hit.mark)


def _text(painter: QPainter, area: QRect, font: QFont, colour: QColor, text: str) -> None:
    painter.setFont(font)
    painter.setPen(colour)
    shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, area.width())
    painter.drawText(area, _LEFT, shown)
