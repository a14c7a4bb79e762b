"""The tables of an empty clinic store, made by the migrations once in a process and by their SQL from then on."""

from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from clinic_app.store import schema

_upgrade = command.upgrade
_clinic = schema.alembic_config().get_main_option("script_location")
_statements: list[tuple[str, Any]] = []  # in their order; empty until the first store was made


def upgrade(config: Config, revision: str, **more: Any) -> None:
    """As alembic does it; an empty clinic store gets the statements that the migrations gave the first one."""
    connection = config.attributes.get("connection")
    if (
        revision != "head"
        or config.get_main_option("script_location") != _clinic
        or connection.scalar(sa.text("select count(*) from sqlite_schema"))
    ):
        _upgrade(config, revision, **more)
    elif _statements:
        for statement, parameters in _statements:
            connection.exec_driver_sql(statement, parameters)
    else:
        _statements.extend(_heard(connection, config))


def _heard(connection: sa.Connection, config: Config) -> list[tuple[str, Any]]:
    heard: list[tuple[str, Any]] = []

    def listen(_: object, __: object, statement: str, parameters: Any, *___: object) -> None:
        heard.append((statement, parameters))

    sa.event.listen(connection, "before_cursor_execute", listen)
    _upgrade(config, "head")
    sa.event.remove(connection, "before_cursor_execute", listen)
    return heard
