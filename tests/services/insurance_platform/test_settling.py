"""Settlement with the insurance platform: the trial, the booking, and what happens when no answer comes."""

import pytest

from clinic_app.domain.platform.errors import (
    NoAnswer,
    OutcomeUnknown,
    PlatformRefused,
    SplitDiffers,
    Unverified,
    WrongSum,
)
from clinic_app.domain.settlement.refusals import DueChanged, NotEnough, ReversedAlready, SettledAlready
from clinic_app.services.platform import Became, Payment
from clinic_app.sync.simulated.faults import Fault


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
    assert not desk.service.on_line()
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
