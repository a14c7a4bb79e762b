"""Stock through the services and a real store: what came in goes out first expiring first, box by box, once."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from clinic_app.domain.catalogs import drugs, services
from clinic_app.domain.pharmacy.batch import Band, State
from clinic_app.domain.pharmacy.fefo import NotUsable, OutOfStock
from clinic_app.domain.pharmacy.handing import LaterBatch
from clinic_app.domain.pharmacy.movement import Kind, NoReason
from clinic_app.domain.pharmacy.product import StoppedDrug
from clinic_app.domain.pharmacy.sold_codes import mark_of, packed
from clinic_app.domain.pharmacy.trace import (
    CodeMissing,
    CodeSold,
    HereAlready,
    SoldElsewhere,
    TooManyCodes,
    WrongProduct,
)
from clinic_app.domain.roles import NotAllowed, Role
from clinic_app.journal.facts.catalogs import CatalogPublished
from clinic_app.journal.facts.outpatient import Diagnosis
from clinic_app.journal.facts.stock import LotRecalled, Price, PricesOrdered, SoldCodesPublished
from clinic_app.projections.queries.stock import price_in_force
from clinic_app.services.outpatient import Findings
from clinic_app.services.pharmacy import AtWindow, MoreThanPaid, NotOnBill
from clinic_app.services.purchase import Wish
from clinic_app.services.stock_booking import (
    BadDelivery,
    Delivery,
    NewBatch,
    ShortLife,
    SomeOf,
    WrongKind,
    WrongPrice,
)
from clinic_app.store.rebuild import rebuild
from clinic_app.wiring import open_folder
from tests.signed import sign_without_rules
from tests.ui.clinic_day import ADMIN, PASSWORD, ClinicDay, begin_day, drug_line, found_clinic, service_line

DRUG, PRICE, SIZE = "YP0001", 8_500_000, 240_000  # 阿莫西林胶囊, 24 capsules
MEDICINE = next(one for one in drugs() if one.code == DRUG)
FEE = service_line(next(one for one in services() if one.code == "ZL0001"))
BILL = ("ZL0001", DRUG)  # a fee and a pack of it: line 2


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


def code(number: int) -> str:
    """The trace code of a box of the drug."""
    return f"{MEDICINE.trace_prefix}{number:013d}"


def came(day: ClinicDay, lot: str = "A1", packs: int = 5, days: int = 400, **more: object) -> UUID:
    """A delivery of one batch; returns the batch."""
    today = day.clinic.stock.today()
    fields = {"pric_e6": PRICE, "no_code": "torn", "drug": DRUG, "expires": today + timedelta(days=days)}
    line = NewBatch(lot=lot, packs=packs, **{**fields, **more})
    fact = day.clinic.stock_booking.receive(day.clinic.on_duty, Delivery(supplier="县配送", lines=(line,)))
    day.clock.pass_minutes(1)
    return fact.batches[0].batch_id


def paid(day: ClinicDay, place: int = 0, *codes: str) -> UUID:
    visit = day.bill(place, *(codes or BILL))
    settlement_id, _ = day.clinic.settlement.settle(day.clinic.on_duty, visit.id)
    return settlement_id


def out(day: ClinicDay, settlement_id: UUID, **wish: object):
    fields = {"no_code": "torn"} if "codes" not in wish else {}
    lines = {"2": AtWindow(**{**fields, **wish})}
    return day.clinic.pharmacy.dispense(day.clinic.on_duty, settlement_id, lines)


def told(day: ClinicDay, fact: object) -> UUID:
    """The county's word arrives."""
    with day.clinic.store.writing(day.clinic.on_duty.author) as writing:
        return writing.append(fact).id  # type: ignore[arg-type]


def on_hand(day: ClinicDay) -> dict[str, int]:
    """Packs by lot."""
    return {one.batch.lot: one.batch.qty_e4 // SIZE for one in day.clinic.stock.shelves()}


def test_until_anything_was_received_the_window_works_without_stock(day):
    fact = day.clinic.pharmacy.dispense(day.clinic.on_duty, paid(day))
    assert [one.taken for one in fact.lines] == [()]
    assert day.clinic.stock.offer(DRUG, 10_000, "盒") == ()


def test_what_expires_first_goes_first_and_another_batch_needs_a_reason(day):
    late, soon = came(day, "B2", days=700), came(day, "A1", packs=1)
    bill = paid(day)
    with pytest.raises(LaterBatch):
        out(day, bill, batch_id=late)
    assert out(day, bill).lines[0].taken[0].batch_id == soon
    assert on_hand(day) == {"B2": 5}
    fact = out(day, paid(day, 1), batch_id=late)  # the only one there now
    assert fact.lines[0].taken[0].batch_id == late
    came(day, "C3", days=300)
    assert out(day, paid(day, 2), batch_id=late, later="患者指定同批").lines[0].taken[0].later
    assert rebuild(day.clinic.store, check=True).different == ()


def test_more_than_is_there_is_refused_and_a_part_can_go(day):
    came(day, packs=1)
    bill = bill_of(day, day.arrives(day.people[0]), packs=3)
    with pytest.raises(OutOfStock):
        out(day, bill)
    with pytest.raises(MoreThanPaid):
        out(day, bill, cnt_e4=40_000)
    out(day, bill, cnt_e4=10_000)
    (waiting,) = day.clinic.pharmacy.waiting()
    assert [line.left_e4 for line in waiting.lines] == [20_000]
    assert on_hand(day) == {}
    came(day, "B2")
    out(day, bill)
    assert day.clinic.pharmacy.waiting() == [] and on_hand(day) == {"B2": 3}


def bill_of(day: ClinicDay, visit, packs: int) -> UUID:

    clinic, by = day.clinic, day.clinic.on_duty
    clinic.registration.call(by, visit.id)
    found = Findings(
        complaint="咽痛",
        diagnoses=(Diagnosis("J06.9", "急性上呼吸道感染"),),
        drugs=(drug_line(MEDICINE, packs=packs),),
        services=(FEE,),
    )
    sign_without_rules(clinic, visit, found)
    return clinic.settlement.settle(by, visit.id)[0]


def test_a_box_is_sold_once(day):
    came(day, packs=2, codes=(code(1), code(2)), no_code="")
    first, second = paid(day), paid(day, 1)
    with pytest.raises(CodeMissing):
        out(day, first, no_code="")
    fact = out(day, first, codes=(code(1),))
    assert fact.lines[0].taken[0].codes[0].code == code(1)
    with pytest.raises(CodeSold):
        out(day, second, codes=(code(1),))
    with pytest.raises(WrongProduct):
        out(day, second, codes=("8999999" + "0" * 13,))
    out(day, second, codes=(code(2),))
    with pytest.raises(CodeSold):  # nor is it received again
        came(day, packs=1, codes=(code(2),), no_code="")


def test_a_box_sold_elsewhere_in_the_county_is_refused_without_a_line(day):
    came(day, packs=5)
    told(day, SoldCodesPublished(day=date(2026, 11, 19), marks=packed([mark_of(code(7))])))
    bill = paid(day)
    with pytest.raises(SoldElsewhere):
        out(day, bill, codes=(code(7),))
    with pytest.raises(SoldElsewhere):
        came(day, packs=1, codes=(code(7),), no_code="")
    out(day, bill, codes=(code(8),))
    came(day, "B2", packs=1, codes=(code(9),), no_code="")
    with pytest.raises(HereAlready):
        came(day, "B2", packs=1, codes=(code(9),), no_code="")


def test_our_own_box_that_came_back_is_sold_again_though_the_county_told_of_it(day):
    came(day, packs=1, codes=(code(1),), no_code="")
    first = paid(day)
    out(day, first, codes=(code(1),))
    told(day, SoldCodesPublished(day=date(2026, 11, 19), marks=packed([mark_of(code(1))])))
    day.clinic.pharmacy.give_back(day.clinic.on_duty, first, {"2": 10_000}, "开错")
    assert on_hand(day) == {"A1": 1}
    out(day, first, codes=(code(1),))


def test_an_opened_pack_comes_back_as_waste(day):
    came(day, packs=2)
    bill = paid(day)
    out(day, bill)
    fact = day.clinic.pharmacy.give_back(
        day.clinic.on_duty, bill, {"2": 10_000}, "过敏", opened=frozenset({"2"})
    )
    assert fact.lines[0].wasted and on_hand(day) == {"A1": 1}
    kinds = day.clinic.stock.month(2026, 11).lines[0][1].kinds
    assert kinds[Kind.WASTE].qty_e4 == -SIZE and kinds[Kind.RETURN_FROM_PATIENT].qty_e4 == SIZE


def test_two_pcs_that_sell_the_last_box_without_a_line_stand_below_zero_with_their_names(day, tmp_path):
    clinic, by = day.clinic, day.clinic.on_duty
    came(day, packs=1)
    more = came(day, "A2", packs=1)
    first, second = paid(day), paid(day, 1)
    clinic.stock_booking.judge(
        by, more, State.QUARANTINE, "外观异常"
    )  # one box is left for two who have paid
    elsewhere = tmp_path / "other"
    shutil.copytree(clinic.store.folder, elsewhere)
    other = open_folder(elsewhere, ADMIN, PASSWORD, day.clock)
    theirs = other.pharmacy.dispense(other.on_duty, first, {"2": AtWindow(no_code="torn")})
    other.close()
    out(day, second)
    with clinic.store.writing(replace(by.author, staff_id="P009", sign=None)) as writing:
        writing.append(theirs)  # the other PC's entry arrives
    (short,) = clinic.stock.overdrawn()
    assert (short.batch.qty_e4, short.by) == (-SIZE, ("P009", by.name))


def test_a_recalled_lot_and_a_batch_set_aside_are_not_handed_out(day):
    one = came(day, "A1")
    bill, second = paid(day), paid(day, 1)
    day.clinic.stock_booking.judge(day.clinic.on_duty, one, State.QUARANTINE, "外观异常")
    with pytest.raises(OutOfStock):
        out(day, bill)
    with pytest.raises(NotUsable):
        out(day, bill, batch_id=one)
    day.clinic.stock_booking.judge(day.clinic.on_duty, one, State.OK, "复验合格")
    out(day, bill)
    told(day, LotRecalled(drug=DRUG, lot="A1", reason="国家药监局通告"))
    with pytest.raises(OutOfStock):
        out(day, second)
    (given,) = day.clinic.stock.given_of_lot(DRUG, "A1")
    assert given.name == day.people[0].name and given.qty_e4 == SIZE
    fact = day.clinic.stock_booking.move(
        day.clinic.on_duty, Kind.RECALL, [SomeOf(batch_id=one, packs=4)], "召回退回"
    )
    assert fact.kind == "recall" and on_hand(day) == {}


def test_a_delivery_with_a_wrong_price_a_short_life_or_no_lot_is_refused(day):
    told(day, PricesOrdered(number="调价1", from_day=date(2026, 11, 1), prices=(Price(DRUG, PRICE),)))
    with pytest.raises(WrongPrice):
        came(day, pric_e6=PRICE + 1)
    with pytest.raises(ShortLife):
        came(day, days=179)
    with pytest.raises(BadDelivery):
        came(day, lot=" ")
    with pytest.raises(CodeMissing):
        came(day, no_code="")
    assert day.clinic.stock.shelves() == []
    came(day)


def test_only_a_pharmacist_or_village_doctor_books(day):
    cashier = replace(day.clinic.on_duty, roles=frozenset({Role.CASHIER}))
    with pytest.raises(NotAllowed):
        day.clinic.stock_booking.receive(cashier, Delivery(supplier="x", lines=()))
    with pytest.raises(NotAllowed):
        day.clinic.stocktake.open(cashier)


def test_the_month_adds_up_in_quantity_and_to_the_fen(day):
    clinic, by = day.clinic, day.clinic.on_duty
    one = came(day, "A1", packs=10)
    came(day, "B2", packs=3, pric_e6=PRICE + 333_333, days=500)
    clinic.stock_booking.move(by, Kind.SPLIT, [SomeOf(batch_id=one, packs=2)], "拆零")
    clinic.stock_booking.move(by, Kind.WASTE, [SomeOf(batch_id=one, packs=1, units_e4=50_000)], "破损")
    clinic.stock_booking.transfer(by, [SomeOf(batch_id=one, packs=1)], to="病区")
    clinic.stock_booking.transfer(by, [SomeOf(batch_id=one, packs=1)], to_facility="350881101")
    out(day, paid(day))
    sheet = clinic.stock.month(2026, 11)
    for shelf, account in sheet.lines:
        assert account.closing.qty_e4 == shelf.batch.qty_e4
        assert account.closing.value_e6 == shelf.batch.pack.value_e6(shelf.batch.qty_e4, shelf.batch.loose_e4)
        fen = account.fen()
        assert sum(fen.values()) - fen["closing"] == fen["closing"]
    first = sheet.lines[0][1]
    assert first.kinds[Kind.RECEIVE].qty_e4 == 10 * SIZE and first.kinds[Kind.DISPENSE].qty_e4 == -SIZE
    assert sheet.total.split_diff_e6 == 2 * sheet.lines[0][0].batch.pack.split_diff_e6 != 0
    fen = sheet.total.fen()
    assert fen["receive"] == 10 * 850 + 3 * 883 + 1 and fen["dispense"] == -850
    assert sum(fen.values()) == 2 * fen["closing"]
    later = clinic.stock.month(2026, 12)
    assert [one.opening for _, one in later.lines] == [one.closing for _, one in sheet.lines]
    assert [one.batch.qty_e4 // SIZE for one in clinic.stock.shelves("病区")] == [1]


def test_what_is_booked_by_hand_has_its_conditions(day):
    clinic, by = day.clinic, day.clinic.on_duty
    one = came(day, packs=2)
    for kind in (Kind.EXPIRE, Kind.RECALL, Kind.DISPENSE):
        with pytest.raises(WrongKind):
            clinic.stock_booking.move(by, kind, [SomeOf(batch_id=one, packs=1)], "r")
    with pytest.raises(NoReason):
        clinic.stock_booking.move(by, Kind.WASTE, [SomeOf(batch_id=one, packs=1)], " ")
    with pytest.raises(OutOfStock):
        clinic.stock_booking.move(by, Kind.WASTE, [SomeOf(batch_id=one, packs=3)], "r")
    with pytest.raises(OutOfStock):  # no pack is open
        clinic.stock_booking.move(by, Kind.WASTE, [SomeOf(batch_id=one, units_e4=10_000)], "r")


def test_a_new_price_moves_what_is_left_into_a_batch_at_that_price_with_its_boxes(day):
    clinic, by = day.clinic, day.clinic.on_duty
    came(day, packs=2, codes=(code(1), code(2)), no_code="")
    out(day, paid(day), codes=(code(1),))
    bill = paid(day, 1)  # before the new price
    order = told(
        day, PricesOrdered(number="调价2", from_day=date(2026, 11, 20), prices=(Price(DRUG, 9_000_000),))
    )
    clinic.stock_booking.revalue(by, order)
    (shelf,) = clinic.stock.shelves()
    assert (shelf.batch.pack.pric_e6, shelf.batch.qty_e4, shelf.batch.lot) == (9_000_000, SIZE, "A1")
    with clinic.store.reading() as connection:
        assert price_in_force(connection, DRUG, clinic.stock.today()) == (9_000_000, order)
    old, new = (account for _, account in clinic.stock.month(2026, 11).lines)
    assert {old.closing.qty_e4, new.closing.qty_e4} == {0, SIZE}
    assert out(day, bill, codes=(code(2),)).lines[0].taken[0].batch_id == shelf.batch.batch_id
    (otherwise,) = clinic.stock.priced_otherwise()
    assert (otherwise.billed_e6, otherwise.batch_e6) == (PRICE, 9_000_000)


def test_the_bills_price_is_that_of_the_batch_that_would_go(day):
    came(day, "A1", packs=2)
    came(day, "B2", packs=5, pric_e6=9_000_000, days=500)
    offered = day.clinic.stock.offer(DRUG, 30_000, "盒")
    assert [(one.lot, one.cnt_e4, one.pric_e6) for one in offered] == [
        ("A1", 20_000, PRICE),
        ("B2", 10_000, 9_000_000),
    ]
    day.bill(0, *BILL)  # prescribed and not fetched: left to that patient
    assert [one.cnt_e4 for one in day.clinic.stock.offer(DRUG, 30_000, "盒")] == [10_000, 20_000]
    (unit,) = day.clinic.stock.offer(DRUG, 30_000, "粒")
    assert unit.pric_e6 == 354_167
    with pytest.raises(OutOfStock):
        day.clinic.stock.offer(DRUG, 90_000, "盒")
    with pytest.raises(OutOfStock):
        day.clinic.stock.offer("YP0002", 10_000, "盒")


def test_warnings_name_what_expires_soon(day):
    came(day, "A1", days=400)
    day.clock.now += 86_400_000 * 320
    (warned,) = day.clinic.stock.warnings()
    assert (warned.shelf.batch.lot, warned.band) == ("A1", Band.ORANGE)


def test_a_rebuild_gives_the_same_stock(day):
    one = came(day, packs=3, codes=(code(1),))
    day.clinic.stock_booking.move(day.clinic.on_duty, Kind.SPLIT, [SomeOf(batch_id=one, packs=1)], "拆零")
    out(day, paid(day), codes=(code(1),))
    told(day, SoldCodesPublished(day=date(2026, 11, 19), marks=packed(range(100))))
    assert rebuild(day.clinic.store, check=True).different == ()


def test_the_window_shows_beforehand_what_would_go_and_which_line_a_box_is_of(day):
    soon = came(day, "A1", packs=1, codes=(code(1),), no_code="")
    late = came(day, "B2", packs=3, days=700)
    bill = bill_of(day, day.arrives(day.people[0]), packs=2)
    pharmacy = day.clinic.pharmacy
    filled = pharmacy.fill(bill, {})["2"]
    assert (filled.boxes, filled.scanned, filled.done) == (2, 0, False)
    assert [(batch.batch_id, qty_e4) for batch, qty_e4 in filled.going] == [(soon, SIZE), (late, SIZE)]
    assert [one.batch_id for one in filled.choices] == [soon, late]
    assert pharmacy.line_of_box(bill, code(1), {}) == "2"
    once = {"2": AtWindow(codes=(code(1),), no_code="torn")}
    assert pharmacy.fill(bill, once)["2"].done
    with pytest.raises(TooManyCodes):
        pharmacy.line_of_box(bill, code(1), once)
    with pytest.raises(NotOnBill):
        pharmacy.line_of_box(bill, "99999990000000000001", {})
    beyond = pharmacy.fill(bill, {"2": AtWindow(batch_id=late, cnt_e4=10_000)})["2"]
    assert isinstance(beyond.refusal, LaterBatch) and not beyond.done


def test_without_stock_there_is_nothing_to_fill(day):
    assert day.clinic.pharmacy.fill(paid(day), {}) == {}


def test_what_the_catalogue_struck_off_is_bought_no_more(day):
    came(day, packs=5)
    heading = "code,name,unit,pack_unit,pack_qty,price_e6,state,instead"
    text = f"{heading}\n{DRUG},阿莫西林胶囊,粒,盒,24,{PRICE},stopped,YP0101\n"
    out(day, paid(day))
    told(day, CatalogPublished(kind="drugs", text=text))
    with pytest.raises(StoppedDrug):
        came(day, "A2")
    with pytest.raises(StoppedDrug):
        day.clinic.purchase.submit(day.clinic.on_duty, [Wish(DRUG, 3)])
    assert day.clinic.purchase.plan() == [] and day.clinic.purchase.short() == []
    assert on_hand(day) == {"A1": 4}, "what is left is there until it goes back"
