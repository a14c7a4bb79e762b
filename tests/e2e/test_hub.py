"""A clinic's PCs, their hub, and the county over it, all real."""

import time
from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa

from clinic_app.journal.hub import News
from clinic_app.store import exchange, hub, local
from clinic_app.store.journal import Store
from clinic_app.store.tables import lan_entry
from clinic_app.sync.hub import hear, hub_at, push
from tests.e2e.county_at_work import at_work
from tests.e2e.hub_at_work import HubAtWork, hub_at_work
from tests.e2e.test_sync_county import enrolled, equal, joined, registered, synced
from tests.sync.fake_county import ids


def pushed(store: Store, at: HubAtWork) -> int:
    peer = hub_at(store, at.id, at.url)
    try:
        return push(store, peer, at.id)
    finally:
        peer.close()


def heard(store: Store, at: HubAtWork, wait: int = 0) -> News:
    """Everything that the hub has for this PC."""
    peer = hub_at(store, at.id, at.url)
    try:
        news = hear(store, peer, at.id, wait)
        while news.more:
            news = hear(store, peer, at.id)
        return news
    finally:
        peer.close()


def eventually(condition: Callable[[], bool], seconds: float = 15.0) -> bool:
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def is_safe(store: Store) -> bool:
    with store.reading() as connection:
        return exchange.unsent(connection).count == 0


def two_pcs(folder: Path, county) -> tuple[Store, Store, object]:
    a, holder, _ = enrolled(folder / "a", county)
    synced(a)
    b = joined(folder / "b", county)
    synced(b)
    synced(a)
    return a, b, holder


def test_work_passes_between_pcs_while_the_county_is_away_and_reaches_it_once(tmp_path: Path) -> None:
    with at_work(tmp_path) as county:
        a, b, holder = two_pcs(tmp_path, county)
        with hub_at_work(tmp_path / "hub", county) as first:
            synced(a), synced(b)  # they hear that there is a hub
    with hub_at_work(tmp_path / "hub", county, database_url=first.database_url) as at:
        registered(a, holder, 450)
        assert pushed(a, at) == 452, "all of its journal: the hub is new"
        heard(b, at)
        assert set(ids(a)) <= set(ids(b))
        registered(b, holder, 3)
        assert pushed(b, at) == 3
        heard(a, at)
        assert ids(a) == ids(b)
        with a.reading() as connection:
            assert hub.waiting(connection) == hub.Waiting(count=450, held=450)
        assert not is_safe(a)
    with (
        at_work(tmp_path, database_url=county.database_url) as again,
        hub_at_work(tmp_path / "hub", again, database_url=at.database_url) as back,
    ):
        assert eventually(lambda: bool(heard(a, back)) and is_safe(a)), (
            "the county's receipt comes by the hub"
        )
        assert eventually(lambda: bool(heard(b, back)) and is_safe(b))
        for store in (a, b):
            point_to(store, again.url)
            done = synced(store)
            assert (done.pushed, done.safe) == (0, True)
            equal(store, again)
        assert ids(a) == ids(b)
        assert eventually(lambda: bool(synced(a)) and provisional_left(a) == 0), (
            "numbered a moment after the receipt"
        )
        assert eventually(lambda: bool(synced(b)) and provisional_left(b) == 0)


def point_to(store: Store, url: str) -> None:
    with store.changing() as connection:
        local.write(connection, local.SERVER, url)


def provisional_left(store: Store) -> int:
    with store.reading() as connection:
        return connection.scalar(sa.select(sa.func.count()).select_from(lan_entry)) or 0
