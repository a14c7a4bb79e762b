"""Writing projections so that the order of arrival does not matter, one row at once or many.

On a connection each row is written as it is told.  `Rows` stands in for a connection and gathers: of a hundred entries
each table is written once, and whoever asks through it sees what was told before.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import Any, Final, NamedTuple
from uuid import UUID

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Dialect
from sqlalchemy.sql import visitors

from clinic_app.journal.entry import Entry
from clinic_app.projections.types import Id

Row = tuple[Any, ...]
Afterwards = Callable[[sa.Connection, Sequence[UUID]], None]
_TEXT: Final = sa.Text()
_BASE64: Final[sa.ColumnElement[str]] = sa.literal_column("'base64'")


class Placed(NamedTuple):  # made for every entry, and three times as fast as a frozen dataclass
    """An entry as projections need it: with the time that orders it and the facility of its device."""

    entry: Entry
    effective: int  # hybrid clock, bounded by the county's receipt
    facility: str  # "" for the county


def upsert(connection: sa.Connection, table: sa.Table, key: Mapping[str, Any], **values: Any) -> None:
    """Set `values` on the row of `key`, making it when it is not there; other columns stay."""
    kind = _kind(table, tuple(key), tuple(values))
    _put(connection, kind, (*key.values(), *values.values()))


def upsert_all(
    connection: sa.Connection, table: sa.Table, key: tuple[str, ...], rows: Sequence[Mapping[str, Any]]
) -> None:
    """Several rows of one shape at once."""
    if rows:
        names = tuple(name for name in rows[0] if name not in key)
        kind, in_order = _kind(table, key, names), itemgetter(*key, *names)
        for row in rows:
            _put(connection, kind, in_order(row))


def keep_first(
    connection: sa.Connection,
    table: sa.Table,
    key: Mapping[str, Any],
    step: str,
    placed: Placed,
    **values: Any,
) -> None:
    """A step that can happen once: the earliest entry wins, whichever arrives first."""
    _keep(connection, table, key, step, placed, values, newest=False)


def keep_newest(
    connection: sa.Connection,
    table: sa.Table,
    key: Mapping[str, Any],
    step: str,
    placed: Placed,
    **values: Any,
) -> None:
    """A statement that replaces earlier ones: the newest entry wins, whichever arrives last."""
    _keep(connection, table, key, step, placed, values, newest=True)


def afterwards(connection: sa.Connection, work: Afterwards, table: sa.Table, key: UUID) -> None:
    """Call `work` for `key` once everything told before is in the tables; it writes `table`, and commutes."""
    if isinstance(connection, Rows):
        connection.put_off(work, table, key)
    else:
        work(connection, [key])


def _keep(
    connection: sa.Connection,
    table: sa.Table,
    key: Mapping[str, Any],
    step: str,
    placed: Placed,
    values: Mapping[str, Any],
    *,
    newest: bool,
) -> None:
    kind = _kept(table, tuple(key), tuple(values), step, newest)
    entry = placed.entry
    _put(connection, kind, (*key.values(), *values.values(), placed.effective, entry.author, entry.id))


def _put(connection: sa.Connection, kind: "_Kind", row: Row) -> None:
    if isinstance(connection, Rows):
        connection.put(kind, row)
    else:
        _write(connection, kind, [row])


@dataclass(frozen=True, slots=True, eq=False)
class _Kind:
    """One way to write one table."""

    table: sa.Table
    key: tuple[str, ...]
    names: tuple[str, ...]  # what is set; of a step its time, author and entry stand last
    step: str  # "": the row told last stays; otherwise the step's first or newest
    newest: bool

    def writes_with(self, other: "_Kind") -> bool:
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
def _kind(table: sa.Table, key: tuple[str, ...], names: tuple[str, ...]) -> _Kind:
    return _Kind(table, key, names, "", False)


@lru_cache(maxsize=1024)
def _kept(table: sa.Table, key: tuple[str, ...], names: tuple[str, ...], step: str, newest: bool) -> _Kind:
    return _Kind(table, key, (*names, f"{step}_at", f"{step}_by", f"{step}_entry"), step, newest)


class Rows(sa.Connection):
    """Stands in for a connection; gathers what apply writes until somebody reads it, or until `flush`.

    Of one kind and key only the row that stays is written, and no row is told the same column by two kinds before
    the first of them is written: each comes out as if it had been written one by one.
    """

    def __init__(self, connection: sa.Connection) -> None:
        # Not a connection of its own: what is not passed on below is not there.
        self._connection = connection
        self.dialect = connection.dialect
        self._gathered: dict[_Kind, dict[Row, Row]] = {}
        self._rivals: dict[_Kind, list[dict[Row, Row]]] = {}  # what is gathered of kinds that share a column
        self._put_off: dict[Afterwards, dict[UUID, None]] = {}
        self._owed: dict[sa.Table, Callable[[], None]] = {}
        self._tables: set[sa.Table] = set()

    def put(self, kind: _Kind, row: Row) -> None:
        rows = self._gathered.get(kind)
        if rows is None:
            rows = self._begin(kind)
        key = row[: len(kind.key)]
        for rival in self._rivals[kind]:
            if key in rival:
                self.flush()
                rows = self._begin(kind)
                break
        old = rows.setdefault(key, row)
        if old is not row and kind.stays(row, old):
            rows[key] = row

    def owe(self, work: Callable[[], None], table: sa.Table) -> None:
        """Call `work`, which fills `table`, before anybody reads it."""
        self._tables.add(table)
        self._owed[table] = work

    def put_off(self, work: Afterwards, table: sa.Table, key: UUID) -> None:
        self._tables.add(table)
        self._put_off.setdefault(work, {})[key] = None

    def flush(self) -> None:
        """Write what was gathered, and do what was put off until then."""
        while self._tables:
            gathered, put_off, owed = self._gathered, self._put_off, self._owed
            self._gathered, self._put_off, self._owed, self._tables = {}, {}, {}, set()
            for work_owed in owed.values():
                work_owed()
            # None yet of the kind whose first row is why this is written.
            _write_all(self._connection, [(kind, rows) for kind, rows in gathered.items() if rows])
            for work, keys in put_off.items():
                work(self, list(keys))

    def execute(self, statement: Any, parameters: Any = None, **options: Any) -> Any:
        self._show(statement)
        return self._connection.execute(statement, parameters, **options)

    def scalar(self, statement: Any, parameters: Any = None, **options: Any) -> Any:
        self._show(statement)
        return self._connection.scalar(statement, parameters, **options)

    def scalars(self, statement: Any, parameters: Any = None, **options: Any) -> Any:
        self._show(statement)
        return self._connection.scalars(statement, parameters, **options)

    def exec_driver_sql(self, statement: str, parameters: Any = None, execution_options: Any = None) -> Any:
        self.flush()
        return self._connection.exec_driver_sql(statement, parameters, execution_options)

    @property
    def connection(self) -> Any:
        """The driver's connection, for what SQLAlchemy has no words for."""
        self.flush()
        return self._connection.connection

    def _show(self, statement: sa.Executable) -> None:
        """Before a statement that touches a gathered table."""
        if self._tables and not self._tables.isdisjoint(_tables_of(statement) or self._tables):
            self.flush()

    def _begin(self, kind: _Kind) -> dict[Row, Row]:
        same = [one for one in self._gathered if kind.writes_with(one)] if kind.table in self._tables else []
        if any(one.key != kind.key for one in same):
            self.flush()
            same = []
        rows: dict[Row, Row] = {}
        for one in same:
            self._rivals[one].append(rows)
        self._rivals[kind] = [self._gathered[one] for one in same]
        self._gathered[kind] = rows
        self._tables.add(kind.table)
        return rows


@lru_cache(maxsize=512)
def _tables_of(statement: sa.Executable) -> frozenset[sa.Table]:
    """The tables that a statement names; none: it does not say."""
    named = visitors.iterate(statement)  # type: ignore[arg-type]
    return frozenset(element for element in named if isinstance(element, sa.Table))


def _write_all(connection: sa.Connection, gathered: Sequence[tuple[_Kind, Mapping[Row, Row]]]) -> None:
    if connection.dialect.name != "postgresql" or len(gathered) < 2:
        for kind, rows in gathered:
            _write(connection, kind, rows.values())
        return
    driver: Any = connection.connection.driver_connection
    with (
        errors_told(connection),
        driver.pipeline(),
    ):  # the database writes one table while we put the next into words
        for kind, rows in gathered:
            text, told = _postgres(kind, connection.dialect)
            driver.execute(text, {"rows": told(rows.values())})


def _write(connection: sa.Connection, kind: _Kind, rows: Collection[Row]) -> None:
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
def _postgres(kind: _Kind, dialect: Dialect) -> tuple[str, Callable[[Collection[Row]], str]]:
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
def _sqlite(kind: _Kind, dialect: Dialect) -> tuple[str, Callable[[Row], Row], list[tuple[int, Any]]]:
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


def _on_conflict(statement: Any, kind: _Kind) -> Any:
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
