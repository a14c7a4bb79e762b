"""收款: several means, the e-purse, bills put aside, and two windows at one bill."""

import multiprocessing
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from clinic_app.domain.settlement.refusals import (
    DueChanged,
    NotEnough,
    PurseMismatch,
    PurseSpent,
    PurseUnclear,
    PurseWaits,
    SettledAlready,
)
from clinic_app.domain.tender import BadTender, Choices
from clinic_app.journal.facts.calls import CallIntended
from clinic_app.projections.queries.calls import CallState
from clinic_app.store.calls import CallLedger
from clinic_app.wiring import open_folder
from tests.services.test_bills_and_papers import day, founded
from tests.ui.clinic_day import ADMIN, PASSWORD, ClinicDay

__all__ = ["day", "founded"]


def debited(day: ClinicDay, visit_id: UUID | None, amount: int, state: CallState | None) -> UUID:
    """A debit as the purse's service writes it; `state` None: nobody knows."""
    ledger, by = CallLedger(day.clinic.store), day.clinic.on_duty.author
    call = CallIntended(
        kind="purse.debit", msgid=uuid4().hex, visit_id=visit_id, amount=amount, request={"serial": "1"}
    )
    call_id = ledger.intend(by, call)
    ledger.sent(by, call_id)
    if state is not None:
        ledger.conclude(by, call_id, state, "answer")
    return call_id


def test_part_by_phone_the_rest_in_cash_with_change(day):
    visit, service = day.bill(0), day.clinic.settlement
    due = service.presettle(visit.id).amounts.cash_pay
    _, made = service.settle(day.clinic.on_duty, visit.id, 5000, tender={"wechat": 700}, due_shown=due)
    assert made.tender == {"wechat": 700, "cash": due - 700}
    assert (made.received, made.change) == (5000, 5000 - (due - 700))
    assert sum(made.tender.values()) == made.amounts["psn_cash_pay"]


def test_all_by_phone_needs_no_cash(day):
    visit, service = day.bill(0), day.clinic.settlement
    due = service.presettle(visit.id).amounts.cash_pay
    _, made = service.settle(day.clinic.on_duty, visit.id, tender={"alipay": due})
    assert (made.tender, made.received, made.change) == ({"alipay": due}, 0, 0)


def test_all_in_cash_says_nothing_more_than_before(day):
    _, made = day.clinic.settlement.settle(day.clinic.on_duty, day.bill(0).id)
    assert made.tender == {}


def test_too_little_cash_beside_the_phone_or_too_much_by_it_charges_nothing(day):
    visit, service = day.bill(0), day.clinic.settlement
    due = service.presettle(visit.id).amounts.cash_pay
    with pytest.raises(NotEnough):
        service.settle(day.clinic.on_duty, visit.id, due - 701, tender={"wechat": 700})
    with pytest.raises(BadTender):
        service.settle(day.clinic.on_duty, visit.id, tender={"wechat": due + 1})
    assert service.of_day(service.today()) == []


def test_the_purse_pays_what_was_debited(day):
    visit, service = day.bill(0), day.clinic.settlement
    ready = service.presettle(visit.id, ewallet_request=1000, ewallet_balance=5000)
    assert ready.amounts.ewallet_pay == 1000
    call = debited(day, visit.id, 1000, CallState.SUCCEEDED)
    _, made = service.settle(
        day.clinic.on_duty, visit.id, due_shown=ready.amounts.cash_pay, purse_call=call, purse_amount=1000
    )
    assert (made.amounts["ewallet_pay"], made.purse_call) == (1000, call)
    assert made.tender == {"purse": 1000, "cash": ready.amounts.cash_pay}


def test_the_purse_pays_for_those_without_insurance_too(day):
    visit, service = day.bill(0, insured=False), day.clinic.settlement
    call = debited(day, visit.id, 3410, CallState.SUCCEEDED)
    _, made = service.settle(day.clinic.on_duty, visit.id, purse_call=call, purse_amount=3410)
    assert (made.tender, made.amounts["ewallet_pay"], made.amounts.get("cash_pay", 0)) == (
        {"purse": 3410},
        3410,
        0,
    )


def test_a_purse_that_paid_more_than_is_due_gets_the_rest_in_cash(day):
    visit, service = day.bill(0, insured=False), day.clinic.settlement
    call = debited(day, visit.id, 4000, CallState.SUCCEEDED)
    _, made = service.settle(day.clinic.on_duty, visit.id, purse_call=call, purse_amount=4000)
    assert (made.tender, made.received, made.change) == ({"purse": 4000, "cash": -590}, 0, 590)


@pytest.mark.parametrize("state", [CallState.FAILED, CallState.REVERSED])
def test_a_debit_that_did_not_succeed_pays_nothing(day, state):
    visit = day.bill(0)
    call = debited(day, visit.id, 1000, state)
    with pytest.raises(PurseMismatch):
        day.clinic.settlement.settle(day.clinic.on_duty, visit.id, purse_call=call, purse_amount=1000)


def test_a_debit_of_another_visit_or_amount_pays_nothing(day):
    visit, other = day.bill(0), day.bill(1)
    call = debited(day, other.id, 1000, CallState.SUCCEEDED)
    settle = day.clinic.settlement.settle
    with pytest.raises(PurseMismatch):
        settle(day.clinic.on_duty, visit.id, purse_call=call, purse_amount=1000)
    with pytest.raises(PurseMismatch):
        settle(day.clinic.on_duty, other.id, purse_call=call, purse_amount=999)
    with pytest.raises(PurseMismatch):
        settle(day.clinic.on_duty, visit.id, purse_amount=500)
    assert day.clinic.settlement.of_day(day.clinic.settlement.today()) == []


def test_while_nobody_knows_whether_the_purse_was_debited_nothing_is_charged(day):
    visit = day.bill(0)
    debited(day, visit.id, 1000, None)
    with pytest.raises(PurseUnclear):
        day.clinic.settlement.settle(day.clinic.on_duty, visit.id)


def test_a_debit_that_was_made_is_used_and_never_made_twice(day):
    visit = day.bill(0)
    call = debited(day, visit.id, 1000, CallState.SUCCEEDED)
    service = day.clinic.settlement
    with pytest.raises(PurseWaits):
        service.settle(day.clinic.on_duty, visit.id)
    settlement_id, _ = service.settle(day.clinic.on_duty, visit.id, purse_call=call, purse_amount=1000)
    day.clinic.refunds.refund(day.clinic.on_duty, settlement_id, reason="收错了")
    with pytest.raises(PurseSpent):
        service.settle(day.clinic.on_duty, visit.id, purse_call=call, purse_amount=1000)
    _, again = service.settle(day.clinic.on_duty, visit.id)
    assert again.purse_call is None


# 暂挂.


def test_a_bill_put_aside_keeps_its_choices_over_a_restart(day):
    visit = day.bill(0)
    chosen = Choices(acct_request=500, means="wechat", by_means=700, use_purse=True)
    day.clinic.settlement.hold(visit.id, chosen)
    day.clinic.close()
    day.clinic = open_folder(day.clinic.store.folder, ADMIN, PASSWORD, day.clock)
    assert day.clinic.settlement.held() == {visit.id: chosen}
    assert day.clinic.settlement.resume(visit.id) == chosen
    assert day.clinic.settlement.held() == {}
    assert day.clinic.settlement.resume(visit.id) == Choices()


def test_a_settled_bill_is_aside_no_more(day):
    visit = day.bill(0)
    day.clinic.settlement.hold(visit.id, Choices(self_pay=True))
    day.clinic.settlement.settle(day.clinic.on_duty, visit.id)
    assert day.clinic.settlement.held() == {}


# Two windows.


def _charge(folder: Path, visit_id: UUID, gate: object, answers: object) -> None:
    clinic = open_folder(folder, ADMIN, PASSWORD)
    gate.wait()  # type: ignore[attr-defined]
    try:
        clinic.settlement.settle(clinic.on_duty, visit_id)
        answers.put("charged")  # type: ignore[attr-defined]
    except SettledAlready:
        answers.put("already")  # type: ignore[attr-defined]
    finally:
        clinic.close()


def test_of_two_processes_on_one_store_one_charges_the_visit(day):
    visit = day.bill(0, insured=False)
    spawned = multiprocessing.get_context("spawn")
    gate, answers = spawned.Barrier(2), spawned.Queue()
    windows = [
        spawned.Process(target=_charge, args=(day.clinic.store.folder, visit.id, gate, answers))
        for _ in range(2)
    ]
    for window in windows:
        window.start()
    said = sorted(answers.get(timeout=60) for _ in windows)
    for window in windows:
        window.join(30)
    assert said == ["already", "charged"]
    assert [one.visit_id for one in settled_everywhere(day)] == [visit.id]


def settled_everywhere(day: ClinicDay) -> Iterator[object]:
    import sqlalchemy as sa

    from clinic_app.projections.tables.settlement import settlement

    with day.clinic.store.reading() as connection:
        yield from connection.execute(sa.select(settlement.c.visit_id)).all()


def test_a_sum_that_changed_is_not_taken_though_the_means_fit(day):
    visit = day.bill(0)
    with pytest.raises(DueChanged):
        day.clinic.settlement.settle(day.clinic.on_duty, visit.id, tender={"wechat": 1}, due_shown=1)
