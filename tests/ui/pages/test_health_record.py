"""健康档案 by its keys: opened, ended, corrected; households; two entries of one person."""

from datetime import date

import pytest
from PySide6.QtCore import Qt

from clinic_app.domain.codes import name_of
from clinic_app.domain.health_record import State
from clinic_app.journal.fact import new_salt
from clinic_app.journal.facts.forms import FormRecorded
from clinic_app.journal.facts.health_records import RecordOpened
from clinic_app.services.households import House
from clinic_app.services.residents import NewResident
from clinic_app.ui.pages.health_record.state import Part
from tests.ui.workplace import PEOPLE, card_of, resident_of

ONE, OTHER = PEOPLE[0], PEOPLE[1]
VILLAGE = "350881102101"
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def known(clinic):
    return clinic.residents.register(clinic.on_duty, resident_of(ONE)).id


@pytest.fixture
def page(qtbot, workplace, known):
    workplace.window.open_page("health_record")
    page = workplace.window.page("health_record")
    qtbot.waitUntil(page.finder.search.hasFocus)
    return page


@pytest.fixture
def opened(qtbot, page, reader):
    """The record of `ONE` on the screen, by the card."""
    reader.insert(card_of(ONE))
    qtbot.waitUntil(page.record.isVisible)
    return page


def turn_to(qtbot, page, fingers, part):
    while page.tabs.currentIndex() != part:
        fingers.press(Qt.Key.Key_Tab, CONTROL)
    qtbot.wait(0)


def test_found_by_name_and_opened_with_the_next_number(qtbot, page, clinic, known, fingers):
    fingers.type(ONE.id_number[-4:])
    qtbot.waitUntil(lambda: page.finder.table.rows.rowCount() == 1)
    fingers.press(Qt.Key.Key_Return)
    qtbot.waitUntil(page.record.village.hasFocus)
    fingers.type(VILLAGE)
    fingers.press(Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: page.notice.text() == f"已建档，编号 {VILLAGE}50001。")
    qtbot.waitUntil(lambda: page.record.number.text() == f"编号 {VILLAGE}50001")
    assert not page.record.open.isVisible()
    assert page.record.parts.rows.row(0).last == clinic.health_record.today()


def test_a_wrong_village_code_says_what_is_due(qtbot, opened, fingers):
    opened.record.village.setText("123")
    fingers.press(Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: "应为 12 位" in opened.notice.text())


def test_the_resident_gets_a_copy_once_there_is_something_in_it(qtbot, opened, clinic, known, fingers):
    fingers.press(Qt.Key.Key_F10)
    qtbot.waitUntil(lambda: bool(opened.notice.text()))
    assert "已打印" not in opened.notice.text()
    fact = FormRecorded(
        form="person_basic", version=1, day=date(2026, 1, 1), values={"occupation": "4"}, salt=new_salt()
    )
    with clinic.store.writing(clinic.on_duty.author) as writing:
        writing.append(fact, known)
    fingers.press(Qt.Key.Key_F10)
    qtbot.waitUntil(lambda: opened.notice.text() == "已打印：居民健康档案")
    opened.record.card.setFocus()
    fingers.press(Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: opened.notice.text() == "已打印：居民健康档案信息卡")


def test_a_death_is_told_and_taken_back_with_a_reason(qtbot, opened, clinic, known, fingers):
    record = opened.record
    record.way.setFocus()
    record.way.show_code("died")
    record.words.setText("肺炎")
    fingers.press(Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: "已死亡" in record.state_chip.text())
    fingers.press(Qt.Key.Key_F6)
    qtbot.waitUntil(lambda: "写明原因" in opened.notice.text())
    record.words.setText("同名误报")
    fingers.press(Qt.Key.Key_F6)
    qtbot.waitUntil(lambda: record.state_chip.text() == "在管")
    assert clinic.health_record.of(clinic.on_duty, known).life.state is State.HERE


def test_a_day_that_cannot_be_is_refused(qtbot, opened, fingers):
    opened.record.on.setText("2999-01-01")
    fingers.press(Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: "不能晚于今天" in opened.notice.text())


def test_f3_looks_for_somebody_else_on_this_page(qtbot, opened, clinic, fingers):
    clinic.residents.register(clinic.on_duty, resident_of(OTHER))
    fingers.press(Qt.Key.Key_F3)
    qtbot.waitUntil(opened.finder.search.hasFocus)
    fingers.type(OTHER.id_number[-4:])
    qtbot.waitUntil(lambda: opened.finder.table.rows.rowCount() == 1)
    fingers.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: opened.view_model.state.record is not None and opened.record.isVisible())
    qtbot.waitUntil(lambda: opened.view_model.state.record.resident.name == OTHER.name)


def test_a_house_is_founded_and_the_next_person_moves_in(qtbot, opened, clinic, known, reader, fingers):
    other = clinic.residents.register(clinic.on_duty, resident_of(OTHER)).id
    turn_to(qtbot, opened, fingers, Part.HOUSES)
    houses = opened.houses
    for box, text in ((houses.village, "西洋村"), (houses.code, VILLAGE), (houses.house, "17")):
        box.setText(text)
    fingers.press(Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: houses.members.rows.rowCount() == 1)
    reader.insert(card_of(OTHER))
    qtbot.waitUntil(lambda: OTHER.name in houses.who.text())
    houses.relation.show_code("1")
    fingers.press(Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: houses.members.rows.rowCount() == 2)
    assert [one.resident_id for one in clinic.households.of(known)[1]] == [known, other]
    houses.members.choose(1)
    fingers.press(Qt.Key.Key_F6)
    qtbot.waitUntil(lambda: houses.members.rows.rowCount() == 1)
    assert clinic.households.of(other) is None


def test_a_house_is_found_by_its_number(qtbot, page, clinic, known, fingers):
    by = clinic.on_duty
    clinic.households.found(by, House(village="西洋村", village_code=VILLAGE, group="3", house="17"), known)
    turn_to(qtbot, page, fingers, Part.HOUSES)
    qtbot.waitUntil(page.houses.search.hasFocus)
    fingers.type("18")
    qtbot.waitUntil(lambda: page.houses.houses.rows.rowCount() == 0)
    fingers.press(Qt.Key.Key_Backspace)
    fingers.type("7")
    qtbot.waitUntil(lambda: page.houses.houses.rows.rowCount() == 1)
    fingers.press(Qt.Key.Key_Down)
    fingers.press(Qt.Key.Key_Return)
    qtbot.waitUntil(page.houses.members.hasFocus)
    assert page.houses.members.rows.row(0).name == ONE.name


def test_a_household_is_filled_in_changed_and_kept(qtbot, page, clinic, known, fingers):
    by = clinic.on_duty
    clinic.households.found(by, House(village="西洋村", village_code=VILLAGE, group="3", house="17"), known)
    turn_to(qtbot, page, fingers, Part.HOUSES)
    page.view_model.refresh()
    houses = page.houses
    qtbot.waitUntil(houses.fill.isEnabled)
    houses.fill.setFocus()
    fingers.press(Qt.Key.Key_Space)
    qtbot.waitUntil(houses.village.hasFocus)
    for box in (houses.code, houses.group, houses.house):
        fingers.press(Qt.Key.Key_Return)
        qtbot.waitUntil(box.hasFocus)
    houses.house.selectAll()
    fingers.type("21")
    houses.amend.setFocus()
    fingers.press(Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: page.notice.text() == "已改住户。")
    home = clinic.households.of(known)[0]
    assert (home.village, home.group, home.house) == ("西洋村", "3", "21")


@pytest.fixture
def twice(clinic, known):
    """The same person, registered again without a number."""
    new = NewResident(
        name=ONE.name,
        sex=ONE.sex,
        birth_date=ONE.birth_date,
        phone="13900001111",
        address="西洋村",
        ethnic="22",
        temp_reason="F",
    )
    return clinic.residents.register(clinic.on_duty, new).id


def test_two_entries_are_compared_merged_and_split_again(qtbot, twice, page, clinic, known, fingers):
    turn_to(qtbot, page, fingers, Part.ALIKE)
    alike = page.alike
    qtbot.waitUntil(lambda: alike.pairs.rows.rowCount() == 1)
    alike.pairs.setFocus()
    fingers.press(Qt.Key.Key_Return)
    qtbot.waitUntil(alike.fields.hasFocus)
    fields = [alike.fields.rows.row(at).choice.field for at in range(alike.fields.rows.rowCount())]
    assert alike.fields.model().index(fields.index("ethnic"), 2).data() == f"✓ {name_of('ethnic', '22')}"
    assert [alike.fields.rows.row(at).other for at in range(len(fields))] == [
        one in ("address", "ethnic") for one in fields
    ]
    for _ in range(fields.index("phone")):
        fingers.press(Qt.Key.Key_Down)
    fingers.press(Qt.Key.Key_Space)
    fingers.press(Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: clinic.residents.resident(twice).id == known)
    merged = clinic.residents.resident(known)
    assert (merged.phone, merged.address) == ("13900001111", "西洋村")
    turn_to(qtbot, page, fingers, Part.MERGES)
    qtbot.waitUntil(lambda: page.merges.merges.rows.rowCount() == 1 and page.merges.split.isEnabled())
    fingers.press(Qt.Key.Key_Return)
    qtbot.waitUntil(page.merges.reason.hasFocus)
    fingers.press(Qt.Key.Key_F6)
    qtbot.waitUntil(lambda: "写明拆分的原因" in page.notice.text())
    fingers.type("twins")
    fingers.press(Qt.Key.Key_F6)
    qtbot.waitUntil(lambda: clinic.residents.resident(twice).id == twice)
    assert clinic.residents.resident(known).phone == ONE.phone


def test_twins_are_told_apart_and_never_offered_again(qtbot, twice, page, clinic, fingers):
    turn_to(qtbot, page, fingers, Part.ALIKE)
    qtbot.waitUntil(lambda: page.alike.pairs.rows.rowCount() == 1)
    page.alike.reason.setText("双胞胎")
    fingers.press(Qt.Key.Key_F6)
    qtbot.waitUntil(lambda: page.alike.pairs.rows.rowCount() == 0)
    assert clinic.duplicates.pairs(clinic.on_duty) == []


def test_a_record_number_that_two_people_hold_can_be_changed_here(qtbot, page, clinic, known, reader):
    other = clinic.residents.register(clinic.on_duty, resident_of(OTHER)).id
    number = clinic.health_record.open(clinic.on_duty, other, VILLAGE).number
    with clinic.store.writing(clinic.on_duty.author) as writing:
        writing.append(RecordOpened(number=number, on=date(2026, 1, 1), salt=new_salt()), known)
    page.view_model.refresh()
    reader.insert(card_of(ONE))
    qtbot.waitUntil(page.record.renumber.isVisible)
    page.record.renumber.click()
    qtbot.waitUntil(lambda: clinic.health_record.doubled() == [])
