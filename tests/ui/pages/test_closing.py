"""The closing page, used by its keys, over a real store."""

import pytest
from PySide6.QtCore import Qt

from clinic_app.projections.queries.closing import Closed
from clinic_app.ui.pages.closing.page import FACILITY, HISTORY, ClosingPage
from clinic_app.ui.screenshots import cut_texts
from clinic_app.ui.theme import Tone

CTRL = Qt.KeyboardModifier.ControlModifier
DAY_MINUTES = 24 * 60


def opened(screen) -> ClosingPage:
    """The page in front, its figures read."""
    screen.window.open_page("closing")
    page = screen.window.page("closing")
    screen.waits(lambda: page.view_model.state.ready is not None)
    screen.waits(lambda: page.drawer.counts[10_000].hasFocus() or page.view_model.state.ready.closed)
    return page


def charged(day, *places: int) -> None:
    for place in places:
        visit = day.bill(place, "ZL0001", insured=False)  # ¥10.00
        day.clinic.settlement.settle(day.clinic.on_duty, visit.id)


def made(day) -> list[Closed]:
    return day.clinic.closing.closings(day.clinic.closing.today())


def is_closed(screen, page) -> None:
    screen.waits(lambda: page.view_model.state.ready.closed and not page.view_model.state.busy)


def test_notes_counted_enter_by_enter_then_f9_twice(day, screen):
    charged(day, 0, 1, 2)
    page = opened(screen)
    assert page.figures.medfee.text() == "¥30.00" and page.drawer.expected.fen == 3000
    screen.keys = 0
    screen.press(Qt.Key.Key_Return)  # no 100
    screen.press(Qt.Key.Key_Return)  # no 50
    screen.type("1")  # one 20
    screen.press(Qt.Key.Key_Return)
    screen.type("1")  # one 10
    assert page.drawer.counted.text() == "30.00"
    assert (page.drawer.diff.fen, page.drawer.diff_name.text()) == (0, "相符")
    screen.press(Qt.Key.Key_F9)
    assert made(day) == [] and "再按 F9 确认" in notice(page.standing)
    screen.press(Qt.Key.Key_F9)
    is_closed(screen, page)
    (closed,) = made(day)
    assert (closed.cash_counted, closed.cash_diff, closed.n_setl) == (3000, 0, 3)
    assert day.clinic.closing.made(closed.id).counts == {"2000": 1, "1000": 1}
    assert screen.keys == 7
    paper = day.clinic.store.folder / "print" / f"closing-{closed.number}.pdf"
    screen.waits(paper.exists)
    assert not page.close_day.isEnabled()


def notice(bar) -> str:
    return bar._text.text() if bar.isVisible() else ""


def test_a_difference_is_red_and_asks_for_a_word(day, screen):
    charged(day, 0)
    page = opened(screen)
    page.drawer.counted.setFocus()
    screen.type("9.50")
    assert (page.drawer.diff.fen, page.drawer.diff_name.text()) == (-50, "短款")
    assert page.drawer.diff.property("tone") == Tone.DANGER.value
    screen.press(Qt.Key.Key_F9)
    assert page.drawer.note.hasFocus() and "原因" in page.drawer.problem.text()
    screen.type("找零差五角")
    screen.press(Qt.Key.Key_F9)
    screen.press(Qt.Key.Key_F9)
    is_closed(screen, page)
    (closed,) = made(day)
    assert closed.cash_diff == -50
    assert day.clinic.closing.made(closed.id).note == "找零差五角"


def test_esc_thinks_again_and_nothing_is_closed(day, screen):
    charged(day, 0)
    page = opened(screen)
    page.drawer.counted.setFocus()
    screen.type("10")
    screen.press(Qt.Key.Key_F9)
    assert page.view_model.state.confirming
    screen.press(Qt.Key.Key_Escape)
    assert not page.view_model.state.confirming and made(day) == []
    screen.press(Qt.Key.Key_F9)
    screen.type("1")  # another count is another question
    assert not page.view_model.state.confirming and made(day) == []


def test_money_that_comes_while_counting_is_not_closed_over(day, screen):
    charged(day, 0)
    page = opened(screen)
    page.drawer.counted.setFocus()
    screen.type("10")
    screen.press(Qt.Key.Key_F9)
    charged(day, 1)  # at another window of this PC
    screen.press(Qt.Key.Key_F9)
    screen.waits(lambda: page.view_model.state.notice != "")
    assert "重新核对" in page.view_model.state.notice and made(day) == []
    screen.waits(lambda: page.drawer.expected.fen == 2000)


def test_the_sum_typed_forgets_the_notes(day, screen):
    charged(day, 0)
    page = opened(screen)
    screen.type("3")  # three 100
    assert page.drawer.counted.fen() == 30_000
    page.drawer.counted.setFocus()
    screen.type("10")
    assert page.drawer.count().counts == {} and page.drawer.counts[10_000].text() == ""


def test_the_float_of_yesterday_is_offered(day, screen):
    clinic = day.clinic
    charged(day, 0)
    clinic.closing.close(clinic.on_duty, 21_000, 20_000)
    day.clock.pass_minutes(DAY_MINUTES)
    charged(day, 1)
    page = opened(screen)
    assert page.drawer.float_in.fen() == 20_000
    assert page.drawer.expected.fen == 21_000


def test_the_facility_is_closed_and_the_history_reprints(day, screen):
    charged(day, 0)
    clinic = day.clinic
    _, window = clinic.closing.close(clinic.on_duty, 1000)
    page = opened(screen)
    screen.press(Qt.Key.Key_Tab, CTRL)
    assert page.tabs.tabData(page.tabs.currentIndex()) == FACILITY
    assert (page.facility.cash.fen, page.facility.table.rows.rowCount()) == (1000, 1)
    screen.press(Qt.Key.Key_F9)
    screen.waits(lambda: len(made(day)) == 2 and not page.view_model.state.busy)
    screen.press(Qt.Key.Key_Tab, CTRL)
    assert page.tabs.tabData(page.tabs.currentIndex()) == HISTORY
    screen.waits(lambda: page.history.table.rows.rowCount() == 2)
    assert page.history.table.hasFocus()
    screen.press(Qt.Key.Key_Down)
    paper = clinic.store.folder / "print" / f"closing-{window.number}.pdf"
    screen.press(Qt.Key.Key_F10)
    screen.waits(paper.exists)
    first = paper.read_bytes()
    paper.unlink()
    screen.press(Qt.Key.Key_F10)
    screen.waits(paper.exists)
    assert paper.read_bytes() == first
    screen.press(Qt.Key.Key_F7)
    screen.waits(lambda: "逐笔相符" in page.view_model.state.notice)


@pytest.mark.parametrize("width", [1366, 1024])
def test_nothing_is_cut(day, screen, width):
    charged(day, 0, 1)
    screen.window.resize(width, 768)
    page = opened(screen)
    page.drawer.counted.setFocus()
    screen.type("1234567.89")
    for _ in range(page.tabs.count()):
        screen.waits(lambda: list(cut_texts(page)) == [])
        screen.press(Qt.Key.Key_Tab, CTRL)
