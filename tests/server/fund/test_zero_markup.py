"""What was sold at the purchase price, by institution and month; on both databases."""

from collections.abc import Iterator
from datetime import date
from io import BytesIO

import openpyxl
import pytest

from clinic_app.domain.catalogs import drugs
from sync_server.publish.founding import found
from sync_server.reports.fund.records import Period
from sync_server.reports.fund.zero_markup import Sold, months_of, sheet, sold, together
from tests.server.fund.world import DAY, HOSPITAL, TOWNSHIP, VILLAGE, Books
from tests.server.templates import migrated

AUTUMN = Period(date(2026, 9, 1), date(2026, 11, 30))
NOVEMBER = date(2026, 11, 3)
NOW = 1_796_000_000_000
ESSENTIAL = next(one.code for one in drugs() if one.essential and one.route != "decoct")
OTHER = next(one.code for one in drugs() if not one.essential and one.route != "decoct")
PIECE = next(one.code for one in drugs() if one.route == "decoct")


@pytest.fixture
def books(url: str) -> Iterator[Books]:
    database = migrated(url)
    found(database, "漳平市", ("localhost",))
    yield Books(database)
    database.close()


def by_facility(books: Books) -> dict[str, Sold]:
    with books.database.reading() as db:
        return {one.facility: one for one in sold(db, AUTUMN)}


def test_what_is_sold_at_cost_counts_in_its_month_and_a_red_in_its_own(books):
    first = books.settle(lines=((ESSENTIAL, 850),), purchase=850)
    books.settle("P2", lines=((ESSENTIAL, 1000),), purchase=1000, day=NOVEMBER)
    books.settle("P3", lines=(("ZL0001", 1000),))  # a service has no purchase price
    books.settle("P4", lines=((ESSENTIAL, 900),), purchase=800)  # not at cost: F12 asks about it
    books.settle("P5", VILLAGE, lines=((OTHER, 400),), purchase=400)
    books.settle("P6", HOSPITAL, lines=((ESSENTIAL, 400),), purchase=400)  # no primary institution
    books.reverse(first, NOVEMBER)
    one = by_facility(books)
    assert one[TOWNSHIP].by_month == {"2026-10": 850, "2026-11": 1000 - 850}
    assert one[VILLAGE].by_month == {"2026-10": 400}
    assert set(one) == {TOWNSHIP, VILLAGE}
    assert together(one.values()).total == 1400


def test_the_share_of_essential_medicines_by_line_and_by_amount_leaves_pieces_out(books):
    lines = ((ESSENTIAL, 300), (ESSENTIAL, 300), (OTHER, 400), (PIECE, 5000))
    books.settle(lines=lines)
    one = by_facility(books)[TOWNSHIP]
    assert (one.lines_bp, one.fee_bp) == (6667, 6000)
    assert Sold(facility="").lines_bp is None


def test_the_sheet_has_a_row_an_institution_and_a_column_a_month(books):
    books.settle(lines=((ESSENTIAL, 850),), purchase=850, day=DAY)
    rows = [("漳平卫生院", by_facility(books)[TOWNSHIP])]
    heads = ["零差率销售额", "机构", "合计", "品种", "金额"]
    data = sheet(rows, months_of(AUTUMN), heads, NOW)
    page = openpyxl.load_workbook(BytesIO(data)).worksheets[0]
    assert [list(row) for row in page.iter_rows(values_only=True)] == [
        ["机构", "2026-09", "2026-10", "2026-11", "合计", "品种", "金额"],
        ["漳平卫生院", "0.00", "8.50", "0.00", "8.50", "100.00%", "100.00%"],
    ]
    assert data == sheet(rows, months_of(AUTUMN), heads, NOW)
