"""考核指标 by its keys: figures with formula, goal and who is next; villages; a resident taken in hand."""

from datetime import date
from uuid import UUID

import pytest
from PySide6.QtCore import Qt

from clinic_app.journal.fact import new_salt
from clinic_app.journal.facts.forms import FormRecorded
from clinic_app.journal.facts.indicators import PopulationStated, TargetStated
from clinic_app.ui.pages.indicators.page import IndicatorsPage
from clinic_app.ui.pages.indicators.state import IndicatorPart
from tests.clinics import resident
from tests.ui.workplace import FACILITY

ELDERLY = 9  # its row, in the order of the norm


@pytest.fixture
def year(day) -> list[UUID]:
    """Three old people; one was checked; four live here by the county's figures, the goal is half of them."""
    clinic = day.clinic
    this = clinic.indicators.today().year
    with clinic.store.writing(clinic.on_duty.author) as writing:
        writing.append(PopulationStated(institution=FACILITY, year=this, counts={"age65": 4}))
        writing.append(TargetStated(indicator="elderly_rate", year=this, percent=5000))
        people = [
            writing.append(resident(name, birth_date=date(1940, 1, 1), village="东坑村")).id
            for name in ("赵一", "钱二", "孙三")
        ]
        checked = FormRecorded(
            form="health_check", version=1, day=date(this, 1, 1), values={}, salt=new_salt()
        )
        writing.append(checked, subject=people[0])
    return people


def opened(screen) -> IndicatorsPage:
    screen.window.open_page("indicators")
    page = screen.window.page("indicators")
    screen.waits(lambda: page.figures.hasFocus() and page.figures.rows.rowCount() > 0)
    return page


def row(table, at: int) -> list[str]:
    return [table.rows.index(at, column).data() for column in range(table.rows.columnCount())]


def to_the_elderly(page, screen) -> None:
    for _ in range(ELDERLY):
        screen.press(Qt.Key.Key_Down)
    screen.waits(lambda: page.view_model.state.detail is not None and page.wanted.rows.rowCount() == 1)


def test_a_figure_shows_formula_goal_and_who_is_next(day, year, screen):
    page = opened(screen)
    assert row(page.figures, ELDERLY) == ["老年人健康管理率", "25.00%", "50.00%", "1", "未达标"]
    to_the_elderly(page, screen)
    assert "65岁及以上常住居民数 × 100%" in page.formula.text() and "1 ÷ 4" in page.formula.text()
    name, _, village, steps, _ = row(page.wanted, 0)
    assert (name in ("钱二", "孙三"), village, steps) == (True, "东坑村", "1")


def test_enter_leads_to_the_next_person_and_to_the_chart(day, year, screen):
    page = opened(screen)
    to_the_elderly(page, screen)
    screen.press(Qt.Key.Key_Return)
    screen.waits(page.wanted.hasFocus)
    screen.press(Qt.Key.Key_Escape)
    screen.waits(page.figures.hasFocus)
    screen.press(Qt.Key.Key_Return)
    screen.press(Qt.Key.Key_Return)
    screen.waits(lambda: screen.window.page("chart").isVisible())
    screen.waits(lambda: screen.workplace.desk.in_hand is not None)
    assert screen.workplace.desk.in_hand.resident.name in ("钱二", "孙三")


def test_ctrl_tab_goes_to_the_villages(day, year, screen):
    page = opened(screen)
    to_the_elderly(page, screen)
    screen.press(Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
    screen.waits(page.villages.hasFocus)
    assert page.tabs.currentIndex() == IndicatorPart.VILLAGES
    assert ["东坑村", "1 ÷ —", "—"] in [row(page.villages, at) for at in range(page.villages.rows.rowCount())]


def test_what_has_no_source_says_why(day, screen):
    page = opened(screen)
    assert row(page.figures, ELDERLY)[-1] == "没有数据"
    page.figures.choose(ELDERLY)
    screen.waits(lambda: "县里还没有下达" in page.formula.text())


def test_the_year_before_by_its_key_and_none_after_this_one(day, year, screen):
    page = opened(screen)
    this = page.view_model.state.year
    screen.press(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    screen.waits(lambda: page.year.text().startswith(str(this - 1)) and not page.view_model.state.busy)
    assert row(page.figures, ELDERLY)[1:] == ["—", "—", "", "没有数据"]
    screen.press(Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    screen.waits(lambda: page.year.text().startswith(str(this)))
    assert not page.after.isEnabled()
