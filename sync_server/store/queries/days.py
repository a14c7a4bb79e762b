"""Sums of a run by day: the same question at both ends has the same answer, or something is wrong."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from clinic_app.journal.day_sums import DaySum
from sync_server.store.tables import journal_day


def add_days(connection: sa.Connection, incarnation: UUID, sums: Mapping[str, DaySum]) -> None:
    """Count what a segment brought."""
    rows = [
        {"incarnation": incarnation, "day": day, "entries": one.entries, "fen": one.fen}
        for day, one in sorted(sums.items())
    ]
    connection.execute(_adding(connection.dialect.name), rows)


def days_of(connection: sa.Connection, incarnation: UUID, days: list[str]) -> dict[str, DaySum]:
    """What is held of a run on these days."""
    rows = connection.execute(_OF_RUN, {"run": incarnation, "days": days})
    return {row.day: DaySum(row.entries, row.fen) for row in rows}


_OF_RUN = sa.select(journal_day).where(
    journal_day.c.incarnation == sa.bindparam("run", type_=journal_day.c.incarnation.type),
    journal_day.c.day.in_(sa.bindparam("days", expanding=True)),
)


@lru_cache
def _adding(dialect: str) -> Any:
    insert = postgresql.insert(journal_day) if dialect == "postgresql" else sqlite.insert(journal_day)
    return insert.on_conflict_do_update(
        index_elements=["incarnation", "day"],
        set_={name: journal_day.c[name] + insert.excluded[name] for name in ("entries", "fen")},
    )
