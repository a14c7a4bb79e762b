"""The doctor's page, used by its keys, over a real store."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from clinic_app.domain.prescribing.rules import shipped_rules
from clinic_app.journal.facts.outpatient import EncounterSigned, PrescriptionIssued
from clinic_app.projections.queries.registration import VisitState
from clinic_app.ui.pages.outpatient.form import Form
from clinic_app.ui.pages.outpatient.rows import OrderRow, drug_row, row_of
from clinic_app.wiring import open_folder
from tests.ui.clinic_day import card_of
from tests.ui.pages.consulting import CTRL, called, choose, entries_of, opened, order, signed, write_minimum
from tests.ui.workplace import ADMIN, PASSWORD


def test_a_usual_visit_by_keys_alone(day, screen):
    visit = day.arrives(day.adults[0], day.insure(day.adults[0]))
    day.has_no_allergies(visit)
    page = opened(screen)
    screen.keys = 0
    screen.press(Qt.Key.Key_F5)
    called(screen, page)
    write_minimum(screen, page)
    order(screen, page, "blf")
    order(screen, page, "lltd")
    screen.press(Qt.Key.Key_Return, CTRL)
    signed(screen, page)
    assert screen.keys <= 34  # F5, complaint 4, diagnosis 6, drugs 5 and 6, ways between, Ctrl+Enter
    encounter, orders = day.clinic.records.orders(visit.id)
    assert encounter.complaint == "咽痛2天"
    assert encounter.diagnoses == (("J06.9", "急性上呼吸道感染"),)
    assert [line.name[:3] for line in orders] == ["布洛芬", "氯雷他"]
    assert day.clinic.registration.visit(visit.id).state is VisitState.SIGNED
    assert "待收费" in page.notice.text()


def test_enter_walks_every_cell_and_back_to_the_next_name(day, screen):
    day.arrives(day.people[0])
    page = opened(screen)
    screen.press(Qt.Key.Key_F5)
    called(screen, page)
    write_minimum(screen, page)
    choose(screen, "amx")
    screen.waits(lambda: len(page.orders.orders()) == 1)
    names = []
    for _ in range(5):
        names.append(screen.focus().accessibleName())
        screen.press(Qt.Key.Key_Return)
    assert names == ["剂量", "频次", "用法", "天数", "总量"]
    assert (screen.focus().accessibleName(), screen.focus().text()) == ("药品或项目", "")
    screen.press(Qt.Key.Key_Return)
    assert page.finish.hasFocus()


def test_quantity_follows_dose_rhythm_and_days_until_it_is_typed(day, screen):
    day.arrives(day.people[0])
    page = opened(screen)
    screen.press(Qt.Key.Key_F5)
    called(screen, page)
    write_minimum(screen, page)
    choose(screen, "amx")
    screen.waits(lambda: len(page.orders.orders()) == 1)
    screen.press(Qt.Key.Key_Return)
    choose(screen, "qid")
    screen.waits(lambda: page.orders.orders()[0].frequency == "qid")
    assert screen.focus().accessibleName() == "用法"
    screen.press(Qt.Key.Key_Return)
    screen.type("7")  # 0.5 g of 0.25 g, four times, seven days: 56 of 24
    (row,) = page.orders.orders()
    assert (row.days, row.count, row.amount_fen) == (7, 3, 2550)
    screen.press(Qt.Key.Key_Return)
    screen.type("2")
    assert page.orders.orders()[0].count == 2
    assert page.sums.total.fen == 1700


def test_a_frequency_left_half_typed_is_as_before(day, screen):
    day.arrives(day.people[0])
    page = opened(screen)
    screen.press(Qt.Key.Key_F5)
    called(screen, page)
    write_minimum(screen, page)
    order(screen, page, "amx")
    cell = page.orders.cellWidget(0, 3)
    cell.setFocus()
    screen.type("zz")
    page.orders.begin_row()
    assert cell.text() == "每日三次"
    assert page.orders.orders()[0].frequency == "tid"


def test_del_on_a_name_takes_the_row_away(day, screen):
    day.arrives(day.people[0])
    page = opened(screen)
    screen.press(Qt.Key.Key_F5)
    called(screen, page)
    write_minimum(screen, page)
    order(screen, page, "amx")
    order(screen, page, "xcg")
    screen.press(Qt.Key.Key_Up)
    screen.press(Qt.Key.Key_Delete)
    assert [row.name[:3] for row in page.orders.orders()] == ["阿莫西"]
    screen.press(Qt.Key.Key_Insert)
    assert (screen.focus().accessibleName(), screen.focus().text()) == ("药品或项目", "")


def test_the_consultation_fee_is_offered_and_never_added_by_itself(day, screen):
    day.arrives(day.people[0], day.insure(day.people[0]))
    page = opened(screen)
    screen.press(Qt.Key.Key_F5)
    called(screen, page)
    assert "一般诊疗费 ¥10.00" in page.sums.fee.text()
    assert page.orders.orders() == ()
    write_minimum(screen, page)
    screen.press(Qt.Key.Key_Down)  # on the blank name: what is usual
    screen.press(Qt.Key.Key_Return)
    screen.waits(lambda: [row.code for row in page.orders.orders()] == ["ZL0001"])
    assert not page.sums.fee.isVisible()


@pytest.mark.parametrize(
    ("spoil", "words", "box"),
    [
        pytest.param(lambda page: page.record.complaint.clear(), "请填写主诉。", "complaint", id="complaint"),
        pytest.param(
            lambda page: page.record.pulse.setText("900"),
            "脉搏 次/分 的数值不在合理范围",
            "pulse",
            id="pulse",
        ),
        pytest.param(
            lambda page: page.record.systolic.setText("120"),
            "血压要收缩压和舒张压一起填",
            "diastolic",
            id="bp",
        ),
        pytest.param(
            lambda page: page.record.diagnosis.show_chosen(()), "请至少填写一个诊断。", "box", id="diagnosis"
        ),
    ],
)
def test_what_is_missing_is_said_there_and_gets_the_focus(day, screen, spoil, words, box):
    day.arrives(day.people[0])
    page = opened(screen)
    screen.press(Qt.Key.Key_F5)
    called(screen, page)
    write_minimum(screen, page)
    spoil(page)
    screen.press(Qt.Key.Key_Return, CTRL)
    assert words in page.record.problem.text()
    wanted = page.record.diagnosis.box if box == "box" else getattr(page.record, box)
    assert wanted.hasFocus()
    assert wanted.property("invalid") == "true"
    assert entries_of(day, EncounterSigned.type) == 0


def test_a_row_without_a_quantity_is_not_signed(day, screen):
    day.arrives(day.people[0])
    page = opened(screen)
    screen.press(Qt.Key.Key_F5)
    called(screen, page)
    write_minimum(screen, page)
    order(screen, page, "xcg")
    cell = page.orders.cellWidget(0, 6)
    cell.setFocus()
    screen.type("0")
    screen.press(Qt.Key.Key_Return, CTRL)
    assert "总量不对" in page.record.problem.text()
    assert cell.hasFocus()
    assert entries_of(day, EncounterSigned.type) == 0


def test_what_was_typed_survives_a_power_cut(day, screen):
    visit = day.arrives(day.people[0])
    page = opened(screen)
    screen.press(Qt.Key.Key_F5)
    called(screen, page)
    write_minimum(screen, page)
    order(screen, page, "amx")
    screen.waits(lambda: page.view_model.state.kept)  # by itself, a moment after the last key
    kept = Form.of_fields(day.clinic.outpatient.draft(visit.id))
    assert kept.complaint == "咽痛2天"
    assert [row.name for row in kept.orders] == [page.orders.orders()[0].name]
    again = screen.workplace.window.page("outpatient").view_model
    again.state = again.state.__class__()  # the page as after a new start
    again.open(day.clinic.registration.visit(visit.id))
    screen.waits(lambda: again.state.visit is not None)
    assert page.record.complaint.text() == "咽痛2天"
    assert page.record.diagnosis.chosen() == (("J06.9", "急性上呼吸道感染"),)
    assert page.orders.orders() == kept.orders


def test_going_to_the_next_keeps_the_draft_of_the_last(day, screen):
    first = day.arrives(day.people[0])
    day.arrives(day.people[1])
    page = opened(screen)
    screen.press(Qt.Key.Key_F5)
    called(screen, page)
    screen.type("yt")
    screen.press(Qt.Key.Key_F5)
    screen.waits(lambda: page.view_model.state.visit.id != first.id)
    assert page.record.complaint.text() == ""
    assert day.clinic.outpatient.draft(first.id)["complaint"] == "yt"


def test_closing_the_program_keeps_the_last_letter(day, screen):
    visit = day.arrives(day.people[0])
    page = opened(screen)
    screen.press(Qt.Key.Key_F5)
    called(screen, page)
    screen.type("咽痛")
    screen.close()  # within the moment that typing is waited for
    clinic = open_folder(day.clinic.store.folder, ADMIN, PASSWORD, day.clock)
    assert clinic.outpatient.draft(visit.id)["complaint"] == "咽痛"
    clinic.close()


def test_opening_a_chart_is_written_once(day, screen):
    day.bill(0)
    visit = day.arrives(day.people[0])
    page = opened(screen)
    screen.press(Qt.Key.Key_F5)
    called(screen, page)
    assert entries_of(day, "chart.viewed") == 1
    page.view_model.open(day.clinic.registration.visit(visit.id))  # on the page already
    page.view_model.refresh()
    page.left.history.setFocus()
    screen.press(Qt.Key.Key_Return)  # an earlier encounter of the same chart
    screen.waits(lambda: page.view_model.state.past is not None)
    assert entries_of(day, "chart.viewed") == 1


def test_an_earlier_prescription_is_copied(day, screen):
    day.bill(0, "ZL0001", "YP0001", "YP0002")
    day.arrives(day.people[0])
    page = opened(screen)
    screen.press(Qt.Key.Key_F5)
    called(screen, page)
    page.left.history.setFocus()
    screen.press(Qt.Key.Key_Return)
    screen.waits(page.left.past.repeat.hasFocus)
    assert "阿莫西林胶囊" in page.left.past.words.text()
    screen.press(Qt.Key.Key_Return)
    screen.waits(lambda: len(page.orders.orders()) == 2)
    assert [row.code for row in page.orders.orders()] == ["YP0001", "YP0002"]
    assert page.view_model.state.past is None


def test_tabs_count_and_a_chosen_one_is_called(day, screen):
    for place in range(3):
        day.arrives(day.people[place])
    day.bill(3)
    page = opened(screen)
    assert [page.left.tabs.tabText(at) for at in range(3)] == ["待诊 3", "就诊中 0", "已完成 1"]
    page.left.queue.setFocus()
    screen.press(Qt.Key.Key_Down)
    screen.press(Qt.Key.Key_Return)
    called(screen, page)
    assert page.view_model.state.visit.name == day.people[1].name
    screen.waits(lambda: page.left.tabs.tabText(1) == "就诊中 1")
    calls = entries_of(day, "visit.called")
    page.left.again.click()
    assert f"请 {page.view_model.state.visit.number} 号 {day.people[1].name}" in page.notice.text()
    assert entries_of(day, "visit.called") == calls


def test_a_card_never_calls_by_itself(day, screen):
    visit = day.arrives(day.people[0])
    page = opened(screen)
    screen.reader.insert(card_of(day.people[0]))
    screen.waits(lambda: screen.workplace.desk.in_hand is not None)
    assert page.view_model.state.visit is None
    assert day.clinic.registration.visit(visit.id).state is VisitState.WAITING


def test_a_signed_record_is_looked_at_and_its_sheets_printed(day, screen):
    many = ("YP0001", "YP0002", "YP0003", "YP0101", "YP1020", "YP1001")
    visit = day.bill(0, *many)
    page = opened(screen)
    page.view_model.open_tab(VisitState.SIGNED)
    page.left.queue.setFocus()
    screen.press(Qt.Key.Key_Return)
    screen.waits(lambda: page.view_model.state.signed)
    assert page.record.complaint.isReadOnly()
    assert len(page.orders.orders()) == len(many)
    table = page.orders
    cells = [
        table.cellWidget(row, at) for row in range(table.rowCount()) for at in range(table.columnCount())
    ]
    boxes = [cell for cell in cells if isinstance(cell, QLineEdit)]
    assert len(boxes) == 7 * len(many)
    assert all(box.isReadOnly() for box in boxes)
    assert not page.finish.isEnabled()
    screen.press(Qt.Key.Key_F10)
    folder = day.clinic.store.folder / "print"
    screen.waits(lambda: "处方笺已出 2 张" in page.notice.text())
    papers = sorted(folder.glob(f"prescription-{visit.number}-*.pdf"))
    assert len(papers) == 2
    assert entries_of(day, PrescriptionIssued.type) == -(-len(many) // shipped_rules().max_drugs)
    before = [path.read_bytes() for path in papers]
    day.clock.pass_minutes(60)
    page.view_model.record.print()
    screen.waits(lambda: [path.read_bytes() for path in papers] == before)


def test_a_visit_signed_elsewhere_is_refused_and_said(day, screen):
    visit = day.arrives(day.people[0])
    page = opened(screen)
    screen.press(Qt.Key.Key_F5)
    called(screen, page)
    write_minimum(screen, page)
    day.examined(visit, "YP0001")
    screen.press(Qt.Key.Key_Return, CTRL)
    screen.waits(lambda: "不能再写病历" in page.notice.text())
    assert entries_of(day, EncounterSigned.type) == 1


def test_backspace_takes_the_last_diagnosis_and_a_press_makes_one_the_main_one(day, screen):
    day.arrives(day.people[0])
    page = opened(screen)
    screen.press(Qt.Key.Key_F5)
    called(screen, page)
    page.record.diagnosis.box.setFocus()
    choose(screen, "jxshx")
    choose(screen, "I10")
    choose(screen, "E11")
    screen.press(Qt.Key.Key_Backspace)
    assert [code for code, _ in page.record.diagnosis.chosen()] == ["J06.9", "I10"]
    page.record.diagnosis._lead("I10")
    assert [code for code, _ in page.record.diagnosis.chosen()] == ["I10", "J06.9"]


def test_a_draft_comes_back_as_it_was():
    form = Form(
        complaint="咽痛",
        diagnoses=(("J06.9", "急性上呼吸道感染"),),
        orders=(
            drug_row_of("YP0001"),
            OrderRow(kind="service", code="ZL0001", name="一般诊疗费", count=None),
        ),
    )
    assert Form.of_fields(form.as_fields()) == form


def drug_row_of(code: str) -> OrderRow:
    row = row_of(code, 5)
    assert row is not None
    return row


def test_a_draft_of_an_older_version_opens():
    kept = {
        "complaint": "咽痛",
        "orders": [{"kind": "drug", "code": "YP0001", "name": "药", "colour": "red"}],
    }
    form = Form.of_fields(kept)
    assert (form.complaint, form.orders[0].code, form.vitals.line()) == ("咽痛", "YP0001", "")


def test_the_usual_days_make_the_usual_quantity():
    from clinic_app.domain.catalogs import drugs

    amoxicillin = next(one for one in drugs() if one.code == "YP0001")
    assert drug_row(amoxicillin, 3).count == 1
    assert drug_row(amoxicillin, 7).count == 2


def test_keeping_the_draft_leaves_an_open_list_alone(day, screen):
    day.arrives(day.people[0])
    page = opened(screen)
    screen.press(Qt.Key.Key_F5)
    called(screen, page)
    screen.type("咽痛")
    page.record.diagnosis.box.setFocus()
    choose(screen, "sg")
    box = page.record.diagnosis.box
    screen.type("gxy")
    screen.waits(box.list_is_open)
    screen.waits(lambda: page.view_model.state.kept)
    assert box.list_is_open()
    assert box.hasFocus()
    screen.press(Qt.Key.Key_Return)
    assert len(page.record.diagnosis.chosen()) == 2
