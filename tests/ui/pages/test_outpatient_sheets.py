"""What kind of sheet is written: herbs, groups, own medicine, long-term, narcotics; and one written anew."""

from PySide6.QtCore import Qt

from clinic_app.journal.facts.county import FacilityRegistered
from clinic_app.journal.facts.facility import Practice
from clinic_app.projections.queries.registration import VisitState
from tests.ui.pages.consulting import CTRL, called, choose, opened, order, signed, write_minimum
from tests.ui.pages.test_outpatient_review import begin, issued, rules_of
from tests.ui.workplace import FACILITY


def may_narcotics(day):
    """The doctor is trained for them, and the county lets the township stock them."""
    clinic = day.clinic
    by, me = clinic.on_duty, clinic.on_duty.staff_id
    roles = next(one.roles for one in clinic.staff.all() if one.staff_id == me)
    clinic.staff.change(by, me, frozenset(roles), practice=Practice(rights=("antibiotics", "narcotics")))
    with clinic.store.writing(by.author) as writing:
        writing.append(
            FacilityRegistered(code=FACILITY, name="卫生院", inst_lv="township", permits=("narcotics",))
        )


def piece(screen, text, grams=""):
    """One more herb, its grams typed or left as they are usual."""
    choose(screen, text)
    screen.waits(lambda: screen.focus().accessibleName() == "克")
    screen.type(grams)
    screen.press(Qt.Key.Key_Return)


def test_herbs_are_a_sheet_of_their_own_weighed_by_doses(day, screen):
    visit = day.arrives(day.adults[0])
    day.has_no_allergies(visit)
    page = begin(day, screen, visit)
    order(screen, page, "blf")
    screen.press(Qt.Key.Key_H, CTRL)
    piece(screen, "hq", "15")
    piece(screen, "sr", "6")
    piece(screen, "gc", "1.5")
    screen.press(Qt.Key.Key_Return)  # no more pieces
    screen.type("5")
    screen.press(Qt.Key.Key_Return)
    screen.press(Qt.Key.Key_Return)
    screen.press(Qt.Key.Key_Space)  # 代煎
    screen.press(Qt.Key.Key_Return)
    assert page.finish.hasFocus()
    screen.waits(lambda: len(page.view_model.state.checked) == 2)
    screen.press(Qt.Key.Key_Return, CTRL)
    signed(screen, page)
    herbs, plain = sorted(issued(day), key=lambda one: one.kind)
    assert (herbs.kind, plain.kind) == ("herbs", "ordinary")
    taken = herbs.decoction
    assert (taken.doses, taken.usage, taken.boiled_here) == (5, "水煎服，一日一剂，早晚分服", True)
    assert [(one.name, one.dose, one.cnt_e4, one.note) for one in herbs.lines] == [
        ("黄芪", "15g", 750_000, ""),
        ("砂仁", "6g", 300_000, "后下"),
        ("甘草", "1.5g", 75_000, ""),
    ]
    assert plain.decoction is None
    _, lines = day.clinic.records.orders(visit.id)
    billed = sum(-(-line.pric_e6 * line.cnt_e4 // 10**8) for line in lines)
    assert abs(page.sums.total.fen - billed) <= len(lines)


def test_a_piece_picked_among_the_drugs_goes_to_the_herbs(day, screen):
    visit = day.arrives(day.adults[0])
    page = begin(day, screen, visit)
    choose(screen, "hqyp")
    screen.waits(lambda: [one.name for one in page.area.herbs.table.herbs()] == ["黄芪"])
    assert screen.focus().accessibleName() == "克"
    assert page.orders.orders() == ()
    screen.press(Qt.Key.Key_Escape)
    screen.press(Qt.Key.Key_Delete)
    assert page.area.herbs.table.herbs() == ()


def test_lines_of_one_infusion_share_their_rhythm_and_own_medicine_is_free(day, screen):
    visit = day.arrives(day.adults[0])
    page = begin(day, screen, visit)
    order(screen, page, "ptt")
    order(screen, page, "wssc")
    screen.press(Qt.Key.Key_J, CTRL)
    fluid, vitamin = page.orders.orders()
    assert fluid.group == vitamin.group == 1
    assert (vitamin.frequency, vitamin.route, vitamin.days) == (fluid.frequency, fluid.route, fluid.days)
    screen.press(Qt.Key.Key_O, CTRL)
    assert page.orders.orders()[1].own and page.orders.orders()[1].amount_fen == 0
    days = page.orders.cellWidget(0, 5)
    days.setFocus()
    screen.type("2")
    assert [row.days for row in page.orders.orders()] == [2, 2]
    screen.press(Qt.Key.Key_J, CTRL)  # the first row has none above
    assert [row.group for row in page.orders.orders()] == [1, 1]
    page.orders.cellWidget(1, 5).setFocus()
    screen.press(Qt.Key.Key_J, CTRL)
    assert [row.group for row in page.orders.orders()] == [0, 0]


def test_a_long_term_sheet_says_so_and_asks_for_its_reasons(day, screen):
    visit = day.arrives(day.adults[0])
    day.has_no_allergies(visit)
    page = begin(day, screen, visit)
    order(screen, page, "aldp")
    page.orders.cellWidget(0, 5).setFocus()
    screen.type("28")
    screen.waits(lambda: "P02.days" in rules_of(page))
    screen.press(Qt.Key.Key_L, CTRL)
    assert "急诊" in page.area.bar.kind.text()
    screen.press(Qt.Key.Key_L, CTRL)
    assert "长期" in page.area.bar.kind.text()
    screen.waits(lambda: "P03.not_contracted" in rules_of(page) and "P02.days" not in rules_of(page))
    screen.press(Qt.Key.Key_Return, CTRL)
    for _ in range(2):
        screen.waits(lambda: screen.focus() is not None and screen.focus().accessibleName() == "理由")
        screen.type("病情稳定")
        screen.press(Qt.Key.Key_Return)
    assert page.finish.hasFocus()
    screen.press(Qt.Key.Key_Return, CTRL)
    signed(screen, page)
    (sheet,) = issued(day)
    assert sheet.long_term and sheet.lines[0].days == 28


def test_a_prescription_is_cancelled_and_written_anew_in_one_act(day, screen):
    visit = day.examined(day.arrives(day.adults[0]), "YP0002", "ZL0001")
    page = opened(screen)
    page.view_model.open_tab(VisitState.SIGNED)
    page.view_model.open(visit)
    screen.waits(lambda: page.view_model.state.record is not None)
    screen.press(Qt.Key.Key_F6)
    page.after.anew.setFocus()
    screen.type("1")
    page.after.reason.setFocus()
    screen.type("天数写错")
    screen.press(Qt.Key.Key_Return)
    screen.waits(lambda: page.view_model.state.reopening is not None)
    assert page.record.complaint.isReadOnly()
    assert [row.code for row in page.orders.orders()] == ["YP0002"]
    (before,) = day.clinic.records.prescriptions(visit.id)
    assert before.cancelled_reason is None  # nothing is cancelled before the new one is signed
    page.orders.cellWidget(0, 5).setFocus()
    screen.type("5")
    screen.waits(lambda: bool(page.view_model.state.checked))
    screen.press(Qt.Key.Key_Return, CTRL)
    screen.waits(lambda: "作废并重开" in page.notice.text())
    old, new = day.clinic.records.prescriptions(visit.id)
    assert (old.cancelled_reason, new.replaces) == ("天数写错", old.id)
    _, lines = day.clinic.records.orders(visit.id)
    assert [(line.code, line.days) for line in lines] == [("ZL0001", 0), ("YP0002", 5)]
    screen.waits(lambda: [row.code for row in page.orders.orders()] == ["ZL0001", "YP0002"])


def test_a_prescription_is_kept_when_nobody_goes_on(day, screen):
    visit = day.examined(day.arrives(day.adults[0]), "YP0002")
    page = opened(screen)
    page.view_model.open_tab(VisitState.SIGNED)
    page.view_model.open(visit)
    screen.waits(lambda: page.view_model.state.record is not None)
    page.view_model.record.reopen(day.clinic.records.prescriptions(visit.id)[0].id, "写错")
    screen.waits(lambda: page.view_model.state.reopening is not None)
    screen.press(Qt.Key.Key_F6)
    screen.waits(lambda: page.view_model.state.signed)
    assert day.clinic.records.prescriptions(visit.id)[0].cancelled_reason is None
    assert not page.footer.give_up.isVisible()


def test_a_narcotic_is_signed_on_a_red_sheet_with_who_fetches_it(day, screen):
    may_narcotics(day)
    visit = day.arrives(day.adults[0])
    day.has_no_allergies(visit)
    page = opened(screen)
    screen.press(Qt.Key.Key_F5)
    called(screen, page)
    write_minimum(screen, page)
    assert page.area.collector.isHidden()
    order(screen, page, "ysmfp")
    assert page.area.collector.isVisible()
    page.orders.cellWidget(0, 5).setFocus()
    screen.type("5")
    screen.waits(lambda: "P09.days" in rules_of(page))
    page.view_model.writing.answer("pain_checked", "")
    screen.waits(lambda: "P09.days" not in rules_of(page))
    page.area.collector.who.setFocus()
    screen.type("许代办")
    screen.press(Qt.Key.Key_Return)
    screen.type("123")
    screen.press(Qt.Key.Key_Return, CTRL)
    assert "代办人身份证号" in page.record.problem.text()
    page.area.collector.number.clear()
    screen.type(day.adults[1].id_number)
    screen.press(Qt.Key.Key_Return, CTRL)
    signed(screen, page)
    (sheet,) = issued(day)
    assert (sheet.kind, sheet.pain_checked) == ("narcotic", True)
    assert (sheet.collector.name, sheet.collector.id_number) == ("许代办", day.adults[1].id_number)
