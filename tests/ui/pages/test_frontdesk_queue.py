"""The queue of today: tabs, 退号 asked in place, the slip again."""

import pytest
from PySide6.QtCore import Qt

from clinic_app.projections.queries.registration import VisitState
from clinic_app.services.registration import NewVisit
from tests.ui.workplace import PEOPLE, resident_of


@pytest.fixture
def three(qtbot, page, clinic):
    """Three people wait."""
    visits = []
    for one in PEOPLE[:3]:
        resident = clinic.residents.register(clinic.on_duty, resident_of(one))
        new = NewVisit(resident_id=resident.id, department="全科")
        visits.append(clinic.registration.register(clinic.on_duty, new))
    page.view_model.refresh()
    qtbot.waitUntil(lambda: page.queue.rows.rowCount() == 3)
    page.queue.setFocus()
    return visits


def test_tabs_count_each_state(qtbot, page, clinic, three):
    clinic.registration.call(clinic.on_duty, three[0].id)
    clinic.registration.cancel(clinic.on_duty, three[1].id)
    page.view_model.refresh()
    qtbot.waitUntil(lambda: page.tabs.tabText(0) == "待诊 1")
    assert [page.tabs.tabText(at) for at in range(5)] == [
        "待诊 1",
        "就诊中 1",
        "待收费 0",
        "已完成 0",
        "已退号 1",
    ]


def test_f6_asks_in_place_and_enter_cancels(qtbot, page, clinic, three, fingers):
    fingers.press(Qt.Key.Key_Down)
    fingers.press(Qt.Key.Key_F6)
    assert page.confirm.words.text() == f"退掉 A002 号 {PEOPLE[1].name}？"
    assert clinic.registration.visit(three[1].id).state is VisitState.WAITING
    fingers.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.queue.rows.rowCount() == 2)
    assert clinic.registration.visit(three[1].id).state is VisitState.CANCELLED
    assert page.notice.text() == f"A002 号已退：{PEOPLE[1].name}。"


def test_esc_keeps_the_visit(qtbot, page, clinic, three, fingers):
    fingers.press(Qt.Key.Key_F6)
    fingers.press(Qt.Key.Key_Escape)
    assert not page.confirm.isVisible()
    assert clinic.registration.visit(three[0].id).state is VisitState.WAITING


def test_a_visit_that_moved_on_meanwhile_is_not_cancelled(qtbot, page, clinic, three, fingers):
    fingers.press(Qt.Key.Key_F6)
    clinic.registration.cancel(clinic.on_duty, three[0].id)
    fingers.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.notice.text() == "A001 号已就诊完毕或已退号，不能再改。")


def test_f10_prints_the_same_slip_again(qtbot, page, workplace, three, fingers):
    fingers.press(Qt.Key.Key_F10)
    path = workplace.clinic.store.folder / "print" / f"slip-{three[0].id}.pdf"
    qtbot.waitUntil(path.exists)
    qtbot.waitUntil(lambda: page.notice.text() == "A001 号的凭条已重打。")
    first = path.read_bytes()
    workplace.clinic.registration.call(workplace.clinic.on_duty, three[0].id)
    fingers.press(Qt.Key.Key_F10)
    qtbot.waitUntil(lambda: not page.view_model.state.busy)
    assert path.read_bytes() == first


def test_the_slip_counts_who_waited_before(clinic, three):
    assert [clinic.registration.ticket(visit.id).ahead for visit in three] == [0, 1, 2]


def test_who_was_called_before_is_not_counted(clinic, three):
    clinic.registration.call(clinic.on_duty, three[0].id)
    resident = clinic.residents.register(clinic.on_duty, resident_of(PEOPLE[5]))
    later = clinic.registration.register(clinic.on_duty, NewVisit(resident_id=resident.id, department="全科"))
    assert clinic.registration.ticket(later.id).ahead == 2
    clinic.registration.cancel(clinic.on_duty, three[1].id)
    assert clinic.registration.ticket(later.id).ahead == 2  # as it was printed


def test_f5_reads_the_queue_anew(qtbot, page, clinic, three, fingers):
    clinic.registration.cancel(clinic.on_duty, three[2].id)
    fingers.press(Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: page.queue.rows.rowCount() == 2)


def test_a_scanned_slip_brings_its_patient(qtbot, page, three, fingers):
    fingers.scan(f"XYT:{three[1].id.hex}")
    qtbot.waitUntil(lambda: page.person.summary.name.text() == PEOPLE[1].name)
    qtbot.waitUntil(page.reprint.hasFocus)
    assert page.queue.current_row().id == three[1].id
