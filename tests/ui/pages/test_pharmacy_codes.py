"""The window where stock is kept: boxes are scanned, batches shown, and a refusal says what to do."""

from PySide6.QtCore import Qt

from tests.ui.pages.shelves import DRUGS, box, came
from tests.ui.pages.test_pharmacy import opened, paid


def filled(page) -> list[str]:
    """The column 追溯码."""
    model = page.drugs.table.rows
    return [model.index(at, model.columnCount() - 1).data() for at in range(model.rowCount())]


def stocked(day, screen):
    """Both drugs of a bill are here, and the bill is open."""
    for drug in DRUGS:
        came(day, drug, codes=(box(drug, 1), box(drug, 2)))
    paid(day, 0)
    page = opened(screen)
    screen.waits(lambda: filled(page) == ["待扫 1", "待扫 1"])
    return page


def given(day):
    (bill,) = day.clinic.pharmacy.handed_out()
    return [line.out_e4 for line in bill.lines]


def test_scanned_boxes_finish_the_lines_and_f9_hands_out(day, screen):
    page = stocked(day, screen)
    screen.scan(box(DRUGS[1], 1))  # in any order
    screen.waits(lambda: filled(page) == ["待扫 1", "已扫齐 1"])
    assert page.drugs.table.current_row().drug.code == DRUGS[1]
    screen.scan(box(DRUGS[0], 2))
    screen.waits(lambda: filled(page) == ["已扫齐 1", "已扫齐 1"])
    assert "批号 A1" in page.drugs.line.words.text() and "0002" in page.drugs.line.words.text()
    screen.press(Qt.Key.Key_F9)
    screen.waits(lambda: "已发出" in page.notice.text())
    assert given(day) == [10_000, 10_000]
    assert {one.batch.qty_e4 // one.batch.pack.size_e4 for one in day.clinic.stock.shelves()} == {4}


def test_a_line_without_a_code_asks_why_and_a_digit_answers(day, screen):
    page = stocked(day, screen)
    screen.scan(box(DRUGS[0], 1))
    screen.waits(lambda: filled(page)[0] == "已扫齐 1")
    screen.press(Qt.Key.Key_F9)
    screen.waits(page.drugs.line.why.hasFocus)
    assert "没有扫追溯码" in page.notice.text() and not day.clinic.pharmacy.handed_out()
    screen.type("2")
    screen.waits(lambda: filled(page) == ["已扫齐 1", "无码"])
    screen.press(Qt.Key.Key_F9)
    screen.waits(lambda: "已发出" in page.notice.text())
    assert given(day) == [10_000, 10_000]


def test_a_box_that_was_sold_or_is_of_no_line_is_refused_with_what_to_do(day, screen):
    page = stocked(day, screen)
    for drug in DRUGS:
        screen.scan(box(drug, 1))
        screen.waits(lambda drug=drug: filled(page)[DRUGS.index(drug)] == "已扫齐 1")
    screen.press(Qt.Key.Key_F9)
    screen.waits(lambda: "已发出" in page.notice.text())
    paid(day, 1)
    screen.press(Qt.Key.Key_F5)
    screen.press(Qt.Key.Key_Down)
    screen.waits(lambda: len(page.view_model.state.waiting) == 1)
    screen.press(Qt.Key.Key_Return)
    screen.waits(lambda: filled(page) == ["待扫 1", "待扫 1"])
    screen.scan(box(DRUGS[0], 1))
    screen.waits(lambda: "已经售出" in page.notice.text())
    assert "换一盒" in page.notice.text() and filled(page) == ["待扫 1", "待扫 1"]
    screen.scan("99999990000000000001")
    screen.waits(lambda: "不是这张单子" in page.notice.text())
    screen.scan(box(DRUGS[0], 2))
    screen.waits(lambda: filled(page)[0] == "已扫齐 1")
    screen.scan(box(DRUGS[0], 2))
    screen.waits(lambda: "扫了两次" in page.notice.text())
    screen.scan(box(DRUGS[0], 9))  # one more than the line needs
    screen.waits(lambda: "已经扫齐" in page.notice.text())


def test_another_batch_needs_a_reason_and_none_of_a_line_waits_for_later(day, screen):
    late = came(day, DRUGS[0], "B2", days=700)
    page = stocked(day, screen)
    page.drugs.table.setFocus()
    screen.press(Qt.Key.Key_Return)
    screen.waits(page.drugs.line.count.hasFocus)
    screen.press(Qt.Key.Key_Return)
    assert page.drugs.line.batch.hasFocus()
    screen.press(Qt.Key.Key_Down)
    screen.press(Qt.Key.Key_Down)
    screen.waits(lambda: filled(page)[0] == "发不了")
    assert "填写原因" in page.drugs.line.words.text()
    screen.press(Qt.Key.Key_Return)
    assert page.drugs.line.later.hasFocus()
    screen.type("患者要同一批")
    screen.press(Qt.Key.Key_Return)
    screen.waits(lambda: filled(page)[0] == "待扫 1")
    screen.type("1")
    screen.waits(lambda: filled(page)[0] == "无码")
    screen.press(Qt.Key.Key_Escape)
    assert page.drugs.table.hasFocus()
    screen.press(Qt.Key.Key_Down)
    screen.press(Qt.Key.Key_Return)
    screen.type("0")
    screen.press(Qt.Key.Key_Return)
    screen.waits(lambda: filled(page) == ["无码", ""])
    screen.press(Qt.Key.Key_F9)
    screen.waits(lambda: "已发出" in page.notice.text())
    assert given(day) == [10_000, 0]
    left = {
        one.batch.batch_id: one.batch.qty_e4 // one.batch.pack.size_e4 for one in day.clinic.stock.shelves()
    }
    assert left[late] == 4


def test_del_takes_the_last_box_back(day, screen):
    page = stocked(day, screen)
    screen.scan(box(DRUGS[0], 1))
    screen.waits(lambda: filled(page)[0] == "已扫齐 1")
    screen.press(Qt.Key.Key_Delete)
    screen.waits(lambda: filled(page) == ["待扫 1", "待扫 1"])


def test_where_nothing_was_received_no_code_is_asked(day, screen):
    paid(day, 0)
    page = opened(screen)
    assert page.drugs.table.isColumnHidden(page.drugs.table.rows.columnCount() - 1)
    assert not page.drugs.line.isVisible()
