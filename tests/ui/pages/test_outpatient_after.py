"""What is still done with a signed record, by keys: 补记, 作废处方, 病假证明."""

import sqlalchemy as sa
from PySide6.QtCore import Qt

from clinic_app.journal.facts.outpatient import SicknessCertified
from clinic_app.projections.queries.registration import VisitState
from clinic_app.store.tables import entry
from tests.ui.pages.consulting import opened


def finished(day, screen, visit):
    """The signed record of a visit on the page."""
    page = opened(screen)
    page.view_model.open_tab(VisitState.SIGNED)
    page.view_model.open(visit)
    screen.waits(lambda: page.view_model.state.record is not None)
    return page


def test_words_are_added_and_stand_in_the_history(day, screen):
    who = day.adults[0]
    visit = day.examined(day.arrives(who), "YP0002")
    page = finished(day, screen, visit)
    page.after.words.setFocus()
    screen.type("电话随访，已好转")
    screen.press(Qt.Key.Key_Return)
    screen.waits(lambda: "电话随访，已好转" in page.after.addenda.text())
    assert page.after.words.text() == ""
    page.view_model.past.open(page.view_model.state.record.encounter)
    screen.waits(lambda: page.view_model.state.past is not None)
    assert "电话随访，已好转" in page.left.past.words.text()


def test_an_unpaid_prescription_is_cancelled_with_its_reason(day, screen):
    visit = day.examined(day.arrives(day.adults[0]), "YP0002", "ZL0001")
    page = finished(day, screen, visit)
    screen.press(Qt.Key.Key_F6)
    assert page.after.reason.hasFocus()
    screen.press(Qt.Key.Key_Return)  # without a reason
    screen.waits(lambda: "原因" in page.notice.text())
    screen.type("改用其他药")
    screen.press(Qt.Key.Key_Return)
    screen.waits(lambda: [row.code for row in page.orders.orders()] == ["ZL0001"])
    (sheet,) = day.clinic.records.prescriptions(visit.id)
    assert sheet.cancelled_reason == "改用其他药"
    assert not page.after.cancel.isVisible()


def test_a_certificate_is_given_and_printed(day, screen):
    visit = day.examined(day.arrives(day.adults[0]), "YP0002")
    page = finished(day, screen, visit)
    page.after.certify.setFocus()
    screen.press(Qt.Key.Key_Return)
    assert page.after.days.hasFocus()
    screen.type("2")
    screen.press(Qt.Key.Key_Return)
    screen.type("避免劳累")
    screen.press(Qt.Key.Key_Return)
    screen.waits(lambda: "病假证明已出" in page.notice.text())
    with day.clinic.store.reading() as connection:
        body = connection.scalar(sa.select(entry.c.body).where(entry.c.type == SicknessCertified.type))
    fact = SicknessCertified.parse(body)
    assert ((fact.to_day - fact.from_day).days, fact.advice) == (1, "避免劳累")
    (paper,) = (day.clinic.store.folder / "print").glob(f"certificate-{visit.number}-*.pdf")
    assert paper.stat().st_size > 1000
