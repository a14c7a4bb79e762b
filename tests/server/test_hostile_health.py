"""A clinic's PC with valid keys and a changed program, against public health and contracts at the county."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clinic_app.domain.contract_terms import hash_of
from clinic_app.domain.strokes import MOST
from clinic_app.domain.time import beijing_day, wall_clock
from clinic_app.journal.catalog import FACTS
from clinic_app.journal.entry import new_id
from clinic_app.journal.fact import Fact
from clinic_app.journal.facts import contracts, health_records, immunization, programmes, readings
from clinic_app.journal.facts.forms import FormRecorded, FormWithdrawn
from clinic_app.journal.facts.households import HouseholdAmended, HouseholdFounded
from clinic_app.projections.tables.immunization import vaccination
from tests.hostile import KINDS, Hostile
from tests.server.clinic import FakeClinic
from tests.server.county import OTHER, VILLAGE, TestCounty, founded, running
from tests.server.test_judging import ids_in, reasons

TODAY = beijing_day(wall_clock())
FAR = TODAY + timedelta(days=90)


def signed(team: UUID, **other: object) -> contracts.ContractSigned:
    told = {
        "number": "QA1",
        "team_id": team,
        "packages": (contracts.PackageChosen("basic", 1),),
        "groups": ("0",),
        "signed_on": TODAY,
        "years": 1,
        "fee": 0,
        "signature": "paper",
    }
    return contracts.ContractSigned(**told | other)  # type: ignore[arg-type]


def dose(on: date = TODAY) -> immunization.VaccinationGiven:
    return immunization.VaccinationGiven(vaccine="MMR", series="MMR", dose_no=1, on=on)


def reading(value_e4: int = 1_300_000, taken_ms: int = 1_780_000_000_000) -> readings.ReadingReceived:
    return readings.ReadingReceived(
        reading_id=new_id(),
        device="d1",
        taken_ms=taken_ms,
        item="sbp",
        value_e4=value_e4,
        identified_by="card",
    )


def form(values: dict[str, object], day: date = TODAY, replaces: UUID | None = None) -> FormRecorded:
    return FormRecorded(form="later", version=1, day=day, values=values, replaces=replaces, salt="s")


def nested(depth: int) -> dict[str, object]:
    return {} if depth == 0 else {"a": nested(depth - 1)}


HUGE = b"\x01\xff\xff\x7f" + b"\x02" * 500_000
LONG = b"\x01\x01" + b"\x02" * MOST


@pytest.mark.parametrize(
    ("fact", "why"),
    [
        pytest.param(dose(on=FAR), "journal.bad_fact", id="a dose to come"),
        pytest.param(form({}, FAR), "journal.bad_fact", id="a form of a day to come"),
        pytest.param(form(nested(70)), "journal.bad_fact", id="a form nested seventy times"),
        pytest.param(form({"a": "长" * 400_000}), "journal.body_too_large", id="a form of a megabyte"),
        pytest.param(reading(value_e4=10**13), "journal.bad_fact", id="a pressure of a billion"),
        pytest.param(reading(taken_ms=10**13), "journal.bad_fact", id="a reading of a time to come"),
        pytest.param(reading(taken_ms=-1), "journal.bad_fact", id="a reading before 1970"),
        pytest.param(health_records.ResidentDied(on=FAR, salt="s"), "journal.bad_fact", id="a death to come"),
        pytest.param(
            programmes.ProgrammeSubsidised(case_id=new_id(), amount=10**14, on=TODAY),
            "journal.bad_fact",
            id="a subsidy that no sum holds",
        ),
        pytest.param(
            signed(new_id(), strokes=LONG, signature=hash_of(LONG)),
            "contracts.bad_signature",
            id="long strokes",
        ),
        pytest.param(
            signed(new_id(), strokes=HUGE, signature=hash_of(HUGE)),
            "contracts.bad_signature",
            id="half a million",
        ),
    ],
)
def test_what_cannot_be_is_set_aside_and_what_comes_behind_it_counts(
    county: TestCounty, fact: Fact, why: str
) -> None:
    clinic = county.clinic()
    person = clinic.resident()
    bad, good = clinic.write(fact, subject=person.id), clinic.write(dose(), subject=person.id)
    clinic.push()
    county.work()
    assert reasons(county) == {bad.id: why}
    assert good.id in ids_in(county, vaccination.c.id)
    assert {bad.id, good.id} <= {one.id for one in county.further(clinic).pull()}


def corrections(clinic: FakeClinic) -> list[Fact]:
    """What takes back or changes records that `clinic` writes now."""
    person = clinic.resident().id
    founded = clinic.write(HouseholdFounded(village="西洋村", village_code="350881102101", salt="s"))
    recorded = clinic.write(form({}), subject=person)
    given_dose = clinic.write(dose(), subject=person)
    contract = clinic.write(signed(new_id()), subject=person)
    died = clinic.write(health_records.ResidentDied(on=TODAY, salt="s"), subject=person)
    case = clinic.write(
        programmes.ProgrammeEnrolled(programme="two_cancers", item="breast", on=TODAY), subject=person
    )
    merge = clinic.write(health_records.ResidentMerged(other=clinic.resident().id, salt="s"), subject=person)
    clinic.push()
    return [
        HouseholdAmended(household_id=founded.id, village="x", village_code="x", salt="s"),
        FormWithdrawn(record_id=recorded.id, reason="r"),
        form({}, replaces=recorded.id),
        immunization.VaccinationWithdrawn(dose_id=given_dose.id, reason="r"),
        contracts.ContractEnded(contract_id=contract.id, on=TODAY, reason="request"),
        health_records.ResidentReturned(event_id=died.id, reason="r"),
        programmes.ProgrammeSubsidised(case_id=case.id, amount=5000, on=TODAY),
        health_records.ResidentSplit(merge_id=merge.id, reason="r", salt="s"),
    ]


def test_a_clinic_of_another_township_takes_nothing_back(county: TestCounty) -> None:
    facts = corrections(county.clinic(VILLAGE, "village"))
    far = county.clinic(OTHER)
    written = [far.write(fact, subject=new_id()) for fact in facts]
    far.push()
    county.work()
    assert reasons(county) == dict.fromkeys([one.id for one in written], "journal.wrong_facility")


def test_the_township_corrects_what_its_village_wrote(county: TestCounty) -> None:
    facts = corrections(county.clinic(VILLAGE, "village"))
    township = county.clinic()
    for fact in facts:
        township.write(fact, subject=new_id())
    township.push()
    county.work()
    assert reasons(county) == {}


def test_who_was_told_of_a_contract_may_end_it(county: TestCounty) -> None:
    clinic, far = county.clinic(), county.clinic(OTHER)
    contract = clinic.write(signed(new_id(), clinics=(OTHER,)), subject=clinic.resident().id)
    clinic.push()
    far.write(contracts.ContractEnded(contract_id=contract.id, on=TODAY, reason="request"), subject=new_id())
    far.push()
    county.work()
    assert reasons(county) == {}


@pytest.fixture
def pcs(url: str) -> Iterator[tuple[TestCounty, FakeClinic, FakeClinic]]:
    """A county on either database, the PC whose program was changed, and another one of its clinic."""
    with running(founded(url)) as county:
        clinic = county.clinic(VILLAGE, "village")
        yield county, clinic, county.further(clinic)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**9), kinds=st.lists(st.sampled_from(KINDS), min_size=10, max_size=40))
def test_nothing_that_its_shape_lets_through_breaks_the_county_or_holds_up_the_feed(
    pcs: tuple[TestCounty, FakeClinic, FakeClinic], seed: int, kinds: list[str]
) -> None:
    dice, (county, clinic, other) = random.Random(seed), pcs
    before = len(clinic.entries)
    people = [clinic.resident().id for _ in range(4)]
    hostile = Hostile(dice, [*people, *(entry.id for entry in clinic.entries)])
    for kind in kinds:
        own = new_id()
        subject = own if kind == "resident.registered" else dice.choice([None, *people])
        clinic.write_body(kind, hostile.body(kind), None, subject, own, None, FACTS[kind].signed)
    last = clinic.write(dose(), subject=people[0])
    clinic.push()
    county.work()  # asserts that the county's program met nothing that it could not judge
    assert last.id in ids_in(county, vaccination.c.id)
    assert {one.id for one in other.pull()} >= {one.id for one in clinic.entries[before:]}
