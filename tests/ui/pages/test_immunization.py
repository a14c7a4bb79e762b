"""接种 by its keys: who is due, the dose, the thirty minutes, what may go wrong; lists; coverage and files."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from clinic_app.domain.immunization.giving import NewDose
from clinic_app.services.residents import NewResident
from clinic_app.ui.pages.immunization.page import FIGURES, GIVE, LISTS

CONTROL = Qt.KeyboardModifier.ControlModifier


def child(clinic, name: str, months: int, sex: str = "1"):
    born = clinic.immunization.today() - timedelta(days=30 * months)
    new = NewResident(name=name, sex=sex, birth_date=born, village="西洋村", temp_reason="F")
    return clinic.residents.register(clinic.on_duty, new).id


def dose(vaccine: str, clinic, **changed) -> NewDose:
    expiry = clinic.immunization.today() + timedelta(days=300)
    fields = {"batch": "202601", "maker": "某厂", "expiry": expiry, "screened": True, "consent": True}
    return NewDose(vaccine=vaccine, **(fields | changed))


@pytest.fixture
def baby(clinic):
    return child(clinic, "陈小宝", 14)


@pytest.fixture
def page(qtbot, workplace, baby):
    workplace.window.open_page("immunization")
    page = workplace.window.page("immunization")
    qtbot.waitUntil(page.isVisible)
    page.part = page.parts[GIVE]
    qtbot.waitUntil(lambda: page.part.due.rows.rowCount() == 1)
    return page


def at_the_card(qtbot, page, fingers):
    """The child on the list is taken with Enter."""
    page.part.due.setFocus()
    fingers.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.part.grid.rows.rowCount() == 9 and bool(page.part.form.give.isEnabled()))


def cells(table, row: int) -> list[str]:
    model = table.model()
    return [model.index(row, at).data() for at in range(model.columnCount())]


def state_of(part, series: str) -> list[str]:
    at = next(n for n, line in enumerate(part.grid.rows.rows) if line.due.series == series)
    return cells(part.grid, at)


def test_a_dose_in_few_keys_from_the_list_to_the_thirty_minutes(qtbot, page, clinic, baby, fingers):
    earlier = child(clinic, "林小妹", 30, "2")
    clinic.immunization.give(clinic.on_duty, earlier, dose("HepB", clinic))
    page.part.model.refresh()
    at_the_card(qtbot, page, fingers)
    part = page.part
    part.grid.setFocus()
    qtbot.waitUntil(lambda: part.form.batch.text() == "202601")
    assert part.form.vaccine.code() == "HepB" and part.form.route.code() == "IM"
    fingers.press(Qt.Key.Key_Return)
    assert part.form.screened.hasFocus()
    fingers.press(Qt.Key.Key_Space)
    fingers.press(Qt.Key.Key_Tab)
    fingers.press(Qt.Key.Key_Space)
    fingers.press(Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: part.notice.text().startswith("已登记：乙肝疫苗"))
    (given,) = [one for one in clinic.immunization.observing(clinic.on_duty) if one.dose.resident_id == baby]
    assert given.dose.batch == "202601" and given.dose.vaccine == "HepB"
    qtbot.waitUntil(lambda: part.observing.rows.rowCount() == 2)
    assert "下次" in part.notice.text()
    fingers.press(Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: part.notice.text() == "留观结束，无不适。")
    assert [one.dose.resident_id for one in clinic.immunization.observing(clinic.on_duty)] == [earlier]
