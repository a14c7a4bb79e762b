"""A real pcscd with the Virtual PCD, started and stopped by the tests.

It runs in a mount namespace of its own, so that it meets neither the PC's pcscd nor another worker's;
where that is not allowed, it is the PC's only one.  Without pcscd or vpcd the tests fail: they never skip.
Another tests' conftest takes it with ``from tests.devices.pcscd import pcscd, pcscd_process``.
"""

import atexit
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from clinic_app.devices.pcsc import Context
from clinic_app.domain.errors import ClinicError

DRIVER = Path("/usr/lib/pcsc/drivers/serial/libifdvpcd.so")
RUN = Path("/run/pcscd")
SLOTS = 2  # of each Virtual PCD
ENTRIES = 2  # readers, at most, that a test asks for

_UNSHARE = ["unshare", "--mount"]


def _may_unshare() -> bool:
    try:
        RUN.mkdir(exist_ok=True)
        return subprocess.run([*_UNSHARE, "true"], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


OWN_NAMESPACE = _may_unshare()
FOLDER = Path(tempfile.mkdtemp(prefix="pcscd-"))
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)
if OWN_NAMESPACE:
    # libpcsclite reads this once in a process: before its first call, so here and not in a fixture.
    os.environ["PCSCLITE_CSOCK_NAME"] = str(FOLDER / "run" / "pcscd.comm")


class Pcscd:
    """The service; `port(slot)` is where a `VirtualCard` goes in.

    A card may kill it from a thread of its own: whoever asks meanwhile waits until it is gone.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._base = _free_ports(ENTRIES * SLOTS)
        self._process: subprocess.Popen[bytes] | None = None
        self._entries = 0
        self._changing = threading.RLock()

    def port(self, slot: int = 0) -> int:
        return self._base + slot

    @property
    def running(self) -> bool:
        with self._changing:
            return self._process is not None and self._process.poll() is None

    def start(self, entries: int = 1) -> None:
        """With this many Virtual PCDs, two slots each; 0 is a PC without a reader."""
        config = self._folder / f"conf{entries}"
        (self._folder / "run").mkdir(exist_ok=True)
        config.mkdir(exist_ok=True)
        (config / "readers.conf").write_text("".join(self._entry(number) for number in range(entries)))
        log = (self._folder / "log").open("ab")
        self._process = subprocess.Popen(
            [*self._prefix(), _program(), "--foreground", "-c", str(config)], stdout=log, stderr=log
        )
        log.close()
        self._entries = entries
        self._wait_until_it_answers()

    def ensure(self, entries: int = 1) -> None:
        with self._changing:
            if not self.running or self._entries != entries:
                self.stop()
                self.start(entries)

    def wait_until_empty(self) -> None:
        """No card in any slot: what the test before took out, pcscd notices up to 0.4 s later."""
        deadline = time.monotonic() + 30
        with Context() as context:
            names = context.readers()
            while any(state.occupied for state in context.changes(dict.fromkeys(names), 0).values()):
                if time.monotonic() > deadline:
                    pytest.fail("a card is still in a slot: some test did not remove it")
                time.sleep(0.02)

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """As if it had crashed: socket and pid file stay behind."""
        self._end(signal.SIGKILL)

    def _end(self, how: signal.Signals) -> None:
        with self._changing:
            if self._process is not None:
                self._process.send_signal(how)
                self._process.wait(30)
                self._process = None

    def _prefix(self) -> list[str]:
        if not OWN_NAMESPACE:
            return []
        script = f'mount --bind {self._folder}/run {RUN} && exec "$@"'
        return [*_UNSHARE, "sh", "-c", script, "sh"]

    def _entry(self, number: int) -> str:
        port = self._base + number * SLOTS
        name = "Virtual PCD" if number == 0 else f"Virtual PCD {'ABCDEFGH'[number]}"
        return (
            f'FRIENDLYNAME "{name}"\nDEVICENAME /dev/null:{port:#x}\n'
            f"LIBPATH {DRIVER}\nCHANNELID {port:#x}\n\n"
        )

    def _wait_until_it_answers(self) -> None:
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline and self.running:
            try:
                with Context() as context:
                    if len(context.readers()) == self._entries * SLOTS:
                        return
            except ClinicError:
                pass
            time.sleep(0.02)
        pytest.fail(f"pcscd did not come up: {(self._folder / 'log').read_text()[-2000:]}")


def _program() -> str:
    program = shutil.which("pcscd", path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")
    if program is None or not DRIVER.exists():
        pytest.fail("these tests need a real PC/SC stack: apt-get install pcscd vsmartcard-vpcd")
    return program


def _free_ports(count: int) -> int:
    """The first of `count` neighbouring ports that nobody listens on."""
    for base in range(36000 + os.getpid() % 500 * 40, 65000, count):
        try:
            for port in range(base, base + count):
                with socket.socket() as probe:
                    probe.bind(("0.0.0.0", port))
        except OSError:
            continue
        return base
    pytest.fail("no free ports")


@cache
def _service() -> Pcscd:
    """One for the whole process, however many conftests take the fixtures from here."""
    return Pcscd(FOLDER)


@pytest.fixture(scope="session")
def pcscd_process() -> Iterator[Pcscd]:
    yield _service()
    _service().stop()


@pytest.fixture
def pcscd(pcscd_process: Pcscd) -> Pcscd:
    """Running, with one Virtual PCD of two empty slots."""
    pcscd_process.ensure()
    pcscd_process.wait_until_empty()
    return pcscd_process
