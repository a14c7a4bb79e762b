"""Two PCs of one clinic and their county."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from clinic_app.store.journal import Store
from tests.sync.fake_county import Clock, FakeCounty, new_store


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def county(clock: Clock) -> FakeCounty:
    return FakeCounty(clock)


@pytest.fixture
def new_pc(tmp_path: Path, clock: Clock, county: FakeCounty) -> Iterator[Callable[..., Store]]:
    """Makes an enrolled, empty PC; its clock is the county's unless another one is given."""
    made: list[Store] = []

    def make(name: str = "a", wall: Clock | None = None) -> Store:
        store = new_store(tmp_path / name, wall or clock, name.upper()[:1])
        county.enrol(store)
        made.append(store)
        return store

    yield make
    for store in made:
        store.close()
