"""麻醉药品: the second person at the window, and the register with its ampoules, by keys."""

import pytest
from PySide6.QtCore import Qt

from clinic_app.domain.roles import Role
from clinic_app.journal.facts.outpatient import Collector, Diagnosis
from clinic_app.services.outpatient import Findings
from clinic_app.services.pharmacy import AtWindow
from tests.signed import sign_without_rules
from tests.ui.clinic_day import drug_line
from tests.ui.pages.shelves import BY_CODE, came
from tests.ui.pages.test_pharmacy import opened as at_window
from tests.ui.pages.test_stock import cells, opened
from tests.ui.pages.test_stock_parts import part

MORPHINE, REGISTER = "YP1429", 7
CHECKER, PASSWORD = "P002", "a-long-password"


@pytest.fixture(autouse=True)
def colleague(day) -> None:
    day.clinic.staff.add(day.clinic.on_duty, CHECKER, "李药师", (Role.PHARMACIST,), PASSWORD)


def paid(day, ampoules: int = 1):
    clinic, by = day.clinic, day.clinic.on_duty
    visit = day.arrives(day.people[0])
    clinic.registration.call(by, visit.id)
    found = Findings(
        complaint="腹痛",
        diagnoses=(Diagnosis("C16.9", "胃恶性肿瘤"),),
        drugs=(drug_line(BY_CODE[MORPHINE], ampoules, days=1),),
        collector=Collector(name="林小梅", id_number="350881199003071129"),
    )
    sign_without_rules(clinic, visit, found)
    settlement_id, _ = clinic.settlement.settle(by, visit.id, self_pay=True)
    return visit, settlement_id


def test_f9_asks_for_the_second_person_who_signs_with_the_own_password(day, screen):
    paid(day)
    page = at_window(screen)
    second = page.drugs.second
    assert second.isVisible()
    screen.press(Qt.Key.Key_F9)
    screen.waits(second.staff.hasFocus)
    assert "双人" in page.notice.text() and not day.clinic.pharmacy.handed_out()
    for password, word in (("wrong-password", "密码"), (PASSWORD, "已发出")):
        second.staff.setFocus()
        screen.type(CHECKER)
        screen.press(Qt.Key.Key_Return)
        screen.type(password)
        screen.press(Qt.Key.Key_Return)
        screen.waits(lambda word=word: word in page.notice.text())
    assert len(day.clinic.pharmacy.handed_out()) == 1
    screen.waits(lambda: not second.isVisible())


def test_a_bill_without_narcotics_asks_nobody_else(day, screen):
    visit = day.bill(1)
    day.clinic.settlement.settle(day.clinic.on_duty, visit.id)
    page = at_window(screen)
    assert not page.drugs.second.isVisible()


def test_the_register_says_who_had_it_takes_ampoules_back_and_destroys_them(day, screen):
    came(day, MORPHINE, lot="M1", packs=10)
    clinic, by = day.clinic, day.clinic.on_duty
    visit, bill = paid(day, 2)
    clinic.pharmacy.dispense(by, bill, {"1": AtWindow(no_code="torn")}, second=CHECKER)
    page = opened(screen)
    own = part(screen, page, REGISTER)
    screen.waits(lambda: own.table.rows.rowCount() == 2)
    newest = cells(own.table, 0)
    assert newest[1:9] == ["发药", visit.name, "M1", "", "2", "8", f"{by.name}／李药师", "0/2"]
    assert "林小梅" in own.detail.text() and "350881199003071129" not in own.detail.text()
    assert own.count.text() == "2" and not own.witness.isVisible()
    screen.press(Qt.Key.Key_F8)
    screen.waits(lambda: "收回 2" in own.notice.text() and cells(own.table, 0)[8] == "2/2")
    assert not own.save.isEnabled()
    screen.press(Qt.Key.Key_F10)
    screen.waits(lambda: "已打印" in own.notice.text())
    screen.press(Qt.Key.Key_F9)
    screen.waits(own.witness.staff.hasFocus)
    screen.type(CHECKER)
    screen.press(Qt.Key.Key_Return)
    screen.type(PASSWORD)
    screen.press(Qt.Key.Key_F9)
    screen.waits(lambda: "已销毁 2" in own.notice.text())
    screen.waits(lambda: not own.burn.isEnabled())
