"""自测."""

import sqlalchemy as sa

from clinic_app.projections.tables.base import metadata, step
from clinic_app.projections.types import Id

reading = sa.Table(
    "reading",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("facility", sa.Text),
    sa.Column("resident", Id),
    sa.Column("device", sa.Text),
    sa.Column("taken_ms", sa.BigInteger),  # UTC
    sa.Column("item", sa.Text),
    sa.Column("value_e4", sa.BigInteger),
    sa.Column("beyond", sa.Text),
    sa.Column("position", sa.Text),
    sa.Column("identified_by", sa.Text),
    sa.Column("critical", sa.Boolean),  # an emergency value
    *step("received"),
    *step("confirmed"),
    *step("rejected"),
    sa.Column("rejected_reason", sa.Text),
    *step("answered"),
    sa.Column("answered_told", sa.Text),
    sa.Column("answered_done", sa.Text),
    sa.Index("ix_reading_critical", "critical", "answered_at", "rejected_at"),
    sa.Index("ix_reading_resident", "resident"),
    sa.Index("ix_reading_facility", "facility", "confirmed_at", "rejected_at"),
)
