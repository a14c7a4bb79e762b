"""The county's database: embedded SQLite for a township or a pilot, PostgreSQL for a county.

    sqlite:///county.db
    postgresql+psycopg://user@host/county

Writers of SQLite take turns in the process first, then at the file: a queue is fairer than its busy handler.
"""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from importlib import import_module
from typing import Any, Final

import sqlalchemy as sa

from clinic_app.domain.errors import RuleBroken, Unavailable

PEN: Final = 0x79_78_74_01  # advisory lock: whoever numbers entries or writes the county's journal
PROJECTING: Final = 0x79_78_74_02  # advisory lock: whoever judges what has arrived
_BUSY_SECONDS: Final = 30
_TOO_LARGE: Final = "54"  # SQLSTATE class: what a limit of PostgreSQL forbids, such as an entry of an index
_FULL: Final = ("disk is full", "No space left", "disk I/O error")
_LOCKED: Final = "55P03"  # SQLSTATE: somebody else held a table longer than we may wait
_READ_ONLY: Final = "25"  # SQLSTATE class: among others a primary of a moment ago that is now the standby
_POOL: Final = 8
_OVERFLOW: Final = 40
# How soon a machine that fell silent is given up, in libpq's words: a connection that was cut off without a word
# would hold its thread for hours.  A word of the same name in the address wins.
_PATIENCE: Final = {
    "connect_timeout": 5,  # seconds
    "keepalives_idle": 10,  # seconds
    "keepalives_interval": 5,  # seconds
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,  # milliseconds that what was sent may stay unacknowledged
}


class BadDatabaseUrl(RuleBroken):
    """The address of the database is none that this program knows."""

    code = "server.bad_database_url"


class NoDatabase(Unavailable):
    """The database does not answer."""

    code = "server.no_database"


class Database:
    """One engine, and the two kinds of transaction."""

    def __init__(self, url: str, key: bytes | None = None) -> None:
        """`key`: 32 bytes; an SQLite file is encrypted with it (SQLCipher).

        Raises:
            BadDatabaseUrl: neither SQLite nor PostgreSQL through psycopg.
        """
        self.url = url
        self.engine = _engine(url, key)
        self.is_postgres = self.engine.dialect.name == "postgresql"
        self._turn: Any = nullcontext() if self.is_postgres else threading.Lock()

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A transaction that only reads.  On PostgreSQL each statement has its own snapshot."""
        with self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def snapshot(self) -> Iterator[sa.Connection]:
        """A transaction that only reads, and in which nothing changes: for figures that must fit each other."""
        level = {"isolation_level": "REPEATABLE READ"} if self.is_postgres else {}
        with self.engine.connect().execution_options(**level) as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """A transaction that writes: all of it, or nothing."""
        with (
            self._turn,
            self.engine.connect().execution_options(write=True) as connection,
            connection.begin(),
        ):
            yield connection

    @contextmanager
    def rehearsing(self) -> Iterator[sa.Connection]:
        """A transaction that writes, and of which nothing stays."""
        with self._turn, self.engine.connect().execution_options(write=True) as connection:
            tried = connection.begin()
            try:
                yield connection
            finally:
                tried.rollback()

    def close(self) -> None:
        self.engine.dispose()


def is_outage(error: Exception) -> bool:
    """Whether the database itself is in trouble; otherwise what was asked of it is."""
    if isinstance(error, sa.exc.TimeoutError):
        return True
    if not isinstance(error, sa.exc.DBAPIError):
        return False
    state = str(getattr(error.orig, "sqlstate", "") or "")
    if error.connection_invalidated or state.startswith(_READ_ONLY):
        return True
    return isinstance(error, sa.exc.OperationalError | sa.exc.InterfaceError) and not state.startswith(
        _TOO_LARGE
    )


def trouble_of(error: Exception) -> str:
    """What is wrong with the database, for the log."""
    cause = str(getattr(error, "orig", None) or error)
    if any(words in cause for words in _FULL):
        return f"the database's disk is full: {cause}"
    if getattr(getattr(error, "orig", None), "sqlstate", None) == _LOCKED:
        return f"the database is busy: {cause}"
    return f"the database is away: {cause}"


def take_lock(connection: sa.Connection, lock: int) -> None:
    """Wait for an advisory lock that ends with the transaction; SQLite's writer holds the only one there is."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text("select pg_advisory_xact_lock(:lock)"), {"lock": lock})


def try_lock(connection: sa.Connection, lock: int) -> bool:
    """Take an advisory lock, or say at once that another process has it."""
    if connection.dialect.name != "postgresql":
        return True
    return bool(connection.scalar(sa.text("select pg_try_advisory_xact_lock(:lock)"), {"lock": lock}))


def _engine(url: str, key: bytes | None) -> sa.Engine:
    try:
        parsed = sa.make_url(url)
    except sa.exc.ArgumentError as error:
        raise BadDatabaseUrl(url=url) from error
    if parsed.drivername in ("sqlite", "sqlite+pysqlite") and parsed.database not in (None, "", ":memory:"):
        return _sqlite(parsed.database, key)
    if parsed.drivername == "postgresql+psycopg":
        return sa.create_engine(
            parsed,
            pool_size=_POOL,
            max_overflow=_OVERFLOW,
            pool_pre_ping=True,
            hide_parameters=True,
            connect_args={name: value for name, value in _PATIENCE.items() if name not in parsed.query},
        )
    raise BadDatabaseUrl(url=parsed.render_as_string(hide_password=True))


def _sqlite(path: str, key: bytes | None) -> sa.Engine:
    library: Any = sqlite3 if key is None else import_module("sqlcipher3.dbapi2")
    keyed = () if key is None else ("cipher_log_level=NONE", f"key=\"x'{key.hex()}'\"", "temp_store=MEMORY")
    pragmas = (*keyed, "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "cache_size=-65536")

    def connect() -> Any:
        connection = library.connect(
            path, isolation_level=None, check_same_thread=False, timeout=_BUSY_SECONDS
        )
        try:
            for pragma in pragmas:
                connection.execute(f"PRAGMA {pragma}")
        except BaseException:
            connection.close()
            raise
        return connection

    engine = sa.create_engine(
        "sqlite+pysqlite://",
        module=library,
        creator=connect,
        poolclass=sa.pool.QueuePool,
        pool_size=_POOL,
        max_overflow=_OVERFLOW,
        hide_parameters=True,
    )

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        writes = connection.get_execution_options().get("write", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine
