"""处方点评 in a real browser: drawn, judged by keys, appealed, and who sees what."""

from datetime import timedelta

import httpx
import pytest
from playwright.sync_api import Page, expect

from clinic_app.domain.time import beijing_day
from clinic_app.journal.facts.review import ReviewAnswered
from clinic_app.projections.queries import review
from sync_server.publish.review import draw_sample, judge
from tests.server.console.conftest import sign_in
from tests.server.console.world import PASSWORDS, World

TOWNSHIP, OTHER, VILLAGE = "350881001", "350881002", "350881101"


@pytest.fixture
def office(tab: Page, console: str) -> Page:
    sign_in(tab, console, "boss")
    return tab


def month_of(world: World) -> str:
    return (beijing_day(world.now) - timedelta(days=1)).isoformat()[:7]


def as_reviewer(page: Page, console: str) -> None:
    """A reviewer has no overview: the login leads to 处方点评."""
    page.goto(f"{console}login")
    page.get_by_label("账号").fill("yao")
    page.get_by_label("密码").fill(PASSWORDS["yao"])
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(f"{console}review")


def test_a_sample_is_drawn_and_judged_by_keys_alone(office: Page, console: str, world: World):
    office.goto(f"{console}review")
    expect(office.get_by_text("还没有抽过样")).to_be_visible()
    office.get_by_label("机构").select_option(VILLAGE)
    office.get_by_label("月份").fill(month_of(world))
    office.get_by_role("button", name="抽样").click()
    expect(office.locator("h1")).to_contain_text("东坑口")
    with world.database.reading() as db:
        drawn = review.samples(db)[0]
    office.get_by_role("link", name="开始点评").press("Enter")
    expect(office.get_by_text(f"第 1 张，共 {len(drawn.every)} 张")).to_be_visible()
    expect(office.get_by_label("代码（")).to_be_focused()
    office.keyboard.press("Control+a")
    office.keyboard.type("2-9 9-1")
    office.keyboard.press("Enter")
    expect(office.get_by_text("没有这样的点评代码：9-1")).to_be_visible()
    office.keyboard.press("Control+a")
    office.keyboard.type("2-5 1-3")
    office.keyboard.press("Tab")
    office.keyboard.type("剂量请核对")
    office.keyboard.press("Tab")
    office.keyboard.press("Enter")
    expect(office.get_by_text(f"第 2 张，共 {len(drawn.every)} 张")).to_be_visible()
    with world.database.reading() as db:
        said = review.review_of(db, drawn.every[0])
    assert (said.codes, said.remark, said.reviewer) == (("1-3", "2-5"), "剂量请核对", "王主任")


def test_no_full_name_stands_on_a_sheet(office: Page, console: str, world: World):
    drawn = draw_sample(world.database, VILLAGE, month_of(world))
    office.goto(f"{console}review/sheet/{drawn.ids[0].hex}")
    expect(office.get_by_text("*").first).to_be_visible()


def test_a_reviewer_of_a_township_sees_its_institutions_alone(tab: Page, console: str, world: World):
    ours = draw_sample(world.database, VILLAGE, month_of(world))
    theirs = draw_sample(world.database, OTHER, month_of(world))
    as_reviewer(tab, console)
    expect(tab.locator("tbody")).to_contain_text("东坑口")
    expect(tab.locator("tbody")).not_to_contain_text("永福")
    expect(tab.locator("nav a")).to_have_text(["处方点评"])
    cookies = {one["name"]: one["value"] for one in tab.context.cookies()}
    with httpx.Client(cookies=cookies) as client:
        assert client.get(f"{console}review/sheet/{ours.ids[0].hex}").status_code == 200
        for address in (
            f"review/sheet/{theirs.ids[0].hex}",
            f"review/samples/{OTHER}/{theirs.month}",
            f"review/figures?facility={OTHER}",
        ):
            assert client.get(console + address).status_code == 404, address
        for address in ("facilities", "entries", "settlements", "users"):
            assert client.get(console + address).status_code == 403, address


def test_an_appeal_is_listed_and_ends_with_a_remark(office: Page, console: str, world: World):
    drawn = draw_sample(world.database, VILLAGE, month_of(world))
    judge(world.database, drawn.ids[0], "2-1", "", "姚药师", "yao")
    village = world.clinics[VILLAGE]
    village.write(ReviewAnswered(prescription_id=drawn.ids[0], accepted=False, text="有化验依据"), world.now)
    village.push(world.database, world.now)
    office.goto(f"{console}review/appeals")
    expect(office.locator("tbody")).to_contain_text("有化验依据")
    office.locator("tbody a").click()
    expect(office.get_by_text("医师申诉：有化验依据")).to_be_visible()
    office.get_by_label("代码（").fill("")
    office.get_by_label("意见").fill("依据充分，按合理计")
    office.get_by_role("button", name="结束申诉").click()
    expect(office.locator("tbody")).to_contain_text("按合理计")
    with world.database.reading() as db:
        assert review.review_of(db, drawn.ids[0]).standing == ()


def test_figures_stand_beside_those_of_the_month_before_and_in_a_sheet(
    office: Page, console: str, world: World
):
    office.goto(f"{console}review/figures?month={month_of(world)}")
    expect(office.locator("tbody tr").first).to_contain_text("合计")
    office.locator("tbody a").first.click()
    expect(office.locator("tbody tr").nth(1)).to_contain_text("陈医生")
    cookies = {one["name"]: one["value"] for one in office.context.cookies()}
    answer = httpx.get(f"{console}review/figures/sheet.xlsx?month={month_of(world)}", cookies=cookies)
    assert answer.status_code == 200 and answer.content.startswith(b"PK")


def test_a_rule_pack_is_refused_in_words_looked_at_and_published(office: Page, console: str, world: World):
    day = beijing_day(world.now)
    office.goto(f"{console}review/rules")
    office.get_by_label("内容").fill(f'version = "c1"\ndated = {day}\nusual_days = 70')
    office.get_by_role("button", name="预览").click()
    expect(office.get_by_text("超出合理范围：70")).to_be_visible()
    office.get_by_label("内容").fill(f'version = "c1"\ndated = {day}\nusual_days = 5')
    office.get_by_role("button", name="预览").click()
    expect(office.get_by_role("row", name="usual_days 7 5")).to_be_visible()
    office.get_by_role("button", name="发布给所有机构").click()
    expect(office.get_by_text("今天的规则：c1")).to_be_visible()
    with world.database.reading() as db:
        assert review.rules_on(db, day).usual_days == 5


def test_a_lesson_is_published_and_withdrawn(office: Page, console: str):
    office.goto(f"{console}review/lessons")
    office.get_by_label("编号").fill("cold")
    office.get_by_label("题目").fill("感冒不用抗菌药")
    office.get_by_label("内容").fill("普通感冒多为病毒引起。")
    office.get_by_role("button", name="发布给所有机构").click()
    expect(office.get_by_text("微课不完整或太长（rules）")).to_be_visible()
    office.get_by_label("规则").fill("P08")
    office.get_by_role("button", name="发布给所有机构").click()
    expect(office.locator("tbody")).to_contain_text("感冒不用抗菌药")
    office.get_by_role("button", name="撤下").click()
    expect(office.get_by_text("还没有微课")).to_be_visible()


def test_who_only_reads_sees_no_sheet_and_publishes_nothing(tab: Page, console: str, world: World):
    drawn = draw_sample(world.database, VILLAGE, month_of(world))
    sign_in(tab, console, "lin")
    cookies = {one["name"]: one["value"] for one in tab.context.cookies()}
    with httpx.Client(cookies=cookies) as client:
        assert client.get(f"{console}review").status_code == 200
        assert client.get(f"{console}review/sheet/{drawn.ids[0].hex}").status_code == 403
        assert client.post(f"{console}review/rules/publish", data={"text": "x"}).status_code == 403
