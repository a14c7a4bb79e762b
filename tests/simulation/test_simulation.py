"""Whatever happens to clinics, lines, disks, clocks and the county: nothing confirmed is lost, and all views agree."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.simulation.many import many
from tests.simulation.run import lived, template
from tests.simulation.steps import schedule
from tests.simulation.template import Template

FIRST = 10_000  # the seed that a time box begins with
SECONDS = float(os.environ.get("XYT_SIMULATION_SECONDS", "60"))
_KEPT = Path(__file__).with_name("kept.txt")


def kept() -> list[tuple[int, str]]:
    """Seeds that once failed, and what they found."""
    lines = [line for line in _KEPT.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    return [(int(seed), found) for seed, found in (line.split(maxsplit=1) for line in lines)]


@pytest.fixture(scope="module")
def made() -> Iterator[Template]:
    with template() as made:
        yield made


@pytest.mark.parametrize(("seed", "found"), kept())
def test_what_was_found_once_does_not_come_back(made: Template, seed: int, found: str) -> None:
    outcome = lived(made, seed)
    assert not outcome.why, f"{found}\npython -m tests.simulation --seed {seed}\n{outcome.where}"


def test_every_promise_is_kept_in_every_world_of_a_time_box() -> None:
    tally = many(FIRST, SECONDS, os.cpu_count() or 1)
    again = "\n".join(f"python -m tests.simulation --seed {one.seed}\n{one.where}" for one in tally.failed)
    assert not tally.failed, f"{tally}\n{again}"
    assert tally.seeds > 0


def test_a_seed_gives_the_same_world_to_the_last_step_in_every_process() -> None:
    """Two processes with their own order of sets and their own random numbers."""
    seed = next(one for one in range(FIRST, FIRST + 1000) if {"crash", "line"} <= _what(one))
    traces = set()
    for salt in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-m", "tests.simulation", "--seed", str(seed), "--quiet"],
            env=os.environ | {"PYTHONHASHSEED": salt},
            capture_output=True,
            text=True,
            check=False,
        )
        found = re.search(r"^trace (\w{64})", done.stdout, re.MULTILINE)
        assert found is not None, done.stdout + done.stderr
        traces.add(found[1])
    assert len(traces) == 1


def test_another_seed_is_another_world(made: Template) -> None:
    assert lived(made, FIRST).trace != lived(made, FIRST + 1).trace


def _what(seed: int) -> set[str]:
    return {step.what for step in schedule(seed)}
