"""Writing projections so that the order of arrival does not matter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
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


def _insert(dialect: str, table: sa.Table) -> Any:
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)


def upsert(connection: sa.Connection, table: sa.Table, key: Mapping[str, Any], **values: Any) -> None:
    """Set `values` on the row of `key`, making it when it is not there; other columns stay."""
    statement = _upserting(connection.dialect.name, table, tuple(key), tuple(values))
    connection.execute(statement, {**key, **values})


def upsert_all(
    connection: sa.Connection, table: sa.Table, key: tuple[str, ...], rows: Sequence[Mapping[str, Any]]
) -> None:
    """Several rows of one shape at once."""
    if rows:
        names = tuple(name for name in rows[0] if name not in key)
        connection.execute(
            _upserting(connection.dialect.name, table, key, names), [dict(row) for row in rows]
        )


# Building a statement costs ten times what running it does, so each is built once.
@lru_cache(maxsize=512)
def _upserting(dialect: str, table: sa.Table, key: tuple[str, ...], names: tuple[str, ...]) -> Any:
    statement = _insert(dialect, table)
    if not names:
        return statement.on_conflict_do_nothing(index_elements=key)
    new = statement.excluded
    return statement.on_conflict_do_update(index_elements=key, set_={name: new[name] for name in names})


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
    row = {
        **values,
        f"{step}_at": placed.effective,
        f"{step}_by": placed.entry.author,
        f"{step}_entry": placed.entry.id,
    }
    statement = _keeping(connection.dialect.name, table, tuple(key), tuple(row), step, newest)
    connection.execute(statement, {**key, **row})


@lru_cache(maxsize=512)
def _keeping(
    dialect: str, table: sa.Table, key: tuple[str, ...], names: tuple[str, ...], step: str, newest: bool
) -> Any:
    at, entry = f"{step}_at", f"{step}_entry"
    statement = _insert(dialect, table)
    new, old = statement.excluded, table.c
    wins = (
        sa.or_(new[at] > old[at], sa.and_(new[at] == old[at], new[entry] > old[entry]))
        if newest
        else sa.or_(new[at] < old[at], sa.and_(new[at] == old[at], new[entry] < old[entry]))
    )
    return statement.on_conflict_do_update(
        index_elements=key,
        set_={name: new[name] for name in names},
        where=sa.or_(old[at].is_(None), wins),
    )
