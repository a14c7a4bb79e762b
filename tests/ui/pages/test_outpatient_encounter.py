"""What else belongs to a visit's record: the chart above it, returns, critical values, what has to be reported."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from PySide6.QtCore import Qt

from clinic_app.journal.facts.outpatient import Diagnosis, EncounterSigned, InfectiousAnswered
from clinic_app.projections.queries.outpatient_log import Wanted
from clinic_app.services.outpatient import Case, CaseUnanswered, Findings
from clinic_app.store.tables import entry
from tests.ui.pages.consulting import CTRL, called, choose, entries_of, opened, signed, write_minimum

DIARRHOEA = Findings(complaint="腹泻1天", diagnoses=(Diagnosis("A09.9", "急性胃肠炎"),))


def begin(day, screen):
    page = opened(screen)
    screen.press(Qt.Key.Key_F5)
    called(screen, page)
    write_minimum(screen, page)
    return page


def answers(day) -> list[InfectiousAnswered]:
    with day.clinic.store.reading() as connection:
        bodies = connection.scalars(sa.select(entry.c.body).where(entry.c.type == InfectiousAnswered.type))
        return [InfectiousAnswered.parse(body) for body in bodies]


def test_the_chart_stands_above_the_record_and_opens(day, screen):
    visit = day.arrives(day.adults[0])
    by, chart = day.clinic.on_duty, day.clinic.chart
    chart.note_condition(by, visit.resident_id, "I10", "原发性高血压")
    chart.measure(by, visit.resident_id, {"sbp": 1_480_000, "dbp": 920_000})
    page = begin(day, screen)
    assert page.strip.marks.accessibleName() == "过敏史未问，原发性高血压，血压 148/92（11-20）"
    page.strip.asked.click()
    screen.waits(lambda: not page.strip.asked.isVisible())
    assert page.strip.marks.accessibleName().startswith("无已知过敏")
    page.strip.chart.click()
    assert screen.window.page("chart").isVisible()


def test_a_critical_pressure_is_asked_about_once_at_its_box(day, screen):
    day.arrives(day.adults[0])
    page = begin(day, screen)
    page.record.systolic.setText("210")
    page.record.diastolic.setText("96")
    screen.press(Qt.Key.Key_Return, CTRL)
    assert "收缩压 mmHg 210 是危急值" in page.record.problem.text()
    assert page.record.systolic.hasFocus()
    assert entries_of(day, EncounterSigned.type) == 0
    screen.press(Qt.Key.Key_Return, CTRL)
    signed(screen, page)


def test_a_return_is_proposed_and_the_days_are_signed(day, screen):
    who = day.adults[0]
    day.examined(day.arrives(who), "ZL0001")
    visit = day.arrives(who)
    page = begin(day, screen)
    assert page.record.again.currentText() == "复诊"
    page.record.onset.setFocus()
    screen.type("2")
    page.record.next.setFocus()
    screen.type("7")
    screen.press(Qt.Key.Key_T, CTRL)
    assert page.record.tcm.box.hasFocus()
    choose(screen, "ganmao")
    screen.press(Qt.Key.Key_Return, CTRL)
    signed(screen, page)
    found, _ = day.clinic.records.orders(visit.id)
    assert (found.again, found.onset) == (True, visit.day - timedelta(2))
    assert found.next_visit == visit.day + timedelta(7)
    assert [name for _, name in found.tcm] == ["感冒"]


def test_a_digit_says_first_visit_where_a_return_was_proposed(day, screen):
    who = day.adults[0]
    day.examined(day.arrives(who), "ZL0001")
    visit = day.arrives(who)
    page = begin(day, screen)
    assert page.record.again.currentText() == "复诊"
    page.record.again.setFocus()
    screen.type("0")
    screen.waits(lambda: page.record.again.currentText() == "初诊")
    page.record.advice.setFocus()
    screen.type("多饮水")
    screen.press(Qt.Key.Key_Return, CTRL)
    signed(screen, page)
    found, _ = day.clinic.records.orders(visit.id)
    assert not found.again


def test_a_scanned_box_does_not_change_the_choice_with_the_focus(day, screen):
    day.arrives(day.adults[0])
    page = begin(day, screen)
    heard = []
    screen.workplace.desk.scanned.connect(heard.append)
    for choice in (page.record.again, page.record.departure):
        choice.setFocus()
        before = choice.code()
        screen.scan("10112345678901234567")
        screen.scan("81000010000000000005")
        assert choice.code() == before
    screen.waits(lambda: len(heard) == 4)
    assert page.record.form().again is None and page.record.departure.code() == "1"


def test_a_disease_to_be_reported_is_answered_before_the_end(day, screen):
    day.arrives(day.adults[0])
    page = begin(day, screen)
    page.record.diagnosis.box.setFocus()
    choose(screen, "jxwc")
    screen.waits(page.review.isVisible)
    screen.press(Qt.Key.Key_Return, CTRL)
    assert screen.focus().text() == "要报卡"
    assert entries_of(day, EncounterSigned.type) == 0
    screen.press(Qt.Key.Key_Backtab)
    screen.type("饮食不当")
    screen.press(Qt.Key.Key_Return)
    assert page.finish.hasFocus()
    screen.press(Qt.Key.Key_Return, CTRL)
    signed(screen, page)
    assert [(one.disease, one.report, one.reason) for one in answers(day)] == [
        ("DIARRHOEA", False, "饮食不当")
    ]


def test_the_service_too_wants_an_answer_and_keeps_it(day):
    clinic, by = day.clinic, day.clinic.on_duty
    visit = day.arrives(day.adults[0])
    with pytest.raises(CaseUnanswered):
        clinic.outpatient.sign(by, visit.id, DIARRHOEA)
    disease = day_disease()
    told = Findings(complaint="腹泻1天", diagnoses=DIARRHOEA.diagnoses, cases=(Case(disease, report=True),))
    clinic.outpatient.sign(by, visit.id, told)
    assert [(one.disease, one.report) for one in answers(day)] == [(disease, True)]
    clinic.close()


def day_disease() -> str:
    from clinic_app.domain.infectious import diseases

    return next(one.id for one in diseases() if one.name_zh == "其他感染性腹泻病")


def test_the_same_as_last_time_fills_an_empty_record(day, screen):
    who = day.adults[0]
    day.examined(day.arrives(who), "YP0002")
    day.arrives(who)
    page = opened(screen)
    screen.press(Qt.Key.Key_F5)
    called(screen, page)
    page.left.history.setFocus()
    screen.press(Qt.Key.Key_Return)
    screen.waits(page.left.past.repeat.hasFocus)
    screen.press(Qt.Key.Key_Return)
    screen.waits(lambda: len(page.orders.orders()) == 1)
    assert page.record.complaint.text() == "咽痛、发热2天"
    assert [code for code, _ in page.record.diagnosis.chosen()] == ["J06.9", "I10"]
    assert page.record.advice.text() == "多饮水，注意休息，3日后复诊"


def test_where_the_patient_went_is_home_until_the_doctor_says_otherwise(day, screen):
    day.arrives(day.adults[0])
    page = begin(day, screen)
    assert page.form().departure == "1"
    page.record.departure.setFocus()
    screen.type("4")
    screen.waits(lambda: page.view_model.state.form.departure == "4")
    page.finish.setFocus()
    screen.press(Qt.Key.Key_Return)
    signed(screen, page)
    log, today = day.clinic.outpatient_log, day.clinic.outpatient_log.today()
    (row,) = log.page(day.clinic.on_duty, Wanted(since=today, until=today)).rows
    assert row.departure == "4"
