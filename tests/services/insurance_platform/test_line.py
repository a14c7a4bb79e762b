"""The line to the platform: whatever is not a whole answer is no answer."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from clinic_app.domain.platform.errors import NoAnswer
from clinic_app.services.platform import PlatformService
from clinic_app.sync.client import Patience
from clinic_app.sync.errors import NotEncrypted, Untrusted
from clinic_app.sync.platform import HttpPlatform
from clinic_app.sync.simulated.faults import Fault
from clinic_app.sync.simulated.server import PlatformServer
from clinic_app.wiring import platform_of
from tests.services.insurance_platform.desk import Desk
from tests.sync.line_server import answers, hangs, line_server, says

ROOT = Path(__file__).parents[3]
SHORT = Patience(connect=1, silence=0.5, answer=0.5)
POLICY = str(ROOT / "resources" / "policies" / "open_sample.toml")


@contextmanager
def over_http(desk: Desk, patience: Patience | None = None) -> Iterator[PlatformService]:
    server = PlatformServer(desk.platform)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield PlatformService(desk.day.clinic.store, HttpPlatform(server.url, patience=patience))
    finally:
        server.shutdown()
        server.server_close()


def test_a_settlement_over_http(desk):
    with over_http(desk) as service:
        _, made = service.settle(desk.me, desk.day.bill(0).id)
    assert desk.ours() == desk.theirs()
    assert made.setl_id in desk.theirs()


@pytest.mark.parametrize("fault", [Fault.CUT, Fault.SLOW, Fault.LOST_AFTER, Fault.LOST_BEFORE])
def test_a_line_that_fails_in_the_middle_leaves_both_books_equal(desk, fault):
    visit = desk.day.bill(0)
    with over_http(desk, SHORT) as service:
        service.presettle(desk.me, visit.id)
        desk.script.next("2207", fault)
        try:
            service.settle(desk.me, visit.id)
        except NoAnswer:
            service.settle(desk.me, visit.id)
    assert len(desk.ours()) == 1
    assert desk.ours() == desk.theirs()


@pytest.mark.parametrize(
    "script",
    [
        pytest.param(answers(b"<html>login</html>"), id="a portal's page"),
        pytest.param(answers(b"[]"), id="JSON that is no answer"),
        pytest.param(answers(b"{}", "502 Bad Gateway"), id="a gateway's error"),
        pytest.param(says(b"HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\n{"), id="cut"),
        pytest.param(hangs(5), id="silence"),
    ],
)
def test_no_whole_answer_is_no_answer(script):
    with line_server(script) as url, pytest.raises(NoAnswer):
        HttpPlatform(url, patience=SHORT).ask({"infno": "1101"})


def test_nobody_there_is_no_answer():
    with pytest.raises(NoAnswer):
        HttpPlatform("http://127.0.0.1:9", patience=SHORT).ask({"infno": "1101"})


def test_what_is_said_of_people_travels_encrypted():
    with pytest.raises(NotEncrypted):
        HttpPlatform("http://10.0.0.8/fsi/api")
    with pytest.raises(Untrusted):
        HttpPlatform("https://10.0.0.8/fsi/api")


@pytest.mark.parametrize(
    ("lines", "available", "answers_"),
    [
        pytest.param("", False, False, id="none is set up"),
        pytest.param('platform_url = "http://10.0.0.8"', True, False, id="a wrong address is out of reach"),
        pytest.param('[platform]\nurl = "https://10.0.0.8"\n', True, False, id="no authority: out of reach"),
        pytest.param(
            'platform_url = "http://127.0.0.1:9"\nscale = 7', True, False, id="a wrong line elsewhere"
        ),
    ],
)
def test_a_platform_that_is_set_up_wrongly_is_not_passed_by(desk, lines, available, answers_):
    (desk.day.clinic.store.folder / "clinic.toml").write_text(lines, encoding="utf-8")
    service = platform_of(desk.day.clinic.store)
    assert service.available is available
    if available:
        with pytest.raises(NoAnswer):
            service.presettle(desk.me, desk.day.bill(0).id)


def test_the_training_platform_keeps_its_books_over_a_restart(desk, tmp_path):
    books = str(tmp_path / "training.db")
    visit = desk.day.bill(0)
    with training(books, "--contract", desk.day.clinic.store.facility) as url:
        service = PlatformService(desk.day.clinic.store, HttpPlatform(url))
        settlement_id, _ = service.settle(desk.me, visit.id)
    with training(books) as url:
        PlatformService(desk.day.clinic.store, HttpPlatform(url)).reverse(desk.me, settlement_id)
    assert desk.ours() == {}


@contextmanager
def training(books: str, *options: str) -> Iterator[str]:
    command = ["platform", "simulate", "--port", "0", "--policy", POLICY, "--books", books, *options]
    server = subprocess.Popen(
        [sys.executable, "-m", "clinic_app", *command],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1"},
    )
    assert server.stdout is not None
    try:
        yield server.stdout.readline().split()[-1]
    finally:
        server.terminate()
        server.communicate()
