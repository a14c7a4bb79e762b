"""发药: what is paid goes out once, and comes back before the money does."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from clinic_app.domain.settlement.refusals import DrugsAreOut
from clinic_app.journal.facts.settlement import SettlementReversed
from clinic_app.services.pharmacy import HandedOutAlready, NotHandedOut, NothingToGiveBack, NotPaid
from clinic_app.store.rebuild import rebuild
from clinic_app.wiring import open_folder
from tests.ui.clinic_day import ADMIN, PASSWORD, ClinicDay, begin_day, found_clinic
from tests.ui.ward_day import a_stay


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


def paid(day: ClinicDay, place: int = 0, *codes: str):
    visit = day.bill(place, *codes)
    settlement_id, _ = day.clinic.settlement.settle(day.clinic.on_duty, visit.id)
    return visit, settlement_id


def money_back_elsewhere(day: ClinicDay, settlement_id) -> None:
    """A PC that did not know of the drugs took the bill back; its red arrives."""
    made = day.clinic.settlement.made(settlement_id)
    red = SettlementReversed(
        settlement_id=settlement_id,
        number="B1",
        refund_date=day.clinic.pharmacy.today(),
        amounts={name: -fen for name, fen in made.amounts.items()},
    )
    with day.clinic.store.writing(day.clinic.on_duty.author) as writing:
        writing.append(red)


def test_only_what_is_paid_waits_and_only_drugs_of_it(day):
    unpaid = day.bill(1)
    visit, settlement_id = paid(day)
    paid(day, 2, "ZL0001")  # no drug on it
    (waiting,) = day.clinic.pharmacy.waiting()
    assert (waiting.visit_id, waiting.visit_number) == (visit.id, visit.number)
    assert [(line.code, line.left_e4, line.unit) for line in waiting.lines] == [
        ("YP0001", 10_000, "盒"),
        ("YP0101", 10_000, "盒"),
    ]
    assert waiting.lines[0].spec and waiting.lines[0].frequency
    assert unpaid.id != visit.id and waiting.settlement_id == settlement_id


def test_a_ward_bill_does_not_wait_at_the_window(day):
    day.clinic.wardbill.settle(day.clinic.on_duty, a_stay(day).id)
    assert day.clinic.pharmacy.waiting() == []


def test_handed_out_once(day):
    pharmacy, by = day.clinic.pharmacy, day.clinic.on_duty
    visit, settlement_id = paid(day)
    fact = pharmacy.dispense(by, settlement_id)
    assert [(line.feedetl_sn, line.cnt_e4) for line in fact.lines] == [("2", 10_000), ("3", 10_000)]
    assert pharmacy.waiting() == []
    assert [one.visit_id for one in pharmacy.handed_out()] == [visit.id]
    with pytest.raises(HandedOutAlready):
        pharmacy.dispense(by, settlement_id)
    assert rebuild(day.clinic.store, check=True).different == ()


def test_at_most_what_went_out_comes_back_and_may_go_out_again(day):
    pharmacy, by = day.clinic.pharmacy, day.clinic.on_duty
    _, settlement_id = paid(day)
    pharmacy.dispense(by, settlement_id)
    with pytest.raises(NotHandedOut):
        pharmacy.give_back(by, settlement_id, {"2": 10_001}, "过敏")
    with pytest.raises(NotHandedOut):
        pharmacy.give_back(by, settlement_id, {"1": 10_000}, "过敏")  # the fee
    with pytest.raises(NothingToGiveBack):
        pharmacy.give_back(by, settlement_id, {"2": 0}, "过敏")
    pharmacy.give_back(by, settlement_id, {"2": 10_000}, "过敏")
    with pytest.raises(NotHandedOut):
        pharmacy.give_back(by, settlement_id, {"2": 10_000}, "过敏")
    (waiting,) = pharmacy.waiting()
    assert [line.left_e4 for line in waiting.lines] == [10_000, 0]
    assert [line.feedetl_sn for line in pharmacy.dispense(by, settlement_id).lines] == ["2"]


def test_a_bill_taken_back_is_not_handed_out_and_what_is_out_is_named(day):
    clinic, by = day.clinic, day.clinic.on_duty
    _, settlement_id = paid(day)
    clinic.refunds.refund(by, settlement_id, reason="药品退回")
    with pytest.raises(NotPaid):
        clinic.pharmacy.dispense(by, settlement_id)
    _, second = paid(day, 1)
    clinic.pharmacy.dispense(by, second)
    assert clinic.pharmacy.too_much() == []
    with pytest.raises(DrugsAreOut):
        clinic.refunds.refund(by, second, reason="药品退回")
    money_back_elsewhere(day, second)
    assert [(one.paid_e4, one.out_e4, one.by) for one in clinic.pharmacy.too_much()] == [
        (0, 10_000, (by.name,))
    ] * 2
    clinic.pharmacy.give_back(by, second, {"2": 10_000, "3": 10_000}, "补退药")
    assert clinic.pharmacy.too_much() == []


def test_a_bill_settled_anew_does_not_go_out_again(day):
    clinic, by = day.clinic, day.clinic.on_duty
    visit, first = paid(day)
    clinic.pharmacy.dispense(by, first)
    money_back_elsewhere(day, first)
    second, _ = clinic.settlement.settle(by, visit.id, self_pay=True)
    assert clinic.pharmacy.waiting() == []
    assert clinic.pharmacy.too_much() == []
    with pytest.raises(HandedOutAlready):
        clinic.pharmacy.dispense(by, second)


def test_two_pcs_without_a_line_are_both_named(day, tmp_path):
    clinic, by = day.clinic, day.clinic.on_duty
    _, settlement_id = paid(day)
    elsewhere = tmp_path / "other"
    shutil.copytree(clinic.store.folder, elsewhere)
    other = open_folder(elsewhere, ADMIN, PASSWORD, day.clock)
    twice = other.pharmacy.dispense(other.on_duty, settlement_id)
    other.close()
    clinic.pharmacy.dispense(by, settlement_id)
    with clinic.store.writing(by.author) as writing:  # the other PC's entry arrives
        writing.append(twice)
    found = clinic.pharmacy.too_much()
    assert [(one.drug, one.paid_e4, one.out_e4) for one in found] == [
        ("阿莫西林胶囊", 10_000, 20_000),
        ("头孢呋辛酯片", 10_000, 20_000),
    ]
    assert clinic.pharmacy.waiting() == []
