"""Killed at any moment under load, the clinic opens again with a verified chain, identical tables, and nothing
missing that a screen had confirmed."""

import os
import random
import subprocess
import sys
import time
from pathlib import Path
from uuid import UUID

import pytest

from clinic_app.store.rebuild import rebuild
from clinic_app.store.verify import verify
from clinic_app.wiring import open_folder
from tests.clinics import ADMIN, PASSWORD

ROUNDS = 8
ROOT = Path(__file__).parents[2]


def start(folder: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "tests.store.crash_worker", str(folder)],
        cwd=ROOT,
        env={**os.environ, "CLINIC_PASSWORD": PASSWORD},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )


@pytest.mark.slow
def test_killed_at_any_moment_it_opens_again_whole(clinic):
    folder = clinic.store.folder
    clinic.close()
    dice = random.Random(20261122)
    confirmed: set[UUID] = set()
    for _ in range(ROUNDS):
        workers = [start(folder), start(folder)]  # the desktop and the command line, at once
        for worker in workers:
            assert worker.stdout is not None and worker.stdout.readline() == "ready\n"
        heard = [
            workers[0].stdout.readline() for _ in range(dice.randrange(6))
        ]  # acts, however slow the machine
        time.sleep(dice.uniform(0.0, 0.2))  # the moment of the power cut, not a wait for anything
        for worker in workers:
            worker.kill()
        for worker in workers:
            heard += worker.stdout.read().splitlines(keepends=True)
            worker.wait()
        confirmed |= {UUID(line.split()[1]) for line in heard if line.endswith("\n")}
        reopened = open_folder(folder, ADMIN, PASSWORD)
        try:
            verify(reopened.store)
            assert rebuild(reopened.store, check=True).different == ()
            missing = [one for one in confirmed if reopened.store.entry(one) is None]
            assert missing == []
        finally:
            reopened.close()
    assert len(confirmed) > 5
