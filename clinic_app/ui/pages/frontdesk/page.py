"""挂号: who is here at the left, today's queue at the right."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QWidget

from clinic_app.projections.queries.registration import Visit
from clinic_app.projections.queries.residents import Resident
from clinic_app.services.residents import NewResident
from clinic_app.ui import format, theme
from clinic_app.ui.pages.frontdesk.person_card import PersonPanel, VisitForm
from clinic_app.ui.pages.frontdesk.queue_card import QueueCard, line_of
from clinic_app.ui.pages.frontdesk.state import TABS, FrontDeskState, Step
from clinic_app.ui.pages.frontdesk.view_model import FrontDeskViewModel
from clinic_app.ui.stylesheet import look
from clinic_app.ui.theme import Tone
from clinic_app.ui.widgets.buttons import ActionButton
from clinic_app.ui.widgets.cards import Card, Row, Stack
from clinic_app.ui.widgets.fields import EnterMoves
from clinic_app.ui.widgets.hits import Hit
from clinic_app.ui.widgets.search import Answer, SearchBox
from clinic_app.ui.widgets.states import Notice

_LEFT = 470  # pixels at 100 %
_LEFT_NARROW = 400
_NARROW_BELOW = 1150  # of the whole page


class FrontDeskPage(QWidget):
    """Only widgets: every decision is the view model's."""

    def __init__(
        self,
        view_model: FrontDeskViewModel,
        departments: Sequence[str],
        today: date,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.view_model = view_model
        self._today = today
        self._shown = FrontDeskState()
        self._aside: NewResident | None = None  # typed, then put aside for a card
        self.search = SearchBox(self._look_up, self.tr("找人"), self.tr("姓名、拼音、证件号、电话、卡号"))
        self.new = ActionButton("add_row", self.tr("新建"))
        self.person = PersonPanel(today)
        self.visit = VisitForm(departments)
        self.register = ActionButton("save", self.tr("确认挂号"), kind="primary")
        self.empty = ActionButton("clear")
        self.notice = Notice()
        self.today = QueueCard()
        self.tabs, self.queue, self.confirm = self.today.tabs, self.today.queue, self.today.confirm
        self.cancel, self.reprint, self.refresh = self.today.cancel, self.today.reprint, self.today.refresh
        self._lay_out()
        for form in (self.person.form, self.visit, self._left_buttons):
            EnterMoves(form)
        self._connect()
        self._render(view_model.state)

    def find_person(self) -> None:
        """F3: to the search box."""
        self.search.setFocus()
        self.search.selectAll()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        px = theme.current().px
        narrow = self.width() < px(_NARROW_BELOW)
        self._left.setFixedWidth(px(_LEFT_NARROW if narrow else _LEFT))
        self.today.narrow(narrow)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The page was opened: to what is to be typed next."""
        super().focusInEvent(event)
        self._focus_next(self.view_model.state)

    def _register(self) -> None:
        state = self.view_model.state
        if state.step is Step.ALIKE:
            self.person.alike.table.setFocus()
            return
        if state.step is Step.TYPING:
            if state.reading.known is not None:
                self._take_known()
                return
            if self.person.form.problems():
                return
            self.view_model.register(self.visit.wanted(), self.person.form.resident())
        else:
            self.view_model.register(self.visit.wanted())

    def _another(self) -> None:
        """Not one of those alike: register the newcomer all the same."""
        holder = self.view_model.state.person.holder if self.view_model.state.person else None
        from_card = holder is not None and bool(holder.name and holder.id_number)
        typed = None if from_card else self.person.form.resident()
        self.view_model.register(self.visit.wanted(), typed, sure=True)

    def _look_up(self, text: str, answer: Answer) -> None:
        self.view_model.find(text, lambda found: answer([self._hit(one) for one in found]))

    def _hit(self, one: Resident) -> Hit:
        age = format.age(one.birth_date, self._today) if one.birth_date else ""
        number = format.masked_id(one.id_number) if one.id_number else self.tr("临时身份")
        parts = [format.sex(one.sex), age, number, one.address]
        return Hit(one.id, one.name, " · ".join(part for part in parts if part))

    # What the state says.

    def _render(self, state: FrontDeskState) -> None:
        before, self._shown = self._shown, state
        self._put_aside(before, state)
        self.person.render_state(state, before)
        self.visit.render_state(state)
        open_visit = state.person.visit if state.person is not None and state.step is Step.KNOWN else None
        ready = state.step not in (Step.NOBODY, Step.ALIKE) and not state.busy
        self.register.setEnabled(ready and open_visit is None)
        self.new.setVisible(state.step is not Step.ALIKE)  # Ins means “another person” then
        self.register.say(self.tr("正在挂号…") if state.busy else self._word(state))
        self._say(state)
        self.confirm.ask(state.cancelling)
        if (state.queue, state.where, state.tab) != (before.queue, before.where, before.tab):
            self.today.show_state(state)
        if open_visit is not None and state.person is not before.person:
            self._point_at(open_visit)
        if self._turned(before, state):
            self._focus_next(state)

    def _put_aside(self, before: FrontDeskState, state: FrontDeskState) -> None:
        """A card of somebody else while a newcomer is being typed: nothing typed is lost."""
        typed = self.person.form.typed()
        person = state.person
        if before.step is not Step.TYPING or typed is None or person is None or person is before.person:
            return
        if person.resident is None or person.resident.id_number != typed.id_number:
            self._aside = typed

    def _say(self, state: FrontDeskState) -> None:
        if self._aside is not None and not state.notice:
            words = self.tr("刚才填到一半的“{name}”还没有挂号，已放在一边。")
            name = self._aside.name or self._aside.id_number or self._aside.phone
            self.notice.say(words.format(name=name), Tone.WARN, self.tr("接着填"))
        else:
            self.notice.say(state.notice, state.tone)

    def _go_on_typing(self) -> None:
        typed, self._aside = self._aside, None
        if typed is not None:
            self.view_model.begin_newcomer()
            self.person.form.restore(typed)
            self.view_model.type_number(typed.id_number)

    def _drop_aside(self) -> None:
        self._aside = None

    def _word(self, state: FrontDeskState) -> str:
        if state.step is Step.KNOWN and state.person is not None and state.person.visit is not None:
            return self.tr("今天已挂 {number} 号").format(number=state.person.visit.number)
        newcomer = state.step in (Step.CARD, Step.TYPING)
        return self.tr("建档并挂号") if newcomer else self.tr("确认挂号")

    def _point_at(self, visit: Visit) -> None:
        """Put the cursor of the queue on a visit, so that F6 and F10 mean it."""
        self.view_model.open_tab(visit.state)
        rows = [one.id for one in self.view_model.state.shown]
        if visit.id in rows:
            self.queue.choose(rows.index(visit.id))

    def _turned(self, before: FrontDeskState, state: FrontDeskState) -> bool:
        """Whether another thing is to be typed now than before."""
        cancelled = before.cancelling is not None and state.cancelling is None
        return (
            before.step is not state.step
            or before.person is not state.person
            or (before.busy and not state.busy)
            or cancelled
        )

    def _focus_next(self, state: FrontDeskState) -> None:
        if not self.isVisible() or state.busy or state.cancelling is not None:
            return
        self._next(state).setFocus()

    def _next(self, state: FrontDeskState) -> QWidget:
        """The next thing to type: a card's holder needs nothing but Enter."""
        if state.step is Step.NOBODY:
            return self.search
        if state.step is Step.TYPING:
            return self.person.form.first_empty()
        if state.step is Step.ALIKE:
            return self.person.alike.table
        if state.person is not None and state.person.visit is not None:
            return self.reprint
        return self.visit.insurance if self.visit.has_choice() else self.register

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc at the inline question means no."""
        asking = self.view_model.state.cancelling is not None
        if not asking or event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if event.key() != Qt.Key.Key_Escape:
            return False
        self.view_model.keep()
        return True

    def _connect(self) -> None:
        view_model = self.view_model
        view_model.changed.connect(self._render)
        self.notice.acted.connect(self._go_on_typing)
        self.notice.closed.connect(self._drop_aside)
        self.search.picked.connect(view_model.take)
        self.new.clicked.connect(view_model.begin_newcomer)
        self.person.form.number_typed.connect(view_model.type_number)
        self.person.form.use_known.connect(self._take_known)
        self.person.alike.table.picked.connect(lambda one: view_model.take(one.id))
        self.person.alike.another.clicked.connect(self._another)
        self.register.clicked.connect(self._register)
        self.visit.look_up.clicked.connect(view_model.look_up)
        self.empty.clicked.connect(view_model.clear)
        self.tabs.currentChanged.connect(lambda at: view_model.open_tab(TABS[at][0]))
        self.cancel.clicked.connect(lambda: view_model.ask_cancel(self.queue.current_row()))
        self.reprint.clicked.connect(lambda: view_model.reprint(self.queue.current_row()))
        self.refresh.clicked.connect(view_model.refresh)
        self.confirm.yes.clicked.connect(view_model.cancel)
        self.confirm.no.clicked.connect(view_model.keep)
        for button in (self.confirm.yes, self.confirm.no):
            button.installEventFilter(self)

    def _take_known(self) -> None:
        known = self.view_model.state.reading.known
        if known is not None:
            self.view_model.take(known.id)

    def _lay_out(self) -> None:
        px = theme.current().px
        stack = Stack(self)
        columns = Row()
        self._left = Card(self.tr("挂号"))
        self._left.setFixedWidth(px(_LEFT))
        top = Row()
        top.addWidget(self.search, 1)
        top.addWidget(self.new)
        self._left.body.addLayout(top)
        self._left.body.addWidget(self.person, 1)
        self._left.body.addWidget(_line())
        self._left.body.addWidget(self.visit)
        self._left_buttons = line_of(self.empty, self.register)
        self._left.body.addWidget(self._left_buttons)
        columns.addWidget(self._left)
        columns.addWidget(self.today, 1)
        stack.addWidget(self.notice)
        stack.addLayout(columns, 1)


def _line() -> QFrame:
    line = QFrame()
    look(line, "line")
    return line
