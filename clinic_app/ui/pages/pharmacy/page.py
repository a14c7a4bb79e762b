"""发药: who waits at the left, the drugs at the right; paid bills only, and the list refreshes by itself."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, QTimer
from PySide6.QtGui import QFocusEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from clinic_app.domain.time import beijing
from clinic_app.projections.queries.pharmacy import HandedTooMuch, PaidVisit
from clinic_app.projections.queries.unmatched import Unmatched, Why
from clinic_app.ui import theme
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP, translate
from clinic_app.ui.initials import initials
from clinic_app.ui.pages.pharmacy.drugs import DrugsCard, WindowLine, how_many
from clinic_app.ui.pages.pharmacy.state import Part, PharmacyState
from clinic_app.ui.pages.pharmacy.unmatched import UNMATCHED
from clinic_app.ui.pages.pharmacy.view_model import PharmacyViewModel
from clinic_app.ui.theme import Tone
from clinic_app.ui.widgets.buttons import ActionButton
from clinic_app.ui.widgets.cards import Card, Row, Stack
from clinic_app.ui.widgets.hits import Hit
from clinic_app.ui.widgets.part_tabs import PartTabs
from clinic_app.ui.widgets.rows import Column
from clinic_app.ui.widgets.search import Answer, SearchBox
from clinic_app.ui.widgets.states import Notice
from clinic_app.ui.widgets.table import DataTable

_SIDE = 312  # pixels at 100 %: the list with names of four characters and a dot
_WIDE = 700  # likewise: the lists that say what is wrong
_ALL = 16_777_215  # as wide as there is room
_REFRESH_MS = 10_000  # bills of other PCs come by sync

PAID: tuple[Column[PaidVisit], ...] = (
    Column(QT_TRANSLATE_NOOP("columns", "号"), lambda one: one.visit_number, width=5, bold=True),
    Column(QT_TRANSLATE_NOOP("columns", "姓名"), lambda one: one.name, width=10, bold=True),
    Column(QT_TRANSLATE_NOOP("columns", "收费"), lambda one: f"{beijing(one.made_ms):%H:%M}", width=6),
    Column(QT_TRANSLATE_NOOP("columns", "药"), lambda one: str(len(one.lines)), width=3, number=True),
)

TOO_MUCH: tuple[Column[HandedTooMuch], ...] = (
    Column(QT_TRANSLATE_NOOP("columns", "号"), lambda one: one.visit_number, width=6, bold=True),
    Column(QT_TRANSLATE_NOOP("columns", "姓名"), lambda one: one.name, width=9, bold=True),
    Column(QT_TRANSLATE_NOOP("columns", "药品"), lambda one: one.drug),
    Column(
        QT_TRANSLATE_NOOP("columns", "已收费"),
        lambda one: how_many(one.paid_e4, one.unit) if one.paid_e4 else translate("pharmacy", "没有"),
        width=8,
        number=True,
    ),
    Column(
        QT_TRANSLATE_NOOP("columns", "已发"),
        lambda one: how_many(one.out_e4, one.unit),
        width=8,
        number=True,
        tone=lambda _: Tone.DANGER,
        bold=True,
    ),
    Column(QT_TRANSLATE_NOOP("columns", "发药人"), lambda one: "、".join(one.by), width=16),
)


class PharmacyPage(QWidget):
    """Only widgets: every decision is the view model's."""

    def __init__(self, view_model: PharmacyViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view_model = view_model
        self._shown = view_model.state
        self.notice = Notice()
        self.tabs = PartTabs(self.tr("待发药、已发药、多发、收发核对"))
        self.search = SearchBox(
            self._look_up, self.tr("找单子"), self.tr("收据号、就诊号、姓名、首字母、卡号")
        )
        self.refresh = ActionButton("next", self.tr("刷新"))
        self.list: DataTable[PaidVisit] = DataTable(
            PAID, self.tr("待发药"), self.tr("没有人等药\n收了费的单子自己会出现"), key=_key
        )
        self.too_much: DataTable[HandedTooMuch] = DataTable(
            TOO_MUCH,
            self.tr("发出的比收费的多"),
            self.tr("发出的药都收过费"),
            key=lambda one: (one.visit_id, one.feedetl_sn),
        )
        self.unmatched: DataTable[Unmatched] = DataTable(
            UNMATCHED,
            self.tr("收发核对"),
            self.tr("收费的药都发了\n发出的药都收过费"),
            key=lambda one: (one.settlement_id, one.feedetl_sn, one.why),
        )
        self.drugs = DrugsCard()
        self.give_back = ActionButton("refund", self.tr("退药"), kind="danger")
        self.print = ActionButton("print", self.tr("打处方笺"))
        self.drop = ActionButton("delete_row", self.tr("退掉上一盒"))
        self.hand_out = ActionButton("settle", self.tr("发药"), kind="primary", icon="pill")
        self._lists = QStackedWidget()
        self._lay_out()
        self._timer = QTimer(self, interval=_REFRESH_MS)
        self._connect()
        self._render(view_model.state)

    def find_person(self) -> None:
        """F3: to the search box."""
        self.tabs.setCurrentIndex(Part.WAITING)
        self.search.setFocus()
        self.search.selectAll()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._focus_list()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.view_model.refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Tab goes through the lists."""
        if not self._turns(event):
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Typing over the list searches it; Ctrl+Tab is not the table's."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if self._turns(event):
            return True
        if (
            watched is self.list
            and event.text().strip()
            and event.text().isprintable()
            and not event.modifiers()
        ):
            self.search.setFocus()
            self.search.event(event)  # not sent anew: a scanner heard it already
            return True
        return False

    def _turns(self, event: QKeyEvent) -> bool:
        return self.tabs.turns(event)

    def _look_up(self, text: str, answer: Answer) -> None:
        folded = text.lower()

        def fits(one: PaidVisit) -> bool:
            return (
                one.visit_number.lower().endswith(folded)
                or (len(text) > 3 and one.number.lower().endswith(folded))
                or text in one.name
                or initials(one.name).startswith(folded)
                or (len(text) > 4 and one.card_number == text)
            )

        found = [one for one in self.view_model.state.listed if fits(one)]
        answer([Hit(one, f"{one.visit_number}  {one.name}", one.number) for one in found])

    def _found(self, paid: PaidVisit) -> None:
        self.view_model.open(paid.settlement_id)
        self.list.setFocus()

    def _scanned(self, text: str) -> None:
        """A box, while this page is in front."""
        if self.isVisible() and self.view_model.state.filled:
            self.drugs.table.setFocus()
            self.view_model.take_box(text)

    def _go_to_drugs(self, paid: PaidVisit) -> None:
        """Enter on a person: to the drugs, where something is to be said of them."""
        self.view_model.choose(paid)
        if self.view_model.state.filled:
            self.drugs.table.setFocus()

    def _go_to_bill(self, one: Unmatched) -> None:
        """Enter on what does not meet: to the list where it is put right."""
        part = {Why.WAITS: Part.WAITING, Why.TOO_MUCH: Part.TOO_MUCH}.get(one.why, Part.OUT)
        self.tabs.setCurrentIndex(part)
        self.view_model.open(one.settlement_id)

    def _pointed(self, row: WindowLine | None) -> None:
        if row is not None and self.view_model.state.filled:
            self.view_model.point(row.drug.feedetl_sn)

    def _hand_out(self) -> None:
        """F9; where a line still asks for something, the cursor goes there."""
        state = self.view_model.state
        if state.may_hand_out and not state.unfinished and not self._is_checked():
            return
        self.view_model.hand_out(self.drugs.second.take())
        if self.view_model.state.unfinished and not self.view_model.state.busy:
            self.drugs.line.ask_why()

    def _take_back(self, quantities: Mapping[str, int], reason: str) -> None:
        if self._is_checked():
            self.view_model.take_back(quantities, reason, self.drugs.second.take())

    def _is_checked(self) -> bool:
        """复核: the second person's boxes are filled where one is due; else the cursor goes there."""
        second = self.drugs.second
        if not self.view_model.state.asks_second or second.is_filled():
            return True
        self.view_model.ask_second()
        second.staff.setFocus()
        return False

    def _second_done(self) -> None:
        """Enter on the second person's password."""
        if not self.view_model.state.returning:
            self._hand_out()

    def _drop_box(self) -> None:
        row = self.drugs.table.current_row()
        if row is not None:
            self.view_model.drop_box(row.drug.feedetl_sn)

    def _ask_back(self) -> None:
        """From the waiting list first to what went out: which one?"""
        part = self.view_model.state.part
        if part is Part.WAITING and not self.view_model.state.may_take_back:
            self.tabs.setCurrentIndex(Part.OUT)
            self._focus_list()
        elif part is Part.TOO_MUCH:
            self.view_model.ask_back_too_much(self.too_much.current_row())
        else:
            self.view_model.ask_back()

    def _render(self, state: PharmacyState) -> None:
        before, self._shown = self._shown, state
        self.notice.say(state.notice, state.tone)
        for at, (words, count) in enumerate(
            (
                (self.tr("待发药"), len(state.waiting)),
                (self.tr("已发药"), len(state.out)),
                (self.tr("多发"), len(state.too_much)),
                (self.tr("收发核对"), len(state.unmatched)),
            )
        ):
            self.tabs.setTabText(at, f"{words} {count}")
        with QSignalBlocker(self.list):
            self.list.show_rows(state.listed)
            self._point_at(state.open)
        self.too_much.show_rows(state.too_much)
        self.unmatched.show_rows(state.unmatched)
        self.drugs.show_bill(state)
        self.drugs.held.show_where(state.where.get(state.open.settlement_id) if state.open else None)
        self._render_buttons(state)
        if before.returning and not state.returning:
            self._focus_list()

    def _render_buttons(self, state: PharmacyState) -> None:
        self.hand_out.setEnabled(state.may_hand_out)
        self.hand_out.say(self.tr("正在发药…") if state.busy else self.tr("发药"))
        over = state.part is Part.TOO_MUCH and bool(state.too_much) and not state.returning
        asks = state.part is Part.WAITING and bool(state.out)
        self.give_back.setEnabled(state.may_take_back or over or asks)
        self.print.setEnabled(state.open is not None)
        self.drop.setVisible(any(wish.codes for wish in state.wishes.values()))

    def _point_at(self, paid: PaidVisit | None) -> None:
        """The cursor stands on the open bill; on nothing when none is open."""
        numbers = [one.settlement_id for one in self.view_model.state.listed]
        if paid is not None and paid.settlement_id in numbers:
            self.list.choose(numbers.index(paid.settlement_id))
        else:
            self.list.clearSelection()

    def _turn_to(self, at: int) -> None:
        part = Part(at)
        wide = part in (Part.TOO_MUCH, Part.UNMATCHED)
        self._lists.setCurrentIndex(max(0, part - 1))
        self._side.setFixedWidth(theme.current().px(_WIDE if wide else _SIDE))
        self.search.setVisible(not wide)
        self.drugs.setVisible(part is not Part.UNMATCHED)
        if part is Part.UNMATCHED:
            self._side.setMaximumWidth(_ALL)
        self._columns.setStretch(0, int(part is Part.UNMATCHED))
        self.hand_out.setVisible(part is Part.WAITING)
        self.view_model.turn_to(part)
        self._focus_list()

    def _focus_list(self) -> None:
        if self.isVisible() and not self.view_model.state.returning:
            shown = self._lists.currentWidget()
            if shown is not None:
                shown.setFocus()

    def _connect(self) -> None:
        view_model = self.view_model
        view_model.changed.connect(self._render)
        self.tabs.currentChanged.connect(self._turn_to)
        self.list.chosen.connect(view_model.choose)
        self.list.picked.connect(self._go_to_drugs)
        self.unmatched.picked.connect(self._go_to_bill)
        self.drugs.table.chosen.connect(self._pointed)
        self.drugs.table.picked.connect(lambda _: self.drugs.line.begin())
        self.drugs.line.changed.connect(view_model.wish)
        self.drugs.line.left.connect(self.drugs.table.setFocus)
        view_model.scanned.connect(self._scanned)
        self.search.picked.connect(self._found)
        self.drugs.back.confirmed.connect(self._take_back)
        self.drugs.second.done.connect(self._second_done)
        self.drugs.back.kept.connect(view_model.keep)
        for button, act in (
            (self.refresh, view_model.refresh),
            (self.give_back, self._ask_back),
            (self.print, view_model.print_prescriptions),
            (self.hand_out, self._hand_out),
            (self.drop, self._drop_box),
        ):
            button.clicked.connect(lambda _=False, act=act: act())
        for table in (self.list, self.too_much, self.unmatched, self.drugs.table):
            table.installEventFilter(self)
        self._timer.timeout.connect(lambda: view_model.refresh() if self.isVisible() else None)
        self._timer.start()

    def _lay_out(self) -> None:
        px = theme.current().px
        stack = Stack(self)
        stack.addWidget(self.notice)
        for _ in Part:
            self.tabs.addTab("")
        top = Row()
        top.addWidget(self.tabs)
        top.addStretch(1)
        self.search.setMinimumWidth(px(320))
        top.addWidget(self.search)
        top.addWidget(self.refresh)
        stack.addLayout(top)
        columns = self._columns = QHBoxLayout()
        columns.setSpacing(px(9))
        for table in (self.list, self.too_much, self.unmatched):
            self._lists.addWidget(table)
        self._side = Card()
        self._side.body.addWidget(self._lists)
        self._side.setFixedWidth(px(_SIDE))
        columns.addWidget(self._side)
        columns.addWidget(self.drugs, 1)
        stack.addLayout(columns, 1)
        buttons = Row()
        for button in (self.give_back, self.print, self.drop):
            buttons.addWidget(button)
        buttons.addStretch()
        buttons.addWidget(self.hand_out)
        stack.addLayout(buttons)


def _key(one: PaidVisit) -> object:
    return one.settlement_id
