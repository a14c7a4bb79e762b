"""Settlement with the insurance platform: the trial, the booking, and what happens when no answer comes."""

from dataclasses import replace
from datetime import date

import pytest

from clinic_app.domain.platform.errors import (
    NoAnswer,
    OtherPerson,
    OutcomeUnknown,
    PlatformRefused,
    SplitDiffers,
    Unverified,
    WrongSum,
)
from clinic_app.domain.platform.nodes import Totals
from clinic_app.domain.settlement.refusals import (
    DueChanged,
    NotEnough,
    PurseMismatch,
    ReversedAlready,
    SettledAlready,
)
from clinic_app.journal.entry import new_id
from clinic_app.journal.facts.calls import CallIntended
from clinic_app.journal.facts.stock import Price, PricesOrdered
from clinic_app.projections.queries.calls import CallState
from clinic_app.services.platform import Became, Payment, PlatformService
from clinic_app.store.calls import CallLedger
from clinic_app.sync.simulated.faults import Fault
from clinic_app.sync.simulated.people import Known


def test_a_trial_books_nothing_and_can_be_repeated(desk):
    visit = desk.day.bill(0)
    first = desk.service.presettle(desk.me, visit.id)
    again = desk.service.presettle(desk.me, visit.id)
    assert first.split.figures() == again.split.figures()
    assert first.mdtrt_id == again.mdtrt_id
    assert desk.ours() == desk.theirs() == {}
    assert first.amounts.fund_pay_sumamt > 0
    assert desk.script.asked.count("9001") == 1  # once for operator and day


def test_what_is_settled_stands_in_both_books(desk):
    visit = desk.day.bill(0)
    shown = desk.service.presettle(desk.me, visit.id)
    due = shown.amounts.cash_pay
    settlement_id, made = desk.service.settle(desk.me, visit.id, Payment(received=due + 500), due_shown=due)
    assert (made.status, made.change) == ("settled", 500)
    assert made.setl_id in desk.theirs()
    assert desk.ours() == desk.theirs()
    assert desk.made(settlement_id) == made
    assert desk.service.open_calls() == []


def test_the_split_is_the_same_as_the_policy_gives(desk):
    visit = desk.day.bill(0)
    ours = desk.day.clinic.settlement.presettle(visit.id).amounts
    theirs = desk.service.presettle(desk.me, visit.id).amounts
    assert (theirs.medfee_sumamt, theirs.fund_pay_sumamt, theirs.cash_pay) == (
        ours.medfee_sumamt,
        ours.fund_pay_sumamt,
        ours.cash_pay,
    )


def test_it_is_booked_as_it_was_asked_whatever_a_medicine_costs_by_then(desk):
    visit = desk.day.bill(0)
    shown = desk.service.presettle(desk.me, visit.id)
    desk.script.next("2207", Fault.LOST_AFTER)
    desk.script.next("5203", Fault.LOST_BEFORE)
    with pytest.raises(OutcomeUnknown):
        desk.service.settle(desk.me, visit.id)
    drug = next(line for line in shown.bill.lines if line.purc_pric_e6 is not None)
    order = PricesOrdered(
        number="1", from_day=date(2026, 1, 1), prices=(Price(drug.med_list_codg, drug.pric_e6 * 2),)
    )
    with desk.day.clinic.store.writing(desk.me.author) as writing:
        writing.append(order)
    (found,) = desk.service.resolve(desk.me)
    assert [(line.med_list_codg, line.pric_e6, line.name != "") for line in found.made.lines] == [
        (line.med_list_codg, line.pric_e6, True) for line in shown.bill.lines
    ]
    assert found.made.amounts["medfee_sumamt"] == shown.amounts.medfee_sumamt


@pytest.mark.parametrize("fault", [Fault.LOST_BEFORE, Fault.SYSTEM_BEFORE, Fault.LATER])
def test_a_settlement_that_did_not_happen_is_dropped_and_can_be_made_again(desk, fault):
    visit = desk.day.bill(0)
    desk.script.next("2207", fault)
    with pytest.raises(NoAnswer):
        desk.service.settle(desk.me, visit.id)
    assert desk.ours() == desk.theirs() == {}
    assert desk.service.open_calls() == []
    desk.service.settle(desk.me, visit.id)
    assert len(desk.ours()) == 1
    assert desk.ours() == desk.theirs()


@pytest.mark.parametrize("fault", [Fault.LOST_AFTER, Fault.SYSTEM_AFTER, Fault.LATE])
def test_a_settlement_whose_answer_was_lost_is_found_by_asking(desk, fault):
    visit = desk.day.bill(0)
    desk.script.next("2207", fault)
    _, made = desk.service.settle(desk.me, visit.id)
    assert made.setl_id in desk.theirs()
    assert desk.ours() == desk.theirs()


def test_while_nobody_knows_nothing_is_charged_again(desk):
    visit = desk.day.bill(0)
    desk.script.next("2207", Fault.LOST_AFTER)
    desk.script.next("5203", Fault.LOST_BEFORE)
    with pytest.raises(OutcomeUnknown):
        desk.service.settle(desk.me, visit.id)
    with pytest.raises(OutcomeUnknown):
        desk.service.settle(desk.me, visit.id)
    (found,) = desk.service.resolve(desk.me)
    assert found.became is Became.BOOKED and found.made is not None
    assert desk.ours() == desk.theirs()
    assert desk.service.resolve(desk.me) == []


def test_two_desks_do_not_settle_one_visit_twice(desk):
    visit = desk.day.bill(0)
    desk.service.settle(desk.me, visit.id)
    with pytest.raises(SettledAlready):
        desk.service.settle(desk.me, visit.id)
    assert len(desk.theirs()) == 1


def test_a_visit_that_was_charged_otherwise_meanwhile_is_taken_back_there(desk):
    visit = desk.day.bill(0)
    desk.script.next("2207", Fault.LOST_AFTER)
    desk.script.next("5203", Fault.LOST_BEFORE)
    with pytest.raises(OutcomeUnknown):
        desk.service.settle(desk.me, visit.id)
    desk.day.clinic.settlement.settle(desk.me, visit.id, self_pay=True)
    (found,) = desk.service.resolve(desk.me)
    assert found.became is Became.DROPPED
    assert desk.ours() == desk.theirs() == {}


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault.OTHER_AMOUNT, SplitDiffers),
        (Fault.WRONG_SUM, WrongSum),
        (Fault.NO_AMOUNT, Unverified),
    ],
)
def test_an_answer_that_cannot_be_booked_is_taken_back(desk, fault, error):
    visit = desk.day.bill(0)
    desk.script.next("2207", fault)
    with pytest.raises(error):
        desk.service.settle(desk.me, visit.id)
    assert desk.ours() == desk.theirs() == {}
    assert desk.service.open_calls() == []


def test_what_is_being_taken_back_is_not_booked_meanwhile(desk):
    """2601 is under way and arrives only after 5203 has found the settlement."""
    visit = desk.day.bill(0)
    desk.script.next("2207", Fault.OTHER_AMOUNT)
    desk.script.next("2601", Fault.LATER)
    with pytest.raises(SplitDiffers):
        desk.service.settle(desk.me, visit.id)
    assert len(desk.theirs()) == 1  # not undone yet
    (found, *_) = desk.service.resolve(desk.me)
    assert found.became is Became.DROPPED
    for _ in range(3):
        desk.service.presettle(desk.me, visit.id)
    assert desk.ours() == desk.theirs() == {}
    assert desk.service.open_calls() == []


def test_both_splits_are_told(desk):
    visit = desk.day.bill(0)
    desk.script.next("2207", Fault.OTHER_AMOUNT)
    with pytest.raises(SplitDiffers) as told:
        desk.service.settle(desk.me, visit.id)
    assert told.value.facts["shown"] != told.value.facts["booked"]


def test_a_refusal_is_certain(desk):
    visit = desk.day.bill(0)
    desk.script.next("2207", Fault.REFUSED)
    with pytest.raises(PlatformRefused):
        desk.service.settle(desk.me, visit.id)
    assert desk.service.open_calls() == []
    desk.service.settle(desk.me, visit.id)
    assert desk.ours() == desk.theirs()


def test_money_is_checked_before_anything_is_sent(desk):
    visit = desk.day.bill(0)
    due = desk.service.presettle(desk.me, visit.id).amounts.cash_pay
    with pytest.raises(NotEnough):
        desk.service.settle(desk.me, visit.id, Payment(received=due - 1))
    with pytest.raises(DueChanged):
        desk.service.settle(desk.me, visit.id, due_shown=due + 1)
    with pytest.raises(DueChanged):
        desk.service.settle(desk.me, visit.id, Payment(tender={"wechat": due - 1}))
    assert "2207" not in desk.script.asked


def test_a_refund_stands_in_both_books(desk):
    visit = desk.day.bill(0)
    settlement_id, made = desk.service.settle(desk.me, visit.id)
    red = desk.service.reverse(desk.me, settlement_id, "收错了")
    assert red.amounts["medfee_sumamt"] == -made.amounts["medfee_sumamt"]
    assert desk.ours() == desk.theirs() == {}
    with pytest.raises(ReversedAlready):
        desk.service.reverse(desk.me, settlement_id)
    desk.service.settle(desk.me, visit.id)  # the visit may be charged anew
    assert desk.ours() == desk.theirs()


@pytest.mark.parametrize("fault", [Fault.LOST_BEFORE, Fault.SYSTEM_BEFORE, Fault.LATER])
def test_a_refund_that_did_not_happen_is_dropped(desk, fault):
    settlement_id, _ = desk.service.settle(desk.me, desk.day.bill(0).id)
    desk.script.next("2208", fault)
    with pytest.raises(OutcomeUnknown):
        desk.service.reverse(desk.me, settlement_id)
    assert len(desk.ours()) == 1
    assert desk.ours() == desk.theirs()
    desk.service.reverse(desk.me, settlement_id)
    assert desk.ours() == desk.theirs() == {}


@pytest.mark.parametrize("fault", [Fault.LOST_AFTER, Fault.SYSTEM_AFTER, Fault.LATE])
def test_a_refund_whose_answer_was_lost_is_found(desk, fault):
    settlement_id, _ = desk.service.settle(desk.me, desk.day.bill(0).id)
    desk.script.next("2208", fault)
    desk.service.reverse(desk.me, settlement_id)
    assert desk.ours() == desk.theirs() == {}


def test_a_registration_whose_answer_was_lost_is_not_made_twice(desk):
    visit = desk.day.bill(0)
    desk.script.next("2201", Fault.LOST_AFTER)
    with pytest.raises(NoAnswer):
        desk.service.presettle(desk.me, visit.id)
    desk.service.settle(desk.me, visit.id)
    assert desk.script.asked.count("2201") == 1
    assert desk.ours() == desk.theirs()


def test_a_registration_that_arrives_late_is_the_one_that_is_used(desk):
    visit = desk.day.bill(0)
    desk.script.next("2201", Fault.LATE)
    with pytest.raises(NoAnswer):
        desk.service.presettle(desk.me, visit.id)
    desk.service.settle(desk.me, visit.id)
    assert desk.script.asked.count("2201") == 1


def debited(desk, visit, fen: int):
    """The e-purse has paid for this visit."""
    ledger = CallLedger(desk.day.clinic.store)
    call = ledger.intend(
        desk.me.author,
        CallIntended(kind="purse.debit", msgid="t", visit_id=visit.id, amount=fen),
        visit.resident_id,
    )
    ledger.sent(desk.me.author, call)
    ledger.conclude(desk.me.author, call, CallState.SUCCEEDED, "answer")
    return call


def test_what_is_left_is_paid_by_purse_telephone_and_cash(desk):
    visit = desk.day.bill(0)
    person = desk.service.presettle(desk.me, visit.id).amounts.psn_cash_pay
    call = debited(desk, visit, 300)
    tender = {"purse": 300, "wechat": 200, "cash": person - 500}
    payment = Payment(received=person, tender=tender, purse_call=call, purse_amount=300)
    _, made = desk.service.settle(desk.me, visit.id, payment, due_shown=person - 300)
    assert (made.amounts["ewallet_pay"], made.amounts["cash_pay"]) == (300, person - 300)
    assert (made.tender, made.purse_call) == (tender, call)
    assert (made.received, made.change) == (person, 500)
    assert desk.ours() == desk.theirs()


def test_a_debit_that_is_not_this_visits_pays_nothing(desk):
    visit, other = desk.day.bill(0), desk.day.bill(1)
    call = debited(desk, other, 300)
    with pytest.raises(PurseMismatch):
        desk.service.settle(desk.me, visit.id, Payment(purse_call=call, purse_amount=300))
    assert "2207" not in desk.script.asked


def test_a_lost_answer_keeps_how_it_was_paid(desk):
    visit = desk.day.bill(0)
    call = debited(desk, visit, 300)
    desk.script.next("2207", Fault.LOST_AFTER)
    desk.script.next("5203", Fault.LOST_BEFORE)
    with pytest.raises(OutcomeUnknown):
        desk.service.settle(desk.me, visit.id, Payment(purse_call=call, purse_amount=300))
    desk.restart()
    (found,) = desk.service.resolve(desk.me)
    assert found.made is not None
    assert (found.made.purse_call, found.made.tender["purse"]) == (call, 300)


def test_another_insurance_takes_the_registration_over(desk):
    desk.platform._people.numbers[desk.day.people[0].id_number] = Known(
        psn_no=f"P{desk.day.people[0].id_number[-8:]}", name="", insutypes=("390", "380")
    )
    visit = desk.day.bill(0)
    first = desk.service.presettle(desk.me, visit.id)
    other = desk.service.presettle(desk.me, visit.id, insutype="380")
    assert first.insured.insutype == "390" and other.insured.insutype == "380"
    assert first.mdtrt_id != other.mdtrt_id
    _, made = desk.service.settle(desk.me, visit.id, insutype="380")
    assert made.insutype == "380"
    assert desk.ours() == desk.theirs()


def test_the_card_of_somebody_else_settles_nothing(desk):
    desk.platform._people.numbers[desk.day.people[0].id_number] = Known(
        psn_no="P-other", name="", insutypes=("390",)
    )
    with pytest.raises(OtherPerson):
        desk.service.presettle(desk.me, desk.day.bill(0).id)


def test_the_days_totals_are_compared_and_a_difference_is_named(desk):
    _, made = desk.service.settle(desk.me, desk.day.bill(0).id)
    ours = Totals(
        insutype="390",
        clr_type="11",
        begin=made.setl_date,
        end=made.setl_date,
        medfee_sumamt=made.amounts["medfee_sumamt"],
        fund_pay_sumamt=made.amounts["fund_pay_sumamt"],
        acct_pay=0,
        count=1,
    )
    assert desk.service.compare_totals(desk.me, ours) == (True, "")
    same, words = desk.service.compare_totals(
        desk.me, replace(ours, fund_pay_sumamt=ours.fund_pay_sumamt + 1)
    )
    assert not same and "fund_pay_sumamt" in words


def test_a_call_of_another_pc_is_left_to_it(desk):
    visit = desk.day.bill(0)
    desk.script.next("2207", Fault.LOST_AFTER)
    desk.script.next("5203", Fault.LOST_BEFORE)
    with pytest.raises(OutcomeUnknown):
        desk.service.settle(desk.me, visit.id)
    desk.restart()
    desk.day.clinic.store.device = new_id()  # as seen from the clinic's other PC
    assert desk.service.resolve(desk.me) == []
    assert not desk.service.unfinished()[0].here
    (found,) = desk.service.resolve(desk.me, everywhere=True)
    assert found.became is Became.BOOKED


def test_what_another_window_may_still_wait_for_is_left_alone(desk):
    visit = desk.day.bill(0)
    desk.script.next("2207", Fault.LOST_AFTER)
    desk.script.next("5203", Fault.LOST_BEFORE)
    with pytest.raises(OutcomeUnknown):
        desk.service.settle(desk.me, visit.id)
    beside = PlatformService(desk.day.clinic.store, desk.platform)
    assert beside.resolve(desk.me) == []
    desk.day.clock.pass_minutes(2)
    assert len(beside.resolve(desk.me)) == 1
