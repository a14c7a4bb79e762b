"""微课 on the doctor's page: it stands beside the rule that speaks, a key opens it, and that is kept once."""

import pytest
from PySide6.QtCore import Qt

from tests.reviewing import lesson, said
from tests.ui.pages.consulting import called, opened, order, write_minimum


@pytest.fixture
def page(day, screen):
    said(day, lesson())
    visit = day.arrives(day.adults[0])
    day.has_no_allergies(visit)
    found = opened(screen)
    screen.press(Qt.Key.Key_F5)
    called(screen, found)
    write_minimum(screen, found)
    return found


def test_a_lesson_stands_beside_its_rule_and_alt_j_opens_it(day, screen, page):
    order(screen, page, "amx")
    screen.waits(lambda: len(page.review.lessons) == 1)
    lines = page.review.lines
    spoken = [line.rule for line in lines].index("P08")
    assert page.review.lessons[0].text.text() == "感冒不用抗菌药"
    assert page.review.lessons[0].y() > lines[spoken].y()
    screen.press(Qt.Key.Key_J, Qt.KeyboardModifier.AltModifier)
    screen.waits(lambda: "病毒" in page.notice.text())
    screen.waits(lambda: all(one.read for one in day.clinic.review.lessons(day.clinic.on_duty)))


def test_no_lesson_stands_where_its_rule_is_silent(day, screen, page):
    order(screen, page, "blf")
    screen.waits(lambda: bool(page.view_model.state.checked))
    assert page.review.lessons == []
