"""健康档案 and 家庭户: opened, lived in, ended and taken back."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from clinic_app.domain.health_record import State
from clinic_app.domain.roles import NotAllowed, Role
from clinic_app.journal.fact import new_salt
from clinic_app.journal.facts.forms import FormRecorded, FormWithdrawn
from clinic_app.journal.facts.health_records import RecordOpened
from clinic_app.services.health_record import (
    BadDay,
    EndedAlready,
    NoCorrection,
    NotDoubled,
    NotGone,
    NumberTaken,
    OpenedAlready,
)
from clinic_app.services.households import BadRelation, House, NotMember, NoVillage, TwoHeads
from tests.ui.clinic_day import ClinicDay, begin_day, found_clinic

VILLAGE = "350881102101"
HOUSE = House(village="西洋村", village_code=VILLAGE, group="3", house="17")


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
def person(day):
    return day.arrives(day.adults[0]).resident_id


@pytest.fixture
def spouse(day):
    return day.arrives(day.adults[1]).resident_id


def of(day, resident_id):
    return day.clinic.health_record.of(day.clinic.on_duty, resident_id)


def test_records_are_numbered_in_their_village_and_never_twice(day, person, spouse):
    service, by = day.clinic.health_record, day.clinic.on_duty
    first = service.open(by, person, VILLAGE)
    assert first.number == f"{VILLAGE}50001"  # a township's device, the first of its lane
    with pytest.raises(OpenedAlready):
        service.open(by, person, VILLAGE)
    with pytest.raises(NumberTaken):
        service.open(by, spouse, VILLAGE, number=first.number)
    assert service.open(by, spouse, VILLAGE).number == f"{VILLAGE}50033"
    assert of(day, person).record == first


def test_a_number_known_from_paper_is_kept_and_passed_over(day, person, spouse):
    service, by = day.clinic.health_record, day.clinic.on_duty
    service.open(by, person, VILLAGE, number=f"{VILLAGE}50001")
    assert service.open(by, spouse, VILLAGE).number == f"{VILLAGE}50033"


def test_a_number_that_two_people_hold_is_seen_and_one_gets_another(day, person, spouse):
    service, by = day.clinic.health_record, day.clinic.on_duty
    number = service.open(by, person, VILLAGE).number
    with pytest.raises(NotDoubled):
        service.renumber(by, person)
    with day.clinic.store.writing(by.author) as writing:  # as another PC wrote it offline
        writing.append(RecordOpened(number=number, on=service.today(), salt=new_salt()), spouse)
    (twice,) = service.doubled()
    assert twice.number == number and {one.resident_id for one in twice.records} == {person, spouse}
    assert service.renumber(by, spouse).number != number
    assert service.doubled() == []
    assert of(day, person).record.number == number


def test_two_entries_of_one_person_may_share_a_number(day, person, spouse):
    service, by = day.clinic.health_record, day.clinic.on_duty
    number = service.open(by, person, VILLAGE).number
    with day.clinic.store.writing(by.author) as writing:
        writing.append(RecordOpened(number=number, on=service.today(), salt=new_salt()), spouse)
    day.clinic.duplicates.merge(by, person, spouse)
    assert service.doubled() == []


def test_a_death_ends_the_record_and_a_correction_opens_it_again(day, person):
    service, by, today = day.clinic.health_record, day.clinic.on_duty, day.clinic.health_record.today()
    service.move(by, person, State.OUT, today - timedelta(days=9), "厦门")
    assert service.die(by, person, today, "肺炎").state is State.DIED
    with pytest.raises(EndedAlready):
        service.move(by, person, State.HERE, today)
    death = of(day, person).events[0]
    with pytest.raises(NoCorrection):
        service.correct(by, person, death.id, "")
    assert service.correct(by, person, death.id, "同名误报").state is State.OUT
    with pytest.raises(NoCorrection):
        service.correct(by, person, death.id, "再来一次")
    assert service.move(by, person, State.HERE, today, "厦门").state is State.HERE


def test_a_death_of_the_other_entry_is_the_death_of_the_person(day, person, spouse):
    service, by = day.clinic.health_record, day.clinic.on_duty
    day.clinic.duplicates.merge(by, person, spouse)
    service.die(by, spouse, service.today())
    assert of(day, person).life.state is State.DIED


def test_days_and_ways_that_cannot_be_are_refused(day, person):
    service, by, today = day.clinic.health_record, day.clinic.on_duty, day.clinic.health_record.today()
    with pytest.raises(BadDay):
        service.die(by, person, today + timedelta(days=1))
    with pytest.raises(BadDay):
        service.die(by, person, date(1850, 1, 1))
    with pytest.raises(NotGone):
        service.move(by, person, State.HERE, today)
    service.move(by, person, State.LOST, today)
    with pytest.raises(EndedAlready):
        service.move(by, person, State.OUT, today)


def test_a_house_has_one_head_and_everybody_one_house(day, person, spouse):
    homes, by = day.clinic.households, day.clinic.on_duty
    first = homes.found(by, HOUSE, person)
    with pytest.raises(TwoHeads):
        homes.join(by, first.id, spouse, "02")
    with pytest.raises(BadRelation):
        homes.join(by, first.id, spouse, "邻居")
    members = homes.join(by, first.id, spouse, "12")
    assert [(one.resident_id, one.relation) for one in members] == [(person, "02"), (spouse, "12")]
    second = homes.found(by, House(village="西洋村", village_code=VILLAGE, house="18"), spouse)
    assert [one.resident_id for one in homes.members(first.id)] == [person]
    assert homes.of(spouse)[0].id == second.id
    assert [(one.code, one.households) for one in homes.villages()] == [(VILLAGE, 2)]


def test_a_house_is_found_by_group_number_and_name(day, person):
    homes, by = day.clinic.households, day.clinic.on_duty
    house = homes.found(by, HOUSE, person)
    name = day.adults[0].name
    for text in ("西洋", "3组17", name[:2], ""):
        assert [(one.id, one.head, one.size) for one in homes.find(text)] == [(house.id, name, 1)]
    assert homes.find("东山") == []


def test_who_leaves_or_dies_is_not_counted(day, person, spouse):
    homes, by = day.clinic.households, day.clinic.on_duty
    house = homes.found(by, HOUSE, person)
    homes.join(by, house.id, spouse, "12")
    day.clinic.health_record.die(by, person, homes.today())
    assert homes.find("")[0].size == 1
    assert [one.state for one in homes.members(house.id)] == [State.DIED, State.HERE]
    assert [one.resident_id for one in homes.leave(by, house.id, spouse, "分户")] == [person]
    with pytest.raises(NotMember):
        homes.leave(by, house.id, spouse)
    assert homes.of(spouse) is None


def test_a_merged_member_lives_in_the_house_once(day, person, spouse):
    homes, by = day.clinic.households, day.clinic.on_duty
    house = homes.found(by, HOUSE, spouse)
    day.clinic.duplicates.merge(by, person, spouse)
    assert [one.resident_id for one in homes.members(house.id)] == [person]
    assert homes.of(person)[0].id == house.id
    assert homes.leave(by, house.id, person) == []


def test_a_household_without_a_village_and_people_without_the_role_are_refused(day, person):
    homes, by = day.clinic.households, day.clinic.on_duty
    with pytest.raises(NoVillage):
        homes.found(by, House(village=" ", village_code=VILLAGE), person)
    cashier = type(by)(by.author, by.staff_id, by.name, frozenset({Role.CASHIER}))
    with pytest.raises(NotAllowed):
        homes.found(cashier, HOUSE, person)


def recorded(day, resident_id, form, on):
    fact = FormRecorded(form=form, version=1, day=on, values={}, salt=new_salt())
    with day.clinic.store.writing(day.clinic.on_duty.author) as writing:
        return writing.append(fact, resident_id).id


def test_forms_of_all_entries_of_a_person_fill_the_record(day, person, spouse):
    today = day.clinic.health_record.today()
    last_year = today.replace(year=today.year - 1, month=1, day=1)
    recorded(day, spouse, "person_basic", last_year)
    recorded(day, person, "health_check", last_year)
    wrong = recorded(day, person, "htn_followup", today)
    day.clinic.duplicates.merge(day.clinic.on_duty, person, spouse)
    parts = {part.key: (part.last, part.count) for part in of(day, person).parts}
    assert parts["person_basic"] == (last_year, 1)
    assert parts["health_check"] == (None, 1)  # none this year
    assert parts["htn_followup"] == (today, 1)
    assert of(day, person).dynamic
    with day.clinic.store.writing(day.clinic.on_duty.author) as writing:
        writing.append(FormWithdrawn(record_id=wrong, reason="填错人"), person)
    assert "htn_followup" not in {part.key for part in of(day, person).parts}
    assert not of(day, person).dynamic


def test_the_parts_of_a_record_say_what_is_missing(day, person):
    before = of(day, person)
    assert [(part.key, part.last) for part in before.parts[:3]] == [
        ("cover", None),
        ("person_basic", None),
        ("health_check", None),
    ]
    assert before.last_service is None and not before.dynamic
    day.clinic.health_record.open(day.clinic.on_duty, person, VILLAGE)
    assert of(day, person).parts[0].last == day.clinic.health_record.today()
