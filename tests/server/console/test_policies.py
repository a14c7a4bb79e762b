"""政策: what is in force, and a candidate computed on a month's bills."""

import re
from pathlib import Path

import httpx
import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect

from clinic_app.domain.resources import text
from clinic_app.journal.facts.insurance import InsuredStated
from clinic_app.projections.tables.settlement import settlement, settlement_line
from sync_server.intake.pen import held_pen
from sync_server.publish.policies import publish_policy
from tests.server.console.conftest import sign_in
from tests.server.console.world import World

SAMPLE = text("policies", "open_sample.toml")


@pytest.fixture
def office(tab: Page, console: str) -> Page:
    """A browser in which the administrator is signed in."""
    sign_in(tab, console, "boss")
    return tab


def insured(world: World) -> str:
    """A policy in force that knows what was charged, and everybody who has settled is insured; its text."""
    with world.database.reading() as connection:
        codes = set(connection.scalars(sa.select(settlement_line.c.med_list_codg)))
    rows = "".join(
        f'\n  {{ med_list_codg = "{code}", name = "x", kind = "service", chrgitm_lv = "01" }},'
        for code in codes
    )
    policy = SAMPLE.replace("catalog = [", f"catalog = [{rows}", 1)
    publish_policy(world.database, policy)
    with held_pen(world.database) as pen:
        people = pen.connection.scalars(sa.select(settlement.c.psn_no).where(settlement.c.psn_no != ""))
        for psn_no in set(people):
            pen.append(InsuredStated(psn_no=psn_no, id_number="", insutype="390", salt="salt"))
    return policy


def test_the_policies_in_force_are_listed_with_their_dates(office: Page, console: str, world: World):
    office.goto(f"{console}policies")
    expect(office.get_by_text("还没有发布政策")).to_be_visible()
    insured(world)
    office.goto(f"{console}policies")
    row = office.locator("tbody tr").filter(has_text="OPEN2020")
    expect(row).to_contain_text("2020-01-01")
    expect(row).to_contain_text("长期")


def test_a_candidate_is_computed_and_leads_to_the_settlements(
    office: Page, console: str, world: World, tmp_path: Path
):
    policy = insured(world)
    candidate = tmp_path / "next.toml"
    candidate.write_text(policy.replace("ratio_bp = 5000", "ratio_bp = 6000"), encoding="utf-8")
    office.goto(f"{console}policies")
    office.get_by_label("候选政策文件").set_input_files(candidate)
    office.get_by_role("button", name="测算").click()
    expect(office.locator("h1")).to_contain_text("的测算")
    expect(office.locator("tr.sum")).to_have_count(1)
    office.locator("section").last.get_by_role("link").first.click()
    expect(office).to_have_url(re.compile("/console/settlements/"))


def test_a_candidate_with_faults_is_refused_line_by_line(office: Page, console: str, tmp_path: Path):
    candidate = tmp_path / "next.toml"
    candidate.write_text(SAMPLE.replace("ratio_bp = 5000", "ratio_bp = 50000", 1), encoding="utf-8")
    line = candidate.read_text(encoding="utf-8").split("ratio_bp = 50000")[0].count("\n") + 1
    office.goto(f"{console}policies")
    office.get_by_label("候选政策文件").set_input_files(candidate)
    office.get_by_role("button", name="测算").click()
    expect(office.get_by_text("文件有 1 处问题，没有测算")).to_be_visible()
    expect(office.get_by_text(f"第 {line} 行")).to_be_visible()


def test_a_form_with_a_file_needs_the_session_s_token_too(office: Page, console: str):
    office.goto(f"{console}policies")
    cookies = {one["name"]: one["value"] for one in office.context.cookies()}
    answer = httpx.post(f"{console}policies/compare", files={"file": ("next.toml", SAMPLE)}, cookies=cookies)
    assert answer.status_code in (400, 403)
