"""apply commutes: whatever the order in which journals arrive, the tables come out equal."""

import random

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic_app.journal.catalog import FACTS
from clinic_app.projections.apply import apply_entry
from clinic_app.projections.tables import metadata
from clinic_app.projections.tables.residents import resident
from clinic_app.projections.upsert import Placed, Rows
from tests.world import World, facts, journal

ENGINE = sa.create_engine("sqlite://", poolclass=sa.pool.StaticPool)
metadata.create_all(ENGINE)
# Read by the driver: as it is stored, and in a tenth of the time.
WHOLE = {
    table.name: str(sa.select(table).order_by(*table.primary_key.columns).compile(ENGINE))
    for table in metadata.sorted_tables
}


def tables_after(entries: list[Placed], gathered: int = 0) -> dict[str, list[tuple[object, ...]]]:
    """Every table's rows once `entries` have arrived; the database is empty again afterwards.

    `gathered`: so many entries are written at once.
    """
    with ENGINE.connect() as connection, connection.begin() as transaction:
        rows = Rows(connection)
        for number, placed in enumerate(entries, start=1):
            apply_entry(rows if gathered else connection, placed)
            if gathered and number % gathered == 0:
                rows.flush()
        rows.flush()
        driver = connection.connection.cursor()
        found = {name: driver.execute(whole).fetchall() for name, whole in WHOLE.items()}
        transaction.rollback()
    return found


def interleaved(journals: list[list[Placed]], dice: random.Random) -> list[Placed]:
    """Each journal keeps its own order."""
    left = [list(one) for one in journals if one]
    merged: list[Placed] = []
    while left:
        one = dice.choice(left)
        merged.append(one.pop(0))
        left = [journal for journal in left if journal]
    return merged


def journals_of(seed: int, kinds: list[list[str]]) -> list[list[Placed]]:
    world = World(random.Random(seed))
    return [journal(world, one, device, 1000) for device, one in enumerate(kinds)]


def test_there_is_a_builder_for_each_fact():
    assert set(facts(World(random.Random(0)))) == set(FACTS)


@pytest.mark.parametrize("kind", sorted(FACTS))
def test_two_journals_of_one_kind_commute(kind):
    for seed in range(25):
        first, second = journals_of(seed, [[kind] * 3, [kind] * 3])
        assert tables_after(first + second) == tables_after(second + first)


@settings(max_examples=150, deadline=None)
@given(
    seed=st.integers(0, 10**9),
    kinds=st.lists(st.lists(st.sampled_from(sorted(FACTS)), max_size=12), min_size=2, max_size=4),
)
def test_any_interleaving_gives_equal_tables(seed, kinds):
    journals = journals_of(seed, kinds)
    straight = tables_after([placed for one in journals for placed in one])
    for shuffle in range(3):
        assert tables_after(interleaved(journals, random.Random(seed + shuffle))) == straight


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 10**9),
    kinds=st.lists(st.lists(st.sampled_from(sorted(FACTS)), max_size=20), min_size=1, max_size=3),
    size=st.integers(1, 30),
)
def test_many_rows_at_once_are_what_they_are_one_by_one(seed, kinds, size):
    arrived = interleaved(journals_of(seed, kinds), random.Random(seed))
    arrived += arrived[: len(arrived) // 3]  # some of it comes again
    assert tables_after(arrived, gathered=size) == tables_after(arrived)


def test_whoever_asks_through_rows_sees_what_was_told_before():
    [journal_of_one] = journals_of(3, [["resident.registered"] * 3])
    with ENGINE.connect() as connection, connection.begin() as transaction:
        rows = Rows(connection)
        for number, placed in enumerate(journal_of_one, start=1):
            apply_entry(rows, placed)
            assert rows.scalar(sa.select(sa.func.count()).select_from(resident)) == number
            assert len(rows.scalars(sa.text("select id from resident")).all()) == number
        transaction.rollback()


def test_the_same_entry_twice_changes_nothing():
    journals = journals_of(7, [sorted(FACTS), sorted(FACTS)])
    once = interleaved(journals, random.Random(1))
    assert tables_after(once + once) == tables_after(once)
