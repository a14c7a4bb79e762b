"""The residents page, the staff page and this PC's page, by their keys."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from clinic_app.domain.roles import Role
from clinic_app.store.keys import UnknownStaff
from tests.ui.workplace import PASSWORD, PEOPLE, card_of, resident_of

ONE = PEOPLE[0]


@pytest.fixture
def residents(qtbot, workplace):
    workplace.window.open_page("residents")
    page = workplace.window.page("residents")
    qtbot.waitUntil(page.search.hasFocus)
    return page


def test_found_opened_and_amended_with_its_trace(qtbot, residents, clinic, fingers):
    known = clinic.residents.register(clinic.on_duty, resident_of(ONE))
    fingers.type(ONE.id_number[-4:])
    qtbot.waitUntil(lambda: residents.table.rows.rowCount() == 1)
    fingers.press(Qt.Key.Key_Return)
    qtbot.waitUntil(residents.details.isVisible)
    residents.details.phone.setText("13900001111")
    fingers.press(Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: residents.details.history.rows.rowCount() == 2)
    assert clinic.residents.resident(known.id).phone == "13900001111"
    newest = residents.details.history.rows.row(0)
    assert (newest.by, newest.field, newest.value) == ("P001", "phone", "13900001111")


def test_a_card_opens_its_resident_here(qtbot, residents, clinic, reader):
    clinic.residents.register(clinic.on_duty, resident_of(ONE))
    reader.insert(card_of(ONE))
    qtbot.waitUntil(residents.details.isVisible)
    assert residents.details.name.text() == ONE.name


def test_an_amendment_that_changes_nothing_says_so(qtbot, residents, clinic, reader, fingers):
    clinic.residents.register(clinic.on_duty, resident_of(ONE))
    reader.insert(card_of(ONE))
    qtbot.waitUntil(residents.details.isVisible)
    fingers.press(Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: residents.notice.text() == "没有要修改的内容。")


def test_a_wrong_number_is_refused_with_its_reason(qtbot, residents, clinic, reader, fingers):
    known = clinic.residents.register(clinic.on_duty, resident_of(ONE))
    reader.insert(card_of(ONE))
    qtbot.waitUntil(residents.details.isVisible)
    residents.details.number.setText("123")
    fingers.press(Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: "身份证号不对" in residents.notice.text())
    assert clinic.residents.resident(known.id).id_number == ONE.id_number


def test_a_register_is_taken_over_with_its_report(qtbot, residents, clinic, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(f"姓名,身份证号\n{ONE.name},{ONE.id_number}\n张三,123\n", encoding="utf-8")
    residents._ask_file = lambda _: Path(path)
    residents.take_over.click()
    qtbot.waitUntil(residents.report.isVisible)
    assert residents.notice.text() == "登记表读完：2 行，建档 1，已有 0，需要人看 1。"
    assert residents.report.rows.row(0).line == 3
    assert clinic.residents.of_card(ONE.id_number, "")


@pytest.fixture
def staff(qtbot, workplace):
    workplace.window.open_page("staff")
    page = workplace.window.page("staff")
    qtbot.waitUntil(lambda: page.table.rows.rowCount() == 2)
    return page


def test_a_new_colleague_can_sign_in(qtbot, staff, clinic, fingers):
    fingers.press(Qt.Key.Key_Insert)
    qtbot.waitUntil(staff.staff_id.hasFocus)
    staff.staff_id.setText("P009")
    staff.name.setText("陈医生")
    staff.roles[Role.DOCTOR].setChecked(True)
    staff.password.setText(PASSWORD)
    staff.again.setText(PASSWORD)
    fingers.press(Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: staff.table.rows.rowCount() == 3)
    by, _ = clinic.duty.sign_in("P009", PASSWORD)
    assert by.roles == frozenset({Role.DOCTOR})


def test_the_last_administrator_stays(qtbot, staff, fingers):
    staff.table.setFocus()
    fingers.press(Qt.Key.Key_Return)
    qtbot.waitUntil(staff.leave.isVisible)
    staff.leave.click()
    qtbot.waitUntil(lambda: bool(staff.notice.text()))
    assert staff.table.rows.row(0).active


def test_who_leaves_cannot_sign_in(qtbot, staff, clinic, fingers):
    staff.table.choose(1)
    staff.table.setFocus()
    fingers.press(Qt.Key.Key_Return)
    qtbot.waitUntil(staff.leave.isVisible)
    staff.leave.click()
    qtbot.waitUntil(lambda: not staff.table.rows.row(1).active)
    with pytest.raises(UnknownStaff):
        clinic.duty.sign_in("P002", PASSWORD)


def test_two_passwords_that_differ_are_told(qtbot, staff, fingers):
    fingers.press(Qt.Key.Key_Insert)
    staff.staff_id.setText("P009")
    staff.name.setText("陈医生")
    staff.roles[Role.DOCTOR].setChecked(True)
    staff.password.setText(PASSWORD)
    staff.again.setText("another-one")
    fingers.press(Qt.Key.Key_F8)
    assert staff._fields[3].error() == "两次输入不一样。"


@pytest.fixture
def facility(qtbot, workplace):
    workplace.window.open_page("facility")
    page = workplace.window.page("facility")
    qtbot.waitUntil(lambda: page.view_model.state.machine is not None)
    return page


def test_the_journal_is_verified_and_the_tables_replayed(qtbot, facility):
    facility.verify.click()
    qtbot.waitUntil(lambda: facility.notice.text().startswith("日志完好：本机 3 条"))
    facility.check.click()
    qtbot.waitUntil(lambda: facility.notice.text() == "重放 3 条，所有表与日志一致。")


def test_a_backup_now(qtbot, facility, tmp_path):
    facility._ask_place = lambda *_: tmp_path / "copy.zip"
    facility.back_up.click()
    qtbot.waitUntil((tmp_path / "copy.zip").exists)
    qtbot.waitUntil(lambda: facility.last_backup.text().startswith("20"))


def test_an_enrolment_without_an_address_says_so(qtbot, facility):
    facility.enrol.click()
    assert facility._fields["server"].error() == "请填县服务器地址，以 https:// 开头。"
