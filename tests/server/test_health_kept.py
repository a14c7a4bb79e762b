"""公卫指标 of the county as they are kept: on both databases."""

from collections.abc import Iterator
from datetime import date, datetime

import pytest

from clinic_app.domain.forms import Context, form
from clinic_app.domain.time import BEIJING, beijing_day
from clinic_app.journal.facts.forms import FormRecorded
from clinic_app.journal.facts.residents import ResidentRegistered
from sync_server.reports import health, health_kept
from sync_server.reports.health_counts import Township
from sync_server.store.queries import health_figures
from tests.forms import filled
from tests.server.clinic import FakeClinic
from tests.server.county import OTHER, TOWNSHIP, TestCounty, founded, running

MINUTE = 60_000
DAY = 24 * 60 * MINUTE
NOW = int(datetime(2026, 3, 10, 12, tzinfo=BEIJING).timestamp()) * 1000


@pytest.fixture
def county(url: str) -> Iterator[TestCounty]:
    with running(founded(url)) as county:
        yield county


def checked(county: TestCounty, clinic: FakeClinic) -> None:
    """One more old person had the yearly check today."""
    born, day = date(1940, 1, 1), beijing_day(NOW)
    person = clinic.write(ResidentRegistered(name="郑重", sex="1", birth_date=born, salt="s"))
    one = form("health_check")
    values = filled(one, Context(day, "1", born, frozenset()))
    clinic.write(
        FormRecorded(form=one.key, version=one.version, day=day, values=values, salt="s"), None, person.id
    )
    assert clinic.push().status_code == 200
    county.work()


def kept(county: TestCounty, now: int, *, anew: bool = False) -> tuple[Township, ...]:
    year = beijing_day(now).year
    return health_kept.townships(county.database, [TOWNSHIP, OTHER], year, now, anew=anew)


def elderly(townships: tuple[Township, ...]) -> int | None:
    return health.totals(townships)["elderly_rate"].numerator


def test_what_is_kept_is_counted_anew_when_somebody_has_written(county: TestCounty):
    clinic, _ = county.clinic(TOWNSHIP), county.clinic(OTHER)
    assert not health_kept.renew(county.database, lambda: NOW), "nobody has asked yet"
    assert elderly(kept(county, NOW)) == 0
    checked(county, clinic)
    assert elderly(kept(county, NOW)) == 0, "as it was counted"
    assert not health_kept.renew(county.database, lambda: NOW + MINUTE), "that was just now"
    assert elderly(kept(county, NOW + MINUTE, anew=True)) == 1
    checked(county, clinic)
    later = NOW + 20 * MINUTE
    assert health_kept.renew(county.database, lambda: later)
    assert not health_kept.renew(county.database, lambda: later), "the other township has written nothing"
    found = kept(county, later)
    assert elderly(found) == 2
    assert {one.at for one in found} == {NOW + MINUTE, later}


def test_a_new_day_and_a_new_year_are_counted_by_themselves(county: TestCounty):
    county.clinic(TOWNSHIP), county.clinic(OTHER)
    kept(county, NOW)
    tomorrow, next_year = NOW + DAY, NOW + 366 * DAY
    assert [health_kept.renew(county.database, lambda: tomorrow) for _ in range(3)] == [True, True, False]
    assert {one.at for one in kept(county, tomorrow)} == {tomorrow}
    while health_kept.renew(county.database, lambda: next_year):
        pass
    with county.database.reading() as db:
        days = {(one.facility, one.year): one.day for one in health_figures.marks(db)}
    this = beijing_day(NOW).year
    assert days[TOWNSHIP, this] == f"{this}-12-31"
    assert days[TOWNSHIP, this + 1] == beijing_day(next_year).isoformat()
