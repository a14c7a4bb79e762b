"""The page of the shelves, used by its keys, over a real store."""

from msgspec.structs import replace
from PySide6.QtCore import Qt

from clinic_app.services.pharmacy import AtWindow
from clinic_app.ui.pages.stock.page import StockPage
from tests.ui.pages.shelves import DRUGS, box, came
from tests.ui.pages.test_pharmacy import paid

CTRL = Qt.KeyboardModifier.ControlModifier
DRUG = DRUGS[0]


def opened(screen) -> StockPage:
    """The page in front, its lists read."""
    screen.window.open_page("stock")
    page = screen.window.page("stock")
    there = len({one.batch.drug for one in screen.workplace.clinic.stock.shelves()})
    screen.waits(lambda: len(page.view_model.state.levels) == there and page.levels.hasFocus())
    return page


def cells(table, row: int) -> list[str]:
    model = table.rows
    return [model.index(row, at).data() for at in range(model.columnCount())]


def receiving(screen) -> StockPage:
    page = opened(screen)
    screen.press(Qt.Key.Key_Tab, CTRL)
    assert page.receipt.supplier.hasFocus()
    screen.type("县医药配送")
    screen.press(Qt.Key.Key_Return)
    screen.type("FP7788")
    screen.press(Qt.Key.Key_Return)
    return page


def type_line(screen, page, expires: str = "2028-06", packs: str = "2") -> None:
    """A line of amoxicillin; its price stands there already."""
    screen.waits(page.receipt.drug.hasFocus)
    screen.type("amxl")
    screen.waits(page.receipt.drug.list_is_open)
    screen.press(Qt.Key.Key_Return)
    screen.waits(page.receipt.lot.hasFocus)
    for text in ("B7", expires, packs):
        screen.type(text)
        screen.press(Qt.Key.Key_Return)
    assert page.receipt.price.hasFocus()
    screen.press(Qt.Key.Key_Return)
    screen.press(Qt.Key.Key_Return)  # 加入


def test_the_shelves_show_what_is_there_and_how_near_its_last_day_is(day, screen):
    came(day, DRUG, "A1", packs=3, days=400)
    came(day, DRUG, "B2", packs=2, days=200)
    came(day, DRUGS[1], "C3", packs=1, days=200)
    day.clock.pass_minutes(60 * 24 * 120)  # 80 days are left
    day.bill(0, DRUG)  # prescribed, not fetched
    page = opened(screen)
    assert page.tabs.tabText(0) == "库存 2"
    name, on_hand, available, nearest, warned = cells(page.levels, 0)
    assert (name, on_hand, available, warned) == ("阿莫西林胶囊", "5 盒", "4 盒", "90 天内")
    assert nearest == str(page.view_model.state.levels[0].shelves[0].batch.expires)
    assert [cells(page.batches, at)[0] for at in range(2)] == ["B2", "A1"], "the first to expire first"
    screen.press(Qt.Key.Key_Down)
    screen.waits(lambda: cells(page.batches, 0)[0] == "C3")


def test_a_delivery_is_typed_scanned_and_booked_by_keys(day, screen):
    page = receiving(screen)
    type_line(screen, page)
    assert cells(page.receipt.lines, 0)[1:] == ["B7", "2028-06-30", "2 盒", "8.50", "17.00", "0/2"]
    screen.scan(box(DRUG, 1))
    screen.waits(lambda: cells(page.receipt.lines, 0)[-1] == "1/2")
    screen.press(Qt.Key.Key_F8)
    screen.waits(lambda: "还有药盒没有扫追溯码" in page.notice.text())
    assert day.clinic.stock.shelves() == []
    screen.scan(box(DRUG, 2))
    screen.waits(lambda: cells(page.receipt.lines, 0)[-1] == "2/2")
    screen.press(Qt.Key.Key_F8)
    screen.waits(lambda: "已入库" in page.notice.text())
    (shelf,) = day.clinic.stock.shelves()
    assert (shelf.batch.lot, shelf.supplier, shelf.invoice) == ("B7", "县医药配送", "FP7788")
    assert shelf.batch.qty_e4 // shelf.batch.pack.size_e4 == 2
    screen.waits(lambda: len(page.view_model.state.levels) == 1)
    assert page.view_model.state.coming == () and page.receipt.supplier.hasFocus()


def test_a_box_of_another_drug_or_scanned_twice_is_refused(day, screen):
    page = receiving(screen)
    type_line(screen, page)
    screen.scan(box(DRUGS[1], 1))
    screen.waits(lambda: "不是 阿莫西林胶囊" in page.notice.text())
    screen.scan(box(DRUG, 1))
    screen.waits(lambda: cells(page.receipt.lines, 0)[-1] == "1/2")
    screen.scan(box(DRUG, 1))
    screen.waits(lambda: "扫了两次" in page.notice.text())
    assert cells(page.receipt.lines, 0)[-1] == "1/2"


def test_a_reason_stands_for_codes_and_a_short_life_is_refused_in_a_sentence(day, screen):
    page = receiving(screen)
    type_line(screen, page, expires="2027-01")
    page.receipt.why.setFocus()
    screen.type("1")
    assert cells(page.receipt.lines, 0)[-1] == "药盒没有码"
    screen.press(Qt.Key.Key_F8)
    screen.waits(lambda: "剩余效期不足" in page.notice.text())
    assert len(page.view_model.state.coming) == 1, "what was typed stays"
    page.receipt.lines.setFocus()
    screen.press(Qt.Key.Key_Delete)
    assert page.view_model.state.coming == ()


def test_a_line_with_a_wrong_date_or_without_a_lot_says_so_beside_the_box(day, screen):
    page = receiving(screen)
    type_line(screen, page, expires="2026-02")
    assert "已过期" in page.receipt._fields["expires"].error()
    assert page.receipt.expires.hasFocus() and page.view_model.state.coming == ()


def test_a_batch_below_zero_names_who_handed_out(day, screen):
    for drug in DRUGS:
        came(day, drug, packs=1)
    _, settlement_id = paid(day, 0)
    clinic, by = day.clinic, day.clinic.on_duty
    wish = {sn: AtWindow(no_code="torn") for sn in clinic.pharmacy.fill(settlement_id, {})}
    fact = clinic.pharmacy.dispense(by, settlement_id, wish)
    with clinic.store.writing(by.author) as writing:  # the last box once more, at a PC without a line
        writing.append(replace(fact, lines=fact.lines[:1]))
    page = opened(screen)
    for _ in range(2):
        screen.press(Qt.Key.Key_Tab, CTRL)
    warned = page.further[0]
    screen.waits(lambda: warned.table.rows.rows and warned.table.hasFocus())
    kind, name, lot, _, on_hand, who = cells(warned.table, 0)
    assert (kind, name, lot, on_hand, who) == ("账面为负", "阿莫西林胶囊", "A1", "-1 盒", by.name)


def test_an_empty_shelf_says_what_to_do(day, screen):
    page = opened(screen)
    assert "还没有入过库" in page.levels._empty.accessibleName()
    screen.press(Qt.Key.Key_Tab, CTRL)
    assert not page.save.isEnabled()
