"""发药: what was handed out and came back, line by line.  Money in fen."""

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
