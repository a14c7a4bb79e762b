"""A connection to PostgreSQL that dies while a batch is written: the database's fault, never an entry's."""

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from clinic_app.projections.tables.registration import visit
from clinic_app.projections.tables.residents import resident
from clinic_app.projections.upsert import upsert
from sync_server.intake.pen import Pen, held_pen
from sync_server.store.bulk import insert_rows, rows_of_ids
from sync_server.store.engine import Database, is_outage, trouble_of
from sync_server.store.tables import feed_item, held_entry
from tests.server.county import founded


def gathered_tables(pen: Pen) -> None:
    """Two tables, which go in one pipeline."""
    upsert(pen.connection, resident, {"id": uuid4()}, name="甲")
    upsert(pen.connection, visit, {"id": uuid4()}, facility="350881001")
    pen.connection.flush()


def copied_rows(pen: Pen) -> None:
    insert_rows(pen.connection, feed_item, [("350881001", 1 << 40)])


@pytest.mark.parametrize("write", [gathered_tables, copied_rows])
def test_what_is_written_on_a_dead_connection_is_an_outage(
    postgres_url: str, write: Callable[[Pen], None]
) -> None:
    database = founded(postgres_url)
    with pytest.raises(sa.exc.OperationalError) as found, held_pen(database) as pen:
        _end(database, pen)
        write(pen)
    assert is_outage(found.value)
    assert "away" in trouble_of(found.value)
    with held_pen(database) as pen:  # the next transaction has a connection that lives
        write(pen)
    database.close()


def test_what_a_table_forbids_is_no_outage(postgres_url: str) -> None:
    database = founded(postgres_url)
    with pytest.raises(sa.exc.DBAPIError) as found, held_pen(database) as pen:
        upsert(pen.connection, visit, {"id": uuid4()}, facility="350881001")
        upsert(pen.connection, resident, {"id": uuid4()}, name="\0")
    assert not is_outage(found.value)
    database.close()


def test_ids_are_found_however_many_are_asked_for(url: str) -> None:
    database = founded(url)
    asked = [UUID(int=number << 64) for number in range(1, 2000)]
    with database.writing() as connection:
        rows = [
            (number, one, "350881001", "journal.bad_fact", "", None, 0, None)
            for number, one in enumerate(asked[::7], start=1)
        ]
        names = held_entry.c.keys()
        connection.execute(sa.insert(held_entry), [dict(zip(names, row, strict=True)) for row in rows])
        statement = sa.select(held_entry.c.id)
        found = [row[0] for row in rows_of_ids(connection, statement, held_entry.c.id, asked)]
        assert sorted(found) == asked[::7]
        assert list(rows_of_ids(connection, statement, held_entry.c.id, [])) == []
    database.close()


def _end(database: Database, pen: Pen) -> None:
    own = pen.connection.scalar(sa.text("select pg_backend_pid()"))
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as other:
        other.execute(sa.text("select pg_terminate_backend(:own, 5000)"), {"own": own})
