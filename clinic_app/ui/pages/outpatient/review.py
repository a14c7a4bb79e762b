"""审方: what the rules say to the orders while they are typed, with the answer beside each sentence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QScrollArea, QSizePolicy, QWidget

from clinic_app.domain.prescribing.hits import Hit, Severity
from clinic_app.domain.prescribing.sentences import sentence
from clinic_app.journal.prescriptions import Checked
from clinic_app.projections.queries.review import Lesson
from clinic_app.ui import theme
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP, language, translate
from clinic_app.ui.pages.outpatient.form import Suspected
from clinic_app.ui.stylesheet import look
from clinic_app.ui.theme import Tone
from clinic_app.ui.widgets.cards import Stack
from clinic_app.ui.widgets.states import Chip

_SHOWN: Final = 3  # lines before the panel scrolls
_GRADES: Final = {
    "A": QT_TRANSLATE_NOOP("outpatient", "甲类"),
    "B": QT_TRANSLATE_NOOP("outpatient", "乙类"),
    "C": QT_TRANSLATE_NOOP("outpatient", "丙类"),
}
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
    "P09.days": ((QT_TRANSLATE_NOOP("outpatient", "疼痛病历已查"), "pain_checked"),),
    "P09.one_dose": ((QT_TRANSLATE_NOOP("outpatient", "疼痛病历已查"), "pain_checked"),),
    "P16.ask_lactating": (
        (QT_TRANSLATE_NOOP("outpatient", "未哺乳"), "not_lactating"),
        (QT_TRANSLATE_NOOP("outpatient", "哺乳"), "lactating"),
    ),
}


# Reasons that are given often, one button each.
_REASONS: Final = {
    "P03.not_contracted": (QT_TRANSLATE_NOOP("outpatient", "病情稳定"),),
    "P19.restricted": (
        QT_TRANSLATE_NOOP("outpatient", "符合限定条件"),
        QT_TRANSLATE_NOOP("outpatient", "告知自费并同意"),
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
    cased: disease to be reported, whether it is a case, and why not.
    passed: Enter, and no line wants an answer any more.
    lesson_wanted: the id of a lesson to be read.
    """

    reasoned = Signal(str, str, str)
    answered = Signal(str, str)
    cased = Signal(str, bool, str)
    passed = Signal()
    lesson_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("审方"))
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._about: list[object] = []  # what the lines are about, without the answers
        self.lines: list[_Line] = []
        self.lessons: list[_LessonLine] = []
        self._taught: Mapping[str, Lesson] = {}  # by rule
        self.hide()

    def show_checked(self, checked: Sequence[Checked], suspected: Sequence[Suspected] = ()) -> None:
        """Replace all lines; the same again leave them, so that a reason can be typed on."""
        said = said_of(checked)
        about: list[object] = [one.disease.id for one in suspected]
        about += [(one.hit, one.drug) for one in said]
        about.append(self._taught)
        if about == self._about:
            reasons = [one.reason for one in suspected] + [one.reason for one in said]
            for line, reason in zip(self.lines, reasons, strict=True):
                line.show_reason(reason)
            return
        self._about = about
        body = QWidget()
        stack = Stack(body)
        stack.setContentsMargins(0, 0, 0, 0)
        stack.setSpacing(theme.current().px(3))
        self.lines = [*(_CaseLine(one, self) for one in suspected), *(_HitLine(one, self) for one in said)]
        self.lessons = []
        for line in self.lines:
            stack.addWidget(line)
            self._add_lesson(stack, line)
        self.setWidget(body)
        self.setVisible(bool(self.lines))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """As high as the first lines, with their sentences whole."""
        px, width = theme.current().px, self.viewport().width()
        shown = [*self.lines, *self.lessons][:_SHOWN]
        wanted = sum(line.heightForWidth(width) + px(3) for line in shown) + px(4)
        if self.height() != wanted:
            self.setFixedHeight(wanted)

    def teach(self, lessons: Mapping[str, Lesson]) -> None:
        """The lessons that stand under the first line of their rule; from the next `show_checked` on."""
        self._taught = dict(lessons)

    def _add_lesson(self, stack: Stack, line: "_Line") -> None:
        rule = line.rule
        if rule in self._taught and all(one.lesson != self._taught[rule] for one in self.lessons):
            self.lessons.append(_LessonLine(self._taught[rule], self, first=not self.lessons))
            stack.addWidget(self.lessons[-1])

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
    """A chip, a sentence, a box for a reason, buttons."""

    rule = ""  # that speaks here

    def __init__(self, chip: Chip, text: str, hint: str, reason: str, buttons: Sequence[str]) -> None:
        super().__init__()
        self.text = QLabel(text)
        self.text.setToolTip(text)
        self.text.setWordWrap(True)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.text.setSizePolicy(policy)
        self.reason = QLineEdit(reason)
        self.reason.setPlaceholderText(hint)
        self.reason.setAccessibleName(hint or self.tr("理由"))
        self.buttons = [QPushButton(name) for name in buttons]
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.current().px(8))
        row.addWidget(chip)
        row.addWidget(self.text, 3)
        row.addWidget(self.reason, 2)  # before it is shown: a box without a parent is a window of its own
        self.reason.setVisible(bool(hint))
        for button in self.buttons:
            look(button, "quiet")
            button.setAutoDefault(False)
            row.addWidget(button)
        self.setAccessibleName(text)

    def wants_answer(self) -> bool:
        raise NotImplementedError

    def take_focus(self) -> None:
        raise NotImplementedError

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


class _HitLine(_Line):
    """What one rule says."""

    def __init__(self, said: Said, panel: ReviewPanel) -> None:
        word, tone = _WORDS[said.hit.severity]
        answers, reasons = _ANSWERS.get(said.hit.key, ()), _REASONS.get(said.hit.key, ())
        hint = translate("outpatient", "理由") if said.hit.severity is Severity.REASON else ""
        names = [translate("outpatient", name) for name in (*(name for name, _ in answers), *reasons)]
        chip = Chip(translate("outpatient", word), tone)
        super().__init__(chip, sentence(said.hit, language()), hint, said.reason, names)
        self._said, self.rule = said, said.hit.rule
        for button, (_, meaning) in zip(self.buttons, answers, strict=False):
            button.clicked.connect(lambda _=False, meaning=meaning: panel.answered.emit(meaning, said.drug))
        for button in self.buttons[len(answers) :]:
            button.clicked.connect(partial(self._given, button, panel))
        self.reason.textEdited.connect(
            lambda text: panel.reasoned.emit(said.hit.rule, said.drug, text.strip())
        )
        self.reason.returnPressed.connect(panel.go_on)

    def _given(self, button: QPushButton, panel: ReviewPanel, _: bool = False) -> None:
        """A reason of one key."""
        self.reason.setText(button.text())
        panel.reasoned.emit(self._said.hit.rule, self._said.drug, button.text())
        panel.go_on()

    def wants_answer(self) -> bool:
        if self._said.hit.severity is Severity.REASON:
            return not self.reason.text().strip()
        return self._said.hit.severity is Severity.BLOCK

    def take_focus(self) -> None:
        if self._said.hit.severity is Severity.REASON:
            self.reason.setFocus()
        elif self.buttons:
            self.buttons[0].setFocus()


class _LessonLine(_Line):
    """微课 beside a rule: its title, and a key that opens it."""

    def __init__(self, lesson: Lesson, panel: ReviewPanel, *, first: bool) -> None:
        read = translate("outpatient", "读 Alt+&J") if first else translate("outpatient", "读")
        super().__init__(Chip(translate("outpatient", "微课"), Tone.OK), lesson.title, "", "", [read])
        self.lesson = lesson
        self.buttons[0].clicked.connect(lambda: panel.lesson_wanted.emit(lesson.lesson))

    def wants_answer(self) -> bool:
        return False

    def take_focus(self) -> None:
        self.buttons[0].setFocus()


class _CaseLine(_Line):
    """A disease that the law wants reported: a case, or why not."""

    def __init__(self, suspected: Suspected, panel: ReviewPanel) -> None:
        disease = suspected.disease
        name = disease.name_zh if language() == "zh" else disease.name_en
        grade = translate("outpatient", _GRADES[disease.disease_class])
        words = translate("outpatient", "{name}：{grade}传染病，{hours} 小时内报卡。")
        text = words.format(name=name, grade=grade, hours=disease.report_hours)
        hint = translate("outpatient", "不是病例，理由")
        chip = Chip(translate("outpatient", "传染病"), Tone.DANGER)
        super().__init__(chip, text, hint, suspected.reason, [translate("outpatient", "要报卡")])
        self._report = self.buttons[0]
        self._report.setCheckable(True)
        self._report.setChecked(suspected.report)
        self._report.clicked.connect(self._reported)
        self.reason.textEdited.connect(self._reasoned)
        self.reason.returnPressed.connect(panel.go_on)
        self._disease, self._panel = disease.id, panel

    def wants_answer(self) -> bool:
        return not self._report.isChecked() and not self.reason.text().strip()

    def take_focus(self) -> None:
        self._report.setFocus()

    def _reported(self, on: bool) -> None:
        if on:
            self.reason.clear()
        self._panel.cased.emit(self._disease, on, self.reason.text().strip())
        if on:
            self._panel.go_on()

    def _reasoned(self, text: str) -> None:
        self._report.setChecked(False)
        self._panel.cased.emit(self._disease, False, text.strip())


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
