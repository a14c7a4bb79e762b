"""After a cut the segments are small, and grow with what gets through: the next cut loses no more than that."""

import itertools

import pytest

from clinic_app.journal.segment import read_segment
from clinic_app.sync import engine
from clinic_app.sync.engine import last_round, sync_once
from clinic_app.sync.errors import NoLine
from tests.sync.doings import agree, registered, synced
from tests.sync.fake_county import FakePeer


class Weighed(FakePeer):
    """Notes how many entries each segment has that it is given."""

    def push(self, segment: bytes):
        count = len(read_segment(segment, self.store.public_key).entries)
        self.sizes = [*getattr(self, "sizes", []), count]
        return super().push(segment)


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "FIRST_BYTES", 16_000)
    monkeypatch.setattr(engine, "LEAST_BYTES", 1_000)


def sizes(store, county, **faults: frozenset[int]) -> list[int]:
    peer = Weighed(county, store, **faults)
    try:
        sync_once(store, peer)
    except NoLine:
        assert faults
    return peer.sizes


def test_each_cut_halves_the_first_segment_of_the_next_round(new_pc, county) -> None:
    store = new_pc("a")
    registered(store, count=800)
    cut = [sizes(store, county, cut_before=frozenset({0}))[0] for _ in range(6)]
    assert all(later < earlier * 0.6 for earlier, later in itertools.pairwise(cut[:4]))
    assert cut[5] == cut[4], "but not below the least"
    assert last_round(store)["segment_bytes"] == 1_000


def test_a_segment_is_at_most_what_has_got_through_since_the_cut(new_pc, county) -> None:
    store = new_pc("a")
    registered(store, count=800)
    for _ in range(5):
        sizes(store, county, cut_before=frozenset({0}))
    through = sizes(store, county)
    assert len(through) > 3
    for number in range(1, len(through)):
        assert through[number] <= sum(through[:number]) + 1
    agree(store, county)


def test_a_round_that_goes_through_forgets_the_cuts(new_pc, county) -> None:
    store = new_pc("a")
    registered(store, count=800)
    whole = sizes(store, county, cut_before=frozenset({0}))[0]
    synced(store, county)
    assert "segment_bytes" not in last_round(store)
    registered(store, count=800)
    assert sizes(store, county)[0] >= whole * 0.9
