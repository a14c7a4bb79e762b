"""From the card to the receipt: a bill paid from a purse, also when the PC goes off in between."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from clinic_app.devices.purse_errors import PurseUnknown
from clinic_app.domain.purse import PurseDebitedAlready, PurseNotUnspent, PurseSettledAlready
from clinic_app.domain.settlement.refusals import PurseUnclear, PurseWaits
from clinic_app.services.purse import PurseService
from tests.devices.virtual_purse import DirectTerminal, PsamChip, PurseChip
from tests.ui.clinic_day import ClinicDay, begin_day, found_clinic


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


@pytest.fixture
def card() -> PurseChip:
    return PurseChip()


@pytest.fixture
def terminal(card: PurseChip) -> DirectTerminal:
    return DirectTerminal.of(card, PsamChip())


@pytest.fixture
def purses(day: ClinicDay, terminal: DirectTerminal) -> PurseService:
    return PurseService(day.clinic.store, terminal)


def test_a_debit_survives_a_crash_before_its_settlement_and_pays_once(day, purses, terminal, card):
    by, visit = day.clinic.on_duty, day.bill(0, insured=False)
    purses.debit(by, 500, visit.id, visit.resident_id)
    again = PurseService(day.clinic.store, terminal)  # the PC went off, and is on again
    call_id, amount = again.unspent(visit.id)
    with pytest.raises(PurseDebitedAlready):
        again.debit(by, 500, visit.id, visit.resident_id)
    with pytest.raises(PurseWaits):  # nobody forgets it
        day.clinic.settlement.settle(by, visit.id)
    _, fact = day.clinic.settlement.settle(by, visit.id, purse_call=call_id, purse_amount=amount)
    assert (fact.purse_call, fact.tender["purse"], card.balance) == (call_id, 500, 9_500)
    assert sum(fact.tender.values()) == fact.amounts["psn_cash_pay"]
    assert again.unspent(visit.id) is None
    with pytest.raises(PurseNotUnspent):
        again.hand_back(by, call_id)
    with pytest.raises(PurseSettledAlready):
        again.debit(by, 500, visit.id, visit.resident_id)


def test_a_bill_waits_until_its_debit_is_clear(day, purses, terminal, card):
    by, visit = day.clinic.on_duty, day.bill(0, insured=False)
    terminal.hand.tear_at, terminal.hand.after = 5, True
    with pytest.raises(PurseUnknown):
        purses.debit(by, 500, visit.id, visit.resident_id)
    with pytest.raises(PurseUnclear):
        day.clinic.settlement.settle(by, visit.id)
    terminal.hand.lay(card)
    purses.resolve(by)
    call_id, amount = purses.unspent(visit.id)
    _, fact = day.clinic.settlement.settle(by, visit.id, purse_call=call_id, purse_amount=amount)
    assert fact.tender["purse"] == 500


def test_money_handed_back_leaves_the_bill_to_other_payments(day, purses, card):
    by, visit = day.clinic.on_duty, day.bill(0, insured=False)
    done = purses.debit(by, 500, visit.id, visit.resident_id)
    assert purses.hand_back(by, done.call_id) == 500
    _, fact = day.clinic.settlement.settle(by, visit.id)
    assert (fact.purse_call, fact.tender, card.balance) == (None, {}, 9_500)


def test_a_refund_gives_what_the_purse_paid_in_cash(day, purses, card):
    by, visit = day.clinic.on_duty, day.bill(0, insured=False)
    done = purses.debit(by, 500, visit.id, visit.resident_id)
    settled, made = day.clinic.settlement.settle(by, visit.id, purse_call=done.call_id, purse_amount=500)
    red = day.clinic.refunds.refund(by, settled).red
    back = red.tender or {"cash": red.amounts["psn_cash_pay"]}  # nothing said: all of it in cash
    assert back == {"cash": -made.amounts["psn_cash_pay"]}
    assert card.balance == 9_500
    with pytest.raises(PurseNotUnspent):  # it went back already
        purses.hand_back(by, done.call_id)
