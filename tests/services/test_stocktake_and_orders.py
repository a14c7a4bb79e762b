"""Two people count what the book does not show them; orders go to the county and come back as deliveries."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from clinic_app.domain.pharmacy.movement import NoReason
from clinic_app.domain.pharmacy.stocktake import Verdict
from clinic_app.domain.roles import Role
from clinic_app.journal.facts.purchase import Accepted, InvoiceMatched, OrderAccepted, OrderShipped, Shipped
from clinic_app.journal.facts.stock import Price, PricesOrdered
from clinic_app.projections.queries.purchase import Stage
from clinic_app.projections.queries.stocktake import result_of
from clinic_app.services.pharmacy import AtWindow
from clinic_app.services.purchase import InvoiceDiffers, NothingOrdered, NotOnList, PaidBefore, TooLate, Wish
from clinic_app.services.stock_booking import Delivery, NewBatch
from clinic_app.services.stocktake import (
    ClosedAlready,
    NotAgreed,
    NothingToCount,
    OpenAlready,
    SameCounter,
    Seen,
)
from clinic_app.store.duty import OnDuty
from clinic_app.store.rebuild import rebuild
from tests.ui.clinic_day import ClinicDay, begin_day, found_clinic

DRUG, PRICE, SIZE = "YP0001", 8_500_000, 240_000


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("morning") / "data"
    found_clinic(folder)
    return folder


@pytest.fixture
def day(founded: Path, tmp_path: Path) -> Iterator[ClinicDay]:
    opened = begin_day(founded, tmp_path / "data")
    yield opened
    opened.clinic.close()


def came(day: ClinicDay, packs: int, order_id: UUID | None = None) -> UUID:
    expires = day.clinic.stock.today() + timedelta(days=700)
    line = NewBatch(drug=DRUG, lot="A1", expires=expires, packs=packs, pric_e6=PRICE, no_code="torn")
    delivery = Delivery(supplier="县配送", invoice="F1", order_id=order_id, lines=(line,))
    day.clock.pass_minutes(1)
    return day.clinic.stock_booking.receive(day.clinic.on_duty, delivery).batches[0].batch_id


def sold(day: ClinicDay, place: int) -> None:
    visit = day.bill(place, "ZL0001", DRUG)
    settlement_id, _ = day.clinic.settlement.settle(day.clinic.on_duty, visit.id)
    day.clinic.pharmacy.dispense(day.clinic.on_duty, settlement_id, {"2": AtWindow(no_code="torn")})
    day.clock.pass_minutes(1)


def colleague(day: ClinicDay) -> OnDuty:
    """A second pharmacist, certified by the administrator."""
    clinic, by = day.clinic, day.clinic.on_duty
    clinic.staff.add(by, "P002", "李药师", (Role.PHARMACIST,), "a-long-password")
    return replace(
        by,
        author=replace(by.author, staff_id="P002", sign=None),
        staff_id="P002",
        name="李药师",
        roles=frozenset({Role.PHARMACIST}),
    )


def on_hand(day: ClinicDay, batch: UUID) -> int:
    return next(one.batch.qty_e4 for one in day.clinic.stock.shelves() if one.batch.batch_id == batch) // SIZE


def test_selling_goes_on_while_people_count_and_the_difference_is_booked(day):
    take, by = day.clinic.stocktake, day.clinic.on_duty
    batch, other = came(day, 10), colleague(day)
    day.clock.pass_minutes(1)
    stocktake_id, fact = take.open(by)
    assert fact.number.startswith("P") and [one.qty_e4 for one in fact.lines] == [10 * SIZE]
    with pytest.raises(OpenAlready):
        take.open(by)
    (blind,) = take.to_count(stocktake_id)
    assert (blind.batch.qty_e4, blind.batch.lot) == (0, "A1")
    day.clock.pass_minutes(5)
    take.count(by, stocktake_id, {batch: Seen(packs=9)})  # one is missing
    sold(day, 0)
    with pytest.raises(SameCounter):
        take.count(by, stocktake_id, {batch: Seen(packs=8)})
    with pytest.raises(NotAgreed):
        take.approve(by, stocktake_id, {batch: "damage"})
    take.count(other, stocktake_id, {batch: Seen(packs=8)})  # one sold meanwhile, the same one missing
    day.clock.pass_minutes(5)
    sold(day, 1)
    (line,) = take.lines(stocktake_id)
    assert (line.found.verdict, line.found.diff_e4) == (Verdict.AGREED, -SIZE)
    with pytest.raises(NoReason):
        take.approve(by, stocktake_id, {})
    take.approve(by, stocktake_id, {batch: "damage"})
    assert on_hand(day, batch) == 7
    with pytest.raises(ClosedAlready):
        take.approve(by, stocktake_id, {batch: "damage"})
    result = result_of(take.lines(stocktake_id))
    assert (result.accuracy_bp, result.variance_e6) == (0, PRICE)
    assert rebuild(day.clinic.store, check=True).different == ()


def test_two_who_differ_count_again(day):
    take, by = day.clinic.stocktake, day.clinic.on_duty
    batch, other = came(day, 10), colleague(day)
    day.clock.pass_minutes(1)
    stocktake_id, _ = take.open(by)
    take.count(by, stocktake_id, {batch: Seen(packs=10)})
    take.count(other, stocktake_id, {batch: Seen(packs=9)})
    assert take.lines(stocktake_id)[0].found.verdict is Verdict.RECOUNT
    take.count(by, stocktake_id, {batch: Seen(packs=10)}, again=True)
    take.approve(by, stocktake_id, {})
    assert on_hand(day, batch) == 10 and result_of(take.lines(stocktake_id)).accuracy_bp == 10_000


def test_a_village_doctor_alone_counts_twice(day):
    take, by = day.clinic.stocktake, day.clinic.on_duty
    with pytest.raises(NothingToCount):
        take.open(by)
    batch = came(day, 2)
    with pytest.raises(NothingToCount):
        take.open(by, "shift")  # no narcotics here
    stocktake_id, _ = take.open(by)
    take.count(by, stocktake_id, {batch: Seen(packs=2)})
    with pytest.raises(NotAgreed):
        take.approve(by, stocktake_id, {})
    take.count(by, stocktake_id, {batch: Seen(packs=2)})
    take.approve(by, stocktake_id, {})
    assert on_hand(day, batch) == 2


def ordered(day: ClinicDay, packs: int = 10) -> UUID:
    return day.clinic.purchase.submit(day.clinic.on_duty, [Wish(DRUG, packs)])[0]


def county_says(day: ClinicDay, fact: object) -> None:
    with day.clinic.store.writing(day.clinic.on_duty.author) as writing:
        writing.append(fact)  # type: ignore[arg-type]


def stage(day: ClinicDay) -> Stage:
    return day.clinic.purchase.orders()[0].order.stage


def test_an_order_from_the_draft_to_the_invoice(day):
    purchase, by = day.clinic.purchase, day.clinic.on_duty
    purchase.keep_draft([Wish(DRUG, 10, "urgent")])
    assert purchase.draft() == [Wish(DRUG, 10, "urgent")]
    order_id = ordered(day)
    (standing,) = purchase.orders()
    assert (standing.order.stage, standing.at_county, purchase.draft()) == (Stage.SUBMITTED, False, [])
    here = day.clinic.store.facility
    cut = Accepted(drug=DRUG, packs=8, why="缺货")
    county_says(day, OrderAccepted(facility=here, order_id=order_id, due=date(2026, 11, 23), lines=(cut,)))
    assert stage(day) is Stage.ACCEPTED
    sent = Shipped(drug=DRUG, lot="A1", expires=date(2028, 1, 1), packs=8, pric_e6=PRICE)
    county_says(day, OrderShipped(facility=here, order_id=order_id, shipment="S1", lines=(sent,)))
    assert stage(day) is Stage.SHIPPED
    with pytest.raises(TooLate):
        purchase.cancel(by, order_id, "不要了")
    came(day, 5, order_id)
    assert stage(day) is Stage.PART
    came(day, 3, order_id)
    (line,) = purchase.orders()[0].order.lines
    assert (stage(day), line.ordered, line.accepted, line.received, line.due) == (Stage.RECEIVED, 10, 8, 8, 0)
    with pytest.raises(InvoiceDiffers):
        purchase.match(by, order_id, "F1", 6799)
    purchase.match(by, order_id, "F1", 6800)
    assert stage(day) is Stage.MATCHED
    purchase.match(by, order_id, "F1", 6800, settled_on=date(2026, 12, 1))
    assert stage(day) is Stage.PAID and purchase.orders()[0].order.overpaid_fen == 0
    with pytest.raises(PaidBefore):
        purchase.match(by, order_id, "F1", 6800, settled_on=date(2026, 12, 2))
    assert rebuild(day.clinic.store, check=True).different == ()


def test_two_pcs_that_both_paid_an_order_are_both_told_with_the_difference(day):
    """Neither replaces the other, whichever is told first; a later matching takes no payment away."""
    purchase, by = day.clinic.purchase, day.clinic.on_duty
    order_id = ordered(day)
    came(day, 10, order_id)
    purchase.match(by, order_id, "F1", 8500)
    paid = [
        InvoiceMatched(order_id=order_id, invoice="F1", amount=8500, settled_on=date(2026, 12, at))
        for at in (1, 3)
    ]
    for fact in (*paid, InvoiceMatched(order_id=order_id, invoice="F1", amount=8500)):
        day.clock.pass_minutes(1)
        with day.clinic.store.writing(by.author) as writing:
            writing.append(fact)
    (order,) = [one.order for one in purchase.orders()]
    assert [one.settled_on.day for one in order.payments] == [1, 3]
    assert (order.stage, order.settled_on, order.overpaid_fen) == (Stage.PAID, date(2026, 12, 1), 8500)
    assert rebuild(day.clinic.store, check=True).different == ()


def test_an_order_is_cancelled_before_anything_is_shipped(day):
    order_id = ordered(day)
    day.clinic.purchase.cancel(day.clinic.on_duty, order_id, "填错")
    assert stage(day) is Stage.CANCELLED
    with pytest.raises(TooLate):
        day.clinic.purchase.cancel(day.clinic.on_duty, order_id, "填错")


def test_only_what_stands_on_the_countys_list_is_ordered_at_its_price(day):
    purchase, by = day.clinic.purchase, day.clinic.on_duty
    county_says(
        day, PricesOrdered(number="目录1", from_day=date(2026, 1, 1), prices=(Price(DRUG, 8_000_000),))
    )
    assert purchase.submit(by, [Wish(DRUG, 1)])[1].lines[0].pric_e6 == 8_000_000
    with pytest.raises(NotOnList):
        purchase.submit(by, [Wish("YP0002", 1)])
    for bad in ([], [Wish(DRUG, 0)], [Wish(DRUG, 1), Wish(DRUG, 2)]):
        with pytest.raises(NothingOrdered):
            purchase.submit(by, bad)


def test_what_runs_short_is_suggested_less_what_is_on_its_way(day):
    came(day, 4)
    for place in range(4):
        sold(day, place)
    purchase = day.clinic.purchase
    (suggested,) = purchase.suggestion()
    # Four packs in the one day that it was there: a month of that, and none is left.
    assert (suggested.drug, suggested.packs, purchase.short()) == (DRUG, 120, [DRUG])
    ordered(day, 100)
    assert purchase.suggestion() == []  # 100 on their way last 25 days, and 10 are safe
    assert [one.packs for one in purchase.suggestion(least={DRUG: 130})] == [30]
