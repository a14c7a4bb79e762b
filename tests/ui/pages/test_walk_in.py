"""无挂号 at the doctor's desk, by keys."""

from PySide6.QtCore import Qt

from clinic_app.projections.queries.registration import VisitState
from clinic_app.services.residents import NewResident
from tests.ui.clinic_day import card_of

CTRL = Qt.KeyboardModifier.ControlModifier


def known(day, place: int = 0):
    person = day.people[place]
    psn_no = day.insure(person)
    new = NewResident(name=person.name, id_number=person.id_number, source="typed")
    return day.clinic.residents.register(day.clinic.on_duty, new), psn_no


def doctors_page(screen):
    screen.window.open_page("outpatient")
    page = screen.window.page("outpatient")
    screen.waits(page.left.queue.hasFocus)
    return page


def test_card_in_and_one_key_begin_the_visit_with_its_insurance(day, screen):
    resident, psn_no = known(day)
    page = doctors_page(screen)
    screen.reader.insert(card_of(day.people[0]))
    screen.waits(lambda: screen.workplace.desk.in_hand is not None)
    screen.keys = 0
    screen.press(Qt.Key.Key_N, CTRL)
    screen.waits(lambda: page.view_model.state.visit is not None)
    assert screen.keys == 1
    visit = day.clinic.registration.visit(page.view_model.state.visit.id)
    assert (visit.resident_id, visit.psn_no, visit.mdtrt_cert_type) == (resident.id, psn_no, "03")
    assert (visit.number, visit.state) == ("AW01", VisitState.CALLED)
    screen.waits(page.record.complaint.hasFocus)
    screen.press(Qt.Key.Key_N, CTRL)
    screen.waits(lambda: not page.view_model.state.busy)
    assert len(day.clinic.registration.queue()) == 1, "a second press begins nothing more"


def test_looked_up_by_name_where_nobody_is_in_hand(day, screen):
    resident, _ = known(day)
    page = doctors_page(screen)
    screen.press(Qt.Key.Key_N, CTRL)
    screen.waits(page.search.hasFocus)
    screen.type(day.people[0].id_number[-4:])
    screen.waits(lambda: len(page.search.hits()) == 1)
    screen.press(Qt.Key.Key_Return)
    screen.waits(lambda: page.view_model.state.visit is not None)
    assert page.view_model.state.visit.resident_id == resident.id
    assert not page.search.isVisible()


def test_a_stranger_is_registered_first(day, screen):
    page = doctors_page(screen)
    screen.reader.insert(card_of(day.people[3]))
    screen.waits(lambda: screen.workplace.desk.in_hand is not None)
    screen.press(Qt.Key.Key_N, CTRL)
    assert "还没有建档" in page.notice.text()
    assert day.clinic.registration.queue() == []
