"""重复档案: two entries of one person are one for whoever asks, and two again when they are split."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from clinic_app.domain.residents import Reason
from clinic_app.journal.entry import new_id
from clinic_app.journal.fact import new_salt
from clinic_app.journal.facts.health_records import ResidentMerged
from clinic_app.projections.tables import metadata
from clinic_app.services.duplicates import NoSplitReason, SamePerson, SplitAlready, side_by_side
from clinic_app.services.registration import NewVisit
from clinic_app.services.residents import NewResident
from clinic_app.store.rebuild import rebuild
from tests.ui.clinic_day import ClinicDay, begin_day, card_of, found_clinic

# What tells the story of merging itself; everything else is the same after merge, split and merge.
_STORY = {"resident_merge", "resident_amendment"}


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
def two(day: ClinicDay):
    """One person with a number, and the same person registered again without it; both were at the doctor's."""
    clinic, by, one = day.clinic, day.clinic.on_duty, day.adults[0]
    first = day.arrives(one)
    again = NewResident(
        name=one.name,
        sex=one.sex,
        birth_date=one.birth_date,
        phone="13900001111",
        address="西洋村3组",
        temp_reason="F",
    )
    other = clinic.residents.register(by, again).id
    clinic.chart.record_allergy(by, other, kind="drug", code="amoxicillin", name="阿莫西林")
    clinic.chart.note_condition(by, first.resident_id, "I10", "高血压")
    return first.resident_id, other


def tables(day: ClinicDay) -> dict[str, list[tuple[object, ...]]]:
    with day.clinic.store.reading() as connection:
        return {
            table.name: [
                tuple(row) for row in connection.execute(sa.select(table).order_by(*table.primary_key))
            ]
            for table in metadata.sorted_tables
            if table.name not in _STORY
        }


def merge(day, kept, other, *take):
    return day.clinic.duplicates.merge(day.clinic.on_duty, kept, other, take)


def test_an_entry_registered_again_is_offered_with_its_reasons(day, two):
    (pair,) = day.clinic.duplicates.pairs(day.clinic.on_duty)
    assert (pair.first.id, pair.second.id) == two
    assert Reason.NAME_BIRTH in pair.reasons


def test_whoever_asks_for_one_finds_what_was_written_of_both(day, two):
    kept, other = two
    merge(day, kept, other)
    for asked in two:
        chart = day.clinic.chart.read(day.clinic.on_duty, asked)
        assert chart.resident.id == kept
        assert [one.code for one in chart.allergies] == ["amoxicillin"]
        assert [one.code for one in chart.conditions] == ["I10"]


def test_search_by_anything_of_either_shows_the_kept_one_once(day, two):
    kept, other = two
    residents, known = day.clinic.residents, day.adults[0]
    assert {one.id for one in residents.find(known.name)} >= set(two)
    merge(day, kept, other)
    for text in (known.name, "13900001111", known.id_number[-4:]):
        assert [one.id for one in residents.find(text) if one.id in two] == [kept]


def test_the_card_of_either_brings_the_kept_one_though_their_numbers_differ(day, two):
    kept, _ = two
    wrong = day.arrives(day.adults[1]).resident_id  # registered once under a number that was not its own
    merge(day, kept, wrong)
    for one in day.adults[:2]:
        assert day.clinic.cards.recognise(card_of(one)).resident.id == kept


def test_chosen_fields_come_over_and_go_back(day, two):
    kept, other = two
    before = day.clinic.residents.resident(kept)
    assert {one.field for one in side_by_side(before, day.clinic.residents.resident(other)) if one.taken} == {
        "address",
        "temp_identity",
    }
    merged = merge(day, kept, other, "phone", "address")
    now = day.clinic.residents.resident(other)
    assert (now.id, now.phone, now.address) == (kept, "13900001111", "西洋村3组")
    staff = day.clinic.forms.names(None)
    assert [one.by for one in day.clinic.duplicates.merges(day.clinic.on_duty)] == [
        staff[day.clinic.on_duty.staff_id]
    ]
    day.clinic.duplicates.split(day.clinic.on_duty, merged, "认错了人")
    assert day.clinic.residents.resident(kept) == before
    assert day.clinic.residents.resident(other).id == other


def test_merge_split_and_merge_leave_the_tables_of_the_first_merge(day, two):
    kept, other = two
    before = tables(day)
    merged = merge(day, kept, other, "phone")
    once = tables(day)
    assert once != before
    day.clinic.duplicates.split(day.clinic.on_duty, merged, "认错了人")
    apart = tables(day)
    assert {name for name in before if before[name] != apart[name]} == {"person"}  # each stands for itself
    merge(day, kept, other, "phone")
    assert tables(day) == once
    rebuild(day.clinic.store)
    assert tables(day) == once


def test_no_row_of_the_other_one_is_rewritten(day, two):
    kept, other = two
    before = tables(day)
    merge(day, kept, other)
    after = tables(day)
    assert {name for name in before if before[name] != after[name]} == {"person"}


def test_a_field_changed_since_stays_when_the_records_are_split(day, two):
    kept, other = two
    merged = merge(day, kept, other, "phone", "address")
    day.clinic.residents.amend(day.clinic.on_duty, other, {"phone": "13700002222"})
    day.clinic.duplicates.split(day.clinic.on_duty, merged, "认错了人")
    now = day.clinic.residents.resident(kept)
    assert (now.phone, now.address) == ("13700002222", "")


def test_of_two_merges_the_second_gives_back_what_stood_before_the_first(day, two):
    kept, other = two
    clinic, by = day.clinic, day.clinic.on_duty
    own = clinic.residents.resident(kept).phone
    third = clinic.residents.register(by, NewResident(name="王重名", phone="13600003333", temp_reason="F")).id
    first = merge(day, kept, other, "phone")
    second = merge(day, kept, third, "phone")
    clinic.duplicates.split(by, first, "认错了人")
    assert clinic.residents.resident(kept).phone == "13600003333"
    clinic.duplicates.split(by, second, "认错了人")
    assert clinic.residents.resident(kept).phone == own


def test_a_chain_of_merges_is_one_person_until_its_link_is_split(day, two):
    kept, other = two
    clinic, by = day.clinic, day.clinic.on_duty
    third = clinic.residents.register(by, NewResident(name="王重名", temp_reason="F")).id
    merge(day, other, third)
    link = merge(day, kept, other)
    assert clinic.residents.resident(third).id == kept
    clinic.duplicates.split(by, link, "认错了人")
    assert clinic.residents.resident(third).id == other
    assert clinic.residents.resident(kept).id == kept


def test_an_entry_whose_kept_one_has_not_arrived_answers_for_itself(day, two):
    _, other = two
    elsewhere = ResidentMerged(other=other, salt=new_salt())
    with day.clinic.store.writing(day.clinic.on_duty.author) as writing:
        writing.append(elsewhere, new_id())
    assert day.clinic.residents.resident(other).id == other
    assert other in [one.id for one in day.clinic.residents.find(day.adults[0].name)]


def test_told_apart_is_never_offered_again(day, two):
    clinic, by = day.clinic, day.clinic.on_duty
    clinic.duplicates.tell_apart(by, *two, reason="双胞胎")
    assert clinic.duplicates.pairs(by) == []


def test_what_cannot_be_merged_or_split_is_refused(day, two):
    kept, other = two
    clinic, by = day.clinic, day.clinic.on_duty
    with pytest.raises(SamePerson):
        merge(day, kept, kept)
    merged = merge(day, kept, other)
    with pytest.raises(SamePerson):
        merge(day, other, kept)
    with pytest.raises(NoSplitReason):
        clinic.duplicates.split(by, merged, " ")
    clinic.duplicates.split(by, merged, "认错了人")
    with pytest.raises(SplitAlready):
        clinic.duplicates.split(by, merged, "认错了人")


def test_a_visit_of_the_merged_entry_goes_on_as_the_kept_ones(day, two):
    _, other = two
    third = day.arrives(day.adults[1])  # the bill's window finds people by who they are
    clinic, by = day.clinic, day.clinic.on_duty
    visit = clinic.registration.register(by, NewVisit(resident_id=other, department="全科"))
    merge(day, third.resident_id, other)
    waiting = {one.id: one for one in clinic.registration.queue()}
    assert waiting[visit.id].resident_id == third.resident_id
    assert waiting[visit.id].name == day.adults[1].name
    assert clinic.registration.open_visit(other) is not None
