"""Cards: a framed part of a page, and a single figure that can be opened."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from clinic_app.ui import theme
from clinic_app.ui.stylesheet import look
from clinic_app.ui.theme import TextSize, Tone


class Card(QFrame):
    """A white part of a page with a title; put widgets into `body`."""

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look(self, "card")
        px = theme.current().px
        column = QVBoxLayout(self)
        column.setContentsMargins(px(12), px(9), px(12), px(11))
        column.setSpacing(px(7))
        self.head = QHBoxLayout()
        self.head.setSpacing(px(8))
        if title:
            self.title = QLabel(title)
            look(self.title, TextSize.LARGE.value)
            self.head.addWidget(self.title)
            self.head.addStretch()
            column.addLayout(self.head)
        self.body = QVBoxLayout()
        self.body.setSpacing(px(7))
        column.addLayout(self.body, 1)


class StatCard(QFrame):
    """One figure with its name and a word about it; Enter, Space or a click opens what is behind it.

    Signals:
        opened: the user wants the rows behind the figure.
    """

    opened = Signal()

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look(self, "stat")
        self._title = title
        self._name = QLabel(title)
        self._value = QLabel("–")
        self._note = QLabel()
        look(self._name, "soft")
        look(self._value, TextSize.TOTAL.value)
        look(self._note, "small")
        px = theme.current().px
        column = QVBoxLayout(self)
        column.setContentsMargins(px(14), px(9), px(14), px(9))
        column.setSpacing(0)
        for label in (self._name, self._value, self._note):
            label.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
            column.addWidget(label)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(title)

    def say(self, value: str, note: str = "", tone: Tone = Tone.PLAIN) -> None:
        self._value.setText(value)
        look(self._value, TextSize.TOTAL.value, tone.value)
        self._note.setText(note)
        self._note.setVisible(bool(note))
        self.setAccessibleName(f"{self._title} {value} {note}".strip())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.rect().contains(event.position().toPoint()):
            self.opened.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit()
        else:
            super().keyPressEvent(event)


class Stack(QVBoxLayout):
    """Lines of a page from top to bottom, with the page's margins."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        px = theme.current().px
        self.setContentsMargins(px(12), px(10), px(12), px(10))
        self.setSpacing(px(9))


class Row(QHBoxLayout):
    """Things side by side on a page."""

    def __init__(self) -> None:
        super().__init__()
        self.setSpacing(theme.current().px(9))
