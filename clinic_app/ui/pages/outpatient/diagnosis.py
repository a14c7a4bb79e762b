"""诊断 and 中医诊断: what was picked stands as buttons after the box."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from clinic_app.ui import theme
from clinic_app.ui.stylesheet import look
from clinic_app.ui.widgets.search import Provider, SearchBox


class DiagnosisBox(QWidget):
    """Diagnoses as buttons after the box; the first is the main one.

    Picking adds; Backspace on the empty box takes the last one away; pressing one makes it the main one.

    Signals:
        changed: another list of diagnoses.
    """

    changed = Signal()

    def __init__(self, known: Provider, name: str, hint: str, *, leads: bool = True) -> None:
        """`leads`: whether the first one is called the main one."""
        super().__init__()
        self._chosen: list[tuple[str, str]] = []
        self._fixed = False
        self._leads = leads
        self.box = SearchBox(known, name, hint)
        self.box.setMinimumWidth(theme.current().px(220))
        self.box.setMaximumWidth(theme.current().px(260))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.current().px(6))
        self._row.addWidget(self.box)
        self._chips = QHBoxLayout()
        self._chips.setSpacing(theme.current().px(6))
        self._row.addLayout(self._chips)
        self._row.addStretch(1)
        self.box.picked.connect(self._add)
        self.box.installEventFilter(self)
        self.setFocusProxy(self.box)

    def chosen(self) -> tuple[tuple[str, str], ...]:
        return tuple(self._chosen)

    def show_chosen(self, chosen: Sequence[tuple[str, str]], *, fixed: bool = False) -> None:
        self._chosen = list(chosen)
        self._fixed = fixed
        self.box.clear()
        self.box.setReadOnly(fixed)
        self._draw()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            watched is self.box
            and event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Backspace
            and not self.box.text()
            and self._chosen
            and not self._fixed
        ):
            self._chosen.pop()
            self._turned()
            return True
        return False

    def _add(self, picked: object) -> None:
        code, name = picked if isinstance(picked, tuple) else ("", "")
        if code and all(code != known for known, _ in self._chosen):
            self._chosen.append((code, name))
            self._turned()

    def _lead(self, code: str) -> None:
        if not self._fixed:
            self._chosen.sort(key=lambda one: one[0] != code)
            self._turned()

    def _turned(self) -> None:
        self._draw()
        self.changed.emit()

    def _draw(self) -> None:
        while (item := self._chips.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for at, (code, name) in enumerate(self._chosen):
            main = at == 0 and self._leads
            chip = QPushButton(self.tr("主 {name}").format(name=name) if main else name)
            chip.setToolTip(self.tr("{code}　按一下设为主要诊断").format(code=code))
            chip.setAutoDefault(False)
            chip.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            look(chip, "pill", "accent" if main else "")
            chip.clicked.connect(lambda _=False, code=code: self._lead(code))
            self._chips.addWidget(chip)
