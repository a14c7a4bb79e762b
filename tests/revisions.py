"""What each revision of the two databases makes of an empty file: a fingerprint of its tables, columns and indexes.

    python -m tests.revisions

writes them down in released_revisions.json.  Done when a version is released: from then on those revisions stay as
they are, for files that went through them are on clinics' disks.
"""

import json
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Final

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

from clinic_app.store.schema import alembic_config
from sync_server.store.schema import MIGRATIONS

RELEASED: Final = Path(__file__).parent / "released_revisions.json"
_OWN_TABLES: Final = ("alembic_version", "server_version")


def fingerprints(make: Callable[[], Config]) -> Iterator[tuple[str, str]]:
    """Each revision with the fingerprint of what stands when it has run, the first one first."""
    config = make()
    engine = sa.create_engine("sqlite://")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        for script in reversed([*ScriptDirectory.from_config(config).walk_revisions()]):
            command.upgrade(config, script.revision)
            yield script.revision, sha256(_shape(connection).encode()).hexdigest()[:16]
    engine.dispose()


def clinic_config() -> Config:
    return alembic_config()


def county_config() -> Config:
    config = Config()
    config.set_main_option("script_location", MIGRATIONS)
    return config


DATABASES: Final = {"clinic": clinic_config, "county": county_config}


def _shape(connection: sa.Connection) -> str:
    found = sa.inspect(connection)
    lines = []
    for table in sorted(found.get_table_names()):
        if table in _OWN_TABLES:
            continue
        for column in found.get_columns(table):
            lines.append(f"{table}.{column['name']} {column['type']} {column['nullable']}")
        lines.append(f"{table} {found.get_pk_constraint(table)['constrained_columns']}")
        for index in sorted(found.get_indexes(table), key=lambda one: str(one["name"])):
            lines.append(f"{index['name']} {table} {index['column_names']} {index['unique']}")
    return "\n".join(lines)


def main() -> None:
    made = {name: dict(fingerprints(make)) for name, make in DATABASES.items()}
    RELEASED.write_text(json.dumps(made, indent=2) + "\n")


if __name__ == "__main__":
    main()
