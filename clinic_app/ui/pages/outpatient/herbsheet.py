"""中药饮片处方: the pieces, then 剂数, usage and 代煎."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from clinic_app.ui import theme
from clinic_app.ui.format import money
from clinic_app.ui.pages.outpatient.decoction import AS_USUAL, HerbRow, Taken, herbs_fen
from clinic_app.ui.pages.outpatient.herbs import HerbTable
from clinic_app.ui.stylesheet import look
from clinic_app.ui.widgets.entries import NumberEdit

_FORWARD: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class HerbSheet(QWidget):
    """The pieces with the line under them.

    Signals:
        changed: something is said otherwise.
        left: Enter past the last box.
        left_back: Esc on the first name.
    """

    changed = Signal()
    left = Signal()
    left_back = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.table = HerbTable()
        self.doses = NumberEdit(self.tr("剂数"), least=1, most=90)
        self.usage = QLineEdit()
        self.usage.setAccessibleName(self.tr("煎服法"))
        self.boiled = QCheckBox(self.tr("代煎"))
        self.cost = QLabel()
        self._loading = False
        self._lay_out()
        self._connect()
        self.show_sheet((), AS_USUAL)

    def taken(self) -> Taken:
        number = self.doses.number()
        return Taken(
            doses=None if number is None else int(number),
            usage=self.usage.text(),
            boiled_here=self.boiled.isChecked(),
        )

    def show_sheet(self, herbs: Sequence[HerbRow], taken: Taken, *, fixed: bool = False) -> None:
        self._loading = True
        self.table.show_herbs(herbs, fixed=fixed)
        self.doses.show_number(taken.doses)
        self.usage.setText(taken.usage)
        self.boiled.setChecked(taken.boiled_here)
        for box in (self.doses, self.usage):
            box.setReadOnly(fixed)
        self.boiled.setEnabled(not fixed)
        self._loading = False
        self._show_cost()

    def first_problem(self) -> str:
        problem = self.table.first_problem()
        if not problem and self.table.herbs() and not self.taken().doses:
            self.doses.setFocus()
            return self.tr("请填写中药饮片的剂数。")
        return problem

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        boxes: list[QWidget] = [self.doses, self.usage, self.boiled]
        at = next(no for no, box in enumerate(boxes) if box is watched)
        if event.key() in _FORWARD and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            boxes[at + 1].setFocus() if at + 1 < len(boxes) else self.left.emit()
        elif event.key() == Qt.Key.Key_Escape:
            boxes[at - 1].setFocus() if at else self.table.begin()
        else:
            return False
        return True

    def _tell(self) -> None:
        if not self._loading:
            self._show_cost()
            self.changed.emit()

    def _show_cost(self) -> None:
        herbs, taken = self.table.herbs(), self.taken()
        words = self.tr("{n} 味，每剂 {each}，共 {sum}")
        each, whole = herbs_fen(herbs, replace(taken, doses=1)), herbs_fen(herbs, taken)
        self.cost.setText(words.format(n=len(herbs), each=money(each), sum=money(whole)) if herbs else "")

    def _connect(self) -> None:
        self.table.changed.connect(self._tell)
        self.table.left.connect(self._to_doses)
        self.table.left_back.connect(self.left_back)
        self.doses.textChanged.connect(self._tell)
        self.usage.textEdited.connect(self._tell)
        self.boiled.toggled.connect(self._tell)
        for box in (self.doses, self.usage, self.boiled):
            box.installEventFilter(self)

    def _to_doses(self) -> None:
        """Past the last piece: how many 剂; with none, on."""
        if self.table.herbs():
            self.doses.setFocus()
            self.doses.selectAll()
        else:
            self.left.emit()

    def _lay_out(self) -> None:
        px = theme.current().px
        self.doses.setFixedWidth(px(50))
        line = QHBoxLayout()
        line.setSpacing(px(6))
        for widget, stretch in (
            (self.doses, 0),
            (QLabel(self.tr("剂")), 0),
            (self.usage, 1),
            (self.boiled, 0),
        ):
            line.addWidget(widget, stretch)
        look(self.cost, "small")
        line.addWidget(self.cost)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(4))
        column.addWidget(self.table, 1)
        column.addLayout(line)
