"""点评: judgements above and the sheet of one below; figures; lessons."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from clinic_app.services.review import MAX_TEXT, Reviewed, Taught
from clinic_app.ui.pages.review.lesson import LessonCard
from clinic_app.ui.pages.review.lists import FIGURES_OF, LESSONS, REVIEWED
from clinic_app.ui.pages.review.state import Asking, FigureRow, ReviewState
from clinic_app.ui.pages.review.view_model import ReviewViewModel
from clinic_app.ui.pages.review.words import code_words, medicine
from clinic_app.ui.stylesheet import look
from clinic_app.ui.theme import Tone
from clinic_app.ui.widgets.buttons import ActionButton
from clinic_app.ui.widgets.cards import Card, Row, Stack
from clinic_app.ui.widgets.part_tabs import PartTabs
from clinic_app.ui.widgets.pills import PillDelegate
from clinic_app.ui.widgets.states import Notice
from clinic_app.ui.widgets.table import DataTable

RETURNED, FIGURES, LEARNING = range(3)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ReviewPage(QWidget):
    """Only widgets: every decision is the view model's."""

    def __init__(self, view_model: ReviewViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view_model = view_model
        self.question = Notice()
        self.notice = Notice()
        self.tabs = PartTabs(self.tr("点评的各部分"))
        self.reviewed: DataTable[Reviewed] = DataTable(
            REVIEWED,
            self.tr("我的处方点评"),
            self.tr("还没有点评退回来。县里点评后会自动出现在这里。"),
            key=lambda one: one.written.id,
        )
        self.figures: DataTable[FigureRow] = DataTable(
            FIGURES_OF, self.tr("指标"), self.tr("这个月还没有处方"), key=lambda row: row.name
        )
        self.lessons: DataTable[Taught] = DataTable(
            LESSONS, self.tr("微课"), self.tr("县里还没有发布微课"), key=lambda one: one.lesson.lesson
        )
        self.lesson = LessonCard()
        self.reason = QLineEdit()
        self.refresh = ActionButton("next", self.tr("刷新"))
        self.accept = ActionButton("save", self.tr("接受"), kind="primary", icon="check")
        self.appeal = ActionButton("settle", self.tr("申诉"), icon="dictate")
        self.parts = QStackedWidget()
        self._lay_out()
        self._connect()
        self._render(view_model.state)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The page was opened: to its list."""
        super().focusInEvent(event)
        self._focus_list()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.view_model.refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._turn(event):
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc takes the first press back; in the figures ← and → go through the months; Enter in the box appeals."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if self._turn(event):
            return True
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape and self.view_model.state.asking is not None:
            self.view_model.think_again()
            return True
        if watched is self.figures and key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.view_model.look_back(1 if key == Qt.Key.Key_Left else -1)
            return True
        if watched is self.reason and key in _ENTER:
            self._ask(Asking.APPEAL)
            return True
        return False

    # What the keys do.

    def _turn(self, event: QKeyEvent) -> bool:
        """Ctrl+Tab goes through the parts of the page."""
        turned = self.tabs.turns(event)
        if turned:
            self._focus_list()
        return turned

    def _ask(self, asking: Asking) -> None:
        self.view_model.ask(asking, self.reason.text())
        if asking is Asking.APPEAL and not self.reason.text().strip():
            self.reason.setFocus()

    def _open_lesson(self, taught: Taught | None) -> None:
        self.view_model.open(taught)
        self.lesson.take_focus()

    def _focus_list(self) -> None:
        (self.reviewed, self.figures, self.lessons)[self.tabs.currentIndex()].setFocus()

    def _show_part(self, at: int) -> None:
        self.parts.setCurrentIndex(at)
        self._render(self.view_model.state)

    # What the state says.

    def _render(self, state: ReviewState) -> None:
        self.reviewed.show_rows(state.reviewed)
        self.figures.show_rows(state.rows())
        self.lessons.show_rows(state.lessons)
        self.lesson.show_lesson(state.lesson, state.answer)
        self.notice.say(state.notice, state.tone)
        if state.figures is not None:
            words = self.tr("{month} 我与全院（← → 换月份；黄色请留意）")
            self._month.setText(words.format(month=state.figures.month))
        self.tabs.setTabText(RETURNED, _counted(self.tr("退回的点评"), state.waiting))
        self.tabs.setTabText(FIGURES, self.tr("我的指标"))
        self.tabs.setTabText(LEARNING, _counted(self.tr("微课"), state.unread))
        self._render_sheet(state)
        self._render_answer(state)

    def _render_sheet(self, state: ReviewState) -> None:
        chosen = state.chosen
        self._title.setText(self.tr("处方和意见"))
        if chosen is None:
            self._sheet.setText("")
            self._said.setText("")
            return
        written, review = chosen.written, chosen.review
        head = f"{written.name} {written.issued.age_text}　" + "；".join(
            name for _, name in written.diagnoses
        )
        self._sheet.setText("\n".join((head, *map(medicine, written.lines))))
        codes = [code_words(code) for code in review.codes] or [self.tr("合理")]
        said = ["；".join(codes)]
        if review.remark:
            said.append(f"{review.reviewer}：{review.remark}")
        if review.answer:
            said.append(self.tr("我的申诉：{text}").format(text=review.answer))
        if review.concluded_ms is not None:
            codes = [code_words(code) for code in review.final_codes] or [self.tr("合理")]
            said.append(
                self.tr("复核结论：{codes}。{text}").format(codes="；".join(codes), text=review.conclusion)
            )
        self._said.setText("\n".join(said))

    def _render_answer(self, state: ReviewState) -> None:
        here = self.tabs.currentIndex() == RETURNED
        for widget in (self.accept, self.appeal):
            widget.setVisible(here)
            widget.setEnabled(state.may_answer)
        self.reason.setVisible(state.may_answer)
        if state.asking is None:
            self.question.say("")
            return
        accepting = state.asking is Asking.ACCEPT
        words = (
            self.tr("接受这张处方的点评，只能答复一次：再按 {key} 确认，Esc 返回。")
            if accepting
            else self.tr("提交申诉，只能答复一次：再按 {key} 确认，Esc 返回。")
        )
        key = (self.accept if accepting else self.appeal).accessibleDescription()
        self.question.say(words.format(key=key), Tone.WARN, closable=False)

    def _connect(self) -> None:
        self.view_model.changed.connect(self._render)
        self.tabs.currentChanged.connect(self._show_part)
        self.reviewed.chosen.connect(self._choose)
        self.reviewed.picked.connect(lambda _: self.reason.setFocus())
        self.lessons.picked.connect(self._open_lesson)
        self.lesson.answered.connect(self.view_model.choose_answer)
        self.refresh.clicked.connect(self.view_model.refresh)
        self.accept.clicked.connect(lambda: self._ask(Asking.ACCEPT))
        self.appeal.clicked.connect(lambda: self._ask(Asking.APPEAL))
        for widget in (self.reason, self.reviewed, self.figures, self.lessons, self.accept, self.appeal):
            widget.installEventFilter(self)

    def _choose(self, one: Reviewed | None) -> None:
        before = self.view_model.state.chosen
        if one is not None and before is not None and one.written.id != before.written.id:
            self.reason.clear()
        self.view_model.choose(one)

    def _lay_out(self) -> None:
        for _ in range(3):
            self.tabs.addTab("")
        stack = Stack(self)
        head = Row()
        head.addWidget(self.tabs)
        head.addStretch()
        for button in (self.refresh, self.appeal, self.accept):
            head.addWidget(button)
        stack.addLayout(head)
        stack.addWidget(self.question)
        stack.addWidget(self.notice)
        self.parts.addWidget(self._returned_part())
        self._month = QLabel()
        look(self._month, "small")
        self.parts.addWidget(_part(self._month, self.figures))
        learning = _part(self.lessons, self.lesson)
        self.parts.addWidget(learning)
        stack.addWidget(self.parts, 1)

    def _returned_part(self) -> QWidget:
        PillDelegate.on(self.reviewed, len(REVIEWED) - 1)
        card = Card(self.tr("处方和意见"))
        self._title = card.title
        self._sheet, self._said = QLabel(), QLabel()
        for label in (self._sheet, self._said):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            card.body.addWidget(label)
        self.reason.setAccessibleName(self.tr("申诉的理由"))
        self.reason.setPlaceholderText(self.tr("不同意的，写明理由再按申诉"))
        self.reason.setMaxLength(MAX_TEXT)
        card.body.addWidget(self.reason)
        return _part(self.reviewed, card)


def _counted(name: str, count: int) -> str:
    return f"{name} {count}" if count else name


def _part(*widgets: QWidget) -> QWidget:
    part = QWidget()
    column = QVBoxLayout(part)
    column.setContentsMargins(0, 0, 0, 0)
    for widget in widgets:
        column.addWidget(widget, 1 if isinstance(widget, DataTable) else 0)
    return part
