"""What a page says about itself: chips, notices, empty and busy."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from clinic_app.ui import icons, theme
from clinic_app.ui.stylesheet import look
from clinic_app.ui.theme import Tone

_ROOM_FOR_ICON = 120  # pixels at 100 %

_ICON_OF = {
    Tone.INFO: "info",
    Tone.OK: "ok",
    Tone.WARN: "warn",
    Tone.DANGER: "error",
    Tone.ACCENT: "info",
    Tone.PLAIN: "info",
    Tone.SOFT: "info",
}


class Chip(QLabel):
    """A short word in a coloured pill: 居民医保, 青霉素过敏, 临时."""

    def __init__(self, text: str, tone: Tone = Tone.PLAIN, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setProperty("chip", "true")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(self.sizePolicy().Policy.Fixed, self.sizePolicy().Policy.Fixed)
        self.say(text, tone)

    def say(self, text: str, tone: Tone = Tone.PLAIN) -> None:
        self.setText(text)
        look(self, "", tone.value)


class Notice(QFrame):
    """An inline sentence: what happened, what to do next, and a button for it.

    Nothing here is modal: money on the page stays in sight.

    Signals:
        acted: the button was pressed.
        closed: the user put the notice away.
    """

    acted = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = QLabel()
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._button = QPushButton()
        self._button.setAccessibleName(self.tr("处理"))
        self._close = QPushButton()
        self._close.setAccessibleName(self.tr("关闭这条提示"))
        self._close.setToolTip(self.tr("关闭这条提示"))
        icons.dress(self._close, "clear", "text_soft", 16)
        look(self._close, "quiet")
        self._lay_out()
        self._button.clicked.connect(self.acted)
        self._close.clicked.connect(self._put_away)
        self.hide()

    def say(self, text: str, tone: Tone = Tone.INFO, action: str = "", *, closable: bool = True) -> None:
        """Show `text`; an empty one hides the notice."""
        self._text.setText(text)
        self._button.setText(action)
        self._button.setVisible(bool(action))
        self._button.setAccessibleName(action or self.tr("处理"))
        self._close.setVisible(closable)
        colour = "text" if tone in (Tone.PLAIN, Tone.SOFT) else tone.value
        icons.dress(self._icon, _ICON_OF[tone], colour, 20)
        look(self, "notice", tone.value)
        for label in (self._icon, self._text):  # their colour hangs on our tone
            label.style().unpolish(label)
            label.style().polish(label)
        self.setAccessibleName(text)
        self.setVisible(bool(text))

    def text(self) -> str:
        return self._text.text()

    def clear(self) -> None:
        self.say("")

    def _put_away(self) -> None:
        self.clear()
        self.closed.emit()

    def _lay_out(self) -> None:
        px = theme.current().px
        row = QHBoxLayout(self)
        row.setContentsMargins(px(10), px(5), px(5), px(5))
        row.setSpacing(px(9))
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._text, 1)
        row.addWidget(self._button)
        row.addWidget(self._close)


class EmptyState(QWidget):
    """Nothing to show, and what to do about it.  `text` may have two lines: fact, then advice."""

    def __init__(self, text: str, icon: str = "empty", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._icon = QLabel()
        self._text = QLabel()
        self._text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._text.setWordWrap(True)
        look(self._text, "soft")
        icons.dress(self._icon, icon, "edge", 36)
        column = QVBoxLayout(self)
        column.addStretch()
        column.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._text)
        column.addStretch()
        self.say(text)

    def say(self, text: str) -> None:
        self._text.setText(text)
        self.setAccessibleName(text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._icon.setVisible(self.height() > theme.current().px(_ROOM_FOR_ICON))


class BusyState(QWidget):
    """Work is going on; the rest of the page stays usable."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._text = QLabel(text or self.tr("正在取数…"))
        self._text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        look(self._text, "soft")
        self._bar = QProgressBar()
        self._bar.setAccessibleName(self._text.text())
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(theme.current().px(180))
        column = QVBoxLayout(self)
        column.addStretch()
        column.addWidget(self._bar, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._text)
        column.addStretch()

    def say(self, text: str) -> None:
        self._text.setText(text)
        self._bar.setAccessibleName(text)
