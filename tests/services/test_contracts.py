"""家庭医生签约: who may sign what, which contract holds, and what fulfils it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa

from clinic_app.domain.contract_package_files import UnknownPackage
from clinic_app.domain.contract_plan import LineStatus
from clinic_app.domain.contract_teams import BadTeam, Member, NewTeam
from clinic_app.domain.contract_terms import (
    BadFee,
    BadPackages,
    BadSignature,
    BadTerm,
    EndReason,
    Hospitals,
    NewContract,
)
from clinic_app.domain.contracts import ContractStatus, Fee
from clinic_app.domain.forms import problems
from clinic_app.domain.health_record import State
from clinic_app.domain.money import Fen
from clinic_app.domain.strokes import write
from clinic_app.journal.catalog import fact_of
from clinic_app.journal.facts.forms import FormRecorded
from clinic_app.projections.queries.contracts import NoTeam, contract_on
from clinic_app.projections.queries.facility import NoStaff
from clinic_app.projections.queries.indicators import appraise
from clinic_app.services.contracts.errors import (
    BadDay,
    BadGroups,
    ContractedAlready,
    NoReason,
    NotHere,
    NotInForce,
    NotRenewable,
)
from clinic_app.services.households import House
from clinic_app.services.residents import NewResident
from clinic_app.store.tables import entry
from tests.ui.clinic_day import ClinicDay, begin_day, found_clinic

DAY = date(2026, 11, 20)
FEE = Fee(Fen(500), Fen(2500), Fen(1000))
HAND = write([[(10, 20), (300, 90), (500, 40)]])


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
def by(day):
    return day.clinic.on_duty


@pytest.fixture
def contracts(day):
    return day.clinic.contracts


@pytest.fixture
def person(day, by):
    return register(day, "林秀英")


@pytest.fixture
def team(contracts, by):
    return contracts.form_team(by, NewTeam(name="第一团队", leader=by.staff_id, villages=("西洋村",)))


@pytest.fixture
def new(person, team):
    return NewContract(
        resident=person, team=team, packages=("basic", "hypertension"), signed_on=DAY, years=1, fee=FEE
    )


def register(day, name, born=date(1950, 5, 1)):
    new = NewResident(name=name, sex="2", birth_date=born, temp_reason="F")
    return day.clinic.residents.register(day.clinic.on_duty, new).id


def on(day, contracts, person):
    with day.clinic.store.reading() as connection:
        found = contract_on(connection, person, contracts.today())
    return None if found is None else found.id


def followed(day, person, when):
    """A follow-up of hypertension, as another service wrote it."""
    with day.clinic.store.writing(day.clinic.on_duty.author) as writing:
        values = {"visit_date": when.isoformat(), "sbp": 130, "dbp": 80, "class": "1"}
        fact = FormRecorded(form="htn_followup", version=1, day=when, values=values, salt="s")
        return writing.append(fact, person).id


def test_a_signed_contract_stands_with_its_team_fee_and_last_day(contracts, by, new, person):
    signed = contracts.sign(by, replace(new, years=3, representative="户主 林大山"))
    standing = contracts.of(by, person)
    contract = standing.contract
    assert (contract.id, standing.status) == (signed, ContractStatus.ACTIVE)
    assert (contract.team_name, contract.leader, contract.leader_name) == ("第一团队", by.staff_id, by.name)
    assert (contract.valid_from, contract.valid_to) == (DAY, date(2029, 11, 19))
    assert (contract.fee, contract.fee.total, contract.representative) == (FEE, 4000, "户主 林大山")
    assert contract.groups == ("1",)
    assert contract.number.startswith("Q") and contract.number.endswith("2611200001")
    assert [one.key for one in contract.packages] == ["basic", "hypertension"]


@pytest.mark.parametrize(
    ("change", "error"),
    [
        pytest.param({"years": 0}, BadTerm, id="no year"),
        pytest.param({"years": 4}, BadTerm, id="four years"),
        pytest.param({"fee": Fee(Fen(-1), Fen(0), Fen(1))}, BadFee, id="a part below nothing"),
        pytest.param({"fee": Fee(Fen(0), Fen(0), Fen(1_000_001))}, BadFee, id="dearer than any"),
        pytest.param({"packages": ()}, BadPackages, id="no package"),
        pytest.param({"packages": ("basic", "basic")}, BadPackages, id="one twice"),
        pytest.param({"packages": ("gold",)}, UnknownPackage, id="unknown package"),
        pytest.param({"signed_on": date(2020, 1, 1)}, UnknownPackage, id="before it was offered"),
        pytest.param({"signed_on": DAY + timedelta(1)}, BadDay, id="tomorrow"),
        pytest.param({"signature": "mine"}, BadSignature, id="no picture"),
        pytest.param({"team": uuid4()}, NoTeam, id="no team"),
        pytest.param({"groups": ("0", "1")}, BadGroups, id="general and a key group"),
        pytest.param({"groups": ("77",)}, BadGroups, id="no group"),
    ],
)
def test_what_cannot_be_is_not_signed(contracts, by, new, person, change, error):
    with pytest.raises(error):
        contracts.sign(by, replace(new, **change))
    assert contracts.of(by, person).history == ()


def test_a_second_contract_is_signed_only_when_the_first_was_ended(day, contracts, by, new, person):
    first = contracts.sign(by, replace(new, signed_on=DAY - timedelta(30)))
    with pytest.raises(ContractedAlready) as refused:
        contracts.sign(by, new)
    assert refused.value.facts == {"team": "第一团队", "until": "2027-10-20"}
    contracts.end(by, first, DAY, EndReason.TEAM_CHANGE)
    second = contracts.sign(by, new)
    standing = contracts.of(by, person)
    assert (standing.contract.id, standing.others) == (second, ())
    assert [one.id for one in standing.history] == [second, first]
    assert on(day, contracts, person) == second


def test_who_died_has_no_contract_from_that_day_on_and_has_it_again_when_that_was_an_error(
    day, contracts, by, new, person
):
    signed = contracts.sign(by, replace(new, signed_on=DAY - timedelta(100)))
    record = day.clinic.health_record
    record.die(by, person, DAY - timedelta(1))
    standing = contracts.of(by, person)
    assert (standing.contract.last_day, standing.contract.ended.reason) == (DAY - timedelta(2), "died")
    assert standing.status is ContractStatus.EXPIRED
    assert on(day, contracts, person) is None
    with pytest.raises(NotHere):
        contracts.sign(by, new)
    event = record.of(by, person).events[0]
    record.correct(by, person, event.id, "错人")
    assert on(day, contracts, person) == signed


def test_who_moved_away_is_not_contracted(day, contracts, by, new, person):
    contracts.sign(by, replace(new, signed_on=DAY - timedelta(100)))
    day.clinic.health_record.move(by, person, State.OUT, DAY)
    assert contracts.of(by, person).contract.ended.reason == "moved"
    assert contracts.coverage(by, DAY).contracted == 0


def test_a_renewal_begins_the_day_after_and_leaves_the_list(contracts, by, new, person):
    signed_on = DAY - timedelta(350)
    first = contracts.sign(by, replace(new, signed_on=signed_on))
    assert [line.contract.id for line in contracts.renewable(by)] == [first]
    second = contracts.renew(by, first, DAY, 2)
    renewed = contracts.contract(by, second)
    assert renewed.valid_from == contracts.contract(by, first).valid_to + timedelta(1)
    assert (renewed.fee, renewed.replaces) == (FEE, first)
    assert contracts.renewable(by) == ()
    assert contracts.of(by, person).contract.id == first
    with pytest.raises(ContractedAlready):
        contracts.renew(by, first, DAY, 1)


def test_the_hospitals_signed_with_stand_on_the_agreement_and_stay_through_a_renewal(contracts, by, new):
    first = contracts.sign(
        by, replace(new, signed_on=DAY - timedelta(350), hospitals=Hospitals(" 县医院 ", "市中心医院"))
    )
    second = contracts.renew(by, first, DAY, 1)
    assert contracts.contract(by, second).hospitals == Hospitals("县医院", "市中心医院")
    assert contracts.hospitals() == (("县医院",), ("市中心医院",))
    paper = repr(contracts.agreement(by, second).blocks)
    assert "('签约二级医院', '县医院')" in paper and "('签约三级医院', '市中心医院')" in paper


def test_an_agreement_without_hospitals_says_nothing_of_them(contracts, by, new):
    assert "级医院" not in repr(contracts.agreement(by, contracts.sign(by, new)).blocks)


def test_a_renewal_of_what_is_ended_early_never_begins(contracts, by, new, person):
    first = contracts.sign(by, replace(new, signed_on=DAY - timedelta(350)))
    contracts.renew(by, first, DAY, 1)
    contracts.end(by, first, DAY, EndReason.REQUEST)
    contracts.sign(by, new)  # nothing is in the way


def test_a_contract_with_months_to_run_is_not_renewed(contracts, by, new):
    with pytest.raises(NotRenewable):
        contracts.renew(by, contracts.sign(by, new), DAY, 1)


def test_a_refused_renewal_lets_it_run_to_its_last_day(day, contracts, by, new, person):
    first = contracts.sign(by, replace(new, signed_on=DAY - timedelta(350)))
    contracts.end(by, first, DAY, EndReason.REFUSED_RENEWAL)
    assert on(day, contracts, person) == first
    assert contracts.renewable(by) == ()


def test_a_contract_is_ended_once_for_a_reason_not_before_it_began(contracts, by, new):
    signed = contracts.sign(by, new)
    with pytest.raises(NoReason):
        contracts.end(by, signed, DAY, "tired")
    with pytest.raises(BadDay):
        contracts.end(by, signed, DAY - timedelta(1), EndReason.REQUEST)
    contracts.end(by, signed, DAY, EndReason.REQUEST)
    with pytest.raises(NotInForce):
        contracts.end(by, signed, DAY, EndReason.REQUEST)


def test_a_refusal_stands_until_a_contract_is_signed(contracts, by, new, person):
    with pytest.raises(NoReason):
        contracts.refuse(by, person, DAY, " ")
    contracts.refuse(by, person, DAY, "在县城看病")
    assert contracts.of(by, person).refused.reason == "在县城看病"
    contracts.sign(by, new)
    assert contracts.of(by, person).refused is None


def sheets(day, person, *, standing=True):
    """The filed sheets of the contracts of a person: status and reason, the newest first."""
    found = day.clinic.forms.of(person, "contract", standing=standing)
    return [(one.values["status"], one.values.get("cancel_reason", "")) for one in found]


def test_signing_files_the_record_sheet_as_the_team_agreed_it(day, contracts, by, new, person, team):
    grid = Member("王网格", "grid_worker")
    contracts.amend_team(by, team, NewTeam(name="第一团队", leader=by.staff_id, members=(grid,)))
    home = day.clinic.households.found(by, House(village="西洋村", village_code="350881101015"), person)
    told = replace(new, hospitals=Hospitals("县医院"), strokes=HAND)
    number = contracts.contract(by, contracts.sign(by, told)).number
    [filed] = day.clinic.forms.of(person, "contract")
    assert filed.origin == "contract" and filed.day == DAY
    assert filed.values == {
        "contract_no": number,
        "person": str(person),
        "household": str(home.id),
        "team": str(team),
        "doctor": by.staff_id,
        "grid_worker": "王网格",
        "groups": ["1"],
        "packages": [
            {"package": "基础性签约服务包", "note": "第 1 版"},
            {"package": "高血压患者服务包", "note": "第 1 版"},
        ],
        "signed_on": "2026-11-20",
        "valid_to": "2027-11-19",
        "term_years": 1,
        "fee_total": "40",
        "fee_insurance": "5",
        "fee_public": "25",
        "fee_person": "10",
        "outpatient_pool": True,
        "upper_hospital": "县医院",
        "mode": "2",
        "status": "ACTIVE",
    }
    paper = repr(day.clinic.formpapers.sheet(filed.id))
    assert "林秀英" in paper and "第一团队" in paper and by.name in paper and str(team) not in paper


def test_a_sheet_of_somebody_who_signed_opens_filled_and_says_how_it_stands_today(
    day, contracts, by, new, person
):
    contracts.sign(by, replace(new, signed_on=DAY - timedelta(100)))
    begun = day.clinic.forms.start(by, "contract", person)
    assert (begun.values["status"], begun.values["signed_on"]) == ("ACTIVE", "2026-08-12")
    assert begun.values["doctor"] == by.staff_id and begun.origins["doctor"] == "contract"
    assert problems(begun.form, begun.values, begun.context) == ()
    day.clinic.health_record.die(by, person, DAY)
    begun = day.clinic.forms.start(by, "contract", person)
    assert (begun.values["status"], begun.values["cancel_reason"]) == ("CANCELLED", "死亡")


def test_a_sheet_of_somebody_who_never_signed_opens_empty(day, by, person, team):
    begun = day.clinic.forms.start(by, "contract", person)
    assert "contract_no" not in begun.values and "doctor" not in begun.values


def test_one_sheet_of_each_contract_stands_when_it_is_renewed_or_ended(day, contracts, by, new, person):
    first = contracts.sign(by, replace(new, signed_on=DAY - timedelta(350)))
    second = contracts.renew(by, first, DAY, 1)
    assert sheets(day, person) == [("ACTIVE", ""), ("RENEWED", "")]
    valid_to = [one.values["valid_to"] for one in day.clinic.forms.of(person, "contract")]
    assert valid_to == [f"{contracts.contract(by, one).valid_to}" for one in (second, first)]


def test_a_filed_sheet_is_corrected_when_the_contract_ends(day, contracts, by, new, person):
    signed = contracts.sign(by, new)
    contracts.end(by, signed, DAY, EndReason.REQUEST, "去县城住")
    assert sheets(day, person) == [("CANCELLED", "本人要求：去县城住")]
    assert len(sheets(day, person, standing=False)) == 2
    [kept] = day.clinic.forms.of(person, "contract")
    assert kept.reason == "解约"


def test_a_signing_alone_is_no_service(day, contracts, by, new, person):
    """使用率 counts records with a service in the year."""
    contracts.sign(by, new)
    with day.clinic.store.reading() as connection:
        used = appraise(connection, [day.clinic.store.facility], 2026, DAY).year.used
    assert used == frozenset()
    followed(day, person, DAY)
    with day.clinic.store.reading() as connection:
        used = appraise(connection, [day.clinic.store.facility], 2026, DAY).year.used
    assert used == {person.bytes}


def test_a_follow_up_fulfils_its_item_by_itself_and_once(day, contracts, by, new, person):
    signed = contracts.sign(by, replace(new, signed_on=DAY - timedelta(200)))
    record = followed(day, person, DAY - timedelta(5))
    done = [line for line in contracts.plan(by, signed) if line.status is LineStatus.DONE]
    assert [(line.item.key, line.evidence.id) for line in done] == [("htn_followup", record)]
    followups = [line for line in contracts.plan(by, signed) if line.item.key == "htn_followup"]
    assert [line.status for line in followups] == ["missed", "missed", "done", "future"]


def test_a_contract_of_six_months_without_a_service_is_listed_until_there_is_one(
    day, contracts, by, new, person
):
    signed = contracts.sign(by, replace(new, signed_on=DAY - timedelta(200)))
    contracts.sign(by, replace(new, resident=register(day, "陈新来"), signed_on=DAY - timedelta(100)))
    assert [line.contract.id for line in contracts.unserved(by)] == [signed]
    assert contracts.unserved(by)[0].name == "林秀英"
    followed(day, person, DAY - timedelta(5))
    assert contracts.unserved(by) == ()


def test_groups_and_packages_follow_from_the_records(day, contracts, by, person):
    assert contracts.groups_of(person, DAY) == ("1",)
    day.clinic.care.open(by, person, "htn")
    assert contracts.groups_of(person, DAY) == ("1", "5")
    assert [one.key for one in contracts.proposed(person, DAY)] == ["basic", "elderly", "hypertension"]
    child = register(day, "林小宝", DAY - timedelta(400))
    assert [one.key for one in contracts.proposed(child, DAY)] == ["basic", "children"]
    grown = register(day, "林大山", date(1990, 1, 1))
    assert contracts.groups_of(grown, DAY) == ("0",)


def test_a_household_signs_at_once_all_or_none(day, contracts, by, new, person):
    other = replace(new, resident=register(day, "林大山", date(1948, 1, 1)))
    with pytest.raises(BadTerm):
        contracts.sign_all(by, [new, replace(other, years=9)])
    assert contracts.of(by, person).history == ()
    assert len(contracts.sign_all(by, [new, other])) == 2
    assert contracts.coverage(by, DAY).contracted == 2


def test_clinics_whose_staff_are_on_the_team_are_told(day, contracts, by, new, team):
    village = Member("V001", "village_doctor", "350881101", "李村医")
    contracts.amend_team(by, team, NewTeam(name="西洋团队", leader=by.staff_id, members=(village,)))
    signed = contracts.sign(by, new)
    contracts.end(by, signed, DAY, EndReason.REQUEST)
    entries = [day.clinic.store.entry(signed), last_entry(day, "contract.ended")]
    assert [fact_of(entry).addressees for entry in entries] == [("350881101",), ("350881101",)]


def last_entry(day, kind):
    with day.clinic.store.reading() as connection:
        found = connection.scalar(
            sa.select(entry.c.id).where(entry.c.type == kind).order_by(entry.c.position.desc()).limit(1)
        )
    return day.clinic.store.entry(found)


def test_a_team_names_its_members_and_changes_as_a_whole(contracts, by, team):
    with pytest.raises(BadTeam):
        contracts.form_team(by, NewTeam(name="", leader=by.staff_id))
    with pytest.raises(NoStaff):
        contracts.form_team(by, NewTeam(name="第二团队", leader="nobody"))
    grid = Member("王网格", "grid_worker")
    contracts.amend_team(by, team, NewTeam(name="西洋团队", leader=by.staff_id, members=(grid,)))
    (known,) = contracts.teams(by)
    assert (known.id, known.name, known.leader_name) == (team, "西洋团队", by.name)
    assert [(one.name, one.kind) for one in known.members] == [("王网格", "grid_worker")]


def test_coverage_counts_people_by_group_and_team(day, contracts, by, new):
    contracts.sign(by, new)
    contracts.sign(by, replace(new, resident=register(day, "林大山", date(1990, 1, 1))))
    told = contracts.coverage(by, DAY)
    assert (told.contracted, told.key_contracted, dict(told.groups)) == (2, 1, {"0": 1, "1": 1})
    assert (told.residents, told.percent, told.met) == (None, None, None)
    assert dict(told.teams) == {"第一团队": 2}


def test_a_team_looks_after_so_many_as_its_doctors_can(contracts, by, new, team):
    contracts.sign(by, new)
    assert [(one.contracts, one.most) for one in contracts.loads(by)] == [(1, 600)]
    more = tuple(Member(f"V00{no}", "village_doctor") for no in range(5))
    contracts.amend_team(by, team, NewTeam(name="大队", leader=by.staff_id, members=more))
    assert [one.most for one in contracts.loads(by)] == [2000]


def test_the_picture_of_a_signature_is_kept_by_its_hash(contracts, by, new):
    picture = b"\x89PNG\r\n\x1a\n" + b"ink"
    digest = contracts.keep_signature(by, picture)
    signed = contracts.sign(by, replace(new, signature=digest))
    assert contracts.signature(contracts.contract(by, signed)) == picture
