"""Sticks shuffled, doubled, lost and taken late, disks and counties put back: in the end nobody misses anything."""

import random
import shutil
import sqlite3
import tempfile
from contextlib import closing, suppress
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from clinic_app.journal import courier
from clinic_app.store.journal import Store
from clinic_app.sync import courier_out
from clinic_app.sync.courier_in import NothingForUs
from sync_server.publish import courier as answers
from sync_server.publish.facilities import register_facility
from sync_server.publish.founding import mark_restored
from sync_server.store.engine import Database
from sync_server.store.queries.entries import all_entries
from tests.sync.courier_world import CourierWorld
from tests.sync.doings import registered
from tests.sync.fake_county import disk_copy, ids

PCS = st.sampled_from("ab")
COMMON = (
    st.tuples(st.just("register"), PCS, st.integers(1, 6)),
    st.tuples(st.just("write"), PCS, st.just(0)),
    st.tuples(st.just("county"), PCS, st.just(0)),
    st.tuples(st.just("take"), PCS, st.just(0)),
    st.tuples(st.just("state"), PCS, st.just(0)),
    st.tuples(st.just("keep"), PCS, st.just(0)),
    st.tuples(st.just("old stick"), PCS, st.just(0)),
    st.tuples(st.just("lose"), PCS, st.integers(0, 1 << 16)),
    st.tuples(st.just("shuffle"), PCS, st.integers(0, 1 << 16)),
    st.tuples(st.just("cut"), PCS, st.integers(0, 1 << 16)),
)
STICKS = st.one_of(*COMMON)
DISKS = st.one_of(
    *COMMON, st.tuples(st.just("image"), PCS, st.just(0)), st.tuples(st.just("put back"), PCS, st.just(0))
)
NIGHTS = st.one_of(
    *COMMON, st.tuples(st.just("night"), PCS, st.just(0)), st.tuples(st.just("restore"), PCS, st.just(0))
)


class History(CourierWorld):
    """Two PCs of one clinic, and everything that can happen to their stick."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.pcs = {name: self.pc(name) for name in "ab"}
        self.images: dict[str, Store] = {}
        self.written: set[UUID] = set()
        self.copies = 0
        self.stated = 0

    def do(self, what: str, pc: str, number: int) -> None:
        store = self.pcs[pc]
        chance = random.Random(number)
        if what == "register":
            self.written |= {entry.id for entry in registered(store, pc, number)}
        elif what == "write":
            self.out(store)
        elif what == "county":
            self.at_county(all_devices=bool(number))
        elif what == "take":
            with suppress(NothingForUs):
                self.back(store)
        elif what == "state":
            self.stated += 1
            register_facility(self.database, f"35088{self.stated:04d}", "村", "village")
        elif what in ("keep", "old stick"):
            self.carry_old(keep=what == "keep")
        elif what in ("lose", "shuffle", "cut"):
            self.harm(what, chance)
        elif what == "image":
            self.images[pc] = self.copied(store)
        elif what == "put back" and pc in self.images:
            self.written -= set(ids(store)) - self.held_at_county()
            self.pcs[pc] = self.copied(self.images[pc])
            self.written |= {one for one in ids(self.pcs[pc]) if self.is_clinics(one)}
        elif what == "night":
            self.copy_database("county.db", "night.db")
        elif what == "restore" and (self.folder / "night.db").exists():
            self.database.close()
            self.copy_database("night.db", "county.db")
            self.database = Database(f"sqlite:///{self.folder / 'county.db'}")
            mark_restored(self.database)

    def carry_old(self, *, keep: bool) -> None:
        """Keep a second stick as the first is now, or empty it onto the first."""
        kept = self.folder / "kept"
        source, target = (self.place, kept) if keep else (kept, self.place)
        if source.exists():
            shutil.copytree(source, target, dirs_exist_ok=True)

    def harm(self, what: str, chance: random.Random) -> None:
        files = [*self.files("up"), *self.files("down")]
        if not files:
            return
        file = chance.choice(files)
        if what == "lose":
            file.unlink()
        elif what == "cut":
            file.write_bytes(file.read_bytes()[: chance.randrange(file.stat().st_size)])
        else:
            for one in files:
                way = one.name.partition("-")[0]
                shutil.copy(one, self.place / f"{way}-{chance.random()}.xyc")
                if chance.random() < 0.5:
                    one.unlink()

    def copied(self, store: Store) -> Store:
        self.copies += 1
        made = disk_copy(store, self.folder / f"copy{self.copies}")
        self.stores.append(made)
        return made

    def copy_database(self, source: str, target: str) -> None:
        (self.folder / target).unlink(missing_ok=True)
        with (
            closing(sqlite3.connect(self.folder / source)) as old,
            closing(sqlite3.connect(self.folder / target)) as new,
        ):
            old.backup(new)

    def is_clinics(self, entry: UUID) -> bool:
        return any(
            (found := store.entry(entry)) is not None and found.type == "resident.registered"
            for store in self.pcs.values()
        )

    def held_at_county(self) -> set[UUID]:
        with self.database.reading() as connection:
            return {arrived.entry.id for arrived in all_entries(connection)}

    def end(self) -> None:
        shutil.rmtree(self.place, ignore_errors=True)
        for _ in range(4):
            self.trip(*self.pcs.values())
        a, b = self.pcs.values()
        self.agree(a, b)
        assert self.written <= set(ids(a))
        assert set(ids(a)) == set(ids(b)), "each holds all of the clinic and what the county says to everyone"


def lived(steps: list[tuple[str, str, int]]) -> None:
    folder = Path(tempfile.mkdtemp(prefix="courier-"))
    world = History(folder)
    try:
        for what, pc, number in steps:
            world.do(what, pc, number)
        world.end()
    finally:
        world.close()
        shutil.rmtree(folder)


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """So small that a handful of entries makes several files of several segments and pages."""
    monkeypatch.setattr(courier, "FILE_BYTES", 900)
    monkeypatch.setattr(courier_out, "SEGMENT_BYTES", 250)
    monkeypatch.setattr(answers, "PAGE", 2)


QUIET = settings(
    max_examples=5,
    deadline=None,
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@QUIET
@given(st.lists(STICKS, min_size=8, max_size=24))
def test_whatever_happens_to_the_sticks_both_sides_end_up_equal(steps) -> None:
    lived(steps)


@QUIET
@given(st.lists(DISKS, min_size=8, max_size=20))
def test_a_disk_put_back_to_any_day_gets_its_own_back_by_stick(steps) -> None:
    lived(steps)


@QUIET
@given(st.lists(NIGHTS, min_size=8, max_size=20))
def test_a_county_put_back_to_any_night_gets_everything_again_by_stick(steps) -> None:
    lived(steps)
