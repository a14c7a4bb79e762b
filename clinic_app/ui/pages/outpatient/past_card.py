"""An earlier encounter, read in place of the queue."""

from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QScrollArea, QWidget

from clinic_app.domain.time import beijing
from clinic_app.printing.receipt import quantity
from clinic_app.ui.i18n import translate
from clinic_app.ui.pages.outpatient.rows import DRUG
from clinic_app.ui.pages.outpatient.state import Past
from clinic_app.ui.widgets.cards import Card
from clinic_app.ui.widgets.cells import code_text
from clinic_app.ui.widgets.entries import Choice


class PastCard(Card):
    """An earlier encounter in full.

    Signals:
        closed: back to the queue.
        repeated: all of it once more, or the drugs of one prescription (its id).
    """

    closed = Signal()
    repeated = Signal(object)

    def __init__(self) -> None:
        super().__init__("以前的就诊")
        self.title.setText(self.tr("以前的就诊"))
        self._past: Past | None = None
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(self.words)
        area.setAccessibleName(self.tr("以前的就诊"))
        self.what = Choice([], self.tr("照抄什么"))
        self.what.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.repeat = QPushButton(self.tr("照抄处方"))
        self.back = QPushButton(self.tr("Esc 返回"))
        buttons = QHBoxLayout()
        buttons.addWidget(self.repeat, 1)
        buttons.addWidget(self.back)
        self.body.addWidget(area, 1)
        self.body.addWidget(self.what)
        self.body.addLayout(buttons)
        self.repeat.clicked.connect(self._repeat)
        self.back.clicked.connect(self.closed)

    def show_past(self, past: Past | None, *, may_repeat: bool) -> None:
        drugs = past is not None and any(line.kind == DRUG for line in past.orders)
        self.repeat.setEnabled(may_repeat and drugs)
        if past is not None and past is not self._past:
            self.words.setText(_in_words(past))
            self._offer(past)
        self._past = past

    def _offer(self, past: Past) -> None:
        """The whole visit first; then its prescriptions, where there are several."""
        sheets: dict[UUID, list[str]] = {}
        for line in past.orders:
            if line.kind == DRUG:
                sheets.setdefault(line.entry_id, []).append(line.name)
        self.what.clear()
        self.what.addItem(self.tr("整次就诊"), "")
        for entry_id, names in sheets.items():
            self.what.addItem("、".join(names), str(entry_id))
        self.what.setVisible(bool(sheets))

    def _repeat(self) -> None:
        code = self.what.code()
        self.repeated.emit(UUID(code) if code else None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focused: QWidget | None = self.focusWidget()
            (self.back if focused is self.back else self.repeat).click()
        else:
            super().keyPressEvent(event)


def _in_words(past: Past) -> str:
    one = past.encounter
    parts = [
        (translate("outpatient", "时间"), f"{beijing(one.signed_ms):%Y-%m-%d %H:%M}"),
        (translate("outpatient", "诊断"), "、".join(name for _, name in one.diagnoses)),
        (translate("outpatient", "主诉"), one.complaint),
        (translate("outpatient", "现病史"), one.history),
        (translate("outpatient", "检查"), one.findings),
        (translate("outpatient", "处理"), one.advice),
    ]
    said = [f"{title}：{text}" for title, text in parts if text]
    said += [
        translate("outpatient", "补记 {time}：{text}").format(
            time=f"{beijing(added.added_ms):%Y-%m-%d %H:%M}", text=added.text
        )
        for added in past.addenda
    ]
    for line in past.orders:
        use = " ".join(
            part
            for part in (line.dose, _word("frequency", line.frequency), _word("route", line.route))
            if part
        )
        said.append(f"• {line.name} {line.spec} × {quantity(line.cnt_e4)}{line.unit}\n   {use}".rstrip())
    return "\n".join(said)


def _word(table: str, code: str) -> str:
    return code_text(table, code) if code else ""
