"""公卫指标 in a real browser: populations and targets set, a figure opened down to its residents, who may what."""

import re
from datetime import date

import httpx
import pytest
from playwright.sync_api import Page, expect

from clinic_app.domain.forms import Context, form
from clinic_app.domain.time import beijing_day
from clinic_app.journal.facts.forms import FormRecorded
from clinic_app.journal.facts.residents import ResidentRegistered
from clinic_app.projections.queries import indicators
from sync_server.publish.indicators import state_population
from sync_server.reports import health, health_kept
from sync_server.reports.health_counts import Township
from sync_server.reports.review import within
from tests.forms import filled
from tests.server.console.conftest import sign_in
from tests.server.console.world import World

TOWNSHIP, OTHER, VILLAGE = "350881001", "350881002", "350881101"
ELDERLY = re.compile("^老年人健康管理率")  # not that of who has a contract


@pytest.fixture
def office(tab: Page, console: str) -> Page:
    sign_in(tab, console, "boss")
    return tab


def checked(world: World) -> None:
    """An old person of a village had the yearly check today."""
    clinic, day = world.clinics[VILLAGE], beijing_day(world.now)
    person = clinic.write(
        ResidentRegistered(name="郑重", sex="1", birth_date=date(1940, 1, 1), village="东坑村", salt="s"),
        world.now,
        subject="own",
    )
    values = filled(form("health_check"), Context(day, "1", date(1940, 1, 1), frozenset()))
    check = FormRecorded(
        form="health_check", version=form("health_check").version, day=day, values=values, salt="s"
    )
    clinic.write(check, world.now, subject=person.id)
    clinic.push(world.database, world.now)


def test_a_figure_is_opened_down_to_villages_and_masked_residents(office: Page, console: str, world: World):
    checked(world)
    year = beijing_day(world.now).year
    where = f"facility={TOWNSHIP}&year={year}"
    office.goto(f"{console}health/settings?{where}")
    office.locator(f'[name="{TOWNSHIP}.age65"]').fill("4")
    office.get_by_role("button", name="保存").first.click()
    expect(office.get_by_text("已保存")).to_be_visible()
    office.locator('[name="elderly_rate"]').fill("65.5")
    office.get_by_role("button", name="保存").last.click()
    expect(office.locator('[name="elderly_rate"]')).to_have_value("65.50")
    office.goto(f"{console}health?{where}")
    row = office.get_by_role("row", name=ELDERLY)
    expect(row).to_contain_text("1 ÷ 4")
    expect(row).to_contain_text("25.00%")
    expect(row).to_contain_text("65.50%")
    row.get_by_role("link").click()
    expect(office.locator("tbody").first).to_contain_text("东坑村")
    expect(office.get_by_text("郑*")).to_be_visible()
    expect(office.get_by_text("郑重")).to_have_count(0)


def test_the_page_says_what_the_village_computes_itself(office: Page, console: str, world: World):
    checked(world)
    with world.database.reading() as db:
        day = beijing_day(world.now)
        found = indicators.appraise(db, [VILLAGE], day.year, day).figures["elderly_rate"]
    assert found.numerator == 1
    office.goto(f"{console}health?facility={VILLAGE}")
    expect(office.get_by_role("row", name=ELDERLY)).to_contain_text(f"{found.numerator} ÷ —")
    expect(office.get_by_role("row", name=ELDERLY)).to_contain_text("没有数据")


def test_what_is_no_number_is_refused_and_nothing_is_kept(office: Page, console: str, world: World):
    office.goto(f"{console}health/settings?facility={VILLAGE}")
    office.locator(f'[name="{VILLAGE}.age65"]').fill("四百")
    office.get_by_role("button", name="保存").first.click()
    expect(office.get_by_role("alert")).to_contain_text("“四百”不是数字")
    expect(office.locator(f'[name="{VILLAGE}.age65"]')).to_have_value("")


def test_who_only_reads_sets_nothing(tab: Page, console: str, world: World):
    sign_in(tab, console, "lin")
    cookies = {one["name"]: one["value"] for one in tab.context.cookies()}
    with httpx.Client(cookies=cookies) as client:
        assert client.get(f"{console}health").status_code == 200
        assert client.get(f"{console}health/no_such_rate").status_code == 404
        assert client.post(f"{console}health/targets", data={"elderly_rate": "1"}).status_code == 403


def test_all_facilities_together_are_the_sum_of_what_each_township_sees(
    office: Page, console: str, world: World
):
    checked(world)
    day = beijing_day(world.now)
    for code, many in ((TOWNSHIP, 4), (OTHER, 6)):
        state_population(world.database, code, day.year, {"age65": many}, author="boss")
    found = townships(world)
    whole = health.totals(found)
    with world.database.reading() as db:
        parts = [
            indicators.appraise(db, indicators.below(db, one), day.year, day) for one in (TOWNSHIP, OTHER)
        ]
    for key, one in whole.items():
        if key != indicators.REGISTER:
            assert one.numerator == (
                None if parts[0].figures[key].numerator is None
                else sum(part.figures[key].numerator for part in parts)
            ), key  # fmt: skip
    for one, part in zip(found, parts, strict=True):
        for key, figure in part.figures.items():
            assert one.ratio(key) == figure.ratio
            if figure.indicator.by_person:
                villages = [(name, part.in_village(figure, name).ratio) for name in part.village_names()]
                assert one.villages(key) == villages, key
    assert (whole["elderly_rate"].numerator, whole["elderly_rate"].denominator) == (1, 10)
    office.goto(f"{console}health/total")
    row = office.get_by_role("row", name=ELDERLY)
    expect(row).to_contain_text("1 ÷ 10")
    row.get_by_role("link").click()
    expect(office.get_by_role("row", name="菁城卫生院")).to_contain_text("1 ÷ 4")
    expect(office.get_by_role("row", name="东坑村")).to_contain_text("1 ÷ —")


def test_where_one_township_has_no_population_there_is_no_rate(world: World):
    checked(world)
    day = beijing_day(world.now)
    state_population(world.database, TOWNSHIP, day.year, {"age65": 4}, author="boss")
    one = health.totals(townships(world))["elderly_rate"]
    assert (one.numerator, one.denominator, one.rate) == (1, None, None)


def townships(world: World) -> tuple[Township, ...]:
    with world.database.reading() as db:
        codes = within(db, "")
    return health_kept.townships(world.database, codes, beijing_day(world.now).year, world.now)
