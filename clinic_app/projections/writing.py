"""Rows into tables, many at once: one statement a table, built once, in each database's own fastest way.

PostgreSQL takes the rows of a table as one JSON text, and all tables in one pipeline; SQLite through `executemany`.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import Any, Final
from uuid import UUID

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Dialect

from clinic_app.projections.types import Id

Row = tuple[Any, ...]
_TEXT: Final = sa.Text()
_BASE64: Final[sa.ColumnElement[str]] = sa.literal_column("'base64'")


@dataclass(frozen=True, slots=True, eq=False)
class Kind:
    """One way to write one table."""

    table: sa.Table
    key: tuple[str, ...]
    names: tuple[str, ...]  # what is set; of a step its time, author and entry stand last
    step: str  # "": the row told last stays; otherwise the step's first or newest
    newest: bool

    def writes_with(self, other: "Kind") -> bool:
        """Whether both write the same column of a table."""
        return self.table is other.table and not set(self.names).isdisjoint(other.names)

    def stays(self, new: Row, old: Row) -> bool:
        """Whether of two rows of one key the one told later stays."""
        if not self.step:
            return True
        before, after = (old[-3], old[-1]), (new[-3], new[-1])
        return after > before if self.newest else after < before


# Building a statement costs ten times what running it does, so each kind is made once and is its own key.
@lru_cache(maxsize=1024)
def kind_of(table: sa.Table, key: tuple[str, ...], names: tuple[str, ...]) -> Kind:
    return Kind(table, key, names, "", False)


@lru_cache(maxsize=1024)
def kept(table: sa.Table, key: tuple[str, ...], names: tuple[str, ...], step: str, newest: bool) -> Kind:
    return Kind(table, key, (*names, f"{step}_at", f"{step}_by", f"{step}_entry"), step, newest)


def write_all(connection: sa.Connection, gathered: Sequence[tuple[Kind, Mapping[Row, Row]]]) -> None:
    if connection.dialect.name != "postgresql" or len(gathered) < 2:
        for kind, rows in gathered:
            write(connection, kind, rows.values())
        return
    driver: Any = connection.connection.driver_connection
    with (
        errors_told(connection),
        driver.pipeline(),
    ):  # the database writes one table while we put the next into words
        for kind, rows in gathered:
            text, told = _postgres(kind, connection.dialect)
            driver.execute(text, {"rows": told(rows.values())})


def write(connection: sa.Connection, kind: Kind, rows: Collection[Row]) -> None:
    if connection.dialect.name == "postgresql":
        statement, told = _postgres(kind, connection.dialect)
        connection.exec_driver_sql(statement, {"rows": told(rows)})
        return
    text, in_order, plain = _sqlite(kind, connection.dialect)
    bound: list[Any] = []
    for row in rows:
        values = list(in_order(row))
        for place, of in plain:
            values[place] = of(values[place])
        bound.append(tuple(values))
    connection.exec_driver_sql(text, bound)


@contextmanager
def errors_told(connection: sa.Connection) -> Iterator[None]:
    """What the driver itself raises within, as SQLAlchemy says it.

    Raises:
        sqlalchemy.exc.DBAPIError
    """
    dialect = connection.dialect
    dbapi: Any = dialect.loaded_dbapi
    try:
        yield
    except dbapi.Error as error:
        raise sa.exc.DBAPIError.instance(
            None, None, error, dbapi.Error, hide_parameters=True, dialect=dialect
        ) from error


@lru_cache(maxsize=1024)
def _postgres(kind: Kind, dialect: Dialect) -> tuple[str, Callable[[Collection[Row]], str]]:
    """The statement's text, which takes the rows as one JSON text, and what makes that of them."""
    names = (*kind.key, *kind.names)
    columns = [kind.table.c[name] for name in names]
    told = sa.cast(sa.bindparam("rows", type_=_TEXT), postgresql.JSON)
    rows = (
        sa.func.json_to_recordset(told)
        .table_valued(*(sa.column(one.name, _TEXT if _is_binary(one) else one.type) for one in columns))
        .render_derived(name="told", with_types=True)
    )
    values = [
        sa.func.decode(rows.c[one.name], _BASE64) if _is_binary(one) else rows.c[one.name] for one in columns
    ]
    statement = _on_conflict(postgresql.insert(kind.table).from_select(names, sa.select(*values)), kind)
    compiled = statement.compile(dialect=dialect)
    shape = msgspec.defstruct("Shape", names)

    def in_words(rows: Collection[Row]) -> str:
        return msgspec.json.encode([shape(*row) for row in rows]).decode()

    return str(compiled), in_words


def _is_binary(column: sa.Column[Any]) -> bool:
    return isinstance(column.type, sa.LargeBinary)


@lru_cache(maxsize=1024)
def _sqlite(kind: Kind, dialect: Dialect) -> tuple[str, Callable[[Row], Row], list[tuple[int, Any]]]:
    """The statement's text, how a row is put into its order, and the columns whose values the driver cannot bind."""
    names = (*kind.key, *kind.names)
    compiled = _on_conflict(sqlite.insert(kind.table), kind).compile(dialect=dialect, column_keys=names)
    order: list[str] = compiled.positiontup
    processors = [_processor(kind.table.c[name], dialect) for name in order]
    plain = [(place, one) for place, one in enumerate(processors) if one is not None]
    in_order = itemgetter(*map(names.index, order)) if len(order) > 1 else _as_it_is
    return str(compiled), in_order, plain


def _as_it_is(row: Row) -> Row:
    return row


def _processor(column: sa.Column[Any], dialect: Dialect) -> Callable[[Any], Any] | None:
    """What makes of a value one that the driver can bind; none: it can bind it as it is."""
    if isinstance(column.type, Id):
        return _bytes_of
    made: Callable[[Any], Any] | None = column.type.dialect_impl(dialect).bind_processor(dialect)
    return made


def _bytes_of(value: UUID | None) -> bytes | None:
    return None if value is None else value.bytes


def _on_conflict(statement: Any, kind: Kind) -> Any:
    if not kind.names:
        return statement.on_conflict_do_nothing(index_elements=kind.key)
    new, old = statement.excluded, kind.table.c
    setting = {name: new[name] for name in kind.names}
    if not kind.step:
        return statement.on_conflict_do_update(index_elements=kind.key, set_=setting)
    at, entry = f"{kind.step}_at", f"{kind.step}_entry"
    wins = (
        sa.or_(new[at] > old[at], sa.and_(new[at] == old[at], new[entry] > old[entry]))
        if kind.newest
        else sa.or_(new[at] < old[at], sa.and_(new[at] == old[at], new[entry] < old[entry]))
    )
    return statement.on_conflict_do_update(
        index_elements=kind.key, set_=setting, where=sa.or_(old[at].is_(None), wins)
    )
