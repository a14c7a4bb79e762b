"""待核对 on the page: entries that may be one person, side by side, and which value is right."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from clinic_app.projections.queries.merges import Pair
from clinic_app.services.duplicates import Choice, side_by_side
from clinic_app.ui import theme
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP, translate
from clinic_app.ui.pages.health_record.state import RecordsState
from clinic_app.ui.pages.health_record.view_model import HealthRecordViewModel
from clinic_app.ui.pages.health_record.words import FIELDS, reasons_text, value_text
from clinic_app.ui.stylesheet import look
from clinic_app.ui.theme import Tone
from clinic_app.ui.widgets.buttons import ActionButton
from clinic_app.ui.widgets.cards import Card, Row
from clinic_app.ui.widgets.rows import Column
from clinic_app.ui.widgets.table import DataTable

PAIRS: tuple[Column[Pair], ...] = (
    Column(QT_TRANSLATE_NOOP("columns", "姓名"), lambda one: _names(one), width=14, bold=True),
    Column(
        QT_TRANSLATE_NOOP("columns", "像同一人，因为"),
        lambda one: reasons_text(one.reasons),
        hint=lambda one: reasons_text(one.reasons),
    ),
)


@dataclass(frozen=True, slots=True)
class Compared:
    """One field of the two, and whose value goes on."""

    choice: Choice
    other: bool  # the other one's value was chosen


def _columns() -> tuple[Column[Compared], ...]:
    def mark(other: bool) -> Callable[[Compared], str]:
        def text(one: Compared) -> str:
            value = one.choice.other if other else one.choice.kept
            chosen = one.choice.differs and one.other is other and bool(value)
            return ("✓ " if chosen else "") + value_text(one.choice.field, value)

        return text

    def tone(other: bool) -> Callable[[Compared], Tone]:
        def colour(one: Compared) -> Tone:
            if not one.choice.differs:
                return Tone.PLAIN
            return Tone.ACCENT if one.other is other else Tone.SOFT

        return colour

    return (
        Column(
            QT_TRANSLATE_NOOP("columns", "项目"),
            lambda one: translate("health_record", FIELDS.get(one.choice.field, one.choice.field)),
            width=9,
        ),
        Column(
            QT_TRANSLATE_NOOP("columns", "保留的档案"),
            mark(False),
            bold=True,
            tone=tone(False),
            hint=mark(False),
        ),
        Column(QT_TRANSLATE_NOOP("columns", "并入的档案"), mark(True), tone=tone(True), hint=mark(True)),
    )


class AlikePart(QWidget):
    """Only widgets and what was chosen on them; what is done with it is the view model's."""

    def __init__(self, view_model: HealthRecordViewModel) -> None:
        super().__init__()
        self.view_model = view_model
        self._keep_second = False
        self._taken: set[str] = set()
        self._compared: Pair | None = None
        self.pairs: DataTable[Pair] = DataTable(
            PAIRS,
            self.tr("待核对"),
            self.tr("没有像同一人的档案"),
            key=lambda one: (one.first.id, one.second.id),
        )
        self.fields: DataTable[Compared] = DataTable(
            _columns(), self.tr("逐项对照"), self.tr("左边选一对"), key=lambda one: one.choice.field
        )
        self.swap = QPushButton(self.tr("换成保留另一份"))
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(self.tr("不是同一人的原因，例如双胞胎"))
        self.reason.setAccessibleName(self.tr("不是同一人的原因"))
        self.reason.setMaxLength(100)
        self.apart = ActionButton("refund", self.tr("不是同一人"))
        self.merge = ActionButton("save", self.tr("合并"), kind="primary")
        self._lay_out()
        self._connect()

    def begin(self) -> None:
        """Put the focus where the work begins."""
        self.pairs.setFocus()

    def show_state(self, state: RecordsState) -> None:
        self.pairs.show_rows(state.pairs)
        self._compare(self.pairs.current_row())
        for button in (self.merge, self.apart, self.swap):
            button.setEnabled(bool(state.pairs) and not state.busy)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Space or Enter on a field chooses the other value; Enter on a pair goes to its fields."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if watched is self.fields and event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._turn(self.fields.current_row())
            return True
        if watched is self.fields and event.key() == Qt.Key.Key_Escape:
            self.pairs.setFocus()
            return True
        return False

    def _compare(self, pair: Pair | None) -> None:
        """Another pair begins with what its entries suggest: a value for what the kept one lacks."""
        if pair != self._compared:
            self._compared, self._keep_second = pair, False
            self._taken = self._suggested()
        self.fields.show_rows([Compared(one, one.field in self._taken) for one in self._choices()])

    def _choices(self) -> list[Choice]:
        pair = self._compared
        if pair is None:
            return []
        kept, other = (pair.second, pair.first) if self._keep_second else (pair.first, pair.second)
        return [one for one in side_by_side(kept, other) if one.kept or one.other]

    def _suggested(self) -> set[str]:
        return {one.field for one in self._choices() if one.taken and one.field != "temp_identity"}

    def _turn(self, row: Compared | None) -> None:
        if row is not None and row.choice.differs:
            self._taken ^= {row.choice.field}
            self._compare(self._compared)

    def _swap(self) -> None:
        self._keep_second = not self._keep_second
        self._taken = self._suggested()
        self._compare(self._compared)

    def _merge(self) -> None:
        if self._compared is not None:
            self.view_model.merge(self._compared, keep_second=self._keep_second, take=frozenset(self._taken))

    def _tell_apart(self) -> None:
        if self._compared is not None:
            self.view_model.tell_apart(self._compared, self.reason.text())
            self.reason.clear()

    def _connect(self) -> None:
        self.pairs.chosen.connect(self._compare)
        self.pairs.picked.connect(lambda _: self.fields.setFocus())
        self.fields.installEventFilter(self)
        self.fields.picked.connect(self._turn)
        self.swap.clicked.connect(self._swap)
        self.merge.clicked.connect(self._merge)
        self.apart.clicked.connect(self._tell_apart)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.current().px(9))
        left = Card(self.tr("待核对"))
        left.body.addWidget(self.pairs, 1)
        row.addWidget(left, 2)
        right = Card(self.tr("逐项对照"))
        hint = QLabel(self.tr("空格键换用另一份的值"))
        look(hint, "soft")
        right.head.addWidget(hint)
        right.head.addWidget(self.swap)
        right.body.addWidget(self.fields, 1)
        line = Row()
        line.addWidget(self.reason, 1)
        line.addWidget(self.apart)
        line.addWidget(self.merge)
        right.body.addLayout(line)
        row.addWidget(right, 3)


def _names(pair: Pair) -> str:
    one, other = pair.first.name, pair.second.name
    return one if one == other else f"{one}／{other}"
