"""检验检查 with an analyser: its file fills the grid, a person signs it, and a file of nobody's is matched by hand."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from clinic_app.services.results import ResultsService
from tests.services.test_results import lay, message
from tests.ui.pages.test_examinations import SERVICES, ordered, stage

BLOOD = "ZL0002"


@pytest.fixture
def inbox(day, tmp_path):
    folder = tmp_path / "inbox"
    folder.mkdir()
    day.clinic = replace(day.clinic, results=ResultsService(day.clinic.store, folder))
    return folder


@pytest.fixture
def open_page(screen):
    def opened(orders):
        screen.window.open_page("examinations")
        page = screen.window.page("examinations")
        screen.waits(lambda: len(page.view_model.state.orders) == orders)
        page.setFocus()
        return page

    return opened


def test_a_file_fills_the_open_order_and_f9_signs_it_with_its_source(inbox, day, screen, open_page):
    assert BLOOD in SERVICES
    [order] = ordered(day, 0, BLOOD)
    lay(day, inbox / "1.hl7", message(order.number))
    page = open_page(1)
    screen.waits(lambda: page.view_model.state.source is not None)
    assert "BC-5390" in page.source.text()
    screen.press(Qt.Key.Key_F9)
    screen.waits(lambda: stage(day, order) == "reported")
    [report] = day.clinic.examinations.reports(order.id)
    assert (report.source, report.instrument) == ("hl7", "BC-5390 Mindray")
    assert {line.item: line.value for line in report.lines} == {"wbc": "12.41", "hgb": "131"}
    screen.waits(lambda: (inbox / "done" / "1.hl7").exists())


def test_a_file_of_nobodys_is_matched_by_enter(inbox, day, screen, open_page):
    [order] = ordered(day, 0, BLOOD)
    lay(day, inbox / "1.hl7", message("999999999999"))
    page = open_page(1)
    screen.waits(page.instrument.files.isVisible)
    screen.waits(lambda: page.view_model.state.order is not None)
    assert page.view_model.state.source is None
    page.instrument.files.setFocus()
    screen.press(Qt.Key.Key_Down)
    screen.press(Qt.Key.Key_Return)
    screen.waits(lambda: page.view_model.state.values.get("wbc") == "12.41")
    screen.press(Qt.Key.Key_F9)
    screen.waits(lambda: stage(day, order) == "reported")
    screen.waits(lambda: not page.instrument.isVisible())


def test_a_file_of_another_person_is_not_taken_by_hand_either(inbox, day, screen, open_page):
    ordered(day, 0, BLOOD)
    lay(day, inbox / "1.hl7", message("999999999999", patient="PID|1||||陈^冬生||19010101"))
    page = open_page(1)
    screen.waits(page.instrument.files.isVisible)
    screen.waits(lambda: page.view_model.state.order is not None)
    page.instrument.files.setFocus()
    screen.press(Qt.Key.Key_Down)
    screen.press(Qt.Key.Key_Return)
    screen.waits(lambda: "不符" in page.view_model.state.notice)
    assert not page.view_model.state.values


def test_the_page_says_that_a_result_was_set_aside_as_another_persons(inbox, day, screen, open_page):
    [order] = ordered(day, 0, BLOOD)
    lay(day, inbox / "1.hl7", message(order.number, patient="PID|1||||陈^冬生||19010101"))
    page = open_page(1)
    screen.waits(lambda: order.number in page.view_model.state.notice)
    assert not page.view_model.state.values and (inbox / "refused" / "1.hl7").exists()


def test_what_was_typed_is_not_typed_over(inbox, day, screen, open_page):
    [order] = ordered(day, 0, BLOOD)
    page = open_page(1)
    screen.waits(lambda: page.view_model.state.order is not None)
    page.view_model.type("wbc", "5.5")
    lay(day, inbox / "1.hl7", message(order.number))
    page.view_model.refresh()
    screen.waits(lambda: page.view_model.state.incoming != ())
    assert dict(page.view_model.state.values) == {"wbc": "5.5"}


def test_a_folder_that_is_gone_is_said(inbox, day, screen, open_page):
    inbox.rmdir()
    page = open_page(0)
    screen.waits(page.instrument.isVisible)
    assert str(inbox) in page.instrument.away.text()
