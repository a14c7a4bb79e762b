"""复核: the county computes each settlement once, as it arrives, with its own truth."""

import itertools
from datetime import date
from uuid import UUID

import pytest
import sqlalchemy as sa

from clinic_app.domain.policy import load
from clinic_app.domain.resources import text
from clinic_app.domain.settlement import (
    Bill,
    BillLine,
    Circumstances,
    Mode,
    Person,
    Settlement,
    State,
    settle,
)
from clinic_app.journal import bills
from clinic_app.journal.entry import Entry, new_id
from clinic_app.journal.fact import new_salt
from clinic_app.journal.facts.county import SettlementAdjudicated
from clinic_app.journal.facts.insurance import InsuredStated
from clinic_app.journal.facts.settlement import SettlementMade, SettlementReversed
from clinic_app.projections.queries import insurance
from sync_server.adjudicate.settlements import adjudicate
from sync_server.intake.pen import held_pen
from sync_server.intake.release import release
from sync_server.publish.policies import PolicyOverlap, publish_policy
from tests.server.clinic import FakeClinic, Staff
from tests.server.county import OTHER, TOWNSHIP, TestCounty
from tests.server.test_judging import reasons

POLICY = text("policies", "longyan_2011.toml")
DAY = date(2011, 5, 9)
PERSON = Person(psn_no="P1", insutype="380")
NOTHING = State()


@pytest.fixture
def insured_county(county: TestCounty) -> TestCounty:
    """With the policy of 2011 and one insured person."""
    publish_policy(county.database, POLICY)
    state_person(county)
    return county


def state_person(county: TestCounty, stas: str = "1") -> None:
    with held_pen(county.database) as pen:
        pen.append(
            InsuredStated(
                psn_no="P1",
                id_number="350881195001011236",
                insutype="380",
                psn_insu_stas=stas,
                salt=new_salt(),
            )
        )


def bill_at(facility: str, fen: int, visit: UUID, day: date = DAY) -> Bill:
    line = BillLine(feedetl_sn="1", med_list_codg="YP0001", pric_e6=fen * 10_000, cnt_e4=10_000)
    return Bill(
        mdtrt_id=str(visit),
        fixmedins_code=facility,
        inst_lv="township",
        med_type="11",
        begndate=day,
        enddate=day,
        setl_date=day,
        mdtrt_cert_type="03",
        lines=(line,),
    )


def settled(
    clinic: FakeClinic, fen: int, known: State = NOTHING, visit: UUID | None = None, day: date = DAY
) -> tuple[Entry, Settlement]:
    """A clinic settles `fen` of class A drugs with what it knows."""
    bill = bill_at(clinic.facility, fen, visit or new_id(), day)
    outcome = settle(load(POLICY), PERSON, known, bill, Circumstances(mode=Mode.OFFLINE, synced_on=day))
    assert outcome.effect is not None
    fact = SettlementMade(
        visit_id=UUID(bill.mdtrt_id),
        number="A1",
        setl_date=day,
        begndate=day,
        enddate=day,
        fixmedins_code=bill.fixmedins_code,
        inst_lv=bill.inst_lv,
        med_type=bill.med_type,
        insutype="380",
        psn_no="P1",
        mdtrt_cert_type="03",
        lines=bills.lines_of(bill, outcome, {"1": ("阿莫西林", "盒")}),
        person=bills.person_known(PERSON),
        status="provisional",
        policy_id="longyan_2011",
        policy_version=outcome.policy_version or "",
        amounts=bills.shown(outcome.amounts),
        year=outcome.effect.year,
        effect=dict(outcome.effect.deltas),
    )
    return clinic.write(fact, None, new_id()), outcome


def reversal(clinic: FakeClinic, original: Entry, outcome: Settlement) -> Entry:
    fact = SettlementReversed(
        settlement_id=original.id,
        number="A2",
        refund_date=DAY,
        amounts={name: -value for name, value in bills.shown(outcome.amounts).items()},
        year=DAY.year,
        effect={key: -value for key, value in (outcome.effect.deltas if outcome.effect else {}).items()},
        psn_no="P1",
    )
    return clinic.write(fact, None, original.subject)


def verdicts(clinic: FakeClinic) -> dict[UUID, SettlementAdjudicated]:
    facts = [
        SettlementAdjudicated.parse(entry.body or b"")
        for entry in clinic.pull()
        if entry.type == SettlementAdjudicated.type
    ]
    assert len({fact.settlement_id for fact in facts}) == len(facts)
    return {fact.settlement_id: fact for fact in facts}


def accumulated(county: TestCounty) -> dict[str, int]:
    with county.database.reading() as connection:
        return dict(insurance.state_of(connection, "P1", "county").of(DAY.year))


def bring(county: TestCounty, *clinics: FakeClinic) -> None:
    for clinic in clinics:
        assert clinic.push().status_code == 200
    county.work()


def test_what_the_clinic_knew_right_is_agreed(insured_county: TestCounty) -> None:
    clinic = insured_county.clinic()
    entry, outcome = settled(clinic, 8000)
    bring(insured_county, clinic)
    found = verdicts(clinic)[entry.id]
    assert (found.status, found.diff, found.action_due) == ("agreed", {}, "")
    assert found.amounts == bills.shown(outcome.amounts)
    assert found.amounts["hifp_pay"] == 2800
    assert accumulated(insured_county)["hifp_11"] == 2800


def test_a_cap_spent_at_two_clinics_on_one_day_is_settled_by_arrival(insured_county: TestCounty) -> None:
    first, second = insured_county.clinic(TOWNSHIP), insured_county.clinic(OTHER)
    one, outcome = settled(first, 8000)
    two, _ = settled(first, 8000, NOTHING.plus(outcome.effect))  # type: ignore[arg-type]
    three, _ = settled(second, 8000)
    bring(insured_county, first, second)
    found = {**verdicts(first), **verdicts(second)}
    assert [found[entry.id].status for entry in (one, two, three)] == ["agreed", "agreed", "adjusted"]
    adjusted = found[three.id]
    assert (adjusted.fund_diff, adjusted.cause, adjusted.action_due) == (-400, "ACCUM", "COLLECT_PERSON")
    assert accumulated(insured_county)["hifp_11"] == 8000


def test_no_order_of_arrival_breaks_the_cap_and_client_plus_difference_is_the_county(
    insured_county: TestCounty,
) -> None:
    clinics = [insured_county.clinic(facility) for facility in (TOWNSHIP, OTHER)]
    for order in itertools.permutations([3000, 8000, 5000, 8000]):
        made = [(settled(clinics[index % 2], fen), clinics[index % 2]) for index, fen in enumerate(order)]
        for clinic in clinics:
            bring(insured_county, clinic)
        found = {**verdicts(clinics[0]), **verdicts(clinics[1])}
        for (entry, outcome), _ in made:
            ours, theirs = found[entry.id], bills.shown(outcome.amounts)
            names = {*ours.amounts, *theirs, *ours.diff}
            assert all(
                theirs.get(name, 0) + ours.diff.get(name, 0) == ours.amounts.get(name, 0) for name in names
            )
        assert accumulated(insured_county)["hifp_11"] <= 8000


def test_a_replayed_push_is_not_judged_again(insured_county: TestCounty) -> None:
    clinic = insured_county.clinic()
    settled(clinic, 8000)
    bring(insured_county, clinic, clinic, clinic)
    assert len(verdicts(clinic)) == 1
    assert accumulated(insured_county)["hifp_11"] == 2800


def test_a_visit_settled_twice_is_void_the_second_time(insured_county: TestCounty) -> None:
    first, second = insured_county.clinic(TOWNSHIP), insured_county.clinic(OTHER)
    visit = new_id()
    settled(first, 8000, visit=visit)
    twice, _ = settled(second, 8000, visit=visit)
    bring(insured_county, first, second)
    found = verdicts(second)[twice.id]
    assert (found.status, found.error, found.cause) == ("voided", "E_DUP_VISIT", "DUP")
    assert (found.amounts["psn_part_amt"], found.effect) == (8000, {})
    assert accumulated(insured_county)["hifp_11"] == 2800


def test_cover_that_has_ended_is_seen_at_the_county(insured_county: TestCounty) -> None:
    state_person(insured_county, stas="2")
    clinic = insured_county.clinic()
    entry, _ = settled(clinic, 8000)
    bring(insured_county, clinic)
    found = verdicts(clinic)[entry.id]
    assert (found.status, found.cause, found.action_due) == ("adjusted", "PERSON", "CLINIC_BEAR")
    assert found.fund_diff == -2800


def test_a_day_without_a_version_is_void(insured_county: TestCounty) -> None:
    clinic = insured_county.clinic()
    entry, _ = settled(clinic, 8000)
    body = SettlementMade.parse(entry.body or b"")
    from msgspec.structs import replace

    clinic.keep_only(len(clinic.entries) - 1)
    late = clinic.write(
        replace(body, begndate=date(2001, 1, 1), enddate=date(2001, 1, 1), setl_date=date(2001, 1, 1)),
        None,
        new_id(),
    )
    bring(insured_county, clinic)
    found = verdicts(clinic)[late.id]
    assert (found.status, found.error) == ("voided", "E_NO_POLICY")


def test_a_reversal_takes_back_what_the_county_found(insured_county: TestCounty) -> None:
    first, second = insured_county.clinic(TOWNSHIP), insured_county.clinic(OTHER)
    settled(first, 8000)
    settled(first, 8000)
    entry, outcome = settled(second, 8000)
    red = reversal(second, entry, outcome)
    bring(insured_county, first, second)
    found = verdicts(second)
    assert found[entry.id].fund_diff == -400
    assert (found[red.id].status, found[red.id].cause) == ("adjusted", "REVERSAL")
    assert (found[red.id].action_due, found[red.id].fund_diff) == ("REVERSE_ADJUST", 400)
    assert accumulated(insured_county)["hifp_11"] == 5600


def test_a_settlement_is_reversed_once(insured_county: TestCounty) -> None:
    clinic = insured_county.clinic()
    entry, outcome = settled(clinic, 8000)
    reversal(clinic, entry, outcome)
    again = reversal(clinic, entry, outcome)
    bring(insured_county, clinic)
    assert reasons(insured_county) == {again.id: "settlement.reversed_before"}
    assert accumulated(insured_county).get("hifp_11", 0) == 0


def test_the_reversal_of_a_quarantined_settlement_waits_with_it(insured_county: TestCounty) -> None:
    clinic, stranger = insured_county.clinic(), Staff("X")
    entry, outcome = settled(clinic, 8000)
    made = SettlementMade.parse(entry.body or b"")
    clinic.keep_only(len(clinic.entries) - 1)
    bad = clinic.write(made, stranger, new_id())
    red = reversal(clinic, bad, outcome)
    other, _ = settled(clinic, 3000)
    bring(insured_county, clinic)
    assert reasons(insured_county) == {bad.id: "journal.unknown_author", red.id: "journal.waits"}
    assert set(verdicts(clinic)) == {other.id}

    assert release(insured_county.database, bad.id, "seen", adjudicate) == 2
    assert set(verdicts(clinic)) == {bad.id, red.id}
    assert accumulated(insured_county)["hifp_11"] == 1050


def test_without_a_policy_it_waits_for_one_and_is_never_counted_as_zero(county: TestCounty) -> None:
    state_person(county)
    clinic = county.clinic()
    entry, _ = settled(clinic, 8000)
    bring(county, clinic)
    assert reasons(county) == {entry.id: "settlement.no_policy"}
    publish_policy(county.database, POLICY)
    assert release(county.database, entry.id, "published", adjudicate) == 1
    assert verdicts(clinic)[entry.id].status == "agreed"


def test_a_bill_of_another_level_or_facility_is_set_aside(insured_county: TestCounty) -> None:
    from msgspec.structs import replace

    clinic = insured_county.clinic()
    made = SettlementMade.parse(settled(clinic, 8000)[0].body or b"")
    clinic.keep_only(len(clinic.entries) - 1)
    bad = [
        clinic.write(replace(made, inst_lv="village"), None, new_id()),
        clinic.write(replace(made, fixmedins_code=OTHER), None, new_id()),
    ]
    bring(insured_county, clinic)
    assert reasons(insured_county) == {entry.id: "journal.wrong_facility" for entry in bad}


@pytest.mark.parametrize(
    ("name", "value"),
    [("pay_way", "barter"), ("status", "dreamt")],
)
def test_a_word_that_the_rules_do_not_know_is_set_aside(
    insured_county: TestCounty, name: str, value: str
) -> None:
    from msgspec.structs import replace

    clinic = insured_county.clinic()
    made = SettlementMade.parse(settled(clinic, 8000)[0].body or b"")
    clinic.keep_only(len(clinic.entries) - 1)
    bad = clinic.write(replace(made, **{name: value}), None, new_id())
    bring(insured_county, clinic)
    assert reasons(insured_county) == {bad.id: "journal.bad_fact"}


def test_a_county_has_one_live_policy_for_each_insurance(insured_county: TestCounty) -> None:
    with pytest.raises(PolicyOverlap):
        publish_policy(insured_county.database, POLICY.replace('"longyan_2011"', '"another"', 1))
    assert (
        publish_policy(insured_county.database, POLICY) == "longyan_2011"
    )  # a newer file of the same policy


def test_rebuilding_judges_nothing_again(insured_county: TestCounty) -> None:
    from sync_server.intake.rebuild import rebuild
    from sync_server.store.tables import journal_entry

    clinic = insured_county.clinic()
    entry, outcome = settled(clinic, 8000)
    settled(clinic, 3000)
    reversal(clinic, entry, outcome)
    bring(insured_county, clinic)
    before = accumulated(insured_county)
    with insured_county.database.reading() as connection:
        count = connection.scalar(sa.select(sa.func.count()).select_from(journal_entry))
    rebuild(insured_county.database)
    insured_county.work()
    with insured_county.database.reading() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(journal_entry)) == count
    assert accumulated(insured_county) == before


def test_a_reversal_that_comes_before_its_settlement_counts_once_that_has_come(
    insured_county: TestCounty,
) -> None:
    first = insured_county.clinic()
    bring(insured_county, first)
    second = insured_county.further(first)
    entry, outcome = settled(first, 8000)
    red = reversal(second, entry, outcome)
    bring(insured_county, second)
    assert reasons(insured_county) == {red.id: "journal.waits"}
    bring(insured_county, first)
    assert reasons(insured_county) == {}
    assert set(verdicts(first)) == {entry.id, red.id}
    assert accumulated(insured_county).get("hifp_11", 0) == 0


def test_another_clinic_reverses_no_settlement_and_settles_no_visit(insured_county: TestCounty) -> None:
    first, second = insured_county.clinic(TOWNSHIP), insured_county.clinic(OTHER)
    visit = first.visit()
    bring(insured_county, first, second)
    stolen, _ = settled(second, 8000, visit=visit.id)
    bring(insured_county, second)
    entry, outcome = settled(first, 8000, visit=visit.id)
    bring(insured_county, first)
    undone = reversal(second, entry, outcome)
    bring(insured_county, second)
    assert reasons(insured_county) == dict.fromkeys((stolen.id, undone.id), "journal.wrong_facility")
    assert verdicts(first)[entry.id].status == "agreed"
    assert accumulated(insured_county)["hifp_11"] == 2800
