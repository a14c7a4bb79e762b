"""门诊."""

import sqlalchemy as sa

from clinic_app.projections.tables.base import metadata, step
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
    sa.Column("tcm", sa.Text),  # JSON: [[code, name], …]
    sa.Column("onset", sa.Date),
    sa.Column("again", sa.Boolean),
    sa.Column("departure", sa.Text),
    sa.Column("next_visit", sa.Date),
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
    sa.Column("kind", sa.Text),
    sa.Column("doses", sa.Integer),  # 剂数 of a decoction
    sa.Column("usage", sa.Text),
    sa.Column("boiled_here", sa.Boolean),
    sa.Column("pregnant", sa.Boolean),
    sa.Column("lactating", sa.Boolean),
    sa.Column("overrides", sa.Text),  # JSON: [[rule, code, reason], …]
    sa.Column("checked_with", sa.Text),
    sa.Column("long_term", sa.Boolean),
    sa.Column("replaces", Id),
    sa.Column("collector", sa.Text),  # 代办人
    sa.Column("collector_id_number", sa.Text),
    sa.Index("ix_prescription_visit_id", "visit_id"),
    sa.Index("ix_prescription_resident", "resident"),
    sa.Index("ix_prescription_facility_issued_at", "facility", "issued_at"),
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
    sa.Column("group_no", sa.Integer),  # 组
    sa.Column("own", sa.Boolean),  # 自备药
    sa.Column("note", sa.Text),
)

# Apart from `prescription`: it may be known first.
cancelled_prescription = sa.Table(
    "cancelled_prescription",
    metadata,
    sa.Column("prescription_id", Id, primary_key=True),
    *step("cancelled"),
    sa.Column("cancelled_reason", sa.Text),
)

encounter_addendum = sa.Table(
    "encounter_addendum",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("encounter_id", Id, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("added_at", sa.BigInteger, nullable=False),
    sa.Column("added_by", sa.Text, nullable=False),
    sa.Index("ix_encounter_addendum_encounter_id", "encounter_id"),
)

sickness_certificate = sa.Table(
    "sickness_certificate",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("visit_id", Id, nullable=False),
    sa.Column("resident", Id),
    sa.Column("facility", sa.Text, nullable=False),
    sa.Column("diagnosis", sa.Text, nullable=False),
    sa.Column("advice", sa.Text, nullable=False),
    sa.Column("from_day", sa.Date, nullable=False),
    sa.Column("to_day", sa.Date, nullable=False),
    sa.Column("issued_at", sa.BigInteger, nullable=False),
    sa.Column("issued_by", sa.Text, nullable=False),
    sa.Index("ix_sickness_certificate_resident", "resident"),
)

# The newest answer to what a diagnosis asks.
infectious_answer = sa.Table(
    "infectious_answer",
    metadata,
    sa.Column("visit_id", Id, primary_key=True),
    sa.Column("disease", sa.Text, primary_key=True),
    sa.Column("facility", sa.Text),
    sa.Column("report", sa.Boolean),
    sa.Column("reason", sa.Text),
    *step("answered"),
)
