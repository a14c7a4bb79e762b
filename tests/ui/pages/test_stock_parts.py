"""The further parts of 库房, used by their keys over a real store."""

from uuid import UUID

import pytest
from msgspec.structs import replace
from openpyxl import load_workbook
from PySide6.QtCore import Qt

from clinic_app.domain.catalogs import drugs
from clinic_app.domain.pharmacy.batch import State
from clinic_app.domain.pharmacy.cold_chain import Place
from clinic_app.domain.pharmacy.movement import Kind
from clinic_app.domain.roles import Role
from clinic_app.journal.facts.county import FacilityRegistered
from clinic_app.journal.facts.stock import LotRecalled
from clinic_app.projections.queries.transfers import Standing
from clinic_app.services.pharmacy import AtWindow
from clinic_app.services.stock_booking import SomeOf
from clinic_app.ui.pages.stock.take import Stage
from tests.ui.pages.shelves import DRUGS, box, came
from tests.ui.pages.test_pharmacy import paid
from tests.ui.pages.test_stock import CTRL, cells, opened
from tests.ui.workplace import FACILITY

DRUG = DRUGS[0]
LEVELS, RECEIPT, WARNINGS, TAKE, TRANSFER, MONTH, COLD = range(7)
OTHER_PASSWORD = "a-long-password"
VILLAGE = "H35088199001"


def part(screen, page, number: int):
    """To a part by Ctrl+Tab."""
    for _ in range(number):
        screen.press(Qt.Key.Key_Tab, CTRL)
    assert page.tabs.currentIndex() == number
    return page.further[number - 2]


def shelf(day, batch: UUID):
    return next(one for one in day.clinic.stock.shelves() if one.batch.batch_id == batch)


def packs(day, batch: UUID) -> int:
    found = shelf(day, batch).batch
    return found.qty_e4 // found.pack.size_e4


def colleague(day) -> None:
    day.clinic.staff.add(day.clinic.on_duty, "P002", "李药师", (Role.PHARMACIST,), OTHER_PASSWORD)


# 批次: 报损, 停用, 流水.


def at_batches(screen, page):
    screen.waits(lambda: page.batches.rows.rowCount() > 0)
    screen.press(Qt.Key.Key_Tab)
    assert page.batches.hasFocus()
    return page.desk


def test_waste_is_booked_with_a_quantity_and_a_reason(day, screen):
    batch = came(day, DRUG, packs=5)
    page = opened(screen)
    desk = at_batches(screen, page)
    screen.press(Qt.Key.Key_F6)
    assert desk.form.what.hasFocus() and desk.form.what.code() == "1"
    screen.press(Qt.Key.Key_F8)
    assert desk.form._packs.error() and desk.form._reason.error() and packs(day, batch) == 5
    screen.type("2")
    screen.press(Qt.Key.Key_Return)
    screen.press(Qt.Key.Key_Return)
    screen.type("玻璃瓶打破")
    screen.press(Qt.Key.Key_F8)
    screen.waits(lambda: "已记账" in desk.notice.text())
    assert packs(day, batch) == 3 and page.batches.hasFocus()
    screen.waits(lambda: cells(page.batches, 0)[2] == "3 盒")


def test_scanned_boxes_leave_with_the_batch(day, screen):
    batch = came(day, DRUG, packs=3, codes=tuple(box(DRUG, n) for n in (1, 2, 3)))
    page = opened(screen)
    desk = at_batches(screen, page)
    screen.press(Qt.Key.Key_F6)
    screen.scan(box(DRUG, 2))
    screen.waits(lambda: desk.form.packs.text() == "1")
    desk.form.reason.setFocus()
    screen.type("破损")
    screen.press(Qt.Key.Key_F8)
    screen.waits(lambda: "已记账" in desk.notice.text())
    assert packs(day, batch) == 2
    line = day.clinic.stock.ledger(DRUG, batch)[-1]
    assert (line.kind, line.paper, line.balance_e4) == ("waste", "破损", 2 * 240_000)


def test_a_batch_is_set_aside_and_let_go_again(day, screen):
    batch = came(day, DRUG)
    page = opened(screen)
    desk = at_batches(screen, page)
    for digit, state, word in (("6", State.QUARANTINE, "停用"), ("7", State.OK, "可发")):
        screen.press(Qt.Key.Key_F6)
        screen.type(digit)
        screen.waits(lambda: not desk.form._packs.isVisible())  # a judgement has no quantity
        screen.press(Qt.Key.Key_Return)
        screen.type("待查")
        screen.press(Qt.Key.Key_F8)
        screen.waits(lambda word=word: cells(page.batches, 0)[4] == word)
        assert shelf(day, batch).batch.state is state
        day.clock.pass_minutes(1)


def test_movements_are_read_with_their_balance_and_paper_and_no_name(day, screen):
    for drug in DRUGS:
        came(day, drug, packs=4)
    visit, settlement_id = paid(day, 0)
    clinic, by = day.clinic, day.clinic.on_duty
    wish = {sn: AtWindow(no_code="torn") for sn in clinic.pharmacy.fill(settlement_id, {})}
    clinic.pharmacy.dispense(by, settlement_id, wish)
    page = opened(screen)
    desk = at_batches(screen, page)
    screen.press(Qt.Key.Key_Return)
    screen.waits(lambda: desk.ledger.rows.rowCount() == 2)
    newest, oldest = cells(desk.ledger, 0), cells(desk.ledger, 1)
    assert newest[1:4] == ["发药", "-1 盒", "3 盒"] and newest[-1] == visit.number
    assert oldest[1:4] == ["入库", "4 盒", "4 盒"] and oldest[-1] == "FP0001"
    assert all(visit.name not in cell for cell in newest)
    screen.press(Qt.Key.Key_Escape)
    assert page.batches.hasFocus()
    screen.press(Qt.Key.Key_F7)
    screen.waits(lambda: desk.ledger.rows.rowCount() == 2)
    assert not page.levels.isVisible(), "an account has the whole width"


def test_narcotics_leave_before_a_second_person_with_the_own_password(day, screen):
    colleague(day)
    narcotic = next(one for one in drugs() if one.rx_class == "NARC" and "township" in one.levels)
    batch = came(day, narcotic.code, packs=5)
    page = opened(screen)
    desk = at_batches(screen, page)
    for password in ("wrong-password", OTHER_PASSWORD):
        if desk.model.state.at == 0:
            screen.press(Qt.Key.Key_F6)
        assert desk.form.witness.isVisible()
        desk.form.packs.show_number(1)
        desk.form.reason.setText("破损")
        desk.form.witness.staff.setFocus()
        screen.type("P002")
        screen.press(Qt.Key.Key_Return)
        screen.type(password)
        screen.press(Qt.Key.Key_F8)
        screen.waits(lambda: bool(desk.notice.text()) and not desk.model.state.busy)
    assert "已记账" in desk.notice.text() and packs(day, batch) == 4


# 盘点.


def type_count(screen, take, word: str, number: str) -> None:
    screen.waits(take.search.hasFocus)
    screen.type(word)
    screen.waits(take.search.list_is_open)
    screen.press(Qt.Key.Key_Return)
    screen.waits(take.packs.hasFocus)
    screen.type(number)
    screen.press(Qt.Key.Key_Return)
    screen.press(Qt.Key.Key_Return)


def test_two_people_count_blindly_and_the_difference_is_approved(day, screen):
    colleague(day)
    batch, other = came(day, DRUG, packs=5), came(day, DRUGS[1], packs=2)
    page = opened(screen)
    take = part(screen, page, TAKE)

    def state():
        return take.model.state

    screen.waits(lambda: state().stage is Stage.NONE and take.kind.hasFocus())
    screen.press(Qt.Key.Key_F8)
    screen.waits(lambda: state().stage is Stage.COUNT and len(state().lines) == 2)
    assert take.lines.isColumnHidden(5) and take.lines.isColumnHidden(6), "the book is not shown"
    screen.press(Qt.Key.Key_F10)
    screen.waits(lambda: "盘点表" in take.notice.text())
    day.clock.pass_minutes(1)
    for who in ("first", "second"):
        type_count(screen, take, "amxl", "4")
        type_count(screen, take, "tbfx", "2")
        screen.press(Qt.Key.Key_F8)
        screen.waits(lambda: "已交" in take.notice.text())
        day.clock.pass_minutes(1)
        if who == "first":
            screen.press(Qt.Key.Key_F7)
            assert take.witness.staff.hasFocus()
            screen.type("P002")
            screen.press(Qt.Key.Key_Return)
            screen.type(OTHER_PASSWORD)
            screen.press(Qt.Key.Key_Return)
            screen.waits(lambda: "李药师" in take.head.text())
    screen.waits(lambda: state().stage is Stage.JUDGE and take.lines.hasFocus())
    (line,) = state().shown
    assert (line.batch.batch_id, line.found.diff_e4) == (batch, -240_000)
    screen.press(Qt.Key.Key_F9)
    screen.waits(lambda: "填写原因" in take.notice.text())
    screen.type("2")
    assert cells(take.lines, 0)[-1] == "破损"
    screen.press(Qt.Key.Key_F9)
    screen.waits(lambda: "已审批" in take.notice.text() and state().stage is Stage.PAST)
    assert (packs(day, batch), packs(day, other)) == (4, 2)
    screen.waits(lambda: "准确率 50.00%" in take.sum.text() and "¥8.50" in take.sum.text())
    screen.press(Qt.Key.Key_F10)
    screen.waits(lambda: "盘点结果" in take.notice.text())
    screen.press(Qt.Key.Key_F4)
    screen.waits(lambda: state().stage is Stage.NONE and take.takes.rows.rowCount() == 1)


def test_a_scanned_box_finds_its_line_and_a_strange_one_says_so(day, screen):
    came(day, DRUGS[1], "C3", packs=1)
    batch = came(day, DRUG, packs=1, codes=(box(DRUG, 7),))
    day.clinic.stocktake.open(day.clinic.on_duty)
    page = opened(screen)
    take = part(screen, page, TAKE)
    screen.waits(lambda: take.model.state.stage is Stage.COUNT and take.search.hasFocus())
    screen.scan(box(DRUG, 7))
    screen.waits(lambda: take.model.state.at == batch and take.packs.hasFocus())
    screen.scan(box(DRUG, 9))
    screen.waits(lambda: "不在这张盘点表上" in take.notice.text())


def test_a_stocktake_of_nothing_says_so(day, screen):
    page = opened(screen)
    take = part(screen, page, TAKE)
    screen.waits(take.kind.hasFocus)
    screen.press(Qt.Key.Key_F8)
    screen.waits(lambda: "没有要盘的批次" in take.notice.text())


# 调拨.


def village(day) -> None:
    with day.clinic.store.writing(day.clinic.on_duty.author) as writing:
        fact = FacilityRegistered(code=VILLAGE, name="下洋村卫生室", inst_lv="village", parent=FACILITY)
        writing.append(fact)


def test_a_transfer_to_a_village_is_made_by_keys_and_stands_on_its_way(day, screen):
    village(day)
    batch = came(day, DRUG, packs=5)
    page = opened(screen)
    moved = part(screen, page, TRANSFER)
    screen.waits(lambda: len(moved.model.state.shelves) == 1)
    screen.press(Qt.Key.Key_Insert)
    screen.waits(moved.to.hasFocus)
    assert moved.to.currentText() == "下洋村卫生室" and not moved.send.isEnabled()
    screen.press(Qt.Key.Key_Return)
    screen.type("amxl")
    screen.waits(moved.drug.list_is_open)
    screen.press(Qt.Key.Key_Return)
    screen.waits(moved.packs.hasFocus)
    screen.type("2")
    screen.press(Qt.Key.Key_Return)
    screen.press(Qt.Key.Key_Return)  # 加入
    assert cells(moved.packed, 0)[3:] == ["2 盒", "0/2"]
    screen.press(Qt.Key.Key_F8)
    screen.waits(lambda: "已发出" in moved.notice.text() and moved.table.rows.rowCount() == 1)
    assert cells(moved.table, 0)[1] == "→ 下洋村卫生室" and cells(moved.table, 0)[3] == "在途"
    assert packs(day, batch) == 3 and not moved.arrive.isVisible(), "it is not for us"
    screen.press(Qt.Key.Key_F10)
    screen.waits(lambda: "调拨单" in moved.notice.text())


def test_what_never_came_is_taken_back_by_one_key_and_a_reason(day, screen):
    village(day)
    batch = came(day, DRUG, packs=5)
    day.clinic.stock_booking.transfer(
        day.clinic.on_duty, [SomeOf(batch_id=batch, packs=3)], to_facility=VILLAGE
    )
    page = opened(screen)
    moved = part(screen, page, TRANSFER)
    screen.waits(moved.cancel.isVisible)
    screen.press(Qt.Key.Key_F6)
    screen.waits(moved.never_came.hasFocus)
    screen.type("车没有去")
    screen.press(Qt.Key.Key_F6)
    screen.waits(lambda: "已撤销" in moved.notice.text() and cells(moved.table, 0)[3] == "已撤销")
    assert packs(day, batch) == 5 and not moved.cancel.isVisible()


def comes_to_us(day) -> None:
    fact = day.clinic.stock_booking.transfer(
        day.clinic.on_duty, [SomeOf(batch_id=came(day, DRUG), packs=3)], to_facility=VILLAGE
    )
    day.clock.pass_minutes(1)
    with day.clinic.store.writing(day.clinic.on_duty.author) as writing:
        writing.append(replace(fact, to_facility=FACILITY, number="TB2611200001"))
    day.clock.pass_minutes(1)


def test_what_was_sent_is_received_by_one_key(day, screen):
    village(day), comes_to_us(day)
    page = opened(screen)
    moved = part(screen, page, TRANSFER)
    screen.waits(lambda: moved.arrive.isVisible() and page.tabs.tabText(TRANSFER) == "调拨 1")
    screen.press(Qt.Key.Key_F9)
    screen.waits(lambda: "已收货" in moved.notice.text() and not moved.arrive.isVisible())
    assert day.clinic.transfer.transfers()[0].standing is Standing.ARRIVED


def test_fewer_boxes_than_were_sent_need_a_reason(day, screen):
    village(day), comes_to_us(day)
    page = opened(screen)
    moved = part(screen, page, TRANSFER)
    screen.waits(lambda: moved.lines.rows.rowCount() == 1 and moved.arrive.isVisible())
    moved.lines.setFocus()
    screen.press(Qt.Key.Key_Return)
    screen.waits(moved.came.hasFocus)
    screen.type("2")
    screen.press(Qt.Key.Key_Return)
    assert cells(moved.lines, 0)[4] == "2 盒"
    screen.press(Qt.Key.Key_F9)
    screen.waits(lambda: "填写原因" in moved.notice.text())
    moved.why.setFocus()
    screen.type("路上打破")
    screen.press(Qt.Key.Key_F9)
    screen.waits(lambda: "已收货" in moved.notice.text())
    assert day.clinic.transfer.transfers()[0].lines[0].diff_e4 == -240_000


# 月结.


def test_the_month_adds_up_on_the_page_on_paper_and_in_the_workbook(day, screen, tmp_path):
    batch = came(day, DRUG, packs=5)
    day.clinic.stock_booking.move(day.clinic.on_duty, Kind.SPLIT, [SomeOf(batch_id=batch, packs=1)], "拆零")
    page = opened(screen)
    month = part(screen, page, MONTH)
    month.model._folder = tmp_path / "documents"
    screen.waits(lambda: month.table.rows.rowCount() == 1)
    (line,) = month.model.state.lines
    fen = line.fen
    assert sum(fen.values()) - fen["closing"] == fen["closing"] and fen["in"] == 4250
    assert "期末 ¥42.5" in month.sum.text()
    screen.press(Qt.Key.Key_F10)
    screen.waits(lambda: "进销存月报" in month.notice.text())
    screen.press(Qt.Key.Key_F8)
    screen.waits(lambda: "已存为" in month.notice.text())
    rows = list(load_workbook(tmp_path / "documents" / "进销存-2026-11.xlsx").worksheets[0].values)
    assert rows[1][0] == DRUG and rows[-1][1] == "合计" and rows[1][-1] == rows[-1][-1]
    screen.press(Qt.Key.Key_F6)
    screen.waits(lambda: month.month.text() == "2026-10" and month.table.rows.rowCount() == 0)
    assert not month.book.isEnabled()
    screen.press(Qt.Key.Key_F7)
    screen.press(Qt.Key.Key_F7)
    assert month.month.text() == "2026-11", "no month that has not begun"


# 冷链.


def test_a_fridge_is_read_twice_a_day_and_a_warm_one_sets_its_batches_aside(day, screen):
    cold = next(one for one in drugs() if one.storage == "cold_chain" and "township" in one.levels)
    batch = came(day, cold.code, packs=2)
    page = opened(screen)
    chain = part(screen, page, COLD)
    screen.waits(lambda: page.tabs.tabText(COLD) == "冷链 1" and "还没有测温" in chain.notice.text())
    assert chain.degrees.hasFocus()
    screen.press(Qt.Key.Key_F8)
    assert "如 4.5" in chain._degrees.error()
    screen.type("11.2")
    screen.press(Qt.Key.Key_F8)
    screen.waits(lambda: "采取的措施" in chain.notice.text())
    screen.press(Qt.Key.Key_Return)
    screen.type("已移至备用冷柜")
    screen.press(Qt.Key.Key_F8)
    screen.waits(lambda: chain.table.rows.rowCount() == 1 and "1 个批次已停用" in chain.notice.text())
    assert shelf(day, batch).batch.state is State.QUARANTINE
    assert cells(chain.table, 0)[1:4] == ["药品冷藏柜", "11.2", "2.0 – 8.0"]
    screen.waits(lambda: page.tabs.tabText(COLD) == "冷链 1")  # it is warm still
    chain.degrees.setFocus()
    screen.type("4.5")
    screen.press(Qt.Key.Key_F8)
    screen.waits(lambda: page.tabs.tabText(COLD) == "冷链")


def test_a_second_fridge_has_its_band_and_the_month_is_printed(day, screen):
    cold = next(one for one in drugs() if one.storage == "cold_chain" and "township" in one.levels)
    came(day, cold.code, packs=2)
    page = opened(screen)
    chain = part(screen, page, COLD)
    screen.waits(lambda: chain.model.state.kept == ((cold.code, cold.generic_name),))
    screen.press(Qt.Key.Key_Insert)
    screen.waits(chain.name.hasFocus)
    screen.type("疫苗冷柜")
    for text in ("", "3", "6"):
        screen.press(Qt.Key.Key_Return)
        if text:
            page.focusWidget().selectAll()
            screen.type(text)
    chain.drug.setFocus()
    screen.type(cold.generic_name[0])
    screen.waits(chain.drug.list_is_open)
    screen.press(Qt.Key.Key_Return)
    screen.waits(lambda: chain.drugs.text() == cold.generic_name)
    screen.press(Qt.Key.Key_F8)
    place = Place("疫苗冷柜", "cold_chain", 30, 60, (cold.code,))
    screen.waits(lambda: chain.model.state.places == (place,))
    assert day.clinic.cold_chain.alarms().due == (place,)
    screen.press(Qt.Key.Key_F10)
    screen.waits(lambda: "已打印" in chain.notice.text())
    screen.press(Qt.Key.Key_F6)
    screen.waits(lambda: chain.month.text() == "2026-10")


# 提醒.


def test_warnings_stand_in_one_list_and_a_recalled_lot_names_who_has_it(day, screen):
    for drug in DRUGS:
        came(day, drug, packs=3, days=200)
    visit, settlement_id = paid(day, 0)
    clinic, by = day.clinic, day.clinic.on_duty
    wish = {sn: AtWindow(no_code="torn") for sn in clinic.pharmacy.fill(settlement_id, {})}
    clinic.pharmacy.dispense(by, settlement_id, wish)
    with clinic.store.writing(by.author) as writing:
        writing.append(LotRecalled(drug=DRUG, lot="A1", reason="厂家召回"))
    day.clock.pass_minutes(60 * 24 * 201)  # the other one is out of date by now
    page = opened(screen)
    warned = part(screen, page, WARNINGS)
    screen.waits(lambda: warned.model.state.lines is not None and warned.given.rows.rowCount() == 1)
    assert cells(warned.table, 0)[:3] == ["召回", "阿莫西林胶囊", "A1"]
    assert cells(warned.table, 0)[-1] == "厂家召回"
    assert cells(warned.given, 0)[1] == visit.name
    assert cells(warned.table, 1)[0] == "过期待处理"
    screen.press(Qt.Key.Key_Down)
    screen.waits(lambda: not warned.given.isVisible())


@pytest.mark.parametrize("number", [WARNINGS, TAKE, TRANSFER, MONTH, COLD])
def test_each_part_says_what_to_do_while_it_is_empty(day, screen, number):
    page = opened(screen)
    own = part(screen, page, number)
    table = own.takes if number == TAKE else own.table
    screen.waits(lambda: table._empty.isVisible() and bool(table._empty.accessibleName()))
    assert page.focusWidget() is not None
