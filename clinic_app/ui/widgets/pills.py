"""A column of states as coloured pills."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from clinic_app.ui import theme
from clinic_app.ui.theme import TextSize, Tone
from clinic_app.ui.widgets.rows import RowsModel


class PillDelegate(QStyledItemDelegate):
    """Draws a cell's text as a pill in its column's tone.  ``PillDelegate.on(table, 3)``."""

    @classmethod
    def on(cls, table: QTableView, column: int) -> None:
        table.setItemDelegateForColumn(column, cls(table))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        now = theme.current()
        area = option.rect
        text = str(index.data() or "")
        model = index.model()
        tone = Tone.PLAIN
        if isinstance(model, RowsModel):
            column, row = model.columns[index.column()], model.row(index.row())
            tone = column.tone(row) if column.tone is not None and row is not None else Tone.PLAIN
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, now.colour("accent_soft"))
        if not text:
            painter.restore()
            return
        font = now.font(TextSize.SMALL)
        metrics = QFontMetrics(font)
        height = metrics.height() + now.px(4)
        room = area.width() - now.px(10)
        text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room - now.px(18))
        width = min(room, metrics.horizontalAdvance(text) + now.px(18))
        pill = QRectF(area.left() + now.px(6), area.center().y() - height / 2 + 0.5, width, height)
        painter.setPen(now.ink(tone))
        painter.setBrush(now.ground(tone))
        painter.drawRoundedRect(pill, height / 2, height / 2)
        painter.setFont(font)
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)
        painter.restore()
