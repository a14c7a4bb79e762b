"""Boxes that look things up while one types: residents, drugs, diagnoses, villages.

The answer comes from a provider, later and on our thread; an answer to an older question is dropped, so
each keystroke asks anew and the list never filters a stale page.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from clinic_app.ui import icons, theme
from clinic_app.ui.stylesheet import look
from clinic_app.ui.widgets.hits import HIT_ROLE, Hit, HitDelegate

DEBOUNCE_MS = 120


Answer = Callable[[Sequence[Hit]], None]
Provider = Callable[[str, Answer], None]


class SearchBox(QLineEdit):
    """One box for everything that names a thing; ↑↓ choose, Enter picks, Esc closes.

    Signals:
        picked: the `value` of the chosen hit.
    """

    picked = Signal(object)

    def __init__(
        self, provider: Provider, name: str, placeholder: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._provider = provider
        self._asked = 0  # number of the last question
        self._enter_waits = False
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self.setClearButtonEnabled(True)
        look(self, "search")
        self._dress()
        self._timer = QTimer(self, singleShot=True, interval=DEBOUNCE_MS)
        self._timer.timeout.connect(self._ask)
        self.textEdited.connect(self._typed)
        self.list = _HitList(self)
        self.list.itemClicked.connect(self._take)

    def hits(self) -> list[Hit]:
        """What the list offers now."""
        return [self.list.item(at).data(HIT_ROLE) for at in range(self.list.count())]

    def list_is_open(self) -> bool:
        return self.list.popup.isVisible()

    def wants_enter(self) -> bool:
        """Whether Enter still has work here; else it moves to the next field."""
        return self.list_is_open() or bool(self.text().strip())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            self._move(key)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._enter(event)
        elif key == Qt.Key.Key_Escape and self.list_is_open():
            self.close_list()
        else:
            super().keyPressEvent(event)

    def close_list(self) -> None:
        self.list.popup.hide()
        self._enter_waits = False
        self._asked += 1  # an answer on its way comes too late

    def show_hits(self, hits: Sequence[Hit]) -> None:
        """Open the list with these; an empty answer says so."""
        self.list.fill(hits)
        self.list.open_under(self)
        if self._enter_waits and len(hits) == 1:
            self._take(self.list.item(0))
        self._enter_waits = False

    def _dress(self) -> None:
        colour = theme.current().colours.text_soft
        magnifier = QAction(icons.icon("search", colour, theme.current().px(18)), self.tr("查找"), self)
        magnifier.triggered.connect(self._ask)
        self.addAction(magnifier, QLineEdit.ActionPosition.LeadingPosition)

    def _typed(self, text: str) -> None:
        if text.strip():
            self._timer.start()
        else:
            self._timer.stop()
            self.close_list()

    def _ask(self) -> None:
        self._timer.stop()
        self._asked += 1
        number = self._asked

        def answer(hits: Sequence[Hit]) -> None:
            if number == self._asked:
                self.show_hits(hits)

        self._provider(self.text().strip(), answer)

    def _enter(self, event: QKeyEvent) -> None:
        item = self.list.currentItem()
        if self.list_is_open() and item is not None and not self._timer.isActive():
            self._take(item)
        elif self.text().strip():
            self._enter_waits = True  # a scanner types and presses Enter before the answer is here
            self._ask()
        else:
            super().keyPressEvent(event)

    def _move(self, key: int) -> None:
        if not self.list_is_open():
            if self.text().strip():
                self._ask()
            return
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
        at = self.list.currentRow() + steps[Qt.Key(key)]
        self.list.setCurrentRow(max(0, min(self.list.count() - 1, at)))

    def _take(self, item: QListWidgetItem) -> None:
        hit = item.data(HIT_ROLE)
        if hit is None:
            return
        self.close_list()
        self._show_taken(hit)
        self.picked.emit(hit.value)

    def _show_taken(self, hit: Hit) -> None:
        self.clear()


class CodePicker(SearchBox):
    """A catalogue entry: found by name, initials or code, then shown by name.

    Signals:
        picked: the code chosen.
        cleared: what was chosen is no longer meant.
    """

    cleared = Signal()

    def __init__(
        self, provider: Provider, name: str, placeholder: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(provider, name, placeholder, parent)
        self._hit: Hit | None = None
        self.textEdited.connect(self._forget)

    def value(self) -> object | None:
        """The code in force; None while nothing is chosen."""
        return None if self._hit is None else self._hit.value

    def show_value(self, hit: Hit | None) -> None:
        self._hit = hit
        self.setText("" if hit is None else hit.title)
        self.setCursorPosition(0)

    def wants_enter(self) -> bool:
        return self.list_is_open() or (bool(self.text().strip()) and self._hit is None)

    def _show_taken(self, hit: Hit) -> None:
        self.show_value(hit)
        self.focusNextChild()

    def _forget(self) -> None:
        if self._hit is not None:
            self._hit = None
            self.cleared.emit()


class _HitList(QListWidget):
    """The answers, in a frame over the window; the box keeps the focus all the while."""

    SHOWN = 9

    def __init__(self, box: SearchBox) -> None:
        self.popup = QFrame(box)
        super().__init__(self.popup)
        self._box = box
        look(self.popup, "popup")
        self.popup.hide()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(box.tr("候选"))
        self.setItemDelegate(HitDelegate(self))
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self.popup)
        layout.setContentsMargins(2, 2, 2, 2)
        layout.addWidget(self)
        box.installEventFilter(self)
        box.destroyed.connect(self.popup.deleteLater)  # the frame moves to the window when it opens

    def fill(self, hits: Sequence[Hit]) -> None:
        self.clear()
        for hit in hits:
            item = QListWidgetItem(hit.title)
            item.setData(HIT_ROLE, hit)
            self.addItem(item)
        if not hits:
            nothing = QListWidgetItem(self._box.tr("没有找到"))
            nothing.setFlags(Qt.ItemFlag.NoItemFlags)
            self.addItem(nothing)
        self.setCurrentRow(0 if hits else -1)

    def open_under(self, box: SearchBox) -> None:
        window = box.window()
        self.popup.setParent(window)
        lines = min(self.SHOWN, max(1, self.count()))
        height = lines * self.sizeHintForRow(0) + theme.current().px(8)
        width = min(max(box.width(), theme.current().px(520)), window.width() - 16)
        below = box.mapTo(window, QPoint(0, box.height() + 2))
        x = max(8, min(below.x(), window.width() - width - 8))
        y = below.y() if below.y() + height < window.height() else below.y() - height - box.height() - 4
        self.popup.setGeometry(x, max(0, y), width, height)
        self.popup.show()
        self.popup.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # The list also watches its own scroll bars, which hide when an answer is short.
        if watched is self._box and event.type() in (QEvent.Type.FocusOut, QEvent.Type.Hide):
            self.popup.hide()
        return False

    def sizeHint(self) -> QSize:
        return QSize(0, 0)
