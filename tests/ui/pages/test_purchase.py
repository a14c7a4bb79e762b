"""The page of purchase, used by its keys, over a real store; the county's words arrive as its entries."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from PySide6.QtCore import Qt

from clinic_app.journal.facts.purchase import Accepted, OrderAccepted, OrderShipped, Shipped
from clinic_app.journal.facts.stock import LotRecalled, Price, PricesOrdered
from clinic_app.projections.queries.purchase import Stage
from clinic_app.services.pharmacy import AtWindow
from clinic_app.services.purchase import Wish
from clinic_app.services.stock_booking import Delivery, NewBatch
from clinic_app.ui.pages.purchase.page import PurchasePage
from clinic_app.ui.pages.purchase.state import Part
from tests.ui.pages.shelves import BY_CODE, DRUGS, box, came
from tests.ui.pages.test_pharmacy import paid

CTRL = Qt.KeyboardModifier.ControlModifier
DRUG, OTHER = DRUGS
PRICE = BY_CODE[DRUG].price_e6


def opened(screen) -> PurchasePage:
    """The page in front, its lists read."""
    screen.window.open_page("purchase")
    page = screen.window.page("purchase")
    purchase = screen.workplace.clinic.purchase
    screen.waits(lambda: len(page.view_model.state.orders) == len(purchase.orders()))
    return page


def turned(screen, page, part: Part) -> PurchasePage:
    while page.view_model.state.part is not part:
        screen.press(Qt.Key.Key_Tab, CTRL)
    return page


def cells(table, row: int) -> list[str]:
    model = table.rows
    return [model.index(row, at).data() for at in range(model.columnCount())]


def county_says(day, *facts) -> None:
    """As if they had come by the feed."""
    clinic = day.clinic
    day.clock.pass_minutes(1)
    with clinic.store.writing(clinic.on_duty.author) as writing:
        for fact in facts:
            writing.append(fact)


def sold(day, drug_packs: int = 3) -> None:
    """Both drugs in stock, and one box of each sold."""
    for drug in DRUGS:
        came(day, drug, packs=drug_packs)
    _, settlement_id = paid(day, 0)
    clinic = day.clinic
    wish = {sn: AtWindow(no_code="torn") for sn in clinic.pharmacy.fill(settlement_id, {})}
    clinic.pharmacy.dispense(clinic.on_duty, settlement_id, wish)
    day.clock.pass_minutes(1)


def shipped(day, packs: int = 8) -> UUID:
    """An order of ten boxes, of which eight are on their way in two lots."""
    clinic = day.clinic
    order_id, _ = clinic.purchase.submit(clinic.on_duty, [Wish(DRUG, 10)])
    here, far = clinic.store.facility, clinic.stock.today() + timedelta(days=700)
    cut = Accepted(drug=DRUG, packs=packs, why="缺货")
    lots = tuple(
        Shipped(drug=DRUG, lot=lot, expires=far, packs=count, pric_e6=PRICE)
        for lot, count in (("A1", packs - 2), ("B2", 2))
    )
    county_says(
        day,
        OrderAccepted(facility=here, order_id=order_id, due=clinic.stock.today(), lines=(cut,)),
        OrderShipped(facility=here, order_id=order_id, shipment="PS1208", lines=lots),
    )
    return order_id


def test_the_suggestion_says_why_is_changed_by_keys_and_submitted(day, screen):
    sold(day)
    page = opened(screen)
    screen.waits(lambda: len(page.view_model.state.plan) == 2 and page.plan.lines.hasFocus())
    name, on_hand, coming, used, days, suggested, wanted = cells(page.plan.lines, 0)[:7]
    assert (on_hand, coming, used, days) == ("2", "0", "1", "2")
    assert wanted == f"{suggested} 盒" and f"建议 {suggested} 盒" in page.plan.why.text()
    screen.press(Qt.Key.Key_Return)
    assert page.plan.packs.hasFocus()
    screen.type("12")
    screen.press(Qt.Key.Key_Return)
    assert cells(page.plan.lines, 0)[6] == "12 盒" and page.plan.lines.currentIndex().row() == 1
    screen.press(Qt.Key.Key_Return)
    screen.type("0")
    screen.press(Qt.Key.Key_Return)
    screen.waits(lambda: {one.packs for one in day.clinic.purchase.draft()} == {12, 0})
    screen.press(Qt.Key.Key_F8)
    screen.waits(lambda: page.view_model.state.part is Part.ORDERS and page.orders.orders.hasFocus())
    (standing,) = day.clinic.purchase.orders()
    assert [(one.name, one.ordered) for one in standing.order.lines] == [(name, 12)]
    assert day.clinic.purchase.draft() == []
    screen.waits(lambda: cells(page.orders.orders, 0)[-1] == "待上传")


def test_a_drug_that_nobody_suggests_is_added_with_its_reason(day, screen):
    page = opened(screen)
    screen.waits(page.plan.drug.hasFocus)
    screen.type("amxl")
    screen.waits(page.plan.drug.list_is_open)
    screen.press(Qt.Key.Key_Return)
    screen.waits(lambda: len(page.view_model.state.plan) == 1 and page.plan.lines.hasFocus())
    assert "没有用过" in page.plan.why.text()
    page.plan.reason.setFocus()
    screen.press(Qt.Key.Key_Down)
    screen.waits(lambda: day.clinic.purchase.draft() == [Wish(DRUG, 1, "urgent")])
    screen.press(Qt.Key.Key_F4)
    screen.waits(lambda: page.view_model.state.plan == () and day.clinic.purchase.draft() == [])


def test_a_shipment_fills_the_receipt_by_one_key_and_a_broken_box_goes_back(day, screen):
    order_id = shipped(day)
    page = turned(screen, opened(screen), Part.ORDERS)
    screen.waits(lambda: page.receive.isEnabled())
    assert cells(page.orders.lines, 0)[1:6] == ["10", "8", "8", "0", ""]
    screen.press(Qt.Key.Key_F9)
    screen.waits(lambda: page.view_model.state.part is Part.ARRIVAL and page.arrival.lines.hasFocus())
    assert (page.arrival.supplier.text(), page.arrival.invoice.text()) == ("县配送", "PS1208")
    assert cells(page.arrival.lines, 0)[1] == "A1" and cells(page.arrival.lines, 1)[1] == "B2"
    screen.press(Qt.Key.Key_Return)
    for text in ("4", "1", "瓶破"):  # of six; one is still to come
        screen.type(text)
        screen.press(Qt.Key.Key_Return)
    assert cells(page.arrival.lines, 0)[4:7] == ["4 盒", "1", "1 瓶破"]
    for number in range(4):
        screen.scan(box(DRUG, number))
    screen.waits(lambda: cells(page.arrival.lines, 0)[-1] == "4/4")
    screen.press(Qt.Key.Key_F8)
    screen.waits(lambda: "还有药盒没有扫追溯码" in page.notice.text())
    assert page.view_model.state.at == 1, "the line that lacks its boxes"
    page.arrival.why.setFocus()
    screen.type("1")
    screen.press(Qt.Key.Key_F8)
    screen.waits(lambda: page.view_model.state.part is Part.ORDERS and "已入库" in page.notice.text())
    (standing,) = day.clinic.purchase.orders()
    (line,) = standing.order.lines
    assert (standing.order.stage, line.received, line.refused, line.due) == (Stage.PART, 6, 1, 1)
    assert [lot.packs for lot in day.clinic.purchase.arriving(order_id)] == [1]


def test_more_than_was_shipped_is_not_taken(day, screen):
    shipped(day)
    page = turned(screen, opened(screen), Part.ORDERS)
    screen.waits(lambda: page.receive.isEnabled())
    screen.press(Qt.Key.Key_F9)
    screen.waits(lambda: page.view_model.state.part is Part.ARRIVAL and page.arrival.lines.hasFocus())
    screen.press(Qt.Key.Key_Return)
    screen.type("9")
    screen.press(Qt.Key.Key_Return)
    screen.press(Qt.Key.Key_Return)
    assert page.arrival.packs.property("invalid") == "true" and page.view_model.state.arrival[0].packs == 6


def test_the_invoice_is_matched_to_the_fen_and_paid(day, screen):
    order_id = shipped(day)
    came_of(day, order_id, 8)
    page = turned(screen, opened(screen), Part.ORDERS)
    screen.waits(lambda: page.match.isEnabled() and "实收 ¥68.00" in page.orders.title.text())
    screen.press(Qt.Key.Key_F7)
    assert page.orders.invoice.hasFocus()
    screen.type("FP7788")
    screen.press(Qt.Key.Key_Return)
    screen.type("67.99")
    screen.press(Qt.Key.Key_F7)
    screen.waits(lambda: "不一致" in page.notice.text())
    page.orders.amount.clear()
    page.orders.amount.setFocus()
    screen.type("68")
    screen.press(Qt.Key.Key_F7)
    screen.waits(lambda: page.pay.isEnabled())
    page.orders.day.setFocus()
    screen.type("20261215")
    screen.press(Qt.Key.Key_F11)
    screen.waits(lambda: cells(page.orders.orders, 0)[-1] == "已付款")
    order = day.clinic.purchase.orders()[0].order
    assert (order.stage, order.amount, order.settled_on) == (Stage.PAID, 6800, date(2026, 12, 15))


def came_of(day, order_id: UUID, packs: int) -> None:
    clinic = day.clinic
    line = NewBatch(
        drug=DRUG,
        lot="A1",
        expires=clinic.stock.today() + timedelta(days=700),
        packs=packs,
        pric_e6=PRICE,
        no_code="torn",
    )
    clinic.stock_booking.receive(
        clinic.on_duty, Delivery(supplier="县配送", order_id=order_id, lines=(line,))
    )


def test_an_order_is_taken_back_before_it_is_shipped_with_a_reason(day, screen):
    clinic = day.clinic
    clinic.purchase.submit(clinic.on_duty, [Wish(DRUG, 10)])
    page = turned(screen, opened(screen), Part.ORDERS)
    screen.waits(lambda: page.cancel.isEnabled())
    screen.press(Qt.Key.Key_F6)
    assert page.orders.reason.hasFocus(), "a reason is due"
    screen.type("填错")
    screen.press(Qt.Key.Key_F6)
    screen.waits(lambda: cells(page.orders.orders, 0)[-1] == "已撤单")
    assert not page.cancel.isEnabled() and "填错" in page.orders.title.text()


def test_a_price_order_is_shown_old_and_new_and_followed_by_one_key(day, screen):
    came(day, DRUG, packs=3)
    today = day.clinic.stock.today()
    old = PricesOrdered(number="调价1", from_day=today, prices=(Price(DRUG, PRICE + 1_000_000),))
    new = PricesOrdered(number="调价2", from_day=today, prices=(Price(DRUG, PRICE - 500_000),))
    county_says(day, old, new)
    page = turned(screen, opened(screen), Part.PRICES)
    screen.waits(lambda: len(page.view_model.state.changes) == 1)
    assert cells(page.prices.changes, 0)[0] == "调价2", "what a later order says again is no longer due"
    assert cells(page.prices.changes, 0)[-1] == "−1.50"
    assert cells(page.prices.lines, 0)[2:] == ["3 盒", "8.50", "8.00"]
    screen.press(Qt.Key.Key_F9)
    screen.waits(lambda: page.view_model.state.changes == ())
    (shelf,) = [one for one in day.clinic.stock.shelves() if one.batch.qty_e4]
    assert shelf.batch.pack.pric_e6 == PRICE - 500_000


def test_a_recall_blocks_the_lot_and_prints_whom_to_call(day, screen):
    sold(day)
    county_says(day, LotRecalled(drug=DRUG, lot="A1", reason="微生物限度不合格"))
    page = turned(screen, opened(screen), Part.RECALLS)
    screen.waits(lambda: len(page.view_model.state.recalls) == 1)
    assert cells(page.recalls.recalls, 0)[1:4] == ["A1", "2 盒", "1"]
    name, phone = cells(page.recalls.given, 0)[:2]
    assert (name, phone) == (day.people[0].name, day.people[0].phone)
    assert "召回 1" in page.tabs.tabText(Part.RECALLS)
    screen.press(Qt.Key.Key_F10)
    screen.waits(lambda: "已打印" in page.notice.text())
    lot = page.view_model.state.recalls[0].lot
    assert (screen.workplace.papers._folder / f"召回-{lot.entry_id.hex}.pdf").stat().st_size > 1000


@pytest.mark.parametrize(
    ("part", "words"),
    [
        (Part.ORDERS, "还没有采购单"),
        (Part.ARRIVAL, "还没有要收的货"),
        (Part.PRICES, "现行的价格"),
        (Part.RECALLS, "没有进过被召回的批次"),
    ],
)
def test_an_empty_part_says_so(day, screen, part, words):
    page = turned(screen, opened(screen), part)
    table = (None, page.orders.orders, page.arrival.lines, page.prices.changes, page.recalls.recalls)[part]
    assert words in table._empty.accessibleName()
