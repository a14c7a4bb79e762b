"""Whose work it is: the box to find people in, and who was found."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from clinic_app.projections.queries.residents import Resident
from clinic_app.ui import format
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP, translate
from clinic_app.ui.stylesheet import look
from clinic_app.ui.widgets.cards import Card
from clinic_app.ui.widgets.rows import Column
from clinic_app.ui.widgets.search import DEBOUNCE_MS
from clinic_app.ui.widgets.table import DataTable


def _columns(today: date) -> tuple[Column[Resident], ...]:
    return (
        Column(QT_TRANSLATE_NOOP("columns", "姓名"), lambda one: one.name, width=12, bold=True),
        Column(QT_TRANSLATE_NOOP("columns", "性别"), lambda one: format.sex(one.sex), width=6),
        Column(
            QT_TRANSLATE_NOOP("columns", "年龄"),
            lambda one: format.age(one.birth_date, today) if one.birth_date else "",
            width=9,
        ),
        Column(
            QT_TRANSLATE_NOOP("columns", "证件号码"),
            lambda one: format.masked_id(one.id_number) or translate("health_record", "临时身份"),
            width=22,
        ),
        Column(QT_TRANSLATE_NOOP("columns", "住址"), lambda one: f"{one.village} {one.address}".strip()),
    )


class PersonFinder(QWidget):
    """Signals:
    wanted: what was typed, once the fingers rest or at Enter.
    picked: the resident that was chosen; Enter in the box takes the only one found.
    """

    wanted = Signal(str)
    picked = Signal(object)

    def __init__(self, title: str, today: date) -> None:
        super().__init__()
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("姓名、拼音、证件号或后四位、电话、卡号"))
        self.search.setAccessibleName(self.tr("找人"))
        self.search.setClearButtonEnabled(True)
        look(self.search, "search")
        self._typing = QTimer(self, singleShot=True, interval=DEBOUNCE_MS)
        self.table: DataTable[Resident] = DataTable(
            _columns(today),
            self.tr("找到的居民"),
            self.tr("输入姓名、拼音首字母或号码\n也可以直接插卡"),
            key=lambda one: one.id,
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        card = Card(title)
        card.body.addWidget(self.search)
        card.body.addWidget(self.table, 1)
        column.addWidget(card)
        self.search.textChanged.connect(lambda _: self._typing.start())
        self.search.returnPressed.connect(self._enter)
        self._typing.timeout.connect(lambda: self.wanted.emit(self.search.text()))
        self.table.picked.connect(self.picked)

    def begin(self) -> None:
        """Put the focus where the work begins."""
        self.search.setFocus()
        self.search.selectAll()

    def show_people(self, found: Sequence[Resident]) -> None:
        self.table.show_rows(found)

    def _enter(self) -> None:
        """To the list; with one hit, straight to that person.  What was typed since is looked for first."""
        if self._typing.isActive():
            self._typing.stop()
            self.wanted.emit(self.search.text())
            return
        found = self.table.rows.rows
        if len(found) == 1:
            self.picked.emit(found[0])
        elif found:
            self.table.setFocus()
