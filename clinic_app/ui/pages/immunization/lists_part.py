"""查验与催种: the pasted list and the day of the reminder at the left, who lacks what at the right."""

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from clinic_app.projections.queries.immunization_card import DueChild
from clinic_app.ui import format, theme
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP
from clinic_app.ui.pages.immunization.lists import ListsModel
from clinic_app.ui.pages.immunization.state import ListsState
from clinic_app.ui.pages.immunization.words import owed_text, owed_tone
from clinic_app.ui.pages.stock.part import StockPart
from clinic_app.ui.stylesheet import look
from clinic_app.ui.theme import Tone
from clinic_app.ui.widgets.buttons import ActionButton
from clinic_app.ui.widgets.cards import Card, Row
from clinic_app.ui.widgets.entries import Choice, DateEdit
from clinic_app.ui.widgets.fields import Field
from clinic_app.ui.widgets.rows import Column
from clinic_app.ui.widgets.table import DataTable

LACKING: tuple[Column[DueChild], ...] = (
    Column(QT_TRANSLATE_NOOP("columns", "姓名"), lambda one: one.resident.name, width=8, bold=True),
    Column(QT_TRANSLATE_NOOP("columns", "性别"), lambda one: format.sex(one.resident.sex), width=4),
    Column(QT_TRANSLATE_NOOP("columns", "出生日期"), lambda one: f"{one.resident.birth_date}", width=11),
    Column(QT_TRANSLATE_NOOP("columns", "村"), lambda one: one.resident.village, width=10),
    Column(QT_TRANSLATE_NOOP("columns", "电话"), lambda one: one.resident.phone, width=12),
    Column(QT_TRANSLATE_NOOP("columns", "应种"), owed_text, tone=owed_tone, hint=owed_text),
)


class ListsPart(StockPart):
    """Only widgets: every decision is the model's."""

    model: ListsModel

    def __init__(self, model: ListsModel) -> None:
        super().__init__(model)
        self.names = QPlainTextEdit()
        self.names.setAccessibleName(self.tr("班级名单"))
        self.names.setPlaceholderText(self.tr("一行一个孩子：\n姓名 出生日期，或身份证号\n陈小宝 2022-03-05"))
        self.names.setTabChangesFocus(True)
        self.check = ActionButton("save", self.tr("查验"), kind="primary", icon="check")
        self.day = DateEdit(model.today, self.tr("接种日"))
        self.village = Choice([], self.tr("村"), blank=True)
        self.remind = ActionButton("preview", self.tr("列出催种名单"), icon="calendar")
        self.print = ActionButton("print", self.tr("打印名单"))
        self.lacking: DataTable[DueChild] = DataTable(
            LACKING,
            self.tr("谁缺什么"),
            self.tr("没有缺种的孩子\n左边粘贴名单按 F8 查验，或按 F7 列出催种名单"),
            key=lambda one: one.resident.id,
        )
        self.unknown = QLabel()
        self._lay_out()
        self._connect()
        self.follow()

    def title(self) -> str:
        return self.tr("查验与催种")

    def begin(self) -> None:
        self.names.setFocus()

    def show_state(self, state: ListsState) -> None:
        self._show_villages(state.villages)
        self.lacking.show_rows(state.shown)
        unknown = state.checked.unknown if state.checked is not None else ()
        lines = "；".join(
            self.tr("{line}（有重名）").format(line=one.line) if one.several else one.line for one in unknown
        )
        self.unknown.setText(self.tr("查不到：{lines}").format(lines=lines) if unknown else "")
        self.unknown.setVisible(bool(unknown))
        self.print.setEnabled(state.checked is not None or state.reminded is not None)

    def _show_villages(self, villages: tuple[str, ...]) -> None:
        if [self.village.itemData(at) for at in range(1, self.village.count())] == list(villages):
            return
        with QSignalBlocker(self.village):
            before = self.village.code()
            self.village.clear()
            self.village.addItem(self.tr("全部"), "")
            for one in villages:
                self.village.addItem(one, one)
            self.village.show_code(before)

    def _connect(self) -> None:
        model = self.model
        self.check.clicked.connect(lambda: model.check(self.names.toPlainText()))
        self.remind.clicked.connect(lambda: model.remind(self.day.day(), self.village.code()))
        self.print.clicked.connect(model.put_on_paper)
        self.lacking.picked.connect(model.take)

    def _lay_out(self) -> None:
        px = theme.current().px
        columns = Row()
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(9))
        school = Card(self.tr("入托入学查验"))
        school.body.addWidget(self.names, 1)
        school.body.addLayout(_at_right(self.check))
        remind = Card(self.tr("催种"))
        self.day.show_date(self.model.today)
        remind.body.addWidget(Field(self.tr("接种日"), self.day))
        remind.body.addWidget(Field(self.tr("村"), self.village))
        remind.body.addLayout(_at_right(self.remind))
        column.addWidget(school, 1)
        column.addWidget(remind)
        right = Card()
        right.body.addWidget(self.lacking, 1)
        self.unknown.setWordWrap(True)
        look(self.unknown, "", Tone.WARN.value)
        right.body.addWidget(self.unknown)
        right.body.addLayout(_at_right(self.print))
        columns.addWidget(left, 1)
        columns.addWidget(right, 3)
        self.body.addLayout(columns, 1)


def _at_right(button: QWidget) -> Row:
    line = Row()
    line.addStretch()
    line.addWidget(button)
    return line
