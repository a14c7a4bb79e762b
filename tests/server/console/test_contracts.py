"""签约 in a real browser: each township and institution against the goal, the same figures as the clinic computes."""

from datetime import date, timedelta

import httpx
import pytest
from playwright.sync_api import Page, expect

from clinic_app.domain.time import beijing_day
from clinic_app.journal.entry import new_id
from clinic_app.journal.facts.contracts import ContractEnded, ContractSigned, PackageChosen
from clinic_app.journal.facts.residents import ResidentRegistered
from clinic_app.projections.queries import indicators
from clinic_app.services.contracts import lists
from sync_server.publish.indicators import state_population, state_target
from sync_server.reports import contracts
from sync_server.reports.review import within
from tests.server.console.conftest import sign_in
from tests.server.console.world import World

TOWNSHIP, OTHER, VILLAGE = "350881001", "350881002", "350881101"


@pytest.fixture
def office(tab: Page, console: str) -> Page:
    sign_in(tab, console, "boss")
    return tab


def contracted(world: World, code: str, *, days_ago: int, groups: tuple[str, ...], ended: str = "") -> None:
    """Somebody who signed for a year at an institution."""
    clinic, today = world.clinics[code], beijing_day(world.now)
    person = clinic.write(
        ResidentRegistered(name="郑重", sex="1", birth_date=date(1940, 1, 1), village="东坑村", salt="s"),
        world.now,
        subject="own",
    )
    fact = ContractSigned(
        number="Q1",
        team_id=new_id(),
        packages=(PackageChosen("basic", 1),),
        groups=groups,
        signed_on=today - timedelta(days_ago),
        years=1,
        fee=500,
        fee_insurance=500,
        signature="paper",
        salt="s",
    )
    signed = clinic.write(fact, world.now, subject=person.id)
    if ended:
        clinic.write(
            ContractEnded(contract_id=signed.id, on=today, reason=ended, salt="s"),
            world.now,
            subject=person.id,
        )
    clinic.push(world.database, world.now)


@pytest.fixture
def signed(world: World) -> World:
    contracted(world, VILLAGE, days_ago=350, groups=("1", "5"))
    contracted(world, VILLAGE, days_ago=350, groups=("0",), ended="refused_renewal")
    contracted(world, TOWNSHIP, days_ago=10, groups=("0",))
    contracted(world, TOWNSHIP, days_ago=10, groups=("0",), ended="request")
    contracted(world, OTHER, days_ago=350, groups=("1",))
    year = beijing_day(world.now).year
    for code, counts in (
        (TOWNSHIP, {"permanent": 6, "key_groups": 2}),
        (VILLAGE, {"permanent": 5}),
        (OTHER, {"permanent": 4, "key_groups": 1}),
    ):
        state_population(world.database, code, year, counts, author="boss")
    state_target(world.database, "contract_rate", year, 4000, author="boss")
    return world


def test_each_township_and_institution_stands_against_the_goal(office: Page, console: str, signed: World):
    office.goto(f"{console}contracts")
    expect(office.get_by_text("全县目标 40.00%")).to_be_visible()
    rows = {
        "漳平市菁城卫生院": ("3 ÷ 6", "50.00%", "达标", "1 ÷ 2", "50.00%"),
        "菁城街道东坑口村卫生室": ("2 ÷ 5", "40.00%", "达标", "1 ÷ —"),
        "漳平市永福镇卫生院": ("1 ÷ 4", "25.00%", "1 ÷ 1", "100.00%"),
        "全部乡镇": ("4 ÷ 10", "40.00%", "达标", "2 ÷ 3", "66.67%"),
    }
    for name, texts in rows.items():
        for text in texts:
            expect(office.get_by_role("row", name=name)).to_contain_text(text)
    cells = office.get_by_role("row", name="漳平市菁城卫生院").get_by_role("cell")
    expect(cells.last).to_have_text("1")  # one of the village's two says no
    office.get_by_role("link", name="菁城街道东坑口村卫生室").click()
    expect(office.locator("h1")).to_contain_text("签约服务覆盖率")


def test_the_county_says_what_the_clinic_computes_itself(signed: World):
    day = beijing_day(signed.now)
    with signed.database.reading() as db:
        whole, townships = contracts.townships(db, within(db, ""), day.year, day)
        for row in [row for one in townships for row in (one.row, *one.clinics)]:
            figures = indicators.appraise(db, indicators.below(db, row.code), day.year, day).figures
            assert (row.covered, row.key, row.fulfilled) == tuple(
                figures[key].ratio for key in indicators.AGREED
            )
            page = lists.coverage(db, row.code, day)
            assert (row.covered.numerator, row.covered.denominator) == (page.contracted, page.residents)
            assert (row.covered.rate, row.covered.target, row.covered.met) == (
                page.percent,
                page.target,
                page.met,
            )
            assert row.renewable == len(lists.renewable(db, row.code, day))
    assert whole.fulfilled.denominator, "something was due"
    assert whole.renewable == 2


def test_the_goal_of_a_policy_year_needs_no_statement(signed: World):
    with signed.database.reading() as db:
        goals = [
            contracts.townships(db, within(db, ""), year, date(year, 12, 31))[0].covered.target
            for year in (2016, 2017, 2018, 2019)
        ]
    assert goals == [3000, 3500, 4000, None]


def test_a_township_is_asked_about_alone(signed: World):
    day = beijing_day(signed.now)
    with signed.database.reading() as db:
        whole, found = contracts.townships(db, within(db, TOWNSHIP), day.year, day)
    assert [one.row.code for one in found] == [TOWNSHIP]
    assert (whole.covered, whole.renewable) == (found[0].row.covered, found[0].row.renewable)


def test_who_may_not_read_does_not_see_it(tab: Page, console: str, world: World):
    sign_in(tab, console, "ying")
    cookies = {one["name"]: one["value"] for one in tab.context.cookies()}
    with httpx.Client(cookies=cookies) as client:
        assert client.get(f"{console}contracts").status_code == 403
