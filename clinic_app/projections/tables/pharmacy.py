"""发药: what was handed out and came back, line by line, and the empty ampoules of it.  Money in fen."""

import sqlalchemy as sa

from clinic_app.projections.tables.base import metadata
from clinic_app.projections.types import Id

dispensed_line = sa.Table(
    "dispensed_line",
    metadata,
    sa.Column("entry_id", Id, primary_key=True),
    sa.Column("feedetl_sn", sa.Text, primary_key=True),
    sa.Column("settlement_id", Id, nullable=False),
    sa.Column("visit_id", Id, nullable=False),
    sa.Column("resident", Id),
    sa.Column("facility", sa.Text, nullable=False),
    sa.Column("code", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("unit", sa.Text, nullable=False),
    sa.Column("cnt_e4", sa.BigInteger, nullable=False),  # negative: came back
    sa.Column("pric_e6", sa.BigInteger, nullable=False),
    sa.Column("at", sa.BigInteger, nullable=False),  # hybrid clock
    sa.Column("by", sa.Text, nullable=False),
    sa.Index("ix_dispensed_line_settlement_id", "settlement_id"),
    sa.Index("ix_dispensed_line_visit_id", "visit_id"),
    sa.Index("ix_dispensed_line_facility_at", "facility", "at"),
)

# 空安瓿、废贴: signed; what is kept is the sum.
empties = sa.Table(
    "empties",
    metadata,
    sa.Column("entry_id", Id, primary_key=True),
    sa.Column("drug", sa.Text, primary_key=True),
    sa.Column("facility", sa.Text, nullable=False),
    sa.Column("dispensed", Id),  # the entry that handed out; NULL: destroyed
    sa.Column("batch_id", Id),
    sa.Column("count", sa.Integer, nullable=False),  # negative: destroyed
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("second", sa.Text, nullable=False),
    sa.Column("at", sa.BigInteger, nullable=False),  # hybrid clock
    sa.Column("by", sa.Text, nullable=False),
    sa.Index("ix_empties_facility_drug", "facility", "drug"),
)
