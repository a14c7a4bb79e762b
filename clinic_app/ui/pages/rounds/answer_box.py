"""The box that takes one answer after the other; a scanner's burst of digits is none."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

_ALONE_MS: Final = 40  # a scanner sends its next character within 20


class AnswerBox(QLineEdit):
    """Signals:
    answered: Enter, or an answer to which nothing can be added; the text.
    moved: ↑ or ↓; −1 or 1.
    left: Esc.
    """

    answered = Signal(str)
    moved = Signal(int)
    left = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.is_whole: Callable[[str], bool] = lambda text: False
        self.setAccessibleName(name)
        self._alone = QTimer(self)
        self._alone.setSingleShot(True)
        self._alone.setInterval(_ALONE_MS)
        self._alone.timeout.connect(self._look)
        self.textEdited.connect(lambda _: self._alone.start())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._tell()
        elif key in steps:
            self.moved.emit(steps[key])
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _look(self) -> None:
        if self.is_whole(self.text()):
            self._tell()

    def _tell(self) -> None:
        self._alone.stop()
        self.answered.emit(self.text())
