"""Colleagues' journals over the LAN, and the county's word on them afterwards.  No network here."""

import random
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import pytest
import sqlalchemy as sa

from clinic_app.journal.facts.county import DeviceEnrolled
from clinic_app.journal.hub import Carried
from clinic_app.store import branches, exchange, local, provisional, siblings
from clinic_app.store.journal import Store
from clinic_app.store.rebuild import rebuild
from clinic_app.store.rows import current_run, own_runs
from clinic_app.store.tables import entry as entries
from clinic_app.store.tables import incarnation, lan_entry, sibling
from clinic_app.store.verify import verify
from clinic_app.sync.engine import reorder
from tests.sync.doings import registered, renamed, synced
from tests.sync.fake_county import FACILITY, Clock, FakeCounty, disk_copy, ids, new_store

TIGHT = 1  # a receipt that bounds every clock: what came with it stands at another time than the county says


@pytest.fixture
def county() -> FakeCounty:
    return FakeCounty(Clock())


@pytest.fixture
def new_pc(tmp_path: Path, county: FakeCounty) -> Iterator[Callable[[str], Store]]:
    made: list[Store] = []

    def make(name: str) -> Store:
        store = new_store(tmp_path / name, county.wall, name.upper())
        county.enrol(store)
        county.state(
            DeviceEnrolled(
                facility=FACILITY, device=store.device, public_key=store.public_key, letter=name.upper()
            )
        )
        made.append(store)
        return store

    yield make
    for store in made:
        store.close()


def carried(store: Store, after: int = 0, received: int | None = None, run_at: int = -1) -> list[Carried]:
    """What a hub would carry of a run of this PC."""
    with store.reading() as connection:
        run = own_runs(connection)[run_at]
    cut = exchange.segment_after(store, run, after, 1 << 20)
    return [] if cut is None else [Carried(store.wall() if received is None else received, cut[0])]


def places(store: Store, of: UUID) -> list[tuple[object, ...]]:
    """Where each entry of a device stands here, by the county's word."""
    columns = (entries.c.id, entries.c.seq, entries.c.feed_number, entries.c.received, entries.c.effective)
    with store.reading() as connection:
        rows = connection.execute(
            sa.select(*columns, incarnation.c.incarnation)
            .join(incarnation, incarnation.c.no == entries.c.incarnation_no)
            .where(incarnation.c.device == of)
            .order_by(entries.c.id)
        ).all()
    return [tuple(row) for row in rows]


def sound(store: Store) -> None:
    with store.changing() as connection:
        local.forget(connection, "reordered")
    reorder(store)
    verify(store)
    assert rebuild(store, check=True).different == ()
    with store.reading() as connection:
        assert connection.scalars(sa.select(lan_entry.c.id)).all() == []


def test_the_countys_number_and_receipt_replace_the_hubs(new_pc, county) -> None:
    a, b, alone = new_pc("a"), new_pc("b"), new_pc("c")
    synced(b, county)
    registered(a, count=5)
    assert siblings.take(b, carried(a, received=TIGHT)) == 5
    assert {row[2] for row in places(b, a.device)} == {None}
    for store in (a, b, alone):
        synced(store, county)
    assert places(b, a.device) == places(alone, a.device)
    sound(b)


def test_what_came_by_both_ways_counts_once_and_is_not_asked_for_again(new_pc, county) -> None:
    a, b = new_pc("a"), new_pc("b")
    registered(a, count=4)
    synced(a, county)
    synced(b, county)
    assert siblings.take(b, carried(a)) == 0
    registered(a, count=2)
    with b.reading() as connection:
        assert list(siblings.held_of(connection, b)[a.device].values()) == [4]
    assert siblings.take(b, carried(a, after=2)) == 2, "overlap is passed over"
    assert siblings.take(b, carried(a, after=2)) == 0
    with b.reading() as connection:
        assert list(siblings.held_of(connection, b)[a.device].values()) == [6]


def test_a_branch_that_the_county_does_not_follow_gives_way(new_pc, county) -> None:
    a, b = new_pc("a"), new_pc("b")
    registered(a, count=2)
    synced(a, county)
    synced(b, county)
    old = disk_copy(a, a.folder.parent / "old")
    lost = registered(a, "李四", 3)
    siblings.take(b, carried(a, after=2))
    registered(old, "王五", 2)
    synced(old, county)
    synced(b, county)
    assert not {entry.id for entry in lost} & set(ids(b)), "not of the county's branch"
    with b.reading() as connection:
        assert connection.scalar(sa.select(sibling.c.seq)) == provisional.NO_MORE
    assert siblings.take(b, carried(a, after=2)) == 0, "nothing more of it over the LAN"
    branches.take_over(old, lost)
    synced(old, county)
    synced(b, county)
    assert set(ids(old)) <= set(ids(b))
    sound(b)
    old.close()


def test_an_act_that_the_county_has_at_another_place_moves_there(new_pc, county) -> None:
    a, b, alone = new_pc("a"), new_pc("b"), new_pc("c")
    synced(b, county)
    old = disk_copy(a, a.folder.parent / "old")
    lost = registered(a, count=3)
    siblings.take(b, carried(a))
    registered(old, count=1)
    synced(old, county)
    branches.take_over(old, lost)
    synced(old, county)
    county.log = [county.log[i] for i in _acts_first(county, {entry.id for entry in lost})]
    for store in (b, alone):
        synced(store, county)
    assert places(b, a.device) == places(alone, a.device)
    sound(b)
    old.close()


def _acts_first(county: FakeCounty, acts: set[UUID]) -> list[int]:
    """The order of the log with these entries before the rest of their journal: no county does that, a cut feed may."""
    order = range(len(county.log))
    return sorted(order, key=lambda i: (county.log[i][1] != "", county.log[i][2].id not in acts, i))


@pytest.mark.parametrize("seed", range(12))
def test_any_mixture_of_lan_and_feed_gives_what_the_feed_alone_gives(new_pc, county, seed) -> None:
    chance = random.Random(seed)
    writers = [new_pc("a"), new_pc("b")]
    reader, alone = new_pc("d"), new_pc("e")
    synced(reader, county)
    for _ in range(25):
        store = chance.choice(writers)
        match chance.randrange(5):
            case 0:
                people = registered(store, count=chance.randrange(1, 4))
                renamed(store, people[0], f"改{chance.randrange(99)}")
            case 1:
                synced(store, county)
            case 2:
                synced(reader, county)
            case _:
                lan(reader, store, chance)
    for store in (*writers, reader, alone):
        synced(store, county)
    for store in writers:
        assert places(reader, store.device) == places(alone, store.device)
    assert set(ids(reader)) == set(ids(alone))
    sound(reader)


def lan(reader: Store, writer: Store, chance: random.Random) -> None:
    """A hub carries on from where the reader stands, or from somewhat before that."""
    with reader.reading() as connection:
        held = siblings.held_of(connection, reader).get(writer.device)
    if held is None:
        return
    with writer.reading() as connection:
        run = current_run(connection)
    at = held.get(run.incarnation, 0)
    siblings.take(
        reader, carried(writer, after=max(0, at - chance.randrange(3)), received=chance.choice((TIGHT, None)))
    )


def test_a_chain_that_does_not_join_on_closes_the_journal_for_the_lan(new_pc, county) -> None:
    a, b = new_pc("a"), new_pc("b")
    synced(b, county)
    old = disk_copy(a, a.folder.parent / "old")
    registered(a, count=2)
    siblings.take(b, carried(a))
    registered(old, count=4)
    before = ids(b)
    assert siblings.take(b, carried(old, after=2)) == 0
    assert ids(b) == before
    old.close()
