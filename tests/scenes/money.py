"""收费, 日结, 申报对账."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from clinic_app.app.workplace import Workplace
from clinic_app.ui.pages.settlement.page import DAY, DIFFERING
from clinic_app.ui.pages.statements.page import PAYMENTS, UNBALANCED
from tests.scenes.frontdesk import insert
from tests.scenes.waiting import calm
from tests.ui.workplace import DeskReader


def a_bill(work: Workplace, reader: DeskReader) -> None:
    """The first bill, a fifty-yuan note on the counter, and why each amount is what it is."""
    page = work.window.page("settlement")
    QTest.keyClick(QApplication.focusWidget() or page, Qt.Key.Key_Return)
    calm(work)
    page.pay.tender.setText("100")


def bills_of_the_day(work: Workplace, reader: DeskReader) -> None:
    work.window.page("settlement").tabs.setCurrentIndex(1)


def a_short_drawer(work: Workplace, reader: DeskReader) -> None:
    """The drawer counted by notes, three yuan short, and F9 pressed once."""
    drawer = work.window.page("closing").drawer
    drawer.float_in.setText("200")
    left = drawer.expected.fen - 300
    for value, box in drawer.counts.items():
        count, left = divmod(left, value)
        box.setText(str(count) if count else "")
    drawer.note.setText("找零差三元，已报组长")
    work.window.press("settle")


def partly_by_phone(work: Workplace, reader: DeskReader) -> None:
    """A bill of which seven yuan are paid by WeChat, the rest in cash."""
    page = work.window.page("settlement")
    a_bill(work, reader)
    page.pay.open_means()
    page.pay.means.show_code("wechat")
    page.view_model.use_means("wechat", 700)
    calm(work)
    page.pay.tender.setText("20")


def owes(work: Workplace, reader: DeskReader) -> None:
    """Whom the county's adjudication left something to pay puts the card in."""
    insert(work, reader, work.clinic.differences.open()[0].resident_id)


def some_of_a_bill_back(work: Workplace, reader: DeskReader) -> None:
    """Half of a pack comes back, the sums before it is done."""
    page = work.window.page("settlement")
    page.tabs.setCurrentIndex(DAY)
    calm(work)
    page.day.table.choose(3)
    work.window.press("refund")
    calm(work)
    page.view_model.taking_back.choose(True)
    calm(work)
    first = next(iter(page.day.refund.lines.boxes.values()))
    first.setText("1")
    calm(work)


def differing(work: Workplace, reader: DeskReader) -> None:
    page = work.window.page("settlement")
    page.view_model.taking_back.keep()
    page.tabs.setCurrentIndex(DIFFERING)


def unfinished(work: Workplace, reader: DeskReader) -> None:
    page = work.window.page("settlement")
    page.tabs.setCurrentIndex(page.tabs.count() - 1)


def disputing(work: Workplace, reader: DeskReader) -> None:
    """One record of the newest statement, with a reason."""
    page = work.window.page("statements")
    page.lines.choose(1)
    page.reason.setText("目录价格错了，见发票")
    page.view_model.mark(page.view_model.state.detail.lines[1], "目录价格错了，见发票")


def decided(work: Workplace, reader: DeskReader) -> None:
    """The month before: disputed, and decided by the county."""
    page = work.window.page("statements")
    page.statements.choose(1)
    calm(work)


def unbalanced(work: Workplace, reader: DeskReader) -> None:
    work.window.page("statements").tabs.setCurrentIndex(UNBALANCED)


def paid(work: Workplace, reader: DeskReader) -> None:
    work.window.page("statements").tabs.setCurrentIndex(PAYMENTS)
