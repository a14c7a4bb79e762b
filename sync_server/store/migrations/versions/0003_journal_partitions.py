"""On PostgreSQL the journal is divided by position (store/partitions.py); on SQLite it stays one table."""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_WIDTH: Final = 1 << 24


def upgrade() -> None:
    """The table so far becomes the first partition, whatever it holds."""
    connection = op.get_bind()
    if connection.dialect.name != "postgresql" or _is_divided(connection):
        return
    newest: int = connection.scalar(sa.text("select max(position) from journal_entry")) or 0
    upper = (newest // _WIDTH + 1) * _WIDTH
    for step in (
        "alter table journal_entry rename to journal_entry_0",
        "alter table journal_entry_0 rename constraint pk_journal_entry to pk_journal_entry_0",
        "alter index ix_journal_entry_id rename to ix_journal_entry_0_id",
        "create table journal_entry (like journal_entry_0 including defaults) partition by range (position)",
        "alter table journal_entry add constraint pk_journal_entry primary key (position)",
        "create index ix_journal_entry_id on journal_entry (id)",
        f"alter table journal_entry attach partition journal_entry_0 for values from (minvalue) to ({upper})",
        "create table journal_entry_default partition of journal_entry default",
    ):
        op.execute(step)


def downgrade() -> None:
    """The rows stay where they are: a divided table answers every question that one table did."""


def _is_divided(connection: sa.Connection) -> bool:
    kind = connection.scalar(sa.text("select relkind from pg_class where oid = 'journal_entry'::regclass"))
    return bool(kind == "p")
