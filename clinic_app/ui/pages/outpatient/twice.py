"""重复收费: an item that stands among the orders and on an examination slip, which the bill takes twice."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from clinic_app.projections.queries.examinations import Examination
from clinic_app.ui.pages.outpatient.form import Form
from clinic_app.ui.pages.outpatient.rows import SERVICE
from clinic_app.ui.stylesheet import look
from clinic_app.ui.widgets.cards import Row


@dataclass(frozen=True, slots=True)
class Twice:
    code: str
    name: str


def charged_twice(form: Form, slips: Sequence[Examination]) -> tuple[Twice, ...]:
    """Items of the form that one of the slips holds too; `slips`: of the visit, those that stand."""
    on_slips = {line.code for slip in slips for line in slip.services}
    rows = {row.code: row.name for row in form.orders if row.kind == SERVICE and row.code in on_slips}
    return tuple(Twice(code, name) for code, name in rows.items())


class TwiceNotice(QWidget):
    """Says so until one of the two is taken out, or both are wanted; nothing is signed before.

    Signals:
        taken_out: the code of the item that shall leave the orders.
        both_wanted: both shall be charged.
    """

    taken_out = Signal(str)
    both_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._open: tuple[Twice, ...] = ()
        self._wanted: frozenset[str] = frozenset()
        self.words = QLabel()
        self.words.setWordWrap(True)
        look(self.words, "fieldError")
        self.once = QPushButton(self.tr("删去处置里的，只收一次"))
        self.both = QPushButton(self.tr("做两次，都收"))
        for button in (self.once, self.both):
            button.setAutoDefault(False)
        look(self.both, "quiet")
        row = Row()
        row.setContentsMargins(0, 0, 0, 0)
        self.setLayout(row)
        row.addWidget(self.words, 1)
        row.addWidget(self.once)
        row.addWidget(self.both)
        self.once.clicked.connect(lambda: self._open and self.taken_out.emit(self._open[0].code))
        self.both.clicked.connect(self._want_both)
        self.hide()

    def begin(self) -> None:
        """Another visit: nothing was said of it."""
        self._wanted = frozenset()

    def show_twice(self, found: Sequence[Twice], *, signed: bool) -> None:
        """`signed`: the record is closed; then the slip is what can be taken back."""
        self._open = tuple(one for one in found if one.code not in self._wanted)
        self.setVisible(bool(self._open))
        if not self._open:
            return
        names = "、".join(one.name for one in self._open)
        words = (
            self.tr("“{names}”在处置和检查申请单里各有一次，会收两次费；多开的请撤销申请单（Ctrl+R）。")
            if signed
            else self.tr("“{names}”在处置和检查申请单里各有一次，会收两次费。")
        )
        self.words.setText(words.format(names=names))
        for button in (self.once, self.both):
            button.setVisible(not signed)

    def to_open(self) -> bool:
        """Whether something waits for a word; the focus goes there."""
        if self._open:
            self.once.setFocus()
        return bool(self._open)

    def _want_both(self) -> None:
        self._wanted |= {one.code for one in self._open}
        self.both_wanted.emit()
