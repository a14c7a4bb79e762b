"""What the first filling leaves for later is made good, whatever happens in between."""

import time
from collections.abc import Iterator
from uuid import UUID

import pytest
import sqlalchemy as sa

from clinic_app.journal.entry import Entry, new_id
from clinic_app.journal.feed import Item, Page
from clinic_app.journal.snapshot import begun
from clinic_app.projections.apply import APPLY
from clinic_app.projections.tables.residents import resident
from clinic_app.projections.tables.settlement import settlement
from clinic_app.store import behind, local, search, snapshot
from clinic_app.store.absorb import absorb
from clinic_app.store.epochs import begin_epoch
from clinic_app.store.exchange import nothing_new, position
from clinic_app.store.journal import Author, Store, open_store
from clinic_app.store.rebuild import rebuild
from clinic_app.sync import snapshot as filling
from clinic_app.sync.errors import NoLine
from tests.bench.played import clinic_of_its_own, day_in, days_work, entries_of

FACILITY = "350881001"
PATIENTS = 12


@pytest.fixture(scope="module")
def day() -> list[Entry]:
    with clinic_of_its_own(FACILITY) as clinic:
        day_in(clinic, PATIENTS)
        return days_work(entries_of(clinic))


@pytest.fixture
def store(day: list[Entry]) -> Iterator[Store]:
    """A new PC that has taken a colleague's day from a snapshot, and has not caught up."""
    with clinic_of_its_own(FACILITY) as clinic:
        epoch = new_id()
        with clinic.store.changing() as connection:
            begin_epoch(connection, epoch)
        items = tuple(Item(at, one.time >> 16, FACILITY, one) for at, one in enumerate(day, start=1))
        part = Page(epoch=epoch, after=0, upto=len(items), more=True, items=items)
        snapshot.take_parts(clinic.store, begun(epoch, FACILITY), [part])
        yield clinic.store


def count(store: Store, table: sa.Table) -> int:
    with store.reading() as connection:
        return connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0


def is_behind(store: Store) -> bool:
    with store.reading() as connection:
        return behind.is_behind(connection)


def stop() -> None:
    raise KeyboardInterrupt


def test_people_are_there_at_once_and_the_rest_follows(store: Store) -> None:
    assert count(store, resident) == PATIENTS
    with store.reading() as connection:
        assert search.find(connection, "1", PATIENTS) != []
    assert (is_behind(store), count(store, settlement)) == (True, 0)
    behind.catch_up(store)
    assert (is_behind(store), count(store, settlement) >= PATIENTS) == (False, True)
    assert rebuild(store, check=True).different == ()


def test_killed_after_each_step_it_goes_on_there(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(behind, "_MOST", 7)
    kills = 0
    while is_behind(store):
        again = open_store(store.folder, store.data_key)
        try:
            behind.catch_up(again, stop)
        except KeyboardInterrupt:
            kills += 1
        again.close()
    assert kills > 5
    assert rebuild(store, check=True).different == ()


def test_the_end_of_the_feed_is_not_seen_before(store: Store) -> None:
    with store.reading() as connection:
        at = position(connection)
    assert at is not None
    last = Page(epoch=at[0], after=at[1], upto=at[1] + 1, more=False, items=())
    assert absorb(store, last).moved
    assert not is_behind(store)
    assert count(store, settlement) >= PATIENTS


def test_nor_when_the_county_says_that_nothing_is_new(store: Store) -> None:
    with store.reading() as connection:
        at = position(connection)
    assert at is not None
    nothing_new(store, *at, at[1])
    with store.reading() as connection:
        assert local.read(connection, local.LAST_PULL) is not None
    assert not is_behind(store)


def test_what_is_written_here_meanwhile_stays_as_it_is(store: Store, day: list[Entry]) -> None:
    issued = next(one for one in day if one.type == "visit.registered")
    kind = next(fact for fact in APPLY if fact.type == issued.type)
    with store.writing(Author("P001")) as work:
        work.append(kind.parse(issued.body or b""), issued.subject)
    behind.catch_up(store)
    assert rebuild(store, check=True).different == ()


def halves(day: list[Entry], epoch: UUID) -> list[Page]:
    items = [Item(at, one.time >> 16, FACILITY, one) for at, one in enumerate(day, start=1)]
    middle, end = len(items) // 2, len(items)
    return [
        Page(epoch=epoch, after=after, upto=upto, more=True, items=tuple(items[after:upto]))
        for after, upto in ((0, middle), (middle, end))
    ]


def cut_after_two(day: list[Entry], wait: float, seen: list[bool], store: Store) -> filling.Source:
    """Two parts, each after `wait` seconds, with the look of whether tables were behind at the second; then no line."""

    def source(epoch: UUID, after: int) -> Iterator[Page]:
        for part in halves(day, epoch):
            if part.after >= after:
                time.sleep(wait)
                seen.append(is_behind(store))
                yield part
        raise NoLine()

    return source


@pytest.mark.parametrize("wait", [0.0, 0.6], ids=["a fast line", "a slow line"])
def test_on_a_slow_line_what_has_come_is_shown_between_two_parts(
    day: list[Entry], wait: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filling, "AT_ONCE", 1)
    seen: list[bool] = []
    with clinic_of_its_own(FACILITY) as clinic:
        with clinic.store.changing() as connection:
            begin_epoch(connection, new_id())
        with pytest.raises(NoLine):
            filling.fill(clinic.store, cut_after_two(day, wait, seen, clinic.store))
        assert seen == [False, wait == 0]
        assert rebuild(clinic.store, check=True).different == ()


def test_it_stops_when_its_time_is_over_and_goes_on_the_next_time(store: Store) -> None:
    behind.catch_up(store, within=0)
    assert (is_behind(store), count(store, settlement)) == (True, 0)
    steps = 0
    while is_behind(store):
        behind.catch_up(store, within=1e-4)
        steps += 1
    assert steps > 1
    assert rebuild(store, check=True).different == ()


def test_making_the_tables_again_leaves_nothing_behind(store: Store) -> None:
    assert rebuild(store, check=True).different == ()
    assert not is_behind(store)


def test_only_types_that_there_are_wait() -> None:
    known = {fact.type for fact in APPLY}
    assert known > behind.LATER
    assert known > behind._AT_ONCE
