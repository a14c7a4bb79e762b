"""档案 on the page: the number, the parts with what is missing, who lives there, and how the record ends."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from clinic_app.domain.health_record import State
from clinic_app.projections.queries.health_records import LifeEvent
from clinic_app.projections.queries.households import Member
from clinic_app.projections.queries.record_parts import Part
from clinic_app.services.health_record import HealthRecord
from clinic_app.ui import format, theme
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP, translate
from clinic_app.ui.pages.health_record.state import RecordsState
from clinic_app.ui.pages.health_record.view_model import HealthRecordViewModel
from clinic_app.ui.pages.health_record.words import (
    EVENTS,
    STATES,
    event_words,
    house_place,
    member_state,
    part_name,
    relation_name,
    state_word,
)
from clinic_app.ui.stylesheet import look
from clinic_app.ui.theme import TextSize, Tone
from clinic_app.ui.widgets.buttons import ActionButton
from clinic_app.ui.widgets.cards import Card, Row
from clinic_app.ui.widgets.entries import Choice, DateEdit
from clinic_app.ui.widgets.fields import EnterMoves, Field, FormRow
from clinic_app.ui.widgets.rows import Column
from clinic_app.ui.widgets.states import Chip
from clinic_app.ui.widgets.table import DataTable

PARTS: tuple[Column[Part], ...] = (
    Column(QT_TRANSLATE_NOOP("columns", "内容"), part_name, bold=True, hint=part_name),
    Column(
        QT_TRANSLATE_NOOP("columns", "最近一次"),
        lambda one: one.last.isoformat() if one.last else translate("health_record", "缺"),
        width=12,
        tone=lambda one: Tone.PLAIN if one.last else Tone.DANGER,
    ),
    Column(QT_TRANSLATE_NOOP("columns", "次数"), lambda one: str(one.count or ""), width=6, number=True),
)


def _event_columns() -> tuple[Column[LifeEvent], ...]:
    return (
        Column(QT_TRANSLATE_NOOP("columns", "日期"), lambda one: one.day.isoformat(), width=12),
        Column(QT_TRANSLATE_NOOP("columns", "变动"), event_words, bold=True, hint=event_words),
        Column(
            QT_TRANSLATE_NOOP("columns", "更正"),
            lambda one: one.corrected,
            tone=lambda one: Tone.WARN,
            hint=lambda one: one.corrected,
        ),
    )


def member_columns(today: date) -> tuple[Column[Member], ...]:
    return (
        Column(QT_TRANSLATE_NOOP("columns", "姓名"), lambda one: one.name, width=8, bold=True),
        Column(
            QT_TRANSLATE_NOOP("columns", "与户主关系"),
            lambda one: relation_name(one.relation),
            hint=lambda one: relation_name(one.relation),
        ),
        Column(QT_TRANSLATE_NOOP("columns", "性别"), lambda one: format.sex(one.sex), width=5),
        Column(
            QT_TRANSLATE_NOOP("columns", "年龄"),
            lambda one: format.age(one.birth_date, today) if one.birth_date else "",
            width=7,
        ),
        Column(
            QT_TRANSLATE_NOOP("columns", "状态"), member_state, width=7, tone=lambda one: STATES[one.state][1]
        ),
    )


class RecordPart(QWidget):
    """Only widgets: every decision is the view model's."""

    def __init__(self, view_model: HealthRecordViewModel, today: date) -> None:
        super().__init__()
        self.view_model = view_model
        self._today = today
        self.number, self.place = QLabel(), QLabel()
        self.state_chip, self.dynamic = Chip(""), Chip("")
        self.village, self.typed = QLineEdit(), QLineEdit()
        self.open = ActionButton("save", self.tr("建档"), kind="primary")
        self.renumber = QPushButton(self.tr("与人重号，换一个编号"))
        self.print = ActionButton("print", self.tr("打印档案"))
        self.card = ActionButton("hold", self.tr("打印信息卡"), icon="print")
        self.parts: DataTable[Part] = DataTable(PARTS, self.tr("档案内容"), key=lambda one: one.key)
        self.events: DataTable[LifeEvent] = DataTable(
            _event_columns(), self.tr("死亡与迁移"), self.tr("没有迁移"), key=lambda one: one.id
        )
        self.members: DataTable[Member] = DataTable(
            member_columns(today),
            self.tr("同户的人"),
            self.tr("还没有入户\n到“住户”里立户或入户"),
            key=lambda one: one.resident_id,
        )
        ways = [(kind, translate("health_record", words)) for kind, words in EVENTS.items()]
        self.way = Choice(ways, self.tr("变动"))
        self.on = DateEdit(today, self.tr("日期"))
        self.words = QLineEdit()
        self.tell = ActionButton("settle", self.tr("登记"), icon="check")
        self.correct = ActionButton("refund", self.tr("更正所选"), kind="danger")
        self._lay_out()
        self._connect()

    def begin(self) -> None:
        """Put the focus where the work begins."""
        shown = self.view_model.state.record
        if shown is not None and shown.record is None:
            self.village.setFocus()
        else:
            self.parts.setFocus()

    def show_state(self, state: RecordsState) -> None:
        shown = state.record
        self._head.setVisible(shown is not None)
        self._body.setVisible(shown is not None)
        if shown is None:
            return
        self._show_head(shown)
        opened = shown.record is not None
        self._opening.setVisible(not opened)
        self.open.setEnabled(not opened and not state.busy)
        self.renumber.setVisible(state.is_doubled)
        if not self.village.text() and state.villages:
            self.village.setText(state.villages[0].code)
        self.parts.show_rows(shown.parts)
        self.events.show_rows(shown.events)
        self.members.show_rows(shown.members)
        for button in (self.tell, self.correct):
            button.setEnabled(not state.busy)

    def _show_head(self, shown: HealthRecord) -> None:
        number = shown.record.number if shown.record else ""
        self.number.setText(
            self.tr("编号 {number}").format(number=number) if number else self.tr("还没有建档")
        )
        look(self.number, TextSize.LARGE.value, "" if number else Tone.DANGER.value)
        since = f" {shown.life.since}" if shown.life.since and shown.life.state is not State.HERE else ""
        self.state_chip.say(state_word(shown.life.state) + since, STATES[shown.life.state][1])
        dynamic = self.tr("动态档案") if shown.dynamic else self.tr("一年内没有服务")
        self.dynamic.say(dynamic, Tone.OK if shown.dynamic else Tone.WARN)
        house = shown.household
        self.place.setText(f"{house.village} {house_place(house)}" if house else shown.resident.address)
        self._filled.setText(
            self.tr("{filled}/{all} 项已有").format(filled=shown.filled, all=len(shown.parts))
        )

    def _open(self) -> None:
        self.view_model.open_record(self.village.text(), self.typed.text())
        self.typed.clear()

    def _tell(self) -> None:
        self.view_model.tell(self.way.code(), self.on.day(), self.words.text())
        self.words.clear()

    def _correct(self) -> None:
        self.view_model.correct(self.events.current_row(), self.words.text())
        self.words.clear()

    def _connect(self) -> None:
        self.open.clicked.connect(self._open)
        self.print.clicked.connect(self.view_model.print_record)
        self.card.clicked.connect(self.view_model.print_card)
        self.renumber.clicked.connect(self.view_model.renumber)
        self.tell.clicked.connect(self._tell)
        self.correct.clicked.connect(self._correct)
        self.members.picked.connect(lambda one: self.view_model.take(one.resident_id))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.current().px(9))
        column.addWidget(self._head_card())
        self._body = QWidget()
        body = QHBoxLayout(self._body)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(theme.current().px(9))
        body.addWidget(self._parts_card(), 1)
        right = QVBoxLayout()
        right.setSpacing(theme.current().px(9))
        right.addWidget(self._members_card(), 1)
        right.addWidget(self._events_card(), 1)
        body.addLayout(right, 1)
        column.addWidget(self._body, 1)

    def _head_card(self) -> Card:
        self._head = Card()
        look(self.place, "soft")
        self.number.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        line = Row()
        for part in (self.number, self.state_chip, self.dynamic):
            line.addWidget(part)
        line.addWidget(self.renumber)
        line.addStretch()
        line.addWidget(self.place)
        self._head.body.addLayout(line)
        self._opening = QWidget()
        row = QHBoxLayout(self._opening)
        row.setContentsMargins(0, 0, 0, 0)
        self.typed.setPlaceholderText(self.tr("已有纸质档案才填；留空由系统编号"))
        fields = FormRow(
            [
                Field(self.tr("村（居）委会代码，12 位"), self.village, required=True),
                Field(self.tr("原档案编号，17 位"), self.typed),
            ]
        )
        row.addWidget(fields, 1)
        row.addWidget(self.open, 0, Qt.AlignmentFlag.AlignBottom)
        self._head.body.addWidget(self._opening)
        EnterMoves(self._opening)
        return self._head

    def _parts_card(self) -> Card:
        card = Card(self.tr("档案内容"))
        self._filled = QLabel()
        look(self._filled, "soft")
        card.head.addWidget(self._filled)
        card.body.addWidget(self.parts, 1)
        line = Row()
        line.addStretch()
        line.addWidget(self.card)
        line.addWidget(self.print)
        card.body.addLayout(line)
        return card

    def _members_card(self) -> Card:
        card = Card(self.tr("同户的人"))
        card.body.addWidget(self.members, 1)
        return card

    def _events_card(self) -> Card:
        card = Card(self.tr("死亡与迁移"))
        card.body.addWidget(self.events, 1)
        self.on.show_date(self._today)
        self.words.setMaxLength(100)
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        fields = FormRow(
            [
                Field(self.tr("变动"), self.way),
                Field(self.tr("日期"), self.on),
                Field(self.tr("去向、死因，或更正的原因"), self.words),
            ],
            [3, 3, 6],
        )
        row.addWidget(fields, 1)
        card.body.addWidget(line)
        EnterMoves(line)
        buttons = Row()
        buttons.addStretch()
        buttons.addWidget(self.correct)
        buttons.addWidget(self.tell)
        card.body.addLayout(buttons)
        return card
