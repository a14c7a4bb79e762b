"""What is held of a device's run on each day: entries and fen."""

import sqlalchemy as sa
from alembic import op

from clinic_app.projections.types import Id

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "journal_day",
        sa.Column("incarnation", Id(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("entries", sa.BigInteger(), nullable=False),
        sa.Column("fen", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("incarnation", "day", name="pk_journal_day"),
    )


def downgrade() -> None:
    op.drop_table("journal_day")
