"""自测: what waits for a doctor at the left; what is nobody's, and files set aside, at the right."""

from uuid import UUID

from PySide6.QtCore import QSignalBlocker
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QVBoxLayout

from clinic_app.projections.queries.readings import Kept
from clinic_app.services.readings import RefusedFile
from clinic_app.ui import theme
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP
from clinic_app.ui.pages.readings.state import ReadingsState, Unmatched
from clinic_app.ui.pages.readings.view_model import ReadingsViewModel
from clinic_app.ui.pages.readings.words import (
    alarm_text,
    ending_text,
    item_text,
    number_text,
    person_text,
    state_text,
    tone_of,
    unmatched_tone,
    value_text,
    values_text,
    when,
    why_text,
)
from clinic_app.ui.pages.stock.part import StockPart
from clinic_app.ui.stylesheet import look
from clinic_app.ui.theme import Tone
from clinic_app.ui.widgets.buttons import ActionButton
from clinic_app.ui.widgets.cards import Card, Row
from clinic_app.ui.widgets.entries import Choice
from clinic_app.ui.widgets.rows import Column
from clinic_app.ui.widgets.table import DataTable

WAITING: tuple[Column[Kept], ...] = (
    Column(
        QT_TRANSLATE_NOOP("columns", "检测时间"),
        lambda one: when(one.taken_ms)[5:],
        width=11,
        hint=lambda one: when(one.taken_ms),
    ),
    Column(QT_TRANSLATE_NOOP("columns", "姓名"), lambda one: one.name, width=7, bold=True),
    Column(
        QT_TRANSLATE_NOOP("columns", "项目"),
        lambda one: item_text(one.item),
        width=9,
        hint=lambda one: item_text(one.item),
    ),
    Column(
        QT_TRANSLATE_NOOP("columns", "结果"),
        value_text,
        width=12,
        tone=tone_of,
        bold=True,
    ),
    Column(QT_TRANSLATE_NOOP("columns", "状态"), state_text, width=14, tone=tone_of, hint=state_text),
)
NOBODYS: tuple[Column[Unmatched], ...] = (
    Column(
        QT_TRANSLATE_NOOP("columns", "检测时间"), lambda one: when(one.first.reading.taken_ms)[5:], width=11
    ),
    Column(QT_TRANSLATE_NOOP("columns", "号码"), ending_text, width=8, hint=number_text),
    Column(QT_TRANSLATE_NOOP("columns", "结果"), values_text, tone=unmatched_tone, hint=values_text),
)
REFUSED: tuple[Column[RefusedFile], ...] = (
    Column(QT_TRANSLATE_NOOP("columns", "文件"), lambda one: one.file, width=16),
    Column(QT_TRANSLATE_NOOP("columns", "为什么"), lambda one: why_text(one).split("\n")[0], hint=why_text),
)


class ReadingsPage(StockPart):
    """Only widgets: every decision is the view model's."""

    model: ReadingsViewModel

    def __init__(self, model: ReadingsViewModel) -> None:
        super().__init__(model)
        self.alarm = QFrame()
        self.alarm_words = QLabel()
        self.told = _box(self.tr("通知了谁"))
        self.done = _box(self.tr("怎么处理"))
        self.answer = ActionButton("settle", self.tr("处置完成"), kind="danger", icon="check")
        self.waiting: DataTable[Kept] = DataTable(
            WAITING,
            self.tr("待审核"),
            self.tr("没有待审核的自测数据\n设备的文件放进文件夹后自动出现在这里"),
            key=lambda one: one.id,
        )
        self.reason = _box(self.tr("作废的原因"))
        self.confirm = ActionButton("save", self.tr("确认"), kind="primary", icon="check")
        self.confirm_all = ActionButton("finish", self.tr("本人全部确认"))
        self.reject = ActionButton("refund", self.tr("作废"), kind="danger")
        self.nobodys: DataTable[Unmatched] = DataTable(
            NOBODYS, self.tr("没对上人"), self.tr("没有对不上人的数据"), key=lambda one: one.first
        )
        self.whose = Choice([], self.tr("归谁"))
        self.match = ActionButton("preview", self.tr("归到本人"), icon="person")
        self.not_ours = ActionButton("hold", self.tr("不是本机构的"), icon="remove")
        self.refused: DataTable[RefusedFile] = DataTable(
            REFUSED, self.tr("退回的文件"), self.tr("没有退回的文件"), key=lambda one: one.file
        )
        self.why = QLabel()
        self._lay_out()
        self._connect()
        self.follow()

    def title(self) -> str:
        return self.tr("自测")

    def begin(self) -> None:
        self.waiting.setFocus()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.begin()

    def show_state(self, state: ReadingsState) -> None:
        self.alarm.setVisible(bool(state.alarms))
        if state.alarms:
            self.alarm_words.setText(alarm_text(state.alarms))
        for box in (self.told, self.done, self.answer):
            box.setVisible(state.may_review)
        self.waiting.show_rows(state.unreviewed)
        self.nobodys.show_rows(state.unmatched)
        self.refused.show_rows(state.refused)
        self._show_people(state)
        free = not state.busy
        for button in (self.confirm, self.confirm_all, self.reject):
            button.setEnabled(free and state.may_review and bool(state.unreviewed))
        self.match.setEnabled(free and bool(state.unmatched) and bool(state.whose))
        self.not_ours.setEnabled(free and bool(state.unmatched))

    def _show_people(self, state: ReadingsState) -> None:
        people = [(one.id.hex, person_text(one)) for one in state.whose]
        if people == [(self.whose.itemData(at), self.whose.itemText(at)) for at in range(self.whose.count())]:
            return
        with QSignalBlocker(self.whose):
            self.whose.clear()
            for code, words in people:
                self.whose.addItem(words, code)

    def _match(self) -> None:
        code = self.whose.code()
        self.model.match(self.nobodys.current_row(), UUID(code) if code else None)

    def _reject(self) -> None:
        self.model.reject(self.waiting.current_row(), self.reason.text())
        self.reason.clear()

    def _answer(self) -> None:
        self.model.answer(self.told.text(), self.done.text())
        if self.told.text().strip() and self.done.text().strip():
            self.told.clear()
            self.done.clear()

    def _connect(self) -> None:
        model = self.model
        self.answer.clicked.connect(self._answer)
        self.told.returnPressed.connect(self.done.setFocus)
        self.done.returnPressed.connect(self._answer)
        self.confirm.clicked.connect(lambda: model.confirm(self.waiting.current_row()))
        self.confirm_all.clicked.connect(
            lambda: model.confirm(self.waiting.current_row(), all_of_person=True)
        )
        self.reject.clicked.connect(self._reject)
        self.waiting.picked.connect(lambda one: model.take(one.resident_id))
        self.nobodys.chosen.connect(model.choose)
        self.match.clicked.connect(self._match)
        self.not_ours.clicked.connect(lambda: model.not_ours(self.nobodys.current_row()))
        self.refused.chosen.connect(lambda one: self.why.setText("" if one is None else why_text(one)))

    def _lay_out(self) -> None:
        px = theme.current().px
        self.body.setContentsMargins(px(12), px(9), px(12), px(12))
        look(self.alarm, "notice", Tone.DANGER.value)
        column = QVBoxLayout(self.alarm)
        self.alarm_words.setWordWrap(True)
        column.addWidget(self.alarm_words)
        line = Row()
        line.addWidget(self.told, 2)
        line.addWidget(self.done, 4)
        line.addWidget(self.answer)
        column.addLayout(line)
        self.body.addWidget(self.alarm)
        columns = Row()
        columns.addWidget(self._left(), 3)
        columns.addLayout(self._right(), 2)
        self.body.addLayout(columns, 1)

    def _left(self) -> Card:
        card = Card(self.tr("待审核的自测数据"))
        card.body.addWidget(self.waiting, 1)
        card.body.addWidget(self.reason)
        buttons = Row()
        buttons.addStretch()
        for button in (self.reject, self.confirm_all, self.confirm):
            buttons.addWidget(button)
        card.body.addLayout(buttons)
        return card

    def _right(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(theme.current().px(9))
        nobodys = Card(self.tr("没对上人"))
        nobodys.body.addWidget(self.nobodys, 1)
        nobodys.body.addWidget(self.whose)
        buttons = Row()
        buttons.addStretch()
        buttons.addWidget(self.not_ours)
        buttons.addWidget(self.match)
        nobodys.body.addLayout(buttons)
        refused = Card(self.tr("退回的文件"))
        refused.body.addWidget(self.refused, 1)
        self.why.setWordWrap(True)
        look(self.why, "soft")
        refused.body.addWidget(self.why)
        column.addWidget(nobodys, 3)
        column.addWidget(refused, 2)
        return column


def _box(name: str) -> QLineEdit:
    box = QLineEdit()
    box.setPlaceholderText(name)
    box.setAccessibleName(name)
    box.setMaxLength(200)
    return box
