"""The record: complaint, history, examination, diagnoses, advice.

Enter goes on field by field, ↓ and ↑ line by line, so that what was not measured costs no keys.
"""

from datetime import date

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from clinic_app.domain.age import full_years
from clinic_app.domain.codes import codes, name_of
from clinic_app.domain.measurements import critical, measures
from clinic_app.domain.outpatient import Vitals
from clinic_app.ui import theme
from clinic_app.ui.i18n import language
from clinic_app.ui.pages.outpatient.boxes import LongText, beside, measure_box, whole
from clinic_app.ui.pages.outpatient.diagnosis import DiagnosisBox
from clinic_app.ui.pages.outpatient.form import Form
from clinic_app.ui.stylesheet import look
from clinic_app.ui.widgets.buttons import ActionButton
from clinic_app.ui.widgets.cells import known_diagnoses, known_tcm
from clinic_app.ui.widgets.entries import Choice, NumberEdit, mark_invalid
from clinic_app.ui.widgets.fields import FormGrid
from clinic_app.ui.widgets.search import SearchBox

_MEASURED = ("temp", "pulse", "resp", "sbp", "dbp")  # in the order of the boxes
_PRESSURE_FROM = 35  # years: the first visit of a year measures it


class RecordForm(QWidget):
    """Signals:
    edited: something was typed.
    passed: Enter or ↓ on the last line: on to the orders.
    """

    edited = Signal()
    passed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.complaint = QLineEdit()
        self.complaint.setPlaceholderText(self.tr("症状和时间，如：咽痛、发热2天"))
        self.history = LongText(self.tr("现病史"))
        self.temperature = measure_box("temp", self.tr("体温 °C"))
        self.pulse = measure_box("pulse", self.tr("脉搏 次/分"))
        self.breaths = measure_box("resp", self.tr("呼吸 次/分"))
        self.systolic = measure_box("sbp", self.tr("收缩压 mmHg"))
        self.diastolic = measure_box("dbp", self.tr("舒张压 mmHg"))
        self.examined = QLineEdit()
        self.examined.setAccessibleName(self.tr("体格检查"))
        self.examined.setPlaceholderText(self.tr("体格检查所见"))
        self.diagnosis = DiagnosisBox(known_diagnoses, self.tr("诊断"), self.tr("名称、首字母或 ICD 编码"))
        self.advice = QLineEdit()
        self.tcm = DiagnosisBox(known_tcm, self.tr("中医诊断"), self.tr("病名或证候、首字母"), leads=False)
        self.tcm_wanted = ActionButton("tcm", self.tr("中医"), kind="quiet")
        self.onset = NumberEdit(self.tr("起病几天"), least=0, most=3650)
        self.again = Choice([("0", self.tr("初诊")), ("1", self.tr("复诊"))], self.tr("初诊或复诊"))
        self.next = NumberEdit(self.tr("几天后复诊"), least=1, most=365)
        self.departure = Choice(_departures(), self.tr("病人去向"))
        self._again_chosen = self._proposing = False
        self._confirmed: dict[str, int] = {}  # critical values looked at once
        self.problem = QLabel()
        look(self.problem, "fieldError")
        self._lay_out()
        self._loading = False
        self._connect()

    def form(self) -> Form:
        """All but the orders."""
        return Form(
            complaint=self.complaint.text(),
            history=self.history.toPlainText(),
            vitals=Vitals(
                temperature=self.temperature.text().strip(),
                pulse=self.pulse.text().strip(),
                breaths=self.breaths.text().strip(),
                systolic=self.systolic.text().strip(),
                diastolic=self.diastolic.text().strip(),
            ),
            examined=self.examined.text(),
            advice=self.advice.text(),
            diagnoses=self.diagnosis.chosen(),
            tcm=self.tcm.chosen(),
            onset_days=whole(self.onset),
            again=self.again.code() == "1" if self._again_chosen else None,
            next_days=whole(self.next),
            departure=self.departure.code(),
        )

    def propose_again(self, again: bool) -> None:
        """初诊 or 复诊 until the doctor chooses."""
        if not self._again_chosen:
            self._proposing = True
            self.again.show_code("1" if again else "0")
            self._proposing = False

    def want_tcm(self, wanted: bool) -> None:
        """The line for 中医诊断, which most visits do not need."""
        self.tcm.setVisible(wanted)
        self._tcm_label.setVisible(wanted)
        self.tcm_wanted.setVisible(not wanted)

    def show_form(self, form: Form, *, fixed: bool) -> None:
        self._loading = True
        self.complaint.setText(form.complaint)
        self.history.setPlainText(form.history)
        for box, text in zip(self._measures, _measured(form.vitals), strict=True):
            box.setText(text)
        self.examined.setText(form.examined)
        self.advice.setText(form.advice)
        self.diagnosis.show_chosen(form.diagnoses, fixed=fixed)
        self.tcm.show_chosen(form.tcm, fixed=fixed)
        self.onset.show_number(form.onset_days)
        self.next.show_number(form.next_days)
        self.departure.show_code(form.departure)
        self._again_chosen = form.again is not None
        self.again.show_code("1" if form.again else "0")
        for choice in (self.again, self.departure):
            choice.setEnabled(not fixed)
        self.tcm_wanted.setEnabled(not fixed)
        self._confirmed = {}
        for line in (self.complaint, *self._measures, self.examined, self.advice, self.onset, self.next):
            line.setReadOnly(fixed)
        self.history.setReadOnly(fixed)
        self.say_problem("")
        self._loading = False

    def remind(self, birth_date: date | None, today: date) -> None:
        """35 岁以上首诊测血压."""
        due = birth_date is not None and full_years(birth_date, today) >= _PRESSURE_FROM
        self.systolic.setPlaceholderText(self.tr("要测") if due else "")

    def first_problem(self) -> str:
        """What keeps the record from being signed, the focus put on it; empty when nothing does."""
        self.say_problem("")
        if not self.complaint.text().strip():
            return self._point(self.complaint, self.tr("请填写主诉。"))
        for box in (*self._measures, self.onset, self.next):
            if not box.readable():
                words = self.tr("{what} 的数值不在合理范围，请核对。").format(what=box.accessibleName())
                return self._point(box, words)
        if bool(self.systolic.text().strip()) != bool(self.diastolic.text().strip()):
            missing = self.diastolic if self.systolic.text().strip() else self.systolic
            return self._point(missing, self.tr("血压要收缩压和舒张压一起填。"))
        if not self.diagnosis.chosen():
            return self._point(self.diagnosis.box, self.tr("请至少填写一个诊断。"))
        return self._critical()

    def _critical(self) -> str:
        """A critical value is asked about once, at its box; the same value the second time is meant."""
        values = self.form().vitals.measured()
        boxes = dict(zip(_MEASURED, self._measures, strict=True))
        for key in critical(values):
            if self._confirmed.get(key) != values[key]:
                self._confirmed[key] = values[key]
                words = self.tr("{what} {value} 是危急值。核对无误，请再按一次完成就诊。")
                name = boxes[key].accessibleName()
                return self._point(
                    boxes[key], words.format(what=name, value=measures()[key].write(values[key]))
                )
        return ""

    def say_problem(self, text: str) -> None:
        self.problem.setText(text)
        self.problem.setVisible(bool(text))
        if not text:
            for box in (self.complaint, *self._measures, self.diagnosis.box):
                mark_invalid(box, isinstance(box, NumberEdit) and not box.readable())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if not isinstance(watched, QWidget) or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return False
        if isinstance(watched, SearchBox) and (watched.list_is_open() or watched.text().strip()):
            return False
        key = event.key()
        if watched in self._beside:
            return self._aside(watched, key)
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and watched is not self.history:
            self._step(watched, 1)
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and watched is not self.history:
            self._line(watched, 1 if key == Qt.Key.Key_Down else -1)
        elif key == Qt.Key.Key_Escape:
            self._step(watched, -1)
        else:
            return False
        return True

    def _aside(self, box: QWidget, key: int) -> bool:
        """Boxes at the end of a line, reached by Tab: Enter goes on with the next line, Esc back to the first."""
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._line(self._beside[box], 1)
        elif key == Qt.Key.Key_Escape:
            self._beside[box].setFocus()
        else:
            return False
        return True

    def to_last_line(self) -> None:
        self.advice.setFocus()

    def _point(self, box: QWidget, words: str) -> str:
        self.say_problem(words)
        mark_invalid(box, True)
        box.setFocus()
        return words

    def _step(self, box: QWidget, by: int) -> None:
        at = self._boxes.index(box) + by
        if at < len(self._boxes) and self._boxes[at] is self.tcm.box and not self.tcm.isVisible():
            at += by
        if at >= len(self._boxes):
            self.passed.emit()
        elif at >= 0:
            self._boxes[at].setFocus()

    def _line(self, box: QWidget, by: int) -> None:
        at = next(n for n, line in enumerate(self._lines) if box in line) + by
        if at < len(self._lines) and self._lines[at] == [self.tcm.box] and not self.tcm.isVisible():
            at += by
        if at >= len(self._lines):
            self.passed.emit()
        elif at >= 0:
            self._lines[at][0].setFocus()

    def _connect(self) -> None:
        for line in (self.complaint, *self._measures, self.examined, self.advice):
            line.textChanged.connect(self._tell)
        self.history.textChanged.connect(self._tell)
        self.history.step.connect(lambda by: self._line(self.history, by))
        for number in (self.onset, self.next):
            number.textChanged.connect(self._tell)
        for diagnoses in (self.diagnosis, self.tcm):
            diagnoses.changed.connect(self._tell)
        self.again.chosen.connect(lambda _: self._choose_again())
        self.departure.chosen.connect(lambda _: self._tell())
        self.tcm_wanted.clicked.connect(self._begin_tcm)
        for box in (*self._boxes, *self._beside):
            box.installEventFilter(self)

    def _choose_again(self) -> None:
        """By a key or by the list; what is proposed or shown is no choice."""
        if not self._loading and not self._proposing:
            self._again_chosen = True
            self._tell()

    def _begin_tcm(self) -> None:
        self.want_tcm(True)
        self.tcm.box.setFocus()

    def _tell(self) -> None:
        if not self._loading:
            self.say_problem("")
            self.edited.emit()

    def _lay_out(self) -> None:
        px = theme.current().px
        self._measures = (self.temperature, self.pulse, self.breaths, self.systolic, self.diastolic)
        self._lines: list[list[QWidget]] = [
            [self.complaint],
            [self.history],
            [*self._measures, self.examined],
            [self.diagnosis.box],
            [self.tcm.box],
            [self.advice],
        ]
        self._beside: dict[QWidget, QWidget] = {
            self.onset: self.complaint,
            self.again: self.complaint,
            self.next: self.advice,
            self.departure: self.advice,
        }
        self._boxes = [box for line in self._lines for box in line]
        grid = FormGrid()
        started = (self.tr("起病"), self.onset, self.tr("天"))
        grid.add(self.tr("主诉 *"), beside(self.complaint, *started, self.again))
        grid.add(self.tr("现病史"), self.history)
        grid.add(self.tr("检查"), self._examination())
        grid.add(self.tr("诊断 *"), beside(self.diagnosis, self.tcm_wanted))
        self._tcm_label = grid.add(self.tr("中医"), self.tcm)
        grid.add(self.tr("处理"), beside(self.advice, self.next, self.tr("天后复诊"), self.departure))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(4))
        column.addWidget(grid)
        column.addWidget(self.problem)
        self.problem.hide()

    def _examination(self) -> QWidget:
        px = theme.current().px
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(5))
        for name, box, width in (
            ("T", self.temperature, 62),
            ("P", self.pulse, 52),
            ("R", self.breaths, 46),
            ("BP", self.systolic, 56),
            ("/", self.diastolic, 52),
        ):
            word = QLabel(name)
            look(word, "soft")
            box.setFixedWidth(px(width))
            row.addWidget(word)
            row.addWidget(box)
        row.addWidget(self.examined, 1)
        return line


def _departures() -> list[tuple[str, str]]:
    """病人去向 in the user's language."""
    return [(code, name_of("departure", code, language())) for code in codes("departure")]


def _measured(vitals: Vitals) -> tuple[str, ...]:
    return (vitals.temperature, vitals.pulse, vitals.breaths, vitals.systolic, vitals.diastolic)
