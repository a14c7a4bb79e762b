"""The front desk with a card in the reader: what the staff do three hundred times a day."""

from PySide6.QtCore import Qt

from clinic_app.projections.queries.registration import VisitState
from clinic_app.services.registration import NewVisit
from clinic_app.ui.pages.frontdesk.state import Step
from tests.ui.pages.hands import insert
from tests.ui.workplace import PEOPLE, card_of, insured_of, resident_of, silent_card_of

ONE, TWO, THREE = PEOPLE[0], PEOPLE[1], PEOPLE[2]


def waiting(clinic):
    return clinic.registration.queue(VisitState.WAITING)


def test_card_and_one_key_registers_a_known_resident(qtbot, page, clinic, reader, fingers):
    known = clinic.residents.register(clinic.on_duty, resident_of(ONE))
    insert(qtbot, page, reader, card_of(ONE))
    qtbot.waitUntil(page.register.hasFocus)
    fingers.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.view_model.state.issued is not None)
    assert fingers.pressed == 1
    (visit,) = waiting(clinic)
    assert (visit.resident_id, visit.number, visit.mdtrt_cert_type) == (known.id, "A001", "03")


def test_an_unknown_holder_is_registered_by_the_same_key(qtbot, page, clinic, reader, fingers):
    insert(qtbot, page, reader, card_of(ONE))
    qtbot.waitUntil(page.register.hasFocus)
    assert page.register.text() == "F8  建档并挂号"
    fingers.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.view_model.state.issued is not None)
    (visit,) = waiting(clinic)
    resident = clinic.residents.resident(visit.resident_id)
    assert (resident.id_number, resident.id_verified) == (ONE.id_number, "card")
    assert resident.cards[0].number == ONE.card_number
    assert fingers.pressed == 1


def test_the_number_stands_large_and_the_next_person_may_come(qtbot, page, reader, fingers):
    insert(qtbot, page, reader, card_of(ONE))
    qtbot.waitUntil(page.register.hasFocus)
    fingers.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.person.issued.number.text() == "A001")
    qtbot.waitUntil(page.search.hasFocus)
    reader.remove()
    insert(qtbot, page, reader, card_of(TWO))
    qtbot.waitUntil(page.register.hasFocus)
    assert page.person.summary.name.text() == TWO.name


def test_the_slip_is_in_the_print_folder(qtbot, page, workplace, reader, fingers):
    insert(qtbot, page, reader, card_of(ONE))
    qtbot.waitUntil(page.register.hasFocus)
    fingers.press(Qt.Key.Key_Return)
    folder = workplace.clinic.store.folder / "print"
    qtbot.waitUntil(lambda: len(list(folder.glob("slip-*.pdf"))) == 1)
    (slip,) = folder.glob("slip-*.pdf")
    assert slip.read_bytes().startswith(b"%PDF")
    assert slip.stat().st_mode & 0o077 == 0


def test_a_double_press_registers_once(qtbot, page, clinic, reader, fingers):
    insert(qtbot, page, reader, card_of(ONE))
    qtbot.waitUntil(page.register.hasFocus)
    fingers.press(Qt.Key.Key_F8)
    fingers.press(Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: page.view_model.state.issued is not None)
    assert len(waiting(clinic)) == 1


def test_a_card_on_another_page_is_ready_at_the_desk(qtbot, page, workplace, reader, fingers):
    workplace.window.open_page("residents")
    reader.insert(card_of(ONE))
    qtbot.waitUntil(lambda: workplace.window.strip.accessibleName().startswith(ONE.name))
    assert workplace.window.notice.text() == "这张卡的持卡人还没有建档。"
    fingers.press(Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(page.register.hasFocus)


def test_who_waits_already_is_told_and_the_slip_is_at_hand(qtbot, page, clinic, reader):
    known = clinic.residents.register(clinic.on_duty, resident_of(ONE))
    clinic.registration.register(clinic.on_duty, NewVisit(resident_id=known.id, department="全科"))
    page.view_model.refresh()
    qtbot.waitUntil(lambda: page.queue.rows.rowCount() == 1)
    insert(qtbot, page, reader, card_of(ONE))
    qtbot.waitUntil(page.reprint.hasFocus)
    assert not page.register.isEnabled()
    assert page.register.text() == "F8  今天已挂 A001 号"


def test_differences_between_card_and_register_are_shown_and_not_repaired(qtbot, page, clinic, reader):
    known = clinic.residents.register(clinic.on_duty, resident_of(ONE))
    insert(qtbot, page, reader, card_of(ONE, name="林大同"))
    qtbot.waitUntil(lambda: any("林大同" in line for line in page.person.summary.cautions()))
    assert clinic.residents.resident(known.id).name == ONE.name


def test_a_new_card_of_a_known_resident_is_linked_silently(qtbot, page, clinic, reader):
    known = clinic.residents.register(clinic.on_duty, resident_of(ONE))
    insert(qtbot, page, reader, card_of(ONE, card_number="Z99999999", card_identifier="3508FF"))
    qtbot.waitUntil(
        lambda: [card.number for card in clinic.residents.resident(known.id).cards] == ["Z99999999"]
    )


def test_an_id_card_finds_by_its_number(qtbot, page, clinic, reader, fingers):
    known = clinic.residents.register(clinic.on_duty, resident_of(ONE))
    insert(qtbot, page, reader, card_of(ONE, kind="idcard", card_number=None, card_identifier=None))
    qtbot.waitUntil(page.register.hasFocus)
    fingers.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.view_model.state.issued is not None)
    (visit,) = waiting(clinic)
    assert (visit.resident_id, visit.mdtrt_cert_type) == (known.id, "02")


def test_a_third_generation_card_is_known_by_its_number(qtbot, page, clinic, reader):
    known = clinic.residents.register(clinic.on_duty, resident_of(ONE))
    clinic.residents.link_card(clinic.on_duty, known.id, _card(ONE))
    insert(qtbot, page, reader, silent_card_of(ONE))
    qtbot.waitUntil(page.register.hasFocus)
    assert page.person.summary.name.text() == ONE.name


def test_an_unknown_third_generation_card_asks_for_the_number(qtbot, page, clinic, reader, fingers):
    known = clinic.residents.register(clinic.on_duty, resident_of(ONE))
    insert(qtbot, page, reader, silent_card_of(ONE))
    qtbot.waitUntil(page.person.form.number.hasFocus)
    assert "只能读出卡号" in page.person.form.told.text()
    fingers.type(ONE.id_number)
    qtbot.waitUntil(page.person.form.known.isVisible)
    assert page.person.form.known.text() == f"已建档：{ONE.name}。就是此人"
    fingers.press(Qt.Key.Key_F8)
    qtbot.waitUntil(page.register.hasFocus)
    assert page.view_model.state.step is Step.KNOWN
    assert [card.number for card in clinic.residents.resident(known.id).cards] == [ONE.card_number]


def test_with_one_insurance_it_is_chosen(qtbot, page, clinic, reader, fingers):
    clinic.insurance.state_insured(clinic.on_duty, [insured_of(ONE, "390", "N1")])
    insert(qtbot, page, reader, card_of(ONE))
    qtbot.waitUntil(page.register.hasFocus)
    assert page.visit.insurance.currentText() == "居民医保"
    fingers.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.view_model.state.issued is not None)
    assert waiting(clinic)[0].psn_no == "N1"


def test_with_several_insurances_the_desk_chooses(qtbot, page, clinic, reader, fingers):
    clinic.insurance.state_insured(
        clinic.on_duty, [insured_of(ONE, "310", "N1"), insured_of(ONE, "390", "N2")]
    )
    insert(qtbot, page, reader, card_of(ONE))
    qtbot.waitUntil(page.visit.insurance.hasFocus)
    fingers.press(Qt.Key.Key_Down)
    fingers.press(Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: page.view_model.state.issued is not None)
    assert waiting(clinic)[0].psn_no == "N2"


def test_self_pay_is_said_with_its_reason(qtbot, page, reader):
    insert(qtbot, page, reader, card_of(ONE))
    assert page.visit.insurance.currentText() == "自费"
    assert page.visit.why.text() == "参保登记里没有此人，按自费。"


def test_the_department_of_last_time_is_the_default(qtbot, page, clinic, reader, fingers):
    insert(qtbot, page, reader, card_of(ONE))
    qtbot.waitUntil(page.register.hasFocus)
    page.visit.department.show_code("中医科")
    fingers.press(Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: page.view_model.state.issued is not None)
    insert(qtbot, page, reader, card_of(TWO))
    assert page.visit.department.code() == "中医科"
    assert clinic.status.choice("frontdesk.department") == "中医科"


def test_people_alike_are_offered_before_a_card_makes_a_new_one(qtbot, page, clinic, reader, fingers):
    known = clinic.residents.register(
        clinic.on_duty, resident_of(ONE, id_number="", id_verified="", temp_reason="L")
    )
    insert(qtbot, page, reader, card_of(ONE))
    qtbot.waitUntil(page.person.alike.table.hasFocus)
    fingers.press(Qt.Key.Key_Return)
    qtbot.waitUntil(page.register.hasFocus)
    fingers.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.view_model.state.issued is not None)
    (visit,) = waiting(clinic)
    assert visit.resident_id == known.id
    assert clinic.residents.resident(known.id).id_number == ONE.id_number


def test_none_of_those_alike_makes_another(qtbot, page, clinic, reader, fingers):
    known = clinic.residents.register(
        clinic.on_duty, resident_of(ONE, id_number="", id_verified="", temp_reason="L")
    )
    insert(qtbot, page, reader, card_of(ONE))
    qtbot.waitUntil(page.person.alike.table.hasFocus)
    fingers.press(Qt.Key.Key_Insert)
    qtbot.waitUntil(lambda: page.view_model.state.issued is not None)
    assert waiting(clinic)[0].resident_id != known.id


def test_a_card_pulled_early_leaves_its_holder_in_hand(qtbot, page, reader):
    insert(qtbot, page, reader, card_of(ONE))
    reader.remove()
    qtbot.waitUntil(page.register.hasFocus)
    assert page.person.summary.name.text() == ONE.name


def _card(one):
    from clinic_app.services.cards import card_of as kept

    return kept(silent_card_of(one))
