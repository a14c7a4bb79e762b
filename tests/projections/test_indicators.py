"""考核指标: figures of a made-up year, and the same answer on a clinic and at the county."""

import random
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from clinic_app.domain.public_health.indicators import Figure, Missing, indicators
from clinic_app.domain.public_health.next_actions import next_actions
from clinic_app.journal.entry import Entry
from clinic_app.journal.fact import Fact
from clinic_app.journal.facts.care import CareClosed, CareOpened
from clinic_app.journal.facts.contracts import ContractEnded, ContractSigned, PackageChosen
from clinic_app.journal.facts.county import FacilityRegistered
from clinic_app.journal.facts.forms import FormRecorded, FormWithdrawn
from clinic_app.journal.facts.health_records import RecordOpened, ResidentDied
from clinic_app.journal.facts.immunization import VaccinationGiven, VaccinationWithdrawn
from clinic_app.journal.facts.indicators import PopulationStated, TargetStated
from clinic_app.journal.facts.outpatient import InfectiousAnswered
from clinic_app.journal.facts.registration import VisitRegistered
from clinic_app.journal.facts.residents import ResidentRegistered
from clinic_app.projections.apply import apply_entry
from clinic_app.projections.queries import indicators as queries
from clinic_app.projections.queries.indicators import Appraisal
from clinic_app.projections.tables import metadata
from clinic_app.projections.upsert import Placed

VILLAGE, TOWNSHIP, OTHER = "350881101", "350881001", "350881002"
DAY = date(2026, 12, 31)


class Told:
    """Facts as two databases hear them: the village's own and the county's; the county hears all."""

    def __init__(self) -> None:
        self.dice = random.Random(7)
        self.clinic, self.county = _database(), _database()
        self.time = 1

    def say(self, facility: str, fact: Fact, subject: UUID | None = None) -> UUID:
        """Told by a facility; "" is the county, whom everyone hears."""
        self.time += 1
        own, body = UUID(int=self.dice.getrandbits(128), version=4), fact.write()
        entry = Entry(
            id=own,
            device=UUID(int=1),
            incarnation=UUID(int=2),
            seq=self.time,
            time=self.time,
            author="P001",
            type=fact.type,
            subject=subject or (own if facility else None),
            body=body,
            body_hash=sha256(body).digest(),
        )
        for database, hears in ((self.clinic, facility in ("", VILLAGE)), (self.county, True)):
            if hears:
                with database.begin() as connection:
                    apply_entry(connection, Placed(entry, self.time, facility))
        return entry.id

    def person(self, born: date, village: str = "东坑村", facility: str = VILLAGE, sex: str = "1") -> UUID:
        fact = ResidentRegistered(name="张三", sex=sex, birth_date=born, village=village, salt="s")
        return self.say(facility, fact)

    def form(self, who: UUID | None, form: str, day: date, facility: str = VILLAGE, **values: Any) -> UUID:
        fact = FormRecorded(form=form, version=1, day=day, values=values, salt="s")
        return self.say(facility, fact, who)

    def year(self, day: date = DAY, *institutions: str) -> Appraisal:
        with self.county.connect() as connection:
            return queries.appraise(connection, list(institutions or (VILLAGE,)), day.year, day)


def _database() -> sa.Engine:
    engine = sa.create_engine("sqlite://", poolclass=sa.pool.StaticPool)
    metadata.create_all(engine)
    return engine


@pytest.fixture
def told() -> Iterator[Told]:
    one = Told()
    yield one
    one.clinic.dispose()
    one.county.dispose()


def quarterly(told: Told, who: UUID, form: str, **values: Any) -> None:
    for month in (1, 4, 7, 10):
        told.form(who, form, date(2026, month, 5), **{"class": "1", **values})


def those(figure: Figure) -> set[UUID]:
    """Who counts."""
    return {UUID(bytes=one) for one in figure.done}


def a_year(told: Told) -> None:
    """Something for every indicator that has a source, told by the village; and the same by another facility."""
    counts = {
        "permanent": 100,
        "age65": 10,
        "live_births": 4,
        "child_0_6": 8,
        "child_0_36m": 5,
        "key_groups": 9,
    }
    told.say("", FacilityRegistered(code=VILLAGE, name="东坑村卫生室", inst_lv="village", parent=TOWNSHIP))
    told.say("", PopulationStated(institution=VILLAGE, year=2026, counts=counts))
    told.say("", TargetStated(indicator="elderly_rate", year=2026, percent=6500))
    for facility in (VILLAGE, OTHER):
        _lives(told, facility)


def _lives(told: Told, facility: str) -> None:
    old = told.person(date(1950, 1, 1), facility=facility)
    told.say(facility, RecordOpened(number="35088100100100001", on=date(2024, 1, 1), salt="s"), old)
    for form in ("person_basic", "health_check", "tcm_elderly"):
        told.form(old, form, date(2026, 5, 1), facility)
    for service, form, values in (
        ("htn", "htn_followup", {"sbp": 138, "dbp": 80}),
        ("dm", "dm_followup", {"fpg": "6.5"}),
        ("psych", "psych_followup", {"class": "3"}),
    ):
        told.say(facility, CareOpened(service=service, on=date(2025, 2, 1)), old)
        for month in (1, 4, 7, 10):
            told.form(old, form, date(2026, month, 5), facility, **{"class": "1", **values})
    _contract(told, facility, old)
    told.form(old, "fulfilment", date(2026, 5, 2), facility, item="其他", satisfaction="5")
    child = told.person(date(2026, 3, 1), facility=facility)
    told.form(child, "newborn_visit", date(2026, 3, 5), facility)
    told.form(child, "tcm_child", date(2026, 9, 1), facility)
    _vaccinated(told, child, facility)
    mother = told.person(date(1998, 3, 1), facility=facility, sex="2")
    told.form(mother, "antenatal_first", date(2025, 8, 1), facility, lmp="2025-06-01")
    told.form(
        mother,
        "postpartum_visit",
        date(2026, 3, 10),
        facility,
        birth_date="2026-03-01",
        discharge_date="2026-03-04",
    )
    told.say(facility, CareOpened(service="tb", on=date(2026, 2, 1)), mother)
    told.form(mother, "tb_first", date(2026, 2, 2), facility)
    told.form(
        mother, "tb_followup", date(2026, 8, 1), facility, stop_reason="1", doses_due=180, doses_taken=162
    )
    visit = told.say(
        facility, VisitRegistered(day=date(2026, 6, 1), number="A001", department="全科"), mother
    )
    told.say(facility, InfectiousAnswered(visit_id=visit, disease="HFMD", report=True), mother)
    told.form(
        mother, "infectious_card", date(2026, 6, 1), facility,
        kind="1", disease="HFMD", diagnosed_at="2026-06-01T09:00", filled="2026-06-02T09:00",
    )  # fmt: skip
    told.form(
        None, "emergency_event", date(2026, 6, 2), facility,
        stage="1", received="2026-06-02T09:00", filled="2026-06-02T11:00",
    )  # fmt: skip
    told.form(
        None,
        "supervision_report",
        date(2026, 6, 3),
        facility,
        found_at="2026-06-03T09:00",
        reported_at="2026-06-03T10:00",
    )


def _vaccinated(told: Told, child: UUID, facility: str = VILLAGE) -> UUID:
    """All that is owed at ten months to who was born on 2026-03-01; the id of the last dose."""
    for vaccine, series, month in (
        ("HepB", "HepB", 3), ("BCG", "BCG", 3), ("HepB", "HepB", 4), ("IPV", "POLIO", 5),
        ("DTaP", "DTP", 5), ("IPV", "POLIO", 6), ("DTaP", "DTP", 7),
    ):  # fmt: skip
        fact = VaccinationGiven(vaccine=vaccine, series=series, dose_no=1, on=date(2026, month, 1), salt="s")
        last = told.say(facility, fact, child)
    return last


def _contract(told: Told, facility: str, who: UUID, **other: Any) -> UUID:
    """Two years from June 2025: a check each, and care at home twice a year."""
    agreed: dict[str, Any] = {
        "number": "QA2506010001",
        "team_id": UUID(int=7),
        "packages": (PackageChosen("disabled", 1),),
        "groups": ("1", "5"),
        "signed_on": date(2025, 6, 1),
        "years": 2,
        "fee": 0,
        "signature": "paper",
    }
    return told.say(facility, ContractSigned(**agreed | other), who)


@pytest.mark.parametrize("key", list(indicators()))
def test_the_same_question_gives_the_same_figure_on_clinic_and_county(told: Told, key: str) -> None:
    a_year(told)
    found = []
    for database in (told.clinic, told.county):
        with database.connect() as connection:
            found.append(queries.appraise(connection, [VILLAGE], 2026, DAY).figures[key])
    assert found[0] == found[1]
    if found[0].missing is None:
        assert found[0].numerator == 1  # nobody of the other facility


def test_every_indicator_has_a_figure_or_says_why_not(told: Told) -> None:
    a_year(told)
    missing = {key: one.missing for key, one in told.year().figures.items() if one.missing is not None}
    assert missing == {
        "contract_cost_rate": Missing.ELSEWHERE,
        "first_visit_rate": Missing.ELSEWHERE,
    }


def test_a_denominator_that_nobody_stated_is_no_figure(told: Told) -> None:
    told.form(told.person(date(1950, 1, 1)), "health_check", date(2026, 5, 1))
    found = told.year().figures["elderly_rate"]
    assert (found.numerator, found.denominator, found.rate, found.missing) == (
        1,
        None,
        None,
        Missing.POPULATION,
    )


def test_a_person_counts_once_and_from_the_birthday(told: Told) -> None:
    told.say("", PopulationStated(institution=VILLAGE, year=2026, counts={"age65": 4}))
    one, young = told.person(date(1961, 6, 15)), told.person(date(1961, 6, 16))
    for person in (one, one, young):
        told.form(person, "health_check", date(2026, 6, 15))
    found = told.year().figures["elderly_rate"]
    assert (those(found), found.rate) == ({one}, 2500)


def test_what_was_withdrawn_or_of_another_year_does_not_count(told: Told) -> None:
    told.say("", PopulationStated(institution=VILLAGE, year=2026, counts={"age65": 4}))
    one = told.person(date(1950, 6, 15))
    wrong = told.form(one, "health_check", date(2026, 6, 15))
    told.form(one, "health_check", date(2025, 12, 31))
    told.say(VILLAGE, FormWithdrawn(record_id=wrong, reason="错人"))
    assert told.year().figures["elderly_rate"].done == frozenset()


@pytest.mark.parametrize(
    ("days", "checked", "kept"),
    [
        pytest.param([(1, 5), (4, 5), (7, 5), (10, 5)], True, True, id="four, each in time"),
        pytest.param([(1, 5), (4, 5), (7, 5), (10, 5)], False, False, id="without the yearly check"),
        pytest.param([(1, 5), (4, 5), (7, 5)], True, False, id="three are too few"),
        pytest.param([(1, 5), (4, 6), (7, 5), (10, 5)], True, False, id="a day late"),
        pytest.param([(1, 5), (2, 5), (3, 5), (4, 5)], True, False, id="the rest of the year is empty"),
    ],
)
def test_managed_by_the_norm(told: Told, days: list[tuple[int, int]], checked: bool, kept: bool) -> None:
    one = told.person(date(1960, 1, 1))
    told.say(VILLAGE, CareOpened(service="htn", on=date(2025, 3, 1)), one)
    for month, day in days:
        told.form(one, "htn_followup", date(2026, month, day), **{"class": "1"})
    if checked:
        told.form(one, "health_check", date(2026, 5, 1))
    found = told.year().figures["htn_standard_rate"]
    assert (those(found) == {one}, found.denominator) == (kept, 1)


def test_who_came_in_autumn_needs_one_follow_up(told: Told) -> None:
    one = told.person(date(1960, 1, 1))
    told.say(VILLAGE, CareOpened(service="htn", on=date(2026, 9, 20)), one)
    told.form(one, "htn_followup", date(2026, 10, 5), **{"class": "1"})
    told.form(one, "health_check", date(2026, 10, 5))
    assert those(told.year().figures["htn_standard_rate"]) == {one}


def test_the_latest_follow_up_decides_and_the_lost_do_not_count(told: Told) -> None:
    well, unwell, lost = (told.person(date(1970, 1, 1)) for _ in range(3))
    for who, sbp in ((well, 139), (unwell, 140), (lost, 120)):
        told.say(VILLAGE, CareOpened(service="htn", on=date(2026, 1, 1)), who)
        told.form(who, "htn_followup", date(2026, 2, 1), sbp=160, dbp=80)
        told.form(who, "htn_followup", date(2026, 5, 1), sbp=sbp, dbp=80)
    told.say(VILLAGE, CareClosed(service="htn", on=date(2026, 6, 1), reason="lost"), lost)
    found = told.year().figures["htn_control_rate"]
    assert (those(found), found.asked) == ({well}, {one.bytes for one in (well, unwell, lost)})


def test_who_left_before_the_year_is_not_asked_for(told: Told) -> None:
    one = told.person(date(1970, 1, 1))
    told.say(VILLAGE, CareOpened(service="dm", on=date(2024, 1, 1)), one)
    told.say(VILLAGE, CareClosed(service="dm", on=date(2025, 12, 31), reason="moved"), one)
    assert told.year().figures["dm_control_rate"].denominator == 0
    assert told.year(date(2025, 12, 31)).figures["dm_control_rate"].denominator == 1


def test_a_child_counts_for_vaccination_while_nothing_is_overdue(told: Told) -> None:
    full, short, moved = (told.person(date(2026, 3, 1)) for _ in range(3))
    for one in (full, short, moved):
        last = _vaccinated(told, one)
        if one == short:
            told.say(VILLAGE, VaccinationWithdrawn(dose_id=last, reason="登错人"))
    told.say(VILLAGE, ResidentDied(on=date(2026, 9, 1), salt="s"), moved)
    none = told.person(date(2026, 2, 10))
    told.person(date(2019, 12, 31))  # seven years old
    figures = told.year().figures
    rate, cards = figures["vacc_rate"], figures["vacc_card_rate"]
    here = frozenset(one.bytes for one in (full, short, none))
    assert (those(rate), rate.asked) == ({full}, here)
    assert (those(cards), cards.asked) == ({full, short}, here)


def test_the_month_to_open_a_card_in_ends_a_month_after_birth(told: Told) -> None:
    told.person(date(2025, 11, 30))
    asked = [told.person(date(2025, 12, 1)), told.person(date(2026, 11, 30))]
    told.person(date(2026, 12, 2))
    assert told.year().figures["vacc_card_rate"].asked == frozenset(one.bytes for one in asked)


def test_villages_add_up(told: Told) -> None:
    for village, many in (("东坑村", 2), ("西坑村", 1)):
        told.say("", PopulationStated(institution=VILLAGE, village=village, year=2026, counts={"age65": 10}))
        for _ in range(many):
            told.form(told.person(date(1950, 1, 1), village), "health_check", date(2026, 5, 1))
    year = told.year()
    parts = [year.in_village(year.figures["elderly_rate"], one) for one in year.village_names()]
    assert [(one.numerator, one.denominator) for one in parts] == [(2, 10), (1, 10)]
    assert year.figures["elderly_rate"].denominator == 20


def test_a_township_is_its_villages_together_unless_it_has_a_number_of_its_own(told: Told) -> None:
    told.say("", FacilityRegistered(code=TOWNSHIP, name="卫生院", inst_lv="township"))
    told.say("", FacilityRegistered(code=VILLAGE, name="村卫生室", inst_lv="village", parent=TOWNSHIP))
    told.say("", PopulationStated(institution=VILLAGE, year=2026, counts={"age65": 10}))
    assert told.year(DAY, TOWNSHIP, VILLAGE).figures["elderly_rate"].denominator == 10
    told.say("", PopulationStated(institution=TOWNSHIP, year=2026, counts={"age65": 90}))
    assert told.year(DAY, TOWNSHIP, VILLAGE).figures["elderly_rate"].denominator == 90


def test_the_goal_is_met_by_the_exact_ratio_and_names_who_is_next(told: Told) -> None:
    told.say("", PopulationStated(institution=VILLAGE, year=2026, counts={"age65": 3}))
    told.say("", TargetStated(indicator="elderly_rate", year=2026, percent=6667))
    old = [told.person(date(1950, 1, 1)) for _ in range(3)]
    told.person(date(1980, 1, 1))
    told.form(old[0], "health_check", date(2026, 5, 1))
    told.form(old[1], "health_check", date(2026, 5, 1))
    year = told.year()
    assert (year.figures["elderly_rate"].rate, year.figures["elderly_rate"].met) == (6667, False)
    assert year.figures["elderly_rate"].short_of == 1
    (action,) = next_actions(year.year, "elderly_rate", year.gone)
    assert (action.resident, action.steps) == (old[2].bytes, 1)
    assert action.also >= 1  # 中医药, too


def test_the_fewest_services_come_first_and_a_lost_year_is_left_out(told: Told) -> None:
    near, far, late = (told.person(date(1960, 1, 1)) for _ in range(3))
    for who in (near, far, late):
        told.say(VILLAGE, CareOpened(service="htn", on=date(2026, 1, 1)), who)
        told.form(who, "htn_followup", date(2026, 1, 5), **{"class": "1"})
    told.form(near, "health_check", date(2026, 2, 1))
    told.form(late, "htn_followup", date(2026, 4, 6), **{"class": "1"})
    year = told.year(date(2026, 4, 5))
    assert [one.resident for one in next_actions(year.year, "htn_standard_rate", year.gone)][-1] == far.bytes
    later = told.year(date(2026, 4, 6))
    assert late.bytes not in {
        one.resident for one in next_actions(later.year, "htn_standard_rate", later.gone)
    }


def test_what_was_promised_and_done_by_the_day_is_the_rate_of_fulfilment(told: Told) -> None:
    one = told.person(date(1950, 1, 1))
    _contract(told, VILLAGE, one)
    told.form(one, "health_check", date(2026, 5, 1))
    found = told.year().figures["fulfil_rate"]
    assert (found.numerator, found.denominator) == (1, 3)  # the check; at home by May and by November: never
    assert told.year(date(2026, 5, 31)).figures["fulfil_rate"].denominator == 2
    assert told.year(date(2026, 5, 30)).figures["fulfil_rate"].rate is None


def test_a_contract_that_was_ended_or_whose_person_died_is_not_counted(told: Told) -> None:
    stays, leaves, dies = (told.person(date(1950, 1, 1)) for _ in range(3))
    _contract(told, VILLAGE, stays, groups=("0",))
    ended = _contract(told, VILLAGE, leaves)
    _contract(told, VILLAGE, dies)
    told.say(VILLAGE, ContractEnded(contract_id=ended, on=date(2026, 3, 1), reason="request"), leaves)
    told.say(VILLAGE, ResidentDied(on=date(2026, 4, 1), salt="s"), dies)
    figures = told.year().figures
    assert those(figures["contract_rate"]) == {stays}
    assert (figures["contract_key_share"].numerator, figures["contract_key_share"].denominator) == (0, 1)
