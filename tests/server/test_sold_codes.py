"""The county tells every clinic which boxes were sold, and answers their orders; on both databases."""

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from clinic_app.domain.pharmacy.sold_codes import mark_of, unpacked
from clinic_app.domain.time import BEIJING
from clinic_app.journal.facts.pharmacy import HandedOut, MedicineDispensed, MedicineReturned, TakenFrom
from clinic_app.journal.facts.purchase import Accepted, OrderLine, OrderShipped, OrderSubmitted, Shipped
from clinic_app.journal.facts.stock import (
    BatchReceived,
    CodeUsed,
    LotRecalled,
    Price,
    PricesOrdered,
    SoldCodesPublished,
    StockReceived,
)
from clinic_app.projections.queries import purchase, reserved, stock, stocktake, trace
from clinic_app.projections.queries.purchase import NoOrder, Stage
from clinic_app.projections.tables.stock import sold_code
from sync_server.publish.distribution import (
    BadOrderAnswer,
    NothingTold,
    accept,
    order_prices,
    recall,
    ship,
)
from sync_server.publish.sold_codes import publish_nightly, publish_sold_codes
from sync_server.reports.purchase import listed
from tests.server.clinic import FakeClinic
from tests.server.county import OTHER, TOWNSHIP, TestCounty, founded, running

DAY = date(2026, 11, 22)
NIGHT = int(datetime(2026, 11, 23, 2, 0, tzinfo=BEIJING).astimezone(UTC).timestamp() * 1000)
HOUR = 3_600_000
BATCH = UUID(int=7)


def code(number: int) -> str:
    return f"8100001{number:013d}"


def handed(number: int) -> tuple[HandedOut, ...]:
    taken = TakenFrom(batch_id=BATCH, qty_e4=240_000, codes=(CodeUsed(code=code(number), qty_e4=240_000),))
    line = HandedOut(
        feedetl_sn="2", code="YP0001", name="药", cnt_e4=10_000, unit="盒", pric_e6=1, taken=(taken,)
    )
    return (line,)


def sells(clinic: FakeClinic, number: int) -> tuple[UUID, UUID]:
    ids = uuid4(), uuid4()
    clinic.write(MedicineDispensed(visit_id=ids[0], settlement_id=ids[1], lines=handed(number)))
    return ids


def told_to(clinic: FakeClinic, kind: str) -> list[bytes]:
    """Bodies of a type in a clinic's feed, from its beginning."""
    clinic.cursor = 0
    return [entry.body or b"" for entry in clinic.pull() if entry.type == kind]


@pytest.fixture
def both(url: str):
    with running(founded(url)) as county:
        yield county


def test_every_clinic_is_told_once_which_boxes_were_sold(both: TestCounty):
    here, there = both.clinic(TOWNSHIP), both.clinic(OTHER)
    sells(here, 1), sells(here, 2)
    visit, bill = sells(here, 3)
    here.write(MedicineReturned(visit_id=visit, settlement_id=bill, lines=handed(3)))  # came back
    here.push()
    both.work()
    assert publish_nightly(both.database, lambda: NIGHT - 3 * HOUR) == 0  # people are still at work
    assert publish_nightly(both.database, lambda: NIGHT) == 2
    sells(there, 4)
    there.push()
    both.work()
    assert publish_nightly(both.database, lambda: NIGHT + HOUR) == 0  # once a night
    assert publish_nightly(both.database, lambda: NIGHT + 24 * HOUR) == 1
    assert publish_sold_codes(both.database) == 0
    told = [SoldCodesPublished.parse(body).marks for body in told_to(there, "sold_codes.published")]
    assert [set(unpacked(marks)) for marks in told] == [
        {mark_of(code(1)), mark_of(code(2))},
        {mark_of(code(4))},
    ]
    with both.database.reading() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(sold_code)) == 3
        assert trace.is_sold(connection, code(1), DAY) and not trace.is_sold(connection, code(3), DAY)


def test_an_order_is_accepted_in_part_and_shipped_by_its_own_institution_alone(both: TestCounty):
    here, there = both.clinic(TOWNSHIP), both.clinic(OTHER)
    line = OrderLine(drug="YP0001", name="药", packs=10, pric_e6=8_500_000)
    order = here.write(OrderSubmitted(number="DA1", period="2026-11", lines=(line,))).id
    here.push()
    both.work()
    database = both.database
    with database.reading() as connection:
        (waiting,) = listed(connection, stage=Stage.SUBMITTED).orders
    assert (waiting.facility, waiting.order_id) == (TOWNSHIP, order)
    for bad in (
        Accepted(drug="YP0001", packs=11),
        Accepted(drug="YP0001", packs=8),
        Accepted(drug="X", packs=0),
    ):
        with pytest.raises(BadOrderAnswer):
            accept(database, order, (bad,), DAY, "office")
    with pytest.raises(NoOrder):
        accept(database, uuid4(), (), DAY, "office")
    shipped = Shipped(drug="YP0001", lot="A1", expires=date(2028, 1, 1), packs=8, pric_e6=8_500_000)
    with pytest.raises(BadOrderAnswer):
        ship(database, order, "S1", (shipped,), "office")  # not accepted
    accept(database, order, (Accepted(drug="YP0001", packs=8, why="缺货"),), DAY, "office")
    ship(database, order, "S1", (shipped,), "office")
    with pytest.raises(BadOrderAnswer):
        ship(database, order, "S2", (shipped,), "office")  # more than was accepted
    batch = BatchReceived(
        batch_id=BATCH,
        drug="YP0001",
        name="药",
        lot="A1",
        expires=date(2028, 1, 1),
        pack_qty=24,
        unit="粒",
        pack_unit="盒",
        pric_e6=8_500_000,
        qty_e4=8 * 240_000,
    )
    here.write(StockReceived(received_on=DAY, supplier="县配送", order_id=order, batches=(batch,)))
    here.push()
    both.work()
    with database.reading() as connection:
        found = purchase.order_of(connection, order)
        assert (found.stage, found.lines[0].received) == (Stage.RECEIVED, 8)
        assert purchase.received_value(connection, order) == 8 * 8_500_000
        assert [one.batch.qty_e4 for one in stock.shelves(connection, TOWNSHIP)] == [8 * 240_000]
    assert len(told_to(here, OrderShipped.type)) == 1 and told_to(there, OrderShipped.type) == []


def test_prices_and_recalls_reach_everybody(both: TestCounty):
    here = both.clinic(TOWNSHIP)
    with pytest.raises(NothingTold):
        order_prices(both.database, "1", DAY, (), "office")
    with pytest.raises(NothingTold):
        recall(both.database, "YP0001", "", "", "office")
    (entry,) = order_prices(both.database, "调价1", DAY, (Price("YP0001", 9_000_000),), "office")
    recall(both.database, "YP0001", "A1", "通告", "office")
    assert len(told_to(here, PricesOrdered.type)) == len(told_to(here, LotRecalled.type)) == 1
    with both.database.reading() as connection:
        assert stock.price_in_force(connection, "YP0001", DAY) == (9_000_000, entry)


def test_every_question_is_one_for_both_databases(both: TestCounty):
    here = both.clinic(TOWNSHIP)
    visit, _ = sells(here, 1)
    here.push()
    both.work()
    with both.database.reading() as connection:
        assert stock.overdrawn(connection, TOWNSHIP) == []  # the batch is not known yet
        assert stock.accounts(connection, TOWNSHIP, 0, 1 << 62) == []
        assert stock.use_of(connection, TOWNSHIP, DAY)["YP0001"].on_hand_e4 == -240_000
        assert stock.given_of_lot(connection, TOWNSHIP, "YP0001", "A1") == []
        assert reserved.waiting_by_drug(connection, TOWNSHIP, DAY) == {}
        assert [one.qty_e4 for one in reserved.parts_with(connection, visit)["2"]] == [240_000]
        assert reserved.priced_otherwise(connection, TOWNSHIP, 0) == []
        assert trace.box_of(connection, TOWNSHIP, code(1), DAY).sold_e4 == 240_000
        assert trace.codes_with(connection, visit) == {(BATCH, code(1)): 240_000}
        assert trace.codes_in(connection, BATCH) == {}
        assert stocktake.stocktakes(connection, TOWNSHIP) == []
        assert purchase.on_order(connection, TOWNSHIP) == {}
