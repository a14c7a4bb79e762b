"""健康档案: one person's record, the households, and entries of the register that are one person."""

from datetime import date

from PySide6.QtGui import QFocusEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from clinic_app.ui.pages.health_record.alike_part import AlikePart
from clinic_app.ui.pages.health_record.finder import Finder
from clinic_app.ui.pages.health_record.houses_part import HousesPart
from clinic_app.ui.pages.health_record.merges_part import MergesPart
from clinic_app.ui.pages.health_record.record_part import RecordPart
from clinic_app.ui.pages.health_record.state import Part, RecordsState
from clinic_app.ui.pages.health_record.view_model import HealthRecordViewModel
from clinic_app.ui.widgets.buttons import ActionButton
from clinic_app.ui.widgets.cards import Row, Stack
from clinic_app.ui.widgets.part_tabs import PartTabs
from clinic_app.ui.widgets.states import Notice


class HealthRecordPage(QWidget):
    """Only widgets: every decision is the view model's."""

    def __init__(self, view_model: HealthRecordViewModel, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view_model = view_model
        self.notice = Notice()
        self.tabs = PartTabs(self.tr("健康档案的各部分"))
        self.refresh = ActionButton("next", self.tr("刷新"))
        self.record = RecordPart(view_model, today)
        self.houses = HousesPart(view_model, today)
        self.alike = AlikePart(view_model)
        self.merges = MergesPart(view_model)
        self.finder = Finder(view_model, today)
        self._of_person = QStackedWidget()
        self._parts = QStackedWidget()
        self._lay_out()
        self._connect()
        self._render(view_model.state)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._begin()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.view_model.refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Tab goes through the parts."""
        if not self.tabs.turns(event):
            super().keyPressEvent(event)

    def _render(self, state: RecordsState) -> None:
        self.notice.say(state.notice, state.tone)
        titles = (
            self.tr("档案"),
            self.tr("住户"),
            f"{self.tr('待核对')} {len(state.pairs)}",
            f"{self.tr('合并记录')} {len(state.merges)}",
        )
        for at, title in enumerate(titles):
            self.tabs.setTabText(at, title)
        self._show_person(state)
        for part in (self.finder, self.record, self.houses, self.alike, self.merges):
            part.show_state(state)

    def find_person(self) -> None:
        """F3: to the search box."""
        self.tabs.setCurrentIndex(Part.RECORD)
        self.view_model.look_for()
        self.finder.begin()

    def _show_person(self, state: RecordsState) -> None:
        """The record of the person in hand, or the box to find one; whoever was typing goes on to what came."""
        shown = self.finder if state.record is None or state.finding else self.record
        if shown is not self._of_person.currentWidget():
            was_here = self._of_person.isAncestorOf(focused) if (focused := self.focusWidget()) else False
            self._of_person.setCurrentWidget(shown)
            if was_here:
                self._begin()

    def _turn_to(self, at: int) -> None:
        self._parts.setCurrentIndex(at)
        self._begin()

    def _begin(self) -> None:
        finding = self._of_person.currentWidget() is self.finder
        first = self.finder if finding else self.record
        (first, self.houses, self.alike, self.merges)[self.tabs.currentIndex()].begin()

    def _connect(self) -> None:
        self.view_model.changed.connect(self._render)
        self.tabs.currentChanged.connect(self._turn_to)
        self.refresh.clicked.connect(self.view_model.refresh)

    def _lay_out(self) -> None:
        for _ in Part:
            self.tabs.addTab("")
        stack = Stack(self)
        head = Row()
        head.addWidget(self.tabs)
        head.addStretch()
        head.addWidget(self.refresh)
        stack.addLayout(head)
        stack.addWidget(self.notice)
        self._of_person.addWidget(self.finder)
        self._of_person.addWidget(self.record)
        for part in (self._of_person, self.houses, self.alike, self.merges):
            self._parts.addWidget(part)
        stack.addWidget(self._parts, 1)
