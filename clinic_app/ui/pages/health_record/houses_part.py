"""住户 on the page: the houses of the villages, who lives in one, 立户, 入户 and 离户."""

from datetime import date
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from clinic_app.domain.health_record import HEAD
from clinic_app.projections.queries.households import Household, Member
from clinic_app.services.households import House
from clinic_app.ui import theme
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP
from clinic_app.ui.pages.health_record.record_part import member_columns
from clinic_app.ui.pages.health_record.state import RecordsState
from clinic_app.ui.pages.health_record.view_model import HealthRecordViewModel
from clinic_app.ui.pages.health_record.words import house_place, relation_name
from clinic_app.ui.stylesheet import look
from clinic_app.ui.widgets.buttons import ActionButton
from clinic_app.ui.widgets.cards import Card, Row
from clinic_app.ui.widgets.entries import Choice
from clinic_app.ui.widgets.fields import EnterMoves, Field, FormRow
from clinic_app.ui.widgets.rows import Column
from clinic_app.ui.widgets.search import DEBOUNCE_MS
from clinic_app.ui.widgets.table import DataTable

HOUSES: tuple[Column[Household], ...] = (
    Column(QT_TRANSLATE_NOOP("columns", "村"), lambda one: one.village, width=8),
    Column(QT_TRANSLATE_NOOP("columns", "组与门牌"), house_place, bold=True, hint=house_place),
    Column(QT_TRANSLATE_NOOP("columns", "户主"), lambda one: one.head, width=9),
    Column(QT_TRANSLATE_NOOP("columns", "人口"), lambda one: str(one.size), width=6, number=True),
)
# 与户主关系, the usual ones first; whoever is another relative finds it below.
RELATIONS: Final = (
    HEAD,
    "1",
    "2",
    "3",
    "38",
    "28",
    "4",
    "41",
    "42",
    "43",
    "44",
    "51",
    "52",
    "61",
    "62",
    "7",
    "97",
    "99",
)

_RELATION: Final = 8  # characters of a relation that are seen at least


class HousesPart(QWidget):
    """Only widgets: every decision is the view model's."""

    def __init__(self, view_model: HealthRecordViewModel, today: date) -> None:
        super().__init__()
        self.view_model = view_model
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("村、组、门牌、户主或家人的姓名、电话"))
        self.search.setAccessibleName(self.tr("找住户"))
        self.search.setClearButtonEnabled(True)
        look(self.search, "search")
        self._typing = QTimer(self, singleShot=True, interval=DEBOUNCE_MS)
        self.houses: DataTable[Household] = DataTable(
            HOUSES,
            self.tr("住户"),
            self.tr("没有这样的住户\n先找到户主（F3），再在右边立户"),
            key=lambda one: one.id,
        )
        self.members: DataTable[Member] = DataTable(
            member_columns(today), self.tr("户里的人"), self.tr("左边选一户"), key=lambda one: one.resident_id
        )
        self.who = QLabel()
        self.relation = Choice(
            [(code, relation_name(code)) for code in RELATIONS], self.tr("与户主关系"), blank=True
        )
        self.join = ActionButton("settle", self.tr("入户"), icon="add")
        self.leave = ActionButton("refund", self.tr("所选离户"), kind="danger")
        self.village, self.code = QLineEdit(), QLineEdit()
        self.group, self.house, self.address, self.phone = (QLineEdit() for _ in range(4))
        self.fill = QPushButton(self.tr("照所选住户填"))
        self.amend = QPushButton(self.tr("改所选住户"))
        self.found = ActionButton("save", self.tr("立户"), kind="primary")
        self._lay_out()
        self._connect()

    def begin(self) -> None:
        """Put the focus where the work begins."""
        self.search.setFocus()
        self.search.selectAll()

    def show_state(self, state: RecordsState) -> None:
        self.houses.show_rows(state.houses)
        self.members.show_rows(state.members)
        person = state.in_hand
        self.who.setText(
            self.tr("{name} 入这一户，是户主的").format(name=person.name)
            if person
            else self.tr("先找到居民：F3")
        )
        for button in (self.join, self.found):
            button.setEnabled(person is not None and not state.busy)
        self.leave.setEnabled(bool(state.members) and not state.busy)
        for of_house in (self.fill, self.amend):
            of_house.setEnabled(state.house is not None and not state.busy)
        if not self.code.text() and state.villages:
            self.code.setText(state.villages[0].code)
            self.village.setText(state.villages[0].name)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """↓ in the box goes to the list."""
        if (
            watched is self.search
            and event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Down
        ):
            self.houses.setFocus()
            return True
        return False

    def _typed(self) -> House:
        return House(
            village=self.village.text(),
            village_code=self.code.text(),
            group=self.group.text(),
            house=self.house.text(),
            address=self.address.text(),
            phone=self.phone.text(),
        )

    def _fill(self) -> None:
        """The chosen household's own words into the boxes, to be changed there."""
        one = self.houses.current_row()
        if one is None:
            return
        self.code.setText(one.village_code)
        for name in ("village", "group", "house", "address", "phone"):
            getattr(self, name).setText(getattr(one, name))
        self.village.setFocus()

    def _connect(self) -> None:
        self.search.textChanged.connect(lambda _: self._typing.start())
        self.search.returnPressed.connect(self.houses.setFocus)
        self.search.installEventFilter(self)
        self._typing.timeout.connect(lambda: self.view_model.find_house(self.search.text()))
        self.houses.chosen.connect(self.view_model.open_house)
        self.houses.picked.connect(lambda _: self.members.setFocus())
        self.members.picked.connect(lambda one: self.view_model.take(one.resident_id))
        self.join.clicked.connect(lambda: self.view_model.join(self.relation.code()))
        self.leave.clicked.connect(lambda: self.view_model.leave(self.members.current_row()))
        self.found.clicked.connect(lambda: self.view_model.found_house(self._typed()))
        self.fill.clicked.connect(self._fill)
        self.amend.clicked.connect(lambda: self.view_model.amend_house(self._typed()))

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.current().px(9))
        left = Card(self.tr("住户"))
        left.body.addWidget(self.search)
        left.body.addWidget(self.houses, 1)
        row.addWidget(left, 5)
        right = QVBoxLayout()
        right.setSpacing(theme.current().px(9))
        right.addWidget(self._members_card(), 1)
        right.addWidget(self._new_card())
        row.addLayout(right, 6)

    def _members_card(self) -> Card:
        card = Card(self.tr("户里的人"))
        card.body.addWidget(self.members, 1)
        look(self.who, "soft")
        card.body.addWidget(self.who)
        self.relation.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.relation.setMinimumContentsLength(_RELATION)
        line = Row()
        line.addWidget(self.relation, 1)
        line.addWidget(self.join)
        line.addWidget(self.leave)
        card.body.addLayout(line)
        return card

    def _new_card(self) -> Card:
        card = Card(self.tr("立户或改住户"))
        form = QWidget()
        column = QVBoxLayout(form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.current().px(6))
        column.addWidget(
            FormRow(
                [
                    Field(self.tr("村（居）委会"), self.village, required=True),
                    Field(self.tr("代码，12 位"), self.code, required=True),
                ]
            )
        )
        column.addWidget(
            FormRow(
                [
                    Field(self.tr("组"), self.group),
                    Field(self.tr("门牌"), self.house),
                    Field(self.tr("其他地址"), self.address),
                    Field(self.tr("电话"), self.phone),
                ],
                [2, 2, 4, 4],
            )
        )
        card.body.addWidget(form)
        EnterMoves(form)
        line = Row()
        line.addWidget(self.fill)
        line.addWidget(self.amend)
        line.addStretch()
        line.addWidget(self.found)
        card.body.addLayout(line)
        return card
