"""工作清单: one person's year at the left, what is due at the right, who is taken into care below."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from clinic_app.domain.public_health.services import OPENED
from clinic_app.projections.queries.worklist import Item
from clinic_app.services.worklist import PAGE, Planned
from clinic_app.ui import theme
from clinic_app.ui.i18n import translate
from clinic_app.ui.pages.worklist.lists import ASIDE, ASIDE_BY_HOUSE, COLUMNS, PLAN, STATE_AT, details_of
from clinic_app.ui.pages.worklist.state import WorkListState
from clinic_app.ui.pages.worklist.view_model import WorkListViewModel
from clinic_app.ui.pages.worklist.words import ENDS, SERVICES, VIEWS, service_name
from clinic_app.ui.stylesheet import look
from clinic_app.ui.widgets.buttons import ActionButton
from clinic_app.ui.widgets.cards import Row, Stack
from clinic_app.ui.widgets.entries import Choice
from clinic_app.ui.widgets.part_tabs import PartTabs
from clinic_app.ui.widgets.pills import PillDelegate
from clinic_app.ui.widgets.states import Notice
from clinic_app.ui.widgets.table import DataTable

_PLAN_WIDTH = 304  # pixels at 100 %
_ROOMY = 1150


class WorkListPage(QWidget):
    """Only widgets: every decision is the view model's."""

    def __init__(self, view_model: WorkListViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view_model = view_model
        self.notice = Notice()
        self.views = PartTabs(self.tr("工作清单的各部分"))
        every = [("", self.tr("全部管理"))]
        named = [(one.value, translate("worklist", words)) for one, words in SERVICES.items()]
        self.service = Choice(every + named, self.tr("管理"))
        self.village = Choice([("", self.tr("全部村"))], self.tr("村"))
        self.group = Choice([("", self.tr("全部组"))], self.tr("组"))
        self.doctor = Choice([("", self.tr("全部医师"))], self.tr("医师"))
        self.order = Choice([("", self.tr("按期限排")), ("house", self.tr("按户排"))], self.tr("排列"))
        self.house = ActionButton("group", self.tr("同户"), icon="home")
        self.refresh = ActionButton("next", self.tr("刷新"))
        self.missed = ActionButton("refund", self.tr("未联系上"), icon="person")
        self.pack = ActionButton("print", self.tr("下乡包"))
        self.visit = ActionButton("home_visit", self.tr("入户随访"))
        self.table: DataTable[Item] = DataTable(
            COLUMNS,
            self.tr("工作清单"),
            self.tr("这里没有要做的\n换一个页签或条件；在下面把人纳入管理"),
            key=lambda item: (item.resident_id, item.task.service, item.task.form, item.task.step),
        )
        self.plan: DataTable[Planned] = DataTable(
            PLAN, self.tr("年度计划"), self.tr("这一年没有记录\nCtrl+← → 换一年")
        )
        self.whose, self.managed = QLabel(), QLabel()
        self.person = QLabel()
        opened = [(one.value, translate("worklist", SERVICES[one])) for one in OPENED]
        self.into = Choice(opened, self.tr("纳入哪项管理"))
        self.open = ActionButton("save", self.tr("纳入管理"), kind="primary", icon="add")
        self.reason = Choice(
            [(code, translate("worklist", words)) for code, words in ENDS], self.tr("结案原因")
        )
        self.note = QLineEdit()
        self.close_care = ActionButton("delete_row", self.tr("结案"), kind="danger")
        self.details, self.place = QLabel(), QLabel()
        self._lay_out()
        self._connect()
        self._render(view_model.state)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.table.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.view_model.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """On a small screen where and why stand below the table, and buttons show their keys alone."""
        super().resizeEvent(event)
        self._share_columns()
        for button in (self.refresh, self.missed, self.pack, self.visit):
            button.key_only(self._is_small())
        self._show_details()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Tab goes to the next view, with Shift to the one before."""
        if not self.views.turns(event):
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """On the list ← and → turn the page, with Ctrl the year."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None:
            return False
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.view_model.turn_year(step)
        else:
            self.view_model.turn(step)
        return True

    # What the keys do.

    def _ask(self) -> None:
        boxes = (self.service, self.village, self.group, self.doctor)
        self.view_model.ask(*(box.code() for box in boxes), by_house=bool(self.order.code()))
        self._share_columns()

    def _close(self) -> None:
        self.view_model.close(self.table.current_row(), self.reason.code(), self.note.text())
        self.note.clear()

    def _look(self, at: int) -> None:
        self.view_model.look_at(tuple(VIEWS)[at])

    def _share_columns(self) -> None:
        """On a small screen by house it is the reason and the age that give way, else place and reason."""
        aside = ASIDE_BY_HOUSE if self.order.code() else ASIDE
        for at in {*ASIDE, *ASIDE_BY_HOUSE}:
            self.table.setColumnHidden(at, self._is_small() and at in aside)
        self.table.share_width()

    # What the state says.

    def _render(self, state: WorkListState) -> None:
        self.notice.say(state.notice, state.tone)
        page, total = state.page, state.page.counts.get(state.wanted.view, 0)
        for at, (view, words) in enumerate(VIEWS.items()):
            self.views.setTabText(at, f"{translate('worklist', words)} {page.counts.get(view, 0):,}")
        self._offer(self.village, [(name, name) for name, _ in state.villages])
        groups = dict(state.villages).get(self.village.code(), ())
        self._offer(self.group, [(one, self.tr("{n}组").format(n=one)) for one in groups])
        self._offer(self.doctor, list(state.doctors.items()))
        self.table.show_rows(page.items, busy=state.busy and not page.items)
        words = self.tr("第 {first}–{last} 条，共 {total} 条；← → 翻页")
        shown = words.format(
            first=f"{page.start + 1:,}", last=f"{page.start + len(page.items):,}", total=f"{total:,}"
        )
        self.place.setText(shown if total > PAGE else "")
        for button in (self.pack, self.visit, self.missed, self.close_care):
            button.setEnabled(bool(page.items) and not state.busy)
        alone = state.before is not None
        self.house.say(self.tr("全部") if alone else self.tr("同户"))
        self.house.setEnabled(alone or bool(page.items))
        for box in (self.service, self.village, self.group, self.doctor, self.order):
            box.setEnabled(not alone)
        self._show_plan(state)
        self._show_person(state)
        self._show_details()

    def _show_plan(self, state: WorkListState) -> None:
        plan = state.plan
        self.whose.setText(f"{state.whose}　{plan.year}" if plan else self.tr("年度计划"))
        lines = (
            []
            if plan is None
            else [self._managed(one.service, str(one.since), one.until) for one in plan.managed]
        )
        self.managed.setText("\n".join(lines))
        self.managed.setVisible(bool(lines))
        self.plan.show_rows(plan.lines if plan else ())

    def _managed(self, service: str, since: str, until: object) -> str:
        name = service_name(service)
        if until is not None:
            return self.tr("{name}：{until} 结案").format(name=name, until=until)
        return self.tr("{name}：{since} 起管理").format(name=name, since=since)

    def _show_person(self, state: WorkListState) -> None:
        proposed = "、".join(service_name(one) for one in state.proposed)
        if not state.in_hand:
            words = self.tr("F3 找人或读卡后可纳入管理")
        elif proposed:
            words = self.tr("{name}　诊断建议纳入：{proposed}").format(name=state.in_hand, proposed=proposed)
        else:
            words = state.in_hand
        changed = words != self.person.text()
        self.person.setText(words)
        if changed and state.proposed:
            self.into.show_code(state.proposed[0].value)
        self.open.setEnabled(bool(state.in_hand) and not state.busy)

    def _show_details(self) -> None:
        item = self.table.current_row()
        self.details.setText(details_of(item, self._is_small()) if item is not None else "")

    def _choose(self, item: Item | None) -> None:
        self._show_details()
        self.view_model.show_plan(item)

    def _is_small(self) -> bool:
        return self.width() < theme.current().px(_ROOMY)

    @staticmethod
    def _offer(box: Choice, choices: Sequence[tuple[str, str]]) -> None:
        """All, and these; what was chosen stays chosen while it is there."""
        now = [(box.itemData(at), box.itemText(at)) for at in range(1, box.count())]
        if now == list(choices):
            return
        chosen = box.code()
        box.blockSignals(True)
        while box.count() > 1:
            box.removeItem(1)
        for code, name in choices:
            box.addItem(name, code)
        box.show_code(chosen)
        box.blockSignals(False)

    def _connect(self) -> None:
        self.view_model.changed.connect(self._render)
        self.views.currentChanged.connect(self._look)
        for box in (self.service, self.village, self.group, self.doctor, self.order):
            box.currentIndexChanged.connect(lambda _: self._ask())
        self.refresh.clicked.connect(self.view_model.refresh)
        self.house.clicked.connect(lambda: self.view_model.same_house(self.table.current_row()))
        self.pack.clicked.connect(self.view_model.pack)
        self.visit.clicked.connect(self.view_model.visit)
        self.missed.clicked.connect(lambda: self.view_model.missed(self.table.current_row()))
        self.open.clicked.connect(lambda: self.view_model.take_into_care(self.into.code()))
        self.close_care.clicked.connect(self._close)
        self.table.picked.connect(self.view_model.open_form)
        self.table.chosen.connect(self._choose)
        self.table.installEventFilter(self)

    def _lay_out(self) -> None:
        for _ in VIEWS:
            self.views.addTab("")
        PillDelegate.on(self.table, STATE_AT)
        PillDelegate.on(self.plan, len(PLAN) - 1)
        self.note.setAccessibleName(self.tr("结案说明"))
        self.note.setPlaceholderText(self.tr("说明"))
        self.note.setMaxLength(100)
        stack = Stack(self)
        head = Row()
        head.addWidget(self.views)
        head.addStretch()
        for button in (self.missed, self.pack):
            head.addWidget(button)
        stack.addLayout(head)
        stack.addWidget(self.notice)
        stack.addLayout(self._asked_part())
        middle = Row()
        middle.addWidget(self._plan_part())
        middle.addLayout(self._list_part(), 1)
        stack.addLayout(middle, 1)
        stack.addLayout(self._care_part())

    def _plan_part(self) -> QWidget:
        part = QWidget()
        part.setFixedWidth(theme.current().px(_PLAN_WIDTH))
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        look(self.whose, "large")
        look(self.managed, "small")
        column.addWidget(self.whose)
        column.addWidget(self.managed)
        column.addWidget(self.plan, 1)
        return part

    def _asked_part(self) -> Row:
        """What is listed and in which order; what is done with the house of a line."""
        line = Row()
        for box in (self.service, self.village, self.group, self.doctor, self.order):
            line.addWidget(box)
        line.addStretch()
        for button in (self.house, self.refresh):
            line.addWidget(button)
        return line

    def _list_part(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.addWidget(self.table, 1)
        foot = Row()
        for label in (self.details, self.place):
            look(label, "small")
        self.details.setWordWrap(True)
        foot.addWidget(self.details, 1)
        foot.addWidget(self.place)
        foot.addWidget(self.visit)
        column.addLayout(foot)
        return column

    def _care_part(self) -> Row:
        line = Row()
        line.addWidget(self.person, 1)
        line.addWidget(self.into)
        line.addWidget(self.open)
        line.addSpacing(theme.current().px(18))
        line.addWidget(self.reason)
        line.addWidget(self.note)
        line.addWidget(self.close_care)
        return line
