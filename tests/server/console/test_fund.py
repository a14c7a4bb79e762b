"""The fund's pages in a browser: from a figure to its records, and from a suspicion to a decision."""

import httpx
import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect

from clinic_app.projections.tables.reconciliation import deduction, finding
from tests.server.console.conftest import sign_in
from tests.server.console.world import World


@pytest.fixture
def office(tab: Page, console: str) -> Page:
    sign_in(tab, console, "chen")
    return tab


def test_a_figure_leads_to_its_institutions_and_to_their_records(office: Page, console: str):
    office.goto(f"{console}fund")
    office.get_by_role("link", name="门诊次均费用").click()
    expect(office.get_by_role("heading", name="门诊次均费用")).to_be_visible()
    expect(office.locator("svg.chart")).to_be_visible()
    rows = office.locator("tbody tr")
    count, records = (
        int(rows.first.locator("td").nth(3).inner_text()),
        rows.first.get_by_role("link", name="看单据"),
    )
    records.click()
    shown = office.locator("section").last.locator("tbody tr").count()
    assert shown >= min(count, 50)


def test_what_was_sold_at_cost_is_a_sheet_by_institution_and_month(office: Page, console: str):
    office.goto(f"{console}fund")
    office.get_by_role("link", name="零差率销售额").click()
    expect(office.get_by_role("heading", name="零差率销售额")).to_be_visible()
    expect(office.locator("tr.sum td").first).to_have_text("合计")
    cookies = {one["name"]: one["value"] for one in office.context.cookies()}
    answer = httpx.get(f"{console}fund/zero-markup/sheet.xlsx", cookies=cookies)
    assert answer.status_code == 200 and answer.content.startswith(b"PK")


def test_a_reviewer_explains_a_finding_once(office: Page, console: str, world: World):
    office.goto(f"{console}findings?rule=F04")
    office.locator("td a").first.click()
    office.get_by_label("原因").fill("出差前备药，已核实")
    office.get_by_role("button", name="记入县账").click()
    expect(office.get_by_text("处理已记入县账。")).to_be_visible()
    expect(office.get_by_text("出差前备药，已核实")).to_be_visible()
    expect(office.get_by_role("button", name="记入县账")).to_have_count(0)
    with world.database.reading() as db:
        assert db.execute(sa.select(finding.c.decision, finding.c.decided_by)).all() == [
            ("explained", "chen")
        ]


def test_a_deduction_is_at_most_what_is_due_and_stands_in_the_journal(
    office: Page, console: str, world: World
):
    office.goto(f"{console}findings?rule=F04")
    office.locator("td a").first.click()
    most = office.locator("dt", has_text="最多可扣").locator("+ dd").inner_text()
    office.get_by_label("处理").select_option("deducted")
    office.get_by_label("扣款金额（仅扣款时填）").fill("99999.99")
    office.get_by_label("原因").fill("重复开药")
    office.get_by_role("button", name="记入县账").click()
    expect(office.get_by_text("扣款金额要大于零")).to_be_visible()
    office.go_back()
    office.get_by_label("处理").select_option("deducted")
    office.get_by_label("扣款金额（仅扣款时填）").fill(most)
    office.get_by_label("原因").fill("重复开药")
    office.get_by_role("button", name="记入县账").click()
    with world.database.reading() as db:
        (amount,) = db.scalars(sa.select(deduction.c.amount))
    assert amount == int(most.replace(".", ""))


def test_an_auditor_reads_findings_and_decides_nothing(tab: Page, console: str):
    sign_in(tab, console, "lin")
    tab.goto(f"{console}findings?rule=F04")
    tab.locator("td a").first.click()
    expect(tab.get_by_text("最多可扣")).to_be_visible()
    expect(tab.get_by_role("button", name="记入县账")).to_have_count(0)
