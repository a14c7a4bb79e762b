"""The page of the first run: one form, no wizard; then the recovery code, once."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from clinic_app.ui import icons, theme
from clinic_app.ui.i18n import translate
from clinic_app.ui.setup import LEVELS, Enrolment, NewClinic, SetupState, SetupViewModel
from clinic_app.ui.stylesheet import look
from clinic_app.ui.theme import TextSize, Tone
from clinic_app.ui.widgets.cards import Card
from clinic_app.ui.widgets.entries import Choice
from clinic_app.ui.widgets.fields import EnterMoves, Field, FormRow
from clinic_app.ui.widgets.states import Notice

_WIDTH = 640  # pixels at 100 %


class SetupPage(QWidget):
    """Make a clinic, or join one; afterwards the recovery code to keep."""

    def __init__(
        self,
        view_model: SetupViewModel,
        print_code: Callable[[str], None] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Args:
        print_code: puts the recovery code on paper; without it there is no such button.
        """
        super().__init__(parent)
        self.setObjectName("lock")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.tr("首次设置"))
        self.view_model = view_model
        self.creating = CreateForm(view_model)
        self.joining = JoinForm(view_model)
        self.code = CodeCard(view_model, print_code)
        self.notice = Notice()
        self._tabs = QTabWidget()
        self._tabs.setAccessibleName(self.tr("首次设置"))
        self._tabs.addTab(self.creating, self.tr("新建本机构"))
        self._tabs.addTab(self.joining, self.tr("加入已有机构"))
        self._lay_out()
        view_model.changed.connect(self._render)
        self._render(view_model.state)

    def _render(self, state: SetupState) -> None:
        self._tabs.setVisible(not state.recovery_code)
        self.code.setVisible(bool(state.recovery_code))
        self.code.show_code(state.recovery_code)
        self.notice.say(state.notice, Tone.DANGER)
        self.creating.render_state(state)
        self.joining.render_state(state)

    def _lay_out(self) -> None:
        px = theme.current().px
        head = QLabel(self.tr("欢迎使用乡医通"))
        look(head, TextSize.TITLE.value)
        inner = QWidget()
        inner.setFixedWidth(px(_WIDTH))
        column = QVBoxLayout(inner)
        column.setSpacing(px(9))
        column.addWidget(head)
        column.addWidget(self.notice)
        column.addWidget(self._tabs)
        column.addWidget(self.code)
        column.addStretch()
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.addStretch()
        row.addWidget(inner)
        row.addStretch()
        area.setWidget(holder)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, px(8), 0, px(8))
        whole.addWidget(area)


class _Form(QWidget):
    """Fields by name, a button, and errors put where they belong."""

    def __init__(self, view_model: SetupViewModel, word: str) -> None:
        super().__init__()
        self.view_model = view_model
        self.fields: dict[str, Field] = {}
        self.button = QPushButton(word)
        self._word = word
        look(self.button, "primary")
        self.button.clicked.connect(self.submit)
        self.column = QVBoxLayout(self)
        px = theme.current().px
        self.column.setContentsMargins(px(16), px(12), px(16), px(14))
        self.column.setSpacing(px(8))

    def submit(self) -> None:
        raise NotImplementedError

    def text(self, name: str) -> str:
        control = self.fields[name].control
        return control.text().strip() if isinstance(control, QLineEdit) else ""

    def render_state(self, state: SetupState) -> None:
        problems = dict(state.problems)
        for name, field in self.fields.items():
            field.show_error(problems.get(name, ""))
        self.button.setEnabled(not state.busy)
        self.button.setText(self.tr("正在准备，请稍候…") if state.busy else self._word)

    def _line(
        self, name: str, label: str, hint: str = "", *, secret: bool = False, required: bool = True
    ) -> Field:
        box = QLineEdit()
        if secret:
            box.setEchoMode(QLineEdit.EchoMode.Password)
        self.fields[name] = Field(label, box, hint=hint, required=required)
        return self.fields[name]

    def _enrolment_fields(self, *, required: bool) -> None:
        hint = self.tr("例如 https://county.example:8443")
        self.column.addWidget(self._line("server", self.tr("县服务器"), hint, required=required))
        self.column.addWidget(
            FormRow(
                [
                    self._line("code", self.tr("登记码"), required=required),
                    self._line(
                        "ca_file", self.tr("根证书文件"), self.tr("县里发的文件；没有就空着"), required=False
                    ),
                ]
            )
        )

    def _enrolment(self) -> Enrolment:
        ca = self.text("ca_file")
        return Enrolment(server=self.text("server"), code=self.text("code"), ca_file=Path(ca) if ca else None)


class CreateForm(_Form):
    def __init__(self, view_model: SetupViewModel) -> None:
        super().__init__(view_model, "")
        self._word = self.tr("建立本机构")
        self.level = Choice([(code, translate("setup", title)) for code, title in LEVELS])
        level = Field(self.tr("机构等级"), self.level)
        code = self._line("facility", self.tr("机构编码"), self.tr("9 位，见医疗机构登记"))
        self.column.addWidget(FormRow([code, level]))
        self.column.addWidget(self._line("facility_name", self.tr("机构名称")))
        self.column.addWidget(
            FormRow(
                [
                    self._line("admin_id", self.tr("首位管理员工号")),
                    self._line("admin_name", self.tr("管理员姓名")),
                ]
            )
        )
        self.column.addWidget(
            FormRow(
                [
                    self._line("password", self.tr("密码"), self.tr("至少 8 位"), secret=True),
                    self._line("password_again", self.tr("再输一次"), secret=True),
                ]
            )
        )
        later = QLabel(self.tr("入网可以以后再做；不填县服务器就先单机使用。"))
        look(later, "soft")
        self.column.addWidget(later)
        self._enrolment_fields(required=False)
        self.column.addWidget(self.button)
        EnterMoves(self)

    def submit(self) -> None:
        password = self.fields["password"].control
        again = self.fields["password_again"].control
        if not isinstance(password, QLineEdit) or not isinstance(again, QLineEdit):
            return
        wants_county = bool(self.text("server") or self.text("code"))
        clinic = NewClinic(
            facility=self.text("facility"),
            facility_name=self.text("facility_name"),
            inst_lv=self.level.code(),
            admin_id=self.text("admin_id"),
            admin_name=self.text("admin_name"),
            password=password.text(),
            enrolment=self._enrolment() if wants_county else None,
        )
        self.view_model.create(clinic, again.text())


class JoinForm(_Form):
    def __init__(self, view_model: SetupViewModel) -> None:
        super().__init__(view_model, "")
        self._word = self.tr("加入")
        words = QLabel(
            self.tr("这台电脑将成为本机构的又一台设备。每个人第一次在这里登录要联网，或由管理员在旁。")
        )
        words.setWordWrap(True)
        look(words, "soft")
        self.column.addWidget(words)
        self._enrolment_fields(required=True)
        self.column.addWidget(
            FormRow(
                [
                    self._line(
                        "staff_id", self.tr("您的工号"), self.tr("空着：唯一的管理员"), required=False
                    ),
                    self._line("password", self.tr("密码"), secret=True),
                ]
            )
        )
        self.column.addWidget(self.button)
        self.column.addStretch()
        EnterMoves(self)

    def submit(self) -> None:
        password = self.fields["password"].control
        assert isinstance(password, QLineEdit)
        wanted = replace(self._enrolment(), staff_id=self.text("staff_id"), password=password.text())
        self.view_model.join(wanted)


class CodeCard(Card):
    """The recovery code: shown once, to copy by hand, print or take along."""

    def __init__(self, view_model: SetupViewModel, print_code: Callable[[str], None] | None) -> None:
        super().__init__(translate("setup", "恢复码，只显示这一次"))
        words = QLabel(
            self.tr(
                "所有人都忘了密码时，只有它能打开本机数据。请抄在纸上或打印，锁进柜子；不要存在这台电脑里。"
            )
        )
        words.setWordWrap(True)
        self.code = QLabel()
        self.code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.code.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.code.setWordWrap(True)
        look(self.code, "code")
        copy, paper = QPushButton(self.tr("复制")), QPushButton(self.tr("打印"))
        icons.dress(copy, "copy", "accent", 17)
        icons.dress(paper, "print", "accent", 17)
        self.kept = QPushButton(self.tr("已抄好，去登录"))
        look(self.kept, "primary")
        copy.clicked.connect(lambda: QApplication.clipboard().setText(self.code.text()))
        self.kept.clicked.connect(view_model.code_kept)
        if print_code is not None:
            paper.clicked.connect(lambda: print_code(self.code.text()))
        paper.setVisible(print_code is not None)
        row = QHBoxLayout()
        for button in (copy, paper):
            row.addWidget(button)
        row.addStretch()
        row.addWidget(self.kept)
        self.body.addWidget(words)
        self.body.addWidget(self.code)
        self.body.addLayout(row)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def show_code(self, code: str) -> None:
        self.code.setText(code)
        self.code.setAccessibleName(code)
