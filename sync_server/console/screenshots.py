"""Pictures of every page of a running console, by a headless Chromium."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin

if TYPE_CHECKING:
    from playwright.sync_api import Page

SIZE: Final = (1366, 768)
FLAGS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_PLAIN: Final = (
    "facilities",
    "devices",
    "alarms",
    "courier",
    "entries",
    "settlements",
    "reconciliation",
    "statements",
    "statements/months",
    "disputes",
    "policies",
    "catalogs",
    "purchases",
    "quarantine",
    "fund",
    "findings",
    "payments",
    "health",
    "health/settings",
    "health/total",
    "health/total/elderly_rate",
    "contracts",
    "reading",
    "audit",
    "users",
    "password",
)
_FIRST_LINK: Final = {  # a page that is reached from a list: its name, and the link to its first line
    "facility": ("facilities", "td a[href*='/facilities/']"),
    "device": ("devices", "td a[href*='/devices/']"),
    "entry": ("entries?type=encounter.signed", "td a[href*='/entries/']"),
    "indicator": ("fund", "td a[href*='/fund/op_cost']"),
    "finding": ("findings", "td a[href*='/findings/']"),
    "reconciliation-day": ("reconciliation", "td a.cell"),
    "statement": ("statements", "td a[href*='/statements/']"),
    "payment": ("payments", "td a[href*='/payments/']"),
    "reading-sheet": ("reading", "td a[href*='/reading/']"),
    "settlement": ("settlements?state=adjusted", "td a[href*='/settlements/']"),
}


class BrokenPage(Exception):
    """A page answered with an error; its address."""


def draw_pages(
    address: str, user: str, password: str, folder: Path, language: str = "zh"
) -> tuple[bool, str]:
    """Write a PNG of each page into `folder`; answers whether that was done, and a sentence about it.

    `address` is that of a running server (``https://county:8443``).  Its certificate is not checked: the
    browser does not know the county's authority, and the pictures go to whoever runs this.  A machine
    without Chromium or playwright gets ``False`` and the reason.
    """
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        return False, "No pictures of the console: chromium is not installed."
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError:
        return False, "No pictures of the console: the Python package playwright is not installed."
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
            page = browser.new_page(
                viewport={"width": SIZE[0], "height": SIZE[1]}, ignore_https_errors=True, locale="zh-CN"
            )
            names = list(_draw(page, urljoin(address, "/console/"), user, password, folder, language))
            browser.close()
    except (Error, BrokenPage) as error:
        return False, f"No pictures of the console: {str(error).splitlines()[0]}"
    return True, f"{len(names)} pictures of the console in {folder}"


def _draw(page: "Page", home: str, user: str, password: str, folder: Path, language: str) -> Iterator[str]:
    broken: list[str] = []
    # A page that broke is no picture of it.
    page.on("response", lambda answer: broken.append(answer.url) if answer.status >= 500 else None)

    def picture(name: str) -> str:
        if broken:
            raise BrokenPage(broken[0])
        page.screenshot(path=folder / f"console-{name}.png", full_page=True)
        return name

    page.goto(f"{home}language?to={language}&back=/console/login")
    yield picture("login")
    page.locator("input[name=name]").fill(user)
    page.locator("input[name=password]").fill(password)
    page.locator("form button").click()
    if page.url != home:
        raise BrokenPage(f"the password of {user} is not taken")
    yield picture("overview")
    for name in _PLAIN:
        page.goto(home + name)
        yield picture(name.rpartition("/")[2])
    for name, (listed, link) in _FIRST_LINK.items():
        page.goto(home + listed)
        if page.locator(link).count():
            page.locator(link).first.click()
            yield picture(name)
