"""对账, 申报, 争议 and 月结 in a real browser, over a county whose clinics settled, closed and answered."""

import io
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import openpyxl
import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect

from clinic_app.domain.time import beijing_day, wall_clock
from clinic_app.projections.queries import reconciliation
from sync_server.console import tables, users
from sync_server.console.tables import console_audit
from sync_server.console.users import Role
from sync_server.publish.months import close_month
from sync_server.reports.reconciliation import receivables
from tests.server.console.conftest import sign_in
from tests.server.console.world import PASSWORDS, World
from tests.server.month import NORTH, SOUTH, Finding, Months, at, months

TODAY = beijing_day(wall_clock())
YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def county(tmp_path: Path) -> Months:
    """A county whose clock is ours: yesterday one clinic is fine, the other has something of everything."""
    made = months(f"sqlite:///{tmp_path / 'months.db'}")
    made.settle(NORTH, YESTERDAY, 2860, 500, finding=Finding("COLLECT_PERSON", 1140))
    made.settle(NORTH, YESTERDAY, 2000)
    made.close(NORTH, YESTERDAY)
    made.settle(SOUTH, YESTERDAY, 1500)
    made.settle(SOUTH, YESTERDAY, 2000, finding=Finding("", 1500, told=False))
    made.settle_as_stranger(SOUTH, YESTERDAY)
    for code in (NORTH, SOUTH):
        made.push(code, YESTERDAY)
    with made.database.writing() as db:
        tables.create_tables(db)
        for user, role in (("chen", Role.OFFICER), ("lin", Role.AUDITOR), ("boss", Role.ADMINISTRATOR)):
            users.add_user(db, user, user, frozenset({role}), PASSWORDS[user])
    return made


@pytest.fixture
def world(county: Months) -> Iterator[World]:
    yield World(county.database, county.clinics, wall_clock())
    county.database.close()


def noted(county: Months, action: str) -> list[str]:
    with county.database.reading() as db:
        rows = db.execute(sa.select(console_audit).where(console_audit.c.action == action))
        return [row.user_id for row in rows]


def month_of(day: date) -> str:
    return day.isoformat()[:7]


def closed(county: Months) -> UUID:
    """Yesterday's month closed by chen; answers the statement of the clinic that is fine."""
    report = close_month(county.database, month_of(YESTERDAY), "chen", lambda: at(YESTERDAY, 22))
    return report.statements[0].id


def test_a_day_is_green_or_asks_for_one_step(tab: Page, console: str, county: Months):
    sign_in(tab, console, "chen")
    tab.goto(f"{console}reconciliation")
    expect(tab.locator(".cell.ok")).to_have_text("✓ 2")
    expect(tab.locator(".cell.warn")).to_have_text("2 / 3")
    tab.locator(".cell.warn").click()
    expect(tab.get_by_text("没有对平", exact=True)).to_be_visible()
    tab.get_by_text("县级调整…").click()
    tab.get_by_label("查清的情况").fill("县里目录录错")
    tab.get_by_label("县里的金额错了，以机构为准").check()
    tab.get_by_role("button", name="调整").click()
    expect(tab.get_by_text("已办好，并记入操作记录。")).to_be_visible()
    expect(tab.get_by_text("作者不是该机构登记的人员")).to_be_visible()
    tab.goto(f"{console}reconciliation")
    expect(tab.locator(".cell.warn")).to_have_text("1 / 3")
    assert noted(county, "record_adjusted") == ["chen"]


def test_what_no_sync_mends_is_marked_as_raised(tab: Page, console: str, county: Months):
    hidden = county.settle(NORTH, TODAY, 900)
    county.close(NORTH, TODAY, leaves_out=frozenset({hidden}))
    county.push(NORTH, TODAY)
    sign_in(tab, console, "chen")
    tab.goto(f"{console}reconciliation/{NORTH}/{TODAY}")
    expect(tab.locator(".chip.danger").first).to_be_visible()
    tab.get_by_text("记为已上报…").click()
    tab.get_by_label("报给谁、怎么说的").fill("已电话告知信息科")
    tab.get_by_role("button", name="记下").click()
    expect(tab.get_by_text("chen 已上报")).to_be_visible()
    expect(tab.get_by_text("记为已上报…")).to_have_count(0)


def test_a_month_is_closed_by_one_and_approved_by_another(tab: Page, console: str, county: Months):
    sign_in(tab, console, "chen")
    tab.goto(f"{console}statements/months?month={month_of(YESTERDAY)}")
    expect(tab.get_by_role("heading", name="留到以后的")).to_be_visible()
    expect(tab.get_by_role("cell", name="金额不一致")).to_be_visible()
    tab.get_by_role("button", name="月结").click()
    expect(tab.get_by_text("已月结，申报表已发给各机构")).to_be_visible()
    with county.database.reading() as db:
        statement = reconciliation.statements(db)[0]
    county.answer(NORTH, statement.id, TODAY)
    county.push(NORTH, TODAY, hour=23)
    tab.goto(f"{console}statements/{statement.id.hex}")
    expect(tab.get_by_role("button", name="审核通过")).to_be_disabled()
    tab.context.clear_cookies()
    sign_in(tab, console, "boss")
    tab.goto(f"{console}statements/{statement.id.hex}")
    tab.get_by_role("button", name="审核通过").click()
    expect(tab.get_by_text("已审核，并记入操作记录。")).to_be_visible()
    tab.goto(f"{console}statements")
    expect(tab.locator("tbody .chip")).to_have_text("已审核")
    assert (noted(county, "month_closed"), noted(county, "statement_approved")) == (["chen"], ["boss"])


def test_an_auditor_reads_and_decides_nothing(tab: Page, console: str, county: Months):
    statement = closed(county)
    sign_in(tab, console, "lin")
    tab.goto(f"{console}statements/months?month={month_of(YESTERDAY)}")
    expect(tab.get_by_role("button", name="月结")).to_have_count(0)
    answer = tab.request.post(f"{console}statements/{statement.hex}/approve", form={})
    assert answer.status == 403


def test_a_dispute_is_decided_with_a_reason_and_an_amount(tab: Page, console: str, county: Months):
    statement = closed(county)
    disputed = next(one for one, finding in county.findings.items() if finding.action)
    county.answer(NORTH, statement, TODAY, (disputed,))
    county.push(NORTH, TODAY, hour=23)
    sign_in(tab, console, "chen")
    tab.goto(f"{console}statements")
    tab.get_by_text("1 笔争议待裁定").click()
    tab.get_by_text("裁定…").click()
    tab.get_by_label("裁定理由").fill("参保信息晚到")
    tab.get_by_label("支持机构").check()
    tab.get_by_label("补付金额").fill("99")
    tab.get_by_role("button", name="裁定").click()
    expect(tab.get_by_text("最多可补 1720 分")).to_be_visible()
    tab.goto(f"{console}disputes")
    tab.get_by_text("裁定…").click()
    tab.get_by_label("裁定理由").fill("参保信息晚到")
    tab.get_by_label("支持机构").check()
    tab.get_by_role("button", name="裁定").click()
    expect(tab.get_by_text("没有待裁定的争议。")).to_be_visible()
    with county.database.reading() as db:
        (one,) = reconciliation.disputes(db)
    assert (one.upheld, one.fund_change, one.decided_by) == (True, 1720, "chen")


def test_a_receivable_beyond_the_term_is_laid_on_somebody(tab: Page, console: str, county: Months):
    long_ago = TODAY - timedelta(days=120)
    old = county.settle(SOUTH, long_ago, 2860, finding=Finding("COLLECT_PERSON", 1140))
    clinic = county.clinics[SOUTH]
    assert clinic.waiting
    with county.database.reading() as db:
        assert receivables(db, wall_clock()) == []
    county.push(SOUTH, YESTERDAY, hour=23)
    with county.database.writing() as db:
        from clinic_app.journal.clock import stamp
        from clinic_app.projections.tables.settlement import settlement

        db.execute(
            sa.update(settlement).where(settlement.c.id == old).values(adjudicated_at=stamp(at(long_ago)))
        )
    sign_in(tab, console, "chen")
    tab.goto(f"{console}disputes")
    tab.get_by_text("裁定…").click()
    tab.get_by_label("裁定理由").fill("人已迁走，联系不上")
    tab.get_by_label("由基金承担").check()
    tab.get_by_role("button", name="裁定").click()
    expect(tab.get_by_text("超过催收期仍收不到的个人差额")).to_have_count(0)


def test_the_sheet_is_the_same_bytes_twice(tab: Page, console: str, county: Months):
    statement = closed(county)
    sign_in(tab, console, "lin")
    address = f"{console}statements/{statement.hex}/sheet.xlsx"
    first, second = (tab.request.get(address).body() for _ in range(2))
    assert first == second
    book = openpyxl.load_workbook(io.BytesIO(first))
    cover = {row[0].value: row[1].value for row in book.worksheets[0].iter_rows() if row[0].value}
    assert (float(cover["基金应付"]), cover["笔数"]) == (31.4, 2)
    assert book.worksheets[1].max_row == 3
    assert {one.date_time[0] for one in zipfile.ZipFile(io.BytesIO(first)).infolist()} == {YESTERDAY.year}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_page_is_wider_than_the_screen(tab: Page, console: str, county: Months, language: str):
    statement = closed(county)
    sign_in(tab, console, "chen")
    for path in (
        "reconciliation",
        f"reconciliation/{SOUTH}/{YESTERDAY}",
        "statements",
        f"statements/{statement.hex}",
        "statements/months",
        "disputes",
    ):
        tab.goto(f"{console}language?to={language}&back=/console/{path}")
        assert tab.evaluate("document.documentElement.scrollWidth") <= 1366, path
