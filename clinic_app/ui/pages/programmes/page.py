"""重大公卫项目: the register at the left; who is enrolled, and what becomes of the chosen case, at the right."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import QSignalBlocker
from PySide6.QtGui import QFocusEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from clinic_app.domain.programmes import programmes
from clinic_app.projections.queries.programmes import Case
from clinic_app.ui import format, theme
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP, language, translate
from clinic_app.ui.pages.programmes.view_model import ProgrammesState, ProgrammesViewModel
from clinic_app.ui.pages.programmes.words import (
    DECLARED,
    item_text,
    project_name,
    result_text,
    state_text,
    state_tone,
    why_text,
)
from clinic_app.ui.stylesheet import look
from clinic_app.ui.theme import Tone
from clinic_app.ui.widgets.buttons import ActionButton
from clinic_app.ui.widgets.cards import Card, Row, Stack
from clinic_app.ui.widgets.entries import Choice, DateEdit
from clinic_app.ui.widgets.fields import EnterMoves, Field, FormRow
from clinic_app.ui.widgets.money import MoneyEdit
from clinic_app.ui.widgets.rows import Column
from clinic_app.ui.widgets.states import Notice
from clinic_app.ui.widgets.table import DataTable

_DATE = 112  # pixels at 100 %
_ROOMY = 1060


def _ask_place(parent: QWidget, name: str) -> Path | None:
    chosen, _ = QFileDialog.getSaveFileName(parent, "", name, "(*.xlsx)")
    return Path(chosen) if chosen else None


class ProgrammesPage(QWidget):
    """Only widgets: every decision is the view model's."""

    def __init__(
        self,
        view_model: ProgrammesViewModel,
        today: date,
        ask_place: Callable[[QWidget, str], Path | None] = _ask_place,
        parent: QWidget | None = None,
    ) -> None:
        """Args:
        ask_place: lets the user choose where a spreadsheet goes.
        """
        super().__init__(parent)
        self.view_model = view_model
        self._today = today
        self._ask_place = ask_place
        self.notice = Notice()
        self.project = Choice(
            [(one.key, project_name(one)) for one in programmes().values()], self.tr("项目")
        )
        self.since, self.until = DateEdit(today, self.tr("从")), DateEdit(today, self.tr("到"))
        self.refresh = ActionButton("next", self.tr("查询"), icon="search")
        self.export = QPushButton(self.tr("导出表格…"))
        self.cases: DataTable[Case] = DataTable(
            self._columns(),
            self.tr("登记册"),
            self.tr("这段时间没有登记\n找到居民（F3），在右边登记"),
            key=lambda one: one.id,
        )
        self.total, self.who, self.against = QLabel(), QLabel(), QLabel()
        self.item = Choice([], self.tr("检查或手术"))
        self.declared = {word: QCheckBox(translate("programmes", said)) for word, said in DECLARED.items()}
        self.enrol = ActionButton("save", self.tr("登记"), kind="primary")
        self.chosen = QLabel()
        self.result, self.on = Choice([], self.tr("结果")), DateEdit(today, self.tr("日期"))
        self.institution, self.words = QLineEdit(), QLineEdit()
        self.amount = MoneyEdit(self.tr("补助，元"))
        self.finish = ActionButton("settle", self.tr("登记结果"), icon="check")
        self.pay = ActionButton("preview", self.tr("发补助"), icon="cash")
        self.follow = ActionButton("part", self.tr("随访"), icon="calendar")
        self.take_back = ActionButton("refund", self.tr("收回或撤销"), kind="danger")
        self._lay_out()
        self._connect()
        self._render(view_model.state)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.cases.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.view_model.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """On a small screen the day of enrolment gives room."""
        super().resizeEvent(event)
        self.cases.setColumnHidden(0, self.width() < theme.current().px(_ROOMY))
        self.cases.share_width()

    # What the state says.

    def _render(self, state: ProgrammesState) -> None:
        self.notice.say(state.notice, state.tone)
        for box, day in ((self.since, state.since), (self.until, state.until)):
            if not box.hasFocus():
                box.show_date(day)
        self.cases.show_rows(state.cases)
        total = state.sum_on(self._today)
        self.total.setText(
            self.tr("登记 {n}　完成 {done}　已补助 {paid_cases} 例 {paid}　逾期随访 {overdue}").format(
                n=total.enrolled,
                done=total.done,
                paid_cases=total.paid_cases,
                paid=format.yen(total.paid),
                overdue=total.overdue,
            )
        )
        self._render_items(state)
        self._render_person(state)
        self._render_case()

    def _render_items(self, state: ProgrammesState) -> None:
        options = [
            (one.key, one.en if language() == "en" else one.zh) for one in state.project.items.values()
        ]
        with QSignalBlocker(self.item):
            if [self.item.itemData(at) for at in range(self.item.count())] != [key for key, _ in options]:
                self.item.clear()
                for key, words in options:
                    self.item.addItem(words, key)
            self.item.show_code(state.item)
        for word, box in self.declared.items():
            box.setVisible(word in state.project.declared)
            with QSignalBlocker(box):
                box.setChecked(word in state.declared)

    def _render_person(self, state: ProgrammesState) -> None:
        person, against = state.in_hand, state.against
        if person is None:
            self.who.setText(self.tr("先找到居民：按 F3，或插卡"))
        else:
            age = format.age(person.birth_date, self._today) if person.birth_date else ""
            self.who.setText(f"{person.name}  {format.sex(person.sex)}  {age}")
        if against is None:
            self.against.setText("")
        elif against:
            self.against.setText(
                self.tr("不符合：{reasons}").format(reasons="、".join(why_text(one) for one in against))
            )
        else:
            self.against.setText(self.tr("符合条件"))
        look(self.against, "", Tone.DANGER.value if against else Tone.OK.value)
        self.enrol.setEnabled(person is not None and against == () and not state.busy)

    def _render_case(self) -> None:
        case, state = self.cases.current_row(), self.view_model.state
        open_ = case is not None and not case.withdrawn and not state.busy
        for button in (self.finish, self.take_back):
            button.setEnabled(open_)
        for button in (self.pay, self.follow):
            button.setEnabled(open_ and case is not None and case.done is not None)
        if case is None:
            self.chosen.setText(self.tr("左边选一例"))
            return
        project = state.project
        parts = [case.name, item_text(project, case), state_text(case, self._today), case.withdrawn]
        parts += [f"{day} {finding}" for day, finding in case.followed[-2:]]
        self.chosen.setText("　".join(part for part in parts if part))
        item = project.items.get(case.item)
        results = {} if item is None else item.results
        with QSignalBlocker(self.result):
            before = self.result.code()
            self.result.clear()
            for code, words in results.items():
                self.result.addItem(words[language() == "en"], code)
            self.result.show_code(case.result or before)
        self.amount.setPlaceholderText(
            format.money(max(0, item.most(case.result) - case.paid)) if item is not None else ""
        )

    # What the keys do.

    def _finish(self) -> None:
        case = self.cases.current_row()
        self.view_model.finish(case, self.on.day(), self.result.code(), self.institution.text())

    def _pay(self) -> None:
        fen = self.amount.fen()
        self.view_model.pay(self.cases.current_row(), None if fen is None else int(fen))
        self.amount.clear()

    def _follow(self) -> None:
        self.view_model.follow(self.cases.current_row(), self.on.day(), self.words.text())
        self.words.clear()

    def _take_back(self) -> None:
        self.view_model.take_back(self.cases.current_row(), self.words.text())
        self.words.clear()

    def _export(self) -> None:
        now = self.view_model.state
        name = f"{now.project.name_zh}-{now.since:%Y%m%d}-{now.until:%Y%m%d}.xlsx"
        file = self._ask_place(self, name)
        if file is not None:
            self.view_model.export(file.with_suffix(".xlsx"))

    def _connect(self) -> None:
        model = self.view_model
        model.changed.connect(self._render)
        self.project.chosen.connect(model.choose)
        self.refresh.clicked.connect(lambda: model.ask(self.since.day(), self.until.day()))
        self.export.clicked.connect(self._export)
        self.item.chosen.connect(model.take_item)
        for word, box in self.declared.items():
            box.toggled.connect(lambda said, word=word: model.vouch(word, said))
        self.enrol.clicked.connect(model.enrol)
        self.cases.chosen.connect(lambda _: self._render_case())
        self.cases.picked.connect(model.open_person)
        self.finish.clicked.connect(self._finish)
        self.pay.clicked.connect(self._pay)
        self.follow.clicked.connect(self._follow)
        self.take_back.clicked.connect(self._take_back)

    def _columns(self) -> tuple[Column[Case], ...]:
        columns: tuple[Column[Case], ...] = (
            Column(QT_TRANSLATE_NOOP("columns", "日期"), lambda one: f"{one.day}", width=11),
            Column(QT_TRANSLATE_NOOP("columns", "姓名"), lambda one: one.name, width=8, bold=True),
            Column(
                QT_TRANSLATE_NOOP("columns", "项目"),
                lambda one: item_text(self.view_model.state.project, one),
                width=11,
            ),
            Column(
                QT_TRANSLATE_NOOP("columns", "结果"),
                lambda one: result_text(self.view_model.state.project, one),
            ),
            Column(
                QT_TRANSLATE_NOOP("columns", "补助"),
                lambda one: format.money(one.paid) if one.paid else "",
                width=8,
                number=True,
            ),
            Column(
                QT_TRANSLATE_NOOP("columns", "状态"),
                lambda one: state_text(one, self._today),
                width=10,
                tone=lambda one: state_tone(one, self._today),
            ),
        )
        return columns

    def _lay_out(self) -> None:
        px = theme.current().px
        stack = Stack(self)
        head = Row()
        for box in (self.since, self.until):
            box.setFixedWidth(px(_DATE))
        for part in (self.project, self.since, QLabel(self.tr("至")), self.until, self.refresh):
            head.addWidget(part)
        head.addStretch()
        head.addWidget(self.export)
        stack.addLayout(head)
        stack.addWidget(self.notice)
        row = Row()
        left = Card(self.tr("登记册"))
        left.body.addWidget(self.cases, 1)
        look(self.total, "soft")
        left.body.addWidget(self.total)
        row.addWidget(left, 3)
        right = QVBoxLayout()
        right.setSpacing(px(9))
        right.addWidget(self._enrol_card())
        right.addWidget(self._case_card())
        right.addStretch()
        row.addLayout(right, 2)
        stack.addLayout(row, 1)

    def _enrol_card(self) -> Card:
        card = Card(self.tr("登记"))
        card.body.addWidget(self.who)
        card.body.addWidget(Field(self.tr("检查或手术"), self.item))
        boxes = QHBoxLayout()
        for box in self.declared.values():
            boxes.addWidget(box)
        boxes.addStretch()
        card.body.addLayout(boxes)
        self.against.setWordWrap(True)
        card.body.addWidget(self.against)
        line = Row()
        line.addStretch()
        line.addWidget(self.enrol)
        card.body.addLayout(line)
        return card

    def _case_card(self) -> Card:
        card = Card(self.tr("所选的一例"))
        self.chosen.setWordWrap(True)
        look(self.chosen, "soft")
        card.body.addWidget(self.chosen)
        self.on.show_date(self._today)
        for box in (self.institution, self.words):
            box.setMaxLength(100)
        form = QWidget()
        column = QVBoxLayout(form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.current().px(6))
        column.addWidget(
            FormRow([Field(self.tr("结果"), self.result), Field(self.tr("日期"), self.on)], [3, 2])
        )
        column.addWidget(
            FormRow(
                [Field(self.tr("机构"), self.institution), Field(self.tr("补助，元"), self.amount)], [3, 2]
            )
        )
        column.addWidget(Field(self.tr("随访所见，或收回、撤销的原因"), self.words))
        card.body.addWidget(form)
        EnterMoves(form)
        for pair in ((self.finish, self.pay), (self.follow, self.take_back)):
            line = Row()
            line.addStretch()
            for button in pair:
                line.addWidget(button)
            card.body.addLayout(line)
        return card
