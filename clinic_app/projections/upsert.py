"""Writing projections so that the order of arrival does not matter, one row at once or many.

On a connection each row is written as it is told.  `Rows` stands in for a connection and gathers: of a hundred entries
each table is written once, and whoever asks through it sees what was told before.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.sql import visitors

from clinic_app.journal.entry import Entry
from clinic_app.projections.writing import Kind, Row, kept, kind_of, write, write_all

Afterwards = Callable[[sa.Connection, Sequence[UUID]], None]


class Placed(NamedTuple):  # made for every entry, and three times as fast as a frozen dataclass
    """An entry as projections need it: with the time that orders it and the facility of its device."""

    entry: Entry
    effective: int  # hybrid clock, bounded by the county's receipt
    facility: str  # "" for the county


def upsert(connection: sa.Connection, table: sa.Table, key: Mapping[str, Any], **values: Any) -> None:
    """Set `values` on the row of `key`, making it when it is not there; other columns stay."""
    kind = kind_of(table, tuple(key), tuple(values))
    _put(connection, kind, (*key.values(), *values.values()))


def upsert_all(
    connection: sa.Connection, table: sa.Table, key: tuple[str, ...], rows: Sequence[Mapping[str, Any]]
) -> None:
    """Several rows of one shape at once."""
    if rows:
        names = tuple(name for name in rows[0] if name not in key)
        kind, columns = kind_of(table, key, names), (*key, *names)
        for row in rows:
            _put(connection, kind, tuple([row[name] for name in columns]))


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


def last_of_all(connection: sa.Connection, work: Afterwards, table: sa.Table, key: UUID) -> None:
    """As `afterwards`, and after everything that others put off: for what is made of what they make."""
    if isinstance(connection, Rows):
        connection.put_off(work, table, key, last=True)
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
    kind = kept(table, tuple(key), tuple(values), step, newest)
    entry = placed.entry
    _put(connection, kind, (*key.values(), *values.values(), placed.effective, entry.author, entry.id))


def _put(connection: sa.Connection, kind: "Kind", row: Row) -> None:
    if isinstance(connection, Rows):
        connection.put(kind, row)
    else:
        write(connection, kind, [row])


class Rows(sa.Connection):
    """Stands in for a connection; gathers what apply writes until somebody reads it, or until `flush`.

    Of one kind and key only the row that stays is written, and no row is told the same column by two kinds before
    the first of them is written: each comes out as if it had been written one by one.
    """

    def __init__(self, connection: sa.Connection) -> None:
        # Not a connection of its own: what is not passed on below is not there.
        self._connection = connection
        self.dialect = connection.dialect
        self._gathered: dict[Kind, dict[Row, Row]] = {}
        self._rivals: dict[Kind, list[dict[Row, Row]]] = {}  # what is gathered of kinds that share a column
        self._put_off: dict[Afterwards, dict[UUID, None]] = {}
        self._last: dict[Afterwards, dict[UUID, None]] = {}
        self._depth = 0  # of `flush`: what is put off may read, and so flush again
        self._owed: dict[sa.Table, Callable[[], None]] = {}
        self._tables: set[sa.Table] = set()

    def put(self, kind: Kind, row: Row) -> None:
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

    def put_off(self, work: Afterwards, table: sa.Table, key: UUID, *, last: bool = False) -> None:
        self._tables.add(table)
        (self._last if last else self._put_off).setdefault(work, {})[key] = None

    def flush(self) -> None:
        """Write what was gathered, and do what was put off until then; what comes last only when all else is done."""
        self._write_gathered()
        while self._last and not self._depth:
            last, self._last = self._last, {}
            for work, keys in last.items():
                work(self, list(keys))
            self._write_gathered()

    def _write_gathered(self) -> None:
        self._depth += 1
        try:
            self._write_all()
        finally:
            self._depth -= 1

    def _write_all(self) -> None:
        while self._tables:
            gathered, put_off, owed = self._gathered, self._put_off, self._owed
            self._gathered, self._put_off, self._owed, self._tables = {}, {}, {}, set()
            for work_owed in owed.values():
                work_owed()
            # None yet of the kind whose first row is why this is written.
            write_all(self._connection, [(kind, rows) for kind, rows in gathered.items() if rows])
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

    def _begin(self, kind: Kind) -> dict[Row, Row]:
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
