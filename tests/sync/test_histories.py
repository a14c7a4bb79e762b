"""Whatever happens to two PCs, their line and the county, in whatever order: in the end nobody misses anything."""

import contextlib
import copy
import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from clinic_app.journal.facts.county import FacilityRegistered
from clinic_app.store.journal import Store
from clinic_app.sync import engine
from clinic_app.sync.engine import sync_once
from clinic_app.sync.errors import NoLine
from tests.sync.doings import agree, registered, synced
from tests.sync.fake_county import Clock, FakeCounty, FakePeer, disk_copy, ids, new_store

PCS = st.sampled_from("ab")
COMMON = (
    st.tuples(st.just("write"), PCS, st.integers(1, 3)),
    st.tuples(st.just("sync"), PCS, st.integers(0, 9)),  # cut after so many calls
    st.tuples(st.just("sync"), PCS, st.just(99)),
    st.tuples(st.just("state"), PCS, st.just(0)),
)
DISKS = st.one_of(
    *COMMON,
    st.tuples(st.just("image"), PCS, st.just(0)),
    st.tuples(st.just("put back"), PCS, st.just(0)),
)
NIGHTS = st.one_of(
    *COMMON, st.tuples(st.just("night"), PCS, st.just(0)), st.tuples(st.just("restore"), PCS, st.just(0))
)


@dataclass
class World:
    folder: Path
    clock: Clock = field(default_factory=Clock)
    written: set[UUID] = field(default_factory=set)
    stated: set[UUID] = field(default_factory=set)
    images: dict[str, Store] = field(default_factory=dict)
    copies: int = 0

    def __post_init__(self) -> None:
        self.county = FakeCounty(self.clock)
        self.pcs = {name: new_store(self.folder / name, self.clock, name) for name in "ab"}
        for store in self.pcs.values():
            self.county.enrol(store)
        self.night: FakeCounty | None = None

    def do(self, what: str, pc: str, number: int) -> None:
        store = self.pcs[pc]
        if what == "write":
            self.written |= {entry.id for entry in registered(store, pc, number)}
        elif what == "sync":
            self.cut_sync(store, number)
        elif what == "state":
            self.stated.add(
                self.county.state(
                    FacilityRegistered(code=f"{len(self.stated)}", name="村", inst_lv="village")
                ).id
            )
        elif what == "image":
            self.images[pc] = self.copied(store)
        elif what == "put back" and pc in self.images:
            self.written -= self.only_on(store)
            self.pcs[pc] = self.copied(self.images[pc])
            self.written |= set(ids(self.pcs[pc])) - self.stated
        elif what == "night":
            self.night = copy.deepcopy(self.county)
        elif what == "restore" and self.night is not None:
            self.county.put_back(self.night)
            self.stated &= set().union(*(ids(one) for one in self.pcs.values())) | self.at_county()

    def only_on(self, store: Store) -> set[UUID]:
        """What is on this disk and nowhere else: nobody can save it."""
        return set(ids(store)) - self.at_county()

    def at_county(self) -> set[UUID]:
        return {entry.id for _, _, entry in self.county.log}

    def copied(self, store: Store) -> Store:
        self.copies += 1
        return disk_copy(store, self.folder / f"copy{self.copies}")

    def cut_sync(self, store: Store, calls: int) -> None:
        with contextlib.suppress(NoLine):
            sync_once(store, FakePeer(self.county, store, cut_after=frozenset({calls})))

    def end(self) -> None:
        for _ in range(2):
            for store in self.pcs.values():
                synced(store, self.county)
        for store in self.pcs.values():
            agree(store, self.county)
            assert self.written | self.stated <= set(ids(store))
        assert ids(self.pcs["a"]) == ids(self.pcs["b"])


def lived(steps: list[tuple[str, str, int]]) -> None:
    folder = Path(tempfile.mkdtemp(prefix="history-"))
    world = World(folder)
    try:
        for what, pc, number in steps:
            world.do(what, pc, number)
        world.end()
    finally:
        for store in [*world.pcs.values(), *world.images.values()]:
            store.close()
        shutil.rmtree(folder)


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "FIRST_BYTES", 250)
    monkeypatch.setattr(engine, "LEAST_BYTES", 250)
    monkeypatch.setattr(engine, "MOST_BYTES", 250)
    monkeypatch.setattr(engine, "PAGE", 2)


QUIET = settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@QUIET
@given(st.lists(DISKS, min_size=8, max_size=20))
def test_disks_put_back_to_any_day_lose_nothing_that_was_anywhere_else(steps) -> None:
    lived(steps)


@QUIET
@given(st.lists(NIGHTS, min_size=8, max_size=20))
def test_a_county_put_back_to_any_night_gets_everything_again(steps) -> None:
    lived(steps)
