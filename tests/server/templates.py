"""A county's tables, made by the migrations once in a process (once in a PostgreSQL) and copied from then on."""

import atexit
import shutil
import sqlite3
import tempfile
from contextlib import closing
from functools import cache
from pathlib import Path

import psycopg
import sqlalchemy as sa

from sync_server.store.engine import Database
from sync_server.store.schema import migrate

_NAME = "migrated"


def migrated(url: str) -> Database:
    """The database at `url`, which is empty: with the tables of the day, and no county in it yet.

    What migrating itself does is tested by store_contract, which asks `migrate` and not this.
    """
    made = sa.make_url(url)
    if made.host:  # a PostgreSQL that stands by itself, such as one with a standby
        database = Database(url)
        migrate(database)
        return database
    if made.drivername.startswith("sqlite"):
        with (
            closing(sqlite3.connect(_sqlite_template())) as whole,
            closing(sqlite3.connect(str(made.database))) as part,
        ):
            whole.backup(part)
    else:
        _postgres_template(made.set(database=_NAME).render_as_string())
        with psycopg.connect(_dsn(made), autocommit=True) as connection:
            connection.execute(f"drop database {made.database}")
            connection.execute(f"create database {made.database} template {_NAME}")
    return Database(url)


@cache
def _sqlite_template() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="xyt-county-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    database = Database(f"sqlite:///{folder / 'county.db'}")
    migrate(database)
    database.close()
    return folder / "county.db"


@cache
def _postgres_template(url: str) -> None:
    made = sa.make_url(url)
    with psycopg.connect(_dsn(made), autocommit=True) as connection:
        connection.execute(f"create database {made.database}")
    database = Database(url)
    migrate(database)
    database.close()


def _dsn(url: sa.URL) -> str:
    """Of the database that every PostgreSQL has."""
    return f"host={url.query['host']} port={url.query['port']} user={url.username} dbname=postgres"
