"""A seed lived through: what came of it, and the shortest beginning that still fails."""

import itertools
import os
import shutil
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.simulation.promises import require_all
from tests.simulation.steps import Step, schedule
from tests.simulation.template import Template
from tests.simulation.world import World, small

_NUMBERS = itertools.count()


@dataclass(frozen=True, slots=True)
class Outcome:
    seed: int
    trace: str  # SHA-256 over everything that happened
    why: str = ""  # empty: every promise was kept
    where: str = ""  # the traceback
    turns: int = 0
    told: tuple[str, ...] = ()


def memory() -> Path:
    """A folder that no disk slows down, where there is one."""
    base = Path("/dev/shm")
    return Path(tempfile.mkdtemp(prefix="simulation-", dir=base if os.access(base, os.W_OK) else None))


@contextmanager
def template() -> Iterator[Template]:
    folder = memory()
    try:
        with small():
            made = Template.make(folder)
        yield made
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def lived(
    template: Template, seed: int, steps: tuple[Step, ...] | None = None, *, tell: bool = False
) -> Outcome:
    """One seed from its beginning to its end."""
    told: list[str] | None = [] if tell else None
    with small() as troubles:
        world = World(template.folder / f"{os.getpid()}-{next(_NUMBERS)}", template, seed, troubles, told)
        why = where = ""
        try:
            for step in schedule(seed) if steps is None else steps:
                world.do(step)
            world.heal()
            require_all(world)
            for pc in world.pcs:
                world.hub.note(pc, "ends", *sorted(world.runs_of(pc)))
        except Exception as error:  # an edge: whatever goes wrong is what we look for
            why = f"{type(error).__name__}: {error}"
            where = traceback.format_exc()
        finally:
            world.close()
    return Outcome(seed, world.hub.trace.hexdigest(), why, where, world.hub.turns, tuple(told or ()))


def shortest(template: Template, seed: int) -> tuple[Step, ...]:
    """The fewest first steps of a failing seed that still fail, then without those that do not matter."""
    steps = schedule(seed)
    for count in range(len(steps) + 1):
        if lived(template, seed, steps[:count]).why:
            steps = steps[:count]
            break
    for step in reversed(steps):
        fewer = tuple(one for one in steps if one is not step)
        if lived(template, seed, fewer).why:
            steps = fewer
    return steps
