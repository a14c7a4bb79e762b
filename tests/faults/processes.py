"""The real programs as processes of their own: the county's server, a clinic's commands, and acts that may be killed.

An act is a function of `acts.py`; it runs in a process forked from one that has imported everything, so that a
hundred of them cost a hundred forks and not a hundred starts.
"""

import json
import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, Final

from clinic_app.domain.made_up import made_up_people
from clinic_app.domain.resources import text
from clinic_app.domain.time import beijing_day, wall_clock
from clinic_app.journal.fact import new_salt
from clinic_app.journal.facts.insurance import InsuredStated
from sync_server.intake.pen import held_pen
from sync_server.publish.policies import publish_policy
from tests.clinics import PASSWORD
from tests.e2e.county_at_work import CountyAtWork
from tests.server.county import TOWNSHIP, founded

ROOT: Final = Path(__file__).parents[2]
PATIENCE: Final = 120.0  # seconds: whatever runs longer hangs
_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["tests.faults.acts"])


class CountyProcess(CountyAtWork):
    """`python -m sync_server serve` on a port of its own; killed, it starts there again."""

    def __init__(self, database_url: str, folder: Path, workers: int = 1) -> None:
        self.port = free_port()
        super().__init__(f"http://127.0.0.1:{self.port}", database_url, b"")
        self._workers = workers
        self._log = folder / "server.log"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        words = ["--database", self.database_url, "serve", "--plain", "--port", str(self.port)]
        with self._log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "sync_server", *words, "--workers", str(self._workers)],
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # its workers end with it
            )
        self.wait_until_alive()

    def wait_until_alive(self) -> None:
        assert self.process is not None
        until(lambda: self.process.poll() is not None or self.says("/health") == 200, "the county starts")
        assert self.process.poll() is None, self.log()[-2000:]

    def says(self, path: str) -> int:
        """The status of an answer; 0: none."""
        try:
            with urllib.request.urlopen(self.url + path, timeout=10) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0

    def kill(self) -> None:
        """As a power cut ends it."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        if self.process is not None:
            if self.process.poll() is None:
                os.killpg(self.process.pid, how)
            self.process.wait(30)
            self.process = None

    def log(self) -> str:
        return self._log.read_text(encoding="utf-8", errors="replace")


@contextmanager
def serving(database_url: str, folder: Path, workers: int = 1) -> Iterator[CountyProcess]:
    county = CountyProcess(database_url, folder, workers)
    try:
        county.start()
        yield county
    finally:
        county.kill()


def founded_county(url: str, insured: int = 1) -> None:
    """A county as `tests.server.county` founds it, with a policy and people insured under it: P1, P2, …"""
    database = founded(url)
    publish_policy(database, text("policies", "open_sample.toml"))
    people = made_up_people(7, beijing_day(wall_clock()))
    with held_pen(database) as pen:
        for number in range(1, insured + 1):
            fact = InsuredStated(
                psn_no=f"P{number}",
                id_number=next(people).id_number,
                insutype="390",
                contract_inst=TOWNSHIP,
                salt=new_salt(),
            )
            pen.append(fact)
    database.close()


@dataclass(frozen=True, slots=True)
class Done:
    """How a command ended."""

    code: int  # negative: the signal that ended it
    out: str
    err: str

    def told(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.out)
        return found


def command(program: str, *words: object) -> "subprocess.Popen[str]":
    """`python -m PROGRAM WORDS` under way."""
    return subprocess.Popen(
        [sys.executable, "-m", program, *map(str, words)],
        cwd=ROOT,
        env={**os.environ, "CLINIC_PASSWORD": PASSWORD, "LANG": "zh_CN.UTF-8"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def done(process: "subprocess.Popen[str]") -> Done:
    """Fails where it hangs."""
    try:
        out, err = process.communicate(timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        raise AssertionError(f"hangs: {process.args}") from None
    return Done(process.returncode, out, err)


def ran(program: str, *words: object) -> Done:
    return done(command(program, *words))


def synced_by_command(folder: Path) -> Done:
    """`clinic_app sync` as a user types it."""
    return ran("clinic_app", "sync", "--data", folder, "--json")


def noted(file: Path) -> list[dict[str, Any]]:
    """Every note so far; the last one of a killed process may be half a line, and is none."""
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True) if file.exists() else []
    return [json.loads(line) for line in lines if line.endswith("\n")]


@dataclass(frozen=True, slots=True)
class Act:
    """A function of `acts.py` in a process of its own, and what it noted."""

    process: BaseProcess
    notes: Path

    def said(self) -> list[dict[str, Any]]:
        return noted(self.notes)

    def kill(self) -> None:
        self.process.kill()
        self.process.join(30)

    def ended(self) -> int:
        """Its exit code; negative: the signal.  Fails where it hangs."""
        self.process.join(PATIENCE)
        if self.process.exitcode is None:
            self.kill()
            raise AssertionError(f"hangs: {self.process.name}, {self.said()[-3:]}")
        return self.process.exitcode


def begun(work: Callable[..., None], notes: Path, *what: object) -> Act:
    process = _FORKS.Process(target=work, args=(notes, *what), name=work.__name__, daemon=True)
    process.start()
    return Act(process, notes)


def until(holds: Callable[[], object], what: str, seconds: float = PATIENCE) -> None:
    """Look again and again until something holds."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, f"not within {seconds} s: {what}"
        time.sleep(0.05)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
