"""外部调用: one row a call; sent and not concluded is unknown."""

import sqlalchemy as sa

from clinic_app.projections.tables.base import metadata, step
from clinic_app.projections.types import Id

outside_call = sa.Table(
    "outside_call",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("kind", sa.Text),
    sa.Column("msgid", sa.Text),
    sa.Column("visit_id", Id),
    sa.Column("resident", Id),
    sa.Column("facility", sa.Text),
    sa.Column("about", Id),
    sa.Column("amount", sa.BigInteger),  # fen
    sa.Column("request", sa.Text),  # JSON
    *step("intended"),
    *step("sent"),
    *step("concluded"),
    sa.Column("conclusion", sa.Text),  # succeeded, failed, reversed
    sa.Column("evidence", sa.Text),
    sa.Column("answer", sa.Text),  # JSON
    sa.Index("ix_outside_call_visit_id", "visit_id"),
    sa.Index("ix_outside_call_facility_concluded_at", "facility", "concluded_at"),
)
