"""Login, lock and the back-off between wrong passwords."""

from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QDialog

from clinic_app.domain.errors import Damaged, RuleBroken
from clinic_app.domain.roles import Role
from clinic_app.ui import texts
from clinic_app.ui.gallery import CashPage
from clinic_app.ui.login import IdleWatch, LoginPage, LoginViewModel, wait_after
from clinic_app.ui.main_window import MainWindow
from clinic_app.ui.shell_state import DutyState, PageSpec


class WrongPassword(RuleBroken):
    code = "test.wrong_password"


class BrokenDisk(Damaged):
    code = "test.broken_disk"


@dataclass(frozen=True)
class Session:
    staff_id: str


class Door:
    """Lets P001 in with one password; breaks when told to."""

    def __init__(self) -> None:
        self.tries = 0
        self.broken = False

    def __call__(self, staff_id: str, password: str) -> Session:
        self.tries += 1
        if self.broken:
            raise BrokenDisk
        if (staff_id, password) != ("P001", "right password"):
            raise WrongPassword
        return Session(staff_id)


@pytest.fixture(autouse=True)
def sentences(monkeypatch):
    monkeypatch.setitem(
        texts.TEXTS, "test.wrong_password", texts.Text("工号或密码不对。", "Wrong ID or password.")
    )
    monkeypatch.setitem(
        texts.TEXTS, "test.broken_disk", texts.Text("数据库打不开。", "The database is damaged.")
    )


@pytest.fixture
def door():
    return Door()


@pytest.fixture
def view_model(door, jobs):
    return LoginViewModel(door, jobs)


@pytest.fixture
def page(qtbot, view_model):
    made = LoginPage("新桥卫生院", view_model)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.form.ask("")
    return made


def log_in(qtbot, form, password):
    form.password.clear()
    qtbot.keyClicks(form.password, password)
    qtbot.keyClick(form.password, Qt.Key.Key_Return)


def test_id_enter_password_enter(qtbot, page, view_model):
    qtbot.keyClicks(page.form.staff, "P001")
    qtbot.keyClick(page.form.staff, Qt.Key.Key_Return)
    assert page.form.password.hasFocus()
    qtbot.keyClicks(page.form.password, "right password")
    with qtbot.waitSignal(view_model.opened) as opened:
        qtbot.keyClick(page.form.password, Qt.Key.Key_Return)
    assert opened.args == [Session("P001")]
    assert page.form.password.text() == ""


def test_a_wrong_password_is_said_and_can_be_typed_over(qtbot, page):
    page.form.staff.setText("P001")
    log_in(qtbot, page.form, "wrong")
    qtbot.waitUntil(lambda: page.form.notice.text() == "工号或密码不对。")
    assert page.form.password.selectedText() != ""
    assert page.form.button.isEnabled()


def test_the_third_wrong_password_has_to_wait(qtbot, page, door, view_model):
    page.form.staff.setText("P001")
    for tries in (1, 2, 3):
        log_in(qtbot, page.form, "wrong")
        qtbot.waitUntil(lambda tries=tries: door.tries == tries and not view_model.state.busy)
    assert page.form.button.text() == "请等 2 秒再试"
    log_in(qtbot, page.form, "right password")
    qtbot.waitUntil(page.form.button.isEnabled)
    assert door.tries == 3
    log_in(qtbot, page.form, "right password")
    qtbot.waitUntil(lambda: door.tries == 4)


def test_a_broken_disk_is_not_the_users_slip(qtbot, page, door, view_model):
    door.broken = True
    page.form.staff.setText("P001")
    for tries in range(1, 6):
        log_in(qtbot, page.form, "right password")
        qtbot.waitUntil(lambda tries=tries: door.tries == tries and not view_model.state.busy)
    assert (page.form.notice.text(), view_model.state.wait_s) == ("数据库打不开。", 0)


def test_nothing_typed_is_not_tried(qtbot, page, door):
    page.form.button.click()
    assert page.form.notice.text() == "请输入工号和密码。"
    assert door.tries == 0


def test_the_pauses_double_up_to_a_minute():
    assert [wait_after(n) for n in range(10)] == [0, 0, 0, 2, 4, 8, 16, 32, 60, 60]
    assert wait_after(5000) == 60


@pytest.fixture
def window(qtbot, view_model):
    made = MainWindow("新桥卫生院", [PageSpec("settlement", "收费结算", "cash", frozenset(), CashPage)])
    qtbot.addWidget(made)
    made.show_duty(DutyState("P001", "王晓明", frozenset({Role.CASHIER})))
    made.lock_screen.form.use(view_model)
    view_model.opened.connect(made.lock_screen.uncover)
    made.resize(1024, 768)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def test_a_locked_screen_shows_nothing_of_the_patient(qtbot, window):
    def seen(widget):
        return widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)

    before = seen(window)
    qtbot.keyClick(window, Qt.Key.Key_F12)
    lock = window.lock_screen
    assert lock.geometry() == window.rect()
    locked = seen(window)
    alone = seen(lock)
    assert locked != before
    assert locked == alone  # not a pixel shines through


def test_keys_do_nothing_while_locked(qtbot, window):
    pressed = []
    window.page("settlement").settle.clicked.connect(lambda: pressed.append(1))
    window.lock()
    qtbot.keyClick(window.lock_screen.form.password, Qt.Key.Key_F9)
    qtbot.keyClick(window.lock_screen.form.password, Qt.Key.Key_F1)
    assert (pressed, window.key_card.isVisible()) == ([], False)


def test_tab_cannot_leave_the_lock_screen(qtbot, window):
    window.lock()
    for _ in range(12):
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        assert window.lock_screen.isAncestorOf(window.focusWidget())


def test_the_password_brings_back_what_was_there(qtbot, window):
    box = window.page("settlement").search
    box.setFocus()
    box.setText("half typed")
    window.lock()
    with qtbot.waitSignal(window.lock_screen.uncovered) as back:
        log_in(qtbot, window.lock_screen.form, "right password")
    assert back.args == [Session("P001")]
    assert (box.text(), box.hasFocus(), window.lock_screen.isVisible()) == ("half typed", True, False)


def test_other_windows_are_put_away_while_locked(qtbot, window):
    dialog = QDialog(window)
    qtbot.addWidget(dialog)
    dialog.show()
    window.lock()
    assert not dialog.isVisible()
    window.lock_screen.uncover(None)
    assert dialog.isVisible()


def test_an_idle_screen_locks_itself(qtbot, qapp, window):
    watch = IdleWatch(qapp, minutes=0.3 / 60)
    watch.idle.connect(window.lock)
    with qtbot.waitSignal(window.locked):
        pass
    qapp.removeEventFilter(watch)


def test_a_touch_keeps_the_screen_open(qtbot, qapp, window):
    watch = IdleWatch(qapp, minutes=0.4 / 60)
    watch.idle.connect(window.lock)
    for _ in range(4):
        qtbot.wait(200)
        qtbot.keyClick(window, Qt.Key.Key_Shift)
    assert not window.lock_screen.isVisible()
    qapp.removeEventFilter(watch)
