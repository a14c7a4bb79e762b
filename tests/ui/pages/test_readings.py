"""自测 by its keys: confirmed, rejected, matched, not ours; an emergency value on every page until it is answered."""

import os
from datetime import date

import pytest
from PySide6.QtCore import Qt

from clinic_app.services.residents import NewResident

ID = "350881198005010020"
HEAD = "设备编号,身份证号,检测时间,检测项目,结果,单位\n"
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def hut(tmp_path):
    folder = tmp_path / "hut"
    folder.mkdir()
    return folder


@pytest.fixture
def woman(clinic):
    new = NewResident(name="林秀英", sex="2", birth_date=date(1980, 5, 1), id_number=ID, phone="13800000001")
    return clinic.residents.register(clinic.on_duty, new).id


def drop(clinic, hut, *lines, name="a.csv"):
    path = hut / name
    path.write_text(HEAD + "".join(f"{line}\n" for line in lines), encoding="utf-8")
    at = clinic.store.wall() / 1000 - 60
    os.utime(path, (at, at))


def line(value, item="sbp", unit="mmHg", minute=10, number=ID):
    return f"H-1,{number},2026-11-18 08:{minute},{item},{value},{unit}"


@pytest.fixture
def page(qtbot, workplace, clinic, hut, woman):
    clinic.readings.look_into(hut)
    workplace.window.open_page("readings")
    page = workplace.window.page("readings")
    qtbot.waitUntil(page.isVisible)
    return page


def test_f8_confirms_one_and_control_enter_all_of_the_person(qtbot, page, clinic, hut, woman, fingers):
    drop(clinic, hut, line(128), line(82, "dbp"), line(70, "pulse", "次/分"))
    page.model.refresh()
    qtbot.waitUntil(lambda: page.waiting.rows.rowCount() == 3)
    page.waiting.setFocus()
    fingers.press(Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: page.waiting.rows.rowCount() == 2)
    fingers.press(Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: page.waiting.rows.rowCount() == 0)
    trends = clinic.chart.read(clinic.on_duty, woman).trends
    assert {key for key, points in trends.items() if points} >= {"sbp", "dbp"}


def test_f6_rejects_with_a_reason_and_not_without(qtbot, page, clinic, hut, fingers):
    drop(clinic, hut, line(128))
    page.model.refresh()
    qtbot.waitUntil(lambda: page.waiting.rows.rowCount() == 1)
    page.waiting.setFocus()
    fingers.press(Qt.Key.Key_F6)
    qtbot.waitUntil(lambda: "写明作废的原因" in page.notice.text())
    page.reason.setFocus()
    page.reason.setText("不是本人")
    fingers.press(Qt.Key.Key_F6)
    qtbot.waitUntil(lambda: page.waiting.rows.rowCount() == 0)


def test_f7_matches_what_is_nobodys_with_the_person_in_hand_and_f11_sends_it_away(
    qtbot, page, workplace, clinic, hut, woman, fingers
):
    drop(clinic, hut, line(128, number=""), line(82, "dbp", number=""), line(129, minute=30, number=""))
    page.model.refresh()
    qtbot.waitUntil(lambda: page.nobodys.rows.rowCount() == 2)
    assert not page.match.isEnabled()
    workplace.desk.take(woman)
    qtbot.waitUntil(lambda: page.match.isEnabled() and "林秀英" in page.whose.currentText())
    page.nobodys.setFocus()
    fingers.press(Qt.Key.Key_F7)
    qtbot.waitUntil(lambda: page.waiting.rows.rowCount() == 2 and page.nobodys.rows.rowCount() == 1)
    fingers.press(Qt.Key.Key_F11)
    qtbot.waitUntil(lambda: page.nobodys.rows.rowCount() == 0)
    assert page.waiting.rows.rowCount() == 2


def test_a_refused_file_stands_there_with_its_sentence(qtbot, page, clinic, hut):
    drop(clinic, hut, line(999))
    page.model.refresh()
    qtbot.waitUntil(lambda: page.refused.rows.rowCount() == 1)
    qtbot.waitUntil(lambda: "第 1 条未收" in page.why.text())
    assert (
        page.why.text()
        == "第 1 条未收：不可能的数值（sbp 999 mmHg）\n改好后放回上一级文件夹，收过的不会重复。"
    )


def test_an_emergency_value_stands_on_every_page_until_somebody_answers_it(
    qtbot, page, workplace, clinic, hut, fingers
):
    drop(clinic, hut, line(186))
    workplace.window.open_page("registration")
    workplace.look_for_readings()
    alarm = workplace.window.alarm
    qtbot.waitUntil(lambda: "林秀英" in alarm.text())
    assert "186" in alarm.text() and "13800000001" in alarm.text()
    workplace.window.open_page("readings")
    qtbot.waitUntil(lambda: page.alarm.isVisible() and alarm.text() == "")
    page.told.setFocus()
    page.told.setText("本人")
    fingers.press(Qt.Key.Key_Return)
    page.done.setText("复测仍高，已转诊")
    fingers.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not page.alarm.isVisible())
    workplace.window.open_page("registration")
    assert not workplace.clinic.readings.alarms(clinic.on_duty)
    qtbot.waitUntil(lambda: alarm.text() == "")


def test_a_folder_that_is_away_is_said_and_what_came_before_stays(qtbot, page, clinic, hut):
    drop(clinic, hut, line(128))
    page.model.refresh()
    qtbot.waitUntil(lambda: page.waiting.rows.rowCount() == 1)
    clinic.readings.look_into(hut / "gone")
    page.model.refresh()
    qtbot.waitUntil(lambda: bool(page.notice.text()))
    assert page.waiting.rows.rowCount() == 1
