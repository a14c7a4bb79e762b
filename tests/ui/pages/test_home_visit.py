"""入户 by keys and by fingers: people in the order of the way, large targets, drafts that stay, back where one was."""

import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from clinic_app.domain.power import Power
from clinic_app.services.households import House
from clinic_app.ui import theme
from clinic_app.ui.forms.walk import key_of
from clinic_app.ui.theme import SUNLIGHT
from clinic_app.wiring import open_folder
from tests.ui.pages.consulting import CTRL
from tests.ui.pages.test_worklist import managed
from tests.ui.workplace import ADMIN, PASSWORD

_TYPING = f"""
import sys, time
from pathlib import Path
from uuid import UUID
from clinic_app.wiring import open_folder

clinic = open_folder(Path(sys.argv[1]), {ADMIN!r}, {PASSWORD!r})
clinic.forms.keep_draft("htn_followup", UUID(sys.argv[2]), {{"sbp": 148}})
print("kept", flush=True)
time.sleep(60)
"""
LEAST = 44  # pixels of a target under a finger
ALT = Qt.KeyboardModifier.AltModifier


def lives_at(day, person, house: str) -> None:
    home = House(village_code="350881102102", village="西洋村", group="3", house=house)
    day.clinic.households.found(day.clinic.on_duty, home, person)


@pytest.fixture
def people(day):
    """Three with high blood pressure, whose visits are overdue; the houses stand in another order than the list."""
    found = {}
    for name, house in (("甲后", "12"), ("乙先", "3"), ("丙中", "7")):
        found[name] = managed(day, name, ago=150)
        lives_at(day, found[name], house)
    return found


@pytest.fixture
def entered(people, screen):
    """From the work list by one key."""
    screen.window.open_page("worklist")
    listed = screen.window.page("worklist")
    screen.waits(
        lambda: len(listed.view_model.state.page.items) > 0 or bool(listed.view_model.state.page.counts)
    )
    for _ in range(8):
        if len(listed.view_model.state.page.items) == 3:
            break
        screen.press(Qt.Key.Key_Tab, CTRL)
        screen.waits(lambda: not listed.view_model.state.busy)
    screen.waits(lambda: len(listed.view_model.state.page.items) == 3)
    screen.press(Qt.Key.Key_W, CTRL)
    page = screen.window.page("home_visit")
    screen.waits(lambda: page.room is not None and page.room.view is not None)
    yield page
    if page.room is not None:
        page.view_model.leave()


@pytest.fixture(scope="module")
def finger(qapp):
    """Taps a widget as a touch screen tells it."""
    device = QTest.createTouchDevice()

    def tap(widget, place: QPoint | None = None) -> None:
        where = place or widget.rect().center()
        touch = QTest.touchEvent(widget, device, False)  # else it tells itself once more when it is freed
        touch.press(0, where, widget)
        touch.commit()
        touch.release(0, where, widget)
        touch.commit()

    return tap


def drafted(day, person) -> dict:
    return day.clinic.forms.drafted("htn_followup", person) or {}


def test_one_key_leads_from_the_work_list_to_the_first_house_and_esc_back(screen, entered):
    room = entered.room
    assert [one.name for one in entered.view_model.state.calls] == ["乙先", "丙中", "甲后"]
    assert "乙先" in room.who.text() and "3组 3号" in room.where.text()
    assert "第 1 位，共 3 位" in room.place.text() and not room.back.isEnabled()
    assert "逾期" in room.due[0].text()
    assert room.view.values["mode"] == "2"
    assert not screen.window.rail.isVisible() and theme.current().colours is SUNLIGHT
    screen.press(Qt.Key.Key_Escape)
    screen.waits(lambda: screen.window.page_name() == "worklist")
    assert screen.window.rail.isVisible() and theme.current().colours is not SUNLIGHT
    assert screen.window.page("worklist").table.hasFocus()


def test_who_signs_stands_there_by_name(day, screen, entered):
    staff = day.clinic.on_duty.staff_id
    name = day.clinic.forms.names(None)[staff]
    doctor = entered.room.view.sheet.cell("doctor").entry
    assert name != staff and doctor.text() == name


def test_next_and_back_keep_what_was_typed(day, people, screen, entered):
    room = entered.room
    room.view.go_to("sbp")
    screen.type("148")
    screen.press(Qt.Key.Key_F5)
    screen.waits(lambda: "丙中" in room.who.text() and room.view is not None)
    screen.waits(lambda: drafted(day, people["乙先"]).get("sbp") == 148)
    screen.press(Qt.Key.Key_Up, ALT)
    screen.waits(lambda: "乙先" in room.who.text() and room.view is not None)
    assert room.view.values["sbp"] == 148


def test_what_is_typed_is_on_this_pc_a_moment_later_and_the_page_says_so(day, people, screen, entered):
    room = entered.room
    room.view.go_to("sbp")
    screen.type("148")
    assert "正在存" in room.kept.text()
    screen.waits(lambda: "已存本机 08:" in room.kept.text())
    assert drafted(day, people["乙先"])["sbp"] == 148


@pytest.mark.parametrize("size", [(1366, 768), (1280, 800), (1024, 768)])
def test_every_target_is_as_large_as_a_finger_and_in_the_window(qtbot, screen, entered, size):
    screen.window.resize(*size)
    room = entered.room
    screen.waits(lambda: screen.window.width() == size[0])
    view = room.view
    buttons = [room.back, room.next, room.leave, *room.due, view.sign, view.missing, view.confirm]
    assert all(one.height() >= LEAST and one.width() >= LEAST for one in buttons)
    cells = [cell for cell in view.sheet.cells().values() if cell.isVisible()]
    assert cells and all(cell.entry.height() >= LEAST for cell in cells)
    inside = screen.window.rect()
    corners = (one.mapTo(screen.window, one.rect().bottomRight()) for one in buttons)
    assert all(inside.contains(one) for one in corners)


def test_more_duties_than_a_line_holds_stand_in_another(screen, entered):
    """1024×768: nothing is pushed out of the window."""
    room, model = entered.room, entered.view_model
    call = model.state.call
    many = replace(call, due=call.due[:1] * 6)
    model.state = replace(model.state, calls=(many, *model.state.calls[1:]))
    model.changed.emit(model.state)
    screen.window.resize(1024, 768)
    screen.waits(lambda: room.width() <= 1024 and len({one.y() for one in room.due}) == 2)
    assert all(one.geometry().right() <= room.width() for one in (*room.due, room.leave, room.next))
    assert not any(one.geometry().intersects(room.view.geometry()) for one in room.due)


def test_a_finger_chooses_an_answer_another_form_and_the_person_before(screen, entered, finger):
    room = entered.room
    room.view.go_to("symptoms")
    options = room.view.sheet.cells()["symptoms"].entry
    finger(options, options._places["1"].center())
    screen.waits(lambda: room.view.values.get("symptoms") == ["1"])
    finger(room.due[1])
    screen.waits(lambda: room.view is not None and room.view.filling.form.key == "health_check")
    screen.press(Qt.Key.Key_F5)
    screen.waits(lambda: "丙中" in room.who.text() and room.view is not None)
    finger(room.back)  # what lies further right is outside of the screen that Qt's offscreen platform has
    screen.waits(lambda: "乙先" in room.who.text() and room.view is not None)
    assert room.view.values.get("symptoms") == ["1"]


def test_a_signed_visit_is_ticked_and_what_else_is_due_comes_up(day, people, screen, entered):
    room = entered.room
    answers = {
        "sbp": "138", "dbp": "86", "height": "165", "weight": "62.5", "heart_rate": "72",
        "smoke_daily": "0", "drink_daily": "0", "exercise_times": "3", "exercise_minutes": "30",
    }  # fmt: skip
    picks = {"symptoms": "1", "salt": "1", "psych": "1", "obey": "1", "compliance": "1", "adverse": "1"}
    for key, text in (answers | picks).items():
        assert room.view.go_to(key), key
        screen.type(text)
    screen.press(Qt.Key.Key_F8)
    screen.waits(lambda: entered.view_model.state.calls[0].due[-1].done)
    kept = day.clinic.forms.last(people["乙先"], "htn_followup")
    assert (kept.values["sbp"], kept.values["mode"], kept.origin) == (138, "2", "home_visit")
    assert kept.day == date(2026, 11, 20) and drafted(day, people["乙先"]) == {}
    screen.waits(lambda: room.due[-1].text() == "✓ 高血压随访" and "已签名" in room.notice._text.text())
    screen.waits(lambda: room.view is not None and room.view.filling.form.key == "health_check")
    assert key_of(QApplication.focusWidget()) != ""


def test_the_battery_stands_there_and_a_low_one_in_red(screen, entered):
    entered.view_model._show_power(Power(62, False))
    assert entered.room.battery.text() == "电量 62%"
    entered.view_model._show_power(Power(15, False))
    assert entered.room.battery.property("tone") == "danger"
    entered.view_model._show_power(None)
    assert not entered.room.battery.isVisible()


def test_nobody_to_visit_is_said(screen):
    screen.window.open_page("home_visit")
    page = screen.window.page("home_visit")
    screen.waits(lambda: page.view_model.state.loaded)
    assert "没有要入户的人" in page.room.nothing.text() and page.room.leave.isVisible()
    screen.press(Qt.Key.Key_Escape)
    screen.waits(lambda: screen.window.page_name() == "worklist")


def test_a_draft_outlives_a_process_that_is_killed(founded, tmp_path):
    """Another process keeps it and is killed as soon as it is kept; nothing was closed."""
    folder = tmp_path / "data"
    person = uuid4()
    shutil.copytree(founded, folder)
    typing = subprocess.Popen(
        [sys.executable, "-c", _TYPING, str(folder), str(person)], stdout=subprocess.PIPE, text=True
    )
    assert typing.stdout is not None
    assert typing.stdout.readline().strip() == "kept"
    typing.kill()
    typing.wait()
    typing.stdout.close()
    clinic = open_folder(folder, ADMIN, PASSWORD)
    try:
        assert clinic.forms.drafted("htn_followup", person) == {"sbp": 148}
    finally:
        clinic.close()
