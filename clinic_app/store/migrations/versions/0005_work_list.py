"""工作清单 holds what a child is owed of vaccination: the tasks are made anew from the journal.

A self-measured reading says where it was off the device's scale, and how it was taken.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("reading", sa.Column("beyond", sa.Text()))
    op.add_column("reading", sa.Column("position", sa.Text()))
    op.execute(
        "INSERT OR REPLACE INTO setting SELECT 'rebuild_wanted', X'31'"
        " WHERE EXISTS (SELECT 1 FROM entry WHERE type = 'resident.registered')"
    )


def downgrade() -> None:
    """Tasks of an older program are made at the next rebuild."""
    with op.batch_alter_table("reading") as table:
        table.drop_column("position")
        table.drop_column("beyond")
