"""County and hub as processes of their own, on ports that stay theirs: they can be killed and started again."""

import os
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from tests.e2e.hub_at_work import free_port

ROOT = Path(__file__).parents[2]
PASSWORD = "a-long-password-1"


class Served:
    """``serve`` with its arguments, on one port for as long as the test lasts."""

    def __init__(self, *arguments: str, tls: bool = True) -> None:
        self.port = free_port()
        self.url = f"{'https' if tls else 'http'}://127.0.0.1:{self.port}"
        self._arguments = (*arguments, *(() if tls else ("--plain",)))
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        words = ["serve", "--port", str(self.port), *self._arguments]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "sync_server", *words],
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        end = time.monotonic() + 60
        while not self._answers():
            assert self._process.poll() is None and time.monotonic() < end, "it did not start"
            time.sleep(0.05)

    def _answers(self) -> bool:
        unproved = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        unproved.check_hostname, unproved.verify_mode = False, ssl.CERT_NONE
        try:
            with urlopen(f"{self.url}/health", context=unproved, timeout=2) as answer:
                return answer.status == 200
        except (URLError, OSError):
            return False

    def kill(self) -> None:
        """As a power cut does."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(20)
            self._process = None

    def end(self) -> None:
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(15)
            finally:
                self.kill()


def command(*words: str) -> str:
    """One command of the server; what it wrote."""
    done = subprocess.run(
        [sys.executable, "-m", "sync_server", *words],
        cwd=ROOT,
        env={**os.environ, "CLINIC_PASSWORD": PASSWORD},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@contextmanager
def running(*served: Served) -> Iterator[None]:
    """All of them, ended whatever happens."""
    try:
        for one in served:
            one.start()
        yield
    finally:
        for one in reversed(served):
            one.end()
