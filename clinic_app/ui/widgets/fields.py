"""Form fields: a label, a control, and what is wrong with it, in place.

Enter moves to the next field, Shift+Enter and Esc step back, as the staff know it.
"""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from clinic_app.ui import theme
from clinic_app.ui.stylesheet import look
from clinic_app.ui.widgets.entries import mark_invalid
from clinic_app.ui.widgets.search import SearchBox


class Field(QWidget):
    """One labelled control with room for an error under it.

    The control's accessible name is the label; a required field says so with a star.
    """

    def __init__(
        self,
        label: str,
        control: QWidget,
        *,
        required: bool = False,
        unit: str = "",
        hint: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.control = control
        self._hint = hint
        self.label = QLabel(f"{label} *" if required else label)
        self.label.setBuddy(control)
        look(self.label, "soft")
        self._message = QLabel(hint, self)  # with a parent: shown alone it would be a window of its own
        self._message.setWordWrap(True)
        look(self._message, "small")
        self._message.setVisible(bool(hint))
        if not control.accessibleName():
            control.setAccessibleName(label)
        self._lay_out(unit)

    def show_error(self, text: str) -> None:
        """Say what is wrong with the value; empty when nothing is."""
        self._message.setText(text or self._hint)
        self._message.setVisible(bool(text or self._hint))
        look(self._message, "fieldError" if text else "small")
        self.control.setAccessibleDescription(text or self._hint)
        mark_invalid(self.control, bool(text))

    def error(self) -> str:
        """The error shown, or empty."""
        return self._message.text() if self.control.property("invalid") == "true" else ""

    def _lay_out(self, unit: str) -> None:
        px = theme.current().px
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(2))
        column.addWidget(self.label)
        line = QHBoxLayout()
        line.setSpacing(px(6))
        line.addWidget(self.control, 1)
        if unit:
            suffix = QLabel(unit)
            look(suffix, "soft")
            line.addWidget(suffix)
        column.addLayout(line)
        column.addWidget(self._message)
        if not isinstance(self.control, QPlainTextEdit):
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)


class FormRow(QWidget):
    """Fields side by side, their shares of the width as given."""

    def __init__(
        self, fields: Sequence[QWidget], shares: Sequence[int] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.current().px(10))
        for at, field in enumerate(fields):
            share = shares[at] if shares else 1
            row.addWidget(field, share, Qt.AlignmentFlag.AlignTop)


class FormGrid(QWidget):
    """Labels left, controls right: the densest form; for many short answers."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        px = theme.current().px
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(px(8))
        self._grid.setVerticalSpacing(px(6))
        self._grid.setColumnStretch(1, 1)

    def add(self, label: str, control: QWidget) -> QLabel:
        """One more line; its label, to be hidden with it."""
        at = self._grid.rowCount()
        words = QLabel(label)
        look(words, "soft")
        words.setBuddy(control)
        if not control.accessibleName():
            control.setAccessibleName(label)
        self._grid.addWidget(words, at, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._grid.addWidget(control, at, 1)
        return words


class EnterMoves(QObject):
    """Makes Enter walk through the controls of a form, in tab order.

    Install once: ``EnterMoves(form)``.  Long text keeps Enter for new lines; buttons keep it for themselves.
    After the last field the form's `ActionButton` with ``kind="primary"`` gets the focus by tab order.
    """

    def __init__(self, form: QWidget) -> None:
        super().__init__(form)
        self._form = form
        for child in form.findChildren(QWidget):
            child.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if not isinstance(watched, QWidget) or isinstance(watched, QPlainTextEdit):
            return False
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return self._enter(watched, event)
        if event.key() == Qt.Key.Key_Escape and watched.hasFocus() and self._may_go_back(watched):
            watched.focusPreviousChild()
            return True
        return False

    def _enter(self, watched: QWidget, event: QKeyEvent) -> bool:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return False
        if isinstance(watched, QAbstractButton):
            watched.click()
            return True
        if not watched.hasFocus() or (isinstance(watched, SearchBox) and watched.wants_enter()):
            return False
        if isinstance(watched, QLineEdit):
            watched.returnPressed.emit()
        back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        watched.focusPreviousChild() if back else watched.focusNextChild()
        return True

    def _may_go_back(self, watched: QWidget) -> bool:
        if isinstance(watched, SearchBox):
            return not watched.list_is_open()
        return not (isinstance(watched, QComboBox) and watched.view().isVisible())
