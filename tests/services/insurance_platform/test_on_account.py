"""挂账 and 补结算: an outage of the insurance, an estimate, and every difference explained."""

import pytest

from clinic_app.domain.platform.errors import (
    DeferredEnded,
    NoAnswer,
    NoPlatform,
    OnAccountAlready,
    OutcomeUnknown,
    StillRefused,
)
from clinic_app.domain.resources import text
from clinic_app.domain.settlement.refusals import DueChanged
from clinic_app.services.platform import Became, PlatformService
from clinic_app.store import local
from clinic_app.sync.simulated.faults import Fault


def test_a_bill_waits_on_account_with_its_estimate(desk):
    visit = desk.day.bill(0)
    expected = desk.day.clinic.settlement.presettle(visit.id).amounts
    deferred_id, slip = desk.service.defer(desk.me, visit.id)
    assert slip.tender == {"cash": expected.psn_cash_pay}
    assert slip.estimate["fund_pay_sumamt"] == expected.fund_pay_sumamt > 0
    (waiting,) = desk.service.deferred()
    assert (waiting.id, waiting.paid) == (deferred_id, expected.psn_cash_pay)
    with pytest.raises(OnAccountAlready):
        desk.service.defer(desk.me, visit.id)
    with pytest.raises(OnAccountAlready):
        desk.service.settle(desk.me, visit.id)
    assert desk.theirs() == {}


def test_an_estimate_that_was_right_leaves_nothing_to_pay(desk):
    deferred_id, _ = desk.service.defer(desk.me, desk.day.bill(0).id)
    ended = desk.service.settle_deferred(desk.me, deferred_id)
    assert (ended.due, ended.differences) == (0, ())
    assert ended.made.deferred == deferred_id
    assert ended.made.tender == {"prepaid": ended.made.amounts["psn_cash_pay"]}
    assert desk.service.deferred() == []
    assert desk.ours() == desk.theirs()
    with pytest.raises(DeferredEnded):
        desk.service.settle_deferred(desk.me, deferred_id)


def test_what_was_left_too_much_goes_back_and_each_amount_is_explained(desk):
    visit = desk.day.bill(0)
    total = desk.day.clinic.settlement.presettle(visit.id).amounts.medfee_sumamt
    deferred_id, _ = desk.service.defer(desk.me, visit.id, {"cash": total})
    ended = desk.service.settle_deferred(desk.me, deferred_id)
    person = ended.made.amounts["psn_cash_pay"]
    assert ended.due == person - total < 0
    assert ended.made.tender == {"prepaid": total, "cash": ended.due}
    assert sum(ended.made.tender.values()) == person


def test_an_estimate_by_another_policy_is_explained_amount_by_amount(desk):
    visit = desk.day.bill(0)
    dearer = text("policies", "open_sample.toml").replace("ratio_bp = 5000", "ratio_bp = 3000")
    desk.day.clinic.insurance.install_policy(desk.me, dearer)
    deferred_id, slip = desk.service.defer(desk.me, visit.id)
    ended = desk.service.settle_deferred(desk.me, deferred_id)
    assert {"hifp_pay", "fund_pay_sumamt", "psn_cash_pay"} == {one.name for one in ended.differences}
    assert ended.due == -(ended.made.amounts["fund_pay_sumamt"] - slip.estimate["fund_pay_sumamt"]) < 0
    for one in ended.differences:
        assert one.final - one.estimated == ended.made.amounts[one.name] - slip.estimate[one.name]
        assert "估算" in one.sentence() and "estimated" in one.sentence("en")


def test_an_estimate_is_as_old_as_the_countys_word_like_the_bill_on_the_screen(desk):
    visit = desk.day.bill(0)
    with desk.day.clinic.store.writing(desk.me.author) as writing:
        local.write(writing.connection, local.SERVER, "https://county")  # and never pulled
    shown = desk.day.clinic.settlement.presettle(visit.id)
    deferred_id, slip = desk.service.defer(desk.me, visit.id)
    assert shown.refusal == "E_OFFLINE_STALE"
    assert slip.estimate.get("fund_pay_sumamt", 0) == 0
    assert slip.tender == {"cash": shown.amounts.psn_cash_pay}
    with pytest.raises(StillRefused):
        PlatformService(desk.day.clinic.store, None).settle_deferred(desk.me, deferred_id)


def test_the_difference_that_the_cashier_saw_is_the_one_that_is_taken(desk):
    deferred_id, _ = desk.service.defer(desk.me, desk.day.bill(0).id)
    with pytest.raises(DueChanged):
        desk.service.settle_deferred(desk.me, deferred_id, due_shown=100)
    assert desk.theirs() == {}
    assert desk.service.settle_deferred(desk.me, deferred_id, due_shown=0).due == 0


def test_while_the_line_is_cut_the_bill_stays_on_account(desk):
    deferred_id, _ = desk.service.defer(desk.me, desk.day.bill(0).id)
    desk.script.next("9001", Fault.LOST_BEFORE)
    with pytest.raises(NoAnswer):
        desk.service.settle_deferred(desk.me, deferred_id)
    assert len(desk.service.deferred()) == 1
    desk.service.settle_deferred(desk.me, deferred_id)
    assert desk.ours() == desk.theirs()


def test_a_bill_that_was_put_on_account_while_nobody_knew_is_taken_back_there(desk):
    visit = desk.day.bill(0)
    desk.script.next("2207", Fault.LOST_AFTER)
    desk.script.next("5203", Fault.LOST_BEFORE)
    with pytest.raises(OutcomeUnknown):
        desk.service.settle(desk.me, visit.id)
    deferred_id, _ = desk.service.defer(desk.me, visit.id)
    (found,) = desk.service.resolve(desk.me)
    assert found.became is Became.DROPPED
    assert desk.ours() == desk.theirs() == {}
    desk.service.settle_deferred(desk.me, deferred_id)
    assert desk.ours() == desk.theirs()


def test_a_settlement_on_account_whose_answer_was_lost_ends_the_bill_once(desk):
    deferred_id, _ = desk.service.defer(desk.me, desk.day.bill(0).id)
    desk.script.next("2207", Fault.LOST_AFTER)
    desk.script.next("5203", Fault.LOST_BEFORE)
    with pytest.raises(OutcomeUnknown):
        desk.service.settle_deferred(desk.me, deferred_id)
    desk.restart()
    (found,) = desk.service.resolve(desk.me)
    assert found.made is not None and found.made.deferred == deferred_id
    assert desk.service.deferred() == []
    assert desk.ours() == desk.theirs()


def test_the_person_may_end_it_alone(desk):
    visit = desk.day.bill(0)
    deferred_id, slip = desk.service.defer(desk.me, visit.id)
    ended = desk.service.settle_deferred(desk.me, deferred_id, self_pay=True)
    assert ended.made.insutype == ""
    assert ended.due == slip.medfee_sumamt - sum(slip.tender.values())
    assert desk.theirs() == {}


def test_a_clinic_without_a_platform_ends_it_by_the_policy(desk):
    alone = PlatformService(desk.day.clinic.store, None)
    visit = desk.day.bill(0)
    assert not alone.available
    with pytest.raises(NoPlatform):
        alone.presettle(desk.me, visit.id)
    assert alone.resolve(desk.me) == []
    deferred_id, _ = alone.defer(desk.me, visit.id, reason="E_OFFLINE_STALE")
    ended = alone.settle_deferred(desk.me, deferred_id)
    assert (ended.due, ended.made.setl_id) == (0, "")
    assert ended.made.status == "provisional"


def test_while_the_insurance_still_refuses_it_stays(desk):
    alone = PlatformService(desk.day.clinic.store, None)
    visit = desk.day.examined(desk.day.arrives(desk.day.people[3], "P404"), "ZL0001")
    deferred_id, slip = alone.defer(desk.me, visit.id)
    assert slip.tender == {"cash": slip.medfee_sumamt}  # nobody known: the estimate is the whole bill
    with pytest.raises(StillRefused):
        alone.settle_deferred(desk.me, deferred_id)
    assert len(alone.deferred()) == 1


def test_a_day_of_bills_while_the_line_is_cut_is_settled_when_it_is_back(desk):
    desk.script.faults = {infno: [Fault.LOST_BEFORE] * 99 for infno in ("9001", "1101")}
    waiting = []
    for place in range(6):
        visit = desk.day.bill(place)
        with pytest.raises(NoAnswer):
            desk.service.presettle(desk.me, visit.id)
        waiting.append(desk.service.defer(desk.me, visit.id)[0])
    desk.script.faults = {}
    ended = [desk.service.settle_deferred(desk.me, one) for one in waiting]
    assert desk.service.deferred() == []
    assert desk.ours() == desk.theirs()
    assert all(
        one.due == sum(d.final - d.estimated for d in one.differences if d.name == "psn_cash_pay")
        for one in ended
    )
