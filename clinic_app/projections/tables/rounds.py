"""下乡包, and the pictures of its sheets."""

import sqlalchemy as sa

from clinic_app.projections.tables.base import metadata, step
from clinic_app.projections.types import Id

round_sheet = sa.Table(
    "round_sheet",
    metadata,
    sa.Column("pack", Id, primary_key=True),
    sa.Column("place", sa.Integer, primary_key=True),  # in the route, from 1
    sa.Column("facility", sa.Text),
    sa.Column("day", sa.Date),
    sa.Column("code", sa.Text),
    sa.Column("resident", Id),
    sa.Column("form", sa.Text),
    sa.Column("version", sa.Integer),
    sa.Column("who", sa.Text),
    sa.Column("record_no", sa.Text),
    sa.Column("home", sa.Text),
    sa.Column("phone", sa.Text),  # masked
    sa.Column("last", sa.Text),
    sa.Column("reason", sa.Text),
    sa.Column("filled", sa.Text),  # JSON: the values that were printed
    *step("packed"),
    sa.Index("ix_round_sheet_code", "code"),
    sa.Index("ix_round_sheet_facility", "facility", "day"),
)

sheet_picture = sa.Table(
    "sheet_picture",
    metadata,
    sa.Column("entry_id", Id, primary_key=True),
    sa.Column("pack", Id, nullable=False),
    sa.Column("code", sa.Text, nullable=False),
    sa.Column("digest", sa.Text, nullable=False),  # SHA-256, hex
    sa.Column("size", sa.Integer, nullable=False),  # bytes
    sa.Column("taken_at", sa.BigInteger, nullable=False),  # hybrid clock
    sa.Column("taken_by", sa.Text, nullable=False),
    sa.Index("ix_sheet_picture_code", "code"),
)
