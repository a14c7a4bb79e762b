"""Many new rows into one table, and many rows of it by their ids, at the rate that the database itself can do."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from clinic_app.projections.types import Id
from clinic_app.projections.writing import errors_told

Row = tuple[Any, ...]
_ID: Final = 16  # bytes
_COPIED: Final[tuple[tuple[type[Any], str], ...]] = (
    (Id, "uuid"),
    (sa.LargeBinary, "bytea"),
    (sa.BigInteger, "int8"),
    (sa.Text, "text"),
)


def insert_rows(connection: sa.Connection, table: sa.Table, rows: Sequence[Row]) -> None:
    """Insert `rows`, whose values stand in the order of the table's columns; none of them is there yet."""
    if not rows:
        return
    if connection.dialect.name == "postgresql":
        _copy(connection, table, rows)
        return
    text, ids = _inserting(table)
    bound: Sequence[Row] = rows
    if ids:
        bound = [_plain(row, ids) for row in rows]
    connection.exec_driver_sql(text, list(bound))


def rows_of_ids(
    connection: sa.Connection, statement: sa.Select[Any], column: sa.Column[Any], ids: Sequence[UUID]
) -> Iterator[sa.Row[Any]]:
    """The rows of `statement` whose `column` is one of `ids`, in no particular order."""
    if not ids:
        return
    is_postgres = connection.dialect.name == "postgresql"
    told: dict[str, Any] = {"ids": ",".join([one.hex for one in ids])}
    if not is_postgres:
        places = range(1, _ID * len(ids) + 1, _ID)
        told = {"ids": b"".join([one.bytes for one in ids]), "places": f"[{','.join(map(str, places))}]"}
    yield from connection.execute(_asking(statement, column, is_postgres), told)


# Binding a thousand ids one by one costs more than finding them: they go as one text (PostgreSQL) or in one piece, with
# the places where each begins (SQLite).
@lru_cache
def _asking(statement: sa.Select[Any], column: sa.Column[Any], is_postgres: bool) -> sa.Select[Any]:
    if is_postgres:
        told = sa.func.string_to_array(sa.bindparam("ids", type_=sa.Text()), ",")
        return statement.where(column == sa.any_(sa.cast(told, postgresql.ARRAY(postgresql.UUID))))
    begin = sa.func.json_each(sa.bindparam("places", type_=sa.Text())).table_valued("value").c.value
    each = sa.func.substr(sa.bindparam("ids", type_=sa.LargeBinary()), begin, _ID)
    return statement.where(column.in_(sa.select(each)))


def _copy(connection: sa.Connection, table: sa.Table, rows: Sequence[Row]) -> None:
    driver: Any = connection.connection.driver_connection
    with errors_told(connection), driver.cursor() as cursor, cursor.copy(_copying(table)) as copy:
        copy.set_types([_copied(column) for column in table.c])
        for row in rows:
            copy.write_row(row)


@lru_cache
def _copying(table: sa.Table) -> str:
    return f"COPY {table.name} ({','.join(table.c.keys())}) FROM STDIN (FORMAT BINARY)"


def _copied(column: sa.Column[Any]) -> str:
    """The name of a column's type, which a binary COPY has to be told."""
    return next(name for kind, name in _COPIED if isinstance(column.type, kind))


@lru_cache
def _inserting(table: sa.Table) -> tuple[str, tuple[int, ...]]:
    places = ",".join("?" * len(table.c))
    ids = tuple(place for place, column in enumerate(table.c) if isinstance(column.type, Id))
    return f"INSERT INTO {table.name} ({','.join(table.c.keys())}) VALUES ({places})", ids


def _plain(row: Row, ids: tuple[int, ...]) -> Row:
    values = list(row)
    for place in ids:
        if values[place] is not None:
            values[place] = values[place].bytes
    return tuple(values)
