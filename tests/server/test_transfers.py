"""What one institution hands to another reaches the other one, and what arrived reaches the sender; nobody else."""

from datetime import date
from uuid import UUID, uuid4

import pytest

from clinic_app.journal.entry import Entry
from clinic_app.journal.facts.stock import (
    BatchMoved,
    BatchReceived,
    CodeUsed,
    StockReceived,
    StockTransferred,
)
from clinic_app.projections.queries.transfers import Standing, transfers
from tests.server.clinic import FakeClinic
from tests.server.county import OTHER, TOWNSHIP, VILLAGE, TestCounty, founded, running

DAY = date(2026, 11, 22)
SENT, CAME = UUID(int=7), UUID(int=8)
CODE = f"8100001{5:013d}"


def batch(batch_id: UUID, qty_e4: int, from_batch: UUID | None = None) -> BatchReceived:
    return BatchReceived(
        batch_id=batch_id,
        drug="YP0001",
        name="阿莫西林胶囊",
        lot="A1",
        expires=date(2028, 6, 30),
        pack_qty=24,
        unit="粒",
        pack_unit="盒",
        pric_e6=8_500_000,
        qty_e4=qty_e4,
        from_batch=from_batch,
    )


def sends(clinic: FakeClinic, to: str = VILLAGE) -> UUID:
    codes = (CodeUsed(code=CODE, qty_e4=240_000),)
    line = BatchMoved(batch_id=SENT, drug="YP0001", qty_e4=480_000, codes=codes)
    fact = StockTransferred(lines=(line,), to_facility=to, number="TA1", batches=(batch(SENT, 480_000),))
    return clinic.write(fact).id


def heard(clinic: FakeClinic, kind: str) -> list[Entry]:
    clinic.cursor = 0
    return [entry for entry in clinic.pull() if entry.type == kind]


@pytest.fixture
def both(url: str):
    with running(founded(url)) as county:
        yield county


def test_a_transfer_travels_to_its_receiver_and_the_arrival_back(both: TestCounty):
    here, there, third = both.clinic(TOWNSHIP), both.clinic(VILLAGE, "village"), both.clinic(OTHER)
    transfer_id = sends(here)
    here.push()
    both.work()
    (entry,) = heard(there, "stock.transferred")
    assert entry.id == transfer_id and heard(third, "stock.transferred") == []
    with both.database.reading() as connection:
        (told,) = transfers(connection, VILLAGE)
        assert (told.standing, told.facility, told.number) == (Standing.UNDERWAY, TOWNSHIP, "TA1")
        assert [one.code for one in told.lines[0].sent.codes] == [CODE], "the boxes travel along"
    there.write(
        StockReceived(
            received_on=DAY,
            supplier=TOWNSHIP,
            kind="transfer_in",
            transfer_id=transfer_id,
            batches=(batch(CAME, 240_000, SENT),),
        )
    )
    there.push()
    both.work()
    assert len(heard(here, "stock.received")) == 1 and heard(third, "stock.received") == []
    with both.database.reading() as connection:
        (told,) = transfers(connection, TOWNSHIP)
        assert (told.standing, told.lines[0].diff_e4) == (Standing.DIFFERS, -240_000)


def test_a_delivery_of_a_supplier_and_an_unknown_receiver_go_nowhere_else(both: TestCounty):
    here, there = both.clinic(TOWNSHIP), both.clinic(OTHER)
    sends(here, "no such institution")
    here.write(StockReceived(received_on=DAY, supplier=OTHER, batches=(batch(uuid4(), 240_000),)))
    here.push()
    both.work()
    assert heard(there, "stock.received") == [] and heard(there, "stock.transferred") == []
