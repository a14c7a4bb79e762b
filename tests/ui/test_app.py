"""The desktop from the double click: set-up, login, lock, another colleague, settings, backup."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication

from clinic_app.app.start import Desktop
from clinic_app.devices.monitor import CardMonitor
from clinic_app.settings import BadSettings, ClinicSettings
from clinic_app.ui.login import LoginPage
from clinic_app.ui.setup_page import SetupPage
from clinic_app.ui.shell_state import Reader
from tests.devices.conftest import pcscd, pcscd_process  # noqa: F401  fixtures
from tests.devices.virtual_card import VirtualCard, social_security_card
from tests.ui.workplace import ADMIN, FACILITY, PASSWORD, DeskReader, build_clinic, open_workplace


@pytest.fixture(scope="module")
def template(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("clinic") / "data"
    build_clinic(folder)
    return folder


@pytest.fixture
def desktops(qtbot):
    """Desktops that are closed again, with their windows."""
    opened = []

    def begin(folder: Path, environ=None) -> Desktop:
        desktop = Desktop(folder, environ or {})
        opened.append(desktop)
        desktop.begin()
        return desktop

    yield begin
    for desktop in opened:
        desktop.close()
        desktop.entrance.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def workplaces(qtbot, template, tmp_path):
    opened = []

    def begin(settings=None, reader=None, before=lambda _: None):
        workplace = open_workplace(
            template, tmp_path / f"data{len(opened)}", reader or DeskReader(), settings, before
        )
        opened.append(workplace)
        with qtbot.waitActive(workplace.window):
            workplace.window.show()
            workplace.window.activateWindow()
        workplace.begin()
        return workplace

    yield begin
    for workplace in opened:
        workplace.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def log_in(qtbot, form, staff, password):
    form.staff.setText(staff)
    form.password.setText(password)
    form.password.setFocus()
    qtbot.keyClick(form.password, Qt.Key.Key_Return)


def test_an_empty_folder_asks_for_a_clinic_then_shows_the_code_then_lets_in(qtbot, desktops, tmp_path):
    desktop = desktops(tmp_path / "new")
    page = desktop.entrance.currentWidget()
    assert isinstance(page, SetupPage)
    for name, text in {
        "facility": FACILITY,
        "facility_name": "新桥卫生院",
        "admin_id": ADMIN,
        "admin_name": "王晓明",
        "password": PASSWORD,
        "password_again": PASSWORD,
    }.items():
        page.creating.fields[name].control.setText(text)
    page.creating.submit()
    qtbot.waitUntil(page.code.isVisible)
    assert len(page.code.code.text().split("-")) == 5
    page.code.kept.click()
    login = desktop.entrance.currentWidget()
    assert isinstance(login, LoginPage)
    log_in(qtbot, login.form, ADMIN, PASSWORD)
    qtbot.waitUntil(lambda: desktop.workplace is not None)
    assert desktop.workplace.window.page_name() == "registration"
    assert not desktop.entrance.isVisible()


def test_a_wrong_password_stays_outside(qtbot, desktops, template, tmp_path):
    shutil.copytree(template, tmp_path / "data")
    desktop = desktops(tmp_path / "data")
    form = desktop.entrance.currentWidget().form
    log_in(qtbot, form, ADMIN, "not-the-password")
    qtbot.waitUntil(lambda: bool(form.notice.text()))
    assert desktop.workplace is None


def test_wrong_settings_are_told_and_the_desk_opens_all_the_same(qtbot, desktops, template, tmp_path):
    shutil.copytree(template, tmp_path / "data")
    (tmp_path / "data" / "clinic.toml").write_text('scale = 90\ncolour = "red"\n', encoding="utf-8")
    desktop = desktops(tmp_path / "data")
    assert "scale = 90" in desktop.entrance.currentWidget().form.notice.text()
    assert "colour?" in desktop.entrance.currentWidget().form.notice.text()


def test_the_simulated_reader_is_picked_from_its_window(qtbot, desktops, template, tmp_path):
    shutil.copytree(template, tmp_path / "data")
    desktop = desktops(tmp_path / "data", {"CLINIC_SIMULATED_READER": "1"})
    log_in(qtbot, desktop.entrance.currentWidget().form, ADMIN, PASSWORD)
    qtbot.waitUntil(lambda: desktop.workplace is not None)
    dock = desktop.readers.dock
    dock.put_in.click()
    name = dock.list.item(0).data(Qt.ItemDataRole.UserRole).name
    strip = desktop.workplace.window.strip
    qtbot.waitUntil(lambda: strip.accessibleName().startswith(name))
    assert "模拟读卡器" in desktop.workplace.window.top._demo.text()


def test_another_colleague_takes_over_at_the_lock_screen(qtbot, workplaces):
    workplace = workplaces()
    window = workplace.window
    qtbot.keyClick(window, Qt.Key.Key_F12)
    assert window.lock_screen.isVisible()
    log_in(qtbot, window.lock_screen.form, "P002", PASSWORD)
    qtbot.waitUntil(lambda: not window.lock_screen.isVisible())
    assert workplace.desk.by.staff_id == "P002"
    assert [spec.name for spec in window.pages()] == ["registration", "residents", "sync"]
    assert window.top.duty.label.text() == "李挂号"


def test_a_card_behind_the_lock_screen_shows_nobody(qtbot, workplaces):
    from tests.ui.workplace import PEOPLE, card_of

    reader = DeskReader()
    workplace = workplaces(reader=reader)
    workplace.window.lock()
    reader.insert(card_of(PEOPLE[0]))
    qtbot.waitUntil(lambda: workplace.cards.state.kind is Reader.CARD_IN)
    assert workplace.desk.in_hand is None


def test_an_idle_desk_locks_itself(qtbot, workplaces):
    workplace = workplaces(ClinicSettings(idle_minutes=0.01))
    qtbot.waitUntil(workplace.window.lock_screen.isVisible)


def test_the_daily_backup_goes_to_the_second_place_by_itself(qtbot, workplaces, tmp_path):
    place = tmp_path / "stick"
    place.mkdir()
    workplace = workplaces(ClinicSettings(idle_minutes=0, backup_place=place))
    qtbot.waitUntil(lambda: len(list(place.glob("xyt-*.zip"))) == 1)
    qtbot.waitUntil(lambda: bool(workplace.clinic.status.standing().last_backup))


def test_a_missing_stick_is_told(qtbot, workplaces, tmp_path):
    workplace = workplaces(ClinicSettings(idle_minutes=0, backup_place=tmp_path / "no" / "stick"))
    qtbot.waitUntil(lambda: "备份没有做成" in workplace.window.notice.text())


def test_unsent_entries_are_counted_after_each_write(qtbot, workplaces):
    from tests.ui.workplace import PEOPLE, resident_of

    workplace = workplaces()
    line = workplace.window.status.sync.label
    qtbot.waitUntil(lambda: "本机 3 条" in line.text())
    workplace.clinic.residents.register(workplace.clinic.on_duty, resident_of(PEOPLE[0]))
    workplace.desk.written.emit()
    qtbot.waitUntil(lambda: "本机 4 条" in line.text())


def test_every_page_of_an_administrator_opens(qtbot, workplaces):
    workplace = workplaces()
    for spec in workplace.window.pages():
        workplace.window.open_page(spec.name)
        assert workplace.window.page_name() == spec.name


def test_a_real_card_through_pcscd_and_one_key(qtbot, workplaces, pcscd):  # noqa: F811
    workplace = workplaces(reader=CardMonitor(limit=1.0))
    page = workplace.window.page("registration")
    with VirtualCard(social_security_card(2, name="欧阳𬭎"), pcscd.port(0)):
        qtbot.waitUntil(page.register.hasFocus)
        qtbot.keyClick(page.register, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: page.view_model.state.issued is not None)
    (visit,) = workplace.clinic.registration.queue()
    assert (visit.name, visit.mdtrt_cert_type) == ("欧阳𬭎", "03")
    qtbot.waitUntil(lambda: workplace.window.top.reader.label.text() == "请插卡")


@pytest.mark.parametrize(
    ("text", "environ", "wanted"),
    [
        pytest.param("", {}, ClinicSettings(), id="no line"),
        pytest.param("idle_minutes = 3", {}, ClinicSettings(idle_minutes=3), id="a number"),
        pytest.param('departments = ["内科"]', {}, ClinicSettings(departments=("内科",)), id="a list"),
        pytest.param(
            "scale = 125", {"CLINIC_SCALE": "150"}, ClinicSettings(scale=150), id="environment wins"
        ),
        pytest.param(
            "", {"CLINIC_DEPARTMENTS": "内科，外科"}, ClinicSettings(departments=("内科", "外科")), id="comma"
        ),
        pytest.param("", {"CLINIC_PASSWORD": "x"}, ClinicSettings(), id="not a setting"),
    ],
)
def test_settings(tmp_path, text, environ, wanted):
    (tmp_path / "clinic.toml").write_text(text, encoding="utf-8")
    assert ClinicSettings.load(tmp_path / "clinic.toml", environ) == wanted


def test_bad_settings_name_every_problem(tmp_path):
    (tmp_path / "clinic.toml").write_text('scale = 90\nlanguage = "fr"\nhues = 3\n', encoding="utf-8")
    with pytest.raises(BadSettings) as refused:
        ClinicSettings.load(tmp_path / "clinic.toml", {"CLINIC_SYNC_HOUR": "25"})
    said = str(refused.value.facts["problems"])
    assert all(word in said for word in ("scale = 90", "language = fr", "hues?", "sync_hour = 25"))
