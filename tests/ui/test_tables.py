"""Tables by keyboard."""

from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from clinic_app.ui import theme
from clinic_app.ui.theme import Tone
from clinic_app.ui.widgets.rows import Column, RowsModel
from clinic_app.ui.widgets.table import DataTable

ROLE = Qt.ItemDataRole


@dataclass(frozen=True)
class Bill:
    number: str
    fen: int


COLUMNS: tuple[Column[Bill], ...] = (
    Column("单号", lambda bill: bill.number),
    Column(
        "金额",
        lambda bill: str(bill.fen),
        width=8,
        number=True,
        tone=lambda bill: Tone.DANGER if bill.fen > 100 else Tone.PLAIN,
    ),
)
BILLS = (Bill("A1", 100), Bill("A2", 200), Bill("A3", 300))


@pytest.fixture
def table(qtbot):
    made: DataTable[Bill] = DataTable(COLUMNS, "账单", "今天没有账单", key=lambda bill: bill.number)
    qtbot.addWidget(made)
    made.resize(400, 300)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def test_the_model_keeps_qts_rules(qtmodeltester):
    model = RowsModel[Bill](COLUMNS)
    model.show(BILLS)
    qtmodeltester.check(model)


def test_a_cell_shows_text_side_and_colour():
    model = RowsModel[Bill](COLUMNS)
    model.show(BILLS)
    amount = model.index(1, 1)
    assert model.data(amount) == "200"
    assert model.data(amount, ROLE.TextAlignmentRole) & int(Qt.AlignmentFlag.AlignRight)
    assert model.data(amount, ROLE.ForegroundRole) == theme.current().ink(Tone.DANGER)
    assert model.headerData(0, Qt.Orientation.Horizontal, ROLE.DisplayRole) == "单号"


def test_enter_picks_the_row_under_the_cursor(qtbot, table):
    table.show_rows(BILLS)
    qtbot.keyClick(table, Qt.Key.Key_Down)
    with qtbot.waitSignal(table.picked) as picked:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert picked.args == [BILLS[1]]


def test_the_first_row_is_ready_at_once(table):
    table.show_rows(BILLS)
    assert table.current_row() == BILLS[0]


def test_the_cursor_stays_on_the_same_bill_after_a_refresh(table):
    table.show_rows(BILLS)
    table.choose(2)
    table.show_rows((Bill("A0", 1), *BILLS[:2], Bill("A3", 999)))
    assert table.current_row() == Bill("A3", 999)


def test_a_bill_that_is_gone_gives_the_cursor_to_the_first(table):
    table.show_rows(BILLS)
    table.choose(2)
    table.show_rows(BILLS[:2])
    assert table.current_row() == BILLS[0]


def test_what_is_under_the_cursor_is_told(qtbot, table):
    told = []
    table.chosen.connect(told.append)
    table.show_rows(BILLS)
    table.choose(1)
    table.show_rows(())
    assert told == [BILLS[0], BILLS[1], None]


def test_an_empty_table_says_so_and_a_busy_one_too(table):
    table.show_rows(())
    assert table._empty.isVisible()
    assert table._empty.accessibleName() == "今天没有账单"
    table.show_rows((), busy=True)
    assert not table._empty.isVisible()
    assert table._busy.isVisible()
    table.show_rows(BILLS)
    assert not table._busy.isVisible()


def test_tab_leaves_the_table(qtbot):
    page = QWidget()
    qtbot.addWidget(page)
    table: DataTable[Bill] = DataTable(COLUMNS, "账单")
    box = QLineEdit()
    row = QHBoxLayout(page)
    row.addWidget(table)
    row.addWidget(box)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    table.show_rows(BILLS)
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Tab)
    assert box.hasFocus()


class TurnedByKeys(QWidget):
    """A page that counts the keys that reach it."""

    def __init__(self) -> None:
        super().__init__()
        self.turned: list[Qt.Key] = []

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.turned.append(Qt.Key(event.key()))


def test_ctrl_tab_is_the_pages(qtbot):
    page = TurnedByKeys()
    qtbot.addWidget(page)
    table: DataTable[Bill] = DataTable(COLUMNS, "账单")
    row = QHBoxLayout(page)
    row.addWidget(table)
    row.addWidget(QLineEdit())
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    table.show_rows(BILLS)
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
    assert table.hasFocus()
    assert page.turned[-1] == Qt.Key.Key_Tab


def test_columns_never_hide_their_title(table):
    header = table.horizontalHeader()
    assert all(header.sectionSize(at) >= header.sectionSizeHint(at) for at in range(header.count()))


def test_a_narrow_table_scrolls_instead_of_squeezing(qtbot, table):
    table.show_rows(BILLS)
    table.resize(120, 200)
    qtbot.waitUntil(lambda: table.horizontalScrollBar().maximum() > 0)


def test_a_long_figure_widens_its_column_and_a_short_one_gives_the_room_back(table):
    table.show_rows([Bill("A1", 7)])
    narrow = table.columnWidth(1)
    table.show_rows([Bill("A1", 123_456_789_012_345)])
    text = table.fontMetrics().horizontalAdvance("123456789012345")
    assert table.columnWidth(1) > text > narrow
    table.show_rows([Bill("A1", 7)])
    assert table.columnWidth(1) == narrow
