"""重大项目 by its keys: eligible or why not, the result, the money, the follow-up, taken back."""

from datetime import date

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt

from clinic_app.services.residents import NewResident

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def woman(clinic):
    new = NewResident(name="林秀英", sex="2", birth_date=date(1980, 5, 1), temp_reason="F")
    return clinic.residents.register(clinic.on_duty, new).id


@pytest.fixture
def page(qtbot, workplace, woman):
    workplace.window.open_page("programmes")
    page = workplace.window.page("programmes")
    qtbot.waitUntil(page.isVisible)
    workplace.desk.take(woman)
    qtbot.waitUntil(lambda: "林秀英" in page.who.text() and bool(page.against.text()))
    return page


def enrolled(qtbot, page, fingers):
    page.declared["rural"].setFocus()
    fingers.press(Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: page.against.text() == "符合条件" and page.enrol.isEnabled())
    fingers.press(Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: page.cases.rows.rowCount() == 1)


def test_why_somebody_may_not_stands_there_before_a_key_is_pressed(qtbot, page, workplace, clinic, fingers):
    assert page.against.text() == "不符合：应具备的条件没有确认"
    assert not page.enrol.isEnabled()
    enrolled(qtbot, page, fingers)
    qtbot.waitUntil(lambda: page.against.text() == "不符合：间隔期内已经做过")
    man = clinic.residents.register(
        clinic.on_duty, NewResident(name="张三", sex="1", birth_date=date(2000, 1, 1), temp_reason="F")
    )
    workplace.desk.take(man.id)
    qtbot.waitUntil(lambda: page.against.text() == "不符合：性别不符、年龄不到、应具备的条件没有确认")


def test_done_paid_followed_and_taken_back(qtbot, page, clinic, woman, fingers):
    enrolled(qtbot, page, fingers)
    assert not page.pay.isEnabled()
    page.result.show_code("2")  # suspect: somebody looks again
    page.institution.setText("县妇幼保健院")
    fingers.press(Qt.Key.Key_F9)
    qtbot.waitUntil(page.pay.isEnabled)
    page.amount.setText("12.34")
    fingers.press(Qt.Key.Key_F7)
    qtbot.waitUntil(lambda: "12.34" in page.total.text())
    fingers.press(Qt.Key.Key_F7)  # all that is still owed
    qtbot.waitUntil(lambda: "49.00" in page.total.text())
    page.words.setText("复查正常")
    fingers.press(Qt.Key.Key_P, CONTROL)
    qtbot.waitUntil(lambda: "复查正常" in page.chosen.text() and "已结束" in page.chosen.text())
    page.words.setText("发错人")
    fingers.press(Qt.Key.Key_F6)
    qtbot.waitUntil(lambda: page.notice.text() == "补助已收回。")
    fingers.press(Qt.Key.Key_F6)
    qtbot.waitUntil(lambda: "写明原因" in page.notice.text())
    page.words.setText("误登")
    fingers.press(Qt.Key.Key_F6)
    qtbot.waitUntil(lambda: page.notice.text() == "登记已撤销。")
    qtbot.waitUntil(lambda: "登记 0" in page.total.text())


def test_more_than_the_project_pays_is_refused_with_what_is_left(qtbot, page, fingers):
    enrolled(qtbot, page, fingers)
    page.institution.setText("县妇幼保健院")
    fingers.press(Qt.Key.Key_F9)
    qtbot.waitUntil(page.pay.isEnabled)
    page.amount.setText("49.01")
    fingers.press(Qt.Key.Key_F7)
    qtbot.waitUntil(lambda: "49.00 元" in page.notice.text())


def test_another_project_has_other_items_and_conditions(qtbot, page):
    page.project.show_code("cataract")
    qtbot.waitUntil(lambda: page.item.count() == 2 and page.item.itemData(0) == "left")
    assert page.declared["poor"].isVisible() and not page.declared["rural"].isVisible()


def test_the_register_is_exported_with_its_total(qtbot, page, fingers, tmp_path):
    enrolled(qtbot, page, fingers)
    page.institution.setText("县妇幼保健院")
    fingers.press(Qt.Key.Key_F9)
    qtbot.waitUntil(page.pay.isEnabled)
    fingers.press(Qt.Key.Key_F7)
    qtbot.waitUntil(lambda: "49.00" in page.total.text())
    page._ask_place = lambda _, name: tmp_path / name
    page.export.click()
    qtbot.waitUntil(lambda: page.notice.text().startswith("已导出 1 例"))
    (file,) = tmp_path.glob("*.xlsx")
    rows = list(load_workbook(file).active.iter_rows(values_only=True))
    assert rows[1][1] == "林秀英" and rows[1][6] == 49 and rows[-1][0] == "合计" and rows[-1][6] == 49
