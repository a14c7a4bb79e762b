"""摆渡 on the screen: a stick is written, comes back from the county, and the page says what is to be done."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from clinic_app.app.workplace import Workplace
from clinic_app.store import local
from clinic_app.ui.theme import Tone
from sync_server.store.engine import Database
from tests.server.county import founded
from tests.sync.courier_world import carried_to, enrol_by_hand


@pytest.fixture
def county(tmp_path: Path) -> Iterator[Database]:
    database = founded(f"sqlite:///{tmp_path / 'county.db'}")
    yield database
    database.close()


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "U盘"
    folder.mkdir()
    return folder


@pytest.fixture
def page(qtbot, workplace: Workplace, stick: Path):
    """The page, open; the stick is always chosen."""
    workplace.window.open_page("courier")
    page = workplace.window.page("courier")
    page._ask_folder = lambda *_: stick
    qtbot.waitUntil(lambda: page.view_model.state.ready is not None)
    return page


@pytest.fixture
def enrolled(qtbot, workplace: Workplace, county: Database, page):
    enrol_by_hand(county, workplace.clinic.store)
    page.view_model.refresh()
    qtbot.waitUntil(page.write.isEnabled)
    return page


def press(qtbot, page, key: Qt.Key) -> None:
    """A key of the keyboard, and the end of what it started."""
    QTest.keyClick(QApplication.focusWidget() or page, key)
    qtbot.waitUntil(lambda: not page.view_model.state.busy and bool(said(page)))


def said(page) -> str:
    return page.advice.text() or page.notice.text()


def figures(page) -> dict[str, str]:
    return {name.text(): figure.text() for name, figure in page.figures if name.isVisible()}


def test_a_clinic_without_a_county_is_told_where_to_begin(page) -> None:
    assert "入网" in page.notice.text()
    assert not page.write.isEnabled() and not page.take.isEnabled()


def test_without_the_county_s_key_only_reading_is_offered(qtbot, workplace, enrolled) -> None:
    with workplace.clinic.store.changing() as connection:
        local.forget(connection, local.COURIER_KEY)
    enrolled.view_model.refresh()
    qtbot.waitUntil(lambda: "公钥" in enrolled.notice.text())
    assert not enrolled.write.isEnabled() and enrolled.take.isEnabled()


def test_there_and_back_by_keys_alone(qtbot, workplace, enrolled, county, stick) -> None:
    waiting = enrolled.view_model.state.ready.waiting
    assert waiting > 0 and enrolled.waiting.text() == f"{waiting} 条"
    press(qtbot, enrolled, Qt.Key.Key_F8)
    assert figures(enrolled)["带出"] == f"{waiting} 条"
    assert "送到县里" in enrolled.advice.text()
    assert enrolled.waiting.text() == f"{waiting} 条", "a stick on its way is not safe at the county"
    carried_to(county, stick)
    press(qtbot, enrolled, Qt.Key.Key_F9)
    assert figures(enrolled)["县里新确认收到"] == f"{waiting} 条"
    qtbot.waitUntil(lambda: enrolled.waiting.text() == "0 条")
    assert enrolled.view_model.state.tone is Tone.OK and "不用再送" in enrolled.advice.text()
    assert enrolled.folder.text() == str(stick)


def test_a_stick_that_the_county_has_not_had_says_so(qtbot, enrolled) -> None:
    press(qtbot, enrolled, Qt.Key.Key_F8)
    press(qtbot, enrolled, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: "没有县里写给本机的文件" in enrolled.notice.text())
    assert figures(enrolled) == {}


def test_a_stick_that_is_not_there_says_so_and_the_page_goes_on(qtbot, enrolled, stick) -> None:
    stick.rmdir()
    press(qtbot, enrolled, Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: "U盘已插好" in enrolled.notice.text())
    stick.mkdir()
    press(qtbot, enrolled, Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: "带出" in figures(enrolled))
    assert enrolled.notice.text() == ""


def test_a_damaged_answer_asks_for_another_stick(qtbot, enrolled, county, stick) -> None:
    press(qtbot, enrolled, Qt.Key.Key_F8)
    carried_to(county, stick)
    for file in stick.rglob("down-*"):
        file.write_bytes(file.read_bytes()[:-5])
    press(qtbot, enrolled, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: figures(enrolled).get("读不了的文件") == "1 个")
    assert enrolled.view_model.state.tone is Tone.WARN
    assert enrolled.view_model.state.ready.waiting > 0


def test_nobody_chose_a_folder_nothing_happens(qtbot, enrolled) -> None:
    enrolled._ask_folder = lambda *_: None
    enrolled.write.click()
    assert not enrolled.view_model.state.busy and said(enrolled) == ""
