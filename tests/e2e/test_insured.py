"""参保 between real clinics and a real county: homes, look-ups, freshness."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from clinic_app.domain.identifiers import mod_11_2
from clinic_app.journal.facts.insurance import InsuredAsked
from clinic_app.journal.refusal import BadRequest
from clinic_app.projections.queries import insurance
from clinic_app.services.registration import NewVisit
from clinic_app.services.residents import NewResident
from clinic_app.store import local
from clinic_app.sync.enrolment import join
from clinic_app.sync.errors import NoLine, Unenrolled
from clinic_app.wiring import open_folder
from sync_server.publish.insured import import_insured
from sync_server.publish.policies import publish_policy
from sync_server.store.queries.entries import all_entries
from tests.clinics import made_template, opened_copy
from tests.e2e.county_at_work import CountyAtWork, at_work
from tests.e2e.townships import PASSWORD, TODAY, Township, in_days, policy, township
from tests.server.county import OTHER, TOWNSHIP

NUMBER = "35088119500101123" + mod_11_2("35088119500101123")


@pytest.fixture
def county(tmp_path: Path) -> Iterator[CountyAtWork]:
    with at_work(tmp_path) as county:
        publish_policy(county.database(), policy(days=7))
        yield county


@pytest.fixture
def home(tmp_path: Path, county: CountyAtWork) -> Township:
    return township(tmp_path / "home", county, TOWNSHIP)


@pytest.fixture
def away(tmp_path: Path, county: CountyAtWork) -> Township:
    return township(tmp_path / "away", county, OTHER)


def state_person(county: CountyAtWork, tmp_path: Path, home: str = TOWNSHIP, more: str = "") -> None:
    path = tmp_path / "insured.csv"
    path.write_text(
        f"psn_no,id_number,insutype,home,hifp_11,psn_insu_stas\nP1,{NUMBER},390,{home},500,1\n{more}"
    )
    report = import_insured(county.database(), path)
    assert report.bad_rows == 0


def at_county(county: CountyAtWork) -> dict[str, int]:
    with county.database().reading() as connection:
        return dict(insurance.state_of(connection, "P1", "county").of(TODAY.year))


def test_a_person_from_elsewhere_is_looked_up_and_settled_on_the_true_totals(
    tmp_path: Path, county: CountyAtWork, home: Township, away: Township
) -> None:
    state_person(county, tmp_path)
    home.sync()
    home.settle("P1", 3000)
    home.sync()
    away.sync()
    assert away.asked("P1", 3000).refusal == "E_UNKNOWN_PERSON"

    found = away.clinic.insurance.look_up(away.clinic.on_duty, NUMBER, "挂号")
    assert [one.person.psn_no for one in found] == ["P1"]
    home.sync()
    assert away.state("P1").of(TODAY.year) == home.state("P1").of(TODAY.year) == at_county(county)
    assert at_county(county)["hifp_11"] == 500 + 1500

    away.settle("P1", 2000)
    away.sync()
    home.sync()
    truth = at_county(county)
    assert truth["hifp_11"] == 500 + 1500 + 1000
    assert home.state("P1").of(TODAY.year) == truth  # what was paid elsewhere is known at home
    assert away.state("P1").of(TODAY.year) == truth


def test_who_asked_for_whom_and_why_stands_in_the_county_s_journal(
    tmp_path: Path, county: CountyAtWork, away: Township
) -> None:
    state_person(county, tmp_path)
    away.clinic.insurance.look_up(away.clinic.on_duty, NUMBER, "急诊")
    assert away.clinic.insurance.look_up(away.clinic.on_duty, "350881195001011999", "挂号") == []
    with county.database().reading() as connection:
        asked = [
            InsuredAsked.parse(one.entry.body or b"")
            for one in all_entries(connection)
            if one.entry.type == InsuredAsked.type
        ]
    assert [(one.facility, one.staff, one.reason, one.asked, one.found) for one in asked] == [
        (OTHER, "P001", "急诊", NUMBER, ("P1",)),
        (OTHER, "P001", "挂号", "350881195001011999", ()),
    ]
    assert {one.device for one in asked} == {away.clinic.store.device}
    away.sync()
    with away.clinic.store.reading() as connection:
        kept = connection.exec_driver_sql("select count(*) from entry where type = 'insured.asked'")
        assert kept.scalar() == 0, "the question stays at the county"


def test_one_s_own_people_are_not_stated_again_by_a_look_up(
    tmp_path: Path, county: CountyAtWork, home: Township
) -> None:
    state_person(county, tmp_path)
    before = county.count()
    assert home.clinic.insurance.look_up(home.clinic.on_duty, NUMBER, "挂号")
    assert county.count() == before + 1  # the question alone


def test_a_look_up_needs_a_reason_a_line_and_a_county(
    tmp_path: Path, county: CountyAtWork, away: Township
) -> None:
    with pytest.raises(BadRequest):
        away.clinic.insurance.look_up(away.clinic.on_duty, NUMBER, " ")
    with away.clinic.store.changing() as connection:
        local.write(connection, local.SERVER, "http://127.0.0.1:9")
    with pytest.raises(NoLine):
        away.clinic.insurance.look_up(away.clinic.on_duty, NUMBER, "挂号")
    made_template(tmp_path / "template")
    alone = opened_copy(tmp_path / "template", tmp_path / "alone")
    with pytest.raises(Unenrolled):
        alone.insurance.look_up(alone.on_duty, NUMBER, "挂号")
    alone.close()


def test_the_county_s_word_grows_old_and_a_looked_up_person_s_with_the_look_up(
    tmp_path: Path, county: CountyAtWork, home: Township, away: Township
) -> None:
    state_person(county, tmp_path)
    home.sync()
    away.clinic.insurance.look_up(away.clinic.on_duty, NUMBER, "挂号")
    for one in (home, away):
        assert one.asked("P1", 3000, in_days(7)).refusal == ""
        late = one.asked("P1", 3000, in_days(8))
        assert (late.refusal, late.person, late.settlement.amounts.cash_pay) == (
            "E_OFFLINE_STALE",
            None,
            3000,
        )

    # The feed goes on at both; only at home does that say anything about this person.
    for one in (home, away):
        with one.clinic.store.changing() as connection:
            later = one.clinic.store.wall() + 5 * 86_400_000
            local.write(connection, local.LAST_PULL, str(later))
    assert home.asked("P1", 3000, in_days(10)).refusal == ""
    assert away.asked("P1", 3000, in_days(10)).refusal == "E_OFFLINE_STALE"


def test_a_clinic_that_never_had_a_whole_feed_is_as_old_as_can_be(
    tmp_path: Path, county: CountyAtWork, home: Township
) -> None:
    state_person(county, tmp_path)
    home.sync()
    with home.clinic.store.changing() as connection:
        local.forget(connection, local.LAST_PULL)
    assert home.asked("P1", 3000).refusal == "", "a PC of an older version: its last round counts"
    assert home.asked("P1", 3000, in_days(8)).refusal == "E_OFFLINE_STALE"
    with home.clinic.store.changing() as connection:
        local.forget(connection, local.LAST_SYNC)
    assert home.asked("P1", 3000).refusal == "E_OFFLINE_STALE"
    home.sync()
    assert home.asked("P1", 3000).refusal == ""


def test_the_insurance_chosen_at_one_pc_is_known_at_the_clinic_s_other_pc(
    tmp_path: Path, county: CountyAtWork, home: Township
) -> None:
    state_person(county, tmp_path, more=f"P2,{NUMBER},310,{TOWNSHIP},0,1\n")
    home.sync()
    clinic = home.clinic
    known = clinic.residents.register(
        clinic.on_duty, NewResident(name="陈某", sex="1", id_number=NUMBER, id_verified="typed")
    )
    clinic.registration.register(
        clinic.on_duty, NewVisit(resident_id=known.id, department="全科", psn_no="P2")
    )
    home.sync()
    store = join(tmp_path / "other", county.url, county.code(TOWNSHIP), None, "P001", PASSWORD)
    store.close()
    other = Township(open_folder(tmp_path / "other", "P001", PASSWORD))
    other.sync()
    assert other.clinic.registration.chosen(known.id) == "P2"
    assert home.clinic.registration.chosen(known.id) == "P2"
    other.clinic.close()
