"""检验检查 by its keys: sampled, typed, signed, corrected; a critical value stays until the doctor answers."""

import pytest
from PySide6.QtCore import Qt

from clinic_app.domain.catalogs import services
from clinic_app.services.examinations import ANSWER_MINUTES, Result, Wish
from clinic_app.ui.pages.examinations.state import Part

SERVICES = {one.code: one for one in services()}
SALTS, URINE, ECG, TCT = "ZL2012", "ZL2002", "ZL3001", "ZL2039"


def ordered(day, place, *codes, **told):
    """Orders of somebody who sits before the doctor."""
    visit = day.arrives(day.adults[place])
    day.clinic.registration.call(day.clinic.on_duty, visit.id)
    wish = Wish(visit_id=visit.id, services=tuple(SERVICES[code] for code in codes), **told)
    return day.clinic.examinations.order(day.clinic.on_duty, wish)


def reported(day, order, **values):
    lines = day.clinic.examinations.judged(order, values)
    return day.clinic.examinations.report(day.clinic.on_duty, Result(examination_id=order.id, lines=lines))


@pytest.fixture
def lab(screen):
    """Opens the page once its list is read."""

    def open_page(orders):
        screen.window.open_page("examinations")
        page = screen.window.page("examinations")
        screen.waits(lambda: len(page.view_model.state.orders) == orders)
        page.setFocus()
        return page

    return open_page


def stage(day, order):
    return day.clinic.examinations.examination(order.id).stage.value


def begin_typing(screen, page):
    """Enter on the order under the cursor."""
    screen.waits(page.orders.hasFocus)
    screen.press(Qt.Key.Key_Return)
    screen.waits(page.lab.box.hasFocus)


def test_without_orders_the_page_says_where_they_come_from(screen, lab):
    page = lab(0)
    assert "医生在门诊页开检查" in page.orders._empty.accessibleName()
    assert not page.sign.isEnabled() and not page.collect.isEnabled() and not page.print.isEnabled()


def test_f8_takes_the_specimen_and_the_order_goes_to_the_next_tab(day, screen, lab):
    [order] = ordered(day, 0, SALTS)
    page = lab(1)
    screen.waits(lambda: page.view_model.state.order is not None)
    screen.press(Qt.Key.Key_F8)
    screen.waits(lambda: stage(day, order) == "collected")
    screen.waits(lambda: page.tabs.tabText(Part.TO_REPORT).endswith("1"))


def test_values_are_typed_with_enter_judged_and_signed_with_f9(day, screen, lab):
    [order] = ordered(day, 0, SALTS)
    page = lab(1)
    begin_typing(screen, page)
    for text in ("4.1", "150", "101", "2.3"):
        screen.type(text)
        screen.press(Qt.Key.Key_Return)
    assert [row.line.flag for row in page.lab.grid.rows.rows] == ["", "H", "", ""]
    screen.waits(page.text.conclusion.hasFocus)
    screen.press(Qt.Key.Key_F9)
    screen.waits(lambda: stage(day, order) == "reported")
    screen.waits(lambda: page.report.isVisible())
    [report] = day.clinic.examinations.reports(order.id)
    assert [line.value for line in report.lines] == ["4.1", "150", "101", "2.3"]
    paper = day.clinic.store.folder / "print" / f"examination-{order.number}.pdf"
    screen.waits(paper.exists)


def test_what_cannot_be_is_said_and_the_box_keeps_the_cursor(day, screen, lab):
    ordered(day, 0, SALTS)
    page = lab(1)
    begin_typing(screen, page)
    screen.type("44")
    screen.press(Qt.Key.Key_Return)
    assert "1–12 mmol/L" in page.notice.text()
    assert page.lab.box.hasFocus() and page.lab.grid.currentIndex().row() == 0


def test_a_number_stands_for_a_word_of_the_list(day, screen, lab):
    ordered(day, 0, URINE)
    page = lab(1)
    begin_typing(screen, page)
    assert "1 淡黄色" in page.lab.hint.text()
    screen.type("1")
    screen.press(Qt.Key.Key_Return)
    screen.type("3")
    screen.press(Qt.Key.Key_Return)
    first, second = page.lab.grid.rows.rows[:2]
    assert (first.text, first.line.flag) == ("淡黄色", "")
    assert (second.text, second.line.flag) == ("混浊", "A")


def test_an_examination_without_items_is_reported_in_words(day, screen, lab):
    [order] = ordered(day, 0, TCT)
    page = lab(1)
    screen.waits(page.orders.hasFocus)
    screen.press(Qt.Key.Key_Return)
    screen.waits(page.text.conclusion.hasFocus)
    page.text.conclusion.setText("未见上皮内病变")
    screen.press(Qt.Key.Key_F9)
    screen.waits(lambda: stage(day, order) == "reported")


def test_a_phrase_fills_an_electrocardiogram_and_a_critical_one_alarms(day, screen, lab):
    [order] = ordered(day, 0, ECG)
    page = lab(1)
    page.view_model.show_part(Part.TO_REPORT)
    screen.waits(page.orders.hasFocus)
    screen.press(Qt.Key.Key_Return)
    screen.waits(page.text.phrase.hasFocus)
    page.text.phrase.show_code("急性心肌梗死")
    assert "ST段" in page.text.findings.toPlainText()
    screen.press(Qt.Key.Key_F9)
    screen.waits(lambda: stage(day, order) == "reported")
    screen.waits(lambda: "急性心肌梗死" in page.critical.words.text())
    assert not screen.window.alarm.isVisible()  # once is enough on its own page
    screen.window.open_page("settlement")
    screen.waits(lambda: "急性心肌梗死" in screen.window.alarm.text())


def test_a_critical_value_stays_on_every_page_until_the_doctor_answers(day, screen, lab):
    [order] = ordered(day, 0, SALTS)
    report_id = reported(day, order, k="6.9")
    screen.workplace.desk.written.emit()
    screen.window.open_page("settlement")
    screen.waits(lambda: "钾 6.9 mmol/L" in screen.window.alarm.text())
    assert screen.window.alarm.isVisible()
    day.clock.pass_minutes(ANSWER_MINUTES + 1)
    screen.workplace.desk.written.emit()
    screen.waits(lambda: "已超时" in screen.window.alarm.text())
    screen.window.alarm._button.click()
    assert screen.window.page_name() == "examinations"
    page = screen.window.page("examinations")
    screen.waits(page.critical.isVisible)
    page.critical.told.setFocus()
    screen.type("本人")
    screen.press(Qt.Key.Key_Return)
    screen.press(Qt.Key.Key_Return)
    screen.waits(lambda: "请写明" in page.notice.text())
    page.critical.done.setFocus()
    screen.type("复查")
    screen.press(Qt.Key.Key_Return)
    screen.waits(lambda: day.clinic.examinations.critical() == [])
    screen.waits(lambda: not screen.window.alarm.isVisible())
    [report] = day.clinic.examinations.reports(order.id)
    assert (report.id, report.told, report.done) == (report_id, "本人", "复查")


def test_a_report_is_corrected_with_f6_and_the_old_one_is_shown(day, screen, lab):
    [order] = ordered(day, 0, SALTS)
    reported(day, order, k="7.1", na="140")
    page = lab(1)
    page.view_model.show_part(Part.REPORTED)
    screen.waits(lambda: page.view_model.state.report is not None)
    screen.press(Qt.Key.Key_F6)
    screen.waits(page.lab.box.hasFocus)
    assert page.lab.box.text() == "7.1"
    page.lab.box.selectAll()
    screen.type("4.2")
    screen.press(Qt.Key.Key_Return)
    screen.press(Qt.Key.Key_F9)
    screen.waits(lambda: len(day.clinic.examinations.reports(order.id)) == 2)
    newest, old = day.clinic.examinations.reports(order.id)
    assert [line.value for line in newest.lines] == ["4.2", "140"] and old.replaced
    screen.waits(lambda: "钾 7.1" in page.report.before.text())
    assert day.clinic.on_duty.name in page.report.signed.text()
    assert day.clinic.on_duty.staff_id not in page.report.signed.text() + page.report.before.text()


def test_escape_leaves_a_correction(day, screen, lab):
    [order] = ordered(day, 0, SALTS)
    reported(day, order, k="4.1")
    page = lab(1)
    page.view_model.show_part(Part.REPORTED)
    screen.waits(lambda: page.view_model.state.report is not None)
    screen.press(Qt.Key.Key_F6)
    screen.waits(page.lab.box.hasFocus)
    screen.press(Qt.Key.Key_Escape)
    assert page.view_model.state.correcting is None and page.orders.hasFocus()


def test_a_slip_scanned_on_any_page_opens_its_order(day, screen, lab):
    _, wanted = ordered(day, 0, SALTS, URINE)
    screen.window.open_page("settlement")
    screen.scan(wanted.number)
    screen.waits(lambda: screen.window.page_name() == "examinations")
    page = screen.window.page("examinations")
    screen.waits(lambda: page.view_model.state.order is not None)
    screen.waits(lambda: page.view_model.state.order.id == wanted.id)


def test_ctrl_tab_turns_the_tabs(day, screen, lab):
    ordered(day, 0, SALTS, ECG)
    page = lab(2)
    screen.waits(page.orders.hasFocus)
    screen.press(Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
    assert page.view_model.state.part is Part.TO_REPORT
    assert [one.category for one in page.orders.rows.rows] == ["ecg"]
