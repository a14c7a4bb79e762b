"""The ward's page, used by its keys, over a real store."""

import pytest
from PySide6.QtCore import Qt

from clinic_app.domain.ward import BedState, Category, Term
from clinic_app.services.wardorders import NewOrder
from clinic_app.ui.pages.ward.page import WardPage
from clinic_app.ui.pages.ward.state import Part
from tests.ui.ward_day import BED, DAY_MINUTES, admitted

CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def stay(day):
    """In since yesterday morning, asked about allergies."""
    day.people = day.adults
    stay = admitted(day)
    day.clinic.chart.record_allergy(day.clinic.on_duty, stay.resident_id, kind="none_known")
    return stay


def opened(screen, part: Part = Part.BEDS) -> WardPage:
    screen.window.open_page("ward")
    page = screen.window.page("ward")
    screen.waits(lambda: bool(page.view_model.state.cards) or not screen.workplace.clinic.inpatient.present())
    for _ in range(part):
        screen.press(Qt.Key.Key_Tab, CTRL)
    screen.waits(lambda: page.view_model.state.part is part)
    return page


def ordered(day, stay, *orders: NewOrder):
    return day.clinic.wardorders.sign(day.clinic.on_duty, stay.id, orders)


def bed_fee() -> NewOrder:
    return NewOrder(term=Term.LONG, category=Category.SERVICE, code=BED, frequency="qd")


def ambroxol() -> NewOrder:
    return NewOrder(
        term=Term.LONG, category=Category.DRUG, code="YP1223", dose="30mg", frequency="tid", route="po"
    )


def test_an_order_is_typed_signed_carried_out_and_charged_by_keys(day, screen, stay):
    page = opened(screen, Part.ORDERS)
    screen.waits(lambda: page.view_model.state.stay_id == stay.id)
    screen.press(Qt.Key.Key_Insert)
    screen.waits(page.orders.line.item.hasFocus)
    screen.type("ysaxsp")
    screen.waits(lambda: page.orders.line.item.list_is_open())
    screen.press(Qt.Key.Key_Return)
    assert page.orders.line.dose.text() == "30mg"
    for _ in range(6):
        screen.press(Qt.Key.Key_Return)
    screen.waits(lambda: len(page.view_model.state.typed) == 1)
    screen.press(Qt.Key.Key_F8)
    screen.waits(lambda: len(page.view_model.state.orders) == 1)
    assert "已签 1 条" in page.notice.text()
    day.clock.pass_minutes(DAY_MINUTES)
    page.view_model.refresh()
    screen.press(Qt.Key.Key_Tab, CTRL)
    screen.press(Qt.Key.Key_Right, ALT)
    screen.waits(lambda: len(page.view_model.state.doses) == 3)
    screen.press(Qt.Key.Key_F8)
    screen.waits(lambda: bool(page.view_model.state.doses) and not page.view_model.state.due)
    charged = day.clinic.inpatient.charges(stay.id)
    assert [(one.code, one.cnt_e4) for one in charged] == [("YP1223", 30_000)]


def test_what_nobody_asked_is_answered_on_the_spot(day, screen):
    day.people = day.adults
    stay = admitted(day)
    page = opened(screen, Part.ORDERS)
    screen.press(Qt.Key.Key_Insert)
    screen.waits(page.orders.line.item.hasFocus)
    screen.type("ysaxsp")
    screen.waits(lambda: page.orders.line.item.list_is_open())
    for _ in range(7):
        screen.press(Qt.Key.Key_Return)
    screen.waits(lambda: page.orders.asked_none.isVisible())
    assert not page.save.isEnabled()
    page.orders.asked_none.setFocus()
    screen.press(Qt.Key.Key_Space)
    screen.waits(page.save.isEnabled)
    screen.press(Qt.Key.Key_F8)
    screen.waits(lambda: len(page.view_model.state.orders) == 1)
    assert len(day.clinic.wardorders.orders(stay.id)) == 1


def test_a_diet_is_ordered_in_words(day, screen, stay):
    page = opened(screen, Part.ORDERS)
    screen.press(Qt.Key.Key_Insert)
    screen.waits(page.orders.line.item.hasFocus)
    screen.type("低盐饮食")
    screen.waits(lambda: page.orders.line.item.list_is_open())
    for _ in range(7):
        screen.press(Qt.Key.Key_Return)
    screen.waits(lambda: len(page.view_model.state.typed) == 1)
    screen.press(Qt.Key.Key_F8)
    screen.waits(lambda: bool(page.view_model.state.orders))
    assert page.view_model.state.card.diet == "低盐饮食"


def test_f6_stops_the_order_under_the_cursor(day, screen, stay):
    ordered(day, stay, bed_fee())
    page = opened(screen, Part.ORDERS)
    screen.waits(lambda: bool(page.view_model.state.orders))
    screen.press(Qt.Key.Key_F6)
    screen.waits(lambda: page.view_model.state.orders[0].stop_ms is not None)
    assert "已停" in page.notice.text()


def test_enter_gives_one_dose_and_f6_says_why_another_was_not_given(day, screen, stay):
    ordered(day, stay, ambroxol())
    day.clock.pass_minutes(DAY_MINUTES)
    page = opened(screen, Part.CARE)
    screen.waits(lambda: len(page.view_model.state.doses) == 3)
    page.care.table.setFocus()
    screen.press(Qt.Key.Key_Return)
    screen.waits(lambda: len(page.view_model.state.due) == 2)
    page.care.table.setFocus()
    screen.press(Qt.Key.Key_Down)
    screen.press(Qt.Key.Key_F6)
    screen.waits(page.care.reason.hasFocus)
    screen.type("呕吐")
    screen.press(Qt.Key.Key_F6)
    screen.waits(lambda: len(page.view_model.state.due) == 1)
    assert [one.done.left_out for one in page.view_model.state.doses if one.done] == ["", "呕吐"]


def test_the_wards_doses_are_summed_and_given_out_by_one_key(day, screen, stay):
    ordered(day, stay, ambroxol())
    page = opened(screen, Part.DOSES)
    screen.waits(lambda: bool(page.view_model.state.owed))
    assert page.doses.supplies.model().rowCount() == 1
    screen.press(Qt.Key.Key_F8)
    screen.waits(lambda: not page.view_model.state.owed)
    assert "已摆药" in page.notice.text()


def test_a_bed_is_placed_cleaned_and_moved_to(day, screen, stay):
    care, by = day.clinic.wardcare, day.clinic.on_duty
    care.place_bed(by, "01", "1室")
    page = opened(screen)
    screen.press(Qt.Key.Key_Insert)
    screen.waits(page.bed.hasFocus)
    screen.type("09")
    screen.press(Qt.Key.Key_Insert)
    screen.waits(lambda: len(page.view_model.state.cards) == 2)
    page.beds.setFocus()
    screen.press(Qt.Key.Key_Home)
    screen.press(Qt.Key.Key_F8)
    screen.waits(lambda: page.view_model.state.moving)
    page.beds.setFocus()
    screen.press(Qt.Key.Key_Right)
    screen.press(Qt.Key.Key_Return)
    screen.waits(lambda: page.view_model.state.stay is not None and page.view_model.state.stay.bed == "09")
    assert {card.bed: card.state for card in care.beds()}["01"] is BedState.CLEANING
    page.beds.setFocus()
    screen.press(Qt.Key.Key_Home)
    screen.press(Qt.Key.Key_F6)
    screen.waits(lambda: {card.bed: card.state for card in care.beds()}["01"] is BedState.FREE)


def test_a_round_of_measurements_goes_onto_the_sheet(day, screen, stay):
    page = opened(screen, Part.VITALS)
    screen.waits(lambda: page.view_model.state.stay_id == stay.id)
    page.vitals.round.setFocus()
    page.vitals.round.show_code("06")
    for text in ("", "38.4", "96", "20", "128", "76"):
        if text:
            screen.type(text)
        screen.press(Qt.Key.Key_Return)
    screen.press(Qt.Key.Key_F8)
    screen.waits(lambda: "temp" in page.view_model.state.vitals)
    assert page.view_model.state.vitals["temp"][0].value_e4 == 384_000
    assert page.vitals.boxes["temp"].text() == ""


def test_what_cannot_be_measured_is_refused_at_its_box(day, screen, stay):
    page = opened(screen, Part.VITALS)
    screen.waits(lambda: page.view_model.state.stay_id == stay.id)
    page.vitals.boxes["temp"].setFocus()
    screen.type("84")
    screen.press(Qt.Key.Key_F8)
    assert page.vitals.boxes["temp"].hasFocus() and "体温" in page.vitals.problem.text()
    assert day.clinic.wardcare.measured(stay.id) == {}


def test_a_note_is_written_signed_and_added_to(day, screen, stay):
    page = opened(screen, Part.NOTES)
    screen.waits(lambda: page.view_model.state.stay_id == stay.id)
    screen.press(Qt.Key.Key_F8)
    screen.waits(lambda: "请填写" in page.notice.text())
    screen.press(Qt.Key.Key_Insert)
    screen.type("体温正常，咳嗽减轻")
    screen.press(Qt.Key.Key_F8)
    screen.waits(lambda: len(page.view_model.state.notes) == 1)
    page.notes.addendum.setFocus()
    screen.type("复查血常规")
    screen.press(Qt.Key.Key_F6)
    screen.waits(lambda: bool(page.view_model.state.notes[0].addenda))
    assert "复查血常规" in page.notes.read.text()


def test_an_empty_ward_says_where_to_begin(day, screen):
    page = opened(screen)
    assert page.beds._empty.isVisible()
    assert not page.save.isEnabled()
