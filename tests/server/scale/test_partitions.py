"""The journal on PostgreSQL is divided by position; nothing of it is lost, doubled or read in the wrong place."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from sync_server.store.engine import PEN, Database, take_lock
from sync_server.store.partitions import WIDTH, make_ahead
from sync_server.store.queries import entries, feeds
from sync_server.store.queries.progress import SEQUENCED, move
from sync_server.store.schema import MIGRATIONS, migrate
from tests.server.county import TOWNSHIP, TestCounty, founded, running

_FILL = sa.text(
    "insert into journal_entry (position, id, device, incarnation, seq, time, author, type, subject, body, "
    "body_hash, signature, received, facility) "
    "select no, gen_random_uuid(), '00000000-0000-0000-0000-000000000001', "
    "'00000000-0000-0000-0000-000000000002', no, no, 'A001', 'chart.viewed', null, '{}', '', '', no, '350881001' "
    "from generate_series(cast(:first as bigint), cast(:last as bigint)) as no"
)


@pytest.fixture
def county(postgres_url: str) -> Iterator[TestCounty]:
    with running(founded(postgres_url)) as county:
        yield county


def stand_at(database: Database, position: int) -> None:
    """As if the county had numbered so many entries."""
    with database.writing() as connection:
        move(connection, SEQUENCED, position)
        move(connection, "judged", position)


def rows_in(database: Database, partition: str) -> int:
    with database.reading() as connection:
        return int(connection.scalar(sa.text(f"select count(*) from {partition}")) or 0)


def test_a_county_begins_with_partitions_ahead_and_makes_the_next_in_time(county: TestCounty) -> None:
    assert make_ahead(county.database) == 2
    assert make_ahead(county.database) == 0
    stand_at(county.database, WIDTH)
    assert make_ahead(county.database) == 1
    assert rows_in(county.database, f"journal_entry_{3 * WIDTH}") == 0


def test_pushes_flow_over_the_border_between_two_partitions(county: TestCounty) -> None:
    make_ahead(county.database)
    clinic = county.clinic()
    reader = county.further(clinic)
    stand_at(county.database, WIDTH - 4)
    written = [clinic.visit().id for _ in range(6)]
    clinic.push()
    county.work()
    inside = rows_in(county.database, "journal_entry_0"), rows_in(county.database, f"journal_entry_{WIDTH}")
    assert min(inside) > 0 and rows_in(county.database, "journal_entry_default") == 0
    reader.cursor = WIDTH - 4
    assert [entry.id for entry in reader.pull() if entry.id in written] == written


def test_entries_beyond_the_last_partition_wait_in_the_default_one_and_are_moved(county: TestCounty) -> None:
    clinic = county.clinic()
    stand_at(county.database, 5 * WIDTH - 2)
    written = [clinic.visit().id for _ in range(4)]
    clinic.push()
    county.work()
    count = rows_in(county.database, "journal_entry_default")
    assert count >= 4
    assert make_ahead(county.database) == 6 + 1
    assert rows_in(county.database, "journal_entry_default") == 0
    moved = (
        rows_in(county.database, f"journal_entry_{4 * WIDTH}"),
        rows_in(county.database, f"journal_entry_{5 * WIDTH}"),
    )
    assert sum(moved) == count and min(moved) > 0
    with county.database.reading() as connection:
        assert [len(entries.by_id(connection, entry_id)) for entry_id in written] == [1] * 4


def test_who_holds_the_journal_is_waited_for_briefly_and_the_next_look_makes_it(county: TestCounty) -> None:
    with county.database.writing() as busy:
        take_lock(busy, PEN)
        with pytest.raises(sa.exc.OperationalError, match="lock timeout"):
            make_ahead(county.database)
    assert make_ahead(county.database) == 2


def test_a_table_with_entries_becomes_the_first_partition(postgres_url: str) -> None:
    database = Database(postgres_url)
    with database.writing() as connection:
        config = Config()
        config.set_main_option("script_location", MIGRATIONS)
        config.attributes["connection"] = connection
        command.upgrade(config, "0002")
        connection.execute(_FILL, {"first": WIDTH - 5, "last": WIDTH + 4})
        before = [arrived.entry for arrived in entries.all_entries(connection)]
    migrate(database)
    with database.reading() as connection:
        assert [arrived.entry for arrived in entries.all_entries(connection)] == before
    assert len(before) == rows_in(database, "journal_entry_0") == 10
    stand_at(database, WIDTH + 4)
    assert make_ahead(database) == 2
    with database.writing() as connection:
        connection.execute(_FILL, {"first": 2 * WIDTH - 1, "last": 2 * WIDTH})
    assert (rows_in(database, "journal_entry_0"), rows_in(database, f"journal_entry_{2 * WIDTH}")) == (11, 1)
    database.close()


def plans(database: Database, ask: Callable[[sa.Connection], object]) -> list[str]:
    """How PostgreSQL answers what `ask` asks: each plan as it was carried out."""
    asked: list[tuple[str, Any]] = []

    def remember(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> None:
        if "journal_entry" in statement:
            asked.append((statement, parameters))

    sa.event.listen(database.engine, "before_cursor_execute", remember)
    try:
        with database.reading() as connection:
            ask(connection)
    finally:
        sa.event.remove(database.engine, "before_cursor_execute", remember)
    assert asked
    with database.reading() as connection:
        return [
            "\n".join(
                row[0]
                for row in connection.exec_driver_sql(
                    f"explain (analyze, costs off, timing off, summary off) {statement}", parameters
                )
            )
            for statement, parameters in asked
        ]


@pytest.fixture
def filled(county: TestCounty) -> Database:
    """Some ten thousand entries on each of three partitions."""
    database = county.database
    make_ahead(database)
    with database.writing() as connection:
        for border in (WIDTH, 2 * WIDTH):
            connection.execute(_FILL, {"first": border - 15_000, "last": border + 15_000})
        connection.execute(
            sa.text(
                "insert into feed_item select '350881001', position from journal_entry on conflict do nothing"
            )
        )
        move(connection, SEQUENCED, 2 * WIDTH + 15_000)
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.text("analyze journal_entry"))
        connection.execute(sa.text("analyze feed_item"))
    return database


def used(plan: str) -> set[str]:
    """The partitions that a plan really went into; the default one, always empty here, ends every open range."""
    return {
        line.split(" on ")[1].split()[0].removesuffix("_id_idx")
        for line in plan.splitlines()
        if " Scan" in line and " on journal_entry" in line and "never executed" not in line
    } - {"journal_entry_default"}


@pytest.mark.parametrize(
    ("ask", "touched"),
    [
        pytest.param(lambda c: entries.at(c, WIDTH + 7), {f"journal_entry_{WIDTH}"}, id="one place"),
        pytest.param(
            lambda c: entries.after(c, 2 * WIDTH + 14_900, 50),
            {f"journal_entry_{2 * WIDTH}"},
            id="what is newest",
        ),
        pytest.param(
            lambda c: feeds.stretch(c, TOWNSHIP, UUID(int=9), WIDTH + 100, 50, 1 << 20),
            {f"journal_entry_{WIDTH}", f"journal_entry_{2 * WIDTH}"},
            id="a page of a feed, and where it might go on",
        ),
    ],
)
def test_a_question_by_position_goes_into_its_partition_only(
    filled: Database, ask: Callable[[sa.Connection], object], touched: set[str]
) -> None:
    for plan in plans(filled, ask):
        assert used(plan) == touched, plan
        assert not any(f"Seq Scan on {name} " in plan for name in touched), plan


def test_a_question_by_id_is_one_look_up_in_each_partition(filled: Database) -> None:
    for ask in (
        lambda c: entries.by_id(c, uuid4()),
        lambda c: entries.facilities_of_ids(c, [uuid4(), uuid4()]),
        lambda c: entries.earlier_of_ids(c, [uuid4(), uuid4()]),
    ):
        for plan in plans(filled, ask):
            assert len(used(plan)) == 3, plan
            for name in ("journal_entry_0", f"journal_entry_{WIDTH}"):
                assert f"Seq Scan on {name} " not in plan, plan
