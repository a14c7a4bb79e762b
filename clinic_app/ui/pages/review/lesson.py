"""微课: one lesson, with its question."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from clinic_app.domain.prescribing.lessons import MAX_ANSWERS
from clinic_app.services.review import Taught
from clinic_app.ui.stylesheet import look
from clinic_app.ui.widgets.cards import Card, Row


class LessonCard(Card):
    """Signals:
    answered: position of the answer that was chosen.
    """

    answered = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(" ", parent)
        self.text, self.question, self.verdict = QLabel(), QLabel(), QLabel()
        self.buttons = [QPushButton() for _ in range(MAX_ANSWERS)]
        for label in (self.text, self.question, self.verdict):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.body.addWidget(self.text)
        self.body.addWidget(self.question)
        line = Row()
        for at, button in enumerate(self.buttons):
            button.setAutoDefault(False)
            look(button, "quiet")
            button.clicked.connect(lambda _=False, at=at: self.answered.emit(at))
            line.addWidget(button)
        line.addStretch()
        self.body.addLayout(line)
        self.body.addWidget(self.verdict)
        self.show_lesson(None, None)

    def show_lesson(self, taught: Taught | None, answer: int | None) -> None:
        """One lesson and what was answered; None hides the card."""
        self.setVisible(taught is not None)
        if taught is None:
            return
        lesson = taught.lesson
        self.title.setText(lesson.title)
        self.text.setText(lesson.text)
        self.question.setText(lesson.question)
        self.question.setVisible(bool(lesson.question))
        for at, button in enumerate(self.buttons):
            there = at < len(lesson.answers)
            button.setVisible(there)
            button.setText(f"{at + 1} {lesson.answers[at]}" if there else "")
        self.verdict.setVisible(answer is not None)
        if answer is not None:
            right = lesson.answers[lesson.right]
            words = self.tr("对。") if answer == lesson.right else self.tr("正确的是：{right}")
            self.verdict.setText(words.format(right=right))

    def take_focus(self) -> None:
        """To the first answer, where there is a question."""
        if self.buttons[0].isVisibleTo(self):
            self.buttons[0].setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the answer with the focus; 1 to 4 choose one."""
        focused = next((button for button in self.buttons if button.hasFocus()), None)
        at = event.key() - Qt.Key.Key_1
        if focused is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focused.click()
        elif 0 <= at < len(self.buttons) and self.buttons[at].isVisible():
            self.buttons[at].click()
        else:
            super().keyPressEvent(event)
