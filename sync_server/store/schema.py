"""The tables on disk: the county's own by migration, the projections made to the shape of the day.

A projection whose columns changed is dropped, made anew and filled from the journal (intake/rebuild.py);
the journal itself only ever migrates.
"""

from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.schema import CreateIndex, CreateTable

from clinic_app.projections.tables import metadata as projections
from sync_server.store.county import values_of, write_value
from sync_server.store.engine import PEN, Database, take_lock
from sync_server.store.tables import derived

MIGRATIONS: Final = str(Path(__file__).parent / "migrations")
_VERSION: Final = "server_version"  # the table that migrations/env.py names
_SHAPE: Final = "projection_shape"


def migrate(database: Database) -> bool:
    """Bring the tables up to date; true when the projections were made anew and are empty."""
    with database.writing() as connection:
        take_lock(connection, PEN)
        config = Config()
        config.set_main_option("script_location", MIGRATIONS)
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        return _shape_projections(connection)


def is_up_to_date(connection: sa.Connection) -> bool:
    """Whether the tables on disk are those of this version."""
    context = MigrationContext.configure(connection, opts={"version_table": _VERSION})
    return context.get_current_revision() == _head()


@cache
def _head() -> str | None:
    return ScriptDirectory(MIGRATIONS).get_current_head()


def _shape_projections(connection: sa.Connection) -> bool:
    wanted = projection_shape(connection.dialect)
    found = values_of(connection, _SHAPE).get(_SHAPE)
    if found == wanted:
        derived.create_all(connection)
        return False
    drop_projections(connection)
    write_value(connection, _SHAPE, wanted)
    return found is not None


def drop_projections(connection: sa.Connection) -> None:
    """Empty tables in the shape of the day, whatever stood there."""
    for tables in (projections, derived):
        tables.drop_all(connection)
        tables.create_all(connection)


def projection_shape(dialect: sa.engine.Dialect) -> bytes:
    """A hash over the definitions of all projections."""
    lines = [
        str(CreateTable(table).compile(dialect=dialect))
        + "".join(sorted(str(CreateIndex(index).compile(dialect=dialect)) for index in table.indexes))
        for table in projections.sorted_tables
    ]
    return sha256("\n".join(lines).encode()).digest()
