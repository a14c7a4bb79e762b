"""检验检查 of the visit: a chip for each order with what is wrong in its report, and the boxes of a new order."""

from typing import Final
from uuid import UUID

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from clinic_app.printing.examination import FLAG_MARKS, reference
from clinic_app.projections.queries.examinations import Examination, Report, Stage
from clinic_app.ui.format import yen
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP, translate
from clinic_app.ui.pages.outpatient.ordering import Ordering, OrderingState
from clinic_app.ui.theme import Tone
from clinic_app.ui.widgets.buttons import ActionButton
from clinic_app.ui.widgets.cards import Row, Stack
from clinic_app.ui.widgets.entries import Choice
from clinic_app.ui.widgets.resident import ChipLine
from clinic_app.ui.widgets.search import SearchBox

_STAGES: Final = {
    Stage.ORDERED: (QT_TRANSLATE_NOOP("outpatient", "待采样"), Tone.PLAIN),
    Stage.COLLECTED: (QT_TRANSLATE_NOOP("outpatient", "待报告"), Tone.INFO),
    Stage.REPORTED: (QT_TRANSLATE_NOOP("outpatient", "已报告"), Tone.OK),
}
_ABNORMAL: Final = 4  # values a chip shows


class OrderingBar(QWidget):
    """Only widgets; out of sight while the visit has no examination and none is being ordered."""

    def __init__(self, ordering: Ordering) -> None:
        super().__init__()
        self.ordering = ordering
        self.button = ActionButton("examine", self.tr("开检查"), kind="quiet")
        self.chips = ChipLine()
        self.search = SearchBox(
            ordering.look_up, self.tr("检验检查项目"), self.tr("检验检查项目：名称、首字母")
        )
        self.chosen = QLabel()
        self.purpose = QLineEdit()
        self.site = QLineEdit()
        self.urgent = Choice([("0", self.tr("平诊")), ("1", self.tr("急诊"))], self.tr("急缓"))
        self.which = Choice([], self.tr("申请单"))
        self.reason = QLineEdit()
        self._boxes, self._undo = QWidget(), QWidget()
        self._lay_out()
        self._connect()
        self._render(ordering.state)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Backspace on the empty box takes the last item off, Enter goes on to the purpose, Esc closes."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if event.key() == Qt.Key.Key_Escape and not self.search.list_is_open():
            self.ordering.turn()
            self.button.setFocus()
            return True
        if watched is not self.search or self.search.text():
            return False
        if event.key() == Qt.Key.Key_Backspace:
            self.ordering.take_off()
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.ordering.state.chosen:
            self.purpose.setFocus()
            return True
        return False

    def _turn(self) -> None:
        self.ordering.turn()
        if self.ordering.state.open:
            for box in (self.search, self.purpose, self.site, self.reason):
                box.clear()
            self.urgent.show_code("0")
            self.search.setFocus()

    def _order(self) -> None:
        self.ordering.order(self.purpose.text(), self.site.text(), urgent=self.urgent.code() == "1")

    def _cancel(self) -> None:
        if self.which.code():
            self.ordering.cancel(UUID(self.which.code()), self.reason.text())

    def _render(self, state: OrderingState) -> None:
        self.button.setEnabled(state.visit_id is not None)
        self.setVisible(state.open or bool(state.standing))
        self.chips.setVisible(bool(state.standing))
        self.chips.show_chips([_chip(one, state.reports.get(one.id)) for one in state.standing])
        self.chips.setToolTip("\n\n".join(_whole(one, state.reports.get(one.id)) for one in state.standing))
        self._boxes.setVisible(state.open)
        self._undo.setVisible(state.open and bool(state.cancellable))
        names = "、".join(one.name for one in state.chosen)
        self.chosen.setText(f"{names}　{yen(state.fen)}" if names else "")
        self.chosen.setVisible(bool(names))
        kept = self.which.code()
        self.which.clear()
        for one in state.cancellable:
            self.which.addItem(one.title, str(one.id))
        self.which.show_code(kept)

    def _connect(self) -> None:
        self.ordering.changed.connect(self._render)
        self.button.clicked.connect(self._turn)
        self.search.picked.connect(self.ordering.choose)
        self.purpose.returnPressed.connect(self.site.setFocus)
        self.site.returnPressed.connect(self._order)
        self.reason.returnPressed.connect(self._cancel)
        for widget in (self.search, self.purpose, self.site, self.urgent, self.which, self.reason):
            widget.installEventFilter(self)

    def _lay_out(self) -> None:
        for box, name in (
            (self.purpose, self.tr("目的")),
            (self.site, self.tr("部位，按 Enter 开单")),
            (self.reason, self.tr("撤销原因，按 Enter 撤销")),
        ):
            box.setPlaceholderText(name)
            box.setAccessibleName(name)
            box.setMaxLength(100)
        self.chosen.setWordWrap(True)
        stack = Stack(self)
        stack.setContentsMargins(0, 0, 0, 0)
        stack.addWidget(self.chips)
        row = Row()
        row.setContentsMargins(0, 0, 0, 0)
        for widget, share in ((self.search, 3), (self.urgent, 0), (self.purpose, 2), (self.site, 2)):
            row.addWidget(widget, share)
        self._boxes.setLayout(row)
        undo = Row()
        undo.setContentsMargins(0, 0, 0, 0)
        undo.addWidget(self.which, 1)
        undo.addWidget(self.reason, 1)
        self._undo.setLayout(undo)
        stack.addWidget(self.chosen)
        stack.addWidget(self._boxes)
        stack.addWidget(self._undo)


def _chip(order: Examination, report: Report | None) -> tuple[str, Tone]:
    """血常规 待报告; 电解质 钾 6.9↑↑."""
    if report is None:
        word, tone = _STAGES[order.stage]
        return f"{order.title} {translate('outpatient', word)}", tone
    wrong = [f"{line.name} {line.value}{FLAG_MARKS[line.flag]}" for line in report.lines if line.flag]
    told = "、".join(wrong[:_ABNORMAL]) + ("…" if len(wrong) > _ABNORMAL else "")
    said = told or report.conclusion or translate("outpatient", _STAGES[Stage.REPORTED][0])
    tone = Tone.DANGER if report.critical else Tone.WARN if wrong else Tone.OK
    return f"{order.title} {said}", tone


def _whole(order: Examination, report: Report | None) -> str:
    """All of a report, for the tool tip."""
    if report is None:
        return f"{order.title} {translate('outpatient', _STAGES[order.stage][0])}"
    lines = [
        f"{line.name} {line.value} {line.unit} {FLAG_MARKS.get(line.flag, '')} ({reference(line)})"
        for line in report.lines
    ]
    return "\n".join(one for one in (order.title, *lines, report.findings, report.conclusion) if one)
