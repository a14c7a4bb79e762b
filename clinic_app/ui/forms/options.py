"""Choices as on the printed form: 1 无症状 2 头痛头晕.  A digit takes one."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from clinic_app.ui import theme
from clinic_app.ui.theme import TextSize

_SCAN_MS: Final = 35  # scanners send a character every 1 to 20 ms, fingers rarely two within 80


def keys_of(codes: Sequence[str]) -> dict[str, str]:
    """What is typed for each choice: its number; where they have none (M18, ++, 上), its place.

    >>> keys_of(("FM", "M3"))
    {'FM': '1', 'M3': '2'}
    """
    plain = all(code.isascii() and code.isdigit() for code in codes)
    return {code: code if plain else str(at) for at, code in enumerate(codes, 1)}


class Options(QWidget):
    """One of a few choices, or several of them; drawn, so that a form of 150 fields opens at once.

    Digits take (a second time: give back), ← → walk, the blank takes, Backspace empties.  Where a code has two
    digits the first one waits for the second.  What a scanner types is taken back.

    Signals:
        edited: the person chose.
    """

    edited = Signal()

    def __init__(
        self,
        choices: Mapping[str, str],
        *,
        several: bool = False,
        alone: Sequence[str] = (),
        height: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        """Args:
        choices: word by code, in printed order.
        alone: those that exclude every other one.
        height: of one choice in pixels; 0: as text needs.
        """
        super().__init__(parent)
        self._choices = dict(choices)
        self._keys = keys_of(tuple(choices))
        self._several = several
        self._alone = frozenset(alone)
        self._taken: tuple[str, ...] = ()
        self._at = 0  # where ← → stand
        self._begun = ""  # a first digit that may become two
        self._before: tuple[str, ...] = ()  # the last digit
        self._typed_ms = 0
        self._locked = False
        px = theme.current().px
        self._font = theme.current().font()
        self._metrics = QFontMetrics(self._font)
        self._high = height or self._metrics.height() + px(11)
        self._gap = px(4)
        self._places: dict[str, QRect] = {}
        self._placed = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def value(self) -> Any:
        """A code, or a list of them; None: nothing is chosen."""
        if self._several:
            return list(self._taken)
        return self._taken[0] if self._taken else None

    def show_value(self, value: Any) -> None:
        found = value if isinstance(value, list | tuple) else () if value is None else (value,)
        wanted = {str(one) for one in found}
        taken = tuple(code for code in self._choices if code in wanted)
        if taken != self._taken:
            self._taken = taken
            self._tell_reader()
            self.update()

    def lock(self, locked: bool = True) -> None:
        self._locked = locked
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus if locked else Qt.FocusPolicy.StrongFocus)

    def stops(self) -> list[QWidget]:
        return [self]

    def natural(self) -> int:
        """The width in which all stand in one line."""
        return sum(self._width(code) + self._gap for code in self._choices)

    def room(self, width: int) -> int:
        """The height in this width."""
        self._place(width)
        bottom = max((one.bottom() for one in self._places.values()), default=self._high)
        return bottom + 2

    def sizeHint(self) -> QSize:
        return QSize(self.natural(), self._high)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, text = Qt.Key(event.key()), event.text()
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if self._locked or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
        elif text.isascii() and text.isalnum():
            self._typed(text, event.timestamp())
        elif key in steps:
            self._at = (self._at + steps[key]) % max(1, len(self._choices))
            self.update()
        elif key == Qt.Key.Key_Space:
            self._take([*self._choices][self._at])
        elif key in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self._become(())
        else:
            event.ignore()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.finish()
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._at = [*self._choices].index(self._taken[0]) if self._taken else 0
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        where = event.position().toPoint()
        for at, (code, place) in enumerate(self._places.items()):
            if place.contains(where) and not self._locked:
                self._at = at
                self._take(code)

    def finish(self) -> None:
        """The digit that waited for a second one stands alone."""
        begun, self._begun = self._begun, ""
        self._take_key(begun)

    # What is typed.

    def _typed(self, text: str, at_ms: int) -> None:
        before, self._typed_ms = self._typed_ms, at_ms
        if before and 0 <= at_ms - before < _SCAN_MS:
            self._begun = ""
            self._become(self._before)
            return
        self._before = self._taken
        wanted = self._begun + text
        keys = self._keys.values()
        if not any(key.startswith(wanted) for key in keys):
            self.finish()
            wanted = text
        longer = any(key != wanted and key.startswith(wanted) for key in keys)
        self._begun = wanted if longer else ""
        if not longer:
            self._take_key(wanted)

    def _take_key(self, typed: str) -> None:
        for code, key in self._keys.items():
            if key == typed:
                self._take(code)

    def _take(self, code: str) -> None:
        if not self._several:
            self._become((code,))
        elif code in self._taken:
            self._become(tuple(one for one in self._taken if one != code))
        elif code in self._alone:
            self._become((code,))
        else:
            kept = [one for one in self._taken if one not in self._alone]
            self._become(tuple(one for one in self._choices if one in kept or one == code))

    def _become(self, taken: tuple[str, ...]) -> None:
        if taken != self._taken:
            self._taken = taken
            self._tell_reader()
            self.edited.emit()
        self.update()

    def _tell_reader(self) -> None:
        self.setAccessibleDescription("、".join(self._choices[code] for code in self._taken))

    # Where each stands, and how it looks.

    def _width(self, code: str) -> int:
        px = theme.current().px
        return self._metrics.horizontalAdvance(self._words(code)) + px(14)

    def _words(self, code: str) -> str:
        """1 无症状; a word that begins with its number does not get it twice."""
        key, word = self._keys[code], self._choices[code]
        return word if word.startswith(key) else f"{key} {word}"

    def _place(self, width: int) -> None:
        if width == self._placed:
            return
        self._placed = width
        left = top = 0
        for code in self._choices:
            wide = min(self._width(code), width)
            if left and left + wide > width:
                left, top = 0, top + self._high + self._gap
            self._places[code] = QRect(left, top, wide, self._high)
            left += wide + self._gap

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        self._place(self.width())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._font)
        for at, (code, place) in enumerate(self._places.items()):
            taken = code in self._taken
            here = self.hasFocus() and at == self._at
            edge = "accent" if taken or self.hasFocus() else "line"
            painter.setPen(QPen(now.colour(edge), 2 if here else 1))
            painter.setBrush(now.colour("accent_soft" if taken else "surface"))
            painter.drawRoundedRect(QRectF(place).adjusted(1, 1, -1, -1), now.px(4), now.px(4))
            painter.setPen(now.colour("accent_strong" if taken else "text"))
            words = self._words(code)
            room = place.width() - now.px(8)
            shown = self._metrics.elidedText(words, Qt.TextElideMode.ElideRight, room)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, shown)
        if self._begun:
            painter.setFont(now.font(TextSize.SMALL))
            painter.drawText(QPointF(self.width() - now.px(24), self._high - now.px(6)), f"{self._begun}_")


class YesNo(Options):
    """无 and 有, or 否 and 是, as true and false."""

    def value(self) -> Any:
        taken = super().value()
        return None if taken is None else taken == "2"

    def show_value(self, value: Any) -> None:
        super().show_value(None if value is None else "2" if value is True else "1")
