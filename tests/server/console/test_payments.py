"""拨付 in the browser: two officers, one frozen run, and paper without a patient's name."""

import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import openpyxl
import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect

from clinic_app.domain.resources import text
from sync_server.console import tables, users
from sync_server.console.tables import console_audit
from sync_server.console.users import Role
from sync_server.publish.facilities import register_facility
from sync_server.publish.months import close_month
from sync_server.publish.payments import publish_plan
from sync_server.store.engine import Database
from tests.server.console.conftest import Looking, copied, sign_in
from tests.server.console.world import PASSWORDS
from tests.server.month import LATE, NORTH, SOUTH, Finding, at, months

OCT, NOV = date(2026, 10, 5), date(2026, 11, 5)
NAMES = {"chen": "陈晓岚", "lin": "林国栋", "boss": "王主任"}


@pytest.fixture(scope="module")
def unpaid(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A county with October and November closed and the example's plan published; nothing is paid yet."""
    made = months(f"sqlite:///{tmp_path_factory.mktemp('unpaid') / 'county.db'}")
    register_facility(made.database, "350881900", "漳平市医院", "county", wall=lambda: at(OCT, 2))
    with made.database.writing() as db:
        tables.create_tables(db)
        for user, role in (("chen", Role.OFFICER), ("lin", Role.AUDITOR), ("boss", Role.ADMINISTRATOR)):
            users.add_user(db, user, NAMES[user], frozenset({role}), PASSWORDS[user])
    publish_plan(made.database, text("policies", "payment_plan.example.toml"), "chen", lambda: at(OCT, 3))
    for month, day in (("2026-10", OCT), ("2026-11", NOV)):
        made.settle(NORTH, day, 2860, finding=Finding("COLLECT_PERSON", 1140))
        made.settle(SOUTH, day, 700, insutype="310")
        made.settle(LATE, day, 123_400, med_type="21")
        made.refund(LATE, made.settle(LATE, day, 500), day)
        for code in (NORTH, SOUTH, LATE):
            made.close(code, day)
            made.push(code, day)
        close_month(made.database, month, "chen", lambda day=day: at(day, 22))
    yield made.database
    made.database.close()


@pytest.fixture(scope="module")
def seen(unpaid: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    database = copied(unpaid, tmp_path_factory.mktemp("seen"))
    yield database
    database.close()


@pytest.fixture
def world(unpaid: Database, tmp_path: Path) -> Iterator[SimpleNamespace]:
    database = copied(unpaid, tmp_path)
    yield SimpleNamespace(database=database)
    database.close()


def tile(page: Page, name: str) -> str:
    return page.locator(".tile", has_text=name).locator("b").inner_text()


def test_one_officer_makes_a_run_and_another_approves_it(tab: Page, console: str, world: SimpleNamespace):
    sign_in(tab, console, "chen")
    tab.get_by_role("link", name="拨付").click()
    rows = tab.locator("tbody tr")
    expect(rows.filter(has_text="2026-10")).to_contain_text("可以制单")
    expect(rows.filter(has_text="2026-11")).to_contain_text("等前一个月")
    tab.get_by_role("link", name="2026-10").click()
    expect(tab.get_by_text("尚未制单")).to_be_visible()
    preview = tile(tab, "本期拨付")
    tab.get_by_role("button", name="制单").click()
    expect(tab.get_by_text("拨付单已制成")).to_be_visible()
    assert tile(tab, "本期拨付") == preview
    expect(tab.get_by_text("您制的单，请另一位经办或管理员复核。")).to_be_visible()
    expect(tab.get_by_role("button", name="复核并支付")).to_have_count(0)
    refused = tab.request.post(f"{console}payments/2026-10/approve", form={"form_token": form_token(tab)})
    assert (refused.status, "制单和复核必须是两个人" in refused.text()) == (400, True)

    tab.get_by_role("button", name="退出").click()
    sign_in(tab, console, "boss")
    tab.goto(f"{console}payments/2026-10")
    tab.get_by_role("button", name="复核并支付").click()
    expect(tab.get_by_text("已复核，各机构会收到拨付通知。")).to_be_visible()
    expect(tab.locator(".head .chip", has_text="已支付")).to_be_visible()
    assert acts(world) == [("chen", "payment_made", "2026-10"), ("boss", "payment_approved", "2026-10")]


def form_token(page: Page) -> str:
    return page.locator("input[name=form_token]").first.get_attribute("value") or ""


def acts(world: SimpleNamespace) -> list[tuple[str, ...]]:
    with world.database.reading() as db:
        table = console_audit.c
        statement = sa.select(table.user_id, table.action, table.object).where(table.action.like("payment%"))
        return [tuple(row) for row in db.execute(statement)]


def test_an_auditor_looks_and_pays_nothing(tab: Page, console: str, world: SimpleNamespace):
    sign_in(tab, console, "lin")
    tab.goto(f"{console}payments/2026-10")
    expect(tab.get_by_role("button", name="制单")).to_have_count(0)
    answer = tab.request.post(f"{console}payments/2026-10/make", form={"form_token": form_token(tab)})
    assert answer.status == 403
    assert acts(world) == []


def test_a_run_leads_to_institutions_statements_and_records(tab: Page, console: str):
    made(tab, console)
    tab.get_by_role("link", name="赤水镇卫生院").click()
    expect(tab.get_by_role("heading", name="漳平市医疗保障基金拨付单")).to_be_visible()
    expect(tab.get_by_text("壹仟贰佰叁拾肆元整")).to_be_visible()
    items = tab.locator("section", has_text="拨付项目").locator("tbody tr")
    expect(items.first).to_contain_text("据实结算")
    expect(items.filter(has_text="住院")).to_contain_text("申报应付 1,234.00；应付 1,234.00")
    tab.locator("section", has_text="所依据的申报表").get_by_role("link").first.click()
    expect(tab.locator("tbody tr").first).to_be_visible()
    tab.get_by_role("link", name="A0000").first.click()
    expect(tab.get_by_text("县级复核").first).to_be_visible()


def made(tab: Page, console: str) -> None:
    sign_in(tab, console, "boss")
    tab.goto(f"{console}payments/2026-10")
    tab.get_by_role("button", name="制单").click()


def test_the_downloaded_workbook_is_the_same_each_time(tab: Page, console: str):
    made(tab, console)
    address = f"{console}payments/2026-10/sheet"
    first, second = (tab.request.get(address).body() for _ in range(2))
    assert first == second
    assert openpyxl.load_workbook(io.BytesIO(first)).sheetnames[:2] == ["拨付单", "明细"]


def test_paper_is_readable_and_names_nobody(tab: Page, console: str, tmp_path: Path):
    made(tab, console)
    tab.goto(f"{console}payments/2026-10/{NORTH}")
    tab.emulate_media(media="print")
    expect(tab.get_by_text("医疗机构（章）")).to_be_visible()
    expect(tab.locator(".side")).not_to_be_visible()
    paper = tab.locator("main").inner_text()
    assert "计入总额预算" in paper
    assert "P1" not in paper


def test_the_plan_is_told_in_plain_words(tab: Page, console: str):
    sign_in(tab, console, "lin")
    tab.goto(f"{console}payments/plan")
    expect(tab.get_by_text("总额预付，预算 1200000.00 元")).to_be_visible()
    expect(tab.get_by_text("每人每年 72.00 元")).to_be_visible()
    expect(tab.get_by_text("基层机构：双洋镇卫生院；医院：漳平市医院。")).to_be_visible()


@pytest.mark.parametrize(
    "path", ["payments", "payments/2026-10", f"payments/2026-10/{NORTH}", "payments/plan"]
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_page_is_wider_than_the_screen(looking: Looking, path: str, language: str):
    answer = looking.page.goto(f"{looking.console}language?to={language}&back=/console/{path}")
    assert answer is not None
    assert answer.ok
    assert looking.page.evaluate("document.documentElement.scrollWidth") <= 1366


def test_a_month_that_is_none_is_said(tab: Page, console: str):
    sign_in(tab, console, "boss")
    for path, status in (("payments/2026-09", 400), ("payments/hello", 400), ("payments/2026-10/999", 404)):
        assert tab.goto(f"{console}{path}").status == status  # type: ignore[union-attr]
