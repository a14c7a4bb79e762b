"""Every page in a real browser, over a county that was filled through the intake."""

import re

import httpx
import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect

from clinic_app.journal.facts.registration import VisitCancelled
from clinic_app.journal.refusal import Revoked
from clinic_app.projections.tables.facility import device as device_table
from clinic_app.projections.tables.registration import visit as visit_table
from sync_server.console.tables import console_audit
from sync_server.publish.facilities import permits_of, revoke_device
from sync_server.store.tables import enrolment_code, journal_entry
from tests.server.console.conftest import Looking, sign_in
from tests.server.console.world import FACILITIES, World, enrolled

PAGES = (
    *(
        "",
        "facilities",
        "devices",
        "alarms",
        "entries",
        "settlements",
        "quarantine",
        "merges",
        "audit",
        "users",
        "password",
    ),
    *("reconciliation", "statements", "statements/months", "disputes"),
    *("fund", "fund/op_cost", "findings", "policies", "payments", "payments/plan"),
)


@pytest.fixture
def office(tab: Page, console: str) -> Page:
    """A browser in which the administrator is signed in."""
    sign_in(tab, console, "boss")
    return tab


def record(world: World, action: str) -> list[tuple[str, str, str]]:
    with world.database.reading() as db:
        table = console_audit.c
        statement = sa.select(table.user_id, table.object, table.reason).where(table.action == action)
        return [tuple(row) for row in db.execute(statement)]


def test_the_overview_counts_what_there_is(office: Page, world: World):
    tiles = dict(
        zip(
            office.locator(".tile .name").all_inner_texts(),
            office.locator(".tile b").all_inner_texts(),
            strict=True,
        )
    )
    with world.database.reading() as db:
        facilities = len(FACILITIES)
        devices = db.scalar(sa.select(sa.func.count()).select_from(device_table))
    assert (tiles["登记机构"], tiles["在用设备"]) == (str(facilities), str(devices))
    assert (tiles["超过 24 小时未同步"], tiles["待处理条目"], tiles["排队等候入账"]) == ("1", "2", "0")
    assert int(tiles["今日条目"]) > 0
    expect(office.get_by_role("img", name="近 24 小时收到的条目")).to_be_visible()
    expect(office.get_by_text("菁城街道福满村卫生室")).to_be_visible()
    expect(office.locator(".side .count")).to_have_text("2")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_no_page_is_wider_than_the_screen(looking: Looking, path: str, language: str):
    looking.page.goto(f"{looking.console}language?to={language}&back=/console/{path}")
    assert looking.page.evaluate("document.documentElement.scrollWidth") <= 1366


@pytest.mark.parametrize("path", PAGES)
def test_no_chinese_is_left_in_english(looking: Looking, path: str):
    looking.page.goto(f"{looking.console}language?to=en&back=/console/{path}")
    drawn = looking.page.locator("h1, h2, th, label, summary, nav a, .chip, .tile .name, .button")
    words = drawn.all_inner_texts()
    assert words
    names = {name for _, name, _, _ in FACILITIES} | {
        "王主任",
        "陈晓岚",
        "林国栋",
        "姚药师",
        "李影",
    }  # choices of a select
    for name in names:
        words = [word.replace(name, "") for word in words]
    assert [word for word in words if re.search("[\u4e00-\u9fff]", word)] == []


def test_facilities_are_found_by_name_and_lead_to_their_villages(office: Page, console: str):
    office.goto(f"{console}facilities")
    expect(office.locator("tbody tr")).to_have_count(len(FACILITIES))
    office.get_by_label("名称或编码").fill("菁城卫生院")
    office.get_by_role("button", name="查找").click()
    expect(office.locator("tbody tr")).to_have_count(1)
    office.get_by_role("link", name="350881001").click()
    office.get_by_role("link", name="菁城街道东坑口村卫生室").click()
    expect(office.get_by_role("heading", name="菁城街道东坑口村卫生室")).to_be_visible()
    expect(office.get_by_role("cell", name="陈医生")).to_be_visible()
    office.get_by_role("link", name="漳平市菁城卫生院").click()
    expect(office.get_by_role("heading", name="漳平市菁城卫生院")).to_be_visible()


def test_an_officer_allows_a_village_antibiotics_by_vein(office: Page, console: str, world: World):
    office.goto(f"{console}facilities/350881103")
    office.get_by_label("静脉输注抗菌药物").check()
    office.get_by_role("button", name="保存").click()
    expect(office.get_by_label("静脉输注抗菌药物")).to_be_checked()
    expect(office.get_by_label("麻醉药品")).not_to_be_checked()
    with world.database.reading() as db:
        assert permits_of(db, "350881103") == {"iv_antibiotics"}
    assert record(world, "permits_changed") == [("boss", "350881103", "iv_antibiotics")]


def test_a_device_code_is_shown_once_and_enrols_one_device(office: Page, console: str, world: World):
    office.goto(f"{console}facilities/350881103")
    expect(office.get_by_text("还没有设备登记")).to_be_visible()
    office.get_by_role("button", name="生成新设备登记码").click()
    code = office.locator(".code").inner_text()
    assert re.fullmatch("[A-Z2-7]{16}-[0-9a-f]{12}", code)
    with world.database.reading() as db:
        assert db.scalars(sa.select(enrolment_code.c.facility)).all()[-1] == "350881103"
    office.goto(f"{console}facilities/350881103")
    assert code not in office.content()
    assert record(world, "code_made") == [("boss", "350881103", "")]


def test_devices_are_listed_with_what_is_wrong_with_them(office: Page, console: str):
    office.goto(f"{console}devices")
    rows = office.locator("tbody tr")
    expect(rows.filter(has_text="福满村")).to_contain_text("超过 24 小时未同步")
    expect(rows.filter(has_text="东坑口村")).to_contain_text("快 13 分钟")
    expect(rows.filter(has_text="漳平市菁城卫生院")).to_contain_text("准")
    office.get_by_label("状态").select_option("silent")
    office.get_by_role("button", name="查找").click()
    expect(rows).to_have_count(1)


def test_a_device_is_revoked_with_a_reason_and_a_tick(office: Page, console: str, world: World):
    clinic = world.clinics["350881002"]
    office.goto(f"{console}devices/{clinic.device.hex}")
    office.get_by_text("停用这台设备…").click()
    office.get_by_label("原因").fill("电脑被盗，已报案")
    office.get_by_label("我确认").check()
    office.get_by_role("button", name="停用").click()
    expect(office.get_by_text("电脑被盗，已报案")).to_be_visible()
    expect(office.locator(".chip", has_text="已停用")).to_be_visible()
    expect(office.get_by_text("停用这台设备…")).to_have_count(0)
    assert record(world, "device_revoked") == [("boss", clinic.device.hex, "电脑被盗，已报案")]
    with world.database.reading() as db:
        fact = db.execute(
            sa.select(journal_entry.c.author, journal_entry.c.body).where(
                journal_entry.c.type == "device.revoked"
            )
        ).one()
    assert fact.author == "boss"
    assert "电脑被盗" in bytes(fact.body).decode()


def test_what_a_revoked_device_pushes_is_shown_as_kept(office: Page, console: str, world: World):
    clinic = enrolled(world.database, "350881103", "village", world.now)
    clinic.staff(world.now)
    revoke_device(world.database, clinic.device, "丢失")
    with pytest.raises(Revoked):
        clinic.push(world.database, world.now)
    office.goto(f"{console}devices/{clinic.device.hex}")
    expect(office.get_by_text("留作检查的上传")).to_contain_text("server.revoked × 1")


def test_a_revocation_wants_the_tick(console: str, world: World, office: Page):
    clinic = world.clinics["350881002"]
    office.goto(f"{console}devices/{clinic.device.hex}")
    office.get_by_text("停用这台设备…").click()
    office.get_by_label("原因").fill("电脑被盗，已报案")
    office.locator("input[name=sure]").evaluate("box => box.removeAttribute('required')")
    office.get_by_role("button", name="停用").click()
    expect(office.get_by_role("alert")).to_contain_text("我确认")
    assert record(world, "device_revoked") == []


def test_entries_are_filtered_by_facility_type_and_day(office: Page, console: str, world: World):
    office.goto(f"{console}entries")
    office.locator("select[name=facility]").select_option("350881102")
    office.locator("select[name=type]").select_option("settlement.made")
    office.get_by_role("button", name="查找").click()
    rows = office.locator("tbody tr")
    with world.database.reading() as db:
        table = journal_entry.c
        wanted = db.scalar(
            sa.select(sa.func.count()).where(table.facility == "350881102", table.type == "settlement.made")
        )
    expect(rows).to_have_count(wanted)
    office.get_by_label("收到日期").fill("2020-01-01")
    office.get_by_role("button", name="查找").click()
    expect(office.get_by_text("这个范围内没有符合条件的条目")).to_be_visible()


def test_turning_pages_shows_every_entry_once(office: Page, console: str, world: World):
    office.goto(f"{console}entries")
    seen: list[str] = []
    while True:
        seen += office.locator("tbody td:last-child a").evaluate_all("links => links.map(a => a.href)")
        older = office.get_by_role("link", name="更早的")
        if not older.count():
            break
        with office.expect_navigation():
            older.click()
    with world.database.reading() as db:
        ids = db.scalars(sa.select(journal_entry.c.id).order_by(journal_entry.c.position.desc())).all()
    assert [link.rsplit("/", 1)[1] for link in seen] == [entry_id.hex for entry_id in ids]


def test_an_entry_is_proved_and_its_identity_masked_until_a_reason_is_given(
    office: Page, console: str, world: World
):
    with world.database.reading() as db:
        row = db.execute(
            sa.select(journal_entry.c.id, journal_entry.c.body)
            .where(journal_entry.c.type == "resident.registered")
            .limit(1)
        ).one()
    number = re.search(r'"id_number":"(\w+)"', bytes(row.body).decode()).group(1)
    office.goto(f"{console}entries/{row.id.hex}")
    expect(office.locator(".chip", has_text="核对无误")).to_have_count(2)
    assert number not in office.content()
    expect(office.locator("pre")).to_contain_text(f"{number[:6]}********{number[-4:]}")
    office.get_by_text("显示完整内容…").click()
    office.get_by_label("查看原因").fill("核对参保人身份")
    office.get_by_role("button", name="显示", exact=True).click()
    expect(office.locator("pre")).to_contain_text(number)
    expect(office.locator("pre")).to_contain_text('"salt": "……"')
    assert record(world, "identity_shown") == [("boss", row.id.hex, "核对参保人身份")]


def test_without_a_reason_nothing_is_shown(office: Page, console: str, world: World):
    with world.database.reading() as db:
        entry_id = db.scalar(
            sa.select(journal_entry.c.id).where(journal_entry.c.type == "encounter.signed").limit(1)
        )
    office.goto(f"{console}entries/{entry_id.hex}")
    assert "头晕三天" not in office.content()
    office.get_by_text("显示完整内容…").click()
    field = office.get_by_label("查看原因")
    field.evaluate("box => { box.removeAttribute('required'); box.removeAttribute('minlength') }")
    field.fill("看")
    office.get_by_role("button", name="显示", exact=True).click()
    expect(office.get_by_role("alert")).to_contain_text("请写明原因")
    assert "头晕三天" not in office.content()
    assert record(world, "identity_shown") == []


def test_settlements_add_up(office: Page, console: str):
    office.goto(f"{console}settlements?since=2020-01-01")
    summary = office.locator("table").first
    rows = [row.split("\t") for row in summary.locator("tbody tr").all_inner_texts()]
    columns = {row[0].strip(): [cell.replace(",", "").replace("−", "-") for cell in row[1:]] for row in rows}
    total = next(values for name, values in columns.items() if name.startswith("合计"))
    counted = [values for name, values in columns.items() if not name.startswith(("合计", "已红冲"))]
    for place in range(4):
        assert round(sum(float(values[place]) for values in counted), 2) == float(total[place])
    assert {"一致", "已调整", "不予支付", "自费", "已红冲"} <= set(columns)


def test_a_settlement_stands_beside_the_countys_own(office: Page, console: str):
    office.goto(f"{console}settlements?since=2020-01-01&state=adjusted")
    office.locator("table").nth(1).locator("tbody a").first.click()
    expect(office.get_by_text("县级复核：已调整")).to_be_visible()
    fund = office.locator("tr", has_text="基金支付总额").locator("td")
    clinic, county, diff = (text.replace("−", "-") for text in fund.all_inner_texts()[1:])
    assert float(county) - float(clinic) == pytest.approx(float(diff))
    assert diff == "-1.26"
    expect(office.get_by_role("cell", name="一般诊疗费", exact=True)).to_be_visible()


def test_a_reversed_settlement_shows_its_red_record(office: Page, console: str):
    office.goto(f"{console}settlements?since=2020-01-01&state=reversed")
    office.locator("table").nth(1).locator("tbody a").first.click()
    expect(office.get_by_text("开错药品")).to_be_visible()
    expect(office.locator("dd", has_text="A000999")).to_be_visible()


def test_what_is_set_aside_is_released_with_what_waits_for_it(office: Page, console: str, world: World):
    office.goto(f"{console}quarantine")
    expect(office.get_by_text("作者不是该机构登记的人员")).to_be_visible()
    expect(office.get_by_text("它依据的另一条条目还在待处理")).to_be_visible()
    office.get_by_text("放行…").click()
    office.get_by_label("放行原因").fill("已补登记，核实无误")
    office.locator("details button", has_text="放行").click()
    expect(office.get_by_text("已放行 2 条")).to_be_visible()
    expect(office.get_by_text("没有待处理的条目")).to_be_visible()
    expect(office.locator(".side .count")).to_have_count(0)
    (line,) = record(world, "entry_released")
    assert line[2] == "已补登记，核实无误"
    with world.database.reading() as db:
        visit = db.execute(sa.select(visit_table).where(visit_table.c.number == "A090")).one()
    assert visit.registered_by == "9999"
    assert visit.called_by == "1001"
    office.get_by_role("link", name="已放行的").click()
    expect(office.locator("tbody tr")).to_have_count(2)


def test_the_record_names_who_did_what(office: Page, console: str):
    office.goto(f"{console}audit")
    expect(office.locator("tbody tr").first).to_contain_text("王主任")
    expect(office.locator("tbody tr").first).to_contain_text("登录")


@pytest.mark.parametrize(
    "path",
    ["facilities/0", "devices/zz", f"devices/{'0' * 32}", f"entries/{'0' * 32}", f"settlements/{'0' * 32}"],
)
def test_what_is_not_there_is_said_so(looking: Looking, path: str):
    answer = looking.page.goto(looking.console + path)
    assert answer.status == 404
    expect(looking.page.get_by_role("alert")).to_contain_text("没有找到")


@pytest.mark.parametrize(
    "query",
    [
        "entries?before=abc&day=never&device=no&facility=%00&type='",
        "settlements?since=9999-99-99&after=x.y",
        "settlements?after=99999999999999999999.00",
        "quarantine?before=-1",
        "audit?before=1e9&user=%F0",
    ],
)
def test_an_address_line_of_nonsense_breaks_nothing(looking: Looking, query: str):
    assert looking.page.goto(looking.console + query).status == 200


def test_every_answer_forbids_scripts_and_frames(console: str):
    for path in ("login", "", "static/console.css", "nowhere"):
        headers = httpx.get(console + path, timeout=60).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy
        assert "unsafe-inline" not in policy and "script-src" not in policy
        assert headers["x-content-type-options"] == "nosniff"
    assert httpx.get(f"{console}login", timeout=60).headers["cache-control"] == "no-store"
    for refused in (httpx.put(f"{console}login"), httpx.post(f"{console}login", headers={"Origin": "null"})):
        assert refused.status_code in {403, 405}
        assert "content-security-policy" in refused.headers


def test_a_page_that_does_not_exist_is_said_so(office: Page, console: str):
    assert office.goto(f"{console}nowhere/at/all").status == 404
    expect(office.get_by_role("alert")).to_contain_text("没有找到")


def test_what_a_clinic_wrote_is_never_markup(office: Page, console: str, world: World):
    clinic = world.clinics["350881001"]
    reason = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    entry = clinic.write(VisitCancelled(visit_id=clinic.device, reason=reason), world.now)
    clinic.push(world.database, world.now)
    office.goto(f"{console}entries/{entry.id.hex}")
    expect(office.locator("pre")).to_contain_text(reason)
    assert office.locator("pre img, pre script").count() == 0


def test_paper_shows_the_table_and_not_the_menu(office: Page, console: str):
    office.goto(f"{console}settlements")
    office.emulate_media(media="print")
    assert not office.locator(".side").is_visible()
    assert not office.locator("form.filter").is_visible()
    assert office.locator(".paper").is_visible()
    assert office.locator("table").first.is_visible()


def test_an_alarm_is_acknowledged_with_a_reason(office: Page, console: str, world: World):
    office.goto(f"{console}alarms")
    line = office.locator("tbody tr").filter(has_text="福满村")
    expect(line).to_contain_text("没有联系")
    clock = office.locator("tbody tr").filter(has_text="东坑口村")
    expect(clock).to_contain_text("电脑时钟快 13 分钟")
    line.get_by_text("确认…").click()
    line.get_by_label("看过了").fill("村医外出培训，周五回来")
    line.get_by_role("button", name="确认").click()
    expect(line.locator(".chip")).to_have_text("boss")
    expect(line).to_contain_text("村医外出培训")
    expect(line.get_by_text("确认…")).to_have_count(0)
    clinic = world.clinics["350881102"]
    assert record(world, "alarm_acknowledged") == [
        ("boss", f"device.silent {clinic.device.hex[:8]}", "村医外出培训，周五回来")
    ]


def test_an_alarm_that_is_not_there_cannot_be_acknowledged(office: Page, console: str, world: World):
    office.goto(f"{console}alarms")
    line = office.locator("tbody tr").filter(has_text="福满村")
    line.get_by_text("确认…").click()
    office.evaluate("document.querySelectorAll('[name=mark]').forEach((one) => { one.value = 'other' })")
    line.get_by_label("看过了").fill("随便写的原因")
    line.get_by_role("button", name="确认").click()
    expect(office.get_by_text("没有找到")).to_be_visible()
    assert record(world, "alarm_acknowledged") == []
