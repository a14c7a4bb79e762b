"""回录: the sheets of a pack at the left, the one that is typed back at the right."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit, QWidget

from clinic_app.ui import theme
from clinic_app.ui.form_names import form_title
from clinic_app.ui.pages.rounds.answer_box import AnswerBox
from clinic_app.ui.pages.rounds.answers import is_whole
from clinic_app.ui.pages.rounds.lists import ANSWERS, ASIDE, SHEETS
from clinic_app.ui.pages.rounds.state import AnswerRow, RoundsState, SheetRow, question
from clinic_app.ui.pages.rounds.typing import Typing
from clinic_app.ui.pages.rounds.view_model import RoundsViewModel
from clinic_app.ui.stopwatch import today_words
from clinic_app.ui.stylesheet import look
from clinic_app.ui.theme import TextSize
from clinic_app.ui.widgets.buttons import ActionButton
from clinic_app.ui.widgets.cards import Card, Row, Stack
from clinic_app.ui.widgets.states import Notice
from clinic_app.ui.widgets.table import DataTable

_ROOMY: Final = 1000  # pixels at 100 %, from which on every column and word has room


def _ask_picture(parent: QWidget) -> Path | None:
    chosen, _ = QFileDialog.getOpenFileName(parent, "", "", "(*.jpg *.jpeg *.png)")
    return Path(chosen) if chosen else None


class TypingPart(QWidget):
    """Only widgets: every decision is the view model's."""

    def __init__(
        self,
        view_model: RoundsViewModel,
        ask_picture: Callable[[QWidget], Path | None] = _ask_picture,
        parent: QWidget | None = None,
    ) -> None:
        """Args:
        ask_picture: lets the user choose a photograph.
        """
        super().__init__(parent)
        self.view_model = view_model
        self._ask_picture = ask_picture
        self.notice = Notice()
        self.code = QLineEdit()
        self.sheets: DataTable[SheetRow] = DataTable(
            SHEETS,
            self.tr("下乡包里的表"),
            self.tr("还没有下乡包\n按 Ctrl+Tab 到“打包”，选好要去看的人"),
            key=lambda row: row.taken.sheet.code,
        )
        self.answers: DataTable[AnswerRow] = DataTable(
            ANSWERS, self.tr("这张表的空格"), self.tr("扫表上的条码，或在左边选一张"), key=lambda row: row.key
        )
        self.question = QLabel()
        self.answer = AnswerBox(self.tr("填写"))
        self.refresh = ActionButton("next", self.tr("刷新"))
        self.whole = ActionButton("preview", self.tr("全部项目"), icon="orders")
        self.picture = ActionButton("settle", self.tr("存照片…"), icon="add")
        self.print = ActionButton("print", self.tr("重打"))
        self.visit = ActionButton("home_visit", self.tr("入户随访"))
        self.save = ActionButton("save", self.tr("保存"), kind="primary")
        self._lay_out()
        self._connect()
        self._render(view_model.state)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.view_model.show(True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.view_model.show(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """On a small screen the state of a sheet keeps its room, and buttons show their keys alone."""
        super().resizeEvent(event)
        small = self.width() < theme.current().px(_ROOMY)
        for button in (self.refresh, self.whole, self.picture, self.print, self.visit):
            button.key_only(small)
        self.sheets.setColumnHidden(ASIDE, small)
        self.sheets.share_width()

    def take_focus(self) -> None:
        """To the blank; to the box for codes when no sheet is open."""
        if self.view_model.state.typing is not None:
            self.answer.setFocus()
        elif not self.sheets.hasFocus():
            self.code.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """← and → on the list go through the packs; Enter in the box opens the sheet of a typed code."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        steps = {Qt.Key.Key_Left: 1, Qt.Key.Key_Right: -1}
        if watched is self.sheets and Qt.Key(event.key()) in steps:
            self.view_model.turn(steps[Qt.Key(event.key())])
            return True
        if watched is self.code and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.view_model.open(self.code.text())
            return True
        if watched is self.code and event.key() == Qt.Key.Key_Down:
            self.sheets.setFocus()
            return True
        return False

    # What the keys do.

    def _open(self, row: SheetRow | None) -> None:
        if row is not None:
            self.view_model.open(row.taken.sheet.code)

    def _keep_picture(self) -> None:
        typing, row = self.view_model.state.typing, self.sheets.current_row()
        taken = typing.taken if typing is not None else row.taken if row is not None else None
        path = self._ask_picture(self) if taken is not None else None
        if taken is not None and path is not None:
            self.view_model.keep_picture(taken, path)

    def _answered(self, text: str) -> None:
        if self.view_model.answer(text):
            self.answer.clear()
        else:
            self.answer.selectAll()

    # What the state says.

    def _render(self, state: RoundsState) -> None:
        self.notice.say(state.notice, state.tone)
        self.sheets.show_rows(state.sheets, busy=not state.loaded)
        self.answers.show_rows(state.answers)
        pack, sheet = state.pack, state.typing
        if pack is not None:
            words = self.tr("{day}　{done}/{all} 张已录　← → 换下乡包")
            done = sum(row.typed for row in state.sheets)
            self._pack.setText(words.format(day=pack.day.isoformat(), done=done, all=len(pack.sheets)))
            self._times.setText(today_words(state.times))
        self._times.setVisible(bool(self._times.text()))
        self.print.setEnabled(pack is not None)
        self.visit.setEnabled(pack is not None)
        self.picture.setEnabled(pack is not None and not state.busy)
        for button in (self.save, self.whole):
            button.setEnabled(sheet is not None and not state.busy)
        self._render_sheet(sheet)
        if self.isVisible():
            self.take_focus()

    def _render_sheet(self, typing: Typing | None) -> None:
        for widget in (self.question, self.answer):
            widget.setVisible(typing is not None)
        if typing is None:
            self._whose.setText("")
            self.answer.clear()
            return
        self.code.clear()
        sheet = typing.taken.sheet
        about = "　".join(part for part in (sheet.where, sheet.reason) if part)
        self._whose.setText(f"{sheet.who}　{form_title(typing.form.key)}\n{about}".rstrip())
        places = [row.taken.sheet.code for row in self.view_model.state.sheets]
        if sheet.code in places:
            self.sheets.choose(places.index(sheet.code))
        field = typing.current
        self.answers.choose(min(typing.at, len(typing.rows) - 1))
        self.answer.is_whole = (lambda text: False) if field is None else partial(is_whole, field)
        done = self.tr("空格都填完了。对过纸后按 F8 保存，↑ 回去改。")
        self.question.setText(done if field is None else question(field))

    def _connect(self) -> None:
        self.view_model.changed.connect(self._render)
        self.view_model.scanned.connect(self.answer.clear)
        self.sheets.picked.connect(self._open)
        self.answer.answered.connect(self._answered)
        self.answer.moved.connect(self.view_model.step)
        self.answer.left.connect(self.view_model.give_up)
        self.refresh.clicked.connect(self.view_model.refresh)
        self.whole.clicked.connect(self.view_model.show_whole)
        self.picture.clicked.connect(self._keep_picture)
        self.print.clicked.connect(self.view_model.print)
        self.visit.clicked.connect(self.view_model.visit)
        self.save.clicked.connect(self.view_model.save)
        for widget in (self.code, self.sheets):
            widget.installEventFilter(self)

    def _lay_out(self) -> None:
        stack = Stack(self)
        stack.setContentsMargins(0, 0, 0, 0)
        head = Row()
        self.code.setAccessibleName(self.tr("表上的编码"))
        self.code.setPlaceholderText(self.tr("扫表上的条码，或输编码后回车"))
        head.addWidget(self.code, 1)
        for button in (self.refresh, self.whole, self.picture, self.print, self.visit, self.save):
            head.addWidget(button)
        stack.addLayout(head)
        stack.addWidget(self.notice)
        parts = Row()
        parts.addWidget(self._list_card(), 6)
        parts.addWidget(self._sheet_card(), 5)
        stack.addLayout(parts, 1)

    def _list_card(self) -> Card:
        card = Card(self.tr("下乡包"))
        self._pack = QLabel()
        look(self._pack, "soft")
        self._times = QLabel()
        look(self._times, "small")
        card.body.addWidget(self._pack)
        card.body.addWidget(self.sheets, 1)
        card.body.addWidget(self._times)
        return card

    def _sheet_card(self) -> Card:
        card = Card(self.tr("回录"))
        self._whose = QLabel()
        self._whose.setWordWrap(True)
        card.body.addWidget(self._whose)
        card.body.addWidget(self.answers, 1)
        self.question.setWordWrap(True)
        look(self.question, TextSize.LARGE.value)
        card.body.addWidget(self.question)
        card.body.addWidget(self.answer)
        return card
