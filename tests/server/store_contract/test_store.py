"""What the county needs of its database, the same for SQLite and PostgreSQL."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext

from clinic_app.journal.facts.county import FacilityRegistered
from clinic_app.projections.tables import metadata as projections
from sync_server.intake.pen import held_pen
from sync_server.intake.rebuild import rebuild
from sync_server.publish.facilities import register_facility
from sync_server.publish.founding import found, mark_restored
from sync_server.reports.journals import verify
from sync_server.store import tables
from sync_server.store.county import FoundedBefore, NotFounded, county_of
from sync_server.store.engine import BadDatabaseUrl, Database
from sync_server.store.queries import entries, feeds
from sync_server.store.queries.progress import SEQUENCED, position_of
from sync_server.store.schema import MIGRATIONS, migrate
from tests.server.clinic import Staff
from tests.server.county import TOWNSHIP, VILLAGE, founded, running


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    database = Database(url)
    yield database
    database.close()


def test_migrating_twice_changes_nothing(database: Database) -> None:
    assert migrate(database) is False
    assert migrate(database) is False


def test_the_migrations_lead_to_the_tables(database: Database) -> None:
    migrate(database)
    with database.reading() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "version_table": "server_version",
                "compare_type": True,
                "compare_server_default": True,
                "include_name": lambda name, kind, _: kind != "table" or name in tables.metadata.tables,
            },
        )
        assert compare_metadata(context, tables.metadata) == []


def test_down_and_up_again(database: Database) -> None:
    migrate(database)
    with database.writing() as connection:
        config = Config()
        config.set_main_option("script_location", MIGRATIONS)
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
        left = set(sa.inspect(connection).get_table_names()) & set(tables.metadata.tables)
    assert left == set()
    migrate(database)
    with database.reading() as connection:
        assert set(tables.metadata.tables) <= set(sa.inspect(connection).get_table_names())


def test_projections_of_another_shape_are_made_anew(database: Database) -> None:
    from sync_server.store.county import write_value

    migrate(database)
    found(database, "漳平市", ())
    register_facility(database, TOWNSHIP, "双洋镇卫生院", "township")
    with database.writing() as connection:
        write_value(connection, "projection_shape", b"older")
    assert migrate(database) is True
    assert rebuild(database) == 2
    with database.reading() as connection:
        assert connection.scalar(sa.text("select name from facility")) == "双洋镇卫生院"


def test_a_transaction_is_all_or_nothing(database: Database) -> None:
    migrate(database)
    with pytest.raises(ZeroDivisionError), database.writing() as connection:
        connection.execute(sa.insert(tables.meta).values(name="a", value=b"1"))
        raise ZeroDivisionError
    with database.reading() as connection:
        assert connection.execute(sa.select(tables.meta).where(tables.meta.c.name == "a")).all() == []


def test_there_is_one_county_in_a_database(database: Database) -> None:
    migrate(database)
    with pytest.raises(NotFounded), held_pen(database):
        pass
    county = found(database, "漳平市", ("localhost",))
    with database.reading() as connection:
        assert county_of(connection) == county
    with pytest.raises(FoundedBefore):
        found(database, "漳平市", ("localhost",))


def test_a_refused_act_leaves_no_trace_in_the_countys_journal(database: Database) -> None:
    migrate(database)
    found(database, "漳平市", ())
    with pytest.raises(ZeroDivisionError), held_pen(database) as pen:
        pen.append(FacilityRegistered(code="1", name="x", inst_lv="village"))
        raise ZeroDivisionError
    with database.reading() as connection:
        assert position_of(connection, SEQUENCED) == 1
        assert verify(connection).entries == 1


def test_two_who_write_the_countys_journal_take_turns(database: Database) -> None:
    migrate(database)
    found(database, "漳平市", ())

    def many(name: str) -> None:
        for number in range(20):
            register_facility(database, f"{name}{number}", name, "township")

    writers = [threading.Thread(target=many, args=(name,)) for name in "AB"]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    with database.reading() as connection:
        assert [one.position for one in entries.all_entries(connection, page=7)] == list(range(1, 42))
        assert [one.entry.seq for one in entries.all_entries(connection)] == list(range(1, 42))
        assert verify(connection).entries == 41


def test_entries_come_back_as_they_went_in(database: Database) -> None:
    migrate(database)
    found(database, "漳平市", ())
    with held_pen(database) as pen:
        written = [
            pen.append(FacilityRegistered(code=str(number), name="卫生室", inst_lv="village"), author="陈")
            for number in range(3)
        ]
    with database.reading() as connection:
        assert [one.entry for one in entries.after(connection, 1, 10)] == written
        assert entries.by_id(connection, written[1].id)[0].entry == written[1]
        reader = feeds.stretch(connection, "nobody", written[0].id, 2, 10, 1 << 20)
        assert [one.entry for one in reader.entries] == written[1:]


def test_a_whole_round_and_a_rebuild_that_changes_nothing(url: str) -> None:
    with running(founded(url)) as county:
        clinic = county.clinic()
        village = county.clinic(VILLAGE, "village")
        clinic.certify(Staff("D002"), ("doctor",))
        for _ in range(3):
            clinic.resident()
            village.resident()
            clinic.prescription()
        clinic.prescription(signed=False)
        clinic.chart(Staff("unknown"))
        assert clinic.push().status_code == 200
        assert village.push().status_code == 200
        county.work()
        assert sum(entry.type == "resident.registered" for entry in clinic.pull()) == 3
        before = _projections(county.database)
        assert before["resident"]
        rebuild(county.database)
        assert _projections(county.database) == before
        with county.database.reading() as connection:
            found_there = verify(connection)
        assert len(found_there.heads) == 3
        assert found_there.entries == before_count(county.database)


def before_count(database: Database) -> int:
    with database.reading() as connection:
        return position_of(connection, SEQUENCED)


def test_the_same_push_twice_at_once_is_held_once(url: str) -> None:
    with running(founded(url)) as county:
        clinic = county.clinic()
        segment = clinic.segment()
        answers: list[int] = []
        pushes = [
            threading.Thread(target=lambda: answers.append(clinic.push(segment).status_code))
            for _ in range(6)
        ]
        for push in pushes:
            push.start()
        for push in pushes:
            push.join()
        county.work()
        assert answers == [200] * 6
        with county.database.reading() as connection:
            assert connection.scalar(sa.select(sa.func.count()).select_from(tables.journal_segment)) == 1
            verify(connection)


def test_a_restored_county_goes_on_in_a_new_epoch(database: Database) -> None:
    migrate(database)
    old = found(database, "漳平市", ())
    new = mark_restored(database)
    register_facility(database, TOWNSHIP, "x", "township")
    assert (new.epoch != old.epoch, new.incarnation != old.incarnation) == (True, True)
    assert new.device == old.device
    with database.reading() as connection:
        assert verify(connection).entries == 2


@pytest.mark.parametrize(
    "url", ["", "x", "sqlite://", "mysql://a/b", "postgresql://a/b", "sqlite:///:memory:"]
)
def test_an_address_that_is_no_database_is_refused(url: str) -> None:
    with pytest.raises(BadDatabaseUrl):
        Database(url)


def _projections(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    with database.reading() as connection:
        return {
            table.name: sorted((tuple(row) for row in connection.execute(sa.select(table))), key=repr)
            for table in projections.sorted_tables
        }
