"""门诊."""

import sqlalchemy as sa

from clinic_app.projections.tables.base import metadata
from clinic_app.projections.types import Id

encounter = sa.Table(
    "encounter",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("visit_id", Id, nullable=False),
    sa.Column("resident", Id),
    sa.Column("facility", sa.Text, nullable=False),
    sa.Column("complaint", sa.Text, nullable=False),
    sa.Column("history", sa.Text, nullable=False),
    sa.Column("findings", sa.Text, nullable=False),
    sa.Column("advice", sa.Text, nullable=False),
    sa.Column("diagnoses", sa.Text, nullable=False),  # JSON: [[code, name], …]
    sa.Column("prescriptions", sa.Text, nullable=False),  # JSON: [id, …]
    sa.Column("signed_at", sa.BigInteger, nullable=False),
    sa.Column("signed_by", sa.Text, nullable=False),
    sa.Index("ix_encounter_visit_id", "visit_id"),
    sa.Index("ix_encounter_resident", "resident"),
)

prescription = sa.Table(
    "prescription",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("visit_id", Id, nullable=False),
    sa.Column("resident", Id),
    sa.Column("facility", sa.Text, nullable=False),
    sa.Column("issued_at", sa.BigInteger, nullable=False),
    sa.Column("issued_by", sa.Text, nullable=False),
    sa.Index("ix_prescription_visit_id", "visit_id"),
)

# Drugs of a prescription and services of an encounter: what was ordered, as charged.
order_line = sa.Table(
    "order_line",
    metadata,
    sa.Column("entry_id", Id, primary_key=True),  # the prescription or the encounter
    sa.Column("line_no", sa.Integer, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),  # drug, service
    sa.Column("code", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("spec", sa.Text, nullable=False),
    sa.Column("dose", sa.Text, nullable=False),
    sa.Column("frequency", sa.Text, nullable=False),
    sa.Column("route", sa.Text, nullable=False),
    sa.Column("days", sa.Integer, nullable=False),
    sa.Column("cnt_e4", sa.BigInteger, nullable=False),
    sa.Column("unit", sa.Text, nullable=False),
    sa.Column("pric_e6", sa.BigInteger, nullable=False),
)
