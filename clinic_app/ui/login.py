"""Login and lock: staff id and password, checked on this machine, with no line needed."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from clinic_app.domain.errors import ClinicError, RuleBroken
from clinic_app.ui import icons, theme
from clinic_app.ui.i18n import language
from clinic_app.ui.jobs import JobRunner
from clinic_app.ui.shell_state import DutyState
from clinic_app.ui.stylesheet import look
from clinic_app.ui.texts import text_of
from clinic_app.ui.theme import TextSize, Tone
from clinic_app.ui.widgets.fields import EnterMoves, Field
from clinic_app.ui.widgets.states import Notice

FREE_TRIES: Final = 2  # wrong passwords without a pause
LONGEST_WAIT_S: Final = 60

Authenticate = Callable[[str, str], object]  # staff id, password → session; raises ClinicError


def wait_after(failures: int) -> int:
    """Seconds until the next try: 0 for the first slips, then 2, 4, 8 … to a minute."""
    if failures <= FREE_TRIES:
        return 0
    return min(LONGEST_WAIT_S, 1 << min(10, failures - FREE_TRIES))


@dataclass(frozen=True, slots=True)
class LoginState:
    busy: bool = False
    notice: str = ""
    wait_s: int = 0  # seconds until another try is taken


class LoginViewModel(QObject):
    """Asks `authenticate` on a worker and counts wrong tries.

    Signals:
        changed: a `LoginState`.
        opened: what `authenticate` gave: the session of the person now on duty.
    """

    changed = Signal(object)
    opened = Signal(object)

    def __init__(self, authenticate: Authenticate, jobs: JobRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._authenticate = authenticate
        self._jobs = jobs
        self._failures = 0
        self.state = LoginState()
        self._second = QTimer(self, interval=1000)
        self._second.timeout.connect(self._tick)

    def log_in(self, staff_id: str, password: str) -> None:
        """Try a password; ignored while one is being tried or a pause runs."""
        if self.state.busy or self.state.wait_s:
            return
        if not staff_id.strip() or not password:
            self._become(replace(self.state, notice=self.tr("请输入工号和密码。")))
            return
        self._become(LoginState(busy=True))
        self._jobs.store(lambda: self._authenticate(staff_id.strip(), password), self._opened, self._refused)

    def _opened(self, session: object) -> None:
        self._failures = 0
        self._become(LoginState())
        self.opened.emit(session)

    def _refused(self, error: ClinicError) -> None:
        if isinstance(error, RuleBroken):  # a broken disk is not the user's slip
            self._failures += 1
        wait = wait_after(self._failures)
        self._become(LoginState(notice=text_of(error, language()), wait_s=wait))
        if wait:
            self._second.start()

    def _tick(self) -> None:
        left = self.state.wait_s - 1
        if left <= 0:
            self._second.stop()
        self._become(replace(self.state, wait_s=max(0, left)))

    def _become(self, state: LoginState) -> None:
        self.state = state
        self.changed.emit(state)


class LoginForm(QFrame):
    """The card with the two fields; on the login page and on the lock screen."""

    def __init__(self, title: str, word: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look(self, "card")
        self.view_model: LoginViewModel | None = None
        self.staff = QLineEdit()
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setInputMethodHints(Qt.InputMethodHint.ImhHiddenText)
        self.notice = Notice()
        self.title = QLabel(title)
        self.button = QPushButton(word)
        self._word = word
        self._lay_out()
        EnterMoves(self)
        self.password.installEventFilter(self)
        self.button.clicked.connect(self._submit)

    def use(self, view_model: LoginViewModel) -> None:
        """Take a view model; once."""
        self.view_model = view_model
        view_model.changed.connect(self._render)
        view_model.opened.connect(lambda _: self._forget())
        self._render(view_model.state)

    def ask(self, staff_id: str) -> None:
        """Be ready for a password; an unknown person types the id first."""
        self.staff.setText(staff_id)
        self._forget()
        (self.password if staff_id else self.staff).setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is not self.password or event.type() != QEvent.Type.KeyPress:
            return False
        if isinstance(event, QKeyEvent) and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._submit()
            return True
        return False

    def _submit(self) -> None:
        if self.view_model is not None:
            self.view_model.log_in(self.staff.text(), self.password.text())

    def _render(self, state: LoginState) -> None:
        waits = self.tr("请等 {n} 秒再试").format(n=state.wait_s)
        self.button.setText(self.tr("正在核对…") if state.busy else waits if state.wait_s else self._word)
        self.button.setEnabled(not state.busy and not state.wait_s)
        if state.notice and not state.busy and state.notice != self.notice.text():
            self.password.selectAll()
        self.notice.say(state.notice, Tone.DANGER, closable=False)

    def _forget(self) -> None:
        self.password.clear()

    def _lay_out(self) -> None:
        px = theme.current().px
        self.setFixedWidth(px(380))
        logo = QLabel()
        icons.dress(logo, "logo", "accent", 44)
        look(self.title, TextSize.TITLE.value)
        self.title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.title.setWordWrap(True)
        look(self.button, "primary")
        column = QVBoxLayout(self)
        column.setContentsMargins(px(28), px(24), px(28), px(26))
        column.setSpacing(px(11))
        column.addWidget(logo, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.title)
        column.addWidget(Field(self.tr("工号"), self.staff))
        column.addWidget(Field(self.tr("密码"), self.password))
        column.addWidget(self.notice)
        column.addWidget(self.button)


class LoginPage(QWidget):
    """The first thing of the day."""

    def __init__(self, facility: str, view_model: LoginViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("lock")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.tr("登录"))
        self.form = LoginForm(facility, self.tr("登录"))
        foot = QLabel(self.tr("断网也能登录。忘记密码请找管理员重设。"))
        look(foot, "small")
        _centre(self, self.form, foot)
        self.form.use(view_model)
        self.form.ask("")


class LockOverlay(QWidget):
    """Covers the whole window, opaque: no patient data behind it.  Other windows are put away meanwhile.

    Give it a `LoginViewModel` by ``lock_screen.form.use``; whoever logs in uncovers it.

    Signals:
        uncovered: the session of the person now on duty, who need not be the one before.
    """

    uncovered = Signal(object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("lock")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.tr("已锁屏"))
        self.form = LoginForm(self.tr("已锁屏"), self.tr("解锁"))
        foot = QLabel(self.tr("没做完的都还在。换人请改工号。"))
        look(foot, "small")
        _centre(self, self.form, foot)
        self._hidden: list[QWidget] = []
        self._before: QWidget | None = None
        window.installEventFilter(self)
        self.hide()

    def cover(self, duty: DutyState) -> None:
        """Lock now."""
        window = self.window()
        self._before = window.focusWidget()
        self._hidden = [
            other for other in QApplication.topLevelWidgets() if other is not window and other.isVisible()
        ]
        for other in self._hidden:
            other.hide()
        self.form.title.setText(self.tr("已锁屏 · {name}").format(name=duty.name))
        self.setGeometry(window.rect())
        self.show()
        self.raise_()
        self.form.ask(duty.staff_id)

    def uncover(self, session: object) -> None:
        """The password was right: everything is where it was."""
        if not self.isVisible():
            return
        self.hide()
        for other in self._hidden:
            other.show()
        self._hidden = []
        if self._before is not None:
            self._before.setFocus()
        self.uncovered.emit(session)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self.window().rect())
        return False

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab stays on the lock screen: what lies behind cannot be reached."""
        stops = [self.form.staff, self.form.password, self.form.button]
        focus = self.window().focusWidget()
        at = stops.index(focus) if focus in stops else -1
        stops[(at + (1 if forward else -1)) % len(stops)].setFocus()
        return True


class IdleWatch(QObject):
    """Tells when nobody has touched keyboard or mouse for a while.

    Signals:
        idle: the time is over; it starts anew with the next touch.
    """

    idle = Signal()

    def __init__(self, app: QApplication, minutes: float) -> None:
        super().__init__(app)
        self._timer = QTimer(self, singleShot=True, interval=round(minutes * 60_000))
        self._timer.timeout.connect(self.idle)
        app.installEventFilter(self)
        self._timer.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHES:
            self._timer.start()
        return False


_TOUCHES: Final = frozenset(
    {QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel}
)


def _centre(page: QWidget, card: QWidget, foot: QLabel) -> None:
    column = QVBoxLayout(page)
    column.addStretch(2)
    column.addWidget(card, 0, Qt.AlignmentFlag.AlignHCenter)
    foot.setAlignment(Qt.AlignmentFlag.AlignCenter)
    column.addWidget(foot)
    column.addStretch(3)
