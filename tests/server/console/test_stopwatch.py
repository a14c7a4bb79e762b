"""A facility's page shows what its PCs told of their pace."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from clinic_app.domain.time import beijing_day, wall_clock
from clinic_app.journal.facts.stopwatch import DayTimed
from tests.server.console.conftest import sign_in
from tests.server.console.world import World

TOWNSHIP = "350881001"


@pytest.fixture
def office(tab: Page, console: str) -> Page:
    """A browser in which the administrator is signed in."""
    sign_in(tab, console, "boss")
    return tab


def test_medians_of_a_month_stand_on_the_facilitys_page(office: Page, console: str, world: World):
    now = wall_clock()
    clinic = world.clinics[TOWNSHIP]
    for ago, (count, seconds, keys, slow) in (
        (1, (30, 41, 63, 90)),
        (2, (5, 80, 99, 140)),
        (40, (99, 9, 9, 9)),
    ):
        day = beijing_day(now) - timedelta(days=ago)
        clinic.write(DayTimed(day=day, kind="visit", count=count, seconds=seconds, keys=keys, slow=slow), now)
    clinic.push(world.database, now)
    office.goto(f"{console}facilities/{TOWNSHIP}")
    row = office.get_by_role("row").filter(has=office.get_by_role("cell", name="接诊", exact=True))
    expect(row.get_by_role("cell")).to_have_text(["接诊", "35", "41", "63", "140"])


def test_a_facility_that_told_nothing_shows_nothing(office: Page, console: str):
    office.goto(f"{console}facilities/{TOWNSHIP}")
    expect(office.get_by_text("秒表", exact=False)).to_have_count(0)
