"""秒表: medians of the day here, one small fact for the county, and nobody singled out."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from clinic_app.domain.stopwatch import Summary, Timing, summary_of, together
from clinic_app.domain.time import beijing_day
from clinic_app.journal.fact import Reach
from clinic_app.journal.facts.stopwatch import DayTimed
from clinic_app.projections.queries.stopwatch import told_of
from clinic_app.store.rebuild import rebuild
from clinic_app.store.tables import entry, timing
from tests.ui.clinic_day import ClinicDay, begin_day, found_clinic
from tests.ui.workplace import FACILITY

_DAY_MINUTES = 24 * 60


@pytest.fixture
def day(tmp_path: Path) -> Iterator[ClinicDay]:
    found_clinic(tmp_path / "template")
    opened = begin_day(tmp_path / "template", tmp_path / "data")
    yield opened
    opened.clinic.close()


def keep(day: ClinicDay, kind: str, *seconds: int) -> None:
    for number, each in enumerate(seconds):
        day.clinic.stopwatch.keep(kind, "outpatient", Timing(each, 60 + number))


def tell(day: ClinicDay) -> int:
    return day.clinic.stopwatch.tell(day.clinic.on_duty)


def told(day: ClinicDay) -> list[DayTimed]:
    with day.clinic.store.reading() as connection:
        bodies = connection.scalars(
            sa.select(entry.c.body).where(entry.c.type == DayTimed.type).order_by(entry.c.position)
        )
        return [DayTimed.parse(body) for body in bodies]


def rows(day: ClinicDay) -> int:
    with day.clinic.store.reading() as connection:
        return connection.scalar(sa.select(sa.func.count()).select_from(timing)) or 0


def test_today_is_shown_by_kind(day):
    keep(day, "visit", 40, 42, 90)
    keep(day, "charge", 9)
    assert day.clinic.stopwatch.today() == {
        "visit": Summary(3, 42, 61, 90),
        "charge": Summary(1, 9, 60, 9),
    }


def test_the_county_hears_of_a_day_once_and_when_it_is_over(day):
    keep(day, "visit", 40, 42, 44, 46, 200)
    measured = beijing_day(day.clock.now)
    assert tell(day) == 0
    day.clock.pass_minutes(_DAY_MINUTES)
    assert (tell(day), tell(day)) == (1, 0)
    (fact,) = told(day)
    assert fact == DayTimed(day=measured, kind="visit", count=5, seconds=44, keys=62, slow=200)
    assert fact.reach is Reach.COUNTY
    with day.clinic.store.reading() as connection:
        found = told_of(connection, FACILITY, measured, measured)
    assert found == {"visit": Summary(5, 44, 62, 200)}


def test_fewer_than_five_tell_the_county_nothing(day):
    keep(day, "visit", 40, 42, 44, 46)
    keep(day, "charge", 9, 9, 9, 9, 9)
    day.clock.pass_minutes(_DAY_MINUTES)
    assert tell(day) == 1
    assert [fact.kind for fact in told(day)] == ["charge"]


def test_an_hour_says_nothing_and_ninety_days_are_kept(day):
    keep(day, "visit", 3601)
    assert rows(day) == 0
    keep(day, "visit", 3600)
    day.clock.pass_minutes(90 * _DAY_MINUTES)
    tell(day)
    assert rows(day) == 1
    day.clock.pass_minutes(_DAY_MINUTES)
    tell(day)
    assert rows(day) == 0


def test_a_rebuild_brings_what_was_told_and_leaves_what_was_measured(day):
    keep(day, "visit", 40, 42, 44, 46, 48)
    day.clock.pass_minutes(_DAY_MINUTES)
    tell(day)
    rebuild(day.clinic.store)
    assert (tell(day), rows(day)) == (0, 5)


def test_several_days_weigh_what_they_count():
    assert together([Summary(30, 40, 50, 80), Summary(5, 90, 99, 120)]) == Summary(35, 40, 50, 120)
    assert together([]) is None
    assert summary_of([]) is None
    nine = [Timing(seconds, 1) for seconds in range(1, 11)]
    assert summary_of(nine) == Summary(10, 5, 1, 9)


def test_days_told_out_of_the_asked_range_are_left_out(day):
    keep(day, "visit", 40, 42, 44, 46, 48)
    measured = beijing_day(day.clock.now)
    day.clock.pass_minutes(_DAY_MINUTES)
    tell(day)
    later = measured + timedelta(days=1)
    with day.clinic.store.reading() as connection:
        assert told_of(connection, FACILITY, later, later) == {}
        assert told_of(connection, "350881002", measured, measured) == {}
