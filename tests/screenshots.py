"""Every page as PNG: a made-up clinic in the middle of a day, and the county's console.

    python -m tests.screenshots docs/screenshots [--clinic | --console] [--only registration]

Names are the same every time: ``registration.png``, ``registration-card-dark.png``, ``console-overview.png``.
"""

import argparse
import os
import shutil
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QEvent, QSize
from PySide6.QtWidgets import QApplication

from clinic_app.app.start import application, dress
from clinic_app.app.workplace import Workplace
from clinic_app.day.clock import DayClock
from clinic_app.day.play import play
from clinic_app.domain.time import beijing_day, wall_clock
from clinic_app.settings import ClinicSettings
from clinic_app.ui.login import LoginPage, LoginViewModel
from clinic_app.ui.screenshots import SMALL, USUAL, grab
from clinic_app.ui.setup import SetupViewModel
from clinic_app.ui.setup_page import SetupPage
from clinic_app.wiring import open_folder
from tests.scenes import SCENES
from tests.scenes.waiting import calm, count_jobs
from tests.staged_clinic import stage
from tests.ui.workplace import ADMIN, PASSWORD, DeskReader, build_clinic

_BEFORE, _PATIENTS, _SEED = 12, 36, 7


@dataclass(frozen=True, slots=True)
class Look:
    """How a set of pictures is drawn, and what stands behind each name."""

    suffix: str
    settings: ClinicSettings
    size: QSize = USUAL
    scenes: bool = True  # every scene, or each page as it opens


LOOKS = (
    Look("", ClinicSettings(idle_minutes=0)),
    Look("-dark", ClinicSettings(idle_minutes=0, theme="dark")),
    Look("-en", ClinicSettings(idle_minutes=0, language="en")),
    Look("-150", ClinicSettings(idle_minutes=0, scale=150), QSize(1920, 1080), scenes=False),
    Look("-1024", ClinicSettings(idle_minutes=0), SMALL, scenes=False),
)


def draw_clinic(folder: Path, only: str = "", looks: Sequence[Look] = LOOKS) -> None:
    """Every page of the clinic, in each of `looks`."""
    application()
    with tempfile.TemporaryDirectory() as scratch:
        data = Path(scratch) / "data"
        _work_there(data)
        for look in looks:
            _draw_entrance(folder, look)
            with _open(data, look) as (work, reader):
                _draw_pages(work, reader, folder, look, only)


def _work_there(data: Path) -> None:
    """A day of the month before, and today until now."""
    first = beijing_day(wall_clock()).replace(day=1) - timedelta(days=3)
    build_clinic(data, DayClock(first))
    clinic = open_folder(data, ADMIN, PASSWORD, DayClock(first))
    play(clinic, _BEFORE, _SEED)
    clinic.close()
    clinic = open_folder(data, ADMIN, PASSWORD)
    play(clinic, _PATIENTS, _SEED, closes=False)
    stage(clinic, first)
    clinic.close()


def _draw_pages(work: Workplace, reader: DeskReader, folder: Path, look: Look, only: str) -> None:
    for spec in work.window.pages():
        if only and spec.name != only:
            continue
        work.window.open_page(spec.name)
        calm(work)
        grab(work.window, folder / f"{spec.name}{look.suffix}.png", size=look.size)
        for name, scene in SCENES.get(spec.name, ()) if look.scenes else ():
            scene(work, reader)
            calm(work)
            grab(work.window, folder / f"{spec.name}-{name}{look.suffix}.png", size=look.size)
            reader.remove()
            work.desk.clear()
            work.window.page("registration").view_model.keep()
            work.window.notify("")
            calm(work)
    if not only:
        work.window.lock()
        grab(work.window, folder / f"lock{look.suffix}.png", size=look.size)


def _draw_entrance(folder: Path, look: Look) -> None:
    """Set-up and login, before there is a workplace."""
    dress(application(), look.settings)

    def never(*_: Any) -> Any:
        raise AssertionError("nothing is pressed for a picture")

    for name, page in (
        ("setup", SetupPage(SetupViewModel(never, never, _NoJobs()))),
        ("login", LoginPage("漳平市新桥镇中心卫生院", LoginViewModel(never, _NoJobs()))),
    ):
        grab(page, folder / f"{name}{look.suffix}.png", size=look.size)
        page.deleteLater()


class _NoJobs:
    """Stands where a picture asks for nothing."""


@contextmanager
def _open(data: Path, look: Look) -> Iterator[tuple[Workplace, DeskReader]]:
    dress(application(), look.settings)
    reader = DeskReader()
    work = Workplace(open_folder(data, ADMIN, PASSWORD), look.settings, [reader])
    count_jobs(work.jobs)
    work.window.resize(look.size)
    work.window.show()
    work.begin()
    calm(work)
    yield work, reader
    work.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def draw_console(folder: Path) -> str:
    """Every page of the county's console; answers what came of it."""
    from sync_server.console.screenshots import draw_pages
    from tests.server.console.world import PASSWORDS, made_up_county
    from tests.staged_county import stage

    with tempfile.TemporaryDirectory() as scratch:
        world = made_up_county(f"sqlite:///{scratch}/county.db", int(time.time() * 1000))
        candidate = Path(scratch) / "next.toml"
        candidate.write_text(stage(world).replace("ratio_bp = 5000", "ratio_bp = 6000"), encoding="utf-8")
        try:
            with _served(world.database) as address:
                for language, place in (("zh", folder), ("en", folder / "en")):
                    _, told = draw_pages(address, "boss", PASSWORDS["boss"], place, language)
                    _draw_more(address, candidate, place, language)
        finally:
            world.database.close()
    return told


def _draw_more(address: str, candidate: Path, folder: Path, language: str) -> None:
    """A day that does not balance, and 政策测算 of a candidate that pays more."""
    from playwright.sync_api import sync_playwright

    from sync_server.console.screenshots import FLAGS, SIZE
    from tests.server.console.world import PASSWORDS

    chromium = shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        page = browser.new_page(viewport={"width": SIZE[0], "height": SIZE[1]}, locale="zh-CN")
        page.goto(f"{address}console/language?to={language}&back=/console/login")
        page.locator("input[name=name]").fill("boss")
        page.locator("input[name=password]").fill(PASSWORDS["boss"])
        page.locator("form button").click()
        page.goto(f"{address}console/reconciliation")
        page.locator("td a.cell.warn").first.click()
        page.screenshot(path=folder / "console-reconciliation-day.png", full_page=True)
        page.goto(f"{address}console/policies")
        page.locator("input[type=file]").set_input_files(candidate)
        page.locator("section form button, form[action*=compare] button").last.click()
        page.wait_for_load_state()
        page.screenshot(path=folder / "console-comparison.png", full_page=True)
        browser.close()


@contextmanager
def _served(database: Any) -> Iterator[str]:
    """A running console on a free port of this machine."""
    import uvicorn
    from starlette.applications import Starlette

    from sync_server.console.routes import routes

    app = Starlette(routes=routes())
    app.state.database = database
    app.state.county_name = "漳平市"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 20
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}/"
    server.should_exit = True
    thread.join(10)


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="tests.screenshots", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--clinic", action="store_true", help="the clinic's pages only")
    parser.add_argument("--console", action="store_true", help="the county's pages only")
    parser.add_argument("--only", default="", metavar="PAGE", help="one page of the clinic")
    args = parser.parse_args(arguments)
    if not args.console:
        draw_clinic(args.folder, args.only)
    if not args.clinic and not args.only:
        sys.stderr.write(f"{draw_console(args.folder)}\n")
    sys.stderr.write(f"{len(list(args.folder.glob('*.png')))} pictures in {args.folder}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
