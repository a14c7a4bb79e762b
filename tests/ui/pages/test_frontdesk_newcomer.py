"""Without a card: found by name, or registered by hand, with or without an identity number."""

import pytest
from PySide6.QtCore import Qt

from clinic_app.projections.queries.registration import VisitState
from clinic_app.ui.pages.frontdesk.state import Step
from tests.ui.workplace import PEOPLE, card_of, resident_of

ONE, TWO = PEOPLE[0], PEOPLE[1]


@pytest.fixture
def form(qtbot, page, fingers):
    """The empty form of a newcomer, opened by its key."""
    fingers.press(Qt.Key.Key_Insert)
    qtbot.waitUntil(page.person.form.number.hasFocus)
    return page.person.form


def waiting(clinic):
    return clinic.registration.queue(VisitState.WAITING)


def test_a_resident_is_found_by_a_part_of_the_name(qtbot, page, clinic, fingers):
    known = clinic.residents.register(clinic.on_duty, resident_of(ONE))
    fingers.press(Qt.Key.Key_F3)
    page.search.insert(ONE.name[-1])  # a character from the input method comes whole
    page.search.textEdited.emit(page.search.text())
    qtbot.waitUntil(lambda: [hit.value for hit in page.search.hits()] == [known.id])
    fingers.press(Qt.Key.Key_Return)
    qtbot.waitUntil(page.register.hasFocus)
    fingers.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.view_model.state.issued is not None)
    assert waiting(clinic)[0].resident_id == known.id


def test_the_number_gives_sex_and_birth_date(qtbot, form, fingers):
    fingers.type(ONE.id_number)
    assert (form.sex.code(), form.birth.day()) == (ONE.sex, ONE.birth_date)
    assert not form.sex.isEnabled()
    assert not form.temporary.isVisible()


@pytest.mark.parametrize(
    ("at", "digit", "said"),
    [
        pytest.param(17, None, "校验位不符", id="check"),
        pytest.param(0, "0", "前两位不是任何省份", id="area"),
        pytest.param(10, "9", "出生日期不存在", id="date"),
    ],
)
def test_a_wrong_number_says_why_while_it_is_typed(qtbot, form, fingers, at, digit, said):
    wrong = digit or ("1" if ONE.id_number[at] != "1" else "2")
    fingers.type(ONE.id_number[:at] + wrong + ONE.id_number[at + 1 :])
    assert said in form.number_field.error()


def test_the_form_is_walked_with_enter(qtbot, form, page, fingers):
    seen = []
    for _ in range(9):
        seen.append(page.window().focusWidget())
        fingers.press(Qt.Key.Key_Return)
    wanted = [
        form.number,
        form.name,
        form.sex,
        form.birth,
        form.phone,
        form.reason,
        form.note,
        form.address,
        page.visit.department,
    ]
    assert seen == wanted


def test_a_newcomer_by_hand_is_registered_with_the_visit(qtbot, form, page, clinic, fingers):
    fingers.type(ONE.id_number)
    form.name.setText(ONE.name)
    fingers.press(Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: page.view_model.state.issued is not None)
    (visit,) = waiting(clinic)
    resident = clinic.residents.resident(visit.resident_id)
    assert (resident.name, resident.id_number, resident.id_verified) == (ONE.name, ONE.id_number, "typed")


def test_a_number_that_is_known_leads_to_its_resident(qtbot, form, page, clinic, fingers):
    known = clinic.residents.register(clinic.on_duty, resident_of(ONE))
    fingers.type(ONE.id_number)
    qtbot.waitUntil(form.known.isVisible)
    fingers.press(Qt.Key.Key_F8)
    qtbot.waitUntil(page.register.hasFocus)
    assert page.view_model.state.person.resident.id == known.id


def test_somebody_alike_is_offered_first(qtbot, form, page, clinic, fingers):
    known = clinic.residents.register(clinic.on_duty, resident_of(ONE))
    form.name.setText(ONE.name)
    form.sex.show_code(ONE.sex)
    form.birth.show_date(ONE.birth_date)
    form.reason.show_code("L")
    fingers.press(Qt.Key.Key_F8)
    qtbot.waitUntil(page.person.alike.table.hasFocus)
    assert waiting(clinic) == []
    fingers.press(Qt.Key.Key_Return)
    qtbot.waitUntil(page.register.hasFocus)
    assert page.view_model.state.person.resident.id == known.id


def test_somebody_alike_may_be_another_person(qtbot, form, page, clinic, fingers):
    clinic.residents.register(clinic.on_duty, resident_of(ONE))
    form.name.setText(ONE.name)
    form.sex.show_code(ONE.sex)
    form.birth.show_date(ONE.birth_date)
    form.reason.show_code("L")
    form.phone.setText("13900001111")
    fingers.press(Qt.Key.Key_F8)
    qtbot.waitUntil(page.person.alike.table.hasFocus)
    fingers.press(Qt.Key.Key_Insert)
    qtbot.waitUntil(lambda: page.view_model.state.issued is not None)
    assert clinic.residents.resident(waiting(clinic)[0].resident_id).phone == "13900001111"


def test_who_has_no_number_gets_a_temporary_identity(qtbot, form, page, clinic, fingers):
    form.name.setText("无名氏")
    fingers.press(Qt.Key.Key_F8)
    assert form.reason_field.error() == "没有证件号码时请选原因。"
    form.reason.show_code("U")
    fingers.press(Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: page.view_model.state.issued is not None)
    resident = clinic.residents.resident(waiting(clinic)[0].resident_id)
    assert resident.temp_identity.startswith("L")
    assert (resident.temp_reason, resident.id_number) == ("U", "")


def test_a_name_is_asked_for(qtbot, form, page, clinic, fingers):
    fingers.type(ONE.id_number)
    fingers.press(Qt.Key.Key_F8)
    assert form.name_field.error() == "请填姓名。"
    assert form.name.hasFocus()
    assert page.view_model.state.step is Step.TYPING


def test_a_scanned_number_brings_its_resident(qtbot, page, clinic, fingers):
    known = clinic.residents.register(clinic.on_duty, resident_of(ONE))
    fingers.scan(ONE.id_number)
    qtbot.waitUntil(page.register.hasFocus)
    assert page.view_model.state.person.resident.id == known.id
    assert page.search.text() == ""


def test_a_scanned_number_of_nobody_is_in_the_form_already(qtbot, page, fingers):
    fingers.scan(TWO.id_number)
    qtbot.waitUntil(page.person.form.name.hasFocus)
    assert page.person.form.number.text() == TWO.id_number
    assert page.person.form.birth.day() == TWO.birth_date


def test_f4_empties_the_desk(qtbot, form, page, fingers):
    fingers.type("35")
    fingers.press(Qt.Key.Key_F4)
    qtbot.waitUntil(page.search.hasFocus)
    assert page.view_model.state.step is Step.NOBODY


def test_somebody_elses_card_loses_nothing_of_what_was_typed(qtbot, form, page, reader, fingers):
    fingers.type(ONE.id_number)
    form.name.setText(ONE.name)
    form.phone.setText("13900001111")
    reader.insert(card_of(TWO))
    qtbot.waitUntil(page.register.hasFocus)
    assert page.person.summary.name.text() == TWO.name
    assert page.notice.text() == f"刚才填到一半的“{ONE.name}”还没有挂号，已放在一边。"
    fingers.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.view_model.state.issued is not None)
    page.notice._button.click()
    qtbot.waitUntil(lambda: form.isVisible() and form.phone.text() == "13900001111")
    assert (form.number.text(), form.name.text()) == (ONE.id_number, ONE.name)
    assert form.birth.day() == ONE.birth_date
