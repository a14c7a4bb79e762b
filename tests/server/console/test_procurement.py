"""采购, 价格, 召回 in a real browser: an order is cut and shipped, a price list published, a lot recalled."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import httpx
import openpyxl
import pytest
from playwright.sync_api import Page, expect

from clinic_app.domain.time import beijing_day, wall_clock
from clinic_app.journal.facts.purchase import OrderLine, OrderSubmitted
from clinic_app.journal.facts.stock import BatchReceived, StockReceived
from clinic_app.projections.queries.purchase import Stage, arriving, order_of
from clinic_app.projections.queries.stock import price_in_force
from sync_server.console import users
from sync_server.console.users import Role
from tests.server.console.conftest import sign_in
from tests.server.console.world import World

DRUG, NAME = "YP0001", "阿莫西林胶囊"
TOWNSHIP = "350881001"
PASSWORD = "correct horse 4"


@pytest.fixture
def order(world: World) -> UUID:
    """Of two drugs, one of them urgent; and five boxes of a lot on the shelf."""
    clinic = world.clinics[TOWNSHIP]
    now = wall_clock()
    lines = (
        OrderLine(drug=DRUG, name=NAME, packs=10, pric_e6=8_500_000),
        OrderLine(drug="YP0101", name="布洛芬", packs=4, pric_e6=12_000_000, reason="urgent"),
    )
    found = clinic.write(OrderSubmitted(number="DA2611220001", period="2026-11", lines=lines), now).id
    batch = BatchReceived(
        batch_id=uuid4(),
        drug=DRUG,
        name=NAME,
        lot="A1",
        expires=beijing_day(now) + timedelta(days=700),
        pack_qty=24,
        unit="粒",
        pack_unit="盒",
        pric_e6=8_500_000,
        qty_e4=5 * 240_000,
    )
    clinic.write(StockReceived(received_on=beijing_day(now), supplier="配送", batches=(batch,)), now)
    clinic.push(world.database, now)
    return found


@pytest.fixture
def office(tab: Page, console: str, order: UUID) -> Page:
    """A browser in which the administrator is signed in, on the page 采购."""
    sign_in(tab, console, "boss")
    tab.goto(f"{console}purchases")
    return tab


def test_an_order_is_accepted_with_a_line_cut_and_shipped(office: Page, world: World, order: UUID):
    office.get_by_label("状态").select_option("submitted")
    office.get_by_role("button", name="查找").click()
    row = office.locator("tbody tr")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("等 2 种")
    expect(row).to_contain_text("133.00")
    office.get_by_role("link", name="DA2611220001").click()
    office.get_by_label(f"{NAME} 接单数量").fill("8")
    office.get_by_role("button", name="接单").click()
    expect(office.get_by_text("减少要说明原因")).to_be_visible()  # a cut line wants a reason
    office.go_back()
    office.get_by_label(f"{NAME} 接单数量").fill("8")
    office.get_by_label("减少的原因").first.fill("缺货")
    office.get_by_role("button", name="接单").click()
    office.get_by_label("送货单号").fill("PS1208")
    office.get_by_label(f"{NAME} 批号").fill("A1")
    office.get_by_label("有效期至").first.fill("2029-06")
    office.get_by_role("button", name="发货").click()
    expect(office.locator("h1 + .chip")).to_have_text("已发货")
    expect(office.get_by_label("布洛芬 批号")).to_have_count(1)  # it goes with a later one
    with world.database.reading() as connection:
        (lot,) = arriving(connection, order)
        found = order_of(connection, order)
    assert (lot.lot, lot.packs, lot.pric_e6, found.stage) == ("A1", 8, 8_500_000, Stage.SHIPPED)
    assert [(one.accepted, one.why) for one in found.lines] == [(8, "缺货"), (4, "")]


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in (("国家码", "药品", "挂牌"), (DRUG, NAME, 9.2), ("XX9999", "没有的药", 3)):
        book.active.append(list(row))
    path = tmp_path / "prices.xlsx"
    book.save(path)
    return path


def test_a_price_list_is_mapped_compared_and_published_from_a_day_on(
    office: Page, console: str, sheet: Path, world: World
):
    office.get_by_role("link", name="价格").click()
    office.get_by_label("价格表文件").set_input_files(sheet)
    office.get_by_role("button", name="预览").click()
    expect(office.get_by_text("表头里没有找到：采购价")).to_be_visible()
    office.get_by_label("采购价").select_option("挂牌")
    office.get_by_role("button", name="重新预览").click()
    expect(office.get_by_text("1 行可以发布，其中 1 行新增或变化，1 行有误")).to_be_visible()
    expect(office.locator("tbody tr").last).to_contain_text("目录里没有这个药品编码")
    day = beijing_day(wall_clock()) + timedelta(days=3)
    office.get_by_label("文号").fill("漳医采〔2026〕12号")
    office.get_by_label("执行日期").fill(day.isoformat())
    office.get_by_label("发布没有错误的行").check()
    office.get_by_role("button", name="发布给所有机构").click()
    expect(office.locator("tbody tr")).to_contain_text("漳医采〔2026〕12号")
    with world.database.reading() as connection:
        assert price_in_force(connection, DRUG, day - timedelta(days=1)) is None
        found = price_in_force(connection, DRUG, day)
    assert found is not None and found[0] == 9_200_000


def test_a_lot_is_looked_for_and_recalled_with_a_tick(office: Page, world: World):
    office.get_by_role("link", name="召回").click()
    office.get_by_label("药品编码").fill(DRUG)
    office.get_by_label("批号").fill("A1")
    office.get_by_role("button", name="查去向").click()
    expect(office.get_by_text("1 家机构进过这一批，0 人领过")).to_be_visible()
    office.get_by_label("召回原因").fill("微生物限度不合格")
    office.get_by_label("我确认召回").check()
    office.get_by_role("button", name="召回", exact=True).click()
    expect(office.locator("tbody tr").last).to_contain_text("微生物限度不合格")
    expect(office.get_by_label("我确认召回")).to_have_count(0)
    office.get_by_role("link", name="操作记录").click()
    expect(office.locator("span.chip", has_text="召回批次")).to_be_visible()


def test_the_figures_are_shown_in_english_too(office: Page, console: str):
    office.get_by_role("link", name="指标", exact=True).click()
    expect(office.locator(".tile").first).to_contain_text("1")
    office.get_by_role("link", name="English").click()
    expect(office.locator("h1")).to_have_text("Purchase")
    expect(office.get_by_text("Urgent lines").first).to_be_visible()
    for path in ("purchases", "purchases/prices", "purchases/recalls"):
        office.goto(f"{console}{path}")
        expect(office.locator("main")).not_to_contain_text("采购")


def test_the_distribution_sees_orders_and_nothing_else(tab: Page, console: str, order: UUID, world: World):
    with world.database.writing() as db:
        users.add_user(db, "ps", "配送中心", frozenset({Role.DISTRIBUTOR}), PASSWORD)
    tab.goto(f"{console}login")
    tab.get_by_label("账号").fill("ps")
    tab.get_by_label("密码").fill(PASSWORD)
    tab.get_by_role("button", name="登录").click()
    tab.wait_for_url(f"{console}purchases")
    expect(tab.locator(".side nav a")).to_have_count(1)
    tab.get_by_role("link", name="DA2611220001").click()
    expect(tab.get_by_role("button", name="接单")).to_be_visible()
    cookies = {one["name"]: one["value"] for one in tab.context.cookies()}
    for path in ("entries", "settlements", "facilities", "review"):
        assert httpx.get(f"{console}{path}", cookies=cookies).status_code == 403
    assert httpx.post(f"{console}purchases/recalls", cookies=cookies, data={}).status_code == 403
