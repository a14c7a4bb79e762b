"""秒表."""

import sqlalchemy as sa

from clinic_app.projections.tables.base import metadata
from clinic_app.projections.types import Id

# What each PC told of a day: no person, no member of staff.
timed_day = sa.Table(
    "timed_day",
    metadata,
    sa.Column("entry_id", Id, primary_key=True),
    sa.Column("facility", sa.Text, nullable=False),
    sa.Column("device", Id, nullable=False),
    sa.Column("day", sa.Date, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("counted", sa.BigInteger, nullable=False),
    sa.Column("seconds", sa.BigInteger, nullable=False),
    sa.Column("pressed", sa.BigInteger, nullable=False),  # keys, median
    sa.Column("slow", sa.BigInteger, nullable=False),
    sa.Index("ix_timed_day_facility", "facility", "day"),
)
