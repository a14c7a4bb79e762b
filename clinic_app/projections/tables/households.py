"""家庭户, and who lives in which."""

import sqlalchemy as sa

from clinic_app.projections.tables.base import metadata, step
from clinic_app.projections.types import Id

household = sa.Table(
    "household",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("facility", sa.Text),  # of the newest statement
    sa.Column("village", sa.Text),
    sa.Column("village_code", sa.Text),
    sa.Column("group_name", sa.Text),  # 村民小组
    sa.Column("house", sa.Text),
    sa.Column("address", sa.Text),
    sa.Column("phone", sa.Text),
    *step("stated"),
    sa.Index("ix_household_village_code", "village_code"),
)

# One row a joining or leaving, as told.
household_change = sa.Table(
    "household_change",
    metadata,
    sa.Column("entry_id", Id, primary_key=True),
    sa.Column("resident", Id, nullable=False),
    sa.Column("household", Id, nullable=False),
    sa.Column("joined", sa.Boolean, nullable=False),
    sa.Column("relation", sa.Text, nullable=False),
    sa.Column("day", sa.Text, nullable=False),  # YYYY-MM-DD
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("told_at", sa.BigInteger, nullable=False),
    sa.Column("told_by", sa.Text, nullable=False),
    sa.Index("ix_household_change_resident", "resident"),
)

# Where each one lives now: the newest change of each resident.
household_member = sa.Table(
    "household_member",
    metadata,
    sa.Column("resident", Id, primary_key=True),
    sa.Column("household", Id),  # NULL: left, and joined no other
    sa.Column("relation", sa.Text),
    sa.Column("since", sa.Text),  # YYYY-MM-DD
    sa.Index("ix_household_member_household", "household"),
)
