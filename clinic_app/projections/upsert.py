"""Writing projections so that the order of arrival does not matter."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from clinic_app.journal.entry import Entry


@dataclass(frozen=True, slots=True)
class Placed:
    """An entry as projections need it: with the time that orders it and the facility of its device."""

    entry: Entry
    effective: int  # hybrid clock, bounded by the county's receipt
    facility: str  # "" for the county


def _insert(connection: sa.Connection, table: sa.Table) -> Any:
    return postgresql.insert(table) if connection.dialect.name == "postgresql" else sqlite.insert(table)


def upsert(connection: sa.Connection, table: sa.Table, key: Mapping[str, Any], **values: Any) -> None:
    """Set `values` on the row of `key`, making it when it is not there; other columns stay."""
    statement = _insert(connection, table).values(**key, **values)
    wanted = {name: statement.excluded[name] for name in values}
    connection.execute(
        statement.on_conflict_do_update(index_elements=list(key), set_=wanted)
        if wanted
        else statement.on_conflict_do_nothing(index_elements=list(key))
    )


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
    at, by, entry = f"{step}_at", f"{step}_by", f"{step}_entry"
    row = {
        **values,
        at: placed.effective,
        by: placed.entry.author,
        entry: placed.entry.id,
    }
    statement = _insert(connection, table).values(**key, **row)
    new, old = statement.excluded, table.c
    wins = (
        sa.or_(new[at] > old[at], sa.and_(new[at] == old[at], new[entry] > old[entry]))
        if newest
        else sa.or_(new[at] < old[at], sa.and_(new[at] == old[at], new[entry] < old[entry]))
    )
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=list(key),
            set_={name: new[name] for name in row},
            where=sa.or_(old[at].is_(None), wins),
        )
    )
