"""开检查 at the doctor's desk by keys: items chosen, slips printed, the bill, results as they come."""

from PySide6.QtCore import Qt

from clinic_app.services.examinations import Result
from clinic_app.ui.format import yen
from tests.ui.pages.consulting import CTRL, choose, opened, signed, write_minimum


def with_a_patient(day, screen):
    """Somebody sits before the doctor, the cursor in the record."""
    day.arrives(day.adults[0])
    page = opened(screen)
    screen.press(Qt.Key.Key_F5)
    screen.waits(lambda: page.view_model.state.visit is not None and not page.view_model.state.busy)
    screen.waits(page.record.complaint.hasFocus)
    return page


def orders(day, page):
    return day.clinic.examinations.of_visit(page.view_model.state.visit.id)


def begin(screen, page):
    screen.press(Qt.Key.Key_R, CTRL)
    screen.waits(page.ordering.search.hasFocus)


def order(screen, page, *names):
    begin(screen, page)
    for name in names:
        choose(screen, name)
    screen.press(Qt.Key.Key_Return)
    screen.waits(page.ordering.purpose.hasFocus)
    screen.type("发热")
    screen.press(Qt.Key.Key_Return)
    screen.press(Qt.Key.Key_Return)


def test_items_go_onto_slips_which_are_printed(day, screen):
    page = with_a_patient(day, screen)
    assert not page.ordering.isVisible()
    order(screen, page, "尿常规", "电解质")
    screen.waits(lambda: len(orders(day, page)) == 2)
    first, second = orders(day, page)
    assert {first.title, second.title} == {"尿常规", "电解质测定"} and first.purpose == "发热"
    paper = day.clinic.store.folder / "print" / f"slip-{second.number}.pdf"
    screen.waits(paper.exists)
    screen.waits(page.ordering.chips.isVisible)
    assert "随本次就诊一起收费" in page.notice.text()


def test_the_total_holds_the_examinations_that_stand(day, screen):
    page = with_a_patient(day, screen)
    before = page.sums.total.text()
    order(screen, page, "电解质")
    screen.waits(lambda: len(orders(day, page)) == 1)
    [made] = orders(day, page)
    price = made.services[0].pric_e6 // 10_000
    screen.waits(lambda: page.view_model.ordering.state.standing_fen == price > 0)
    assert page.sums.total.text() == yen(page.form().total_fen + price) != before
    begin(screen, page)
    page.ordering.which.show_code(str(made.id))
    page.ordering.reason.setFocus()
    screen.type("开错")
    screen.press(Qt.Key.Key_Return)
    screen.waits(lambda: page.view_model.ordering.state.standing_fen == 0)
    assert page.sums.total.text() == before


def test_only_examinations_are_offered(day, screen):
    page = with_a_patient(day, screen)
    begin(screen, page)
    screen.type("肌内注射")
    screen.waits(page.ordering.search.list_is_open)
    assert page.ordering.search.list.item(0).text() == "没有找到"


def test_backspace_takes_the_last_item_off_and_escape_orders_nothing(day, screen):
    page = with_a_patient(day, screen)
    begin(screen, page)
    choose(screen, "尿常规")
    choose(screen, "电解质")
    screen.press(Qt.Key.Key_Backspace)
    assert [one.name for one in page.ordering.ordering.state.chosen] == ["尿常规"]
    screen.press(Qt.Key.Key_Escape)
    assert not page.ordering.ordering.state.open
    assert orders(day, page) == [] and not page.ordering.isVisible()


def test_a_result_comes_up_beside_the_record(day, screen):
    page = with_a_patient(day, screen)
    order(screen, page, "电解质")
    screen.waits(lambda: len(orders(day, page)) == 1)
    [made] = orders(day, page)
    lines = day.clinic.examinations.judged(made, {"k": "6.9", "na": "140"})
    day.clinic.examinations.report(day.clinic.on_duty, Result(examination_id=made.id, lines=lines))
    screen.workplace.desk.written.emit()
    screen.waits(lambda: "钾 6.9" in page.ordering.chips.toolTip())
    assert any("钾 6.9↑↑" in chip.text() for chip in page.ordering.chips._chips)
    screen.waits(lambda: "钾 6.9" in screen.window.alarm.text())


def test_an_order_is_cancelled_with_a_reason(day, screen):
    page = with_a_patient(day, screen)
    order(screen, page, "尿常规")
    screen.waits(lambda: len(orders(day, page)) == 1)
    screen.waits(lambda: len(page.ordering.ordering.state.cancellable) == 1)
    begin(screen, page)
    page.ordering.reason.setFocus()
    screen.press(Qt.Key.Key_Return)
    screen.waits(lambda: "请写明原因" in page.notice.text())
    page.ordering.reason.setText("患者不做")
    screen.press(Qt.Key.Key_Return)
    screen.waits(lambda: [one.stage.value for one in orders(day, page)] == ["cancelled"])


def ordered_twice(day, screen):
    """An item on a slip, and the same among the orders of a record that is otherwise written."""
    page = with_a_patient(day, screen)
    order(screen, page, "电解质")
    screen.waits(lambda: len(orders(day, page)) == 1)
    screen.waits(lambda: page.view_model.ordering.state.standing_fen > 0)
    page.record.complaint.setFocus()
    write_minimum(screen, page)
    page.orders.add("ZL2012")
    screen.waits(page.twice.isVisible)
    return page


def test_an_item_on_a_slip_and_among_the_orders_is_told_and_one_taken_out(day, screen):
    page = ordered_twice(day, screen)
    assert "电解质测定" in page.twice.words.text()
    screen.press(Qt.Key.Key_Return, CTRL)
    screen.waits(page.twice.once.hasFocus)
    assert not page.view_model.state.signed
    screen.press(Qt.Key.Key_Return)
    screen.waits(lambda: not page.twice.isVisible())
    assert "ZL2012" not in {row.code for row in page.form().orders}
    screen.press(Qt.Key.Key_Return, CTRL)
    signed(screen, page)
    bill = day.clinic.settlement.presettle(page.view_model.state.visit.id)
    assert [one.med_list_codg for one in bill.bill.lines].count("ZL2012") == 1


def test_both_are_charged_where_both_are_wanted(day, screen):
    page = ordered_twice(day, screen)
    screen.press(Qt.Key.Key_Return, CTRL)
    screen.waits(page.twice.once.hasFocus)
    screen.press(Qt.Key.Key_Tab)
    assert page.twice.both.hasFocus()
    screen.press(Qt.Key.Key_Return)
    screen.waits(lambda: not page.twice.isVisible())
    screen.press(Qt.Key.Key_Return, CTRL)
    signed(screen, page)
    bill = day.clinic.settlement.presettle(page.view_model.state.visit.id)
    assert [one.med_list_codg for one in bill.bill.lines].count("ZL2012") == 2
