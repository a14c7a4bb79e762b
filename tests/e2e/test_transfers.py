"""调拨 between two real clinics over a real county: sent here, received there by one key, told back."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from clinic_app.projections.queries.transfers import Standing
from clinic_app.services.stock_booking import Delivery, NewBatch, SomeOf
from tests.e2e.county_at_work import CountyAtWork, at_work
from tests.e2e.townships import Township, township
from tests.server.county import TOWNSHIP, VILLAGE

DRUG, PRICE, SIZE = "YP0001", 8_500_000, 240_000


@pytest.fixture
def county(tmp_path: Path) -> Iterator[CountyAtWork]:
    with at_work(tmp_path) as county:
        yield county


def synced(*clinics: Township) -> None:
    for one in clinics:
        one.sync()


def test_boxes_go_from_the_township_to_the_village_and_the_difference_comes_back(
    tmp_path: Path, county: CountyAtWork
) -> None:
    here, there = (
        township(tmp_path / "here", county, TOWNSHIP),
        township(tmp_path / "there", county, VILLAGE),
    )
    sender, receiver = here.clinic, there.clinic
    line = NewBatch(
        drug=DRUG,
        lot="A1",
        expires=sender.stock.today() + timedelta(days=700),
        packs=10,
        pric_e6=PRICE,
        no_code="torn",
    )
    batch = sender.stock_booking.receive(sender.on_duty, Delivery(supplier="县配送", lines=(line,))).batches[
        0
    ]
    some = [SomeOf(batch_id=batch.batch_id, packs=4)]
    sender.stock_booking.transfer(sender.on_duty, some, to_facility=VILLAGE)
    synced(here, there)
    (told,) = receiver.transfer.transfers()
    assert (told.standing, told.facility, receiver.stock.shelves()) == (Standing.UNDERWAY, TOWNSHIP, [])
    receiver.transfer.arrive(receiver.on_duty, told.transfer_id, {batch.batch_id: 3}, "路上打破")
    (shelf,) = receiver.stock.shelves()
    assert (shelf.batch.lot, shelf.batch.pack.pric_e6, shelf.batch.qty_e4) == ("A1", PRICE, 3 * SIZE)
    synced(there, here)
    (told,) = sender.transfer.transfers()
    assert (told.standing, told.lines[0].diff_e4) == (Standing.DIFFERS, -SIZE)
    (own,) = sender.stock.shelves()
    assert own.batch.qty_e4 == 6 * SIZE, "what arrived there is not on the sender's shelves"
