"""The store's side of sync: what goes up, what comes down, and our own journal after forks.  No network here."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from clinic_app.journal.clock import effective_stamp, stamp
from clinic_app.journal.facts.county import FacilityRegistered
from clinic_app.journal.facts.residents import ResidentRegistered
from clinic_app.journal.feed import read_page
from clinic_app.journal.segment import read_segment
from clinic_app.store import branches, epochs, exchange
from clinic_app.store.branches import Brought, NotOurTail
from clinic_app.store.journal import MACHINE, SELF, Store, open_store
from clinic_app.store.rebuild import rebuild
from clinic_app.store.rows import Run, current_run, own_runs
from clinic_app.store.verify import verify
from tests.sync.doings import registered, synced
from tests.sync.fake_county import Clock, FakeCounty, disk_copy, ids, new_store


@pytest.fixture
def county() -> FakeCounty:
    return FakeCounty(Clock())


@pytest.fixture
def new_pc(tmp_path: Path, county: FakeCounty) -> Iterator[Callable[[str], Store]]:
    made: list[Store] = []

    def make(name: str) -> Store:
        store = new_store(tmp_path / name, county.wall)
        county.enrol(store)
        made.append(store)
        return store

    yield make
    for store in made:
        store.close()


def current(store: Store) -> Run:
    with store.reading() as connection:
        return current_run(connection)


def whole_run(store: Store, run: Run) -> list[Brought]:
    cut = exchange.segment_after(store, run, 0, 1 << 20)
    assert cut is not None
    return [Brought(read_segment(cut[0], store.public_key), 5)]


def sound(store: Store) -> None:
    verify(store)
    assert rebuild(store, check=True).different == ()


def test_a_segment_holds_about_as_many_bytes_as_asked_and_one_entry_at_least(new_pc) -> None:
    store = new_pc("a")
    with store.writing(MACHINE) as work:
        for size in (10, 10, 5000, 10):
            work.append(ResidentRegistered(name="张", sex="1", salt="s", note="x" * size), SELF)
    ends, after = [], 0
    while (cut := exchange.segment_after(store, current(store), after, 1000)) is not None:
        segment = read_segment(cut[0], store.public_key)
        assert (segment.first_seq, segment.last_seq) == (after + 1, cut[1])
        ends.append(after := cut[1])
    assert ends == [2, 3, 4]


def test_unsent_counts_every_run_and_names_the_oldest(new_pc) -> None:
    store = new_pc("a")
    first = registered(store, count=3)[0]
    with store.reading() as connection:
        waiting = exchange.unsent(connection)
    assert (waiting.count, waiting.oldest_ms, waiting.head, waiting.safe) == (3, first.time >> 16, 3, 0)
    exchange.mark_safe(store, current(store), 3, store.wall())
    with store.reading() as connection:
        assert exchange.unsent(connection) == exchange.Unsent(0, None, 3, 3)


def test_only_a_clock_that_ran_ahead_is_bounded_by_the_receipt(new_pc) -> None:
    store = new_pc("a")
    registered(store, count=2)
    assert not exchange.mark_safe(store, current(store), 2, store.wall())
    entry = registered(store)[0]
    early = (entry.time >> 16) - 86_400_000
    assert exchange.mark_safe(store, current(store), 3, early)
    with store.reading() as connection:
        rows = list(exchange._rows_after(connection, current_run(connection), 0))
        assert exchange.reorders(connection) == 1
    assert [row.effective for row in rows[:2]] == [row.time for row in rows[:2]]
    assert rows[2].effective == effective_stamp(1 << 62, early) < stamp(entry.time >> 16)


def test_what_was_lost_at_the_county_is_unsent_again(new_pc) -> None:
    store = new_pc("a")
    registered(store, count=3)
    exchange.mark_safe(store, current(store), 3, store.wall())
    exchange.mark_lost(store, current(store), 1)
    assert current(store).safe_seq == 1
    exchange.mark_lost(store, current(store), 2)
    assert current(store).safe_seq == 1, "less can be lost, more cannot"


def test_a_page_given_back_is_the_one_that_the_county_signed(new_pc, county) -> None:
    a, b = new_pc("a"), new_pc("b")
    stated = county.state(FacilityRegistered(code="350881002", name="村", inst_lv="village"))
    registered(b, count=2)
    synced(b, county)
    synced(a, county)
    found = epochs.held_page(a, 1 << 62)
    assert found is not None
    page = read_page(found[0], county.public_key)
    assert stated.id in [item.entry.id for item in page.items]
    assert epochs.held_page(a, found[1]) is None
    registered(b)
    synced(b, county)
    synced(a, county)
    assert epochs.held_page(a, 1 << 62) == found, "a page without the county's own entries is no use to it"


def test_a_fork_takes_back_the_tail_and_moves_what_was_never_sent(new_pc, tmp_path) -> None:
    store = new_pc("a")
    registered(store, count=2)
    other = disk_copy(store, tmp_path / "other")
    theirs = registered(other, "他", 3)
    ours = registered(store, "我", 2)
    brought = whole_run(other, current(other))
    run = current(store)
    assert branches.agreed_seq(store, run, brought) == 2
    done = branches.reunite(store, {run.incarnation: 2}, brought)
    assert (done.back, done.moved) == (3, 2)
    with store.reading() as connection:
        old, new = own_runs(connection)
    assert (old.head_seq, old.safe_seq, old.current) == (5, 5, False)
    assert (new.head_seq, new.safe_seq, new.current) == (2, 0, True)
    assert new.origin is not None and (new.origin.incarnation, new.origin.seq) == (old.incarnation, 2)
    assert {entry.id for entry in theirs + ours} <= set(ids(store))
    sound(store)
    other.close()


def test_a_fork_inside_a_fork_moves_the_later_run_too(new_pc, tmp_path) -> None:
    """Restored from a backup that had unsent entries, while the lost PC had gone on from before them."""
    store = new_pc("a")
    registered(store, count=2)
    lost = disk_copy(store, tmp_path / "lost")
    registered(lost, "他", 2)
    registered(store, "我", 2)
    first = current(store)
    with store.changing() as connection:
        from clinic_app.journal.entry import Origin
        from clinic_app.store.journal import start_run

        assert first.head_hash is not None
        start_run(connection, store.public_key, store.facility, Origin(first.incarnation, 4, first.head_hash))
    registered(store, "新", 1)
    done = branches.reunite(store, {first.incarnation: 2}, whole_run(lost, current(lost)))
    assert (done.back, done.moved) == (2, 3)
    with store.reading() as connection:
        runs = own_runs(connection)
    assert [(run.head_seq, run.current) for run in runs] == [(4, False), (3, True)]
    sound(store)
    lost.close()


def test_a_run_that_this_disk_never_heard_of_comes_back_whole(new_pc, tmp_path) -> None:
    store = new_pc("a")
    registered(store, count=2)
    run = current(store)
    lost = disk_copy(store, tmp_path / "lost")
    registered(lost, "他", 1)
    branches.reunite(lost, {run.incarnation: 2}, [])
    assert current(lost).incarnation != run.incarnation
    done = branches.reunite(store, {}, whole_run(lost, current(lost)))
    assert (done.back, done.moved) == (1, 0)
    assert current(store).incarnation == run.incarnation
    assert ids(store) == ids(lost)
    sound(store)
    lost.close()


def test_a_tail_that_does_not_fit_changes_nothing(new_pc, tmp_path) -> None:
    store = new_pc("a")
    registered(store, count=2)
    other = disk_copy(store, tmp_path / "other")
    registered(other, "他", 3)
    cut = exchange.segment_after(other, current(other), 3, 1 << 20)
    assert cut is not None
    before = ids(store)
    with pytest.raises(NotOurTail):
        branches.reunite(store, {}, [Brought(read_segment(cut[0], other.public_key), 5)])
    registered(store, "我", 1)
    with pytest.raises(NotOurTail):
        branches.reunite(store, {}, whole_run(other, current(other)))
    assert set(before) < set(ids(store)) and len(ids(store)) == 3
    sound(store)
    other.close()


def test_a_new_key_takes_along_what_the_county_never_got(new_pc, county) -> None:
    store = new_pc("a")
    registered(store, "旧", 2)
    synced(store, county)
    kept = registered(store, "新", 2)
    old = store.device
    assert branches.next_seed(store, "one code", b"\x01" * 32) == b"\x01" * 32
    seed = branches.next_seed(store, "another", b"\x02" * 32)
    assert seed == b"\x02" * 32, "a copy of this disk may have gone on with the first"
    assert branches.next_seed(store, "another", b"\x03" * 32) == seed, (
        "an answer that was lost is asked for with the same key"
    )
    with store.changing() as connection:
        assert branches.go_on_as(connection, store.facility, seed, county.epoch) == 2
    store.close()
    anew = open_store(store.folder, store.data_key, store.wall)
    assert anew.device != old
    county.devices[anew.device] = (anew.public_key, anew.facility)
    registered(anew, "后", 1)
    done = synced(anew, county)
    assert (done.pushed, done.safe) == (3, True)
    assert [entry.id for entry in county.entries_of(current(anew).incarnation)][:2] == [e.id for e in kept]
    sound(anew)
    anew.close()
