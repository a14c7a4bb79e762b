"""SQLCipher through SQLAlchemy: a raw 32-byte key, WAL, full durability.

The key travels in SQL text, so nothing here may ever echo.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.pool import QueuePool
from sqlcipher3 import dbapi2 as sqlcipher

_PRAGMAS: Final = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "cache_size=-65536",  # 64 MB: the page cache matters more than the cipher
    "temp_store=MEMORY",
)
_BUSY_SECONDS: Final = 10


def connect(path: Path, key: bytes) -> Any:
    """One raw connection, keyed.  The first statement that reads tells whether the key is right."""
    connection = sqlcipher.connect(
        str(path), isolation_level=None, check_same_thread=False, timeout=_BUSY_SECONDS
    )
    try:
        connection.execute("PRAGMA cipher_log_level=NONE")
        connection.execute(f"PRAGMA key=\"x'{key.hex()}'\"")
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
    except BaseException:
        connection.close()
        raise
    return connection


def open_engine(path: Path, key: bytes) -> sa.Engine:
    """An engine whose transactions begin when SQLAlchemy says so: IMMEDIATE for writers, deferred for readers."""
    engine = sa.create_engine(
        "sqlite+pysqlite://",
        module=sqlcipher,
        creator=lambda: connect(path, key),
        poolclass=QueuePool,
        pool_size=6,
        max_overflow=6,
        hide_parameters=True,  # an error's text reaches logs and reports
    )

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        writes = connection.get_execution_options().get("write", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


@contextmanager
def reading(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A snapshot to read from."""
    with engine.connect() as connection, connection.begin():
        yield connection


@contextmanager
def writing(engine: sa.Engine) -> Iterator[sa.Connection]:
    """The one writer's transaction: all of it, or nothing."""
    with engine.connect().execution_options(write=True) as connection, connection.begin():
        yield connection
