"""The console as a browser meets it: a made-up county behind a real server, and a headless Chromium."""

import shutil
import socket
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from copy import copy
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from starlette.applications import Starlette

from clinic_app.domain.time import wall_clock
from sync_server.console import screenshots
from sync_server.console.pages import account
from sync_server.console.routes import routes
from sync_server.store.engine import Database
from tests.server.console.world import PASSWORDS, World, made_up_county


@pytest.fixture(scope="session")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> World:
    return made_up_county(f"sqlite:///{tmp_path_factory.mktemp('county') / 'county.db'}", wall_clock())


@pytest.fixture
def world(made_up: World, tmp_path: Path) -> Iterator[World]:
    """A copy of the made-up county, so that every test may do what it likes."""
    with (
        closing(sqlite3.connect(made_up.database.url.removeprefix("sqlite:///"))) as whole,
        closing(sqlite3.connect(tmp_path / "county.db")) as part,
    ):
        whole.backup(part)
    database = Database(f"sqlite:///{tmp_path / 'county.db'}")
    clinics = {code: copy(clinic) for code, clinic in made_up.clinics.items()}
    for clinic in clinics.values():
        clinic.waiting = []  # a copy shares its lists
    yield World(database, clinics, made_up.now)
    database.close()


@pytest.fixture
def console(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a running console."""
    account.throttle.forget()
    app = Starlette(routes=routes())
    app.state.database = world.database
    app.state.county_name = "漳平市"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 60
    while not server.started:
        assert time.monotonic() < deadline, "the server does not start"
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}/console/"
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium")
    assert chromium, "chromium is missing: apt-get install chromium"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=list(screenshots.FLAGS))
        yield running
        running.close()


@pytest.fixture
def tab(browser: Browser, console: str) -> Iterator[Page]:
    """A fresh browser; whatever it complains of, or asks of another host, fails the test."""
    context: BrowserContext = browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    host = console.removesuffix("console/")
    page.on(
        "request",
        lambda request: (
            None if request.url.startswith(host) else complaints.append(f"outside: {request.url}")
        ),
    )
    yield page
    context.close()
    # A refused form is what some tests ask for; and they may click before the page has taken its focus.
    expected = ("status of 4", "status of 503", "Autofocus processing was blocked")
    assert [line for line in complaints if not any(part in line for part in expected)] == []


def sign_in(page: Page, console: str, user: str = "boss") -> None:
    page.goto(f"{console}login")
    page.get_by_label("账号").fill(user)
    page.get_by_label("密码").fill(PASSWORDS[user])
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(console)
