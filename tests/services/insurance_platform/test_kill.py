"""Killed (SIGKILL) at every step from 2201 to 2208 and 2601, over real HTTP: afterwards both books agree."""

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import pytest

from clinic_app.services.platform import PlatformService
from clinic_app.sync.platform import HttpPlatform
from clinic_app.sync.simulated.faults import Fault
from clinic_app.sync.simulated.server import PlatformServer
from tests.services.insurance_platform.desk import Desk, begin
from tests.services.insurance_platform.test_random_runs import many_bills

ROOT = Path(__file__).parents[3]
MOST = 60  # steps of one act, at most


class Place:
    """The desk's data, the simulated platform on a port, and workers to kill."""

    def __init__(self, desk: Desk, url: str, worker: "subprocess.Popen[str]", visits: list[UUID]) -> None:
        self.desk = desk
        self.worker = worker
        self.visits = visits
        self.service = PlatformService(desk.day.clinic.store, HttpPlatform(url))

    def kill(self, act: str, about: UUID, step: int) -> bool:
        """Whether the act was killed at that step; False: it ended before."""
        assert self.worker.stdin is not None and self.worker.stdout is not None
        self.worker.stdin.write(f"{act} {about} {step}\n")
        self.worker.stdin.flush()
        return self.worker.stdout.readline() == "killed\n"

    def heal(self) -> None:
        """A new process, the line is good, and somebody or a timer asks."""
        self.service.resolve(self.desk.me, at_once=True)
        assert self.service.open_calls() == []
        assert self.desk.ours() == self.desk.theirs()

    def at_every_step(
        self, act: str, about: Callable[[], UUID], fault: tuple[str, Fault] | None = None
    ) -> int:
        for step in range(1, MOST):
            if fault:
                self.desk.script.next(*fault)
            killed = self.kill(act, about(), step)
            self.desk.script.faults.clear()
            self.heal()
            if not killed:
                return step - 1
        raise AssertionError("it never ends")


@pytest.fixture
def place(founded: Path, tmp_path: Path) -> Iterator[Place]:
    desk = begin(founded, tmp_path / "data", tmp_path / "platform.db")
    for _ in range(5):
        desk.day.bill(len(desk.day.residents))
    visits = many_bills(desk, 3 * MOST)
    with served(desk) as url, worked(desk, url) as worker:
        yield Place(desk, url, worker, visits)
    desk.close()


@contextmanager
def served(desk: Desk) -> Iterator[str]:
    server = PlatformServer(desk.platform)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server.url
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def worked(desk: Desk, url: str) -> Iterator["subprocess.Popen[str]"]:
    worker = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "tests.services.insurance_platform.kill_worker",
            str(desk.day.clinic.store.folder),
            url,
        ],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert worker.stdout is not None and worker.stdout.readline() == "ready\n"
    try:
        yield worker
    finally:
        worker.kill()
        worker.communicate()


@pytest.mark.slow
def test_killed_at_every_step_of_a_settlement(place):
    visits = iter(place.visits)
    steps = place.at_every_step("settle", lambda: next(visits))
    assert steps > 20  # 2201 and 2207, intended, sent and concluded, and every request around them
    assert len(place.desk.ours()) >= 1


@pytest.mark.slow
def test_killed_at_every_step_of_a_refund(place):
    visits = iter(place.visits)
    steps = place.at_every_step("reverse", lambda: place.service.settle(place.desk.me, next(visits))[0])
    assert steps >= 8
    assert len(place.desk.platform.books.settlements()) > 2 * 4


@pytest.mark.slow
def test_killed_at_every_step_of_taking_back(place):
    """2207 books another split than 2206 showed, so 2601 follows."""
    visits = iter(place.visits)
    steps = place.at_every_step("settle", lambda: next(visits), ("2207", Fault.OTHER_AMOUNT))
    assert "2601" in place.desk.script.asked
    assert steps > 28
