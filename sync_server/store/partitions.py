"""journal_entry on PostgreSQL: ranges of positions, each as many as a county writes in about a month.

Why the position and not the calendar: docs/adr/0009-partitions-of-the-journal.md.  A partition is made two ahead of
the newest entry; should that fail for long, entries land in the default partition and are moved when it is made.
On SQLite the journal is one table, and nothing here does anything.
"""

from typing import Final

import sqlalchemy as sa

from sync_server.store.engine import PEN, Database, take_lock
from sync_server.store.queries.progress import SEQUENCED, position_of

WIDTH: Final = 1 << 24  # positions in a partition; a county of 600,000 entries a day fills one in 28 days
AHEAD: Final = 2  # partitions that wait, empty, behind the one in use
_PATIENCE: Final = "2s"  # for a lock on the table: pushes queue behind whoever waits for it

# The bound of each partition but the default one, read where PostgreSQL keeps it.
_UPPER: Final = sa.text(
    "select max(substring(pg_get_expr(part.relpartbound, part.oid) from 'TO \\(''(\\d+)''\\)')::bigint) "
    "from pg_inherits join pg_class part on part.oid = inhrelid where inhparent = 'journal_entry'::regclass"
)


def make_ahead(database: Database) -> int:
    """Make the partitions that the coming entries need; answers how many were missing.

    Raises:
        sqlalchemy.exc.OperationalError: somebody else held the table too long; nothing has changed.
    """
    if not database.is_postgres:
        return 0
    with database.reading() as connection:
        if not _missing(connection):
            return 0
    with database.writing() as connection:
        connection.execute(sa.text(f"set local lock_timeout = '{_PATIENCE}'"))
        take_lock(connection, PEN)
        missing = _missing(connection)
        for lower in missing:
            _make(connection, lower)
        return len(missing)


def _missing(connection: sa.Connection) -> range:
    """The lower bounds of the partitions that are due and not there."""
    upper: int = connection.scalar(_UPPER) or 0
    newest = position_of(connection, SEQUENCED)
    return range(upper, (newest // WIDTH + AHEAD + 1) * WIDTH, WIDTH)


def _make(connection: sa.Connection, lower: int) -> None:
    """One partition, with what meanwhile went to the default one.

    A table that is attached when it is whole locks pushes out for a moment only; `create … partition of` would
    lock all of the journal.
    """
    upper, name = lower + WIDTH, f"journal_entry_{lower}"
    within = f"position >= {lower} and position < {upper}"
    for step in (
        f"create table {name} (like journal_entry including all)",
        f"with late as (delete from journal_entry_default where {within} returning *) "
        f"insert into {name} select * from late",
        f"alter table {name} add constraint {name}_range check ({within})",
        f"alter table journal_entry attach partition {name} for values from ({lower}) to ({upper})",
        f"alter table {name} drop constraint {name}_range",
    ):
        connection.execute(sa.text(step))
