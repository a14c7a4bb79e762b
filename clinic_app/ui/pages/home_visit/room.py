"""入户: who one is with, what is due, the form in large letters, Back and Next."""

from datetime import date
from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QPushButton, QScroller, QVBoxLayout, QWidget

from clinic_app.services.home_visits import Call, Due
from clinic_app.ui import theme
from clinic_app.ui.form_names import form_name
from clinic_app.ui.forms import FormView
from clinic_app.ui.forms.cell import Measures
from clinic_app.ui.forms.files import Files
from clinic_app.ui.pages.home_visit.state import HomeVisitState, Open
from clinic_app.ui.pages.home_visit.view_model import HomeVisitViewModel
from clinic_app.ui.stylesheet import look
from clinic_app.ui.theme import TextSize, Tone
from clinic_app.ui.widgets.buttons import ActionButton
from clinic_app.ui.widgets.cards import Row
from clinic_app.ui.widgets.flow import Flow
from clinic_app.ui.widgets.states import Chip, Notice

TOUCH: Final = Measures(column=470, columns=2, label=104, control=40, number=130, day=160)
_TARGET: Final = 40  # pixels at 100 %: 50 at the 125 % of this page
_DRAFT_MS: Final = 300  # after the last touch a draft is kept


class Room(QWidget):
    """Only widgets: every decision is the view model's."""

    def __init__(self, view_model: HomeVisitViewModel, files: Files) -> None:
        super().__init__()
        self.view_model = view_model
        self._files = files
        self.view: FormView | None = None
        self._shown: Open | None = None
        self._whom: Call | None = None
        self._draft = QTimer(self, singleShot=True, interval=_DRAFT_MS)
        self.who, self.where, self.place = QLabel(), QLabel(), QLabel()
        self.kept, self.battery = Chip(""), Chip("")
        self.leave = QPushButton(self.tr("Esc  退出入户"))
        self.notice = Notice()
        self.due: list[QPushButton] = []
        self.nothing = QLabel()
        self.back = ActionButton("previous", self.tr("上一位"))
        self.next = ActionButton("next", self.tr("下一位"), kind="primary", icon="done")
        self._lay_out()
        self._draft.timeout.connect(self._keep)
        self.leave.clicked.connect(self._leave)
        self.back.clicked.connect(lambda: self._step(-1))
        self.next.clicked.connect(lambda: self._step(1))
        view_model.changed.connect(self.show_state)
        self.show_state(view_model.state)

    def begin(self) -> None:
        """The focus to the form, or to what comes next."""
        if self.view is not None:
            self.view.begin()
        else:
            (self.next if self.next.isEnabled() else self.leave).setFocus()

    def close_form(self) -> None:
        """What was typed a moment ago is kept at once."""
        if self._draft.isActive():
            self._draft.stop()
            self._keep()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
        else:
            super().keyPressEvent(event)

    def show_state(self, state: HomeVisitState) -> None:
        self.notice.say(state.notice, state.tone)
        self._show_call(state)
        self._show_signs(state)
        if state.open is not self._shown:
            self.close_form()
            self._replace(state.open)
        self.nothing.setVisible(state.open is None)
        self.nothing.setText(self._nothing(state))
        self.back.setEnabled(state.at > 0 and not state.busy)
        self.next.setEnabled(state.at + 1 < len(state.calls) and not state.busy)
        if self.view is None and self.isVisible() and self.focusWidget() is None:
            self.begin()

    # What the state says.

    def _show_call(self, state: HomeVisitState) -> None:
        call = state.call
        self.who.setText("" if call is None else f"{call.name}　{call.about}")
        told = () if call is None else (call.where, call.phone)
        self.where.setText("　".join(part for part in told if part))
        words = self.tr("第 {at} 位，共 {all} 位，{done} 位已做完")
        self.place.setText(
            words.format(at=state.at + 1, all=len(state.calls), done=state.done) if call is not None else ""
        )
        if call is not self._whom:
            self._whom = call
            self._offer(() if call is None else call.due)
        for button, due in zip(self.due, () if call is None else call.due, strict=True):
            here = state.open is not None and (state.open.form.key, state.open.step) == (due.form, due.step)
            look(button, "primary" if here else "")
            button.setEnabled(not state.busy)

    def _offer(self, due: tuple[Due, ...]) -> None:
        for old in self.due:
            self._chips.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.due = []
        for one in due:
            button = QPushButton(self._due_words(one))
            button.setMinimumHeight(theme.current().px(_TARGET))
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _=False, wanted=one: self._fill(wanted))
            self._chips.addWidget(button)
            self.due.append(button)

    def _due_words(self, due: Due) -> str:
        name = form_name(due.form, due.step)
        today = self.view_model.today
        if due.done:
            return self.tr("✓ {name}").format(name=name)
        if due.due_by is not None and due.due_by < today:
            return self.tr("{name}　逾期 {n} 天").format(name=name, n=(today - due.due_by).days)
        return (
            name
            if due.due_by is None
            else self.tr("{name}　到 {day}").format(name=name, day=_day(due.due_by))
        )

    def _show_signs(self, state: HomeVisitState) -> None:
        saved = self.tr("正在存…") if state.writing else self.tr("已存本机 {at}").format(at=state.kept)
        self.kept.setVisible(state.writing or bool(state.kept))
        self.kept.say(saved.strip(), Tone.WARN if state.writing else Tone.OK)
        power = state.power
        self.battery.setVisible(power is not None)
        if power is not None:
            words = self.tr("充电 {n}%") if power.plugged else self.tr("电量 {n}%")
            self.battery.say(words.format(n=power.percent), Tone.DANGER if power.low else Tone.PLAIN)

    def _nothing(self, state: HomeVisitState) -> str:
        if not state.loaded:
            return self.tr("正在读…")
        if not state.calls:
            return self.tr("现在没有要入户的人。\n在工作清单或下乡包里选好，再按 Ctrl+W。")
        if state.call is not None and state.call.done:
            return self.tr("这位都做完了。按 F5 到下一位。")
        return ""

    def _replace(self, opened: Open | None) -> None:
        """Another form, or none."""
        self._shown = opened
        if self.view is not None:
            self._column.removeWidget(self.view)
            self.view.hide()
            self.view.deleteLater()
            self.view = None
        if opened is None:
            return
        view = FormView(
            opened.form,
            opened.values,
            opened.origins,
            opened.context,
            measures=TOUCH,
            names=opened.names,
            files=self._files,
        )
        for button in (view.missing, view.confirm, view.sign):
            button.setMinimumHeight(theme.current().px(_TARGET))
        view.sign.setMinimumWidth(theme.current().px(170))
        QScroller.grabGesture(view.area.viewport(), QScroller.ScrollerGestureType.TouchGesture)
        view.changed.connect(lambda _: self._typed())
        view.accepted.connect(self._accepted)
        self.view = view
        self._column.insertWidget(self._column.indexOf(self.nothing), view, 1)
        view.show()  # at once: it is to take the focus
        if self.isVisible():
            view.begin()

    # What a person does.

    def _typed(self) -> None:
        self._draft.start()
        self.view_model.typed()

    def _keep(self) -> None:
        if self.view is not None and self._shown is not None:
            self.view_model.keep(self._shown, self.view.values)

    def _accepted(self, values: object) -> None:
        self._draft.stop()
        if isinstance(values, dict) and self.view is not None:
            self.view_model.sign(values, self.view.confirmed)

    def _fill(self, due: Due) -> None:
        self.close_form()
        self.view_model.fill(due)

    def _step(self, by: int) -> None:
        self.close_form()
        self.view_model.step(by)

    def _leave(self) -> None:
        self.close_form()
        self.view_model.leave()

    def _lay_out(self) -> None:
        px = theme.current().px
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(px(12), px(8), px(12), px(8))
        self._column.setSpacing(px(7))
        look(self.who, TextSize.TITLE.value)
        look(self.where, "soft")
        head = Row()
        head.addWidget(self.who)
        self.where.setWordWrap(True)
        head.addWidget(self.where, 1)
        head.addWidget(self.kept)
        head.addWidget(self.battery)
        head.addWidget(self.leave)
        self._chips = Flow(px(8))
        foot = Row()
        foot.addWidget(self.back, 2)
        self.place.setAlignment(Qt.AlignmentFlag.AlignCenter)
        foot.addWidget(self.place, 3)
        foot.addWidget(self.next, 2)
        look(self.nothing, TextSize.LARGE.value)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for button in (self.back, self.next, self.leave):
            button.setMinimumHeight(px(_TARGET))
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._column.addLayout(head)
        self._column.addLayout(self._chips)
        self._column.addWidget(self.notice)
        self._column.addWidget(self.nothing, 1)
        self._column.addLayout(foot)


def _day(day: date) -> str:
    return f"{day:%m-%d}"
