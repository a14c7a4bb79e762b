"""点评 used by its keys: a judgement accepted or appealed, figures month by month, a lesson read."""

import pytest
from PySide6.QtCore import Qt

from clinic_app.ui.pages.review.page import FIGURES, LEARNING, ReviewPage
from tests.reviewing import lesson, prescribed, reviewed, said


@pytest.fixture
def returned(day):
    """Two judgements of the morning: the second one has nothing to say."""
    first, second = prescribed(day, 0), prescribed(day, 1)
    reviewed(day, first, "2-5", "1-12", remark="阿莫西林剂量偏大，请核对体重")
    reviewed(day, second)
    return first


def opened(screen) -> ReviewPage:
    screen.window.open_page("review")
    page = screen.window.page("review")
    screen.waits(lambda: page.reviewed.hasFocus())
    return page


def rows(table) -> list[list[str]]:
    model = table.rows
    return [
        [model.index(at, column).data() for column in range(model.columnCount())]
        for at in range(model.rowCount())
    ]


def test_a_judgement_is_accepted_with_f8_twice_and_esc_takes_the_first_back(day, returned, screen):
    page = opened(screen)
    screen.waits(lambda: page.reviewed.rows.rowCount() == 2)
    assert page.tabs.tabText(0).endswith("1")
    assert "2-5 用法、用量不适宜" in page._said.text() and "请核对体重" in page._said.text()
    screen.press(Qt.Key.Key_F8)
    screen.waits(page.question.isVisible)
    screen.press(Qt.Key.Key_Escape)
    screen.waits(lambda: not page.question.isVisible())
    screen.press(Qt.Key.Key_F8)
    screen.press(Qt.Key.Key_F8)
    screen.waits(lambda: any("已接受" in row for row in rows(page.reviewed)))
    assert not page.accept.isEnabled()
    answered = {one.written.id: one.review.accepted for one in day.clinic.review.mine(day.clinic.on_duty)}
    assert answered[returned] is True


def test_an_appeal_wants_a_reason_which_enter_sends(day, returned, screen):
    page = opened(screen)
    screen.waits(lambda: page.reviewed.rows.rowCount() == 2)
    screen.press(Qt.Key.Key_F9)
    screen.waits(page.reason.hasFocus)
    assert "理由" in page.notice.text()
    screen.type("体重 90 公斤")
    screen.press(Qt.Key.Key_Return)
    screen.waits(page.question.isVisible)
    screen.press(Qt.Key.Key_Return)
    screen.waits(lambda: any("申诉中" in row for row in rows(page.reviewed)))
    assert "体重 90 公斤" in page._said.text()


def test_what_was_reasonable_cannot_be_answered(day, returned, screen):
    page = opened(screen)
    screen.waits(lambda: page.reviewed.rows.rowCount() == 2)
    screen.press(Qt.Key.Key_Down)
    screen.waits(lambda: not page.accept.isEnabled())
    assert not page.reason.isVisible()


def test_an_empty_page_says_what_will_come(day, screen):
    page = opened(screen)
    screen.waits(lambda: page.view_model.state.figures is not None)
    assert rows(page.reviewed) == [] and not page.accept.isEnabled()


def test_the_figures_go_through_the_months_with_the_arrows(day, returned, screen):
    page = opened(screen)
    screen.press(Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
    assert page.tabs.currentIndex() == FIGURES
    screen.waits(lambda: any(row[1] == "50.00%" for row in rows(page.figures)))
    screen.press(Qt.Key.Key_Left)
    screen.waits(lambda: "2026-10" in page._month.text())
    screen.press(Qt.Key.Key_Right)
    screen.waits(lambda: "2026-11" in page._month.text())


def test_a_lesson_is_opened_answered_and_read(day, screen):
    said(day, lesson(question="普通感冒要用抗菌药吗？", answers=("要", "不要"), right=1))
    page = opened(screen)
    screen.waits(lambda: page.tabs.tabText(LEARNING).endswith("1"))
    for _ in range(2):
        screen.press(Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
    screen.waits(page.lessons.hasFocus)
    screen.press(Qt.Key.Key_Return)
    screen.waits(page.lesson.buttons[0].hasFocus)
    assert "病毒" in page.lesson.text.text()
    screen.press(Qt.Key.Key_2)
    screen.waits(lambda: rows(page.lessons)[0][-1] == "已读")
    assert page.lesson.verdict.text() == "对。"
