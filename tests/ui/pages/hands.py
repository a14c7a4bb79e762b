"""What a test does at the desk: keys where the focus is, cards in the reader."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from clinic_app.devices.holder import CardHolder
from clinic_app.ui.pages.frontdesk.state import Step
from tests.ui.workplace import DeskReader

_SLOW_MS = 60  # between two keys, as fingers do: no scanner is that slow


class Fingers:
    """Presses keys where the focus is, and counts them."""

    def __init__(self, qtbot, window: QWidget) -> None:
        self._qtbot, self._window = qtbot, window
        self.pressed = 0

    def press(self, key: Qt.Key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
        self.pressed += 1
        self._qtbot.keyClick(QApplication.focusWidget() or self._window, key, modifier, delay=_SLOW_MS)

    def type(self, text: str) -> None:
        self.pressed += len(text)
        for char in text:
            self._qtbot.keyClick(QApplication.focusWidget(), char, delay=_SLOW_MS)

    def scan(self, text: str) -> None:
        """A scanner: every character within a millisecond, then Enter."""
        self._qtbot.keyClicks(QApplication.focusWidget(), text)
        self._qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)


def insert(qtbot, page, reader: DeskReader, holder: CardHolder) -> None:
    """Put a card in, and wait until the desk shows its holder."""
    reader.insert(holder)
    qtbot.waitUntil(lambda: page.view_model.state.step is not Step.NOBODY)
