"""Whatever happens to clinics, lines, disks, clocks and the county: nothing confirmed is lost, and all views agree."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.simulation.many import many
from tests.simulation.run import kept, lived, template
from tests.simulation.steps import Plan, plan, read
from tests.simulation.template import Template

FIRST = 10_000  # the seed that a time box begins with
SECONDS = float(os.environ.get("XYT_SIMULATION_SECONDS", "60"))
LEAST = 1 / 8  # worlds a second and process: a machine ten times slower than ours reaches it


@pytest.fixture(scope="module")
def made() -> Iterator[Template]:
    with template() as made:
        yield made


@pytest.mark.parametrize("world", kept(), ids=lambda world: str(world.seed))
def test_what_was_found_once_does_not_come_back(made: Template, world: Plan) -> None:
    outcome = lived(made, world)
    assert not outcome.why, f"{world}\n{outcome.where}"


def test_a_plan_is_read_as_it_is_written() -> None:
    plans = [plan(seed) for seed in range(FIRST, FIRST + 50)]
    assert read("\n".join(map(str, plans)).splitlines()) == plans


def test_every_promise_is_kept_in_every_world_of_a_time_box(capsys: pytest.CaptureFixture[str]) -> None:
    workers = min(os.cpu_count() or 1, 8)
    tally = many(FIRST, SECONDS, workers)
    with capsys.disabled():
        print(f"\nsimulation: {tally}", file=sys.stderr)  # what a parallel run shows of it
    again = "\n".join(
        f"python -m tests.simulation --seed {one.plan.seed}\n{one.where}" for one in tally.failed
    )
    assert not tally.failed, f"{tally}\n{again}"
    assert tally.seeds >= SECONDS * LEAST, "hardly a world was lived through"


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
    assert lived(made, plan(FIRST)).trace != lived(made, plan(FIRST + 1)).trace


def _what(seed: int) -> set[str]:
    return {step.what for step in plan(seed).steps}
