"""预防接种 through the service, on a real store: the card, the checks before a dose, deferral, coverage."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

import pytest

from clinic_app.domain.immunization.due import Status
from clinic_app.domain.immunization.giving import (
    ExpiredBatch,
    GivenAlready,
    LiveTooSoon,
    NewDose,
    NoBatch,
    NoBirthDate,
    NotScreened,
    TooEarly,
    TooOld,
    UnknownVaccine,
)
from clinic_app.domain.public_health.due_doses import owed_in
from clinic_app.domain.time import BEIJING, ms_of
from clinic_app.journal.facts.forms import FormRecorded
from clinic_app.journal.facts.health_records import ResidentDied, ResidentMerged
from clinic_app.journal.facts.immunization import VaccinationGiven
from clinic_app.printing.documents import PageBreak
from clinic_app.projections.queries.immunization import NoDose
from clinic_app.projections.queries.immunization_card import Line
from clinic_app.projections.queries.worklist import Item, View, Wanted
from clinic_app.services.immunization import (
    BadDeferral,
    GivenElsewhere,
    NoReason,
    NotHere,
    StillObserving,
)
from clinic_app.services.rounds import Stop
from clinic_app.wiring import Clinic
from tests.clinics import made_template, opened_copy, resident

NOON = datetime(2026, 11, 22, 12, tzinfo=BEIJING)
TODAY = NOON.date()
BORN = date(2025, 11, 1)  # a year and three weeks old


class Clock:
    def __init__(self) -> None:
        self.ms = ms_of(NOON)

    def __call__(self) -> int:
        return self.ms


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("immunization") / "template"
    made_template(folder, lambda: ms_of(NOON))
    return folder


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def clinic(template: Path, tmp_path: Path, clock: Clock) -> Iterator[Clinic]:
    opened = opened_copy(template, tmp_path / "data", clock)
    yield opened
    opened.close()


def child(clinic: Clinic, name: str = "陈小宝", born: date | None = BORN) -> UUID:
    with clinic.store.writing(clinic.on_duty.author) as writing:
        return writing.append(resident(name, birth_date=born)).id


def told(clinic: Clinic, who: UUID, vaccine: str, series: str, on: date, number: int = 1) -> UUID:
    fact = VaccinationGiven(
        vaccine=vaccine, series=series, dose_no=number, on=on, elsewhere=True, batch="E1", salt="s"
    )
    with clinic.store.writing(clinic.on_duty.author) as writing:
        return writing.append(fact, who).id


def dose(vaccine: str, **details: object) -> NewDose:
    fields: dict[str, object] = {
        "batch": "B1",
        "maker": "某厂",
        "expiry": date(2027, 6, 1),
        "screened": True,
        "consent": True,
    }
    return NewDose(vaccine=vaccine, **{**fields, **details})  # type: ignore[arg-type]


def line(clinic: Clinic, who: UUID, series: str) -> Line:
    card = clinic.immunization.card(clinic.on_duty, who)
    return next(one for one in card.lines if one.due.series == series)


def test_a_dose_given_moves_the_series_on(clinic: Clinic) -> None:
    who = child(clinic)
    assert line(clinic, who, "HepB").due.status is Status.OVERDUE
    given = clinic.immunization.give(clinic.on_duty, who, dose("HepB"))
    assert (given.dose_no, given.on, given.batch) == (1, TODAY, "B1")
    after = line(clinic, who, "HepB")
    assert after.due.status is Status.NOT_DUE and after.due.dose_no == 2
    assert after.due.earliest == date(2026, 12, 20)
    assert [one.id for one in after.doses] == [given.id]


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"screened": False}, NotScreened),
        ({"consent": False}, NotScreened),
        ({"batch": " "}, NoBatch),
        ({"expiry": None}, NoBatch),
        ({"expiry": date(2026, 11, 21)}, ExpiredBatch),
    ],
)
def test_a_dose_is_refused_without_its_checks(
    clinic: Clinic, wrong: dict[str, object], refusal: type
) -> None:
    who = child(clinic)
    with pytest.raises(refusal):
        clinic.immunization.give(clinic.on_duty, who, dose("HepB", **wrong))
    assert line(clinic, who, "HepB").doses == ()


def test_the_last_day_of_a_batch_is_still_good(clinic: Clinic) -> None:
    assert clinic.immunization.give(clinic.on_duty, child(clinic), dose("HepB", expiry=TODAY))


def test_an_unknown_vaccine_or_birth_date_is_refused(clinic: Clinic) -> None:
    with pytest.raises(UnknownVaccine):
        clinic.immunization.give(clinic.on_duty, child(clinic), dose("XYZ"))
    with pytest.raises(NoBirthDate):
        clinic.immunization.give(clinic.on_duty, child(clinic, born=None), dose("HepB"))


def test_the_same_family_on_one_day_is_booked_once(clinic: Clinic) -> None:
    who = child(clinic)
    clinic.immunization.give(clinic.on_duty, who, dose("HepB"))
    with pytest.raises(GivenAlready):
        clinic.immunization.give(clinic.on_duty, who, dose("HepB"))


def test_two_live_vaccines_on_one_day_or_28_days_apart(clinic: Clinic) -> None:
    together, apart, enough = (child(clinic, name) for name in ("甲", "乙", "丙"))
    clinic.immunization.give(clinic.on_duty, together, dose("MMR"))
    clinic.immunization.give(clinic.on_duty, together, dose("JE-L"))
    told(clinic, apart, "MMR", "MMR", date(2026, 10, 26))
    with pytest.raises(LiveTooSoon) as refused:
        clinic.immunization.give(clinic.on_duty, apart, dose("JE-L", early=True))
    assert refused.value.facts["day"] == "2026-11-23"
    told(clinic, enough, "MMR", "MMR", date(2026, 10, 25))
    clinic.immunization.give(clinic.on_duty, enough, dose("JE-L"))


def test_too_early_is_told_and_counts_when_insisted_on(clinic: Clinic) -> None:
    who = child(clinic)
    with pytest.raises(TooEarly):
        clinic.immunization.give(clinic.on_duty, who, dose("HepA-L"))
    clinic.immunization.give(clinic.on_duty, who, dose("HepA-L", early=True))
    card = clinic.immunization.card(clinic.on_duty, who)
    assert [one.vaccine for one in card.early] == ["HepA-L"]
    assert line(clinic, who, "HEPA").due.status is Status.COMPLETE


@pytest.mark.parametrize(
    ("vaccine", "born", "refused"),
    [
        ("BCG", date(2022, 11, 22), True),
        ("BCG", date(2022, 11, 23), False),
        ("MPSV-A", date(2024, 11, 22), True),
        ("MPSV-A", date(2024, 11, 23), False),
        ("MPSV-AC", date(2024, 11, 22), False),
    ],
)
def test_what_is_not_given_at_an_age_is_refused(
    clinic: Clinic, vaccine: str, born: date, refused: bool
) -> None:
    who = child(clinic, born=born)
    if refused:
        with pytest.raises(TooOld):
            clinic.immunization.give(clinic.on_duty, who, dose(vaccine, early=True))
    else:
        clinic.immunization.give(clinic.on_duty, who, dose(vaccine, early=True))


def test_the_inactivated_kind_is_judged_by_its_own_rows(clinic: Clinic) -> None:
    who = child(clinic)
    assert clinic.immunization.give(clinic.on_duty, who, dose("JE-I")).dose_no == 1
    assert line(clinic, who, "JE").due.vaccine == "JE-I"


def test_a_dose_told_twice_is_shown_and_not_doubled(clinic: Clinic) -> None:
    who = child(clinic)
    first = told(clinic, who, "HepB", "HepB", BORN)
    second = told(clinic, who, "HepB", "HepB", BORN)
    card = clinic.immunization.card(clinic.on_duty, who)
    assert [one.id for one in line(clinic, who, "HepB").doses] == [first]
    assert [one.id for one in card.doubled] == [second]
    assert line(clinic, who, "HepB").due.dose_no == 2


def test_a_withdrawn_dose_does_not_count(clinic: Clinic) -> None:
    who = child(clinic)
    given = clinic.immunization.give(clinic.on_duty, who, dose("HepB"))
    with pytest.raises(NoReason):
        clinic.immunization.withdraw(clinic.on_duty, given.id, " ")
    clinic.immunization.withdraw(clinic.on_duty, given.id, "登错人")
    assert line(clinic, who, "HepB").due.dose_no == 1
    with pytest.raises(NoDose):
        clinic.immunization.withdraw(clinic.on_duty, given.id, "登错人")


def test_who_is_put_off_is_not_on_the_list_until_the_day(clinic: Clinic, clock: Clock) -> None:
    who = child(clinic)
    (before,) = clinic.immunization.due_children(clinic.on_duty)
    assert "MMR" in [one.series for one in before.due]
    clinic.immunization.defer(clinic.on_duty, who, "MMR", date(2026, 11, 30), "refusal")
    (after,) = clinic.immunization.due_children(clinic.on_duty)
    assert "MMR" not in [one.series for one in after.due]
    assert line(clinic, who, "MMR").deferral is not None
    clock.ms = ms_of(datetime(2026, 11, 30, 8, tzinfo=BEIJING))
    (again,) = clinic.immunization.due_children(clinic.on_duty)
    assert "MMR" in [one.series for one in again.due]
    with pytest.raises(BadDeferral):
        clinic.immunization.defer(clinic.on_duty, who, "MMR", date(2026, 11, 30), "refusal")


def test_grown_ups_and_the_dead_are_not_due(clinic: Clinic) -> None:
    who = child(clinic)
    child(clinic, "成人", date(2000, 1, 1))
    with clinic.store.writing(clinic.on_duty.author) as writing:
        writing.append(ResidentDied(on=TODAY, cause="", salt="s"), who)
    assert clinic.immunization.due_children(clinic.on_duty) == ()
    with pytest.raises(NotHere):
        clinic.immunization.give(clinic.on_duty, who, dose("HepB"))


def test_the_thirty_minutes_run_until_somebody_ends_them(clinic: Clinic, clock: Clock) -> None:
    given = clinic.immunization.give(clinic.on_duty, child(clinic), dose("HepB"))
    clock.ms += 20 * 60 * 1000
    assert [one.left_ms for one in clinic.immunization.observing(clinic.on_duty)] == [10 * 60 * 1000]
    with pytest.raises(StillObserving) as refused:
        clinic.immunization.observed(clinic.on_duty, given.id, well=True)
    assert refused.value.facts["minutes"] == 10
    clock.ms += 10 * 60 * 1000
    clinic.immunization.observed(clinic.on_duty, given.id, well=True)
    assert clinic.immunization.observing(clinic.on_duty) == ()


def test_the_last_batch_of_a_vaccine_is_offered_again(clinic: Clinic, clock: Clock) -> None:
    assert clinic.immunization.proposed("HepB").batch == ""
    clinic.immunization.give(clinic.on_duty, child(clinic), dose("HepB", batch="B1"))
    clock.ms += 1000
    clinic.immunization.give(clinic.on_duty, child(clinic, "乙"), dose("HepB", batch="B2"))
    told(clinic, child(clinic, "丙"), "HepB", "HepB", TODAY)
    found = clinic.immunization.proposed("HepB")
    assert (found.batch, found.route, found.site) == ("B2", "IM", "1")
    assert not found.screened and not found.consent


def test_coverage_counts_who_is_old_enough(clinic: Clinic) -> None:
    one, _ = child(clinic), child(clinic, "乙")
    child(clinic, "丙", date(2024, 1, 1))
    told(clinic, one, "HepB", "HepB", BORN)
    found = {
        (line.series, line.dose_no): (line.owed, line.given)
        for line in clinic.vaccination_lists.coverage(clinic.on_duty, 2025)
    }
    assert found["HepB", 1] == (2, 1) and found["HepB", 2] == (2, 0)
    assert found["POLIO", 4] == (0, 0) and found["HPV", 1] == (0, 0)


def test_of_merged_entries_the_doses_are_one_childs(clinic: Clinic) -> None:
    kept, other = child(clinic), child(clinic)
    told(clinic, other, "HepB", "HepB", BORN)
    with clinic.store.writing(clinic.on_duty.author) as writing:
        writing.append(ResidentMerged(other=other, salt="s"), kept)
    assert line(clinic, kept, "HepB").due.dose_no == 2
    (due,) = clinic.immunization.due_children(clinic.on_duty)
    assert next(one for one in due.due if one.series == "HepB").dose_no == 2


def test_a_dose_recorded_as_a_form_counts(clinic: Clinic) -> None:
    who = child(clinic)
    values = {"vaccine": "HepB", "series": "HepB", "dose_no": 1, "batch": "F1", "expiry": "2027-01-01"}
    fact = FormRecorded(form="vaccination", version=1, day=BORN, values=values, salt="s")
    with clinic.store.writing(clinic.on_duty.author) as writing:
        writing.append(fact, who)
    found = line(clinic, who, "HepB")
    assert found.due.dose_no == 2 and [one.batch for one in found.doses] == ["F1"]
    (due,) = clinic.immunization.due_children(clinic.on_duty)
    assert next(one for one in due.due if one.series == "HepB").dose_no == 2


def listed(clinic: Clinic, view: View = View.OVERDUE) -> list[Item]:
    wanted = Wanted(today=clinic.worklist.today(), view=view, service="vaccination")
    return list(clinic.worklist.items(clinic.on_duty, wanted))


def owed(item: Item) -> set[str]:
    return {one.series for one in owed_in(item.task, item.day)}


def test_a_child_who_is_late_is_one_line_of_the_work_list_until_all_is_given_or_put_off(
    clinic: Clinic, clock: Clock
) -> None:
    who = child(clinic)
    assert listed(clinic, View.ALL) == [], "only registered, nothing given here: passing through"
    told(clinic, who, "HepB", "HepB", BORN)
    (line,) = listed(clinic)
    assert line.resident_id == who and {"BCG", "POLIO", "MMR"} <= owed(line) and "HEPA" not in owed(line)
    given = clinic.immunization.give(clinic.on_duty, who, dose("BCG"))
    assert "BCG" not in owed(listed(clinic)[0])
    clinic.immunization.withdraw(clinic.on_duty, given.id, "登错人")
    assert "BCG" in owed(listed(clinic)[0])
    until = date(2026, 12, 20)
    for series in owed(listed(clinic)[0]):
        clinic.immunization.defer(clinic.on_duty, who, series, until, "contraindication")
    assert listed(clinic) == [] and listed(clinic, View.EXECUTABLE) == []
    clock.ms = ms_of(datetime(2026, 12, 20, 8, tzinfo=BEIJING))
    assert owed(listed(clinic)[0]) >= {"BCG", "POLIO", "MMR"}


def test_the_line_and_the_card_say_the_same(clinic: Clinic) -> None:
    who = child(clinic)
    told(clinic, who, "HepB", "HepB", BORN)
    told(clinic, who, "DTaP", "DTP", date(2026, 1, 5))
    form = {"vaccine": "IPV", "series": "POLIO", "dose_no": 1}
    with clinic.store.writing(clinic.on_duty.author) as writing:
        fact = FormRecorded(form="vaccination", version=1, day=date(2026, 1, 5), values=form, salt="s")
        writing.append(fact, who)
    (line,) = listed(clinic)
    (due,) = clinic.immunization.due_children(clinic.on_duty)
    assert {(one.series, one.number) for one in owed_in(line.task, TODAY)} == {
        (one.series, one.dose_no) for one in due.due
    }


def test_at_a_visit_the_doses_are_told_once(clinic: Clinic) -> None:
    who = child(clinic)
    told(clinic, who, "HepB", "HepB", BORN)
    known = clinic.visit_duties.known(clinic.on_duty, who, who, TODAY)
    assert known.doses_due and "vaccination" not in {one.form for one in known.due}


def test_on_a_round_the_family_is_told_and_no_sheet_is_typed(clinic: Clinic) -> None:
    who = child(clinic)
    told(clinic, who, "HepB", "HepB", BORN)
    stop = Stop(resident_id=who, form="vaccination", reason="卡介苗1、脊灰1")
    pack = clinic.rounds.make(clinic.on_duty, TODAY, [stop])
    paper = clinic.rounds.paper(pack.id)
    words = repr(paper.blocks)
    assert "卡介苗1、脊灰1" in words and "陈小宝" in words
    assert not [one for one in paper.blocks if isinstance(one, PageBreak)]
    assert clinic.rounds.typed(pack) == {one.sheet.code for one in pack.sheets}


def test_a_reaction_names_the_last_vaccination_and_asks_for_the_rest(clinic: Clinic, clock: Clock) -> None:
    who = child(clinic)
    told(clinic, who, "HepB", "HepB", date(2026, 10, 1))
    first = clinic.immunization.give(clinic.on_duty, who, dose("MMR", site="1", route="SC"))
    clinic.immunization.give(clinic.on_duty, who, dose("IPV", batch="I7"))
    clock.ms += 12 * 60 * 1000
    clinic.immunization.observed(clinic.on_duty, first.id, well=False)
    clock.ms += 3 * 60 * 1000
    started = clinic.forms.start(clinic.on_duty, "aefi", who).values
    assert [(one["vaccine"], one["batch"], one["date"]) for one in started["vaccines"]] == [
        ("MMR", "B1", "2026-11-22"),
        ("IPV", "I7", "2026-11-22"),
    ]
    assert started["vaccines"][0]["site"] == "1" and started["vaccines"][0]["route"] == "SC"
    assert (started["onset"], started["found"]) == ("2026-11-22T12:12", "2026-11-22T12:15")
    rest = {"symptoms": "皮疹", "severe": False, "outcome": "2"}
    assert clinic.forms.record(clinic.on_duty, "aefi", {**started, **rest}, who)


def test_what_was_given_long_ago_is_not_suspected(clinic: Clinic) -> None:
    who = child(clinic)
    told(clinic, who, "HepB", "HepB", date(2026, 8, 23))
    assert "vaccines" not in clinic.forms.start(clinic.on_duty, "aefi", who).values
    told(clinic, who, "BCG", "BCG", date(2026, 8, 24))
    (line,) = clinic.forms.start(clinic.on_duty, "aefi", who).values["vaccines"]
    assert line["vaccine"] == "BCG"


def test_what_is_outside_the_programme_is_given_to_anybody_and_due_for_nobody(clinic: Clinic) -> None:
    by, service = clinic.on_duty, clinic.immunization
    grown = child(clinic, "李大山", date(1950, 2, 28))
    new = service.proposed("PPV23")
    assert new.paid == "2" and service.proposed("HepB").paid == "1"
    one = service.give(by, grown, dose("PPV23", paid=new.paid, batch="P1"))
    assert (one.dose_no, one.paid, one.series) == (1, "2", "PPV23")
    with pytest.raises(GivenAlready):
        service.give(by, grown, dose("PPV23", paid="2"))
    service.give(by, grown, dose("Rabies", paid="2"))
    beyond = [line for line in service.card(by, grown).lines if line.due.status is Status.OUTSIDE]
    assert [(line.due.series, len(line.doses)) for line in beyond] == [("PPV23", 1), ("Rabies", 1)]
    assert service.due_children(by) == () and listed(clinic, View.ALL) == []
    assert "23价肺炎球菌多糖疫苗" in repr(clinic.vaccination_lists.record_paper(by, grown).blocks)


def test_chickenpox_keeps_its_distance(clinic: Clinic) -> None:
    who = child(clinic)
    clinic.immunization.told(clinic.on_duty, who, GivenElsewhere(vaccine="VarV", on=date(2026, 11, 1)))
    with pytest.raises(LiveTooSoon):
        clinic.immunization.give(clinic.on_duty, who, dose("MMR"))
