"""模板: one's own and the institution's, replaced by name, removed by who may; 常用药 computed from what was signed."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from clinic_app.domain.roles import NotAllowed, Role
from clinic_app.journal.facts.outpatient import Diagnosis
from clinic_app.journal.facts.templates import TemplateLine
from clinic_app.services.templates import Content, NoName, NoTemplate, NothingToKeep
from clinic_app.store.duty import OnDuty
from clinic_app.store.rebuild import rebuild
from tests.ui.clinic_day import ClinicDay, begin_day, found_clinic

COLD = Content(
    complaint="咽痛、发热2天",
    advice="多饮水",
    diagnoses=(Diagnosis("J06.9", "急性上呼吸道感染"),),
    lines=(TemplateLine(kind="drug", code="YP0001", name="阿莫西林胶囊", dose="0.5g", days=3),),
)


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


def colleague(day: ClinicDay, *roles: Role) -> OnDuty:
    """Another doctor at the same PC."""
    by = day.clinic.on_duty
    return replace(by, staff_id="P009", author=replace(by.author, staff_id="P009"), roles=frozenset(roles))


def names(day: ClinicDay, by: OnDuty) -> list[tuple[str, bool]]:
    return [(one.name, one.shared) for one in day.clinic.templates.all(by)]


def test_what_is_kept_comes_back_whole_also_after_a_replay(day):
    templates, by = day.clinic.templates, day.clinic.on_duty
    kept = templates.save(by, " 上感 ", COLD)
    rebuild(day.clinic.store)
    (found,) = templates.all(by)
    assert (found.id, found.name, found.owner) == (kept, "上感", by.staff_id)
    assert (found.complaint, found.diagnoses, found.lines) == (COLD.complaint, COLD.diagnoses, COLD.lines)


def test_ones_own_are_nobody_elses_and_shared_ones_everybodys(day):
    by, other = day.clinic.on_duty, colleague(day, Role.DOCTOR)
    day.clinic.templates.save(by, "上感", COLD)
    day.clinic.templates.save(by, "腹泻", COLD, shared=True)
    assert names(day, by) == [("上感", False), ("腹泻", True)]
    assert names(day, other) == [("腹泻", True)]


def test_the_same_name_again_takes_its_place(day):
    templates, by = day.clinic.templates, day.clinic.on_duty
    first = templates.save(by, "上感", COLD)
    assert templates.save(by, "上感", replace(COLD, advice="休息")) == first
    (found,) = templates.all(by)
    assert found.advice == "休息"
    templates.save(by, "上感", COLD, shared=True)
    assert names(day, by) == [("上感", False), ("上感", True)]


def test_a_template_without_a_name_or_content_is_not_kept(day):
    templates, by = day.clinic.templates, day.clinic.on_duty
    with pytest.raises(NoName):
        templates.save(by, "  ", COLD)
    with pytest.raises(NothingToKeep):
        templates.save(by, "空", Content())
    with pytest.raises(NotAllowed):
        templates.save(colleague(day, Role.CASHIER), "上感", COLD)


def test_a_colleagues_shared_one_is_removed_by_an_administrator_only(day):
    templates, by = day.clinic.templates, day.clinic.on_duty
    own = templates.save(by, "上感", COLD)
    shared = templates.save(by, "腹泻", COLD, shared=True)
    with pytest.raises(NoTemplate):
        templates.remove(colleague(day, Role.DOCTOR), own)
    with pytest.raises(NotAllowed):
        templates.remove(colleague(day, Role.DOCTOR), shared)
    templates.remove(colleague(day, Role.DOCTOR, Role.ADMINISTRATOR), shared)
    templates.remove(by, own)
    assert templates.all(by) == []


def test_the_usual_drugs_are_those_given_most_with_the_diagnosis(day):
    for place in range(2):
        day.bill(place, "YP0001", "YP0101", insured=False)
    day.bill(2, "YP0101", insured=False)
    templates, by = day.clinic.templates, day.clinic.on_duty
    usual = templates.usual(by, "J06.900")
    assert [(one.line.code, one.times) for one in usual] == [("YP0101", 3), ("YP0001", 2)]
    assert usual[0].line.days == 3 and usual[0].line.frequency
    assert templates.usual(by, "I10") == []  # only the second diagnosis of these visits
    assert templates.usual(colleague(day, Role.DOCTOR), "J06.900") == []


def test_a_cancelled_prescription_is_nobodys_habit(day):
    visit = day.bill(0, "YP0101", insured=False)
    by = day.clinic.on_duty
    (sheet,) = day.clinic.records.prescriptions(visit.id)
    day.clinic.records.cancel(by, visit.id, sheet.id, "开错")
    assert day.clinic.templates.usual(by, "J06.9") == []
