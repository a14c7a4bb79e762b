"""A report card that nobody wrote stands over every page, and its key leads to the card."""

from clinic_app.services.outpatient import Case, Findings
from tests.services.test_outpatient_log import FLU


def test_an_owed_card_rings_over_every_page_and_leads_to_the_form(day, screen):
    visit = day.arrives(day.adults[0])
    clinic, by = day.clinic, day.clinic.on_duty
    clinic.registration.call(by, visit.id)
    clinic.outpatient.sign(
        by,
        visit.id,
        Findings(complaint="发热2天", diagnoses=(FLU,), cases=(Case("FLU", True),), departure="1"),
    )
    screen.window.open_page("registration")
    screen.workplace.desk.written.emit()
    alarm = screen.window.alarm
    screen.waits(lambda: "传染病报告卡未填" in alarm.text() and day.adults[0].name in alarm.text())
    assert "流行性感冒" not in alarm.text()
    alarm.acted.emit()
    page = screen.window.page("forms")
    screen.waits(lambda: page.view_model.state.open is not None)
    assert page.view_model.state.open.form.key == "infectious_card"
    assert page.view_model.state.open.values["disease"] == "FLU"
    screen.waits(lambda: alarm.text() == "")
