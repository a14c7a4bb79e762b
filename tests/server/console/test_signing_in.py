"""Who gets in, for how long, and what keeps others out."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect

from sync_server.console import sessions, users
from sync_server.console.tables import console_audit, console_session, console_user
from sync_server.console.visit import COOKIE
from tests.server.console.conftest import sign_in
from tests.server.console.world import PASSWORDS, World


@pytest.fixture
def line(console: str) -> Iterator[httpx.Client]:
    """A browser without manners."""
    with httpx.Client(base_url=console, follow_redirects=False, timeout=60) as client:
        yield client


def signed_in(line: httpx.Client, user: str = "chen") -> str:
    """Sign in without a browser; answers the token that forms carry."""
    answer = line.post("login", data={"name": user, "password": PASSWORDS[user]})
    assert answer.status_code == 303
    return sessions.form_token(line.cookies[COOKIE])


def actions(world: World) -> list[tuple[str, str]]:
    with world.database.reading() as db:
        rows = db.execute(sa.select(console_audit.c.user_id, console_audit.c.action))
        return [tuple(row) for row in rows]


def test_a_user_signs_in_and_out(tab: Page, console: str, world: World):
    tab.goto(f"{console}login")
    tab.get_by_label("账号").fill("chen")
    tab.get_by_label("密码").fill(PASSWORDS["chen"])
    tab.get_by_role("button", name="登录").click()
    tab.wait_for_url(console)
    expect(tab.get_by_role("heading", name="概览")).to_be_visible()
    tab.get_by_role("button", name="退出").click()
    tab.wait_for_url(f"{console}login")
    tab.goto(f"{console}devices")
    assert tab.url == f"{console}login"
    assert actions(world) == [("chen", "login"), ("chen", "logout")]


def test_a_wrong_password_is_told_and_counted(tab: Page, console: str, world: World):
    tab.goto(console)
    tab.get_by_label("账号").fill("chen")
    tab.get_by_label("密码").fill("wrong")
    tab.get_by_role("button", name="登录").click()
    expect(tab.get_by_role("alert")).to_contain_text("账号或密码不对")
    expect(tab.get_by_label("账号")).to_have_value("chen")
    assert actions(world) == [("chen", "login_refused")]


def test_an_unknown_name_reads_like_a_wrong_password(line: httpx.Client):
    known = line.post("login", data={"name": "chen", "password": "wrong"})
    unknown = line.post("login", data={"name": "nobody", "password": "wrong"})
    assert known.status_code == unknown.status_code == 401
    assert known.text.replace("chen", "nobody") == unknown.text


def test_five_wrong_passwords_lock_the_account_even_for_the_right_one(line: httpx.Client, world: World):
    for _ in range(users.TRIES):
        assert line.post("login", data={"name": "chen", "password": "wrong"}).status_code == 401
    answer = line.post("login", data={"name": "chen", "password": PASSWORDS["chen"]})
    assert answer.status_code == 401
    assert "已锁定，请 1 分钟后再试" in answer.text
    with world.database.writing() as db:
        db.execute(sa.update(console_user).values(locked_until=0))
    signed_in(line)
    with world.database.reading() as db:
        assert db.scalar(sa.select(console_user.c.failed).where(console_user.c.id == "chen")) == 0


def test_each_further_wrong_password_doubles_the_lock_up_to_an_hour(world: World):
    now, waits = 1_000_000_000_000, []
    for _ in range(14):
        with world.database.writing() as db:
            users.check_password(db, "chen", "wrong", now)
            until = users.user_of(db, "chen").locked_until
        waits.append((until - now) // 60_000 if until else 0)
        now = max(now, until)
    assert waits == [0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60, 60]


def test_one_address_cannot_try_for_ever(line: httpx.Client):
    with ThreadPoolExecutor(4) as pool:
        names = [f"nobody{number}" for number in range(25)]
        answers = list(
            pool.map(lambda name: line.post("login", data={"name": name, "password": "x"}).status_code, names)
        )
    assert answers.count(401) == 20
    assert answers.count(503) == 5


def test_the_throttle_lets_in_again_after_a_while():
    throttle = sessions.Throttle(most=2, span_ms=1000)
    throttle.count("a", 0)
    throttle.count("a", 10)
    with pytest.raises(sessions.TooManyTries):
        throttle.count("a", 999)
    throttle.count("b", 999)
    throttle.count("a", 1001)


def test_the_cookie_is_for_this_browser_and_site_alone(line: httpx.Client, world: World):
    answer = line.post("login", data={"name": "chen", "password": PASSWORDS["chen"]})
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=strict" in cookie and "path=/console/" in cookie
    assert "secure" not in cookie  # plain HTTP is for the loopback address alone
    with world.database.reading() as db:
        stored = db.scalars(sa.select(console_session.c.token_hash)).one()
    assert stored == sessions.token_hash(line.cookies[COOKIE])


def test_passwords_are_kept_as_argon2id(world: World):
    with world.database.reading() as db:
        stored = db.scalars(sa.select(console_user.c.password)).all()
    assert all(text.startswith("$argon2id$v=19$m=65536,t=3,p=1$") for text in stored)
    assert len(set(stored)) == len(stored)


@pytest.mark.parametrize(
    ("column", "age"),
    [
        pytest.param("seen_at", sessions.IDLE_MS + 1000, id="half an hour without a click"),
        pytest.param("opened_at", sessions.LONGEST_MS + 1000, id="twelve hours in all"),
    ],
)
def test_a_session_ends_by_itself(line: httpx.Client, world: World, column: str, age: int):
    signed_in(line)
    assert line.get("devices").status_code == 200
    with world.database.writing() as db:
        since = console_session.c[column]
        db.execute(sa.update(console_session).values({column: since - age}))
    answer = line.get("devices")
    assert (answer.status_code, answer.headers["location"]) == (303, "/console/login")


def test_a_click_keeps_a_session_alive(line: httpx.Client, world: World):
    signed_in(line)
    with world.database.writing() as db:
        db.execute(sa.update(console_session).values(seen_at=console_session.c.seen_at - 20 * 60_000))
        before = db.scalar(sa.select(console_session.c.seen_at))
    line.get("devices")
    with world.database.reading() as db:
        assert db.scalar(sa.select(console_session.c.seen_at)) > before


def test_a_user_who_is_switched_off_is_out_at_once(line: httpx.Client, world: World):
    signed_in(line)
    with world.database.writing() as db:
        users.change_user(db, "chen", frozenset({users.Role.OFFICER}), active=False)
    assert line.get("devices").status_code == 303
    assert line.post("login", data={"name": "chen", "password": PASSWORDS["chen"]}).status_code == 401


def test_a_form_without_its_token_changes_nothing(line: httpx.Client, world: World):
    signed_in(line)
    device = world.clinics["350881001"].device.hex
    answer = line.post(f"devices/{device}/revoke", data={"reason": "test test", "sure": "yes"})
    assert answer.status_code == 400
    assert "这张表单已过期" in answer.text
    assert ("chen", "device_revoked") not in actions(world)


def test_a_form_from_another_site_is_refused(line: httpx.Client, world: World):
    token = signed_in(line)
    device = world.clinics["350881001"].device.hex
    data = {"reason": "test test", "sure": "yes", "form_token": token}
    answer = line.post(f"devices/{device}/revoke", data=data, headers={"Origin": "https://elsewhere.example"})
    assert answer.status_code == 403
    assert line.post("login", data={}, headers={"Origin": "null"}).status_code == 403
    assert ("chen", "device_revoked") not in actions(world)


def test_a_form_is_bounded(line: httpx.Client):
    assert line.post("login", data={"name": "x" * 70_000}).status_code == 413
    assert line.post("login", content="a=1&" * 200).status_code == 400
    assert line.post("login", content=b"\xff\xfe").status_code == 400


def test_an_auditor_reads_and_changes_nothing(line: httpx.Client, world: World):
    token = signed_in(line, "lin")
    device = world.clinics["350881001"].device.hex
    assert "停用这台设备" not in line.get(f"devices/{device}").text
    for path in (
        f"devices/{device}/revoke",
        "facilities/350881001/code",
        f"quarantine/{device}/release",
        "users",
    ):
        answer = line.post(path, data={"reason": "test test", "sure": "yes", "form_token": token})
        assert answer.status_code == 403, path
    assert line.get("users").status_code == 403
    assert line.get("audit").status_code == 200


def test_an_officer_sees_neither_the_record_nor_the_users(line: httpx.Client):
    signed_in(line, "chen")
    assert [line.get(path).status_code for path in ("audit", "users", "devices")] == [403, 403, 200]


def test_a_changed_password_ends_the_other_sessions(tab: Page, console: str, line: httpx.Client):
    signed_in(line, "chen")
    sign_in(tab, console, "chen")
    tab.get_by_role("link", name="改密码").click()
    tab.get_by_label("现在的密码").fill(PASSWORDS["chen"])
    tab.get_by_label("新密码（至少 8 个字）").fill("another horse")
    tab.get_by_label("再输一次新密码").fill("another horse")
    tab.get_by_role("button", name="保存").click()
    expect(tab.get_by_text("密码已改")).to_be_visible()
    assert line.get("devices").status_code == 303
    tab.goto(f"{console}devices")
    expect(tab.get_by_role("heading", name="设备")).to_be_visible()


@pytest.mark.parametrize(
    ("old", "new", "again", "told"),
    [
        pytest.param("wrong", "another horse", "another horse", "账号或密码不对", id="wrong old one"),
        pytest.param(PASSWORDS["chen"], "another horse", "another house", "不一样", id="two new ones"),
        pytest.param(PASSWORDS["chen"], "short", "short", "至少 8 个字", id="too short"),
    ],
)
def test_a_password_is_not_changed_lightly(line: httpx.Client, old: str, new: str, again: str, told: str):
    token = signed_in(line)
    answer = line.post("password", data={"form_token": token, "old": old, "new": new, "again": again})
    assert answer.status_code == 400
    assert told in answer.text


def test_a_password_set_by_another_must_be_changed_first(tab: Page, console: str, world: World):
    with world.database.writing() as db:
        users.change_password(db, "chen", PASSWORDS["chen"], must_change=True)
    tab.goto(console)
    tab.get_by_label("账号").fill("chen")
    tab.get_by_label("密码").fill(PASSWORDS["chen"])
    tab.get_by_role("button", name="登录").click()
    expect(tab.get_by_text("这是别人给您设的密码")).to_be_visible()
    tab.goto(f"{console}devices")
    assert tab.url == f"{console}password"


def test_an_administrator_adds_a_user_who_then_signs_in(tab: Page, console: str, line: httpx.Client):
    sign_in(tab, console, "boss")
    tab.get_by_role("link", name="用户").click()
    tab.get_by_text("新增用户…").click()
    form = tab.locator("form[action='/console/users']")
    form.get_by_label("账号").fill("zhao")
    form.get_by_label("姓名").fill("赵敏")
    form.get_by_label("稽核").check()
    form.get_by_label("首次密码（登录后须改）").fill("first horse")
    form.get_by_role("button", name="新增").click()
    expect(tab.get_by_role("cell", name="赵敏")).to_be_visible()
    answer = line.post("login", data={"name": "zhao", "password": "first horse"})
    assert answer.status_code == 303


def test_the_only_administrator_stays_one(line: httpx.Client, world: World):
    token = signed_in(line, "boss")
    answer = line.post("users/boss", data={"form_token": token, "role": "auditor", "active": "yes"})
    assert answer.status_code == 400
    assert "唯一的管理员" in answer.text
    with world.database.reading() as db:
        assert users.Role.ADMINISTRATOR in users.user_of(db, "boss").roles


def test_the_language_switch_leads_back_to_a_page_of_ours_only(line: httpx.Client):
    home = line.get("language", params={"to": "en", "back": "https://elsewhere.example/"})
    assert home.headers["location"] == "/console/"
    back = line.get("language", params={"to": "en", "back": "/console/devices"})
    assert back.headers["location"] == "/console/devices"
