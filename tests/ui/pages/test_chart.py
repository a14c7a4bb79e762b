"""健康首页 by its keys: opened by a card, allergies and conditions typed, measurements saved."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt

from clinic_app.domain.catalogs import services
from clinic_app.journal.entry import new_id
from clinic_app.journal.fact import new_salt
from clinic_app.journal.facts.contracts import ContractSigned, TeamFormed
from clinic_app.journal.facts.forms import FormRecorded
from clinic_app.services.examinations import Result, Wish
from clinic_app.store.epochs import begin_epoch
from clinic_app.store.exchange import note_pull
from clinic_app.ui.chart_marks import marks_of
from clinic_app.ui.shell_state import Line, SyncState
from clinic_app.ui.theme import Tone
from tests.ui.workplace import PEOPLE, card_of, resident_of

ONE = PEOPLE[0]


@pytest.fixture
def chart(qtbot, workplace, clinic, reader):
    """The page with somebody's card in."""
    clinic.residents.register(clinic.on_duty, resident_of(ONE))
    workplace.window.open_page("chart")
    page = workplace.window.page("chart")
    reader.insert(card_of(ONE))
    qtbot.waitUntil(page._body.isVisible)
    return page


def marks(page) -> str:
    return page.marks.accessibleName()


def offers(box) -> str:
    """The first line of the open list, once it answers all that was typed."""
    answered = box.list_is_open() and not box._timer.isActive() and box.hits()
    return box.hits()[0].title if answered else ""


def test_nobody_in_hand_says_what_to_do(qtbot, workplace):
    workplace.window.open_page("chart")
    page = workplace.window.page("chart")
    qtbot.waitUntil(page._nobody.isVisible)
    assert "插卡" in page._nobody.accessibleName()


def test_a_card_opens_the_chart_and_says_that_nobody_asked_about_allergies(chart):
    assert marks(chart) == "过敏史未问"
    assert chart.none_known.isVisible()


def test_while_the_pc_fills_nobody_reads_that_nobody_asked(qtbot, chart, clinic, workplace):
    with clinic.store.changing() as connection:
        begin_epoch(connection, new_id())
    chart.view_model._read(
        lambda: clinic.chart.read(clinic.on_duty, chart.view_model.state.chart.resident.id)
    )
    qtbot.waitUntil(lambda: marks(chart) == "过敏史还在接收")
    assert "还在接收" in chart.allergies.table._empty.accessibleName()
    with clinic.store.changing() as connection:
        note_pull(connection, clinic.store.wall(), None)
    workplace.desk.show_sync(SyncState(Line.UP))
    qtbot.waitUntil(lambda: marks(chart) == "过敏史未问")
    assert "还没有问过" in chart.allergies.table._empty.accessibleName()


def test_an_allergy_is_found_by_initials_and_stands_in_red(qtbot, chart, fingers):
    chart.allergies.box.setFocus()
    fingers.type("qmsl")
    qtbot.waitUntil(lambda: offers(chart.allergies.box) == "青霉素类")
    fingers.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: marks(chart) == "青霉素类过敏")
    assert chart.allergies.table.rows.row(0).code == "penicillin"


def test_an_allergy_is_struck_with_its_reason_only(qtbot, chart, fingers):
    chart.view_model.record_allergy("penicillin", "青霉素类", "", kind="drug", severe=False)
    qtbot.waitUntil(lambda: marks(chart) == "青霉素类过敏")
    chart.allergies.table.setFocus()
    fingers.press(Qt.Key.Key_Return)
    qtbot.waitUntil(chart.allergies.reason.hasFocus)
    fingers.press(Qt.Key.Key_Return)
    assert marks(chart) == "青霉素类过敏"
    fingers.type("pishi")
    fingers.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: marks(chart) == "过敏史未问")


def test_none_known_is_one_press(qtbot, chart):
    chart.none_known.click()
    qtbot.waitUntil(lambda: marks(chart) == "无已知过敏")
    assert not chart.none_known.isVisible()


def test_a_condition_is_found_and_noted(qtbot, chart, fingers):
    chart.conditions.box.setFocus()
    fingers.type("I10")
    qtbot.waitUntil(lambda: offers(chart.conditions.box) != "")
    fingers.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: chart.conditions.table.rows.rowCount() == 1)
    assert chart.conditions.table.rows.row(0).code.startswith("I10")


def test_a_blood_pressure_is_typed_and_drawn(qtbot, chart, fingers):
    chart.measured.boxes["sbp"].setFocus()
    for text in ("148", "92"):
        fingers.type(text)
        fingers.press(Qt.Key.Key_Return)
    fingers.press(Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: chart.pressure.said().startswith("148/92 mmHg"))
    assert chart.measured.boxes["sbp"].text() == ""


def test_an_impossible_pressure_is_not_sent_and_stays_on_the_page(qtbot, chart, fingers):
    chart.measured.boxes["sbp"].setFocus()
    fingers.type("80")
    fingers.press(Qt.Key.Key_Return)
    fingers.type("92")
    fingers.press(Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: chart.notice.text() == "收缩压应高于舒张压，请核对。")
    assert chart.measured.boxes["sbp"].text() == "80"


def test_the_chart_follows_the_next_card(qtbot, chart, clinic, reader):
    chart.view_model.no_allergy()
    qtbot.waitUntil(lambda: marks(chart) == "无已知过敏")
    clinic.residents.register(clinic.on_duty, resident_of(PEOPLE[1]))
    reader.remove()
    reader.insert(card_of(PEOPLE[1]))
    qtbot.waitUntil(lambda: marks(chart) == "过敏史未问")


def test_a_report_of_the_laboratory_is_among_the_papers_and_its_correction_takes_its_place(day, screen):
    visit, by, lab = day.arrives(day.adults[0]), day.clinic.on_duty, day.clinic.examinations
    day.clinic.registration.call(by, visit.id)
    urine = next(one for one in services() if one.code == "ZL2002")
    (order,) = lab.order(by, Wish(visit_id=visit.id, services=(urine,)))
    first = lab.report(by, Result(examination_id=order.id, conclusion="阴性"))
    second = lab.report(by, Result(examination_id=order.id, conclusion="阳性", replaces=first))
    screen.workplace.desk.take(visit.resident_id)
    screen.window.open_page("chart")
    page = screen.window.page("chart")
    screen.waits(lambda: page.papers.rows.rowCount() == 1)
    assert page.papers.rows.row(0).id == second
    page.papers.setFocus()
    screen.press(Qt.Key.Key_Return)
    screen.waits(lambda: "已出纸" in page.notice.text())


def test_enter_on_a_paper_prints_it_as_it_was(day, screen):
    visit = day.bill(0, "YP0001")
    day.clinic.records.certify(day.clinic.on_duty, visit.id, "休息", visit.day, visit.day)
    screen.workplace.desk.take(visit.resident_id)
    screen.window.open_page("chart")
    page = screen.window.page("chart")
    screen.waits(lambda: page.papers.rows.rowCount() == 2)
    page.papers.setFocus()
    for place, words in ((0, "病假证明"), (1, "处方笺")):
        page.papers.choose(place)
        screen.press(Qt.Key.Key_Return)
        screen.waits(lambda words=words: words in page.notice.text())
    printed = {path.stem[-36:] for path in (day.clinic.store.folder / "print").glob("*.pdf")}
    assert printed == {str(one.id) for one in page.view_model.state.chart.papers}


def test_a_signed_form_is_among_the_papers_and_is_opened_from_there(day, screen):
    person = day.arrives(day.adults[0]).resident_id
    with day.clinic.store.writing(day.clinic.on_duty.author) as writing:
        told = {
            "drug_allergy": ["2"],
            "fam_father": ["2"],
            "past_surgery": [{"name": "阑尾切除", "on": "2001-05"}],
        }
        on = day.clinic.care.today() - timedelta(days=30)
        record = writing.append(
            FormRecorded(form="person_basic", version=1, day=on, values=told, salt=new_salt()), person
        ).id
    screen.workplace.desk.take(person)
    screen.window.open_page("chart")
    page = screen.window.page("chart")
    screen.waits(lambda: page.papers.rows.rowCount() == 1)
    assert marks(page) == "青霉素类过敏"
    said = [[column.text(row) for column in page.histories.rows.columns] for row in page.histories.rows.rows]
    assert said == [["手术史", "阑尾切除（2001-05）"], ["家族史", "父亲 高血压"]]
    assert [column.text(page.papers.rows.row(0)) for column in page.papers.rows.columns] == [
        on.isoformat(), "公卫表", "个人基本信息表"
    ]  # fmt: skip
    page.papers.setFocus()
    screen.press(Qt.Key.Key_Return)
    forms = screen.window.page("forms")
    screen.waits(lambda: forms.view_model.state.open is not None)
    assert forms.isVisible() and forms.view_model.state.open.record.id == record


def test_what_public_health_is_late_with_stands_in_red_behind_the_allergies(day, screen):
    person = day.arrives(day.adults[0]).resident_id
    by, care = day.clinic.on_duty, day.clinic.care
    day.clinic.chart.record_allergy(by, person, kind="drug", code="penicillin", name="青霉素类")
    care.open(by, person, "htn", care.today() - timedelta(days=20))
    screen.workplace.desk.take(person)
    screen.window.open_page("chart")
    page = screen.window.page("chart")
    screen.waits(lambda: marks(page).startswith("青霉素类过敏，高血压随访 过期 6 天"))


def test_who_the_contract_doctor_is_stands_on_the_chart_and_that_it_runs_out(day, screen):
    person, today = day.arrives(day.adults[0]).resident_id, day.clinic.care.today()
    with day.clinic.store.writing(day.clinic.on_duty.author) as writing:
        team = writing.append(TeamFormed(name="西洋一队", leader="P001", leader_name="王晓明"), person).id
        agreed = ContractSigned(
            number="QA1",
            team_id=team,
            packages=(),
            groups=("0",),
            signed_on=today,
            years=1,
            fee=0,
            signature="paper",
        )
        writing.append(agreed, person)
    told = day.clinic.chart.read(day.clinic.on_duty, person)
    assert marks_of(told)[-1] == ("签约 王晓明（西洋一队）", Tone.INFO)
    late = replace(told, day=told.contract.valid_to)
    assert marks_of(late)[-1] == (f"签约 王晓明，{told.contract.valid_to} 到期", Tone.WARN)
