"""A seed lived through: what came of it, and the shortest beginning that still fails."""

import gc
import itertools
import os
import shutil
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from tests.simulation.promises import require_all
from tests.simulation.small import small
from tests.simulation.steps import Plan, read
from tests.simulation.template import Template
from tests.simulation.world import World

_NUMBERS = itertools.count()
_COLLECTED = itertools.count()


@dataclass(frozen=True, slots=True)
class Outcome:
    plan: Plan
    trace: str  # SHA-256 over everything that happened
    why: str = ""  # empty: every promise was kept
    where: str = ""  # the traceback
    turns: int = 0
    told: tuple[str, ...] = ()


def kept() -> list[Plan]:
    """Worlds that once failed."""
    return read(Path(__file__).with_name("kept.txt").read_text(encoding="utf-8").splitlines())


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


def lived(template: Template, plan: Plan, *, tell: bool = False) -> Outcome:
    """One world from its beginning to its end."""
    told: list[str] | None = [] if tell else None
    with small() as troubles, _uncollected():
        world = World(template.folder / f"{os.getpid()}-{next(_NUMBERS)}", template, plan, troubles, told)
        why = where = ""
        try:
            for step in plan.steps:
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
    return Outcome(plan, world.hub.trace.hexdigest(), why, where, world.hub.turns, tuple(told or ()))


@contextmanager
def _uncollected() -> Iterator[None]:
    """A world is over before what it leaves behind is much; what stays is looked at no more."""
    number = next(_COLLECTED)
    if number % 20 == 1:  # the first world has built what all of them use
        gc.collect()
        gc.freeze()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def shortest(template: Template, plan: Plan) -> Plan:
    """The fewest first steps of a failing world that still fail, then without those that do not matter."""
    for count in range(len(plan.steps)):
        beginning = replace(plan, steps=plan.steps[:count])
        if lived(template, beginning).why:
            plan = beginning
            break
    for step in reversed(plan.steps):
        fewer = replace(plan, steps=tuple(one for one in plan.steps if one is not step))
        if lived(template, fewer).why:
            plan = fewer
    return plan
