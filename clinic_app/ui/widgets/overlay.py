"""Cards over the window: the key card and the palette of functions.  Esc or a click beside closes them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from clinic_app.ui import keys, theme
from clinic_app.ui.i18n import translate
from clinic_app.ui.stylesheet import look
from clinic_app.ui.theme import TextSize
from clinic_app.ui.widgets.hits import Hit
from clinic_app.ui.widgets.search import Answer, SearchBox

_SCRIM_ALPHA = 120


class Overlay(QWidget):
    """A card in the middle of the window, the rest dimmed.

    Signals:
        closed: it was put away; the focus is back where it was.
    """

    closed = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._before: QWidget | None = None
        self.card = QFrame(self)
        look(self.card, "card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        window.installEventFilter(self)
        self.hide()

    def open(self) -> None:
        self._before = self.window().focusWidget()
        self._place()
        self.show()
        self.raise_()
        self.setFocus()

    def close_card(self) -> None:
        if not self.isVisible():
            return
        self.hide()
        if self._before is not None:
            self._before.setFocus()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_card()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self.card.geometry().contains(event.position().toPoint()):
            self.close_card()

    def paintEvent(self, event: QPaintEvent) -> None:
        dim = theme.current().colour("scrim")
        dim.setAlpha(_SCRIM_ALPHA)
        QPainter(self).fillRect(self.rect(), dim)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def _place(self) -> None:
        window = self.parentWidget()
        if window is None:
            return
        self.setGeometry(window.rect())
        size = self.card.sizeHint().boundedTo(window.size() * 0.95)
        self.card.resize(size)
        self.card.move((self.width() - size.width()) // 2, max(8, (self.height() - size.height()) // 3))


class KeyCard(Overlay):
    """F1: every key, in two columns."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAccessibleName(self.tr("键位"))
        px = theme.current().px
        column = QVBoxLayout(self.card)
        column.setContentsMargins(px(22), px(16), px(22), px(18))
        column.setSpacing(px(10))
        head = QLabel(self.tr("键位"))
        look(head, TextSize.TITLE.value)
        column.addWidget(head)
        column.addLayout(self._grid(px(10), px(26)))
        foot = QLabel(self.tr("键就写在按钮上。Esc 关闭。键位可在 keymap.toml 里改。"))
        look(foot, "small")
        column.addWidget(foot)

    def _grid(self, gap: int, between: int) -> QGridLayout:
        now = keys.current()
        lines = [(now.key(c.name), keys.title(c.name)) for c in keys.COMMANDS if now.key(c.name)]
        lines += [(key, translate("keys", text)) for key, text in keys.FIXED]
        grid = QGridLayout()
        grid.setHorizontalSpacing(gap)
        grid.setVerticalSpacing(max(4, gap - 3))
        half = (len(lines) + 1) // 2
        for at, (key, text) in enumerate(lines):
            cap = QLabel(key)
            cap.setAlignment(Qt.AlignmentFlag.AlignCenter)
            look(cap, "keycap")
            grid.addWidget(cap, at % half, at // half * 3)
            grid.addWidget(QLabel(text), at % half, at // half * 3 + 1)
        grid.setColumnMinimumWidth(2, between)
        return grid


@dataclass(frozen=True, slots=True)
class Entry:
    """Something the palette can do."""

    title: str
    icon: str
    key: str
    run: Callable[[], None]
    words: str = ""  # further words, initials too


class Palette(Overlay):
    """Ctrl+K: every page and command by name or initials."""

    def __init__(self, window: QWidget, initials: Callable[[str], str]) -> None:
        """Args:
        initials: pinyin initials of a Chinese text, lower case.
        """
        super().__init__(window)
        self.setAccessibleName(self.tr("找功能"))
        self._initials = initials
        self._entries: tuple[Entry, ...] = ()
        self.box = SearchBox(self._answer, self.tr("找功能"), self.tr("功能名或拼音首字母，如 gh = 挂号"))
        self.box.picked.connect(self._run)
        row = QHBoxLayout(self.card)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.box)
        self.box.setMinimumWidth(theme.current().px(560))

    def offer(self, entries: Sequence[Entry]) -> None:
        self._entries = tuple(entries)
        self.box.clear()
        self.open()
        self.box.setFocus()
        self._answer("", self.box.show_hits)

    def close_card(self) -> None:
        self.box.close_list()
        super().close_card()

    def _answer(self, text: str, answer: Answer) -> None:
        wanted = text.lower()
        answer(
            [Hit(entry, entry.title, mark=entry.key) for entry in self._entries if self._fits(entry, wanted)]
        )

    def _fits(self, entry: Entry, wanted: str) -> bool:
        return (
            wanted in entry.title.lower()
            or wanted in entry.words.lower()
            or self._initials(entry.title).startswith(wanted)
        )

    def _run(self, entry: Entry) -> None:
        self.close_card()
        entry.run()
