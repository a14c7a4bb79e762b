"""库房单据: the blind list shows nothing of the book; results, the month and a transfer add up."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from clinic_app.domain.pharmacy.movement import Kind
from clinic_app.printing.documents import Table
from clinic_app.printing.stock import (
    Letterhead,
    Take,
    count_sheet,
    ledger_sheet,
    month_sheet,
    result_sheet,
    transfer_sheet,
)
from clinic_app.services.stock_booking import Delivery, NewBatch, SomeOf
from clinic_app.services.stocktake import Seen
from tests.printing.test_ward import words_of
from tests.ui.clinic_day import ClinicDay, begin_day, found_clinic

DRUG, PRICE = "YP0001", 8_500_000
HEAD = Letterhead("漳平市新桥镇中心卫生院", made_up=True)


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ClinicDay]:
    folder: Path = tmp_path_factory.mktemp("morning")
    found_clinic(folder / "data")
    opened = begin_day(folder / "data", folder / "day")
    clinic, by = opened.clinic, opened.clinic.on_duty
    expires = clinic.stock.today() + timedelta(days=700)
    line = NewBatch(drug=DRUG, lot="A1", expires=expires, packs=10, pric_e6=PRICE, no_code="torn")
    batch = clinic.stock_booking.receive(
        by, Delivery(supplier="县配送", invoice="F1", lines=(line,))
    ).batches[0]
    opened.clock.pass_minutes(1)
    clinic.stock_booking.transfer(by, [SomeOf(batch_id=batch.batch_id, packs=2)], to_facility="H1")
    opened.clock.pass_minutes(1)
    yield opened
    opened.clinic.close()


def test_the_blind_list_and_the_result_of_a_stocktake(day):
    service, by = day.clinic.stocktake, day.clinic.on_duty
    stocktake_id, _ = service.open(by)
    day.clock.pass_minutes(1)
    names = {one.batch.batch_id: one.name for one in service.to_count(stocktake_id)}

    def take() -> Take:
        (told,) = service.stocktakes()
        lines, reasons = service.lines(stocktake_id), service.reasons(stocktake_id)
        return Take(head=HEAD, take=told, lines=lines, names=names, reasons=reasons)

    blind = count_sheet(take())
    assert blind.mark == "演示" and "阿莫西林胶囊 A1" in words_of(blind)
    assert "8 盒" not in words_of(blind), "nothing of the book"
    (batch,) = names
    for _ in range(2):
        service.count(by, stocktake_id, {batch: Seen(packs=7)})
        day.clock.pass_minutes(1)
    service.approve(by, stocktake_id, {batch: "damage"})
    result = words_of(result_sheet(take()))
    assert "-1 盒 -8.50 破损" in result and "准确率 0.00%" in result and "盘亏 8.50 元" in result


def test_the_month_on_paper_ends_in_its_sum(day):
    stock, today = day.clinic.stock, day.clinic.stock.today()
    lines = stock.month(today.year, today.month).drugs
    sheet = month_sheet(HEAD, stock.facility, today.replace(day=1), lines, stock.now_ms())
    table = next(block for block in sheet.blocks if isinstance(block, Table))
    assert table.rows[-1][0] == "合计" and table.rows[-1][1:7] == table.rows[0][1:7]
    assert table.rows[0][2] == "85.00"


def test_an_account_ends_with_what_is_on_hand(day):
    stock = day.clinic.stock
    (shelf,) = stock.shelves()
    lines = stock.ledger(DRUG)
    words = {Kind.RECEIVE.value: "入库", Kind.TRANSFER_OUT.value: "调出"}
    sheet = ledger_sheet(HEAD, shelf.batch, shelf.name, lines, stock.now_ms(), words)
    table = next(block for block in sheet.blocks if isinstance(block, Table))
    assert [row[1] for row in table.rows[:2]] == ["入库", "调出"] and table.rows[0][-1] == "F1"
    assert lines[-1].balance_e4 == shelf.batch.qty_e4


def test_a_transfer_goes_along_with_its_boxes(day):
    (told,) = day.clinic.transfer.transfers()
    words = words_of(transfer_sheet(HEAD, told, "这里", "下洋村卫生室"))
    assert told.number in words and "调入机构 下洋村卫生室" in words
    assert "2 盒 8.50 17.00" in words and "合计 17.00 元" in words
