"""档案合并 at the county: seen with masked names, split on paper of the county, and told to who heard of the merge."""

from uuid import UUID

import pytest

from clinic_app.journal.entry import Entry
from clinic_app.journal.fact import new_salt
from clinic_app.journal.facts.health_records import MergeOverruled, ResidentMerged
from clinic_app.journal.facts.residents import Change
from clinic_app.projections.queries import residents
from sync_server.publish.merges import NotStanding, overrule
from sync_server.reports import merges
from tests.server.clinic import FakeClinic
from tests.server.county import OTHER, TOWNSHIP, VILLAGE, TestCounty


@pytest.fixture
def village(county: TestCounty) -> FakeClinic:
    return county.clinic(VILLAGE, "village")


def merged(clinic: FakeClinic) -> tuple[UUID, UUID, Entry]:
    """Two entries of one person, the telephone taken from the second: kept, other, merge."""
    kept, other = clinic.resident().id, clinic.resident().id
    fact = ResidentMerged(
        other=other,
        reasons=("name_birth",),
        changes={"phone": Change("13900001111", kept)},
        before={"phone": "13800002222"},
        salt=new_salt(),
    )
    return kept, other, clinic.write(fact, subject=kept)


def arrived(county: TestCounty, clinic: FakeClinic) -> None:
    assert clinic.push().status_code == 200
    county.work()


def test_the_county_sees_one_person_and_names_masked(county: TestCounty, village: FakeClinic):
    kept, other, merge = merged(village)
    arrived(county, village)
    with county.database.reading() as db:
        (line,) = merges.newest(db)
        assert (line.merge.id, line.merge.facility, line.kept) == (merge.id, VILLAGE, "陈*")
        assert residents.resident_of(db, other).id == kept
        assert residents.count(db) == 1


def test_a_split_by_the_county_reaches_the_clinic_and_its_township_alone(
    county: TestCounty, village: FakeClinic
):
    township, far = county.clinic(TOWNSHIP), county.clinic(OTHER)
    kept, other, merge = merged(village)
    arrived(county, village)
    overrule(county.database, merge.id, "两个人", author="lin")
    told = [one for one in village.pull() if one.type == MergeOverruled.type]
    assert [(one.subject, MergeOverruled.parse(one.body).merge_id) for one in told] == [(kept, merge.id)]
    assert [one.type for one in township.pull()].count(MergeOverruled.type) == 1
    assert MergeOverruled.type not in [one.type for one in far.pull()]
    with county.database.reading() as db:
        assert residents.resident_of(db, other).id == other
        assert residents.resident_of(db, kept).phone == "13800002222"


def test_what_is_split_or_unknown_cannot_be_split(county: TestCounty, village: FakeClinic):
    kept, _, merge = merged(village)
    arrived(county, village)
    with pytest.raises(NotStanding):
        overrule(county.database, kept, "两个人", author="lin")
    overrule(county.database, merge.id, "两个人", author="lin")
    with pytest.raises(NotStanding):
        overrule(county.database, merge.id, "两个人", author="lin")
