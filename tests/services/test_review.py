"""点评 at the clinic: judgements come back, are answered once, and a rule pack counts from its day on."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from clinic_app.domain.catalogs import drugs
from clinic_app.domain.prescribing.draft import Draft, Line
from clinic_app.domain.prescribing.hits import Hit, Severity
from clinic_app.domain.prescribing.rules import shipped_rules
from clinic_app.journal.facts.review import ReviewAnswered
from clinic_app.journal.prescriptions import Checked
from clinic_app.projections.queries.issued import NoPrescription
from clinic_app.projections.queries.review import NoReview, rules_on
from clinic_app.projections.tables.outpatient import prescription
from clinic_app.services.review import AnsweredBefore, NoGrounds, NotYours, ReviewChanged
from clinic_app.store.rebuild import rebuild
from tests.reviewing import concluded, lesson, pack, prescribed, reviewed, said
from tests.ui.clinic_day import ClinicDay, begin_day, found_clinic


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


def test_a_judgement_is_answered_once_by_who_wrote_the_prescription(day):
    by, service = day.clinic.on_duty, day.clinic.review
    one = prescribed(day, 0)
    with pytest.raises(NoReview):
        service.answer(by, one, accepted=True)
    reviewed(day, one, "2-5", remark="剂量偏大")
    assert [each.waits for each in service.mine(by)] == [True]
    with pytest.raises(NotYours):
        service.answer(replace(by, staff_id="P999"), one, accepted=True)
    with pytest.raises(NoGrounds):
        service.answer(by, one, accepted=False, text="  ")
    service.answer(by, one, accepted=False, text="体重 90 公斤")
    with pytest.raises(AnsweredBefore):
        service.answer(by, one, accepted=True)
    concluded(day, one)
    found = service.mine(by)[0].review
    assert (found.answer, found.codes, found.standing) == ("体重 90 公斤", ("2-5",), ())
    with pytest.raises(NoPrescription):
        service.answer(by, by.author and day.residents[day.people[0].id_number], accepted=True)


def test_a_judgement_that_changed_is_asked_anew_and_keeps_no_old_answer(day):
    by, service = day.clinic.on_duty, day.clinic.review
    one = prescribed(day, 0)
    reviewed(day, one, "2-5")
    day.clock.pass_minutes(1)
    first = service.mine(by)[0].review
    service.answer(by, one, accepted=False, text="体重 90 公斤")
    day.clock.pass_minutes(1)
    concluded(day, one)
    day.clock.pass_minutes(1)
    reviewed(day, one, "1-12", remark="没有诊断依据")
    (again,) = service.mine(by)
    assert (again.waits, again.review.answer, again.review.standing) == (True, "", ("1-12",))
    with pytest.raises(ReviewChanged):
        service.answer(by, one, accepted=True, review_id=first.id)
    day.clock.pass_minutes(1)
    service.answer(by, one, accepted=True)
    (after,) = service.mine(by)
    assert (after.waits, after.review.accepted, after.review.appealed) == (False, True, False)
    assert rebuild(day.clinic.store, check=True).different == ()


@pytest.mark.parametrize("named", [True, False])
def test_an_answer_written_to_the_old_judgement_is_not_the_new_ones(day, named):
    """A PC without a line answered what it had; the judgement had changed meanwhile."""
    by, one = day.clinic.on_duty, prescribed(day, 0)
    reviewed(day, one, "2-5")
    old = day.clinic.review.mine(by)[0].review.id
    late = ReviewAnswered(prescription_id=one, review_id=old if named else None, accepted=True)
    if named:
        reviewed(day, one, "1-12")
        day.clock.pass_minutes(1)
        said(day, late)
    else:
        day.clock.pass_minutes(1)
        said(day, late)
        day.clock.pass_minutes(1)
        reviewed(day, one, "1-12")
    assert day.clinic.review.mine(by)[0].waits


def test_what_was_found_reasonable_needs_no_answer_and_others_see_nothing(day):
    by, service = day.clinic.on_duty, day.clinic.review
    first, second = prescribed(day, 0), prescribed(day, 1)
    reviewed(day, first)
    reviewed(day, second, "1-12")
    assert [one.written.id for one in service.mine(by)] == [second, first]
    assert service.mine(replace(by, staff_id="P999")) == []


def test_ones_own_figures_stand_beside_the_houses(day):
    by, service = day.clinic.on_duty, day.clinic.review
    reviewed(day, prescribed(day, 0), "2-5")
    reviewed(day, prescribed(day, 1))
    mine, other = service.figures(by), service.figures(replace(by, staff_id="P999"))
    assert mine.mine["reasonable_rate"].bp == 5000
    assert mine.mine == mine.house == other.house
    assert other.mine["reasonable_rate"].bp is None
    assert service.figures(by, months_ago=1).house["antibiotic_share"].bp is None


def test_a_lesson_is_read_once_and_speaks_where_it_belongs(day):
    by, service = day.clinic.on_duty, day.clinic.review
    said(day, lesson(), lesson(lesson="amox", title="阿莫西林", rules=(), substances=("amoxicillin",)))
    amoxicillin = next(one.code for one in drugs() if one.generic_name == "阿莫西林胶囊")
    draft = Draft(lines=(Line(drug=amoxicillin), Line(drug="?")), diagnoses=("J06.9",))
    hits = (Hit("P08.viral", Severity.REASON, (1,)), Hit("P02.days", Severity.REASON, (0,)))
    at = service.lessons_at(by, [Checked(draft, hits)])
    assert {rule: one.lesson.lesson for rule, one in at.items()} == {"P08": "cold", "P02": "amox"}
    service.read(by, "cold", 1)
    service.read(by, "cold", 0)
    assert {one.lesson.lesson: one.read for one in service.lessons(by)} == {"cold": True, "amox": False}
    assert not any(one.read for one in service.lessons(replace(by, staff_id="P999")))
    said(day, lesson(withdrawn=True))
    assert [one.lesson.lesson for one in service.lessons(by)] == ["amox"]


def test_a_prescription_names_the_rules_of_its_day(day):
    def checked_with(one) -> str:
        with day.clinic.store.reading() as connection:
            return connection.scalar(sa.select(prescription.c.checked_with).where(prescription.c.id == one))

    before = prescribed(day, 0)
    pack(day, "usual_days = 5")
    after = prescribed(day, 1)
    assert (checked_with(before), checked_with(after)) == (shipped_rules().version, "c1")


def test_a_pack_that_this_version_cannot_read_leaves_the_one_before(day):
    today = day.clinic.residents.today()
    pack(day, "usual_days = 5")
    pack(day, 'usual_days = "five"', "c2")
    with day.clinic.store.reading() as connection:
        assert rules_on(connection, today).version == "c1"
    pack(day, "usual_days = 4\na_later_key = 1", "c3")
    with day.clinic.store.reading() as connection:
        assert rules_on(connection, today).usual_days == 4
