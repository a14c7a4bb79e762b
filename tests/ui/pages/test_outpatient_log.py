"""门诊日志 by its keys: days asked for, a page turned, a visit opened, an answer given."""

import pytest
from PySide6.QtCore import Qt

from clinic_app.journal.facts.outpatient import Diagnosis, EncounterSigned
from clinic_app.ui.pages.outpatient_log.page import LOG, MINE
from tests.ui.pages.consulting import CTRL

FLU, COLD = Diagnosis("J10.101", "流行性感冒"), Diagnosis("J06.900", "急性上呼吸道感染")


def seen(day, place, *diagnoses):
    """A record signed where nobody was asked about reporting."""
    visit = day.arrives(day.adults[place])
    fact = EncounterSigned(visit_id=visit.id, complaint="发热", diagnoses=diagnoses or (COLD,), departure="1")
    with day.clinic.store.writing(day.clinic.on_duty.author) as writing:
        writing.append(fact, visit.resident_id)
    return visit


@pytest.fixture
def log(day, screen):
    """Opens the page once its rows are read."""

    def open_log(rows):
        screen.window.open_page("outpatient_log")
        page = screen.window.page("outpatient_log")
        screen.waits(lambda: page.view_model.state.page.total == rows and not page.view_model.state.busy)
        return page

    return open_log


def test_a_day_without_visits_says_what_to_do(screen, log):
    page = log(0)
    assert "换一个日期" in page.log._empty.accessibleName()
    assert not page.print.isEnabled() and not page.export.isEnabled()


def test_the_days_visits_stand_there_and_the_rest_of_a_row_below(day, screen, log):
    seen(day, 0)
    page = log(1)
    page.setFocus()
    screen.waits(page.log.hasFocus)
    texts = [column.text(page.log.rows.row(0)) for column in page.log.rows.columns]
    assert texts[2] == day.adults[0].name and texts[5] == COLD.name and texts[9] == "离院"
    assert day.adults[0].phone in page.details.text()


def test_a_diagnosis_is_typed_and_f5_asks(day, screen, log):
    seen(day, 0)
    seen(day, 1, FLU)
    page = log(2)
    page.diagnosis.setFocus()
    screen.type("流行")
    screen.press(Qt.Key.Key_F5)
    screen.waits(lambda: page.view_model.state.page.total == 1)
    screen.waits(page.log.hasFocus)
    assert page.log.rows.row(0).diagnoses[0][0] == FLU.code


def test_arrows_turn_the_page(day, screen, log, monkeypatch):
    monkeypatch.setattr("clinic_app.services.outpatient_log.PAGE", 2)
    monkeypatch.setattr("clinic_app.ui.pages.outpatient_log.view_model.PAGE", 2)
    for place in range(3):
        seen(day, place)
    page = log(3)
    page.log.setFocus()
    screen.press(Qt.Key.Key_Right)
    screen.waits(lambda: [row.number for row in page.log.rows.rows] == [3])
    assert "第 3–3 行，共 3 行" in page.place.text()
    screen.press(Qt.Key.Key_Right)
    assert page.view_model.state.page.start == 2
    screen.press(Qt.Key.Key_Left)
    screen.waits(lambda: [row.number for row in page.log.rows.rows] == [1, 2])


def test_enter_opens_the_record_on_the_doctors_page(day, screen, log):
    visit = seen(day, 0)
    page = log(1)
    page.log.setFocus()
    screen.press(Qt.Key.Key_Return)
    doctor = screen.window.page("outpatient")
    screen.waits(lambda: doctor.view_model.state.visit is not None and doctor.view_model.state.signed)
    assert doctor.view_model.state.visit.id == visit.id


def test_what_i_have_not_answered_is_answered_by_two_keys_or_a_reason(day, screen, log):
    seen(day, 0, FLU)
    seen(day, 1, FLU)
    page = log(2)
    assert page.tabs.tabText(MINE) == "我的未报 2"
    page.log.setFocus()
    screen.press(Qt.Key.Key_Tab, CTRL)
    screen.waits(page.mine.hasFocus)
    screen.press(Qt.Key.Key_F9)
    screen.waits(lambda: page.tabs.tabText(MINE) == "我的未报 1")
    page.reason.setFocus()
    screen.press(Qt.Key.Key_Return)
    assert "写明" in page.notice.text()
    page.reason.setFocus()
    screen.type("抗原阴性")
    screen.press(Qt.Key.Key_Return)
    screen.waits(lambda: page.tabs.tabText(MINE) == "我的未报 0")
    page.tabs.setCurrentIndex(LOG)
    told = page.log.rows.columns[-1].text
    screen.waits(lambda: [told(row) for row in page.log.rows.rows] == ["已报", "已排除"])


def test_the_log_goes_on_paper_and_into_a_spreadsheet(day, screen, log, tmp_path):
    seen(day, 0)
    page = log(1)
    page._ask_place = lambda _, name: tmp_path / name
    page.log.setFocus()
    screen.press(Qt.Key.Key_F10)
    screen.waits(lambda: "已出纸" in page.notice.text())
    screen.press(Qt.Key.Key_F8)
    screen.waits(lambda: "已导出 1 行" in page.notice.text())
    assert [file.suffix for file in tmp_path.glob("门诊日志*")] == [".xlsx"]
