"""Sync by stick: what is promised by the line is promised by files."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sync.courier_world import CourierWorld
from tests.sync.doings import registered


@pytest.fixture
def world(tmp_path: Path) -> Iterator[CourierWorld]:
    made = CourierWorld(tmp_path)
    yield made
    made.close()


def test_one_trip_brings_everything_to_the_county_and_the_receipts_home(world) -> None:
    a = world.pc("a")
    registered(a, count=30)
    written = world.out(a)
    assert (written.files, written.entries, written.left) == (1, 30, 0)
    intake, answered = world.at_county()
    assert (intake.refused, intake.devices[a.device].entries, answered.devices) == ({}, 30, 1)
    taken = world.back(a)
    assert (taken.confirmed, taken.waiting, taken.again) == (30, 0, False)
    assert taken.pulled > 0, "the county's own entries"
    assert world.files("") == []
    world.agree(a)
