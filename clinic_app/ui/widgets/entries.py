"""Boxes to type numbers, dates and choices into.

No spin boxes and no wheel: a touch of the mouse wheel must never change a dose or a date.
"""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from clinic_app.domain.age import add_years

_SCAN_MS: Final = 35  # scanners send a character every 1 to 20 ms, fingers rarely two within 80
_PLAIN: Final = re.compile(r"-?[0-9]+\.?[0-9]*")


class NumberEdit(QLineEdit):
    """A plain number: a weight, a blood pressure, a count.  Blank is None.

    Signals:
        changed: the `Decimal`, or None when blank, unreadable or out of range.
    """

    changed = Signal(object)

    def __init__(
        self,
        name: str = "",
        *,
        decimals: int = 0,
        least: Decimal | int | None = None,
        most: Decimal | int | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._decimals, self._least, self._most = decimals, least, most
        self.setAccessibleName(name)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setInputMethodHints(Qt.InputMethodHint.ImhPreferNumbers)
        self.textChanged.connect(self._judge)

    def number(self) -> Decimal | None:
        text = half_width(self.text()).strip().replace("。", ".")
        if not _PLAIN.fullmatch(text) or len(text.partition(".")[2]) > self._decimals:
            return None
        number = Decimal(text)
        too_small = self._least is not None and number < self._least
        too_big = self._most is not None and number > self._most
        return None if too_small or too_big else number

    def readable(self) -> bool:
        return not self.text().strip() or self.number() is not None

    def show_number(self, number: Decimal | int | None) -> None:
        self.setText("" if number is None else str(number))

    def _judge(self) -> None:
        mark_invalid(self, not self.readable())
        self.changed.emit(self.number())


class DateEdit(QLineEdit):
    """A date as the staff type it: 19640213, 640213, 1964-2-13, 1964年2月13日, 2-13.  Blank is None.

    Shown as 1964-02-13 when the box is left.  With a +/− key the day moves on or back by one.

    Signals:
        changed: the `date`, or None when blank or no date.
    """

    changed = Signal(object)

    def __init__(self, today: date, name: str = "", parent: QWidget | None = None) -> None:
        """Args:
        today: what two-digit years and dates without a year are read against.
        """
        super().__init__(parent)
        self._today = today
        self.setAccessibleName(name)
        self.setPlaceholderText(self.tr("年月日"))
        self.setInputMethodHints(Qt.InputMethodHint.ImhPreferNumbers)
        self.textChanged.connect(self._judge)
        self.editingFinished.connect(lambda: self.show_date(self.day()) if self.day() else None)

    def day(self) -> date | None:
        return date_of(self.text(), self._today)

    def readable(self) -> bool:
        return not self.text().strip() or self.day() is not None

    def show_date(self, day: date | None) -> None:
        self.setText("" if day is None else day.isoformat())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        day = self.day()
        step = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()), 0)
        if step and day is not None:
            self.show_date(date.fromordinal(day.toordinal() + step))
        else:
            super().keyPressEvent(event)

    def _judge(self) -> None:
        mark_invalid(self, not self.readable())
        self.changed.emit(self.day())


class Choice(QComboBox):
    """One of a few codes; arrow keys and the first digit choose, the wheel does not.

    A character waits a moment: when another one follows faster than a hand types, both are a scanner's, whose Enter
    the window takes, and nothing is chosen.

    Signals:
        chosen: the code, or an empty text for the blank line.
    """

    chosen = Signal(str)

    def __init__(
        self,
        options: Sequence[tuple[str, str]],
        name: str = "",
        *,
        blank: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """Args:
        options: code and text.
        blank: offer nothing first, so that an answer is given and not inherited.
        """
        super().__init__(parent)
        self.setAccessibleName(name)
        if blank:
            self.addItem("", "")
        for code, text in options:
            self.addItem(text, code)
        self._held: QKeyEvent | None = None  # a character that may begin a scan
        self._typed_ms = 0  # of the last character's event
        self._alone = QTimer(self, singleShot=True, interval=_SCAN_MS)
        self._alone.timeout.connect(self._take_held)
        self.currentIndexChanged.connect(lambda _: self.chosen.emit(self.code()))

    def code(self) -> str:
        """What is chosen, with the key pressed last: a slow PC may hear the next key before its moment is over."""
        self._take_held()
        return str(self.currentData() or "")

    def shown(self) -> str:
        """What stands in the box, while a key may still wait: for who draws it."""
        return str(self.currentData() or "")

    def show_code(self, code: str) -> None:
        self.setCurrentIndex(max(0, self.findData(code)))

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not event.text().strip():
            self._take_held()
            super().keyPressEvent(event)
            return
        before, self._typed_ms = self._typed_ms, event.timestamp()
        if before and 0 <= self._typed_ms - before < _SCAN_MS:
            self._held = None
            return
        self._take_held()
        self._held = event.clone()
        self._alone.start()

    def event(self, event: QEvent) -> bool:
        """A key of the page, F9 for one, acts on what was typed before it."""
        override = event.type() == QEvent.Type.ShortcutOverride
        if override and isinstance(event, QKeyEvent) and not event.text().strip():
            self._take_held()
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._take_held()
        super().focusOutEvent(event)

    def _take_held(self) -> None:
        """The character was typed by hand."""
        self._alone.stop()
        event, self._held = self._held, None
        if event is None:
            return
        at = self.findData(event.text()) if event.text().isdigit() else -1
        if at >= 0:
            self.setCurrentIndex(at)
        else:
            super().keyPressEvent(event)


def date_of(text: str, today: date) -> date | None:
    """Read a typed date; two-digit years are the latest that are not in the future.

    >>> date_of("640213", date(2026, 1, 1))
    datetime.date(1964, 2, 13)
    """
    cleaned = half_width(text).strip()
    parts = [part for part in re.split(r"[^0-9]+", cleaned) if part]
    if len(parts) == 1:
        digits = parts[0]
        shapes = {8: (4, 6), 6: (2, 4), 4: (0, 2)}
        if len(digits) not in shapes:
            return None
        first, second = shapes[len(digits)]
        parts = [digits[:first], digits[first:second], digits[second:]]
    if len(parts) == 2:
        parts = ["", *parts]
    if len(parts) != 3 or len(parts[0]) not in (0, 2, 4):
        return None
    return _day(parts[0], int(parts[1]), int(parts[2]), today)


def _day(year: str, month: int, day: int, today: date) -> date | None:
    try:
        if len(year) == 4:
            return date(int(year), month, day)
        if not year:
            return date(today.year, month, day)
        guess = date(today.year - today.year % 100 + int(year), month, day)
        return guess if guess <= today else add_years(guess, -100)
    except ValueError:
        return None


def half_width(text: str) -> str:
    """Full-width digits and signs as plain ones: the IME was on."""
    return "".join(chr(ord(c) - 0xFEE0) if "！" <= c <= "～" else c for c in text).replace("　", " ")


def mark_invalid(widget: QWidget, wrong: bool) -> None:
    """Show a red edge, or take it away."""
    value = "true" if wrong else "false"
    if widget.property("invalid") != value:
        widget.setProperty("invalid", value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
