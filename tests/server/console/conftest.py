"""The console as a browser meets it: a made-up county behind a real server, and a headless Chromium."""

import shutil
import socket
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from copy import copy
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from starlette.applications import Starlette

from clinic_app.domain.time import wall_clock
from sync_server.console import screenshots
from sync_server.console.pages import account
from sync_server.console.routes import routes
from sync_server.console.visit import HOME, LANGUAGE_COOKIE
from sync_server.store.engine import Database
from tests.server.console.world import PASSWORDS, World, made_up_county


@pytest.fixture(scope="session")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> World:
    return made_up_county(f"sqlite:///{tmp_path_factory.mktemp('county') / 'county.db'}", wall_clock())


def copied(database: Database, folder: Path) -> Database:
    """The same county in a file of its own."""
    with (
        closing(sqlite3.connect(database.url.removeprefix("sqlite:///"))) as whole,
        closing(sqlite3.connect(folder / "county.db")) as part,
    ):
        whole.backup(part)
    return Database(f"sqlite:///{folder / 'county.db'}")


@pytest.fixture
def world(made_up: World, tmp_path: Path) -> Iterator[World]:
    """A copy of the made-up county, so that every test may do what it likes."""
    database = copied(made_up.database, tmp_path)
    clinics = {code: copy(clinic) for code, clinic in made_up.clinics.items()}
    for clinic in clinics.values():
        clinic.waiting = []  # a copy shares its lists
    yield World(database, clinics, made_up.now)
    database.close()


@contextmanager
def served(database: Database) -> Iterator[str]:
    """The address of a running console."""
    account.throttle.forget()
    app = Starlette(routes=routes())
    app.state.database = database
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
    yield f"http://127.0.0.1:{port}{HOME}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture
def console(world: World) -> Iterator[str]:
    with served(world.database) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Gone with the module: its event loop stays that of the thread, and other tests have their own there."""
    chromium = shutil.which("chromium")
    assert chromium, "chromium is missing: apt-get install chromium"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=list(screenshots.FLAGS))
        yield running
        running.close()


def new_context(browser: Browser) -> BrowserContext:
    return browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")


@pytest.fixture(scope="module")
def context(browser: Browser) -> Iterator[BrowserContext]:
    with closing(new_context(browser)) as context:
        yield context


def complaints_of(page: Page, console: str) -> list[str]:
    """Whatever the tab will complain of, or ask of another host."""
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
    return complaints


def unexpected(complaints: list[str]) -> list[str]:
    """A refused form is what some tests ask for; and they may click before the page has taken its focus."""
    expected = ("status of 4", "status of 503", "Autofocus processing was blocked")
    return [line for line in complaints if not any(part in line for part in expected)]


@pytest.fixture
def tab(context: BrowserContext, console: str) -> Iterator[Page]:
    """A fresh tab of a browser without cookies; what it complains of fails the test."""
    context.clear_cookies()
    page = context.new_page()
    complaints = complaints_of(page, console)
    yield page
    page.close()
    assert unexpected(complaints) == []


def sign_in(page: Page, console: str, user: str = "boss") -> None:
    """As the form does it, without drawing it: test_signing_in.py types into the form itself."""
    form = {"name": user, "password": PASSWORDS[user]}
    answer = page.context.request.post(f"{console}login", form=form, max_redirects=0)
    assert answer.status == 303, answer.text()
    page.goto(console)


@dataclass(frozen=True, slots=True)
class Looking:
    """An administrator's tab that stays open over one county, for tests that only look."""

    page: Page
    console: str
    complaints: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def seen(made_up: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """The county that the module's tests only look at."""
    database = copied(made_up.database, tmp_path_factory.mktemp("seen"))
    yield database
    database.close()


@pytest.fixture(scope="module")
def _looking(browser: Browser, seen: Database) -> Iterator[Looking]:
    with served(seen) as console, closing(new_context(browser)) as context:
        page = context.new_page()
        sign_in(page, console)
        yield Looking(page, console, complaints_of(page, console))


@pytest.fixture
def looking(_looking: Looking) -> Iterator[Looking]:
    """In Chinese, whatever was chosen before."""
    _looking.page.context.clear_cookies(name=LANGUAGE_COOKIE)
    _looking.complaints.clear()
    yield _looking
    assert unexpected(_looking.complaints) == []
