"""麻醉药品专册 over a real store: kept from what happened, two people at each step, the balance is the shelf's."""

import random
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from clinic_app.domain.catalogs import drugs
from clinic_app.domain.pharmacy.movement import Kind, NoReason
from clinic_app.domain.pharmacy.narcotics import TooManyEmpties, TwoPeople
from clinic_app.domain.pharmacy.product import of_drug
from clinic_app.domain.roles import Role
from clinic_app.journal.facts.outpatient import Collector, Diagnosis
from clinic_app.journal.facts.pharmacy import EmptiesOf
from clinic_app.printing.narcotics import register_sheet
from clinic_app.printing.stock import Letterhead
from clinic_app.projections.queries import stock
from clinic_app.services.outpatient import Findings
from clinic_app.services.pharmacy import AtWindow
from clinic_app.services.stock_booking import Delivery, NewBatch, SomeOf
from clinic_app.store.rebuild import rebuild
from tests.signed import sign_without_rules
from tests.ui.clinic_day import PASSWORD, ClinicDay, begin_day, drug_line, found_clinic

MORPHINE = next(one for one in drugs() if one.code == "YP1429")  # an injection, one ampoule a pack
CHECKER = "P009"
DAUGHTER = Collector(name="林小梅", id_number="350881199003071129")


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("morning") / "data"
    found_clinic(folder)
    return folder


@pytest.fixture
def day(founded: Path, tmp_path: Path) -> Iterator[ClinicDay]:
    opened = begin_day(founded, tmp_path / "data")
    clinic = opened.clinic
    clinic.staff.add(clinic.on_duty, CHECKER, "赵复核", frozenset({Role.PHARMACIST}), PASSWORD)
    yield opened
    clinic.close()


def came(day: ClinicDay, lot: str, packs: int, days: int = 400) -> UUID:
    line = NewBatch(
        drug=MORPHINE.code,
        lot=lot,
        expires=day.clinic.stock.today() + timedelta(days=days),
        packs=packs,
        pric_e6=MORPHINE.price_e6,
        no_code="unlabelled",
    )
    delivery = Delivery(supplier="县配送", invoice=f"FP{lot}", lines=(line,))
    fact = day.clinic.stock_booking.receive(day.clinic.on_duty, delivery)
    day.clock.pass_minutes(1)
    return fact.batches[0].batch_id


def paid(day: ClinicDay, place: int = 0, ampoules: int = 1, collector: Collector | None = None) -> UUID:
    """A narcotic prescribed and paid for; the settlement."""
    clinic, by = day.clinic, day.clinic.on_duty
    visit = day.arrives(day.people[place])
    clinic.registration.call(by, visit.id)
    found = Findings(
        complaint="腹痛",
        diagnoses=(Diagnosis("C16.9", "胃恶性肿瘤"),),
        drugs=(drug_line(MORPHINE, ampoules, days=1),),
        collector=collector,
    )
    sign_without_rules(clinic, visit, found)
    settlement_id, _ = clinic.settlement.settle(by, visit.id, self_pay=True)
    return settlement_id


def out(day: ClinicDay, settlement_id: UUID, second: str = CHECKER):
    clinic = day.clinic
    lines = {
        line.feedetl_sn: AtWindow(no_code="torn")
        for line in clinic.pharmacy.of_settlement(settlement_id).lines
    }
    return clinic.pharmacy.dispense(clinic.on_duty, settlement_id, lines, second=second)


def register(day: ClinicDay):
    service = day.clinic.narcotics
    (product,) = service.drugs()
    return service.register(product, service.today().replace(day=1))


def test_a_narcotic_goes_out_before_two_people_and_comes_back_before_two(day):
    came(day, "A1", 5)
    bill = paid(day)
    clinic, by = day.clinic, day.clinic.on_duty
    for nobody in ("", by.staff_id, "P777"):
        with pytest.raises(TwoPeople):
            out(day, bill, nobody)
    assert clinic.pharmacy.of_settlement(bill).lines[0].out_e4 == 0
    out(day, bill)
    (line,) = clinic.pharmacy.of_settlement(bill).lines
    with pytest.raises(TwoPeople):
        clinic.pharmacy.give_back(by, bill, {line.feedetl_sn: 10_000}, "患者不要了")
    clinic.pharmacy.give_back(by, bill, {line.feedetl_sn: 10_000}, "患者不要了", second=CHECKER)
    kinds = [(one.kind, one.qty_e4 // 10_000, one.second) for one in register(day).lines]
    assert kinds == [
        (Kind.RECEIVE, 5, ""),
        (Kind.DISPENSE, -1, CHECKER),
        (Kind.RETURN_FROM_PATIENT, 1, CHECKER),
        (Kind.WASTE, -1, CHECKER),
    ]


def test_a_line_says_who_had_it_on_whose_order_and_who_fetched_it(day):
    came(day, "A1", 5)
    out(day, paid(day, 0, 2, DAUGHTER))
    day.clock.pass_minutes(1)
    out(day, paid(day, 1))
    book = register(day)
    _, first, second = book.lines
    person = day.people[0]
    taker = first.taker
    assert (taker.name, taker.id_number, taker.diagnosis) == (person.name, person.id_number, "胃恶性肿瘤")
    assert taker.receiver == (DAUGHTER.name, DAUGHTER.id_number)
    assert second.taker.receiver == (day.people[1].name, day.people[1].id_number)
    sheet = day.clinic.store.entry(taker.order_id)
    assert sheet.type == "prescription.issued" and taker.order_number == str(sheet.id)[-12:].upper()
    assert (taker.prescriber, first.by, first.second) == (day.clinic.on_duty.staff_id,) * 2 + (CHECKER,)
    assert (first.lot, first.qty_e4, first.balance_e4) == ("A1", -20_000, 30_000)
    assert (book.opening_e4, book.closing_e4) == (0, 20_000)
    assert rebuild(day.clinic.store, check=True).different == ()
    head = Letterhead("卫生院")
    *_, table, sums = register_sheet(head, "350881001", book, {}, day.clock.now).blocks
    assert [row[5] for row in table.rows] == ["0", "5", "3", "2"], "the balance after every line"
    assert {person.id_number, f"{DAUGHTER.name} {DAUGHTER.id_number}"} <= set(table.rows[2])
    assert "收入 5　发出 3" in sums.left and "月末结存 2" in sums.right


def test_ampoules_come_back_and_are_destroyed_before_two(day):
    batch = came(day, "A1", 5)
    fact_id = UUID(int=0)
    out(day, paid(day, 0, 3))
    clinic, by, service = day.clinic, day.clinic.on_duty, day.clinic.narcotics
    line = register(day).lines[-1]
    assert register(day).due(line) == 3
    for count, note, error in ((0, "", TooManyEmpties), (4, "", TooManyEmpties), (2, " ", NoReason)):
        with pytest.raises(error):
            service.take_empties(by, MORPHINE.code, line.source, batch, count, note)
    with pytest.raises(TooManyEmpties):
        service.take_empties(by, MORPHINE.code, fact_id, batch, 1)
    service.take_empties(by, MORPHINE.code, line.source, batch, 2, "一支在家中打碎")
    assert (register(day).lines[-1].returned, register(day).empties_kept) == (2, 2)
    with pytest.raises(TwoPeople):
        service.destroy(by, [EmptiesOf(drug=MORPHINE.code, count=2)], by.staff_id)
    with pytest.raises(TooManyEmpties):
        service.destroy(by, [EmptiesOf(drug=MORPHINE.code, count=3)], CHECKER)
    service.destroy(by, [EmptiesOf(drug=MORPHINE.code, count=2)], CHECKER)
    assert register(day).empties_kept == 0
    assert clinic.store.entry(line.source) is not None


@pytest.mark.parametrize("seed", range(3))
def test_the_balance_after_every_line_is_what_the_shelf_held_then(day, seed):
    dice, clinic, by = random.Random(seed), day.clinic, day.clinic.on_duty
    booking = clinic.stock_booking
    batches = [came(day, "A0", 60, 300)]
    bills: list[UUID] = []
    for step in range(30):
        day.clock.pass_minutes(7)
        held = {one.batch.batch_id: one.batch for one in clinic.stock.shelves(location="")}
        batch = held.get(dice.choice(batches))
        what = dice.choice(["came", "out", "out", "back", "waste", "moved"])
        if what == "came":
            batches.append(came(day, f"A{step}", dice.randrange(1, 9), dice.randrange(200, 700)))
        elif what == "out":
            bills.append(paid(day, dice.randrange(6), dice.randrange(1, 3)))
            out(day, bills[-1])
        elif what == "back" and bills:
            (line,) = clinic.pharmacy.of_settlement(bills[-1]).lines
            if line.out_e4:
                clinic.pharmacy.give_back(
                    by, bills[-1], {line.feedetl_sn: line.out_e4}, "不要了", second=CHECKER
                )
        elif what == "waste" and batch:
            booking.move(by, Kind.WASTE, [SomeOf(batch_id=batch.batch_id, packs=1)], "打破", second=CHECKER)
        elif what == "moved" and batch:
            booking.transfer(by, [SomeOf(batch_id=batch.batch_id, packs=1)], to="病区")
    service = clinic.narcotics
    (product,) = service.drugs()
    lines = service.register(product, service.today().replace(day=1)).lines
    assert len(lines) > 15 and product == of_drug(MORPHINE)
    with clinic.store.reading() as connection:
        for line, later in zip(lines, (*lines[1:], None), strict=True):
            if later is not None and later.at == line.at:
                continue  # one entry, several lines: the shelf is known after the last
            then = stock.shelves(connection, clinic.store.facility, drug=MORPHINE.code, before=line.at + 1)
            assert line.balance_e4 == sum(one.batch.qty_e4 for one in then)
    assert lines[-1].balance_e4 == sum(one.batch.qty_e4 for one in clinic.stock.shelves())
