"""审方: what the rules say to the orders while they are typed, with the answer beside each sentence."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QScrollArea, QSizePolicy, QWidget

from clinic_app.domain.prescribing.hits import Hit, Severity
from clinic_app.domain.prescribing.sentences import sentence
from clinic_app.journal.prescriptions import Checked
from clinic_app.ui import theme
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP, language, translate
from clinic_app.ui.stylesheet import look
from clinic_app.ui.theme import Tone
from clinic_app.ui.widgets.cards import Stack
from clinic_app.ui.widgets.states import Chip

_SHOWN: Final = 4  # lines before the panel scrolls
_WORDS: Final = {
    Severity.BLOCK: (QT_TRANSLATE_NOOP("outpatient", "不能开"), Tone.DANGER),
    Severity.REASON: (QT_TRANSLATE_NOOP("outpatient", "须说明"), Tone.WARN),
    Severity.WARN: (QT_TRANSLATE_NOOP("outpatient", "提醒"), Tone.INFO),
}
# What a block asks for can be answered on the spot: key of the hit → words on the button and what it stands for.
_ANSWERS: Final = {
    "P12.ask": ((QT_TRANSLATE_NOOP("outpatient", "问过，无过敏"), "no_allergy"),),
    "P13.missing": (
        (QT_TRANSLATE_NOOP("outpatient", "皮试阴性"), "test_negative"),
        (QT_TRANSLATE_NOOP("outpatient", "阳性"), "test_positive"),
    ),
    "P13.old": (
        (QT_TRANSLATE_NOOP("outpatient", "皮试阴性"), "test_negative"),
        (QT_TRANSLATE_NOOP("outpatient", "阳性"), "test_positive"),
    ),
    "P16.ask_pregnant": (
        (QT_TRANSLATE_NOOP("outpatient", "未怀孕"), "not_pregnant"),
        (QT_TRANSLATE_NOOP("outpatient", "怀孕"), "pregnant"),
    ),
    "P16.ask_lactating": (
        (QT_TRANSLATE_NOOP("outpatient", "未哺乳"), "not_lactating"),
        (QT_TRANSLATE_NOOP("outpatient", "哺乳"), "lactating"),
    ),
}


@dataclass(frozen=True, slots=True)
class Said:
    """One hit, the drug that it is about, and the reason given so far."""

    hit: Hit
    drug: str  # code; empty: the whole sheet
    reason: str


class ReviewPanel(QScrollArea):
    """Signals:
    reasoned: rule, drug and the reason as it is typed.
    answered: what a button stands for, and the drug.
    passed: Enter, and no line wants an answer any more.
    """

    reasoned = Signal(str, str, str)
    answered = Signal(str, str)
    passed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("审方"))
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._shown: tuple[Said, ...] = ()
        self.lines: list[_Line] = []
        self.hide()

    def show_checked(self, checked: Sequence[Checked]) -> None:
        """Replace all lines; the same hits again leave them, so that a reason can be typed on."""
        said = said_of(checked)
        if [(one.hit, one.drug) for one in said] == [(one.hit, one.drug) for one in self._shown]:
            for line, one in zip(self.lines, said, strict=True):
                line.show_reason(one.reason)
            return
        self._shown = said
        body = QWidget()
        stack = Stack(body)
        stack.setContentsMargins(0, 0, 0, 0)
        stack.setSpacing(theme.current().px(3))
        self.lines = [_Line(one, self) for one in said]
        for line in self.lines:
            stack.addWidget(line)
        self.setWidget(body)
        height = self.lines[0].sizeHint().height() if self.lines else 0
        self.setFixedHeight(min(len(said), _SHOWN) * (height + theme.current().px(4)) + theme.current().px(4))
        self.setVisible(bool(said))

    def to_first_open(self) -> bool:
        """The focus to the first line that wants an answer; whether there is one."""
        line = next((one for one in self.lines if one.wants_answer()), None)
        if line is not None:
            line.take_focus()
            self.ensureWidgetVisible(line)
        return line is not None

    def go_on(self) -> None:
        """Enter in a reason: to the next open line, else out of here."""
        if not self.to_first_open():
            self.passed.emit()


class _Line(QWidget):
    def __init__(self, said: Said, panel: ReviewPanel) -> None:
        super().__init__()
        self._said = said
        word, tone = _WORDS[said.hit.severity]
        self.text = QLabel(sentence(said.hit, language()))
        self.text.setWordWrap(False)
        self.text.setToolTip(self.text.text())
        self.text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.reason = QLineEdit(said.reason)
        self.reason.setPlaceholderText(self.tr("理由"))
        self.reason.setAccessibleName(self.tr("理由"))
        self.buttons = [
            QPushButton(translate("outpatient", name)) for name, _ in _ANSWERS.get(said.hit.key, ())
        ]
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.current().px(8))
        row.addWidget(Chip(translate("outpatient", word), tone))
        row.addWidget(self.text, 3)
        row.addWidget(self.reason, 2)  # before it is shown: a box without a parent is a window of its own
        self.reason.setVisible(said.hit.severity is Severity.REASON)
        for button, (_, meaning) in zip(self.buttons, _ANSWERS.get(said.hit.key, ()), strict=True):
            look(button, "quiet")
            button.setAutoDefault(False)
            button.clicked.connect(lambda _=False, meaning=meaning: panel.answered.emit(meaning, said.drug))
            row.addWidget(button)
        self.reason.textEdited.connect(
            lambda text: panel.reasoned.emit(said.hit.rule, said.drug, text.strip())
        )
        self.reason.returnPressed.connect(panel.go_on)
        self.setAccessibleName(self.text.text())

    def show_reason(self, text: str) -> None:
        """What was given on another line of the same rule and drug; a box in use is left alone."""
        if not self.reason.hasFocus() and self.reason.text() != text:
            self.reason.setText(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the focus."""
        pressed = next((button for button in self.buttons if button.hasFocus()), None)
        if pressed is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            pressed.click()
        else:
            super().keyPressEvent(event)

    def wants_answer(self) -> bool:
        if self._said.hit.severity is Severity.REASON:
            return not self.reason.text().strip()
        return self._said.hit.severity is Severity.BLOCK

    def take_focus(self) -> None:
        if self._said.hit.severity is Severity.REASON:
            self.reason.setFocus()
        elif self.buttons:
            self.buttons[0].setFocus()


def said_of(checked: Sequence[Checked]) -> tuple[Said, ...]:
    """Every hit once, the gravest first; a reason for all of a rule stands on each of its lines."""
    found = []
    for sheet in checked:
        given = {(one.rule, one.drug): one.text for one in sheet.draft.reasons}
        for hit in sheet.hits:
            drug = sheet.draft.lines[hit.lines[0]].drug if hit.lines else ""
            found.append(Said(hit, drug, given.get((hit.rule, drug)) or given.get((hit.rule, ""), "")))
    unique = {(one.hit.key, one.drug, one.hit.facts): one for one in found}
    return tuple(sorted(unique.values(), key=lambda one: -one.hit.severity))
