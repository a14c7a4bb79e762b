"""The database's shape, by Alembic from the first revision; migrated on start, after a backup copy."""

from functools import cache
from pathlib import Path
from typing import Final

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from clinic_app.store.engine import connect, writing
from clinic_app.store.errors import NewerStore

_SCRIPTS: Final = Path(__file__).parent / "migrations"


def alembic_config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    return config


def revision_of(engine: sa.Engine) -> str | None:
    """The revision that the file is at; `None` for an empty one."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


@cache
def head() -> str:
    """The revision of this version of the program."""
    revision = ScriptDirectory.from_config(alembic_config()).get_current_head()
    assert revision is not None
    return revision


def migrate(engine: sa.Engine, folder: Path, data_key: bytes) -> bool:
    """Bring the file to `head`; true when something changed.  A copy of the old file stays beside it.

    Raises:
        NewerStore: a later version of the program wrote it.
    """
    at = revision_of(engine)
    if at == head():
        return False
    if at is not None:
        if at not in {
            script.revision for script in ScriptDirectory.from_config(alembic_config()).walk_revisions()
        }:
            raise NewerStore(revision=at)
        _copy_aside(engine, folder / f"before-{at}.db", data_key)
    config = alembic_config()
    with writing(engine) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return True


def _copy_aside(engine: sa.Engine, path: Path, data_key: bytes) -> None:
    target = connect(path, data_key)
    try:
        with engine.connect() as connection:
            connection.connection.driver_connection.backup(target)  # type: ignore[union-attr]
    finally:
        target.close()
