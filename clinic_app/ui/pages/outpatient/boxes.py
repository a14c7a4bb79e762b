"""The boxes of the record: long text, what is measured, short ones at the end of a line."""

from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPlainTextEdit, QWidget

from clinic_app.domain.measurements import measures
from clinic_app.ui import theme
from clinic_app.ui.stylesheet import look
from clinic_app.ui.widgets.entries import NumberEdit


class LongText(QPlainTextEdit):
    """A few lines of text: Enter goes on, Shift+Enter makes a line.

    Signals:
        step: +1 or −1, to the next or the former line of the form.
    """

    step = Signal(int)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self.setFixedHeight(2 * self.fontMetrics().lineSpacing() + theme.current().px(20))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        block = self.textCursor().blockNumber()
        key = event.key()
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or (
            key == Qt.Key.Key_Down and block == self.blockCount() - 1
        ):
            self.step.emit(1)
        elif key == Qt.Key.Key_Up and block == 0:
            self.step.emit(-1)
        else:
            super().keyPressEvent(event)


def beside(first: QWidget, *others: QWidget | str) -> QWidget:
    """A line of the form: the first box wide, then short ones and words."""
    px = theme.current().px
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(px(5))
    row.addWidget(first, 1)
    for part in others:
        widget = QLabel(part) if isinstance(part, str) else part
        if isinstance(widget, QLabel):
            look(widget, "soft")
        elif isinstance(widget, NumberEdit):
            widget.setFixedWidth(px(50))
        row.addWidget(widget)
    line.setFocusProxy(first)
    return line


def measure_box(key: str, name: str) -> NumberEdit:
    """A box that takes what is plausible."""
    measure = measures()[key]
    low, high = (Decimal(edge) / 10_000 for edge in (measure.low_e4, measure.high_e4))
    return NumberEdit(name, decimals=measure.decimals or 0, least=low, most=high)


def whole(box: NumberEdit) -> int | None:
    number = box.number()
    return None if number is None else int(number)
