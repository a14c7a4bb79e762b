"""Any form on the screen, by its keys: choices, conditions, rows, what came from last time, what is critical."""

from datetime import date

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from clinic_app.domain.forms import Context, form, forms, read
from clinic_app.ui.forms import FormView
from clinic_app.ui.forms.cell import Measures
from clinic_app.ui.forms.entries import Finder, as_widget
from clinic_app.ui.forms.filling import Filling
from clinic_app.ui.forms.walk import key_of
from tests.forms import filled, somebody

KEY = Qt.Key
DAY = date(2026, 11, 22)


class Hand:
    """Types into the window as a person does."""

    def __init__(self) -> None:
        self._ms = 1000

    def press(self, key: Qt.Key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(QApplication.focusWidget(), key, modifier)

    def type(self, text: str, between_ms: int = 120) -> None:
        for char in text:
            self._ms += between_ms
            key = KEY(ord(char.upper())) if char.isascii() else KEY.Key_unknown
            event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, char)
            event.setTimestamp(self._ms)
            QApplication.sendEvent(QApplication.focusWidget(), event)


@pytest.fixture
def hand() -> Hand:
    return Hand()


@pytest.fixture
def opened(qtbot):
    """Shows a form, with its values if it has some."""

    def show(key: str, values=None, origins=None, who=None, **more) -> FormView:
        one = form(key)
        view = FormView(one, values or {}, origins or {}, who or somebody(one), **more)
        view.resize(1180, 690)
        qtbot.addWidget(view)
        with qtbot.waitActive(view):
            view.show()
            view.activateWindow()
        return view

    return show


def at(view: FormView) -> str:
    return key_of(QApplication.focusWidget())


@pytest.mark.parametrize("key", sorted(forms()))
def test_every_form_shows_what_it_is_given_and_gives_it_back(opened, key):
    values = filled(form(key))
    view = opened(key, values)
    assert view.values == values
    said = {one.key: view.sheet.cells()[one.key].entry.value() for one in view.filling.asked}
    given = {one.key: values[one.key] for one in view.filling.asked if one.key in values}
    assert {key: one for key, one in read(form(key), said, view.filling.context).items() if one != []} == {
        key: one for key, one in given.items() if one != []
    }


def test_a_visit_is_filled_in_and_signed_by_keys_alone(qtbot, opened, hand):
    known = {"record_no": "35088110000100012", "name": "陈金水", "date": DAY.isoformat(), "doctor": "P001"}
    view = opened("htn_followup", known)
    view.begin()
    assert at(view) == "mode"
    answers = {
        "mode": "1",
        "symptoms": "1",
        "sbp": "138",
        "dbp": "86",
        "weight": "62.5",
        "heart_rate": "72",
        "smoke_daily": "0",
        "drink_daily": "0",
        "psych": "1",
        "obey": "1",
        "compliance": "1",
        "adverse": "1",
    }
    for _ in range(60):
        key = at(view)
        if not key:
            break
        if key in answers:
            hand.type(answers[key])
        elif key in view.filling.missing:
            hand.type("23" if key == "bmi" else "3")
        hand.press(KEY.Key_Return)
    assert view.sign.hasFocus()
    with qtbot.waitSignal(view.accepted) as signed:
        view.sign.click()
    said = signed.args[0]
    assert (said["sbp"], said["weight"], said["symptoms"], said["adverse"]) == (138, "62.5", ["1"], False)


def test_enter_goes_on_and_shift_enter_and_up_go_back(opened, hand):
    view = opened("htn_followup")
    view.go_to("sbp")
    hand.press(KEY.Key_Return)
    assert at(view) == "dbp"
    hand.press(KEY.Key_Up)
    assert at(view) == "sbp"
    hand.press(KEY.Key_Return)
    hand.press(KEY.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert at(view) == "sbp"


def test_tab_walks_in_printed_order_too_and_page_down_to_the_next_section(opened, hand):
    view = opened("htn_followup")
    view.go_to("sbp")
    hand.press(KEY.Key_Tab)
    assert at(view) == "dbp"
    hand.press(KEY.Key_PageDown)
    assert at(view) == "smoke_daily"
    hand.press(KEY.Key_PageUp)
    assert at(view) == "sbp"


def test_digits_take_choices_and_what_stands_alone_excludes_the_others(opened, hand):
    view = opened("htn_followup")
    view.go_to("symptoms")
    hand.type("26")
    assert view.values["symptoms"] == ["2", "6"]
    hand.type("2")
    assert view.values["symptoms"] == ["6"]
    hand.type("1")
    assert view.values["symptoms"] == ["1"]
    hand.type("3")
    assert view.values["symptoms"] == ["3"]
    hand.press(KEY.Key_Backspace)
    assert "symptoms" not in view.values


def test_a_code_of_two_digits_waits_for_the_second(opened, hand):
    view = opened("health_check")
    view.go_to("symptoms")
    hand.type("25")
    assert view.values["symptoms"] == ["25"]
    hand.type("2")
    hand.press(KEY.Key_Return)
    assert view.values["symptoms"] == ["2", "25"]


def test_arrows_and_the_blank_choose_without_digits(opened, hand):
    view = opened("htn_followup")
    view.go_to("mode")
    hand.press(KEY.Key_Right)
    hand.type(" ")
    assert view.values["mode"] == "2"


def test_codes_without_a_digit_are_taken_by_their_place(opened, hand):
    view = opened("health_check", filled(form("health_check")))
    view.go_to("u_protein")
    hand.type("3")
    assert view.values["u_protein"] == "+"


def test_what_a_scanner_types_chooses_nothing(opened, hand):
    view = opened("htn_followup")
    view.go_to("mode")
    hand.type("3")
    hand.type("1", 500)
    hand.type("221", 5)
    assert view.values["mode"] == "3"


def test_many_choices_are_found_by_initials(qtbot, opened, hand):
    view = opened("person_basic")
    view.go_to("ethnic")
    finder = view.sheet.cell("ethnic").entry
    assert isinstance(finder, Finder)
    hand.type("畲")
    hand.press(KEY.Key_Return)
    qtbot.waitUntil(lambda: "ethnic" in view.values)
    assert finder.text() == "畲族"


def test_conditions_show_and_hide_fields_and_an_answer_comes_back(opened, hand):
    view = opened("health_check")
    assert view.sheet.cell("smoke_daily") is None
    view.go_to("smoking")
    hand.type("3")
    assert view.sheet.cell("smoke_daily").isVisible()
    view.go_to("smoke_daily")
    hand.type("20")
    view.go_to("smoking")
    hand.type("1")
    assert not view.sheet.cell("smoke_daily").isVisible() and "smoke_daily" not in view.values
    hand.type("3")
    assert view.values["smoke_daily"] == 20


def test_computed_fields_follow_and_are_marked(opened, hand):
    view = opened("htn_followup")
    view.go_to("height")
    hand.type("160")
    view.go_to("weight")
    hand.type("64")
    cell = view.sheet.cell("bmi")
    assert as_widget(cell.entry).text() == "25" and cell.marks.chip == "自动"


def test_what_no_rule_can_compute_yet_is_typed(opened, hand):
    view = opened("htn_followup")
    view.go_to("bmi")
    hand.type("23.5")
    assert view.values["bmi"] == "23.5"
    view.go_to("height")
    hand.type("160")
    view.go_to("weight")
    hand.type("64")
    assert view.values["bmi"] == "25" and not view.go_to("bmi")


def test_a_value_out_of_range_says_so_beside_its_field(opened, hand):
    view = opened("htn_followup")
    view.go_to("sbp")
    hand.type("14")
    assert "60～280" in view.sheet.cell("sbp").marks.wrong
    hand.type("0")
    assert view.sheet.cell("sbp").marks.wrong == ""


def test_days_have_quick_keys(opened, hand):
    view = opened("htn_followup")
    view.go_to("next_visit_date")
    hand.press(KEY.Key_Delete)
    hand.type("tmmmD")
    assert view.values["next_visit_date"] == "2027-02-21"
    view.go_to("sbp")
    view.go_to("next_visit_date")
    hand.type("1201")
    hand.press(KEY.Key_Return)
    assert view.values["next_visit_date"] == "2026-12-01"


def test_rows_come_with_ins_and_go_with_del(opened, hand):
    view = opened("htn_followup")
    view.go_to("drugs")
    hand.type("0")
    assert view.values["drugs"] == []
    hand.press(KEY.Key_Insert)
    hand.type("氨氯地平")
    hand.press(KEY.Key_Insert)
    hand.type("缬沙坦")
    assert [row["name"] for row in view.values["drugs"]] == ["氨氯地平", "缬沙坦"]
    hand.press(KEY.Key_Delete, Qt.KeyboardModifier.ControlModifier)
    assert [row["name"] for row in view.values["drugs"]] == ["氨氯地平"]
    hand.press(KEY.Key_Return)
    assert at(view) == "drugs"


def test_the_33_questions_are_answered_down_the_line(opened, hand):
    view = opened("tcm_elderly")
    view.go_to("answers")
    for _ in range(33):
        hand.type("2")
        hand.press(KEY.Key_Return)
    assert view.values["answers"] == [{next(iter(view.values["answers"][0])): 2}] * 33
    assert at(view) != "answers"


def test_what_came_from_last_time_is_confirmed_one_by_one_or_all_at_once(opened, hand):
    values = filled(form("htn_followup")) | {"height": "160", "smoke_daily": 3}
    view = opened("htn_followup", values, {"height": "last", "smoke_daily": "last"})
    assert view.sheet.cell("height").marks.chip == "上次" and "2 项待核对" in view.meter.text()
    view.go_to("height")
    hand.press(KEY.Key_Return)
    assert view.filling.carried == ("smoke_daily",)
    view.confirm.click()
    assert view.filling.carried == () and not view.confirm.isEnabled()


def test_signing_asks_to_look_again_at_critical_and_carried_values(qtbot, opened, hand):
    values = filled(form("htn_followup")) | {"sbp": 192, "dbp": 100, "heart_rate": 72, "height": "160"}
    values = Filling.begun(form("htn_followup"), values, {}, somebody(form("htn_followup"))).values
    view = opened("htn_followup", values, {"height": "last"})
    if view.filling.problems:  # computed ones followed
        pytest.fail(str(view.filling.problems))
    with qtbot.assertNotEmitted(view.accepted):
        view.accept()
    assert "192" in view.notice.text() and "1 项是带入的" in view.notice.text()
    assert view.sheet.cell("sbp").marks.chip == "危急"
    with qtbot.waitSignal(view.accepted):
        view.accept()
    assert view.confirmed == ("sbp",)


def test_a_critical_value_typed_later_is_asked_about_anew(qtbot, opened, hand):
    values = filled(form("htn_followup")) | {"sbp": 192, "dbp": 100, "heart_rate": 72}
    view = opened("htn_followup", values)
    view.accept()
    view.go_to("sbp")
    hand.type("199")
    with qtbot.assertNotEmitted(view.accepted):
        view.accept()
    assert "199" in view.notice.text()


def test_what_is_missing_is_counted_and_f7_leads_there(opened, hand):
    view = opened("htn_followup", {"date": DAY.isoformat()})
    filled_in, needed = view.filling.completeness
    assert view.meter.text().startswith(f"必填 {filled_in}/{needed}")
    view.go_to("sbp")
    view.next_missing()
    assert at(view) == "dbp" and view.sheet.cell("mode").marks.wrong == "必填"


def test_signing_tells_all_that_is_wrong_and_goes_there(qtbot, opened):
    view = opened("htn_followup", filled(form("htn_followup")) | {"sbp": 90, "dbp": 110})
    with qtbot.assertNotEmitted(view.accepted):
        view.accept()
    assert "收缩压应高于舒张压" in view.notice.text() and at(view) == "sbp"


def test_a_signed_record_is_looked_at_and_not_changed(opened, hand):
    values = filled(form("htn_followup"))
    view = opened("htn_followup", values, read_only=True)
    view.begin()
    hand_on = QApplication.focusWidget()
    assert at(view) == "" and isinstance(hand_on, QWidget)
    assert not view.sign.isVisible() and view.values == values


def test_names_stand_in_place_of_the_numbers_of_staff(opened):
    view = opened("htn_followup", {"doctor": "P001"}, names={"P001": "林村医"})
    assert as_widget(view.sheet.cell("doctor").entry).text() == "林村医"
    assert view.values["doctor"] == "P001"


def test_nothing_is_proposed_to_a_signed_record(opened):
    bare = {"date": DAY.isoformat(), "sbp": 150, "dbp": 95}
    assert opened("htn_followup", bare, read_only=True).values == bare
    assert "class" in opened("htn_followup", bare).values


def test_where_fingers_are_at_work_rows_come_and_go_by_touch(qtbot, opened):
    view = opened("htn_followup", measures=Measures(control=44))
    rows = view.sheet.cells()["drugs"].entry

    def touch(part: float) -> None:
        where = QPoint(round(rows.width() * part), rows.height() - 10)
        qtbot.mouseClick(rows, Qt.MouseButton.LeftButton, pos=where)

    touch(0.25)
    assert len(rows._rows) == 1
    assert all(stop.height() >= 44 for stop in rows.stops())
    touch(0.25)
    assert len(rows._rows) == 2
    touch(0.75)
    assert len(rows._rows) == 1


def test_at_a_desk_a_click_adds_no_row(qtbot, opened):
    rows = opened("htn_followup").sheet.cells()["drugs"].entry
    qtbot.mouseClick(rows, Qt.MouseButton.LeftButton, pos=QPoint(20, rows.height() - 5))
    assert rows._rows == []


def test_the_step_that_the_norm_asks_for_stands_over_the_sheet(opened, hand):
    who = Context(DAY, "1", date(1960, 1, 1), frozenset({"htn"}), {"class": "2"})
    view = opened("htn_followup", who=who)
    view.go_to("sbp")
    hand.type("135")
    hand.press(KEY.Key_Return)
    hand.type("85")
    hand.press(KEY.Key_Return)
    assert view.values["class"] == "1" and view.advice.isHidden()
    view.go_to("sbp")
    QApplication.focusWidget().selectAll()
    hand.type("160")
    hand.press(KEY.Key_Return)
    assert "连续两次" in view.advice.text() and view.advice.isVisible()


def test_a_choice_without_a_number_is_taken_by_its_place(opened, hand):
    view = opened("child_check_1_8m")
    view.go_to("visit")
    hand.type("3")
    assert view.values["visit"] == "M6"


def test_the_value_of_an_int_with_words_is_the_number(opened, hand):
    view = opened("elderly_selfcare")
    view.go_to("eat")
    hand.type("4")
    assert view.values["eat"] == 4
    view.go_to("wash")
    hand.type("2")
    assert view.values["wash"] == 2


def test_a_disease_is_looked_for_by_its_name_and_nobody_types_a_key(opened):
    view = opened("infectious_card", {"disease": "MUMPS"})
    entry = view.sheet.cell("disease").entry
    assert isinstance(entry, Finder)
    assert entry.text() == "流行性腮腺炎"
    found = []
    entry._find("lxxsxy", found.extend)
    entry._find("甲型肝炎", found.extend)
    assert [hit.value for hit in found] == ["MUMPS", "HEP_A"]
