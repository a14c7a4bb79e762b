"""人员 by its keys: who may prescribe what is entered, shown and changed."""

import pytest
from PySide6.QtCore import Qt

from clinic_app.domain.roles import Role
from clinic_app.journal.facts.facility import Practice
from clinic_app.projections.queries.facility import Staff
from tests.ui.workplace import ADMIN, PASSWORD


@pytest.fixture
def staff(qtbot, workplace):
    workplace.window.open_page("staff")
    page = workplace.window.page("staff")
    qtbot.waitUntil(lambda: len(page.view_model.state.people) == 2)
    return page


def known(clinic, staff_id) -> Staff:
    return next(one for one in clinic.staff.all() if one.staff_id == staff_id)


def picked(qtbot, staff, fingers, place):
    staff.table.setFocus()
    staff.table.choose(place)
    fingers.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: staff.view_model.state.chosen is not None)


def test_title_and_rights_are_changed_and_stand_in_the_list(qtbot, staff, clinic, fingers):
    picked(qtbot, staff, fingers, 0)
    assert staff.practice.rights["antibiotics"].isChecked()  # who founded the clinic said so
    staff.practice.title.setFocus()
    fingers.press(Qt.Key.Key_Down)
    fingers.press(Qt.Key.Key_Down)
    staff.practice.rights["narcotics"].setFocus()
    fingers.press(Qt.Key.Key_Space)
    staff.licence.setText("110350000000001")
    fingers.press(Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: "处方权已改" in staff.notice.text())
    one = known(clinic, ADMIN)
    assert one.practice == Practice(title="middle", rights=("antibiotics", "narcotics"))
    assert one.licence == "110350000000001" and Role.ADMINISTRATOR in one.roles
    qtbot.waitUntil(lambda: not staff.view_model.state.busy)
    told = staff.table.rows.columns[3].text
    qtbot.waitUntil(lambda: told(staff.table.rows.row(0)) == "中级职称 · 抗菌药物 · 麻醉、精一")


def test_a_right_is_taken_away(qtbot, staff, clinic, fingers):
    picked(qtbot, staff, fingers, 0)
    staff.practice.rights["antibiotics"].setFocus()
    fingers.press(Qt.Key.Key_Space)
    fingers.press(Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: "处方权已改" in staff.notice.text())
    assert known(clinic, ADMIN).practice == Practice()


def test_of_somebody_who_prescribes_nothing_nothing_is_entered(qtbot, staff, clinic, fingers):
    picked(qtbot, staff, fingers, 1)
    fingers.press(Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: "处方权已改" in staff.notice.text())
    assert known(clinic, "P002").practice is None


def test_who_left_stays_away_when_the_roles_are_saved(qtbot, staff, clinic, fingers):
    clinic.staff.change(clinic.on_duty, "P002", frozenset({Role.REGISTRAR}), active=False)
    staff.view_model.refresh()
    qtbot.waitUntil(lambda: not staff.view_model.state.people[1].active)
    picked(qtbot, staff, fingers, 1)
    fingers.press(Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: "处方权已改" in staff.notice.text())
    assert not known(clinic, "P002").active


def test_a_new_doctor_comes_with_a_title(qtbot, staff, clinic, fingers):
    staff.new.click()
    staff.staff_id.setText("P007")
    staff.name.setText("赵全科")
    staff.roles[Role.DOCTOR].setChecked(True)
    staff.practice.license.show_code("assistant")
    staff.practice.rights["antibiotics"].setChecked(True)
    for box in (staff.password, staff.again):
        box.setText(PASSWORD)
    fingers.press(Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: "已加入" in staff.notice.text())
    assert known(clinic, "P007").practice == Practice(license="assistant", rights=("antibiotics",))
    assert not staff.practice.rights["antibiotics"].isChecked()  # the form is empty again
