"""County, hub and PCs as a clinic has them: processes, TLS, mDNS on the loopback interface, power cuts."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from clinic_app.store import hub
from clinic_app.store.journal import Store
from clinic_app.store.keys import KeyHolder
from clinic_app.sync.enrolment import enrol, join
from clinic_app.sync.lan import Lan
from clinic_app.sync.runner import SyncNow, SyncRunner
from clinic_app.sync.schedule import Rules
from sync_server.hub.disk import open_locked
from tests.e2e.county_at_work import CountyAtWork
from tests.e2e.processes import Served, command, running
from tests.e2e.test_hub import eventually, is_safe
from tests.e2e.test_sync_county import PASSWORD, clinic, equal, registered, synced
from tests.server.county import TOWNSHIP, founded
from tests.sync.fake_county import ids

QUICK = Rules(
    soon=0.2, look=0.2, probe_first=0.3, probe_most=1.0, relayed=5.0, gather=0.2, evening_tries=10_000
)


@dataclass
class Place:
    """A county with a township that has two PCs and a hub."""

    county: Served
    hub: Served
    folder: Path
    books: CountyAtWork


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    county_url = f"sqlite:///{tmp_path / 'county.db'}"
    founded(county_url).close()
    county = Served("--database", county_url)
    hub_url = f"sqlite:///{tmp_path / 'hub.db'}"
    server = Served("--database", hub_url, "--role", "hub", "--upstream", county.url)
    books = CountyAtWork(county.url, county_url, b"")
    with running(county):
        first = tmp_path / "a"
        store, holder, _ = clinic(first)
        enrol(store, holder, county.url, books.code(TOWNSHIP))
        synced(store)
        assert eventually(lambda: books.count() > 0 and len(books.journal_of(store)) == 1), "numbered, too"
        store.close()
        code = books.code(TOWNSHIP)
        told = json.loads(
            command("hub", "init", "--server", county.url, "--code", code, "--database", hub_url, "--json")
        )
        assert told["facility"] == TOWNSHIP
        with running(server):
            yield Place(county, server, tmp_path, books)


def pcs(place: Place) -> tuple[Store, Store, KeyHolder]:
    from clinic_app.store.setup import unlock

    a, holder = unlock(place.folder / "a", "P001", PASSWORD)
    b = join(place.folder / "b", place.county.url, place.books.code(TOWNSHIP), None, "P001", PASSWORD)
    synced(a)
    synced(b)
    return a, b, holder


class Desktop:
    """A PC that syncs by itself."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.states: list[SyncNow] = []
        self.came = threading.Event()
        self.runner = SyncRunner(store, self.states.append, self.came.set, QUICK, Lan(("127.0.0.1",)))

    @property
    def now(self) -> SyncNow:
        return self.states[-1] if self.states else SyncNow(line="down")


@contextmanager
def desktops(*stores: Store) -> Iterator[list[Desktop]]:
    found = [Desktop(store) for store in stores]
    try:
        for one in found:
            one.runner.start()
        yield found
    finally:
        for one in found:
            one.runner.stop()


def has(store: Store, other: Store) -> bool:
    return set(ids(other)) <= set(ids(store))


def test_pcs_find_their_hub_and_work_passes_within_seconds_while_the_county_is_away(place) -> None:
    a, b, holder = pcs(place)
    with desktops(a, b) as (one, other):
        assert eventually(lambda: one.now.hubs == other.now.hubs == 1, 30), (
            "nobody told the PCs where the hub is"
        )
        assert eventually(lambda: is_safe(a) and is_safe(b), 30)
        place.county.kill()
        assert eventually(lambda: one.now.line == other.now.line == "down", 60)
        other.came.clear()
        began = time.monotonic()
        registered(a, holder, 3)
        assert other.came.wait(10) and eventually(lambda: has(b, a))
        assert time.monotonic() - began < 10
        assert eventually(lambda: (one.now.unsent, one.now.at_hub) == (3, 3)), (
            "院内已收, and no more than that"
        )
        assert not is_safe(a)
        place.county.start()
        assert eventually(lambda: is_safe(a) and one.now.unsent == 0, 60), "by the hub, or by its own line"
    for store in (a, b):
        synced(store)
        equal(store, place.books)
    assert ids(a) == ids(b)


def test_a_hub_killed_in_the_middle_of_a_push_loses_nothing_that_it_confirmed(place) -> None:
    a, b, holder = pcs(place)
    with desktops(a, b) as (one, other):
        assert eventually(lambda: one.now.hubs == other.now.hubs == 1, 60)
        place.county.kill()
        for wait in (0.3, 0.6, 0.9):
            registered(a, holder, 400)
            time.sleep(wait)  # somewhere in a push, or just after it
            place.hub.kill()
            confirmed = held_by_hub(a)
            place.hub.start()
            assert held_really(place, a) >= confirmed
        assert eventually(lambda: one.now.at_hub == 1200, 90), one.now
        assert eventually(lambda: has(b, a), 60)
        place.county.start()
        assert eventually(lambda: is_safe(a), 90)
    for store in (a, b):
        synced(store)
        equal(store, place.books)


def held_by_hub(store: Store) -> int:
    with store.reading() as connection:
        return sum(hub.pushed_to(connection, hub_of(store)).values())


def hub_of(store: Store):
    with store.reading() as connection:
        return next(iter(hub.hubs_of(connection, store.facility)))


def held_really(place: Place, store: Store) -> int:
    from sync_server.store.queries import journals

    database = open_locked(f"sqlite:///{place.folder / 'hub.db'}", {}, new=False)
    with database.reading() as connection:
        found = sum(head.seq for head in journals.heads_of(connection, store.device).values())
    database.close()
    return found


def test_without_its_hub_a_pc_goes_on_with_the_county_alone(place) -> None:
    a, b, holder = pcs(place)
    with desktops(a, b) as (one, _):
        assert eventually(lambda: one.now.hubs == 1 and is_safe(a), 30)
        place.hub.kill()
        registered(a, holder, 2)
        assert eventually(lambda: is_safe(a), 30)
        assert eventually(lambda: has(b, a), 30)
        assert eventually(lambda: one.now.hubs == 0, 60), "a hub that does not answer is not shown"
