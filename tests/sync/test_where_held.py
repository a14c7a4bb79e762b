"""Where a record is: here alone, handed over, at the clinic's hub, at the county, or set aside; never more than is true."""

from pathlib import Path
from uuid import UUID

import pytest

from clinic_app.journal.day_sums import DaySum
from clinic_app.journal.facts.county import EntryQuarantined, EntryReleased
from clinic_app.store import exchange, hub, run_days
from clinic_app.store.rows import own_runs
from clinic_app.store.where_held import Held, WhereHeld, note_carried, set_aside, where_held, worst
from clinic_app.sync.engine import sync_once
from clinic_app.sync.errors import NoLine
from tests.store.test_run_days import Counting
from tests.sync.conftest import *  # noqa: F403
from tests.sync.courier_world import CourierWorld
from tests.sync.doings import registered
from tests.sync.fake_county import FakePeer, ids


def one_more(store) -> UUID:
    return registered(store)[0].id


def held(store, entry_id: UUID) -> Held:
    with store.reading() as connection:
        return where_held(connection, store, [entry_id])[entry_id].held


def test_an_entry_is_here_until_the_county_has_confirmed_it(new_pc, county) -> None:
    a = new_pc("a")
    one = one_more(a)
    assert held(a, one) is Held.HERE
    sync_once(a, FakePeer(county, a))
    assert held(a, one) is Held.COUNTY
    assert held(a, one_more(a)) is Held.HERE


class Looking(FakePeer):
    """Asks, while a push is under way, where its entries are; then the line is cut."""

    seen: Held | None = None
    asked: UUID | None = None

    def push(self, segment):
        self.seen = held(self.store, self.asked)
        raise NoLine(server="")


def test_what_a_round_is_handing_over_says_so_and_is_here_again_when_it_was_cut(new_pc, county) -> None:
    a = new_pc("a")
    peer = Looking(county, a)
    peer.asked = one_more(a)
    with pytest.raises(NoLine):
        sync_once(a, peer)
    assert peer.seen is Held.PACKED
    assert held(a, peer.asked) is Held.HERE


def test_what_lies_on_a_stick_is_packed_until_the_county_is_found_to_have_lost_something(
    new_pc, county
) -> None:
    a = new_pc("a")
    one = one_more(a)
    with a.changing() as connection:
        run = own_runs(connection)[-1]
        note_carried(connection, {run.incarnation: run.head_seq})
    later = one_more(a)
    assert (held(a, one), held(a, later)) == (Held.PACKED, Held.HERE)
    with a.changing() as connection:
        exchange.note_loss(connection)
    assert held(a, one) is Held.HERE


def test_the_hub_alone_is_not_the_county(new_pc, county) -> None:
    a = new_pc("a")
    one = one_more(a)
    with a.reading() as connection:
        run = own_runs(connection)[-1]
    hub.keep_pushed(a, UUID(int=7), run.incarnation, run.head_seq)
    assert held(a, one) is Held.HUB
    sync_once(a, FakePeer(county, a))
    assert held(a, one) is Held.COUNTY


def test_what_the_county_sets_aside_says_why_until_it_is_released(new_pc, county) -> None:
    a = new_pc("a")
    one = one_more(a)
    sync_once(a, FakePeer(county, a))
    county.state(EntryQuarantined(entry_id=one, reason="journal.unknown_author", detail="P009"))
    sync_once(a, FakePeer(county, a))
    with a.reading() as connection:
        assert where_held(connection, a, [one])[one] == WhereHeld(Held.ASIDE, "journal.unknown_author")
        (aside,) = set_aside(connection)
    assert (aside.entry_id, aside.own, aside.detail) == (one, True, "P009")
    county.state(EntryReleased(entry_id=one, reason="mended"))
    sync_once(a, FakePeer(county, a))
    with a.reading() as connection:
        assert where_held(connection, a, [one])[one] == WhereHeld(Held.COUNTY)
        assert set_aside(connection) == []


def test_a_colleague_s_entry_from_the_feed_is_at_the_county_and_an_unknown_one_is_left_out(
    new_pc, county
) -> None:
    a, b = new_pc("a"), new_pc("b")
    one = one_more(a)
    for store in (a, b):
        sync_once(store, FakePeer(county, store))
    assert held(b, one) is Held.COUNTY
    with b.reading() as connection:
        assert where_held(connection, b, [UUID(int=1)]) == {}


def test_more_ids_than_one_question_holds(new_pc, county) -> None:
    a = new_pc("a")
    registered(a, count=3)
    known = ids(a)
    with a.reading() as connection:
        found = where_held(connection, a, [*(UUID(int=n) for n in range(1200)), *known])
    assert set(found) == set(known)


@pytest.mark.parametrize(
    ("several", "shown"),
    [
        ([], None),
        ([Held.COUNTY, Held.HERE, Held.HUB], Held.HERE),
        ([Held.COUNTY, Held.HUB], Held.HUB),
        ([Held.HERE, Held.ASIDE], Held.ASIDE),
        ([Held.COUNTY, Held.COUNTY], Held.COUNTY),
    ],
)
def test_a_record_of_several_entries_shows_what_needs_somebody_most(several, shown) -> None:
    found = worst(WhereHeld(one) for one in several)
    assert (found and found.held) is shown or (found is None and shown is None)


def test_a_written_stick_is_packed_and_the_county_s_answer_makes_it_confirmed(tmp_path: Path) -> None:
    world = CourierWorld(tmp_path)
    a = world.pc("a")
    one = one_more(a)
    world.out(a)
    later = one_more(a)
    assert (held(a, one), held(a, later)) == (Held.PACKED, Held.HERE)
    world.at_county()
    assert held(a, one) is Held.PACKED, "the county's word has not come back"
    world.back(a)
    assert held(a, one) is Held.ASIDE, "it has arrived; nobody there knows who wrote it"
    assert held(a, later) is Held.HERE
    world.database.close()
    a.close()


def test_the_days_show_both_ends_and_what_waits(new_pc, county) -> None:
    a = new_pc("a")
    registered(a, count=3)
    peer = Counting(county, a)
    sync_once(a, peer)
    registered(a, count=2)
    with a.reading() as connection:
        (day,) = run_days.both_ends(connection, 7)
        confirmed = exchange.unsent(connection).safe
    assert (day.ours, day.theirs, day.waiting) == (DaySum(confirmed, 0), DaySum(confirmed, 0), 2)
    assert not day.differs
    peer.wrong = 1
    sync_once(a, peer)
    with a.reading() as connection:
        (day,) = run_days.both_ends(connection, 7)
    assert day.differs and day.theirs == DaySum(confirmed + 2, 1) and day.waiting == 0


def test_a_day_of_which_the_county_told_nothing_is_not_equal(new_pc, county) -> None:
    a = new_pc("a")
    registered(a, count=3)
    sync_once(a, FakePeer(county, a))
    registered(a)
    with a.reading() as connection:
        (day,) = run_days.both_ends(connection, 7)
    assert day.theirs is None and not day.differs and day.waiting == 1


def test_what_the_county_said_of_a_day_before_a_stick_brought_more_of_it_is_not_a_difference(
    new_pc, county
) -> None:
    a = new_pc("a")
    registered(a, count=3)
    sync_once(a, Counting(county, a))
    registered(a, count=2)
    sync_once(a, FakePeer(county, a))  # confirmed without a word on the day, as by stick
    a.wall.now += 86_400_000
    registered(a)
    sync_once(a, Counting(county, a))
    with a.reading() as connection:
        later, earlier = run_days.both_ends(connection, 7)
    assert not earlier.differs and earlier.theirs is None
    assert later.theirs == later.ours == DaySum(1, 0)
