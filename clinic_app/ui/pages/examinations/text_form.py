"""Findings in words: a phrase as a start, findings, conclusion, and what is critical."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from clinic_app.domain.examinations.kinds import Phrase
from clinic_app.projections.queries.examinations import Report
from clinic_app.ui.widgets.entries import Choice
from clinic_app.ui.widgets.fields import Field, FormRow


class TextForm(QWidget):
    """What an electrocardiogram or a picture shows; under a laboratory's grid the conclusion alone.

    Signals:
        left: Enter in the last box.
    """

    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._phrases: Sequence[Phrase] = ()
        self.phrase = Choice((), self.tr("模板"))
        self.findings = QPlainTextEdit()
        self.findings.setTabChangesFocus(True)
        self.conclusion = QLineEdit()
        self.critical = QLineEdit()
        self.critical.setPlaceholderText(self.tr("要立即告诉医生的，没有就空着"))
        for box in (self.conclusion, self.critical):
            box.setMaxLength(200)
        self._lay_out()
        self.phrase.chosen.connect(self._use)
        self.conclusion.returnPressed.connect(self.left)
        self.critical.returnPressed.connect(self.left)

    def offer(self, phrases: Sequence[Phrase], *, words_only: bool) -> None:
        """The templates of a category; the laboratory has none and keeps its grid's room."""
        self._phrases = phrases
        self.phrase.blockSignals(True)
        self.phrase.clear()
        self.phrase.addItem(self.tr("选模板…"), "")
        for phrase in phrases:
            self.phrase.addItem(phrase.name, phrase.name)
        self.phrase.blockSignals(False)
        for field in (self._phrase, self._findings, self._critical):
            field.setVisible(words_only)

    def clear(self) -> None:
        self.findings.clear()
        self.conclusion.clear()
        self.critical.clear()
        self.phrase.setCurrentIndex(0)

    def show_report(self, report: Report) -> None:
        """As the report to correct says it."""
        self.findings.setPlainText(report.findings)
        self.conclusion.setText(report.conclusion)
        self.critical.setText("" if report.lines else report.critical)

    def begin(self) -> None:
        (self.phrase if self._phrase.isVisible() else self.conclusion).setFocus()

    def _use(self, name: str) -> None:
        found = next((one for one in self._phrases if one.name == name), None)
        if found is not None:
            self.findings.setPlainText(found.findings)
            self.conclusion.setText(found.conclusion)
            self.critical.setText(found.critical)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._phrase = Field(self.tr("模板"), self.phrase)
        self._findings = Field(self.tr("所见"), self.findings)
        self._conclusion = Field(self.tr("结论"), self.conclusion)
        self._critical = Field(self.tr("危急"), self.critical)
        column.addWidget(self._phrase)
        column.addWidget(self._findings, 1)
        column.addWidget(FormRow([self._conclusion, self._critical], (3, 2)))
