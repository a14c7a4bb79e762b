"""危急值: what a doctor has not answered yet stands above everything until it is."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from clinic_app.projections.queries.examinations import Reported
from clinic_app.ui.pages.examinations.words import when
from clinic_app.ui.stylesheet import look
from clinic_app.ui.theme import Tone
from clinic_app.ui.widgets.cards import Row


class CriticalCard(QFrame):
    """The oldest open one, with two boxes for the doctor.

    Signals:
        answered: who was told, and what was done.
    """

    answered = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look(self, "notice", Tone.DANGER.value)
        self._first: object = None
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.told = QLineEdit()
        self.done = QLineEdit()
        self.button = QPushButton(self.tr("处置完成"))
        self.button.setAutoDefault(False)
        for box, name in ((self.told, self.tr("通知了谁")), (self.done, self.tr("怎么处理"))):
            box.setPlaceholderText(name)
            box.setAccessibleName(name)
            box.setMaxLength(200)
        self._row = QWidget()
        row = Row()
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.told, 2)
        row.addWidget(self.done, 4)
        row.addWidget(self.button)
        self._row.setLayout(row)
        column = QVBoxLayout(self)
        column.addWidget(self.words)
        column.addWidget(self._row)
        self.told.returnPressed.connect(self.done.setFocus)
        self.done.returnPressed.connect(self._answer)
        self.button.clicked.connect(self._answer)
        self.hide()

    def answering(self) -> bool:
        """Whether whoever is on duty has to answer."""
        return self.isVisible() and self._row.isVisible()

    def show_open(self, critical: Sequence[Reported], *, overdue: bool, may: bool) -> None:
        self.setVisible(bool(critical))
        if not critical:
            self._first = None
            return
        first = critical[0]
        if self._first != first.report.id:
            self._first = first.report.id
            self.told.clear()
            self.done.clear()
        self.words.setText(self._sentence(first, len(critical), overdue))
        self._row.setVisible(may)

    def _sentence(self, first: Reported, count: int, overdue: bool) -> str:
        words = self.tr("危急值　{name}　{what}　{at} 报告").format(
            name=first.examination.name, what=first.report.critical, at=when(first.report.reported_ms)
        )
        late = "　" + self.tr("已超时，请立即处置") if overdue else ""
        more = "　" + self.tr("还有 {n} 份").format(n=count - 1) if count > 1 else ""
        return words + late + more

    def _answer(self) -> None:
        self.answered.emit(self.told.text(), self.done.text())
