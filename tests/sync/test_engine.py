"""One round of sync against a county in memory, with the line cut and the program killed everywhere."""

from contextlib import contextmanager

import pytest

from clinic_app.journal.facts.county import EntryQuarantined, FacilityRegistered
from clinic_app.store import epochs, exchange
from clinic_app.store.absorb import Absorbed, absorb
from clinic_app.store.rows import own_runs
from clinic_app.sync import engine
from clinic_app.sync.engine import last_round, sync_once
from clinic_app.sync.errors import BadAnswer, NoLine, Unenrolled
from tests.sync.doings import agree, at_county, held, registered, renamed, synced, synced_in_the_end
from tests.sync.fake_county import Clock, FakePeer, ids, new_store


class Killed(BaseException):
    """The power went."""


def small_segments(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a few entries need several requests each way."""
    monkeypatch.setattr(engine, "FIRST_BYTES", 250)
    monkeypatch.setattr(engine, "LEAST_BYTES", 250)
    monkeypatch.setattr(engine, "MOST_BYTES", 250)
    monkeypatch.setattr(engine, "PAGE", 2)


def test_a_round_brings_each_pc_what_the_other_wrote(new_pc, county) -> None:
    a, b = new_pc("a"), new_pc("b")
    registered(a, "张", 5)
    registered(b, "李", 3)
    synced(a, county)
    done = synced(b, county)
    assert (done.pushed, done.pulled, done.safe) == (3, 5, True)
    assert synced(a, county).pulled == 3
    agree(a, county)
    agree(b, county)
    assert ids(a) == ids(b)


def test_a_second_round_has_nothing_to_do(new_pc, county) -> None:
    a = new_pc("a")
    registered(a, count=3)
    synced(a, county)
    done = synced(a, county)
    assert (done.pushed, done.pulled, done.requests) == (0, 0, 1)


def test_an_unenrolled_pc_says_so(tmp_path, clock, county) -> None:
    store = new_store(tmp_path / "x", clock)
    with pytest.raises(Unenrolled):
        sync_once(store, FakePeer(county, store))
    assert last_round(store)["error"] == "sync.not_enrolled"
    store.close()


def test_a_joined_pc_without_an_entry_of_its_own_pushes_its_first_one_later(new_pc, county) -> None:
    a, b = new_pc("a"), new_pc("b")
    registered(a, count=2)
    synced(a, county)
    assert synced(b, county).safe
    registered(b)
    assert synced(b, county).pushed == 1
    agree(b, county)


@pytest.mark.parametrize("where", ["cut_before", "cut_after"])
def test_whatever_request_is_cut_nothing_is_lost_or_doubled(new_pc, county, monkeypatch, where) -> None:
    small_segments(monkeypatch)
    a, b = new_pc("a"), new_pc("b")
    cuts = 0
    for number in range(40):
        registered(a, f"张{number}", 3)
        registered(b, f"李{number}", 4)
        synced(b, county)
        if synced_in_the_end(a, county, **{where: frozenset({number})}) <= number:
            break
        cuts += 1
        agree(a, county)
    assert cuts >= 4, "the round was cut at fewer places than it has"
    synced(b, county)
    assert ids(a) == ids(b)


def test_killed_after_any_step_it_goes_on_where_it_was(new_pc, county, monkeypatch) -> None:
    small_segments(monkeypatch)
    a, b = new_pc("a"), new_pc("b")
    for at in range(40):
        registered(a, f"张{at}", 2)
        registered(b, f"李{at}", 4)
        synced(b, county)
        left = at

        def die(_: object) -> None:
            nonlocal left
            left -= 1
            if left < 0:
                raise Killed

        try:
            sync_once(a, FakePeer(county, a), die)
        except Killed:
            synced(a, county)
            agree(a, county)
        else:
            break
    else:
        raise AssertionError("the round has no end")
    assert at >= 5


def dying(changing, steps: int, when: str):
    """A store's `changing` that lets so many transactions through."""
    left = steps

    @contextmanager
    def once():
        nonlocal left
        with changing() as connection:
            yield connection
            left -= 1
            if left < 0 and when == "before the commit":
                raise Killed
        if left < 0:
            raise Killed

    return once


@pytest.mark.parametrize("when", ["before the commit", "after the commit"])
def test_killed_around_any_transaction_it_goes_on_where_it_was(new_pc, county, monkeypatch, when) -> None:
    small_segments(monkeypatch)
    a, b = new_pc("a"), new_pc("b")
    for at in range(60):
        registered(a, f"张{at}", 2)
        registered(b, f"李{at}", 4)
        synced(b, county)
        changing = a.changing
        a.changing = dying(changing, at, when)
        try:
            sync_once(a, FakePeer(county, a))
        except Killed:
            a.changing = changing
            synced(a, county)
            agree(a, county)
        else:
            a.changing = changing
            break
    else:
        raise AssertionError("the round has no end")
    assert at >= 5


def test_the_same_page_twice_or_late_changes_nothing(new_pc, county) -> None:
    a, b = new_pc("a"), new_pc("b")
    registered(b, count=5)
    synced(b, county)
    first = county.page(a.device, county.epoch, 0, 3)
    second = county.page(a.device, county.epoch, first.upto, 3)
    assert absorb(a, second) == Absorbed(0, False)
    assert absorb(a, first) == Absorbed(3, True)
    assert absorb(a, first) == Absorbed(0, False)
    assert absorb(a, second).new == 2
    assert absorb(a, first) == Absorbed(0, False)
    agree(a, county)


def test_a_page_boundary_that_fits_exactly_ends_the_pull(new_pc, county, monkeypatch) -> None:
    for size in (4, 5, 6):
        monkeypatch.setattr(engine, "PAGE", size)
        a, b = new_pc(f"a{size}"), new_pc(f"b{size}")
        before = len(ids(a))
        registered(b, count=5)
        synced(b, county)
        synced(a, county)
        assert set(ids(b)) <= set(ids(a)), size
        assert len(ids(a)) > before


def test_safe_means_that_the_county_holds_the_last_entry(new_pc, county) -> None:
    a = new_pc("a")
    registered(a, count=2)
    peer = FakePeer(county, a, between=lambda _: registered(a, "迟") and None)
    done = sync_once(a, peer)
    assert (done.pushed, done.safe) == (2, False), "what is written during a round is the next one's"
    assert last_round(a)["safe"] is False
    assert synced(a, county).safe


def test_how_a_round_ended_is_remembered(new_pc, county) -> None:
    a = new_pc("a")
    registered(a, count=2)
    with pytest.raises(NoLine):
        sync_once(a, FakePeer(county, a, cut_after=frozenset({0})))
    ended = last_round(a)
    assert (ended["result"], ended["error"], ended["safe"]) == ("error", "sync.no_line", False)
    synced(a, county)
    ended = last_round(a)
    assert (ended["result"], ended["error"], ended["safe"]) == ("ok", "", True)


def test_a_clock_ahead_is_bounded_alike_on_every_pc_even_when_the_answer_was_lost(new_pc, county) -> None:
    """The name that was put right later wins, although the first PC's clock ran ten years ahead."""
    fast = Clock(county.wall() + 10 * 365 * 86_400_000)
    a, b = new_pc("a", fast), new_pc("b")
    (person,) = registered(a, "张")
    synced(a, county)
    synced(b, county)
    renamed(a, person, "错")
    with pytest.raises(NoLine):
        sync_once(a, FakePeer(county, a, cut_after=frozenset({1})))
    county.wall.now += 20 * 60_000
    fast.now += 20 * 60_000  # so that the tables may be made again
    later = renamed(b, person, "对")
    synced(b, county)
    synced(a, county)
    synced(b, county)
    for store in (a, b):
        agree(store, county)
        assert effective(store, later.id) > effective(store, person.id)
    assert [effective(a, i) for i in ids(a)] == [effective(b, i) for i in ids(b)]


def effective(store, entry_id) -> int:
    import sqlalchemy as sa

    from clinic_app.store.tables import entry

    with store.reading() as connection:
        return connection.scalar(sa.select(entry.c.effective).where(entry.c.id == entry_id))


def test_a_county_that_lost_what_it_acknowledged_gets_it_again(new_pc, county) -> None:
    a = new_pc("a")
    registered(a, count=3)
    synced(a, county)
    run = next(iter(county.runs.values()))
    del run.entries[1:], run.links[1:], run.receipts[1:], run.segments[:], county.log[1:]
    assert synced(a, county).pushed == 2
    assert held(a) == at_county(a, county)


def test_quarantine_is_told_and_blocks_nothing(new_pc, county) -> None:
    a = new_pc("a")
    bad, _ = registered(a, count=2)
    synced(a, county)
    county.state(EntryQuarantined(facility=a.facility, entry_id=bad.id, reason="journal.bad_fact"))
    registered(a)
    done = synced(a, county)
    assert (done.pushed, done.quarantined, done.safe) == (1, 1, True)


def test_a_county_that_contradicts_itself_is_not_asked_for_ever(new_pc, county) -> None:
    a = new_pc("a")
    registered(a)

    class Liar(FakePeer):
        def push(self, segment: bytes) -> object:
            from clinic_app.journal.refusal import Gap

            self.calls += 1
            raise Gap(wanted=7)

    peer = Liar(county, a)
    with pytest.raises(BadAnswer):
        sync_once(a, peer)
    assert peer.calls < 20


def test_a_false_receipt_is_not_believed(new_pc, county) -> None:
    a = new_pc("a")
    registered(a)

    class Liar(FakePeer):
        def push(self, segment: bytes) -> object:
            from clinic_app.sync.county import Receipt

            with a.reading() as connection:
                run = own_runs(connection)[-1]
            return Receipt(run.incarnation, run.head_seq, "00" * 32, 1)

    with pytest.raises(BadAnswer):
        sync_once(a, Liar(county, a))
    assert not last_round(a)["safe"]


def test_a_county_put_back_gets_back_what_it_lost_its_own_too(new_pc, county, monkeypatch) -> None:
    small_segments(monkeypatch)
    import copy

    a, b = new_pc("a"), new_pc("b")
    county.state(FacilityRegistered(code=a.facility, name="漳平", inst_lv="township"))
    registered(a, count=2)
    synced(a, county)
    last_night = copy.deepcopy(county)
    registered(a, "今", 5)
    synced(a, county)
    registered(b, "今", 2)
    stated = [
        county.state(FacilityRegistered(code=f"35088100{number}", name="村", inst_lv="village"))
        for number in range(2, 7)
    ]
    synced(b, county)
    synced(a, county)
    county.put_back(last_night)
    registered(a, "后")
    synced(a, county)
    synced(b, county)
    synced(a, county)
    agree(a, county)
    agree(b, county)
    assert {entry.id for entry in stated} <= {entry.id for _, _, entry in county.log}
    assert ids(a) == ids(b)


@pytest.mark.parametrize("at", range(12))
def test_a_new_epoch_survives_a_cut_at_any_request(new_pc, county, monkeypatch, at) -> None:
    small_segments(monkeypatch)
    import copy

    a, b = new_pc("a"), new_pc("b")
    last_night = copy.deepcopy(county)
    registered(a, count=3)
    county.state(FacilityRegistered(code=a.facility, name="漳平", inst_lv="township"))
    registered(b, count=4)
    synced(b, county)
    synced(a, county)
    county.put_back(last_night)
    synced_in_the_end(a, county, cut_after=frozenset({at}))
    synced(b, county)
    synced(a, county)
    agree(a, county)
    agree(b, county)
    assert ids(a) == ids(b)


def test_an_answer_that_was_lost_costs_no_second_push(new_pc, county) -> None:
    a = new_pc("a")
    registered(a, count=3)
    with pytest.raises(NoLine):
        sync_once(a, FakePeer(county, a, cut_after=frozenset({1})))
    pushes = county.pushes
    done = synced(a, county)
    assert (done.pushed, done.safe, county.pushes) == (0, True, pushes)


def test_a_segment_too_large_for_the_county_is_cut_smaller(new_pc, county) -> None:
    a = new_pc("a")
    registered(a, count=30)

    class Narrow(FakePeer):
        def push(self, segment: bytes) -> object:
            from clinic_app.journal.packing import TooLarge

            if len(segment) > 1000:
                self.calls += 1
                raise TooLarge(limit=1000)
            return super().push(segment)

    assert sync_once(a, Narrow(county, a)).safe
    agree(a, county)


def test_a_county_put_back_twice_before_anybody_pulled_again_loses_nothing(new_pc, county) -> None:
    import copy

    a = new_pc("a")
    synced(a, county)
    last_night = copy.deepcopy(county)
    stated = county.state(FacilityRegistered(code="350881002", name="村", inst_lv="village"))
    synced(a, county)
    county.put_back(last_night)
    with pytest.raises(NoLine):  # news (another epoch), give back, and the line is gone
        sync_once(a, FakePeer(county, a, cut_before=frozenset({2})))
    assert stated.id in [entry.id for _, _, entry in county.log], "given back, but not come by again"
    county.put_back(last_night)
    synced(a, county)
    assert stated.id in [entry.id for _, _, entry in county.log]
    agree(a, county)
    with a.reading() as connection:
        assert epochs.kept_pages(connection) == []


def test_a_county_that_writes_a_place_of_its_journal_twice_is_found_out(new_pc, county) -> None:
    a = new_pc("a")
    county.state(FacilityRegistered(code="350881002", name="村", inst_lv="village"))
    synced(a, county)
    lost = county.log.pop()
    county.state(FacilityRegistered(code="350881003", name="村", inst_lv="village"))
    county.log.insert(0, lost)
    before = ids(a)
    with pytest.raises(exchange.Contradiction):
        synced(a, county)
    assert ids(a) == before
    assert last_round(a)["error"] == "sync.contradiction"
