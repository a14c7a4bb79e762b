"""The power goes at each step of each stage: before any commit, flush, rename or removal.  Then it is simply done again."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import pytest
import sqlalchemy as sa

from clinic_app.journal import courier
from clinic_app.sync import courier_out
from clinic_app.sync.courier_in import NothingForUs, Taken
from sync_server.publish import courier as answers
from tests.sync.courier_world import CourierWorld
from tests.sync.doings import registered
from tests.sync.fake_county import ids

T = TypeVar("T")
MANY = 500


class Killed(BaseException):
    """No `except` of the program sees this one: the power went."""


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[CourierWorld]:
    monkeypatch.setattr(courier, "FILE_BYTES", 900)
    monkeypatch.setattr(courier_out, "SEGMENT_BYTES", 250)
    monkeypatch.setattr(answers, "PAGE", 3)
    made = CourierWorld(tmp_path)
    yield made
    made.close()


@contextmanager
def power_for(steps: int, *engines: sa.Engine) -> Iterator[None]:
    """The machine runs for so many steps that reach a disk."""
    left = [steps]

    def step(*_: object) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise Killed

    def stepping(really: Callable[..., T]) -> Callable[..., T]:
        def call(*args: object, **how: object) -> T:
            step()
            return really(*args, **how)

        return call

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", stepping(os.fsync))
        patch.setattr(Path, "replace", stepping(Path.replace))
        patch.setattr(Path, "unlink", stepping(Path.unlink))
        for engine in engines:
            sa.event.listen(engine, "commit", step)
        try:
            yield
        finally:
            for engine in engines:
                sa.event.remove(engine, "commit", step)


def done_at_last(work: Callable[[], T], *engines: sa.Engine) -> tuple[T, int]:
    """Done again after each cut, each time with one step more; and how often it was cut."""
    for steps in range(MANY):
        try:
            with power_for(steps, *engines):
                return work(), steps
        except Killed:
            continue
    raise AssertionError("it never ends")


def test_nothing_is_lost_or_doubled_wherever_the_power_goes(world) -> None:
    a, b = world.pc("a"), world.pc("b")
    registered(a, count=6)
    registered(b, count=5)
    world.trip(b)
    cuts = 0
    for _ in range(2):
        registered(a, count=3)
        _, cut = done_at_last(lambda: world.out(a), a.engine)
        cuts += cut
        _, cut = done_at_last(world.at_county, world.database.engine)
        cuts += cut

        def home() -> Taken | None:
            try:
                return world.back(a)
            except NothingForUs:  # the last cut came when everything was done
                return None

        _, cut = done_at_last(home, a.engine)
        cuts += cut
    assert cuts > 40
    world.trip(a, b)
    world.agree(a, b)
    assert set(ids(a)) == set(ids(b))
