"""The county's server in a process of its own, for benchmarks: what it costs can be told from what its clients cost."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import requests

_TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Served:
    address: str
    pid: int

    def cpu(self) -> float:
        """Seconds of a core that the process has used."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / _TICK

    def peak(self) -> float:
        """MiB of memory at most."""
        lines = Path(f"/proc/{self.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


@contextmanager
def served(database_url: str, *, works: bool) -> Iterator[Served]:
    """`works`: whether what runs behind the answer runs too."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "tests.bench.serving", database_url, str(port), str(int(works))]
    process = subprocess.Popen(command)
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(address)
        yield Served(address, process.pid)
    finally:
        process.terminate()
        process.wait(30)


def _wait_for(address: str) -> None:
    for _ in range(300):
        try:
            if requests.get(f"{address}/ready", timeout=2).status_code == 200:
                return
        except requests.ConnectionError:
            time.sleep(0.1)
    raise AssertionError("the server does not start")


def main(database_url: str, port: str, works: str) -> None:
    import uvicorn

    from sync_server.asgi import application
    from sync_server.settings import ServerSettings

    settings = ServerSettings(database=database_url, port=int(port), tls=False, works=works == "1")
    uvicorn.run(application(settings), port=settings.port, access_log=False, log_level="warning")


if __name__ == "__main__":
    main(*sys.argv[1:])
