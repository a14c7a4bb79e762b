"""Where the focus goes on a sheet: Enter and Tab to the next field, PageDown to the next section."""

from collections.abc import Callable, Sequence
from typing import Final, Protocol, runtime_checkable

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from clinic_app.domain.forms import Field, Form
from clinic_app.ui import theme
from clinic_app.ui.forms.cell import FieldCell
from clinic_app.ui.forms.entries import Entry, as_widget
from clinic_app.ui.forms.sheet import Sheet
from clinic_app.ui.widgets.search import SearchBox

_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_TAB: Final = Qt.FocusReason.TabFocusReason  # what stands there is selected
_MARGIN: Final = 70  # pixels at 100 % that stay in sight around a field


@runtime_checkable
class WantsEnter(Protocol):
    """A control that sometimes takes Enter for itself."""

    def wants_enter(self) -> bool: ...


class Walk(QObject):
    """Signals:
    passed: key of a field over which Enter went.
    left: key of a field that lost the focus.
    """

    passed = Signal(str)
    left = Signal(str)

    def __init__(
        self, form: Form, area: QScrollArea, sheet: Sheet, asked: Callable[[], Sequence[Field]], end: QWidget
    ) -> None:
        """Args:
        asked: the fields that are shown, in printed order.
        end: what comes behind the last field, while it can be seen.
        """
        super().__init__(sheet)
        self._form = form
        self._area = area
        self._sheet = sheet
        self._asked = asked
        self._end = end

    def listen(self, entry: Entry) -> None:
        """To the keys of a control."""
        for widget in (as_widget(entry), *entry.stops()):
            widget.removeEventFilter(self)
            widget.installEventFilter(self)

    def go_to(self, key: str) -> bool:
        """The focus to one field; False when it cannot be filled in."""
        cell = self._sheet.cell(key.split("[")[0])
        stops = [] if cell is None or not cell.isVisibleTo(self._sheet) else _open(cell.entry)
        if stops:
            stops[0].setFocus(_TAB)
        return bool(stops)

    def begin(self) -> None:
        """To whatever comes first."""
        stops = self._stops()
        (stops[0] if stops else self._sheet).setFocus(_TAB)

    def step(self, here: QWidget, by: int) -> bool:
        """To a neighbour, or to the end behind the last field."""
        stops = self._stops()
        if here not in stops:
            return False
        at = stops.index(here) + by
        if 0 <= at < len(stops):
            stops[at].setFocus(_TAB)
        elif at == len(stops) and self._end.isVisible():
            self._end.setFocus()
        return True

    def turn(self, here: QWidget | None, by: int) -> bool:
        """To the first field of a neighbouring section that has one to fill in."""
        sections = self._form.sections
        key = key_of(here)
        at = next((n for n, one in enumerate(sections) if key in {f.key for f in one.fields}), 0)
        while 0 <= (at := at + by) < len(sections):
            if any(self.go_to(one.key) for one in sections[at].fields):
                break
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(watched, QWidget):
            return False
        if event.type() == QEvent.Type.FocusIn:
            self._entered(watched)
        elif event.type() == QEvent.Type.FocusOut:
            self.left.emit(key_of(watched))
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._pressed(watched, event)
        return False

    def _pressed(self, watched: QWidget, event: QKeyEvent) -> bool:
        key, modifiers = Qt.Key(event.key()), event.modifiers()
        wanted = isinstance(watched, WantsEnter) and watched.wants_enter()
        searching = wanted and isinstance(watched, SearchBox)
        if key in _ENTER and not modifiers & Qt.KeyboardModifier.ControlModifier and not wanted:
            self.passed.emit(key_of(watched))
            return self.step(watched, -1 if modifiers & Qt.KeyboardModifier.ShiftModifier else 1)
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and not isinstance(watched, SearchBox):
            return self.step(watched, -1 if key == Qt.Key.Key_Up else 1)
        if key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown) and not searching:
            return self.turn(watched, -1 if key == Qt.Key.Key_PageUp else 1)
        return False

    def _entered(self, widget: QWidget) -> None:
        """What is filled in stays in sight."""
        corner = widget.mapTo(self._sheet, QPoint(0, 0))
        middle = corner + widget.rect().center()
        margin = theme.current().px(_MARGIN)
        self._area.ensureVisible(corner.x(), middle.y(), 0, margin + widget.height() // 2)
        cell = self._sheet.cell(key_of(widget))
        if cell is not None:
            cell.update()

    def _stops(self) -> list[QWidget]:
        cells = (self._sheet.cell(one.key) for one in self._asked())
        return [
            stop for cell in cells if cell and cell.isVisibleTo(self._sheet) for stop in _open(cell.entry)
        ]


def key_of(widget: QWidget | None) -> str:
    """The key of the field that a widget belongs to; empty: of none."""
    while widget is not None and not isinstance(widget, FieldCell):
        widget = widget.parentWidget()
    return widget.field.key if widget is not None else ""


def _open(entry: Entry) -> list[QWidget]:
    """The stops that take the focus."""
    return [stop for stop in entry.stops() if stop.focusPolicy() != Qt.FocusPolicy.NoFocus]
