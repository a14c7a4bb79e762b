"""Rows that are gathered come out as if each had been written when it was told."""

from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from clinic_app.projections.tables import metadata
from clinic_app.projections.tables.residents import resident
from clinic_app.projections.upsert import Rows, afterwards, upsert, upsert_all


@pytest.fixture
def connection() -> Iterator[sa.Connection]:
    engine = sa.create_engine("sqlite://", poolclass=sa.pool.StaticPool)
    metadata.create_all(engine)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


@pytest.mark.parametrize("gathers", [False, True])
def test_a_column_told_in_two_ways_keeps_what_was_told_last(connection: sa.Connection, gathers: bool) -> None:
    rows = Rows(connection) if gathers else connection
    one, other = {"id": uuid4()}, {"id": uuid4()}
    upsert(rows, resident, one, name="甲", phone="1")
    upsert(rows, resident, other, name="乙", phone="1")
    upsert(rows, resident, one, phone="2")
    upsert(rows, resident, one, name="丙", phone="3")
    upsert(rows, resident, other, phone="4")
    if isinstance(rows, Rows):
        rows.flush()
    found = connection.execute(sa.select(resident.c.id, resident.c.name, resident.c.phone))
    assert {row.id: (row.name, row.phone) for row in found} == {
        one["id"]: ("丙", "3"),
        other["id"]: ("乙", "4"),
    }


@pytest.mark.parametrize("gathers", [False, True])
@pytest.mark.parametrize("key", [("mark",), ("month", "mark")])
def test_a_table_that_is_its_key_alone_takes_each_row_once(key: tuple[str, ...], gathers: bool) -> None:
    own = sa.MetaData()
    table = sa.Table("seen", own, *(sa.Column(name, sa.BigInteger, primary_key=True) for name in key))
    engine = sa.create_engine("sqlite://", poolclass=sa.pool.StaticPool)
    own.create_all(engine)
    with engine.connect() as connection:
        rows = Rows(connection) if gathers else connection
        for marks in ((1, 2), (2, 3)):
            upsert_all(rows, table, key, [dict.fromkeys(key, mark) for mark in marks])
        if isinstance(rows, Rows):
            rows.flush()
        assert sorted(connection.scalars(sa.select(table.c.mark))) == [1, 2, 3]
    engine.dispose()


def test_what_is_put_off_is_done_once_for_each_and_sees_everything(connection: sa.Connection) -> None:
    rows = Rows(connection)
    asked: list[set[UUID]] = []
    ids = [uuid4() for _ in range(3)]

    def work(told: sa.Connection, keys: object) -> None:
        asked.append(set(keys))  # type: ignore[call-overload]
        assert told.scalar(sa.select(sa.func.count()).select_from(resident)) == 3

    for one in ids:
        afterwards(rows, work, resident, one)
        afterwards(rows, work, resident, one)
        upsert(rows, resident, {"id": one}, name="甲")
    rows.flush()
    assert asked == [set(ids)]


def test_a_table_that_nobody_wrote_is_read_without_writing_the_others(connection: sa.Connection) -> None:
    rows = Rows(connection)
    upsert(rows, resident, {"id": uuid4()}, name="甲")
    assert rows.execute(sa.select(metadata.tables["visit"])).all() == []
    assert connection.execute(sa.select(resident)).all() == []
    assert len(rows.execute(sa.select(resident)).all()) == 1


def test_work_that_is_owed_is_done_before_its_table_is_read(connection: sa.Connection) -> None:
    rows = Rows(connection)
    rows.owe(lambda: upsert(connection, resident, {"id": uuid4()}, name="甲"), resident)
    assert rows.execute(sa.select(metadata.tables["visit"])).all() == []
    assert len(rows.execute(sa.select(resident)).all()) == 1
    assert len(rows.execute(sa.select(resident)).all()) == 1
