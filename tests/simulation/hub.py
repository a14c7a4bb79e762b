"""One thread, one clock, one order: tasks that wait for each other only where the simulation lets them.

A task runs until it sleeps, waits for an answer, or stands between two transactions.  Who goes on is drawn from the
seed, so the same seed gives the same order to the last step.
"""

import asyncio
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from greenlet import getcurrent, greenlet

from clinic_app.journal.catalog import FACTS

MOST_TURNS = 60_000  # of one world: more is a hang


class Crash(BaseException):
    """The process ends here; no `except Exception` of the program may hold it up."""


class Hang(AssertionError):
    """Somebody waits for ever."""


class Process:
    """Something with memory of its own that can be killed: a PC, the county's server."""

    def __init__(self, name: str, unknown: frozenset[str] = frozenset()) -> None:
        self.name = name
        self.unknown = unknown  # types of entries that its version of the program does not know
        self.crash_in = 0  # I/O steps until it is killed; 0: not yet
        self.dead = False

    def __repr__(self) -> str:
        return self.name


@contextmanager
def version(unknown: frozenset[str]) -> Iterator[None]:
    """An older program has the floor: one that does not know these types of entries."""
    if not unknown:
        yield
        return
    known = dict(FACTS)
    for name in unknown:
        FACTS.pop(name, None)
    try:
        yield
    finally:
        FACTS.clear()
        FACTS.update(known)


@dataclass(eq=False)
class Task:
    owner: Process
    run: greenlet
    wake_at: int
    dead: bool = False
    crosses: bool = False  # a request on its way: it arrives although its owner has died
    answer: Any = None


@dataclass
class Hub:
    dice: random.Random
    now: int  # true time, UTC ms
    tasks: list[Task] = field(default_factory=list)
    depth: int = 0  # transactions open at this moment
    turns: int = 0
    trace: Any = field(default_factory=sha256)
    told: list[str] | None = None  # the trace in words, when somebody wants to read it
    stretch: int = 0  # ms that a disk or a line takes longer at the moment

    def __post_init__(self) -> None:
        self._main = getcurrent()

    def wall(self) -> int:
        return self.now

    def ticks(self) -> float:
        return self.now / 1000

    def note(self, *words: object) -> None:
        line = f"{self.now} " + " ".join(str(word) for word in words)
        self.trace.update(line.encode() + b"\n")
        if self.told is not None:
            self.told.append(line)

    # ------------------------------------------------------------ tasks

    def spawn(self, owner: Process, name: str, work: Callable[[], object], delay: int = 0) -> Task:
        """`work` begins in `delay` ms; a `Crash` in it ends its owner's other tasks too."""

        def body() -> None:
            if task.dead:
                return
            try:
                task.answer = work()
            except Crash:
                self.note("killed", task.owner, name)
                self.kill(task.owner, task)

        task = Task(owner, greenlet(body, parent=self._main), self.now + delay)
        self.tasks.append(task)
        return task

    def do(self, owner: Process, name: str, work: Callable[[], object]) -> Any:
        """`work` and everything it sets going, to the end."""
        task = self.spawn(owner, name, work)
        self.run()
        return task.answer

    def call(self, owner: Process, name: str, work: Callable[[], object]) -> Any:
        """`work` as another process's, from within a task; `None` when that one was killed."""
        task = self.spawn(owner, name, work)
        while not task.run.dead:
            self.pause(1)
        return task.answer

    def kill(self, owner: Process, but: Task | None = None) -> None:
        """Every task of this process ends where it stands."""
        owner.dead = True
        for task in [one for one in self.tasks if one.owner is owner and one is not but]:
            if not task.crosses or task.run:  # a greenlet is true once it has begun
                task.dead = True
                task.wake_at = self.now

    def pause(self, ms: int = 0) -> None:
        """Let others go on; never inside a transaction, where it would hold them all up."""
        current = getcurrent()
        if current is self._main or self.depth:
            return
        task = next(one for one in self.tasks if one.run is current)
        task.wake_at = self.now + ms
        loop = asyncio._get_running_loop()
        asyncio._set_running_loop(None)
        self._main.switch()
        asyncio._set_running_loop(loop)
        if task.dead:
            raise Crash

    def wait(self, ready: Callable[[], bool], ms: int) -> bool:
        """Until `ready`, at most so long."""
        assert getcurrent() is not self._main, "only a task can wait"
        end = self.now + ms
        while not ready():
            if self.now >= end:
                return False
            self.pause(min(20, end - self.now))
        return True

    def run(self, turns: int | None = None) -> None:
        """Until nobody has anything to do, or for so many turns."""
        while self.tasks and (turns is None or turns > 0):
            turns = None if turns is None else turns - 1
            self.turns += 1
            if self.turns > MOST_TURNS:
                raise Hang(f"after {self.turns} turns: {self.tasks}")
            ready = [task for task in self.tasks if task.wake_at <= self.now]
            if not ready:
                self.now = min(task.wake_at for task in self.tasks)
                continue
            task = ready[self.dice.randrange(len(ready))] if len(ready) > 1 else ready[0]
            self.now += self.dice.randrange(3)
            with version(task.owner.unknown):
                task.run.switch()
            if task.run.dead:
                self.tasks.remove(task)

    # ------------------------------------------------------------ steps

    def step(self, process: Process) -> None:
        """One I/O step of a process: it may be its last."""
        if process.dead:
            raise Crash
        if process.crash_in:
            process.crash_in -= 1
            if process.crash_in == 0:
                self.note("crash", process)
                process.dead = True
                raise Crash
