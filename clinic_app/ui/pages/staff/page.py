"""人员: everybody at the left, one form at the right for a new colleague or the chosen one."""

from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QLineEdit, QPushButton, QWidget

from clinic_app.domain.roles import Role
from clinic_app.projections.queries.facility import Staff
from clinic_app.ui import theme
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP, translate
from clinic_app.ui.pages.staff.practice import PracticeForm, practice_text
from clinic_app.ui.pages.staff.view_model import NewStaff, StaffState, StaffViewModel
from clinic_app.ui.shell_texts import roles_text
from clinic_app.ui.stylesheet import look
from clinic_app.ui.theme import Tone
from clinic_app.ui.widgets.buttons import ActionButton
from clinic_app.ui.widgets.cards import Card, Row, Stack
from clinic_app.ui.widgets.fields import EnterMoves, Field, FormRow
from clinic_app.ui.widgets.pills import PillDelegate
from clinic_app.ui.widgets.rows import Column
from clinic_app.ui.widgets.states import Notice
from clinic_app.ui.widgets.table import DataTable

COLUMNS: tuple[Column[Staff], ...] = (
    Column(QT_TRANSLATE_NOOP("columns", "工号"), lambda one: one.staff_id, width=8),
    Column(QT_TRANSLATE_NOOP("columns", "姓名"), lambda one: one.name, width=10, bold=True),
    Column(
        QT_TRANSLATE_NOOP("columns", "岗位"),
        lambda one: roles_text(one.roles),
        hint=lambda one: roles_text(one.roles),
    ),
    Column(
        QT_TRANSLATE_NOOP("columns", "执业和处方权"),
        lambda one: practice_text(one.practice),
        hint=lambda one: practice_text(one.practice),
    ),
    Column(
        QT_TRANSLATE_NOOP("columns", "状态"),
        lambda one: translate("staff", "在岗") if one.active else translate("staff", "已离职"),
        width=9,
        tone=lambda one: Tone.OK if one.active else Tone.SOFT,
    ),
)
_PRACTICE = 3  # column
_FORM = 430  # pixels at 100 %
_ROOMY = 1060


class StaffPage(QWidget):
    """Only widgets: every decision is the view model's."""

    def __init__(self, view_model: StaffViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view_model = view_model
        self._shown = StaffState()
        self.table: DataTable[Staff] = DataTable(COLUMNS, self.tr("人员"), key=lambda one: one.staff_id)
        self.new = ActionButton("add_row", self.tr("新同事"))
        self.staff_id, self.name, self.licence = QLineEdit(), QLineEdit(), QLineEdit()
        self.password, self.again = QLineEdit(), QLineEdit()
        for box in (self.password, self.again):
            box.setEchoMode(QLineEdit.EchoMode.Password)
        self.roles = {role: QCheckBox(roles_text(frozenset({role}))) for role in Role}
        self.practice = PracticeForm()
        self.save = ActionButton("save", kind="primary")
        self.reset = QPushButton(self.tr("重设密码"))
        self.leave = QPushButton(self.tr("办理离职"))
        look(self.leave, "danger")
        self.notice = Notice()
        self._lay_out()
        EnterMoves(self._form)
        self._connect()
        self._render(view_model.state)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.table.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """On a small screen what somebody may prescribe stands in the form only."""
        super().resizeEvent(event)
        self.table.setColumnHidden(_PRACTICE, self.width() < theme.current().px(_ROOMY))
        self.table.share_width()

    def _render(self, state: StaffState) -> None:
        before, self._shown = self._shown, state
        self.table.show_rows(state.people)
        if state.chosen != before.chosen or state.done != before.done:
            self._fill(state.chosen)
        known = state.chosen is not None
        self._title.setText(state.chosen.name if state.chosen else self.tr("新同事"))
        for box in (self.staff_id, self.name):
            box.setEnabled(not known)
        self.save.say(self.tr("保存修改") if known else self.tr("加入"))
        self.save.setEnabled(not state.busy)
        for button in (self.reset, self.leave):
            button.setVisible(known)
            button.setEnabled(not state.busy)
        self.leave.setText(self.tr("办理离职") if not known or state.chosen.active else self.tr("复职"))  # type: ignore[union-attr]
        self.notice.say(state.notice, state.tone)

    def _fill(self, person: Staff | None) -> None:
        self.staff_id.setText(person.staff_id if person else "")
        self.name.setText(person.name if person else "")
        self.licence.setText(person.licence if person else "")
        self.practice.show_practice(person.practice if person else None)
        for role, tick in self.roles.items():
            tick.setChecked(person is not None and role in person.roles)
        for box in (self.password, self.again):
            box.clear()
        for field in self._fields:
            field.show_error("")

    def _save(self) -> None:
        if self.view_model.state.chosen is not None:
            self.view_model.change(
                self._chosen_roles(), self.licence.text().strip(), self.practice.practice()
            )
        elif self._complete() and self._same_password():
            self.view_model.add(
                NewStaff(
                    self.staff_id.text().strip(),
                    self.name.text().strip(),
                    self._chosen_roles(),
                    self.password.text(),
                    self.licence.text().strip(),
                    self.practice.practice(),
                )
            )

    def _reset(self) -> None:
        if self._same_password():
            self.view_model.reset_password(self.password.text())

    def _chosen_roles(self) -> frozenset[Role]:
        return frozenset(role for role, box in self.roles.items() if box.isChecked())

    def _complete(self) -> bool:
        empty = [field for field in self._fields[:2] if not _text(field)]
        for field in self._fields[:2]:
            field.show_error(self.tr("不能空着。") if field in empty else "")
        if not empty and not self._chosen_roles():
            self.notice.say(self.tr("请至少选一个岗位。"), Tone.WARN)
            return False
        return not empty

    def _same_password(self) -> bool:
        same = bool(self.password.text()) and self.password.text() == self.again.text()
        words = (
            self.tr("请输入新密码，至少 8 位。") if not self.password.text() else self.tr("两次输入不一样。")
        )
        self._fields[3].show_error("" if same else words)
        if not same:
            self.password.setFocus()
        return same

    def _begin_new(self) -> None:
        self.view_model.choose(None)
        self.staff_id.setFocus()

    def _connect(self) -> None:
        self.view_model.changed.connect(self._render)
        self.table.picked.connect(self.view_model.choose)
        self.new.clicked.connect(self._begin_new)
        self.save.clicked.connect(self._save)
        self.reset.clicked.connect(self._reset)
        self.leave.clicked.connect(self.view_model.leave)

    def _lay_out(self) -> None:
        px = theme.current().px
        stack = Stack(self)
        left = Card(self.tr("人员"))
        PillDelegate.on(self.table, len(COLUMNS) - 1)
        left.head.addWidget(self.new)
        left.body.addWidget(self.table, 1)
        hint = QLabel(
            self.tr(
                "Enter 选中一人，在右边改岗位和处方权、重设密码或办理离职。新增和修改都由您签名，进入不可改的日志。"
            )
        )
        hint.setWordWrap(True)
        look(hint, "small")
        left.body.addWidget(hint)
        self._form = Card(self.tr("新同事"))
        self._title = self._form.title
        self._form.setFixedWidth(px(_FORM))
        self._fields = [
            Field(self.tr("工号"), self.staff_id, required=True),
            Field(self.tr("姓名"), self.name, required=True),
            Field(self.tr("执业证书编号"), self.licence),
            Field(self.tr("密码"), self.password, hint=self.tr("至少 8 位")),
            Field(self.tr("再输一次"), self.again),
        ]
        self._form.body.addWidget(FormRow(self._fields[:2]))
        self._form.body.addWidget(self._fields[2])
        label = QLabel(self.tr("岗位"))
        look(label, "soft")
        self._form.body.addWidget(label)
        grid = QGridLayout()
        for at, box in enumerate(self.roles.values()):
            grid.addWidget(box, at // 3, at % 3)
        self._form.body.addLayout(grid)
        self._form.body.addWidget(self.practice)
        self._form.body.addWidget(FormRow(self._fields[3:]))
        row = Row()
        row.addWidget(self.leave)
        row.addWidget(self.reset)
        row.addStretch()
        row.addWidget(self.save)
        self._form.body.addStretch()
        self._form.body.addLayout(row)
        columns = Row()
        columns.addWidget(left, 1)
        columns.addWidget(self._form)
        stack.addWidget(self.notice)
        stack.addLayout(columns, 1)


def _text(field: Field) -> str:
    return field.control.text().strip() if isinstance(field.control, QLineEdit) else ""
