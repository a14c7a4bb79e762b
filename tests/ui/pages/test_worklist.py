"""工作清单 by its keys: views, filters, a form opened, an attempt in vain, taken into care and closed."""

from datetime import date, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt

from clinic_app.journal.fact import new_salt
from clinic_app.journal.facts.chart import ConditionNoted
from clinic_app.journal.facts.forms import FormRecorded
from clinic_app.journal.facts.health_records import RecordOpened
from clinic_app.journal.facts.residents import ResidentRegistered
from clinic_app.projections.queries.worklist import View
from clinic_app.services.households import House
from tests.ui.pages.consulting import CTRL

TODAY = date(2026, 11, 20)


def lives_here(day, name, born=date(1975, 5, 1), village="西洋村", **details):
    """Registered, with a health record."""
    fact = ResidentRegistered(
        name=name, sex="2", birth_date=born, village=village, salt=new_salt(), **details
    )
    with day.clinic.store.writing(day.clinic.on_duty.author) as writing:
        person = writing.append(fact).id
        writing.append(RecordOpened(number="35088110210100001", on=TODAY, salt=new_salt()), person)
    return person


def managed(day, name, service="htn", ago=0, **details):
    person = lives_here(day, name, **details)
    day.clinic.care.open(day.clinic.on_duty, person, service, TODAY - timedelta(days=ago))
    return person


def followed_up(day, person, on, found, form="htn_followup"):
    fact = FormRecorded(form=form, version=1, day=on, values={"class": found}, salt=new_salt())
    with day.clinic.store.writing(day.clinic.on_duty.author) as writing:
        writing.append(fact, person)


@pytest.fixture
def listed(screen):
    """Opens the page once it was read."""

    def open_list():
        screen.window.open_page("worklist")
        page = screen.window.page("worklist")
        screen.waits(lambda: bool(page.view_model.state.page.counts) and not page.view_model.state.busy)
        screen.waits(page.table.hasFocus)
        return page

    return open_list


def texts(page, at=0) -> list[str]:
    return [column.text(page.table.rows.row(at)) for column in page.table.rows.columns]


def shows(page, *names: str) -> bool:
    return not page.view_model.state.busy and {item.name for item in page.table.rows.rows} == set(names)


def test_an_empty_list_says_what_to_do(screen, listed):
    page = listed()
    assert "纳入管理" in page.table._empty.accessibleName()
    assert not page.pack.isEnabled() and not page.missed.isEnabled() and not page.close_care.isEnabled()
    assert not page.open.isEnabled() and "F3" in page.person.text()


def test_a_line_says_who_where_what_why_and_until_when(day, screen, listed):
    managed(day, "陈小梅", phone="13900000001")
    page = listed()
    screen.waits(lambda: page.table.rows.rowCount() == 2)
    found = texts(page)
    assert found[:2] == ["2026-12-04", "陈小梅"] and "西洋村" in found[3]
    assert found[4:] == ["高血压随访", "新纳入管理", "可执行"]
    assert "13900000001" in page.details.text()


def test_ctrl_tab_goes_through_the_views_with_their_counts(day, screen, listed):
    managed(day, "过期的", ago=20)
    managed(day, "今天的", ago=14)
    page = listed()
    screen.waits(lambda: "今天 1" in page.views.tabText(1) and "过期 1" in page.views.tabText(3))
    screen.press(Qt.Key.Key_Tab, CTRL)
    screen.waits(lambda: shows(page, "今天的"))
    screen.press(Qt.Key.Key_Tab, CTRL)
    screen.press(Qt.Key.Key_Tab, CTRL)
    screen.waits(lambda: shows(page, "过期的"))
    assert page.view_model.state.wanted.view is View.OVERDUE


def test_a_village_and_a_service_are_chosen(day, screen, listed):
    managed(day, "近的")
    managed(day, "远的", village="东山村")
    managed(day, "糖的", service="dm", village="东山村")
    page = listed()
    screen.waits(lambda: page.table.rows.rowCount() == 6)
    page.village.show_code("东山村")
    screen.waits(lambda: shows(page, "远的", "糖的"))
    page.service.show_code("dm")
    screen.waits(lambda: shows(page, "糖的"))


def test_enter_opens_the_form_with_the_person_in_hand(day, screen, listed):
    person = managed(day, "陈小梅")
    listed()
    screen.press(Qt.Key.Key_Return)
    forms = screen.window.page("forms")
    screen.waits(lambda: forms.view_model.state.open is not None)
    assert forms.view_model.state.open.form.key == "htn_followup"
    screen.waits(lambda: screen.workplace.desk.in_hand is not None)
    assert screen.workplace.desk.in_hand.resident.id == person


def test_the_year_of_the_person_stands_at_the_left_and_can_be_turned(day, screen, listed):
    person = managed(day, "陈小梅", ago=400)
    followed_up(day, person, date(2025, 11, 1), "1")
    followed_up(day, person, date(2026, 10, 30), "2")
    page = listed()
    page.views.setCurrentIndex(list(View).index(View.ALL))
    screen.waits(lambda: page.plan.rows.rowCount() == 3)
    lines: list[Any] = list(page.plan.rows.rows)
    assert [(line.day, line.state is None) for line in lines] == [
        (date(2026, 10, 30), True),
        (date(2026, 11, 13), False),
        (date(2026, 12, 31), False),
    ]
    assert "2025-10-16" in page.managed.text()
    page.table.setFocus()
    screen.press(Qt.Key.Key_Left, CTRL)
    screen.waits(lambda: [line.day for line in page.plan.rows.rows] == [date(2025, 11, 1)])
    assert "2025" in page.whose.text()


def test_f6_three_times_is_a_loss(day, screen, listed):
    managed(day, "陈小梅")
    page = listed()
    for number in range(1, 4):
        screen.waits(lambda: shows(page, "陈小梅"))
        page.table.choose(0)
        screen.press(Qt.Key.Key_F6)
        screen.waits(lambda number=number: page.view_model.state.page.counts.get(View.LOST, 0) == number // 3)
        screen.waits(lambda: not page.view_model.state.busy)
    page.views.setCurrentIndex(list(View).index(View.LOST))
    screen.waits(lambda: texts(page)[-1] == "失访")
    assert "未联系上 3 次" in texts(page)[-2]


def test_f8_takes_the_person_in_hand_into_care(day, screen, listed):
    person = lives_here(day, "陈小梅")
    with day.clinic.store.writing(day.clinic.on_duty.author) as writing:
        writing.append(ConditionNoted(code="E11.900", name="2型糖尿病"), person)
    page = listed()
    screen.workplace.desk.take(person)
    screen.waits(lambda: "诊断建议纳入：糖尿病" in page.person.text() and page.open.isEnabled())
    assert page.into.code() == "dm"
    screen.press(Qt.Key.Key_F8)
    screen.waits(lambda: shows(page, "陈小梅") and texts(page)[4] == "糖尿病随访")
    assert page.notice.text() == "陈小梅 已纳入糖尿病管理。"
    screen.press(Qt.Key.Key_F8)
    screen.waits(lambda: "不必再次纳入" in page.notice.text())


def test_del_closes_the_service_of_a_line(day, screen, listed):
    managed(day, "陈小梅")
    page = listed()
    screen.waits(lambda: shows(page, "陈小梅"))
    page.reason.show_code("other")
    screen.press(Qt.Key.Key_Delete)
    screen.waits(lambda: "写明原因" in page.notice.text())
    page.note.setText("转外院管理")
    page.table.setFocus()
    screen.press(Qt.Key.Key_Delete)
    screen.waits(lambda: shows(page))
    assert "已结案" in page.notice.text()


def test_f10_prints_the_round(day, screen, listed):
    managed(day, "陈小梅")
    page = listed()
    screen.waits(lambda: page.table.rows.rowCount() == 2)
    screen.press(Qt.Key.Key_F10)
    screen.waits(lambda: "下乡包已出纸：2 张" in page.notice.text())
    assert len(day.clinic.rounds.packs()) == 1


def test_arrows_turn_the_page(day, screen, listed, monkeypatch):
    for module in (
        "clinic_app.services.worklist",
        "clinic_app.ui.pages.worklist.view_model",
        "clinic_app.ui.pages.worklist.page",
    ):
        monkeypatch.setattr(f"{module}.PAGE", 2)
    for name in ("甲", "乙"):
        managed(day, name)
    page = listed()
    screen.waits(lambda: "第 1–2 条，共 4 条" in page.place.text())
    screen.press(Qt.Key.Key_Right)
    screen.waits(lambda: "第 3–4 条，共 4 条" in page.place.text())
    screen.press(Qt.Key.Key_Right)
    screen.press(Qt.Key.Key_Left)
    screen.waits(lambda: "第 1–2 条，共 4 条" in page.place.text())


def house(day, number, head, *others, group="3"):
    """A household of people who live in it already by their records."""
    homes, by = day.clinic.households, day.clinic.on_duty
    told = House(village="西洋村", village_code="350881102101", group=group, house=number)
    home = homes.found(by, told, head)
    for one in others:
        homes.join(by, home.id, one, "11")


def names(page) -> list[str]:
    return list(dict.fromkeys(item.name for item in page.table.rows.rows))


def test_by_house_all_of_one_household_stand_together_in_the_order_of_the_way(day, screen, listed):
    people = {name: managed(day, name, ago=ago) for name, ago in (("远爹", 12), ("近娃", 11), ("远妈", 1))}
    managed(day, "没有户的", village="")
    house(day, "12", people["远爹"], people["远妈"])
    house(day, "9", people["近娃"])
    page = listed()
    screen.waits(lambda: names(page) == ["远爹", "近娃", "远妈", "没有户的"])
    page.order.setFocus()
    screen.press(Qt.Key.Key_Down)
    screen.waits(lambda: names(page) == ["近娃", "远爹", "远妈", "没有户的"])


def test_ctrl_j_shows_one_household_alone_and_then_the_list_as_it_was(day, screen, listed):
    mother, father = managed(day, "妈"), managed(day, "爸", ago=20)
    managed(day, "邻居")
    house(day, "12", mother, father)
    page = listed()
    screen.waits(lambda: {"妈", "邻居"} <= set(names(page)))
    page.table.choose(names(page).index("妈"))
    screen.press(Qt.Key.Key_J, CTRL)
    screen.waits(lambda: set(names(page)) == {"爸", "妈"} and not page.village.isEnabled())
    assert "全部" in page.house.text()
    screen.press(Qt.Key.Key_J, CTRL)
    screen.waits(lambda: {"妈", "邻居"} <= set(names(page)) and page.village.isEnabled())


def test_who_lives_in_no_household_is_told_where_to_found_one(day, screen, listed):
    managed(day, "陈小梅")
    page = listed()
    screen.waits(lambda: bool(names(page)))
    screen.press(Qt.Key.Key_J, CTRL)
    screen.waits(lambda: "健康档案页" in page.notice.text())
