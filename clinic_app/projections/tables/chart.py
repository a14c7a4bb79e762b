"""健康首页."""

import sqlalchemy as sa

from clinic_app.projections.tables.base import metadata, step
from clinic_app.projections.types import Id

allergy = sa.Table(
    "allergy",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("resident", Id),
    sa.Column("kind", sa.Text),
    sa.Column("code", sa.Text),
    sa.Column("name", sa.Text),
    sa.Column("reaction", sa.Text),
    sa.Column("severe", sa.Boolean),
    *step("recorded"),
    *step("cancelled"),
    sa.Column("cancelled_reason", sa.Text),
    sa.Index("ix_allergy_resident", "resident"),
)

# Named for what it holds; `condition` is a word of SQL.
noted_condition = sa.Table(
    "noted_condition",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("resident", Id),
    sa.Column("code", sa.Text),
    sa.Column("name", sa.Text),
    sa.Column("since", sa.Date),
    *step("noted"),
    *step("closed"),
    sa.Column("closed_reason", sa.Text),
    sa.Index("ix_noted_condition_resident", "resident"),
)

measurement = sa.Table(
    "measurement",
    metadata,
    sa.Column("entry_id", Id, primary_key=True),
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("resident", Id),
    sa.Column("visit_id", Id),
    sa.Column("taken_ms", sa.BigInteger, nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("value_e4", sa.BigInteger),
    sa.Column("text", sa.Text, nullable=False),
    sa.Index("ix_measurement_resident", "resident", "key", "taken_ms"),
)

skin_test = sa.Table(
    "skin_test",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("resident", Id),
    sa.Column("visit_id", Id),
    sa.Column("substance", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("lot", sa.Text, nullable=False),
    sa.Column("positive", sa.Boolean, nullable=False),
    sa.Column("read_ms", sa.BigInteger, nullable=False),
    sa.Column("read_by", sa.Text, nullable=False),
    sa.Index("ix_skin_test_resident", "resident"),
)
