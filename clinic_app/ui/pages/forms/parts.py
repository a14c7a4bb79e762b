"""The parts of the page 公卫表单: whom to find, the lists, the open form."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from clinic_app.domain.public_health.education import Owed
from clinic_app.ui import theme
from clinic_app.ui.form_names import form_title
from clinic_app.ui.forms import FormView
from clinic_app.ui.forms.files import Files
from clinic_app.ui.i18n import translate
from clinic_app.ui.initials import initials
from clinic_app.ui.pages.forms.lists import ASIDE, FORMS, RECORDS, YEAR, form_name, record_reason
from clinic_app.ui.pages.forms.state import FormRow, FormsState, Open, Part, RecordRow
from clinic_app.ui.pages.forms.view_model import FormsViewModel
from clinic_app.ui.stopwatch import today_words
from clinic_app.ui.stylesheet import look
from clinic_app.ui.theme import TextSize
from clinic_app.ui.widgets.buttons import ActionButton
from clinic_app.ui.widgets.cards import Card, Row
from clinic_app.ui.widgets.person_finder import PersonFinder
from clinic_app.ui.widgets.table import DataTable

_DRAFT_MS: Final = 700  # after the last key a draft is kept
_ROOMY: Final = 1050  # pixels at 100 %


class FinderPart(PersonFinder):
    """Whose forms."""

    def __init__(self, view_model: FormsViewModel, today: date) -> None:
        super().__init__(translate("FinderPart", "给谁填表"), today)
        self.wanted.connect(view_model.find)
        self.picked.connect(view_model.take)

    def show_state(self, state: FormsState) -> None:
        self.show_people(state.found)


class ListsPart(QWidget):
    """The forms at the left, what was signed at the right."""

    def __init__(self, view_model: FormsViewModel) -> None:
        super().__init__()
        self.view_model = view_model
        self._rows: Sequence[FormRow] = ()
        self._part = Part.PERSON
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(self.tr("表名、服务或拼音首字母，如 gxy；回车填新表"))
        self.filter.setAccessibleName(self.tr("找表"))
        look(self.filter, "search")
        self.forms: DataTable[FormRow] = DataTable(
            FORMS, self.tr("记录表"), self.tr("没有这样的表"), key=lambda row: row.form.key
        )
        self.records: DataTable[RecordRow] = DataTable(
            RECORDS,
            self.tr("已签名的记录"),
            self.tr("还没有记录\n在左边选一张表，按回车填写"),
            key=lambda row: row.record.id,
        )
        self.year: DataTable[Owed] = DataTable(YEAR, self.tr("今年的健康教育"), key=lambda row: row.kind)
        self.blank = ActionButton("hold", self.tr("打空白表"), icon="print")
        self.print = ActionButton("print", self.tr("打印记录"))
        self._lay_out()
        self._connect()

    def begin(self) -> None:
        self.filter.setFocus()
        self.filter.selectAll()

    def show_state(self, state: FormsState) -> None:
        if state.open is not None or state.part is not self._part:
            self.filter.clear()  # the next search begins anew
        self._part = state.part
        self._rows = state.rows
        self._show_forms()
        if not self.filter.text() and not self.forms.hasFocus():
            self.forms.choose(0)  # what is due stands first, and Enter begins it
        self.records.show_rows(state.signed)
        self._year.setVisible(state.part is Part.FACILITY)
        self.year.show_rows(state.owed)
        self.print.setEnabled(bool(state.signed) and not state.busy)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """On a small screen whole names matter more than the service and how often."""
        super().resizeEvent(event)
        for at in ASIDE:
            self.forms.setColumnHidden(at, self.width() < theme.current().px(_ROOMY))
        self.forms.share_width()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """↓ and Enter lead from the box into the list; ← → between the lists; Del throws a draft away."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        key = Qt.Key(event.key())
        if watched is self.filter and key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.forms.setFocus()
        elif watched is self.filter and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.view_model.fill(self.forms.current_row())
        elif watched is self.forms and key == Qt.Key.Key_Right:
            self.records.setFocus()
        elif watched is self.records and key == Qt.Key.Key_Left:
            self.forms.setFocus()
        elif watched is self.forms and key == Qt.Key.Key_Delete:
            self.view_model.drop(self.forms.current_row())
        else:
            return False
        return True

    def _show_forms(self) -> None:
        wanted = self.filter.text().strip().lower()
        self.forms.show_rows([row for row in self._rows if not wanted or _fits(row, wanted)])

    def _connect(self) -> None:
        self.filter.textChanged.connect(lambda _: self._show_forms())
        self.forms.picked.connect(self.view_model.fill)
        self.records.picked.connect(self.view_model.look_at)
        self.blank.clicked.connect(lambda: self.view_model.print_blank(self.forms.current_row()))
        self.print.clicked.connect(lambda: self.view_model.print(self.records.current_row()))
        for widget in (self.filter, self.forms, self.records):
            widget.installEventFilter(self)

    def _lay_out(self) -> None:
        line = Row()
        line.setContentsMargins(0, 0, 0, 0)
        left, right = Card(self.tr("记录表")), Card(self.tr("已签名的记录"))
        left.body.addWidget(self.filter)
        left.body.addWidget(self.forms, 1)
        right.head.addWidget(self.blank)
        right.head.addWidget(self.print)
        right.body.addWidget(self.records, 1)
        self._year = Card(self.tr("今年的最低要求"))
        self._year.body.addWidget(self.year)
        side = QVBoxLayout()
        side.addWidget(right, 3)
        side.addWidget(self._year, 2)
        line.addWidget(left, 7)
        line.addLayout(side, 4)
        self.setLayout(line)


class OpenPart(QWidget):
    """One form: filled in, corrected, or looked at as it was signed."""

    def __init__(self, view_model: FormsViewModel, files: Files) -> None:
        super().__init__()
        self.view_model = view_model
        self._files = files
        self.view: FormView | None = None
        self._shown: Open | None = None
        self._draft = QTimer(self, singleShot=True, interval=_DRAFT_MS)
        self.title, self.told, self.times = QLabel(), QLabel(), QLabel()
        self.reason = QLineEdit()
        self.correct = ActionButton("preview", self.tr("更正"), icon="copy")
        self.withdraw = ActionButton("refund", self.tr("撤回"), kind="danger")
        self.print = ActionButton("print")
        self._lay_out()
        self._draft.timeout.connect(self._keep)
        self.correct.clicked.connect(view_model.correct)
        self.withdraw.clicked.connect(self._withdraw)
        self.print.clicked.connect(lambda: view_model.print())

    def begin(self) -> None:
        if self._shown is not None and self._shown.record is not None:
            self.reason.setFocus()
        elif self.view is not None:
            self.view.begin()

    def show_state(self, state: FormsState) -> None:
        if state.open is not self._shown:
            self._keep_waiting()
            self._replace(state)
        opened = state.open
        if opened is None:
            return
        stands = opened.record is not None and opened.record.id in {
            row.record.id for row in state.signed if row.stands
        }
        looking = opened.read_only
        self.correct.setVisible(looking and stands)
        self.withdraw.setVisible(looking and stands)
        self.print.setVisible(looking)
        self.reason.setVisible(stands)
        self.told.setVisible(opened.record is not None)
        self.times.setText(today_words(state.times) if opened.timed is not None else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to the lists; a draft stays."""
        if event.key() == Qt.Key.Key_Escape:
            self._keep_waiting()
            self.view_model.close()
        else:
            super().keyPressEvent(event)

    def _replace(self, state: FormsState) -> None:
        """Another form, or none."""
        before, opened = self._shown, state.open
        self._shown = opened
        if self.view is not None:
            self.view.hide()
            self.view.deleteLater()
            self.view = None
        if opened is None:
            return
        if before is None or before.record != opened.record:
            self.reason.clear()
        view = FormView(
            opened.form,
            opened.values,
            opened.origins,
            opened.context,
            opened.read_only,
            names=state.names,
            files=self._files,
        )
        view.changed.connect(lambda _: self._draft.start())
        view.accepted.connect(self._accepted)
        self.view = view
        self._column.addWidget(view, 1)
        view.show()  # at once: it is to take the focus
        who = state.person.name if state.person is not None and opened.resident_id is not None else ""
        self.title.setText(f"{who}　{form_title(opened.form.key)}".strip())
        record = opened.record
        if record is not None:
            by = state.names.get(record.author, record.author)
            words = self.tr("{by} 签于 {day}").format(by=by, day=record.day.isoformat())
            told = next((record_reason(row) for row in state.signed if row.record.id == record.id), "")
            self.told.setText(f"{words}　{told}".strip())

    def _accepted(self, values: object) -> None:
        self._draft.stop()
        if isinstance(values, dict) and self.view is not None:
            self.view_model.sign(values, self.view.confirmed, self.reason.text())
            if self._shown is not None and self._shown.correcting and not self.reason.text().strip():
                self.reason.setFocus()

    def _withdraw(self) -> None:
        if not self.reason.text().strip():
            self.reason.setFocus()
        self.view_model.withdraw(self.reason.text())

    def _keep(self) -> None:
        if self.view is not None and self._shown is not None:
            self.view_model.keep(self._shown, self.view.values)

    def _keep_waiting(self) -> None:
        """What was typed a moment ago is kept at once."""
        if self._draft.isActive():
            self._draft.stop()
            self._keep()

    def _lay_out(self) -> None:
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        head = Row()
        look(self.title, TextSize.TITLE.value)
        look(self.told, "soft")
        look(self.times, "small")
        self.reason.setPlaceholderText(self.tr("更正或撤回的原因"))
        self.reason.setAccessibleName(self.tr("原因"))
        back = QLabel(self.tr("Esc 返回"))
        look(back, "soft")
        for widget in (self.title, self.told):
            head.addWidget(widget)
        head.addWidget(self.reason, 1)
        head.addStretch()
        head.addWidget(self.times)
        for button in (self.correct, self.withdraw, self.print, back):
            head.addWidget(button)
        self._column.addLayout(head)


def _fits(row: FormRow, wanted: str) -> bool:
    names = (form_name(row), translate("forms", row.service))
    return any(wanted in name.lower() or wanted in initials(name) for name in names)
