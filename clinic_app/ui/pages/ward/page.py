"""病区: the beds, and for who lies in one of them orders, doses, 体温单 and notes."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, QTimer
from PySide6.QtGui import QFocusEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from clinic_app.domain.ward import BedState
from clinic_app.projections.queries.wardday import Dose
from clinic_app.services.wardcare import BedCard
from clinic_app.ui import format, theme
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP
from clinic_app.ui.pages.ward.beds import BedChart
from clinic_app.ui.pages.ward.care import CarePanel, DosesPanel
from clinic_app.ui.pages.ward.notes import NotesPanel
from clinic_app.ui.pages.ward.orders import OrdersPanel
from clinic_app.ui.pages.ward.state import OF_A_STAY, Part, WardState
from clinic_app.ui.pages.ward.view_model import WardViewModel
from clinic_app.ui.pages.ward.vitals import VitalsPanel
from clinic_app.ui.stylesheet import look
from clinic_app.ui.theme import TextSize, Tone
from clinic_app.ui.widgets.buttons import ActionButton
from clinic_app.ui.widgets.cards import Card, Row, Stack
from clinic_app.ui.widgets.part_tabs import PartTabs
from clinic_app.ui.widgets.rows import Column
from clinic_app.ui.widgets.states import Notice
from clinic_app.ui.widgets.table import DataTable

_REFRESH_MS = 20_000  # what other PCs do comes by sync

PRESENT: tuple[Column[BedCard], ...] = (
    Column(QT_TRANSLATE_NOOP("columns", "床"), lambda one: one.bed or "—", width=4, bold=True),
    Column(
        QT_TRANSLATE_NOOP("columns", "姓名"),
        lambda one: one.stay.name if one.stay else "",
        width=8,
        bold=True,
    ),
)


class WardPage(QWidget):
    """Only widgets: every decision is the view model's."""

    def __init__(self, view_model: WardViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view_model = view_model
        self.notice = Notice()
        self.tabs = PartTabs(self.tr("床位图、医嘱、执行、摆药、体温单、病程"))
        self.list: DataTable[BedCard] = DataTable(
            PRESENT,
            self.tr("在院患者"),
            self.tr("没有在院患者\n到住院页办入院"),
            key=lambda one: one.stay.id if one.stay else one.bed,
        )
        self.who = QLabel()
        self.warn = QLabel()
        self.day = QLabel()
        self.beds = BedChart()
        self.bed, self.room = QLineEdit(), QLineEdit()
        self.orders = OrdersPanel()
        self.care = CarePanel()
        self.doses = DosesPanel()
        self.vitals = VitalsPanel()
        self.notes = NotesPanel()
        self.parts = QStackedWidget()
        self.back = ActionButton("refund", self.tr("停医嘱"), kind="danger")
        self.more = ActionButton("preview", self.tr("全病区"))
        self.print = ActionButton("print", self.tr("打印"))
        self.refresh = ActionButton("next", self.tr("刷新"))
        self.add = ActionButton("add_row", self.tr("开医嘱"))
        self.drop = ActionButton("delete_row", self.tr("去掉最后一条"))
        self.save = ActionButton("save", self.tr("签名"), kind="primary")
        self._lay_out()
        self._timer = QTimer(self, interval=_REFRESH_MS)
        self._connect()
        self._render(view_model.state)

    def find_person(self) -> None:
        """F3: to the list of who is in."""
        (self.beds if self.view_model.state.part is Part.BEDS else self.list).setFocus()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.find_person()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.view_model.refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._turns(event):
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ctrl+Tab goes through the parts, Alt+← → through the days; Esc keeps the bed."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if event.key() == Qt.Key.Key_Escape and self.view_model.state.moving:
            self.view_model.keep_bed()
            return True
        return self._turns(event)

    def _turns(self, event: QKeyEvent) -> bool:
        if self.tabs.turns(event):
            return True
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if step and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.view_model.show_day(step)
            return True
        return False

    # What the keys do.

    def _save(self) -> None:
        act: dict[Part, Callable[[], None]] = {
            Part.BEDS: self.view_model.ask_bed,
            Part.ORDERS: lambda: self.view_model.sign_orders(self.orders.reason.text()),
            Part.CARE: lambda: self.view_model.execute(
                [one.key for one in self.view_model.state.due if one.supplied]
            ),
            Part.DOSES: lambda: self.view_model.dispense(self.doses.second.take()),
            Part.VITALS: self._measure,
            Part.NOTES: lambda: self.view_model.sign_note(
                self.notes.kind.code(), self.notes.texts(), self.notes.chosen_diagnosis()
            ),
        }
        act[self.view_model.state.part]()

    def _measure(self) -> None:
        values = self.vitals.values()
        if values is not None:
            state = self.view_model.state
            self.view_model.measure(self.vitals.taken_ms(state.day), values)

    def _back(self) -> None:
        part = self.view_model.state.part
        if part is Part.BEDS:
            self.view_model.ready_bed(self.beds.current_card())
        elif part is Part.ORDERS:
            self.view_model.stop_order(self.orders.table.current_row())
        elif part is Part.CARE:
            self._leave_out()
        elif part is Part.DOSES:
            self.view_model.give_back(self.doses.second.take())
        elif part is Part.NOTES:
            self.view_model.add_to_note(self.notes.table.current_row(), self.notes.addendum.toPlainText())

    def _leave_out(self) -> None:
        dose, why = self.care.table.current_row(), self.care.reason.text().strip()
        if not why:
            self.care.reason.setFocus()
        elif dose is not None and dose.done is None:
            self.view_model.execute([dose.key], why)

    def _more(self) -> None:
        if self.view_model.state.part is Part.ORDERS:
            self.view_model.stop_all()
        else:
            self.view_model.show_whole()

    def _add(self) -> None:
        part = self.view_model.state.part
        if part is Part.BEDS and self.bed.text().strip():
            self.view_model.place_bed(self.bed.text().strip(), self.room.text().strip())
            self.bed.clear()
        elif part is Part.BEDS:
            self.bed.setFocus()
        elif part is Part.ORDERS:
            self.orders.begin()
        elif part is Part.NOTES:
            self.notes.begin()

    def _give(self, dose: Dose) -> None:
        """Enter on a dose gives that one."""
        self.view_model.execute([dose.key])

    def _written(self, part: object) -> None:
        if part is Part.ORDERS:
            self.orders.clear()
        elif part is Part.CARE:
            self.care.reason.clear()
        elif part is Part.VITALS:
            self.vitals.clear()
        elif part is Part.NOTES:
            self.notes.clear()

    # What the state says.

    def _render(self, state: WardState) -> None:
        self.notice.say(state.notice, state.tone)
        with QSignalBlocker(self.tabs):
            self.tabs.setCurrentIndex(state.part)
        self.parts.setCurrentIndex(state.part)
        self.beds.show_cards(state.cards)
        present = [card for card in state.cards if card.stay is not None]
        with QSignalBlocker(self.list):
            self.list.show_rows(present)
            if state.card in present:
                self.list.choose(present.index(state.card))
        self._side.setVisible(state.part in OF_A_STAY)
        self._show_who(state)
        self.orders.render_state(state)
        self.care.render_state(state)
        self.doses.render_state(state)
        self.vitals.render_state(state)
        self.notes.render_state(state)
        if state.stay is not None:
            self.notes.propose(*state.stay.diagnosis)
        self._render_buttons(state)

    def _show_who(self, state: WardState) -> None:
        card, stay = state.card, state.stay
        of_a_stay = state.part in OF_A_STAY
        self.who.setVisible(of_a_stay and stay is not None)
        self.warn.setVisible(of_a_stay and card is not None and bool(card.allergies))
        self.day.setVisible(state.part in (Part.CARE, Part.DOSES, Part.VITALS))
        self.day.setText(self.tr("‹ {day} ›　Alt+← →").format(day=f"{state.day:%Y-%m-%d}"))
        if card is None or stay is None:
            return
        age = format.age(stay.birth_date, stay.day) if stay.birth_date else ""
        day = self.tr("第 {n} 天").format(n=card.day_no)
        words = (self.tr("{bed} 床").format(bed=stay.bed or "—"), stay.name, format.sex(stay.sex), age, day)
        self.who.setText("  ".join(part for part in words if part) + "　" + stay.diagnosis[1])
        self.warn.setText(self.tr("过敏：{names}").format(names="、".join(card.allergies)))

    def _render_buttons(self, state: WardState) -> None:
        part, here = state.part, state.stay is not None
        words = {
            Part.BEDS: (self.tr("转床"), self.tr("已清洁"), self.tr("加床"), ""),
            Part.ORDERS: (self.tr("签名"), self.tr("停医嘱"), self.tr("开医嘱"), self.tr("医嘱单")),
            Part.CARE: (self.tr("全部执行"), self.tr("未执行"), "", self.tr("执行单")),
            Part.DOSES: (self.tr("摆药"), self.tr("退药"), "", self.tr("摆药单")),
            Part.VITALS: (self.tr("记入"), "", "", self.tr("体温单")),
            Part.NOTES: (self.tr("签名"), self.tr("补记"), self.tr("写病程"), self.tr("打印")),
        }
        save, back, add, paper = words[part]
        may = {
            Part.BEDS: here,
            Part.ORDERS: bool(state.typed) and not state.blocked,
            Part.CARE: any(one.supplied for one in state.due) and state.day <= state.today,
            Part.DOSES: bool(state.owed),
            Part.VITALS: here,
            Part.NOTES: here,
        }
        self.save.say(save)
        self.save.setEnabled(may[part] and not state.busy)
        for button, text in ((self.back, back), (self.add, add), (self.print, paper)):
            button.setVisible(bool(text))
            button.say(text)
        may_place = self.view_model.may_place
        self.add.setVisible(bool(add) and (part is not Part.BEDS or may_place))
        self.back.setEnabled(not state.busy and (part is not Part.DOSES or bool(state.returns)))
        self.drop.setVisible(part is Part.ORDERS and bool(state.typed))
        self.more.setVisible(part in (Part.CARE, Part.ORDERS))
        whole = self.tr("只看这位") if state.whole else self.tr("全病区")
        self.more.say(self.tr("全停") if part is Part.ORDERS else whole)
        self.more.setEnabled(part is Part.CARE or any(one.open for one in state.orders))
        self._place.setVisible(may_place)

    def _connect(self) -> None:
        view_model = self.view_model
        view_model.changed.connect(self._render)
        view_model.written.connect(self._written)
        self.tabs.currentChanged.connect(self._turn_to)
        self.beds.chosen.connect(self._bed_chosen)
        self.beds.picked.connect(view_model.pick)
        self.list.chosen.connect(view_model.choose)
        self.list.picked.connect(lambda _: self._add())
        self.orders.typed.connect(view_model.type_order)
        self.orders.no_allergies.connect(view_model.no_allergies)
        self.orders.tested.connect(view_model.skin_test)
        self.orders.asked.connect(view_model.answer_pregnant)
        self.care.table.picked.connect(self._give)
        self.vitals.passed.connect(self._measure)
        self.save.clicked.connect(self._save)
        self.back.clicked.connect(self._back)
        self.more.clicked.connect(self._more)
        self.add.clicked.connect(self._add)
        self.drop.clicked.connect(view_model.drop_order)
        self.refresh.clicked.connect(view_model.refresh)
        self.print.clicked.connect(lambda: view_model.print_part(self.notes.table.current_row()))
        self._timer.timeout.connect(lambda: view_model.refresh() if self.isVisible() else None)
        self._timer.start()
        for child in self.findChildren(QWidget):
            child.installEventFilter(self)

    def _turn_to(self, at: int) -> None:
        self.view_model.turn_to(Part(at))
        self.find_person()

    def _bed_chosen(self, card: BedCard | None) -> None:
        """While a bed is looked for, the one who moves stays the open stay."""
        if not self.view_model.state.moving:
            self.view_model.choose(card)
        free = card is not None and card.state is BedState.CLEANING
        if self.view_model.state.part is Part.BEDS:
            self.back.setEnabled(free)

    def _lay_out(self) -> None:
        px = theme.current().px
        look(self.who, TextSize.LARGE.value)
        look(self.warn, "", Tone.DANGER.value)
        look(self.day, "soft")
        stack = Stack(self)
        stack.addWidget(self.notice)
        for words in (
            self.tr("床位图"),
            self.tr("医嘱"),
            self.tr("执行"),
            self.tr("摆药"),
            self.tr("体温单"),
            self.tr("病程"),
        ):
            self.tabs.addTab(words)
        top = Row()
        top.addWidget(self.tabs)
        top.addStretch(1)
        top.addWidget(self.day)
        stack.addLayout(top)
        columns = QHBoxLayout()
        columns.setSpacing(px(8))
        self._side = Card()
        self._side.setMaximumWidth(px(190))
        self._side.body.addWidget(self.list, 1)
        columns.addWidget(self._side)
        middle = Card()
        head = Row()
        head.addWidget(self.who)
        head.addWidget(self.warn)
        head.addStretch(1)
        middle.body.addLayout(head)
        for part in (self._beds_part(), self.orders, self.care, self.doses, self.vitals, self.notes):
            self.parts.addWidget(part)
        middle.body.addWidget(self.parts, 1)
        columns.addWidget(middle, 1)
        stack.addLayout(columns, 1)
        buttons = Row()
        for button in (self.back, self.more, self.print, self.refresh):
            buttons.addWidget(button)
        buttons.addStretch()
        for button in (self.drop, self.add, self.save):
            buttons.addWidget(button)
        stack.addLayout(buttons)

    def _beds_part(self) -> QWidget:
        """The chart, and under it the boxes of a new bed for who may place one."""
        part, self._place = QWidget(), QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.beds, 1)
        row = Row()
        row.setContentsMargins(0, 0, 0, 0)
        for box, words in ((self.bed, self.tr("新床号")), (self.room, self.tr("病房"))):
            box.setAccessibleName(words)
            box.setPlaceholderText(words)
            box.setMaximumWidth(theme.current().px(140))
            row.addWidget(box)
        row.addStretch(1)
        self._place.setLayout(row)
        column.addWidget(self._place)
        return part
