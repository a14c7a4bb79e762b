"""Write the next migration of the clinic's store from the difference between tables and head: ``./dev revision TEXT``."""

import secrets
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from alembic import command

from clinic_app.store.engine import open_engine, writing
from clinic_app.store.schema import alembic_config


def main(message: str) -> None:
    config = alembic_config()
    versions = Path(__file__).parents[1] / "clinic_app" / "store" / "migrations" / "versions"
    number = f"{len(list(versions.glob('0*.py'))) + 1:04d}"
    with TemporaryDirectory() as scratch:
        engine = open_engine(Path(scratch) / "new.db", secrets.token_bytes(32))
        with writing(engine) as connection:
            config.attributes["connection"] = connection
            if number != "0001":
                command.upgrade(config, "head")
            command.revision(config, message=message, rev_id=number, autogenerate=True)
        engine.dispose()


if __name__ == "__main__":
    main(sys.argv[1])
