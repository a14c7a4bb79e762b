"""公卫表单 by its keys: a person's sheets, a new one, a draft, a correction, a withdrawal, paper, the institution's."""

from datetime import date

import pytest
from PySide6.QtCore import Qt

from clinic_app.domain.forms import form
from clinic_app.ui.forms.view import FormView
from clinic_app.ui.pages.forms.page import FormsPage
from clinic_app.ui.pages.forms.state import Part

KEY = Qt.Key
VISIT = {"mode": "1", "symptoms": ["1"], "sbp": 138, "dbp": 86, "weight": "62.5", "heart_rate": 72}
VISIT |= {"smoke_daily": 0, "drink_daily": "0", "exercise_minutes": 30}


@pytest.fixture
def person(day):
    one = day.arrives(day.adults[0]).resident_id
    day.clinic.health_record.open(day.clinic.on_duty, one, "350881100001")
    return one


@pytest.fixture
def page(day, person, screen) -> FormsPage:
    screen.window.open_page("forms")
    page = screen.window.page("forms")
    screen.workplace.desk.take(person)
    screen.waits(lambda: page.lists.filter.hasFocus() and bool(page.view_model.state.context))
    return page


def begin(screen, page, initials: str) -> FormView:
    screen.type(initials)
    screen.press(KEY.Key_Return)
    screen.waits(lambda: page.opened.view is not None and page.opened.view.isVisible())
    screen.waits(lambda: page.opened.view.isAncestorOf(screen.focus()))
    return page.opened.view


def test_a_sheet_is_found_by_initials_and_begun(screen, page):
    view = begin(screen, page, "gxy")
    assert view.filling.form.key == "htn_followup"
    assert page.opened.title.text().endswith("高血压患者随访服务记录表")


def test_what_was_begun_waits_as_a_draft(day, person, screen, page):
    view = begin(screen, page, "gxy")
    view.go_to("sbp")
    screen.type("138")
    screen.press(KEY.Key_Escape)
    screen.waits(lambda: page.lists.filter.hasFocus() and "草稿" in page.notice.text())
    screen.waits(lambda: day.clinic.forms.drafts_of(person) == ["htn_followup"])
    page.lists.filter.clear()
    again = begin(screen, page, "gxy")
    assert again.values["sbp"] == 138


def sign(day, person, **values):
    """A visit signed in October."""
    known = dict(
        day.clinic.forms.start(day.clinic.on_duty, "htn_followup", person, date(2026, 10, 20)).values
    )
    return day.clinic.forms.record(day.clinic.on_duty, "htn_followup", _whole(known | VISIT | values), person)


def _whole(values):
    return (
        values
        | {"salt": "1", "psych": "1", "obey": "1", "compliance": "1", "adverse": False}
        | {
            "exercise_times": 3,
            "height": "160",
            "class": "1",
            "next_visit_date": "2027-01-20",
        }
    )


def look_at_newest(screen, page):
    screen.press(KEY.Key_Down)
    screen.press(KEY.Key_Right)
    screen.waits(page.lists.records.hasFocus)
    screen.press(KEY.Key_Return)
    screen.waits(lambda: page.opened.view is not None and page.opened.reason.hasFocus())


def test_a_visit_is_signed_by_f8_and_stands_in_the_list(day, person, screen, page):
    sign(day, person)
    screen.press(KEY.Key_F5)
    screen.waits(lambda: page.lists.records.rows.rowCount() == 1)
    view = begin(screen, page, "gxy")
    for key, text in (("mode", "2"), ("symptoms", "1"), ("sbp", "142"), ("dbp", "88"), ("weight", "63")):
        view.go_to(key)
        screen.type(text)
    for key, text in (
        ("heart_rate", "70"),
        ("psych", "1"),
        ("obey", "1"),
        ("compliance", "1"),
        ("adverse", "1"),
    ):
        view.go_to(key)
        screen.type(text)
    screen.press(KEY.Key_F8)
    screen.waits(lambda: "再按一次 F8" in view.notice.text())
    screen.press(KEY.Key_F8)
    screen.waits(lambda: page.lists.records.rows.rowCount() == 2)
    kept = day.clinic.forms.last(person, "htn_followup")
    assert (kept.values["sbp"], kept.values["weight"], kept.values["smoke_daily"]) == (142, "63", 0)
    assert page.view_model.state.drafts == frozenset() and "已签名保存" in page.notice.text()


def test_a_signed_sheet_is_looked_at_and_corrected_with_a_reason(day, person, screen, page):
    wrong = sign(day, person)
    screen.press(KEY.Key_F5)
    screen.waits(lambda: page.lists.records.rows.rowCount() == 1)
    look_at_newest(screen, page)
    assert not page.opened.view.sign.isVisible() and page.opened.print.isVisible()
    screen.press(KEY.Key_F7)
    screen.waits(lambda: page.opened.view.sign.isVisible())
    page.opened.view.go_to("sbp")
    screen.type("128")
    screen.press(KEY.Key_F8)
    screen.waits(lambda: "原因" in page.notice.text() and page.opened.reason.hasFocus())
    screen.type("写错了血压")
    screen.press(KEY.Key_F8)
    screen.waits(lambda: page.lists.records.rows.rowCount() == 2)
    kept = day.clinic.forms.last(person, "htn_followup")
    assert (kept.values["sbp"], kept.replaces, kept.reason) == (128, wrong, "写错了血压")


def test_a_record_is_withdrawn_for_a_reason_only(day, person, screen, page):
    sign(day, person)
    screen.press(KEY.Key_F5)
    screen.waits(lambda: page.lists.records.rows.rowCount() == 1)
    look_at_newest(screen, page)
    screen.press(KEY.Key_F6)
    screen.waits(lambda: "原因" in page.notice.text())
    assert day.clinic.forms.of(person)
    screen.type("填错了人")
    screen.press(KEY.Key_F6)
    screen.waits(lambda: page.opened.view is None)
    assert day.clinic.forms.of(person) == []


def test_a_record_and_a_blank_sheet_are_printed(day, person, screen, page):
    sign(day, person)
    screen.press(KEY.Key_F5)
    screen.waits(lambda: page.lists.records.rows.rowCount() == 1)
    screen.press(KEY.Key_F10)
    screen.waits(lambda: "已打印" in page.notice.text())
    screen.press(KEY.Key_F11)
    screen.waits(lambda: len(list((day.clinic.store.folder / "print").glob("form-*.pdf"))) == 2)


def test_the_institutions_tab_counts_the_years_lectures(day, screen, page):
    screen.press(KEY.Key_Tab, Qt.KeyboardModifier.ControlModifier)
    screen.waits(lambda: page.view_model.state.part is Part.FACILITY)
    screen.waits(lambda: page.lists.year.rows.rowCount() >= 4)
    assert not any(row.done for row in page.view_model.state.owed)
    begun = day.clinic.forms.start(day.clinic.on_duty, "health_education").values
    lecture = {
        "time": "2026-11-10T09:00",
        "place": "西洋村",
        "kind": "5",
        "topic": "控盐",
        "organizer": "卫生院",
        "audience": "村民",
        "people": 30,
        "content": "控盐",
        "evaluation": "好",
        "evidence": ["1"],
        "head": day.clinic.on_duty.staff_id,
        "date": "2026-11-10",
    }
    day.clinic.forms.record(day.clinic.on_duty, "health_education", {**begun, **lecture})
    screen.press(KEY.Key_F5)
    screen.waits(lambda: [row.done for row in page.view_model.state.owed if row.kind == "5"] == [1])
    assert page.lists.records.rows.rowCount() == 1


def test_a_line_of_the_work_list_opens_its_form(day, person, screen, page):
    screen.workplace.desk.form_wanted.emit(person, "htn_followup", "")
    screen.waits(lambda: page.opened.view is not None and page.opened.view.isVisible())
    assert page.opened.view.filling.form is form("htn_followup")


def test_a_man_is_not_offered_the_sheets_of_mothers(day, person, screen, page):
    names = [row.form.key for row in page.view_model.state.rows]
    assert "htn_followup" in names and ("antenatal_first" in names) == (day.adults[0].sex == "2")


def test_nobody_in_hand_finds_somebody(day, person, screen):
    screen.window.open_page("forms")
    page = screen.window.page("forms")
    screen.waits(page.finder.search.hasFocus)
    screen.type(day.adults[0].name)
    screen.waits(lambda: page.finder.table.rows.rowCount() == 1)
    screen.press(KEY.Key_Return)
    screen.waits(lambda: page.lists.filter.hasFocus() and page.view_model.state.person is not None)
