"""告警: what a device told of its cursor and its branches, and which alarms an officer has seen."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("device_contact", sa.Column("cursor", sa.BigInteger()))
    op.add_column("device_contact", sa.Column("refused", sa.BigInteger()))
    op.create_table(
        "alarm_seen",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("object", sa.Text(), nullable=False),
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "object", "mark", name="pk_alarm_seen"),
    )


def downgrade() -> None:
    op.drop_table("alarm_seen")
    with op.batch_alter_table("device_contact") as table:
        table.drop_column("refused")
        table.drop_column("cursor")
