"""审方 under the orders: what the rules say is answered by keys, and the answers are signed."""

import sqlalchemy as sa
from PySide6.QtCore import Qt

from clinic_app.journal.facts.outpatient import EncounterSigned, PrescriptionIssued
from clinic_app.store.tables import entry
from clinic_app.ui.pages.outpatient.form import Form
from tests.ui.pages.consulting import CTRL, called, entries_of, opened, order, signed, write_minimum


def begin(day, screen, visit):
    """The visit on the page, the cursor on the first order."""
    page = opened(screen)
    screen.press(Qt.Key.Key_F5)
    called(screen, page)
    assert page.view_model.state.visit.id == visit.id
    write_minimum(screen, page)
    return page


def rules_of(page) -> list[str]:
    return [hit.key for sheet in page.view_model.state.checked for hit in sheet.hits]


def issued(day) -> list[PrescriptionIssued]:
    with day.clinic.store.reading() as connection:
        bodies = connection.scalars(sa.select(entry.c.body).where(entry.c.type == PrescriptionIssued.type))
        return [PrescriptionIssued.parse(body) for body in bodies]


def test_every_rule_is_answered_by_keys_and_the_reason_is_signed(day, screen):
    visit = day.arrives(day.adults[0])
    page = begin(day, screen, visit)
    order(screen, page, "amx")
    screen.press(Qt.Key.Key_Return, CTRL)  # sooner than the rules spoke
    screen.waits(lambda: "问过，无过敏" in _focused(screen))
    assert entries_of(day, EncounterSigned.type) == 0
    screen.press(Qt.Key.Key_Return)
    screen.waits(lambda: "皮试阴性" in _focused(screen))
    screen.press(Qt.Key.Key_Tab)
    assert _focused(screen) == "阳性"
    screen.press(Qt.Key.Key_Backtab)
    screen.press(Qt.Key.Key_Return)
    screen.waits(lambda: screen.focus() is not None and screen.focus().accessibleName() == "理由")
    screen.type("细菌感染")
    screen.press(Qt.Key.Key_Return)
    assert page.finish.hasFocus()
    screen.press(Qt.Key.Key_Return, CTRL)
    signed(screen, page)
    (sheet,) = issued(day)
    assert [(one.rule, one.code, one.reason) for one in sheet.overrides] == [("P08", "YP0001", "细菌感染")]
    assert not page.review.isVisible()
    chart = day.clinic.chart.read(day.clinic.on_duty, visit.resident_id)
    assert [one.kind for one in chart.allergies] == ["none_known"]
    assert [(one.substance, one.positive) for one in chart.skin_tests] == [("amoxicillin", False)]


def test_an_allergic_patient_cannot_get_the_drug_until_it_is_taken_out(day, screen):
    visit = day.arrives(day.adults[0])
    day.clinic.chart.record_allergy(
        day.clinic.on_duty, visit.resident_id, kind="drug", code="amoxicillin", name="阿莫西林"
    )
    page = begin(day, screen, visit)
    order(screen, page, "amx")
    screen.waits(lambda: any(key.startswith("P12") for key in rules_of(page)))
    screen.press(Qt.Key.Key_Return, CTRL)
    assert not page.view_model.state.busy
    assert entries_of(day, EncounterSigned.type) == 0
    assert page.review.isVisible()
    page.orders.begin_row()
    screen.press(Qt.Key.Key_Up)
    screen.press(Qt.Key.Key_Delete)
    screen.waits(lambda: not page.review.isVisible())
    screen.press(Qt.Key.Key_Return, CTRL)
    signed(screen, page)
    assert issued(day) == []


def test_a_draft_keeps_the_reasons(day, screen):
    visit = day.arrives(day.adults[0])
    day.has_no_allergies(visit)
    page = begin(day, screen, visit)
    order(screen, page, "tbfx")
    screen.waits(lambda: rules_of(page) == ["P08.viral"])
    screen.press(Qt.Key.Key_F7)
    screen.waits(lambda: screen.focus() is not None and screen.focus().accessibleName() == "理由")
    screen.type("cough")
    screen.press(Qt.Key.Key_F8)
    screen.waits(lambda: page.view_model.state.kept)
    assert Form.of_fields(day.clinic.outpatient.draft(visit.id)).reasons == (("P08", "YP0101", "cough"),)
    view_model = page.view_model
    view_model.state = view_model.state.__class__()  # the page as after a new start
    view_model.open(day.clinic.registration.visit(visit.id))
    screen.waits(lambda: view_model.state.visit is not None and bool(rules_of(page)))
    assert [line.reason.text() for line in page.review.lines] == ["cough"]
    assert page.review.lines[0].text.toolTip() == page.review.lines[0].text.text() != ""


def _focused(screen) -> str:
    box = screen.focus()
    return box.text() if box is not None and hasattr(box, "text") else ""
