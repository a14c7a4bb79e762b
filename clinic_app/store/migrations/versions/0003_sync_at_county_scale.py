"""What sync at county scale keeps on this PC."""

import sqlalchemy as sa
from alembic import op

from clinic_app.projections.types import Id

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    _hub_up()
    _days_up()


def downgrade() -> None:
    op.drop_table("run_counted")
    op.drop_table("county_day")
    op.drop_table("run_day")
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


def _days_up() -> None:
    """What our runs come to by day, to be compared with the county."""
    op.create_table(
        "run_day",
        sa.Column("incarnation_no", sa.Integer(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("entries", sa.BigInteger(), nullable=False),
        sa.Column("fen", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("incarnation_no", "day", name="pk_run_day"),
    )
    op.create_table(
        "county_day",
        sa.Column("incarnation_no", sa.Integer(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("entries", sa.BigInteger(), nullable=False),
        sa.Column("fen", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("incarnation_no", "day", name="pk_county_day"),
    )
    op.create_table(
        "run_counted",
        sa.Column("incarnation_no", sa.Integer(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.LargeBinary(32), nullable=False),
        sa.PrimaryKeyConstraint("incarnation_no", name="pk_run_counted"),
    )
