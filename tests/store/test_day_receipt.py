"""县级回执: a day's entries are counted once and on their own day, and the county's word on them is held against them."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
import sqlalchemy as sa

from clinic_app.domain.time import BEIJING, ms_of
from clinic_app.journal.clock import stamp
from clinic_app.journal.day_sums import DaySum
from clinic_app.journal.facts.county import EntryQuarantined, EntryReleased
from clinic_app.services.receipts import ReceiptService
from clinic_app.store import run_days
from clinic_app.store.day_receipt import Day, day_of
from clinic_app.store.journal import Store
from clinic_app.store.rows import own_runs
from clinic_app.store.tables import entry as entries
from clinic_app.store.tables import run_counted, run_day
from clinic_app.sync.engine import compare_days
from tests.sync.conftest import clock, county, new_pc
from tests.sync.doings import registered, synced
from tests.sync.fake_county import Clock, FakeCounty

__all__ = ["clock", "county", "new_pc"]
DAY = date(2026, 9, 22)
MIDNIGHT = ms_of(datetime(2026, 9, 23, tzinfo=BEIJING))
Pcs = Callable[..., Store]


@pytest.fixture
def pc(new_pc: Pcs, clock: Clock) -> Store:
    """Three entries in the last second of a day, two in the first of the next."""
    pc = new_pc()
    clock.now = MIDNIGHT - 1000
    registered(pc, count=3)
    clock.now = MIDNIGHT
    registered(pc, count=2)
    return pc


def of(pc: Store, day: date) -> Day:
    with pc.reading() as connection:
        return day_of(connection, day)


def told(pc: Store, days: dict[str, tuple[int, int]]) -> None:
    """The county has told the sums of days at the end of a push."""
    with pc.reading() as connection:
        [run] = own_runs(connection)
    compare_days(pc, run, run.safe_seq, days)


def test_each_entry_stands_on_its_own_day_at_beijing(pc: Store, county: FakeCounty) -> None:
    days = [of(pc, DAY + timedelta(days=number)) for number in (-1, 0, 1, 2)]
    assert [day.waiting for day in days] == [0, 3, 2, 0]
    synced(pc, county)
    days = [of(pc, DAY + timedelta(days=number)) for number in (-1, 0, 1, 2)]
    assert [(day.held.entries, day.waiting) for day in days] == [(0, 0), (3, 0), (2, 0), (0, 0)]
    assert [day.head_seq for day in days] == [0, 3, 5, 0]


def test_the_ends_agree_when_the_county_has_told_the_same(pc: Store, county: FakeCounty) -> None:
    synced(pc, county)
    assert of(pc, DAY).theirs is None
    told(pc, {DAY.isoformat(): (3, 0)})
    assert of(pc, DAY).theirs == DaySum(3, 0)
    assert of(pc, DAY + timedelta(days=1)).theirs is None
    receipt = ReceiptService(pc).receipt(DAY)
    assert (receipt.agrees, receipt.county_entries) == (True, 3)


def test_a_day_on_which_the_county_holds_less_is_told(pc: Store, county: FakeCounty) -> None:
    synced(pc, county)
    told(pc, {DAY.isoformat(): (2, 0)})
    assert ReceiptService(pc).receipt(DAY).agrees is False


def test_a_row_that_was_changed_on_this_disk_is_seen(pc: Store, county: FakeCounty) -> None:
    synced(pc, county)
    told(pc, {DAY.isoformat(): (3, 0)})
    with pc.changing() as connection:
        connection.execute(
            sa.update(entries).where(entries.c.seq == 2).values(time=stamp(MIDNIGHT - 86_400_000 * 9))
        )
    assert ReceiptService(pc).receipt(DAY).agrees is False


def test_an_old_word_on_a_day_whose_rest_went_by_stick_is_no_difference(
    pc: Store, county: FakeCounty
) -> None:
    synced(pc, county)
    told(pc, {DAY.isoformat(): (3, 0)})
    with pc.changing() as connection:  # two more of that day: a stick took them, and it tells no sums
        connection.execute(sa.update(entries).where(entries.c.seq > 3).values(time=stamp(MIDNIGHT - 10)))
        for table in (run_day, run_counted):
            connection.execute(sa.delete(table))
        [run] = own_runs(connection)
        run_days.count_upto(connection, run, run.safe_seq)
    assert of(pc, DAY).held == DaySum(5, 0)
    assert ReceiptService(pc).receipt(DAY).agrees is None


def test_what_the_county_set_aside_is_counted_until_it_is_released(pc: Store, county: FakeCounty) -> None:
    synced(pc, county)
    with pc.reading() as connection:
        one = connection.scalar(sa.select(entries.c.id).where(entries.c.seq == 2))
    county.state(EntryQuarantined(facility=pc.facility, entry_id=one, reason="journal.bad_fact"))
    synced(pc, county)
    assert ReceiptService(pc).receipt(DAY).set_aside == 1
    assert ReceiptService(pc).receipt(DAY + timedelta(days=1)).set_aside == 0
    county.state(EntryReleased(facility=pc.facility, entry_id=one, reason="mended"))
    synced(pc, county)
    assert ReceiptService(pc).receipt(DAY).set_aside == 0
