"""Where a demonstration lies, and its programs as processes of their own."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

PASSWORD: Final = "demo-2026-demo"
_START_LIMIT: Final = 60.0  # seconds


class NotAsShown(Exception):
    """What the demonstration would show has not happened."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where everything of one demonstration lies."""

    folder: Path
    url: str

    @property
    def database(self) -> str:
        return f"sqlite:///{self.folder / 'county.db'}"

    @property
    def clinic(self) -> Path:
        return self.folder / "clinic"

    def county(self, *command: str) -> str:
        return run("sync_server", *command, "--database", self.database)

    def desk(self, *command: str) -> str:
        return run("clinic_app", "--data", str(self.clinic), *command)


@contextmanager
def serving(place: Place) -> Iterator[None]:
    """The county's server, until the block ends.

    Raises:
        NotAsShown: it did not start.
    """
    command = [
        sys.executable,
        "-m",
        "sync_server",
        "serve",
        "--plain",
        "--port",
        place.url.rpartition(":")[2],
    ]
    with (place.folder / "server.log").open("wb") as log:
        server = subprocess.Popen(
            [*command, "--database", place.database], stdout=log, stderr=log, env=environment()
        )
        try:
            _wait_until_ready(place, server)
            yield
        finally:
            server.terminate()
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                server.kill()


def _wait_until_ready(place: Place, server: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + _START_LIMIT
    while time.monotonic() < end and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{place.url}/ready", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise NotAsShown(f"the server did not start; see {place.folder / 'server.log'}")


def run(module: str, *command: str) -> str:
    return process("-m", module, *command)


def process(*command: str) -> str:
    """Raises:
    NotAsShown: it ends with anything but 0.
    """
    done = subprocess.run(
        [sys.executable, *command], env=environment(), capture_output=True, encoding="utf-8", check=False
    )
    if done.returncode != 0:
        raise NotAsShown(f"{' '.join(command)} → {done.returncode}\n{done.stderr.strip()}")
    return done.stdout


def environment() -> dict[str, str]:
    return {**os.environ, "CLINIC_PASSWORD": PASSWORD, "PYTHONUTF8": "1"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
