"""零差率: what a medicine costs is what the batches cost that it comes out of; the bill fixes them."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from msgspec.structs import replace

from clinic_app.domain.pharmacy.movement import Kind
from clinic_app.domain.settlement.refund import TakeBack
from clinic_app.journal.facts.outpatient import Diagnosis
from clinic_app.journal.facts.stock import Price, PricesOrdered
from clinic_app.projections.queries.prescribing import context_of
from clinic_app.projections.queries.reserved import waiting_by_drug
from clinic_app.projections.queries.stock import shelves
from clinic_app.projections.queries.unmatched import Why
from clinic_app.services.outpatient import Findings
from clinic_app.services.pharmacy import AtWindow
from tests.services.test_stock import DRUG, FEE, MEDICINE, PRICE, came, told
from tests.signed import sign_without_rules
from tests.ui.clinic_day import ClinicDay, begin_day, drug_line, found_clinic

DEAR = 9_000_000


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


def signed(day: ClinicDay, place: int, *packs: int) -> UUID:
    """A visit with an order of the drug for each number of packs, signed and not billed."""
    visit = day.arrives(day.people[place])
    day.clinic.registration.call(day.clinic.on_duty, visit.id)
    found = Findings(
        complaint="咽痛",
        diagnoses=(Diagnosis("J06.9", "急性上呼吸道感染"),),
        drugs=tuple(drug_line(MEDICINE, packs=count) for count in packs),
        services=(FEE,),
    )
    sign_without_rules(day.clinic, visit, found)
    day.clock.pass_minutes(1)
    return visit.id


def billed(day: ClinicDay, visit: UUID) -> tuple[UUID, list[tuple[int, int, int | None]]]:
    """The settlement, and packs, price and purchase price of each line of the drug."""
    settlement_id, made = day.clinic.settlement.settle(day.clinic.on_duty, visit)
    lines = [
        (line.cnt_e4 // 10_000, line.pric_e6, line.purc_pric_e6)
        for line in made.lines
        if line.med_list_codg == DRUG
    ]
    assert all(line.purc_pric_e6 is None for line in made.lines if line.med_list_codg != DRUG)
    return settlement_id, lines


def handed_out(day: ClinicDay, settlement_id: UUID) -> dict[str, dict[str, int]]:
    """Packs by line of the bill and lot."""
    wish = AtWindow(no_code="torn")
    fact = day.clinic.pharmacy.dispense(day.clinic.on_duty, settlement_id, {str(no): wish for no in range(9)})
    lots = {one.batch.batch_id: one.batch.lot for one in _all_shelves(day)}
    return {
        line.feedetl_sn: {lots[taken.batch_id]: taken.qty_e4 // 240_000 for taken in line.taken}
        for line in fact.lines
    }


def _all_shelves(day: ClinicDay):
    with day.clinic.store.reading() as connection:
        return shelves(connection, day.clinic.store.facility)


def test_a_bill_has_a_line_for_each_price_and_the_window_hands_out_those_batches(day):
    came(day, "A1", packs=2)
    came(day, "B2", packs=5, pric_e6=DEAR, days=500)
    visit = signed(day, 0, 3)
    shown = day.clinic.settlement.presettle(visit)
    assert [one.pric_e6 for one in shown.orders if one.code == DRUG] == [PRICE, DEAR]
    settlement_id, lines = billed(day, visit)
    assert lines == [(2, PRICE, PRICE), (1, DEAR, DEAR)]
    (waits,) = day.clinic.pharmacy.waiting()
    assert [(one.paid_e4 // 10_000, one.pric_e6) for one in waits.lines] == [(2, PRICE), (1, DEAR)]
    assert handed_out(day, settlement_id) == {"2": {"A1": 2}, "3": {"B2": 1}}
    assert day.clinic.stock.priced_otherwise() == []


def test_who_was_prescribed_first_has_the_first_batches_whoever_pays_first(day):
    came(day, "A1", packs=5)
    came(day, "B2", packs=9, pric_e6=DEAR, days=500)
    first, second = signed(day, 0, 4), signed(day, 1, 4)
    late, lines = billed(day, second)
    assert lines == [(1, PRICE, PRICE), (3, DEAR, DEAR)]
    early, lines = billed(day, first)
    assert lines == [(4, PRICE, PRICE)]
    assert handed_out(day, late) == {"2": {"A1": 1}, "3": {"B2": 3}}
    assert handed_out(day, early) == {"2": {"A1": 4}}
    assert day.clinic.stock.priced_otherwise() == []


def test_what_is_paid_for_stays_reserved_on_later_days_and_what_is_only_prescribed_does_not(day):
    came(day, "A1", packs=4)
    came(day, "B2", packs=9, pric_e6=DEAR, days=500)
    signed(day, 0, 3)
    billed(day, signed(day, 1, 1))
    assert [one.lot for one in day.clinic.stock.offer(DRUG, 10_000, "盒")] == ["B2"]
    day.clock.now += 86_400_000
    offered = day.clinic.stock.offer(DRUG, 40_000, "盒")
    assert [(one.lot, one.cnt_e4) for one in offered] == [("A1", 30_000), ("B2", 10_000)]


def test_a_doctor_sees_what_others_do_not_wait_for(day):
    came(day, "A1", packs=4)
    signed(day, 0, 3)
    mine, other = (day.arrives(day.people[place]).resident_id for place in (0, 1))
    clinic = day.clinic
    with clinic.store.reading() as connection:
        left = [
            context_of(connection, clinic.store.facility, clinic.on_duty.staff_id, who, [DRUG], day.clock.now)
            .stock[DRUG][0]
            .units
            for who in (mine, other)
        ]
    assert left == [96, 24]


def test_a_pack_and_single_ones_of_one_drug_each_keep_their_unit_and_dose(day):
    """Two packs and five capsules wait: five, not a hundred and twenty, are reserved for the second order."""
    came(day, "A1", packs=9)
    visit = day.arrives(day.people[0])
    day.clinic.registration.call(day.clinic.on_duty, visit.id)
    packs = drug_line(MEDICINE, packs=2)
    single = replace(packs, unit=MEDICINE.unit, cnt_e4=50_000, dose="1粒")
    found = Findings(complaint="咽痛", diagnoses=(Diagnosis("J06.9", "上感"),), drugs=(packs, single))
    sign_without_rules(day.clinic, visit, found)
    day.clinic.settlement.settle(day.clinic.on_duty, visit.id)
    here, today = day.clinic.store.facility, day.clinic.stock.today()
    with day.clinic.store.reading() as connection:
        waits = waiting_by_drug(connection, here, today)[DRUG]
    assert [(one.cnt_e4, one.unit) for one in waits] == [(20_000, "盒"), (50_000, MEDICINE.unit)]
    (patient,) = day.clinic.pharmacy.waiting()
    assert [(one.dose, one.unit) for one in patient.lines] == [
        (packs.dose, "盒"),
        ("1粒", MEDICINE.unit),
    ]


def test_two_orders_of_one_drug_do_not_take_the_same_box(day):
    came(day, "A1", packs=1)
    came(day, "A2", packs=2, days=450)
    came(day, "B2", packs=5, pric_e6=DEAR, days=500)
    settlement_id, lines = billed(day, signed(day, 0, 2, 2))
    assert lines == [(2, PRICE, PRICE), (1, PRICE, PRICE), (1, DEAR, DEAR)]
    assert handed_out(day, settlement_id) == {"2": {"A1": 1, "A2": 1}, "3": {"A2": 1}, "4": {"B2": 1}}
    assert day.clinic.stock.overdrawn() == []


def test_without_stock_the_county_price_counts_and_so_does_it_for_what_is_missing(day):
    assert billed(day, signed(day, 0, 2))[1] == [(2, PRICE, PRICE)]  # the catalogue's
    told(day, PricesOrdered(number="调价1", from_day=date(2026, 11, 1), prices=(Price(DRUG, DEAR),)))
    assert billed(day, signed(day, 1, 2))[1] == [(2, DEAR, DEAR)]
    came(day, "B2", packs=5, pric_e6=DEAR)
    assert billed(day, signed(day, 2, 3))[1] == [
        (3, DEAR, DEAR)
    ]  # four wait for others, one is there, two are not
    assert day.clinic.settlement.differing() == []


def test_a_price_that_changes_after_the_bill_is_told_to_the_storekeeper(day):
    came(day, "A1", packs=1)
    settlement_id, lines = billed(day, signed(day, 0, 1))
    order = told(day, PricesOrdered(number="调价2", from_day=date(2026, 11, 1), prices=(Price(DRUG, DEAR),)))
    day.clinic.stock_booking.revalue(day.clinic.on_duty, order)
    assert lines == [(1, PRICE, PRICE)]
    handed_out(day, settlement_id)
    (told_of,) = day.clinic.pharmacy.unmatched()
    assert (told_of.why, told_of.billed_e6, told_of.batch_e6) == (Why.PRICE, PRICE, DEAR)
    (otherwise,) = day.clinic.stock.priced_otherwise()
    assert (otherwise.billed_e6, otherwise.batch_e6) == (PRICE, DEAR)


def test_a_refund_of_one_price_leaves_the_other_as_it_was(day):
    came(day, "A1", packs=2)
    came(day, "B2", packs=5, pric_e6=DEAR, days=500)
    settlement_id, _ = billed(day, signed(day, 0, 3))
    lines = (TakeBack(feedetl_sn="3", cnt_e4=10_000),)
    rest = day.clinic.refunds.refund(day.clinic.on_duty, settlement_id, lines, "退药").rest
    assert rest is not None
    kept = [(one.cnt_e4, one.pric_e6, one.purc_pric_e6) for one in rest.lines if one.med_list_codg == DRUG]
    assert kept == [(20_000, PRICE, PRICE)]


def test_what_a_month_handed_out_is_worth_what_was_charged_for_it(day):
    came(day, "A1", packs=2)
    came(day, "B2", packs=5, pric_e6=DEAR, days=500)
    charged = 0
    for place, packs in ((0, 3), (1, 2)):
        settlement_id, lines = billed(day, signed(day, place, packs))
        handed_out(day, settlement_id)
        charged += sum(count * price for count, price, _ in lines)
        assert day.clinic.pharmacy.unmatched() == []
    assert day.clinic.stock.month(2026, 11).total.kinds[Kind.DISPENSE].value_e6 == -charged
