"""阅片 in a real browser: what waits, read by keys, seen by two, corrected, and who sees what."""

from uuid import UUID

import httpx
import pytest
from playwright.sync_api import Page, expect

from clinic_app.domain.time import beijing_day
from clinic_app.journal.facts.examinations import ExaminationOrdered, ExaminationReferred, ResultLine
from clinic_app.journal.facts.outpatient import ServiceLine
from clinic_app.journal.facts.residents import ResidentRegistered
from clinic_app.projections.queries.examinations import examination_of
from sync_server.console import audit
from sync_server.publish.examinations import read
from tests.server.console.conftest import sign_in
from tests.server.console.world import PASSWORDS, World

VILLAGE, HOUR = "350881101", 3_600_000


@pytest.fixture
def office(tab: Page, console: str) -> Page:
    sign_in(tab, console, "boss")
    return tab


def sent(world: World, name: str = "常规心电图", *, urgent: bool = False) -> UUID:
    clinic, ms = world.clinics[VILLAGE], world.now - HOUR
    born = beijing_day(ms).replace(year=1960)
    person = ResidentRegistered(name="林阿妹", sex="2", birth_date=born, source="typed", salt=b"salt" * 4)
    resident = clinic.write(person, ms, subject="own").id
    service = ServiceLine(code="XD0001", name=name, cnt_e4=10_000, unit="次", pric_e6=20_000_000)
    order = clinic.write(
        ExaminationOrdered(
            number=f"0126{clinic.seq:06}",
            category="ecg",
            services=(service,),
            purpose="胸闷半天",
            urgent=urgent,
        ),
        ms,
        subject=resident,
    ).id
    rate = ResultLine(item="", name="心率", value="112", unit="次/分", low="60", high="100", flag="H")
    clinic.write(
        ExaminationReferred(examination_id=order, findings="ST 段可疑抬高", lines=(rate,)),
        ms,
        subject=resident,
    )
    clinic.push(world.database, world.now)
    return order


def as_reader(page: Page, console: str) -> None:
    """A reader has no overview: the login leads to 阅片."""
    page.goto(f"{console}login")
    page.get_by_label("账号").fill("ying")
    page.get_by_label("密码").fill(PASSWORDS["ying"])
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(f"{console}reading")


def test_nothing_waits_and_nothing_was_read(office: Page, console: str):
    office.goto(f"{console}reading")
    expect(office.get_by_text("没有等着阅的")).to_be_visible()
    office.goto(f"{console}reading/done")
    expect(office.get_by_text("没有这样的阅片")).to_be_visible()
    office.goto(f"{console}reading/{UUID(int=7).hex}")
    expect(office.get_by_text("没有找到这份检查")).to_be_visible()


def test_the_urgent_is_first_and_is_read_by_keys_alone(tab: Page, console: str, world: World):
    sent(world)
    order = sent(world, "十二导心电图", urgent=True)
    as_reader(tab, console)
    expect(tab.locator("tbody tr").first).to_contain_text("十二导心电图")
    expect(tab.locator("tbody tr").first).to_contain_text("急")
    expect(tab.get_by_role("link", name="十二导心电图")).to_be_focused()
    tab.keyboard.press("Enter")
    for words in ("胸闷半天", "ST 段可疑抬高", "112 次/分", "东坑口", "林*"):
        expect(tab.locator("main")).to_contain_text(words)
    expect(tab.locator("main")).not_to_contain_text("林阿妹")
    expect(tab.locator("[name=findings]")).to_be_focused()
    tab.keyboard.type("窦性心律")
    tab.get_by_label("模板").select_option("心房颤动")
    tab.get_by_label("模板").press("Tab")
    tab.keyboard.press("Enter")
    expect(tab.get_by_label("诊断意见")).to_have_value("心房颤动。")
    expect(tab.locator("[name=findings]")).to_have_value(
        "窦性心律\nP波消失，代之以大小不等的f波，RR间期绝对不齐。"
    )
    tab.get_by_label("诊断意见").press("Control+End")
    tab.keyboard.type("请结合临床。")
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    expect(tab.get_by_text("已签发")).to_be_visible()
    expect(tab.locator("tbody").first).not_to_contain_text("十二导")
    expect(tab.locator("tbody").nth(1)).to_contain_text("1 小时")
    with world.database.reading() as db:
        reading = examination_of(db, order).reading
        lines = [(one.action, one.user_id) for one in audit.lines(db) if one.object == order.hex]
    assert reading is not None
    assert (reading.conclusion, reading.reader) == ("心房颤动。请结合临床。", "李影")
    assert lines == [("examination_read", "ying"), ("examination_opened", "ying")]


def test_a_reading_without_a_conclusion_is_refused_in_words_and_keeps_what_was_typed(
    office: Page, console: str, world: World
):
    order = sent(world)
    office.goto(f"{console}reading/{order.hex}")
    office.locator("[name=findings]").fill("窦性心律")
    office.get_by_label("诊断意见").fill(" ")
    office.get_by_role("button", name="签发").click()
    expect(office.get_by_text("请写诊断意见")).to_be_visible()
    expect(office.locator("[name=findings]")).to_have_value("窦性心律")


def test_a_second_reader_sees_who_has_it_open_and_who_was_faster(tab: Page, console: str, world: World):
    order = sent(world)
    with world.database.writing() as db:
        audit.Writer("boss", "", world.now).note(db, audit.Action.EXAMINATION_OPENED, order.hex)
    as_reader(tab, console)
    expect(tab.locator("tbody")).to_contain_text("王主任 在看")
    tab.goto(f"{console}reading/{order.hex}")
    expect(tab.get_by_text("王主任 也打开了这一份")).to_be_visible()
    read(world.database, order, "", "正常心电图", "王主任", "boss")
    tab.get_by_label("诊断意见").fill("心房颤动")
    tab.get_by_role("button", name="签发").click()
    expect(tab.get_by_text("同事刚刚签发了这一份")).to_be_visible()
    expect(tab.get_by_label("诊断意见")).to_have_value("心房颤动")
    tab.get_by_role("button", name="签发").click()
    expect(tab.get_by_text("已签发")).to_be_visible()
    with world.database.reading() as db:
        reading = examination_of(db, order).reading
    assert reading is not None and reading.conclusion == "心房颤动"


def test_what_was_read_is_found_again_and_corrected(office: Page, console: str, world: World):
    order = sent(world)
    read(world.database, order, "窦性心律", "正常心电图", "李影", "ying")
    office.goto(f"{console}reading/done")
    for text, there in (("颤动", False), ("正常", True), ("林阿妹", True)):
        office.get_by_label("单号").fill(text)
        office.keyboard.press("Enter")
        expect(office.get_by_role("link", name="常规心电图")).to_have_count(1 if there else 0)
    office.get_by_role("link", name="常规心电图").click()
    expect(office.get_by_text("再签发就是更正")).to_be_visible()
    expect(office.get_by_label("诊断意见")).to_have_value("正常心电图")


def test_a_reader_sees_these_pages_and_no_other(tab: Page, console: str):
    as_reader(tab, console)
    expect(tab.locator("nav a")).to_have_text(["阅片"])
    cookies = {one["name"]: one["value"] for one in tab.context.cookies()}
    with httpx.Client(cookies=cookies) as client:
        for address in ("facilities", "entries", "settlements", "users", "review", "purchases", "audit"):
            assert client.get(console + address).status_code == 403, address


def test_who_only_reads_along_opens_nothing_and_an_officer_sees_nothing(
    tab: Page, console: str, world: World
):
    order = sent(world)
    for user, list_status in (("lin", 200), ("chen", 403)):
        tab.context.clear_cookies()
        sign_in(tab, console, user)
        cookies = {one["name"]: one["value"] for one in tab.context.cookies()}
        with httpx.Client(cookies=cookies) as client:
            assert client.get(f"{console}reading").status_code == list_status
            assert client.get(f"{console}reading/{order.hex}").status_code == 403


def test_the_pages_are_whole_in_english(office: Page, console: str, world: World):
    order = sent(world)
    office.goto(f"{console}language?to=en&back=/console/reading")
    expect(office.get_by_text("Purpose")).to_be_visible()
    office.goto(f"{console}reading/{order.hex}")
    expect(office.get_by_role("button", name="Sign and send back")).to_be_visible()
