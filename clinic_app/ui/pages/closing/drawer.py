"""钱箱: the count by notes and coins or as one sum, what must be there, and the difference."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QWidget

from clinic_app.domain.closing.words import diff_word
from clinic_app.domain.money import yuan
from clinic_app.ui import theme
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP, translate
from clinic_app.ui.pages.closing.state import DENOMINATIONS, ClosingState, Count
from clinic_app.ui.stylesheet import look
from clinic_app.ui.theme import TextSize, Tone
from clinic_app.ui.widgets.cards import Card
from clinic_app.ui.widgets.entries import NumberEdit
from clinic_app.ui.widgets.fields import FormGrid
from clinic_app.ui.widgets.money import MoneyEdit, MoneyLabel

_COLUMNS = 3
_MOST = 99_999  # notes of one kind
_DIFFERENCES = (
    QT_TRANSLATE_NOOP("closing", "长款"),
    QT_TRANSLATE_NOOP("closing", "短款"),
    QT_TRANSLATE_NOOP("closing", "相符"),
)


class DrawerCard(Card):
    """Counting notes fills the sum; typing a sum forgets the notes.

    Signals:
        changed: something was typed.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__("钱箱")
        self.title.setText(self.tr("钱箱"))
        self.counts = {fen: NumberEdit(_name(fen), least=0, most=_MOST) for fen in DENOMINATIONS}
        self.counted = MoneyEdit(self.tr("实点"), big=True)
        self.float_in = MoneyEdit(self.tr("备用金"))
        self.expected = MoneyLabel(0, TextSize.TOTAL, name=self.tr("应有现金"))
        self.diff = MoneyLabel(0, TextSize.HERO, name=self.tr("差额"))
        self.diff_name = QLabel()
        self.note = QLineEdit()
        self.note.setMaxLength(200)
        self.problem = QLabel()
        look(self.problem, "fieldError")
        self.problem.setWordWrap(True)
        self._taken = 0  # fen of cash since the last closing
        self._doubts = False
        self._filling = False
        self._lay_out()
        for box in self.counts.values():
            box.changed.connect(lambda _: self._add_up())
        self.counted.changed.connect(lambda _: self._typed())
        self.float_in.changed.connect(lambda _: self._told())
        self.note.textChanged.connect(lambda _: self._told())

    def count(self) -> Count | None:
        """What was counted; None while it cannot be read."""
        counted, float_in = self.counted.fen(), self.float_in.fen()
        if counted is None or not self.float_in.readable():
            return None
        return Count(counted, float_in or 0, self.note.text().strip(), self._notes())

    def what_is_missing(self) -> str:
        """Why the drawer cannot be closed yet; empty when it can."""
        count = self.count()
        if count is None:
            return self.tr("请先清点钱箱：填各面额的张数，或直接填实点合计。")
        if not count.note and (count.counted != self._expected(count.float_in) or self._doubts):
            return self.tr("有差异，请写明原因。")
        return ""

    def say_problem(self, text: str) -> None:
        self.problem.setText(text)
        self.problem.setVisible(bool(text))

    def clear(self) -> None:
        """For the next day."""
        self._filling = True
        for box in self.counts.values():
            box.clear()
        self.counted.clear()
        self.note.clear()
        self._filling = False
        self._show_diff()

    def render_state(self, state: ClosingState) -> None:
        ready = state.ready
        self._taken = 0 if ready is None else ready.totals.cash_expected(0)
        self._doubts = ready is not None and bool(ready.doubts)
        if not self.float_in.text() and state.last_float and not self.float_in.hasFocus():
            self._filling = True
            self.float_in.show_fen(state.last_float)
            self._filling = False
        for widget in (*self.counts.values(), self.counted, self.float_in, self.note):
            widget.setEnabled(state.may_close)
        self._show_diff()

    def _notes(self) -> dict[int, int]:
        found = {fen: box.number() for fen, box in self.counts.items()}
        return {fen: int(count) for fen, count in found.items() if count}

    def _expected(self, float_in: int) -> int:
        return self._taken + float_in

    def _add_up(self) -> None:
        if not self._filling:
            notes = self._notes()
            self._filling = True
            self.counted.show_fen(sum(fen * count for fen, count in notes.items()) if notes else None)
            self._filling = False
            self._told()

    def _typed(self) -> None:
        """The sum itself was typed: the notes are forgotten."""
        if not self._filling:
            self._filling = True
            for box in self.counts.values():
                box.clear()
            self._filling = False
            self._told()

    def _told(self) -> None:
        """The cashier typed something; what is filled in by us is not that."""
        if not self._filling:
            self._show_diff()
            self.changed.emit()

    def _show_diff(self) -> None:
        expected = self._expected(self.float_in.fen() or 0)
        self.expected.show_fen(expected)
        counted = self.counted.fen()
        diff = 0 if counted is None else counted - expected
        self.diff.show_fen(diff, Tone.OK if counted is not None and not diff else Tone.DANGER)
        self.diff.setVisible(counted is not None)
        self.diff_name.setText(translate("closing", diff_word(diff)) if counted is not None else "")
        self.say_problem("" if counted is None else self.what_is_missing())

    def _lay_out(self) -> None:
        px = theme.current().px
        self.setFixedWidth(px(372))
        notes = QWidget()
        grid = QGridLayout(notes)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(px(6))
        grid.setVerticalSpacing(px(6))
        for at, (fen, box) in enumerate(self.counts.items()):
            label = QLabel(_short(fen))
            look(label, "soft")
            label.setBuddy(box)
            label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            row, column = at % -(-len(DENOMINATIONS) // _COLUMNS), at // -(-len(DENOMINATIONS) // _COLUMNS)
            grid.addWidget(label, row, 2 * column)
            grid.addWidget(box, row, 2 * column + 1)
            grid.setColumnStretch(2 * column + 1, 1)
        sums = FormGrid()
        sums.add(self.tr("实点"), self.counted)
        sums.add(self.tr("备用金"), self.float_in)
        sums.add(self.tr("应有现金"), self.expected)
        sums.add("", self.diff)
        labels = {one.buddy(): one for one in sums.findChildren(QLabel)}
        self.diff_name = labels[self.diff]
        sums.add(self.tr("说明"), self.note)
        self.note.setPlaceholderText(self.tr("有差异时必填"))
        for widget in (notes, sums, self.problem):
            self.body.addWidget(widget)
        self.body.addStretch()


def _name(fen: int) -> str:
    return translate("closing", "{value} 元的张数").format(value=_plain(fen))


def _short(fen: int) -> str:
    return translate("closing", "{value} 元").format(value=_plain(fen))


def _plain(fen: int) -> str:
    """``100``, ``0.5``: as it stands on the note."""
    return yuan(fen).rstrip("0").rstrip(".") if fen % 100 else str(fen // 100)
