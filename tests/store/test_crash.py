"""Killed at any moment under load, the clinic opens again with a verified chain, identical tables, and nothing
missing that a screen had confirmed."""

import multiprocessing
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from uuid import UUID

import pytest

from clinic_app.store.rebuild import rebuild
from clinic_app.store.verify import verify
from clinic_app.wiring import open_folder
from tests.clinics import ADMIN, PASSWORD
from tests.store import crash_worker

ROUNDS = 8
_FORKS = multiprocessing.get_context("forkserver")  # sixteen forks, and not sixteen starts of the program
_FORKS.set_forkserver_preload(["tests.store.crash_worker", "tests.store.crash_worker_health"])


@dataclass(frozen=True, slots=True)
class Worker:
    """One that works in a process of its own, and what it tells."""

    process: BaseProcess
    line: "Connection[bytes, bytes]"

    def hear(self) -> list[bytes]:
        """What it still tells; half a message of a killed one is none."""
        heard = []
        while True:
            try:
                heard.append(self.line.recv_bytes())
            except (EOFError, OSError):
                return heard


def start(work: Callable[..., None], *told: object) -> Worker:
    """`work`, with what it is `told` and the line that it tells us by."""
    ours, theirs = _FORKS.Pipe(duplex=False)
    process = _FORKS.Process(target=work, args=(*told, theirs), daemon=True)
    process.start()
    theirs.close()
    return Worker(process, ours)


@pytest.mark.slow
def test_killed_at_any_moment_it_opens_again_whole(clinic):
    folder = clinic.store.folder
    clinic.close()
    dice = random.Random(20261122)
    confirmed: set[UUID] = set()
    for turn in range(ROUNDS):
        workers = [
            start(crash_worker.main, folder, 2 * turn),
            start(crash_worker.main, folder, 2 * turn + 1),
        ]  # the desktop and the command line, at once
        for worker in workers:
            assert worker.line.recv_bytes() == b""
        heard = [
            workers[0].line.recv_bytes() for _ in range(dice.randrange(6))
        ]  # acts, however slow the machine
        time.sleep(dice.uniform(0.0, 0.2))  # the moment of the power cut, not a wait for anything
        for worker in workers:
            worker.process.kill()
        for worker in workers:
            heard += worker.hear()
            worker.process.join()
            assert worker.process.exitcode == -9
        confirmed |= {UUID(bytes=one) for one in heard}
        reopened = open_folder(folder, ADMIN, PASSWORD)
        try:
            verify(reopened.store)
            assert rebuild(reopened.store, check=True).different == ()
            missing = [one for one in confirmed if reopened.store.entry(one) is None]
            assert missing == []
        finally:
            reopened.close()
    assert len(confirmed) > 5
