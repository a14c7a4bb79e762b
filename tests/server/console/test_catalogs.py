"""目录: a sheet is uploaded, mapped, looked at and published, in a real browser."""

from pathlib import Path

import httpx
import openpyxl
import pytest
from playwright.sync_api import Page, expect

from clinic_app.domain.time import beijing_day, wall_clock
from clinic_app.projections.queries.catalogs import in_force
from tests.server.console.conftest import sign_in
from tests.server.console.world import World


@pytest.fixture
def office(tab: Page, console: str) -> Page:
    """A browser in which the administrator is signed in, on the page 目录."""
    sign_in(tab, console, "boss")
    tab.goto(f"{console}catalogs")
    return tab


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in (
        ("某县采购目录",),
        ("药品代码", "通用名", "规格", "最小制剂单位", "挂牌价格"),
        ("XA01", "阿莫西林胶囊", "0.25g×24粒", "盒", 8.5),
        ("XA02", "头孢克肟分散片", "0.1g×6片", "盒", "面议"),
    ):
        book.active.append(list(row))
    path = tmp_path / "list.xlsx"
    book.save(path)
    return path


def codes(world: World) -> set[str]:
    with world.database.reading() as connection:
        return {item.code for item in in_force(connection, "drugs", beijing_day(wall_clock()))}


def upload(office: Page, sheet: Path) -> None:
    office.get_by_label("种类").select_option("drugs")
    office.get_by_label("目录文件").set_input_files(sheet)
    office.get_by_role("button", name="预览").click()


def test_a_sheet_goes_from_upload_to_every_clinic(office: Page, sheet: Path, world: World):
    expect(office.get_by_text("还没有发布过目录")).to_be_visible()
    upload(office, sheet)
    expect(office.get_by_text("表头里没有找到：单价")).to_be_visible()
    office.get_by_label("单价").select_option("挂牌价格")
    office.get_by_role("button", name="重新预览").click()
    expect(office.locator("tbody tr").first).to_contain_text("8.5")
    expect(office.locator("tbody tr").last).to_contain_text("面议")
    expect(office.locator("tbody tr").last).to_contain_text("4")  # the row of the sheet
    office.get_by_role("button", name="发布给所有机构").click()
    expect(office.get_by_text("有 1 行有误，没有发布")).to_be_visible()
    assert "XA01" not in codes(world)
    office.get_by_label("发布没有错误的行").check()
    office.get_by_role("button", name="发布给所有机构").click()
    expect(office.locator("h1")).to_have_text("目录")
    expect(office.locator("tbody tr").first).to_contain_text(".1")
    assert codes(world) == {"XA01"}


def test_a_file_that_is_no_table_is_refused_in_words(office: Page, tmp_path: Path):
    broken = tmp_path / "list.xlsx"
    broken.write_bytes(b"PK\x03\x04 no archive")
    upload(office, broken)
    expect(office.get_by_text("表格读不了")).to_be_visible()


def test_who_may_only_read_sees_the_catalogues_and_publishes_nothing(
    tab: Page, console: str, sheet: Path, world: World
):
    sign_in(tab, console, "lin")
    tab.goto(f"{console}catalogs")
    expect(tab.get_by_text("今天使用的目录")).to_be_visible()
    expect(tab.get_by_label("目录文件")).to_have_count(0)
    cookies = {one["name"]: one["value"] for one in tab.context.cookies()}
    answer = httpx.post(
        f"{console}catalogs/publish",
        files={"file": ("list.xlsx", sheet.read_bytes())},
        data={"kind": "drugs"},
        cookies=cookies,
    )
    assert answer.status_code == 403
