"""One line to type an answer into: texts, numbers, days and times."""

from datetime import date, timedelta
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from clinic_app.domain.age import add_months
from clinic_app.domain.forms import Field, Kind, number_of
from clinic_app.domain.forms.numbers import plain
from clinic_app.ui.widgets.entries import date_of, half_width

_NUMBERS: Final = (Kind.INT, Kind.DEC)


class Line(QLineEdit):
    """A text or a number.

    Signals:
        edited: the person typed.
    """

    edited = Signal()

    def __init__(self, field: Field, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._field = field
        self._today = today
        if field.kind in _NUMBERS:
            self.setAlignment(Qt.AlignmentFlag.AlignRight)
            self.setInputMethodHints(Qt.InputMethodHint.ImhPreferNumbers)
        self.setPlaceholderText(_hint(field))
        self.textEdited.connect(lambda _: self.edited.emit())

    def value(self) -> Any:
        """As typed, in the writing of its kind where it can be read; None when empty."""
        text = self.text().strip()
        if not text:
            return None
        return half_width(text).replace("。", ".") if self._field.kind in _NUMBERS else text

    def show_value(self, value: Any) -> None:
        text = "" if value is None else str(value)
        if text != self.text():
            self.setText(text)
            self.setCursorPosition(0)

    def lock(self, locked: bool = True) -> None:
        if locked != self.isReadOnly():
            self.setReadOnly(locked)
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus if locked else Qt.FocusPolicy.StrongFocus)

    def stops(self) -> list[QWidget]:
        return [self]

    def natural(self) -> int:
        return 0

    def room(self, width: int) -> int:
        return self.sizeHint().height()

    def finish(self) -> None:
        """Nothing is held back here."""


class DayLine(Line):
    """A day as the staff type it: 20261122, 1122, 11-22.

    t is today; d, w, m and y move it on by a day, week, month and year, with Shift back.
    """

    def value(self) -> Any:
        text = self.text().strip()
        if not text:
            return None
        day = date_of(text, self._today)
        return text if day is None else day.isoformat()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        moved = _moved(self._day(), event.text(), self._today) if not self.isReadOnly() else None
        if moved is None:
            super().keyPressEvent(event)
        else:
            self._show_day(moved)
            self.edited.emit()

    def finish(self) -> None:
        value = self.value()
        if value is not None:
            self.show_value(value)

    def _day(self) -> date:
        return date_of(self.text(), self._today) or self._today

    def _show_day(self, day: date) -> None:
        self.setText(day.isoformat())


class TimeLine(DayLine):
    """A day and a time in Beijing: 11-22 9:05, 20261122 0905."""

    def value(self) -> Any:
        text = half_width(self.text()).strip().replace("T", " ")
        if not text:
            return None
        day, _, clock = text.partition(" ")
        on, at = date_of(day, self._today), _clock(clock)
        return text if on is None or at is None else f"{on.isoformat()}T{at}"

    def show_value(self, value: Any) -> None:
        super().show_value(None if value is None else str(value).replace("T", " "))

    def _day(self) -> date:
        return date_of(self.text().strip().partition(" ")[0], self._today) or self._today

    def _show_day(self, day: date) -> None:
        clock = self.text().strip().partition(" ")[2] or "08:00"
        self.setText(f"{day.isoformat()} {clock}")


def _moved(day: date, key: str, today: date) -> date | None:
    """Where a quick key leads."""
    months = {"m": 1, "M": -1, "y": 12, "Y": -12}
    days = {"d": 1, "D": -1, "+": 1, "w": 7, "W": -7}
    if key == "t":
        return today
    if key in months:
        return add_months(day, months[key])
    if key in days:
        return day + timedelta(days=days[key])
    return None


def _clock(text: str) -> str | None:
    digits = "".join(char for char in text if char.isdecimal())
    if not 3 <= len(digits) <= 4:
        return None
    hour, minute = int(digits[:-2]), int(digits[-2:])
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else None


def _hint(field: Field) -> str:
    """The plausible range, in the empty line."""
    if field.kind not in _NUMBERS or (field.low is None and field.high is None):
        return ""
    low, high = (
        None if one is None or number_of(one) is None else plain(one) for one in (field.low, field.high)
    )
    return f"{low}～{high}" if low and high else f"≥{low}" if low else f"≤{high}"
