"""Many seeds, one after another in each of several processes, until the time is up or enough of them fail."""

import multiprocessing
import time
from dataclasses import dataclass, field
from typing import Any

from tests.simulation.run import Outcome, lived, template
from tests.simulation.steps import plan
from tests.simulation.template import Template

MOST_FAILED = 5


@dataclass
class Tally:
    """What a time box came to."""

    seeds: int = 0
    seconds: float = 0.0
    failed: list[Outcome] = field(default_factory=list)

    def __str__(self) -> str:
        rate = self.seeds / self.seconds if self.seconds else 0.0
        lines = [
            f"{self.seeds} worlds in {self.seconds:.0f} s ({rate:.1f} a second), {len(self.failed)} failed"
        ]
        lines += [f"  seed {one.plan.seed}: {one.why[:500]}" for one in self.failed]
        return "\n".join(lines)


def many(first: int, seconds: float, workers: int = 1) -> Tally:
    """Seeds from `first` on."""
    tally = Tally()
    with template() as made:
        began = time.monotonic()
        if workers == 1:
            _take(made, first, 1, began + seconds, tally.failed.append, lambda: _count(tally))
        else:
            _in_processes(made, first, began + seconds, workers, tally)
        tally.seconds = time.monotonic() - began
    return tally


def _count(tally: Tally) -> None:
    tally.seeds += 1


def _take(made: Template, first: int, stride: int, end: float, fail: Any, count: Any) -> None:
    seed, failed = first, 0
    while time.monotonic() < end and failed < MOST_FAILED:
        outcome = lived(made, plan(seed))
        count()
        if outcome.why:
            failed += 1
            fail(outcome)
        seed += stride


def _in_processes(made: Template, first: int, end: float, workers: int, tally: Tally) -> None:
    context = multiprocessing.get_context("fork")
    found: Any = context.SimpleQueue()
    processes = [
        context.Process(target=_worker, args=(made, first + number, workers, end, found), daemon=True)
        for number in range(workers)
    ]
    for process in processes:
        process.start()
    ended = 0
    while ended < workers:
        outcome = found.get()
        if outcome is None:
            ended += 1
        elif isinstance(outcome, int):
            tally.seeds += outcome
        else:
            tally.failed.append(outcome)
    for process in processes:
        process.join()


def _worker(made: Template, first: int, stride: int, end: float, found: Any) -> None:
    try:
        _take(made, first, stride, end, found.put, lambda: found.put(1))
    finally:
        found.put(None)
