"""公卫表单: the record sheets of a person and of the institution, filled in, looked at, corrected, printed."""

from datetime import date

from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from clinic_app.ui.forms.files import Files
from clinic_app.ui.pages.forms.parts import FinderPart, ListsPart, OpenPart
from clinic_app.ui.pages.forms.state import FormsState, Part
from clinic_app.ui.pages.forms.view_model import FormsViewModel
from clinic_app.ui.widgets.buttons import ActionButton
from clinic_app.ui.widgets.cards import Row, Stack
from clinic_app.ui.widgets.part_tabs import PartTabs
from clinic_app.ui.widgets.states import Notice


class FormsPage(QWidget):
    """Only widgets: every decision is the view model's."""

    def __init__(
        self, view_model: FormsViewModel, today: date, files: Files, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.view_model = view_model
        self.notice = Notice()
        self.tabs = PartTabs(self.tr("表单的各部分"))
        self.refresh = ActionButton("next", self.tr("刷新"))
        self.finder = FinderPart(view_model, today)
        self.lists = ListsPart(view_model)
        self.opened = OpenPart(view_model, files)
        self._parts = QStackedWidget()
        self._begun: QWidget | None = None  # the open form that was given the focus
        self._lay_out()
        self._connect()
        self._render(view_model.state)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._begin()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.view_model.in_sight(True)
        self.view_model.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.view_model.in_sight(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Tab goes to the other tab."""
        if not (self.tabs.isVisible() and self.tabs.turns(event)):
            super().keyPressEvent(event)

    def find_person(self) -> None:
        """F3: to the search box."""
        self.view_model.look_for()
        self.finder.begin()

    def _render(self, state: FormsState) -> None:
        self.notice.say(state.notice, state.tone)
        self.tabs.setCurrentIndex(state.part)
        for widget in (self.tabs, self.refresh):
            widget.setVisible(state.open is None)
        for part in (self.finder, self.lists, self.opened):
            part.show_state(state)
        wanted = self._wanted(state)
        if wanted is not self._parts.currentWidget() or self.opened.view is not self._begun:
            self._begun = self.opened.view
            self._parts.setCurrentWidget(wanted)
            if self.isVisible():
                self._begin()

    def _wanted(self, state: FormsState) -> QWidget:
        if state.open is not None:
            return self.opened
        whose = state.part is Part.FACILITY or (state.person is not None and not state.finding)
        return self.lists if whose else self.finder

    def _begin(self) -> None:
        part = self._parts.currentWidget()
        for one in (self.finder, self.lists, self.opened):
            if one is part:
                one.begin()

    def _connect(self) -> None:
        self.view_model.changed.connect(self._render)
        self.tabs.currentChanged.connect(lambda at: self.view_model.show_part(Part(at)))
        self.refresh.clicked.connect(self.view_model.refresh)

    def _lay_out(self) -> None:
        self.tabs.addTab(self.tr("居民"))
        self.tabs.addTab(self.tr("本机构"))
        stack = Stack(self)
        head = Row()
        head.addWidget(self.tabs)
        head.addStretch()
        head.addWidget(self.refresh)
        stack.addLayout(head)
        stack.addWidget(self.notice)
        for part in (self.finder, self.lists, self.opened):
            self._parts.addWidget(part)
        stack.addWidget(self._parts, 1)
