"""What sync at county scale keeps on this PC."""

import sqlalchemy as sa
from alembic import op

from clinic_app.projections.types import Id

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    _hub_up()


def downgrade() -> None:
    _hub_down()


def _hub_up() -> None:
    """The clinic's hub: which devices are hubs, what came from colleagues over the LAN, what a hub holds of ours."""
    op.add_column("device", sa.Column("hub", sa.Boolean()))
    op.create_table(
        "sibling",
        sa.Column("incarnation", Id(), nullable=False),
        sa.Column("device", Id(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.LargeBinary(32)),
        sa.PrimaryKeyConstraint("incarnation", name="pk_sibling"),
    )
    op.create_table(
        "lan_entry",
        sa.Column("id", Id(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_lan_entry"),
    )
    op.create_table(
        "held_by_hub",
        sa.Column("hub", Id(), nullable=False),
        sa.Column("incarnation", Id(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("hub", "incarnation", name="pk_held_by_hub"),
    )


def _hub_down() -> None:
    op.drop_table("held_by_hub")
    op.drop_table("lan_entry")
    op.drop_table("sibling")
    op.drop_column("device", "hub")
