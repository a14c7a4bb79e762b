"""The window's page, used by its keys, over a real store."""

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt

from clinic_app.projections.queries.unmatched import Why
from clinic_app.ui.pages.pharmacy.page import PharmacyPage
from clinic_app.ui.pages.pharmacy.state import Part
from tests.ui.clinic_day import card_of

CTRL = Qt.KeyboardModifier.ControlModifier


def paid(day, place: int, *codes: str):
    visit = day.bill(place, *codes)
    settlement_id, _ = day.clinic.settlement.settle(day.clinic.on_duty, visit.id)
    return visit, settlement_id


def opened(screen) -> PharmacyPage:
    """The page in front, its lists read."""
    screen.window.open_page("pharmacy")
    page = screen.window.page("pharmacy")
    service = screen.workplace.clinic.pharmacy
    there = (len(service.waiting()), len(service.handed_out()), len(service.too_much()))

    def read() -> bool:
        state = page.view_model.state
        return (len(state.waiting), len(state.out), len(state.too_much)) == there

    screen.waits(lambda: read() and page.list.hasFocus())
    return page


def out_of(day, visit) -> list[int]:
    return [
        line.out_e4
        for one in day.clinic.pharmacy.handed_out()
        if one.visit_id == visit.id
        for line in one.lines
    ]


def test_the_first_who_waits_is_open_and_f9_hands_out(day, screen):
    visit, _ = paid(day, 0)
    other, _ = paid(day, 1)
    page = opened(screen)
    assert page.view_model.state.open.visit_id == visit.id
    assert page.drugs.table.rows.rowCount() == 2, "the fee is no drug"
    screen.keys = 0
    screen.press(Qt.Key.Key_F9)
    screen.waits(lambda: "已发出" in page.notice.text())
    assert (screen.keys, out_of(day, visit)) == (1, [10_000, 10_000])
    screen.waits(lambda: page.view_model.state.open.visit_id == other.id)
    screen.press(Qt.Key.Key_F9)
    screen.waits(lambda: page.view_model.state.waiting == () and not page.view_model.state.busy)
    assert page.view_model.state.open is None
    assert not page.hand_out.isEnabled()


def test_a_card_opens_its_holder_and_says_when_nothing_waits(day, screen):
    paid(day, 0)
    mine, _ = paid(day, 1)
    day.bill(2)  # not paid yet
    page = opened(screen)
    screen.reader.insert(card_of(day.people[1]))
    screen.waits(lambda: page.view_model.state.open.visit_id == mine.id)
    screen.reader.insert(card_of(day.people[2]))
    screen.waits(lambda: "没有已收费待发的药" in page.notice.text())


@pytest.mark.parametrize("how", ["receipt", "visit", "name"])
def test_numbers_and_names_find_a_bill(day, screen, how):
    paid(day, 0)
    visit, settlement_id = paid(day, 1)
    page = opened(screen)
    made = day.clinic.settlement.made(settlement_id)
    text = {"receipt": made.number, "visit": visit.number[1:], "name": day.people[1].name}[how]
    screen.type(text)
    screen.waits(lambda: len(page.search.hits()) == 1)
    screen.press(Qt.Key.Key_Return)
    screen.waits(lambda: page.view_model.state.open.visit_id == visit.id and page.list.hasFocus())


def test_f6_takes_back_what_is_typed_with_a_reason(day, screen):
    visit, settlement_id = paid(day, 0)
    day.clinic.pharmacy.dispense(day.clinic.on_duty, settlement_id)
    page = opened(screen)
    screen.press(Qt.Key.Key_F6)  # nothing waits: first to what went out
    screen.waits(lambda: page.view_model.state.part is Part.OUT)
    assert page.view_model.state.open.visit_id == visit.id
    screen.press(Qt.Key.Key_F6)
    screen.waits(page.drugs.back.isVisible)
    first, second = page.drugs.back.counts.values()
    screen.waits(first.hasFocus)
    screen.press(Qt.Key.Key_Return)
    assert second.hasFocus()
    screen.type("0")
    screen.press(Qt.Key.Key_Return)
    screen.press(Qt.Key.Key_Return)
    screen.press(Qt.Key.Key_Return)
    assert page.drugs.back.reason.property("invalid") == "true", "a reason is due"
    screen.type("1")
    screen.press(Qt.Key.Key_Return)
    screen.press(Qt.Key.Key_Return)
    screen.waits(lambda: "退回 1 种药" in page.notice.text())
    assert out_of(day, visit) == [0, 10_000]


def test_esc_leaves_everything_out(day, screen):
    visit, settlement_id = paid(day, 0)
    day.clinic.pharmacy.dispense(day.clinic.on_duty, settlement_id)
    page = opened(screen)
    screen.press(Qt.Key.Key_F6)
    screen.press(Qt.Key.Key_F6)
    screen.waits(page.drugs.back.isVisible)
    screen.press(Qt.Key.Key_Escape)
    assert not page.drugs.back.isVisible() and page.list.hasFocus()
    assert out_of(day, visit) == [10_000, 10_000]


def test_what_another_window_handed_out_leaves_and_nobody_takes_its_place(day, screen):
    _, settlement_id = paid(day, 0)
    paid(day, 1)
    page = opened(screen)
    day.clinic.pharmacy.dispense(day.clinic.on_duty, settlement_id)
    screen.press(Qt.Key.Key_F5)
    screen.waits(lambda: len(page.view_model.state.waiting) == 1)
    assert page.view_model.state.open is None
    assert "另一窗口" in page.notice.text()
    screen.press(Qt.Key.Key_F9)
    assert len(day.clinic.pharmacy.waiting()) == 1, "F9 without an open bill hands nothing out"
    screen.press(Qt.Key.Key_Return)
    screen.waits(lambda: page.view_model.state.open is not None)


def test_a_bill_settled_elsewhere_appears_by_itself(day, screen):
    page = opened(screen)
    assert page.view_model.state.waiting == ()
    visit, _ = paid(day, 0)
    page._timer.timeout.emit()
    screen.waits(lambda: [one.visit_id for one in page.view_model.state.waiting] == [visit.id])


def test_what_does_not_meet_is_on_one_list_and_enter_goes_to_the_bill(day, screen):
    visit, settlement_id = paid(day, 0)
    other, out = paid(day, 1)
    clinic, by = day.clinic, day.clinic.on_duty
    fact = clinic.pharmacy.dispense(by, out)
    with clinic.store.writing(by.author) as writing:  # the same bill at a PC without a line
        writing.append(replace(fact, lines=fact.lines[:1]))
    page = opened(screen)
    for _ in range(3):
        screen.press(Qt.Key.Key_Tab, CTRL)
    screen.waits(lambda: page.tabs.tabText(3) == "收发核对 3")
    assert page.unmatched.hasFocus() and not page.drugs.isVisible()
    shown = [(one.why, one.visit_number, one.paid_e4, one.out_e4) for one in page.view_model.state.unmatched]
    assert shown == [
        (Why.TOO_MUCH, other.number, 10_000, 20_000),
        (Why.WAITS, visit.number, 10_000, 0),
        (Why.WAITS, visit.number, 10_000, 0),
    ]
    screen.press(Qt.Key.Key_Down)
    screen.press(Qt.Key.Key_Return)
    assert page.view_model.state.part is Part.WAITING and page.drugs.isVisible()
    assert page.view_model.state.open.settlement_id == settlement_id
    screen.press(Qt.Key.Key_F9)
    screen.waits(lambda: page.tabs.tabText(3) == "收发核对 1")


def test_what_is_out_without_money_is_listed_with_the_name_and_can_come_back(day, screen):
    _, settlement_id = paid(day, 0)
    clinic, by = day.clinic, day.clinic.on_duty
    fact = clinic.pharmacy.dispense(by, settlement_id)
    with clinic.store.writing(by.author) as writing:  # the same bill at a PC without a line
        writing.append(replace(fact, lines=fact.lines[:1]))
    page = opened(screen)
    screen.press(Qt.Key.Key_Tab, CTRL)
    screen.press(Qt.Key.Key_Tab, CTRL)
    assert page.too_much.hasFocus() and page.tabs.tabText(2) == "多发 1"
    assert page.too_much.current_row().by == (by.name,)
    screen.press(Qt.Key.Key_F6)
    screen.waits(page.drugs.back.isVisible)
    first = next(iter(page.drugs.back.counts.values()))
    assert first.count() == 1, "the one box too many"
