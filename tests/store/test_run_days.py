"""Both ends count a run by day; a single fen of difference is named, and is never green."""

from dataclasses import replace

import sqlalchemy as sa

from clinic_app.journal.day_sums import DaySum, day_sums
from clinic_app.journal.segment import read_segment
from clinic_app.store import exchange, run_days
from clinic_app.store.rows import own_runs
from clinic_app.store.tables import run_day
from clinic_app.sync.engine import sync_once
from tests.sync.conftest import *  # noqa: F403
from tests.sync.doings import registered
from tests.sync.fake_county import FakePeer


class Counting(FakePeer):
    """A county that tells what it holds of each day, and may be wrong by so many fen."""

    wrong = 0

    def push(self, segment):
        receipt = super().push(segment)
        held = self.county.runs[receipt.incarnation].entries
        brought = {run_day_of(entry) for entry in read_segment(segment, self.store.public_key).entries}
        days = {
            day: one for day, one in day_sums((entry.time, 0) for entry in held).items() if day in brought
        }
        told = {day: (one.entries, one.fen + self.wrong) for day, one in days.items()}
        return replace_struct(receipt, days=told)


def run_day_of(entry):
    return next(iter(day_sums([(entry.time, 0)])))


def replace_struct(receipt, **changes):
    from msgspec.structs import replace as changed

    return changed(receipt, **changes)


def test_what_both_ends_count_alike_is_safe(new_pc, county) -> None:
    a = new_pc("a")
    registered(a, count=3)
    assert sync_once(a, Counting(county, a)).safe
    registered(a, count=2)
    done = sync_once(a, Counting(county, a))
    assert (done.safe, done.differs) == (True, "")
    with a.reading() as connection:
        counted = connection.scalar(sa.select(sa.func.sum(run_day.c.entries)))
        assert counted == exchange.unsent(connection).head


def test_a_single_fen_of_difference_is_never_green(new_pc, county) -> None:
    a = new_pc("a")
    registered(a, count=3)
    peer = Counting(county, a)
    peer.wrong = 1
    done = sync_once(a, peer)
    assert (done.safe, bool(done.differs)) == (False, True)
    assert not sync_once(a, Counting(county, a)).safe, "nothing new was compared: it stands"
    a.wall.now += 86_400_000
    registered(a, count=1)
    assert not sync_once(a, Counting(county, a)).safe, "another day agrees, that one was not mentioned"
    with a.changing() as connection:
        run = own_runs(connection)[-1]
        agreed = {row.day: DaySum(row.entries, row.fen) for row in connection.execute(sa.select(run_day))}
        assert len(agreed) == 2
        run_days.compare(connection, run, agreed)
        assert run_days.differing(connection) == ""


def test_a_run_put_together_anew_is_counted_anew(new_pc, county) -> None:
    a = new_pc("a")
    registered(a, count=4)
    with a.changing() as connection:
        run = own_runs(connection)[-1]
        run_days.count_upto(connection, run, run.head_seq)
        connection.execute(sa.update(run_day).values(fen=7))
        connection.execute(sa.text("update run_counted set hash = zeroblob(32)"))
        run_days.count_upto(connection, run, run.head_seq)
        theirs = {
            day: DaySum(entries, 0)
            for day, entries in connection.execute(sa.select(run_day.c.day, run_day.c.entries))
        }
        assert run_days.differing_day(connection, run, theirs) is None
        day = next(iter(theirs))
        assert run_days.differing_day(connection, run, {day: replace(theirs[day], fen=1)}) == day
