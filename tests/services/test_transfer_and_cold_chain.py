"""What another institution sent is received by one key; a fridge out of its band sets its batches aside."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from msgspec.structs import replace

from clinic_app.domain.catalogs import drugs
from clinic_app.domain.pharmacy.batch import State
from clinic_app.domain.pharmacy.cold_chain import (
    COOL_ROOM,
    FRIDGE,
    BadPlace,
    BadTemperature,
    NoMeasure,
    Place,
)
from clinic_app.domain.pharmacy.movement import NoReason
from clinic_app.journal.facts.county import FacilityRegistered
from clinic_app.journal.facts.stock import BatchMoved, StockReceived, StockTransferred, TransferCancelled
from clinic_app.projections.queries.trace import box_of
from clinic_app.projections.queries.transfers import NoTransfer, Standing
from clinic_app.services.stock_booking import Delivery, NewBatch, SomeOf
from clinic_app.services.transfer import ArrivedAlready, BadArrival, CancelledTransfer, NotUnderway
from clinic_app.store.rebuild import rebuild
from clinic_app.wiring import open_folder
from tests.ui.clinic_day import ADMIN, PASSWORD, ClinicDay, begin_day, found_clinic
from tests.ui.workplace import FACILITY

DRUG, PRICE, SIZE = "YP0001", 8_500_000, 240_000
VILLAGE = "H35088199001"


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


def came(day: ClinicDay, drug: str = DRUG, price: int = PRICE, packs: int = 10) -> UUID:
    expires = day.clinic.stock.today() + timedelta(days=700)
    line = NewBatch(drug=drug, lot="A1", expires=expires, packs=packs, pric_e6=price, no_code="torn")
    fact = day.clinic.stock_booking.receive(day.clinic.on_duty, Delivery(supplier="县配送", lines=(line,)))
    day.clock.pass_minutes(1)
    return fact.batches[0].batch_id


def cold_drug() -> tuple[str, int]:
    found = next(one for one in drugs() if one.storage == "cold_chain" and "township" in one.levels)
    return found.code, found.price_e6


def sent(day: ClinicDay, batch: UUID, packs: int, to: str = VILLAGE) -> StockTransferred:
    fact = day.clinic.stock_booking.transfer(
        day.clinic.on_duty, [SomeOf(batch_id=batch, packs=packs)], to_facility=to
    )
    day.clock.pass_minutes(1)
    return fact


def comes_to_us(day: ClinicDay, packs: int = 3) -> UUID:
    """What a township would send here: the same fact, addressed to this institution."""
    fact = sent(day, came(day), packs)
    with day.clinic.store.writing(day.clinic.on_duty.author) as writing:
        entry = writing.append(replace(fact, to_facility=FACILITY, number="T-from-there"))
    day.clock.pass_minutes(1)
    return entry.id


def test_what_is_sent_stands_on_its_way_with_all_that_the_receiver_needs(day):
    fact = sent(day, came(day), 4)
    assert fact.number.startswith("T") and fact.addressees == (VILLAGE,)
    (told,) = day.clinic.transfer.transfers()
    assert (told.standing, told.number, told.to_facility) == (Standing.UNDERWAY, fact.number, VILLAGE)
    (line,) = told.lines
    assert (line.sent.name, line.sent.lot, line.sent.pric_e6, line.sent.qty_e4) == (
        "阿莫西林胶囊",
        "A1",
        PRICE,
        4 * SIZE,
    )
    with pytest.raises(ArrivedAlready):
        day.clinic.transfer.arrive(day.clinic.on_duty, told.transfer_id)  # not for us


def test_one_key_receives_all_of_it_once(day):
    transfer_id = comes_to_us(day)
    fact = day.clinic.transfer.arrive(day.clinic.on_duty, transfer_id)
    assert fact.addressees == (FACILITY,) and fact.batches[0].qty_e4 == 3 * SIZE
    told = next(one for one in day.clinic.transfer.transfers() if one.transfer_id == transfer_id)
    assert told.standing is Standing.ARRIVED
    with pytest.raises(ArrivedAlready):
        day.clinic.transfer.arrive(day.clinic.on_duty, transfer_id)
    with pytest.raises(NoTransfer):
        day.clinic.transfer.arrive(day.clinic.on_duty, UUID(int=9))
    assert rebuild(day.clinic.store, check=True).different == ()


def test_what_is_missing_needs_a_reason_and_stands_as_a_difference(day):
    transfer_id = comes_to_us(day)
    (line,) = next(one for one in day.clinic.transfer.transfers() if one.transfer_id == transfer_id).lines
    batch = line.sent.batch_id
    for packs in (-1, 4):
        with pytest.raises(BadArrival):
            day.clinic.transfer.arrive(day.clinic.on_duty, transfer_id, {batch: packs})
    with pytest.raises(NoReason):
        day.clinic.transfer.arrive(day.clinic.on_duty, transfer_id, {batch: 2})
    day.clinic.transfer.arrive(day.clinic.on_duty, transfer_id, {batch: 2}, "路上破损")
    told = next(one for one in day.clinic.transfer.transfers() if one.transfer_id == transfer_id)
    assert (told.standing, told.lines[0].diff_e4) == (Standing.DIFFERS, -SIZE)


def on_hand(day: ClinicDay) -> int:
    return sum(one.batch.qty_e4 for one in day.clinic.stock.shelves()) // SIZE


def arrives_elsewhere(day: ClinicDay, tmp_path: Path, transfer_id: UUID, *came: int) -> StockReceived:
    """Another PC of this institution, which did not hear of it, books the arrival too."""
    shutil.copytree(day.clinic.store.folder, tmp_path / "other")
    other = open_folder(tmp_path / "other", ADMIN, PASSWORD, day.clock)
    (line,) = next(one for one in other.transfer.transfers() if one.transfer_id == transfer_id).lines
    packs = {line.sent.batch_id: came[0]} if came else {}
    fact = other.transfer.arrive(other.on_duty, transfer_id, packs, "少了" if came else "")
    other.close()
    return fact


@pytest.mark.parametrize("came", [(), (2,)])
def test_what_two_pcs_without_a_line_receive_is_on_the_shelf_once(day, tmp_path, came):
    transfer_id = comes_to_us(day)
    before = on_hand(day)
    twice = arrives_elsewhere(day, tmp_path, transfer_id, *came)
    day.clock.pass_minutes(1)
    ours = day.clinic.transfer.arrive(day.clinic.on_duty, transfer_id)
    assert [one.batch_id for one in ours.batches] == [one.batch_id for one in twice.batches]
    with day.clinic.store.writing(day.clinic.on_duty.author) as writing:
        writing.append(twice)
    assert on_hand(day) == before + 3  # the earlier one counts: ours is the first that stands in this journal
    told = next(one for one in day.clinic.transfer.transfers() if one.transfer_id == transfer_id)
    assert told.standing is Standing.ARRIVED
    assert rebuild(day.clinic.store, check=True).different == ()


def test_a_transfer_that_never_came_is_taken_back_with_a_reason(day):
    batch = came(day)
    number, here = sent(day, batch, 4).number, day.clinic.on_duty
    (told,) = day.clinic.transfer.transfers()
    assert on_hand(day) == 6
    with pytest.raises(NoReason):
        day.clinic.transfer.cancel(here, told.transfer_id, " ")
    day.clinic.transfer.cancel(here, told.transfer_id, "车没有去")
    (after,) = day.clinic.transfer.transfers()
    assert (after.number, after.standing, after.cancel_reason) == (number, Standing.CANCELLED, "车没有去")
    assert on_hand(day) == 10
    with pytest.raises(NotUnderway):
        day.clinic.transfer.cancel(here, told.transfer_id, "再一次")
    assert rebuild(day.clinic.store, check=True).different == ()


def test_a_transfer_taken_back_is_not_received_any_more(day):
    transfer_id = comes_to_us(day)
    taken_back = TransferCancelled(transfer_id=transfer_id, to_facility=FACILITY, reason="没有去", lines=())
    with day.clinic.store.writing(day.clinic.on_duty.author) as writing:
        writing.append(taken_back)
    with pytest.raises(CancelledTransfer):
        day.clinic.transfer.arrive(day.clinic.on_duty, transfer_id)


@pytest.mark.parametrize("arrival_first", [True, False])
def test_an_arrival_outweighs_a_cancellation_in_either_order(day, arrival_first):
    sent(day, came(day), 4)
    (told,) = day.clinic.transfer.transfers()
    (line,) = told.lines
    back = TransferCancelled(
        transfer_id=told.transfer_id,
        to_facility=VILLAGE,
        reason="没有去",
        lines=(BatchMoved(batch_id=line.sent.batch_id, drug=DRUG, qty_e4=4 * SIZE),),
    )
    arrival = StockReceived(
        received_on=day.clinic.stock.today(),
        supplier=FACILITY,
        kind="transfer_in",
        transfer_id=told.transfer_id,
        batches=(replace(line.sent, batch_id=UUID(int=77), from_batch=line.sent.batch_id, codes=()),),
    )
    for fact in (arrival, back) if arrival_first else (back, arrival):
        with day.clinic.store.writing(day.clinic.on_duty.author) as writing:
            writing.append(fact)
        day.clock.pass_minutes(1)
    (after,) = day.clinic.transfer.transfers()
    assert after.standing is Standing.ARRIVED
    own = [one.batch.qty_e4 for one in day.clinic.stock.shelves() if one.batch.batch_id == line.sent.batch_id]
    assert own == [6 * SIZE]
    assert rebuild(day.clinic.store, check=True).different == ()


def test_a_box_that_went_with_it_can_be_handed_out_again(day):
    expires = day.clinic.stock.today() + timedelta(days=700)
    medicine = next(one for one in drugs() if one.code == DRUG)
    box = f"{medicine.trace_prefix}{7:013d}"
    line = NewBatch(drug=DRUG, lot="A1", expires=expires, packs=1, pric_e6=PRICE, codes=(box,))
    fact = day.clinic.stock_booking.receive(day.clinic.on_duty, Delivery(supplier="县配送", lines=(line,)))
    batch = fact.batches[0].batch_id
    some = SomeOf(batch_id=batch, packs=1, codes=(box,))
    day.clinic.stock_booking.transfer(day.clinic.on_duty, [some], to_facility=VILLAGE)

    def left() -> int:
        with day.clinic.store.reading() as connection:
            return box_of(connection, FACILITY, box, day.clinic.stock.today()).left_e4

    assert left() == 0
    (told,) = day.clinic.transfer.transfers()
    day.clinic.transfer.cancel(day.clinic.on_duty, told.transfer_id, "没有去")
    assert left() == SIZE


def test_partners_are_the_own_villages(day):
    with day.clinic.store.writing(day.clinic.on_duty.author) as writing:
        writing.append(
            FacilityRegistered(code=VILLAGE, name="下洋村卫生室", inst_lv="village", parent=FACILITY)
        )
        writing.append(FacilityRegistered(code="H9", name="别处村卫生室", inst_lv="village", parent="H8"))
    assert [one.name for one in day.clinic.transfer.partners()] == ["下洋村卫生室"]


def test_a_fridge_out_of_its_band_sets_its_batches_aside_until_somebody_decides(day):
    chain, by = day.clinic.cold_chain, day.clinic.on_duty
    assert chain.alarms().due == ()
    code, price = cold_drug()
    cold, warm = came(day, code, price, packs=2), came(day)
    assert chain.alarms().due == (FRIDGE,)
    chain.log(by, FRIDGE, 45)
    assert chain.alarms().due == () and state(day, cold) is State.OK
    day.clock.pass_minutes(6 * 60)  # the afternoon's
    assert chain.alarms().due == (FRIDGE,)
    with pytest.raises(NoMeasure):
        chain.log(by, FRIDGE, 112)
    with pytest.raises(BadTemperature):
        chain.log(by, FRIDGE, 1120)
    chain.log(by, FRIDGE, 112, "停电，已移至备用冷柜")
    assert (state(day, cold), state(day, warm)) == (State.QUARANTINE, State.OK)
    day.clock.pass_minutes(1)
    day.clinic.stock_booking.judge(by, cold, State.OK, "厂家说明书：短时可用")
    assert state(day, cold) is State.OK
    latest, morning = chain.readings()
    assert (latest.tenths, latest.in_band, morning.in_band) == (112, False, True)
    assert rebuild(day.clinic.store, check=True).different == ()


def test_a_warm_store_room_is_told_and_blocks_nothing(day):
    batch = came(day)
    day.clinic.cold_chain.log(day.clinic.on_duty, COOL_ROOM, 240, "开空调")
    assert state(day, batch) is State.OK and not day.clinic.cold_chain.readings()[0].in_band


def state(day: ClinicDay, batch: UUID) -> State:
    return next(one.batch.state for one in day.clinic.stock.shelves() if one.batch.batch_id == batch)


def test_each_fridge_has_its_own_band_its_own_drugs_and_its_own_alarms(day):
    chain, by = day.clinic.cold_chain, day.clinic.on_duty
    first, second = [one for one in drugs() if one.storage == "cold_chain" and "township" in one.levels][:2]
    one, other = came(day, first.code, first.price_e6), came(day, second.code, second.price_e6)
    with pytest.raises(BadPlace):
        chain.name_place(by, Place("二号柜", "cold_chain", 80, 20))
    big = Place("一号柜", "cold_chain", 20, 80)
    small = Place("二号柜", "cold_chain", 20, 50, drugs=(second.code,))
    for place in (big, small):
        chain.name_place(by, place)
    assert chain.places() == (big, small) and chain.alarms().due == (big, small)
    chain.log(by, big, 60)
    chain.log(by, small, 60, "调低温控")
    assert (state(day, one), state(day, other)) == (State.OK, State.QUARANTINE)
    alarms = chain.alarms()
    assert [each.place for each in alarms.outside] == ["二号柜"] and not alarms.due and not alarms.missed
    day.clock.pass_minutes(24 * 60)  # nobody read in the afternoon
    alarms = chain.alarms()
    assert [(each.place.name, each.half) for each in alarms.missed] == [("一号柜", "pm"), ("二号柜", "pm")]
    assert alarms.due == (big, small) and alarms.count == 5
    chain.log(by, small, 40)
    assert chain.alarms().outside == () and chain.alarms().due == (big,)
    chain.name_place(by, big, in_use=False)
    assert chain.places() == (small,) and chain.alarms().due == ()
    assert rebuild(day.clinic.store, check=True).different == ()
