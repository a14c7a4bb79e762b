"""复核 of what remains after a partial refund: it follows its red, and inherits what the county found."""

from dataclasses import replace

import msgspec
import pytest

from clinic_app.domain.policy import load
from clinic_app.domain.settlement import (
    Circumstances,
    Effect,
    Inherited,
    Mode,
    State,
    TakeBack,
    Taken,
    inherited_from,
    remaining_bill,
    settle,
)
from clinic_app.journal import bills
from clinic_app.journal.entry import Entry, new_id
from clinic_app.journal.facts.settlement import SettlementMade, SettlementReversed, TakenBack
from sync_server.adjudicate.settlements import adjudicate
from sync_server.intake.release import release
from tests.server.clinic import FakeClinic, Staff
from tests.server.county import OTHER, TOWNSHIP, TestCounty
from tests.server.test_adjudication import (
    DAY,
    PERSON,
    POLICY,
    accumulated,
    bring,
    insured_county,
    settled,
    verdicts,
)
from tests.server.test_judging import reasons

__all__ = ["insured_county"]
HALF = 5_000  # of one unit, in ten-thousandths


def partly_refunded(
    clinic: FakeClinic, original: Entry, known: State, cnt_e4: int = HALF
) -> tuple[Entry, Entry]:
    """Red and re-settlement, `cnt_e4` of the only line taken back; `known`: the clinic's state without the original."""
    red, rest = refund_facts(original, known, cnt_e4)
    red_entry = clinic.write(red, None, original.subject)
    rest_entry = clinic.write(
        msgspec.structs.replace(rest, resettles=red_entry.id),
        None,
        original.subject,
        entry_id=red.new_setl_id,
    )
    return red_entry, rest_entry


def refund_facts(original: Entry, known: State, cnt_e4: int) -> tuple[SettlementReversed, SettlementMade]:
    made = SettlementMade.parse(original.body or b"")
    left = remaining_bill(bills.bill_of(made), (TakeBack(feedetl_sn="1", cnt_e4=cnt_e4),), DAY)
    assert left is not None and not isinstance(left, str)
    client = bills.settlement_of(made)
    outcome = settle(
        load(POLICY),
        PERSON,
        known,
        left,
        Circumstances(
            mode=Mode.OFFLINE,
            inherited=inherited_from(client, None),
            taken=Taken(acct_pay=client.amounts.acct_pay, ewallet_pay=client.amounts.ewallet_pay),
        ),
    )
    red = SettlementReversed(
        settlement_id=original.id,
        number="A2",
        refund_date=DAY,
        amounts={name: -value for name, value in made.amounts.items()},
        year=made.year,
        effect={key: -value for key, value in made.effect.items()},
        psn_no=made.psn_no,
        lines=(TakenBack("1", cnt_e4),),
        new_setl_id=new_id(),
    )
    rest = bills.settlement_made(
        left,
        outcome,
        PERSON,
        visit_id=made.visit_id,
        number="A3",
        names={"1": ("阿莫西林", "盒")},
        policy_id=made.policy_id,
    )
    return red, rest


def used(effect: Effect | None) -> State:
    assert effect is not None
    return State().plus(effect)


def test_what_remains_of_a_refund_is_agreed_and_moves_only_its_own_part(insured_county: TestCounty) -> None:
    clinic = insured_county.clinic()
    entry, _ = settled(clinic, 8000)
    red, rest = partly_refunded(clinic, entry, State())
    bring(insured_county, clinic)
    found = verdicts(clinic)
    assert [found[one.id].status for one in (entry, red, rest)] == ["agreed"] * 3
    assert found[rest.id].amounts["hifp_pay"] == 1400
    assert accumulated(insured_county)["hifp_11"] == 1400


def test_a_cache_too_low_is_corrected_once_for_what_remains(insured_county: TestCounty) -> None:
    """As YC-053: the original was cut at the county, its red takes that back, the rest is cut anew."""
    first, second = insured_county.clinic(TOWNSHIP), insured_county.clinic(OTHER)
    one, outcome = settled(first, 8000)
    settled(first, 8000, used(outcome.effect))
    entry, _ = settled(second, 8000)
    red, rest = partly_refunded(second, entry, State(), 1_000)
    bring(insured_county, first, second)
    found = verdicts(second)
    assert (found[entry.id].fund_diff, found[red.id].fund_diff) == (-400, 400)
    assert found[red.id].action_due == "REVERSE_ADJUST"
    assert (found[rest.id].amounts["hifp_pay"], found[rest.id].fund_diff) == (2400, -120)
    assert accumulated(insured_county)["hifp_11"] == 8000
    assert one.id in verdicts(first)


def test_a_partial_refund_of_a_visit_settled_twice_books_it_no_second_time(
    insured_county: TestCounty,
) -> None:
    first, second = insured_county.clinic(TOWNSHIP), insured_county.clinic(OTHER)
    visit = new_id()
    settled(first, 8000, visit=visit)
    twice, _ = settled(second, 8000, visit=visit)
    red, rest = partly_refunded(second, twice, State())
    bring(insured_county, first, second)
    found = verdicts(second)
    assert (found[twice.id].status, found[twice.id].error) == ("voided", "E_DUP_VISIT")
    assert (found[red.id].status, found[red.id].cause) == ("adjusted", "REVERSAL")
    assert (found[rest.id].status, found[rest.id].error, found[rest.id].effect) == (
        "voided",
        "E_DUP_VISIT",
        {},
    )
    assert accumulated(insured_county)["hifp_11"] == 2800


def test_what_remains_waits_with_its_red(insured_county: TestCounty) -> None:
    clinic, stranger = insured_county.clinic(), Staff("X")
    entry, _ = settled(clinic, 8000)
    red, rest = refund_facts(entry, State(), HALF)
    bad = clinic.write(red, stranger, entry.subject)
    assert red.new_setl_id is not None
    follows = clinic.write(
        msgspec.structs.replace(rest, resettles=bad.id), None, entry.subject, entry_id=red.new_setl_id
    )
    bring(insured_county, clinic)
    assert reasons(insured_county) == {bad.id: "journal.unknown_author", follows.id: "journal.waits"}
    assert accumulated(insured_county)["hifp_11"] == 2800
    assert release(insured_county.database, bad.id, "seen", adjudicate) == 2
    assert accumulated(insured_county)["hifp_11"] == 1400


def test_the_second_of_two_partial_refunds_counts_nowhere(insured_county: TestCounty) -> None:
    first = insured_county.clinic()
    entry, _ = settled(first, 8000)
    bring(insured_county, first)
    second = insured_county.further(first)
    partly_refunded(first, entry, State())
    red, rest = partly_refunded(second, entry, State(), 2_000)
    bring(insured_county, first, second)
    assert reasons(insured_county) == {red.id: "settlement.reversed_before", rest.id: "journal.waits"}
    assert accumulated(insured_county)["hifp_11"] == 1400


def test_what_is_not_the_rest_of_its_original_is_set_aside(insured_county: TestCounty) -> None:
    clinic = insured_county.clinic()
    entry, _ = settled(clinic, 8000)
    red, rest = refund_facts(entry, State(), HALF)
    red_entry = clinic.write(red, None, entry.subject)
    more = tuple(msgspec.structs.replace(line, cnt_e4=9_000) for line in rest.lines)
    forged = clinic.write(
        msgspec.structs.replace(rest, resettles=red_entry.id, lines=more),
        None,
        entry.subject,
        entry_id=red.new_setl_id,
    )
    other = clinic.write(msgspec.structs.replace(rest, resettles=red_entry.id), None, entry.subject)
    bring(insured_county, clinic)
    assert reasons(insured_county) == dict.fromkeys((forged.id, other.id), "journal.bad_fact")
    assert accumulated(insured_county).get("hifp_11", 0) == 0


@pytest.mark.parametrize("name", ["acct_pay", "ewallet_pay"])
def test_a_rest_takes_no_more_from_account_or_purse_than_its_original(
    insured_county: TestCounty, name: str
) -> None:
    clinic = insured_county.clinic()
    entry, _ = settled(clinic, 8000)
    red, rest = refund_facts(entry, State(), HALF)
    red_entry = clinic.write(red, None, entry.subject)
    amounts = {**rest.amounts, name: 1, "cash_pay": rest.amounts["cash_pay"] - 1}
    if name == "acct_pay":
        amounts["psn_cash_pay"] -= 1
    forged = clinic.write(
        msgspec.structs.replace(rest, resettles=red_entry.id, amounts=amounts),
        None,
        entry.subject,
        entry_id=red.new_setl_id,
    )
    bring(insured_county, clinic)
    assert reasons(insured_county) == {forged.id: "journal.bad_fact"}
    assert accumulated(insured_county).get("hifp_11", 0) == 0


def test_the_county_keeps_what_a_later_refund_inherits(insured_county: TestCounty) -> None:
    clinic = insured_county.clinic()
    entry, outcome = settled(clinic, 8000)
    bring(insured_county, clinic)
    judged = bills.adjudication_of(verdicts(clinic)[entry.id])
    assert outcome.policy_version is not None
    assert inherited_from(replace(outcome, policy_version="older"), judged) == Inherited(
        policy_version=outcome.policy_version, adm_seq=None, gc_repeat=False
    )
    assert judged.effect.deltas == dict(outcome.effect.deltas if outcome.effect else {})
