"""病区: beds, orders with what was done of them, doses from the pharmacy, notes."""

import sqlalchemy as sa

from clinic_app.projections.tables.base import metadata, step
from clinic_app.projections.types import Id

bed = sa.Table(
    "bed",
    metadata,
    sa.Column("facility", sa.Text, primary_key=True),
    sa.Column("bed", sa.Text, primary_key=True),
    sa.Column("room", sa.Text),
    sa.Column("department", sa.Text),
    sa.Column("in_use", sa.Boolean),
    *step("placed"),
    *step("readied"),
)

bed_left = sa.Table(
    "bed_left",
    metadata,
    sa.Column("entry_id", Id, primary_key=True),
    sa.Column("facility", sa.Text, nullable=False),
    sa.Column("bed", sa.Text, nullable=False),
    sa.Column("at", sa.BigInteger, nullable=False),  # hybrid clock
    sa.Index("ix_bed_left_facility", "facility", "bed"),
)

ward_order = sa.Table(
    "ward_order",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("admission_id", Id),
    sa.Column("facility", sa.Text),
    sa.Column("no", sa.Integer),  # place in what was signed together
    sa.Column("term", sa.Text),
    sa.Column("category", sa.Text),
    sa.Column("code", sa.Text),
    sa.Column("name", sa.Text),
    sa.Column("spec", sa.Text),
    sa.Column("dose", sa.Text),
    sa.Column("frequency", sa.Text),
    sa.Column("route", sa.Text),
    sa.Column("unit", sa.Text),
    sa.Column("each_e4", sa.BigInteger),
    sa.Column("group_no", sa.Integer),
    sa.Column("own", sa.Boolean),
    sa.Column("note", sa.Text),
    sa.Column("start_ms", sa.BigInteger),
    *step("signed"),
    sa.Column("stop_ms", sa.BigInteger),
    sa.Column("stop_reason", sa.Text),
    *step("stopped"),
    sa.Index("ix_ward_order_admission_id", "admission_id"),
)

# One row a dose: of two PCs that both say it was given, the earlier one counts, with its charges.
ward_dose_done = sa.Table(
    "ward_dose_done",
    metadata,
    sa.Column("order_id", Id, primary_key=True),
    sa.Column("day", sa.Date, primary_key=True),
    sa.Column("slot", sa.Text, primary_key=True),
    sa.Column("admission_id", Id),
    sa.Column("left_out", sa.Text),
    *step("done"),
    sa.Index("ix_ward_dose_done_admission_id", "admission_id"),
)

# What left the pharmacy for a stay, signed: a return counts negative.
ward_dose = sa.Table(
    "ward_dose",
    metadata,
    sa.Column("entry_id", Id, primary_key=True),
    sa.Column("no", sa.Integer, primary_key=True),
    sa.Column("admission_id", Id, nullable=False),
    sa.Column("order_id", Id, nullable=False),
    sa.Column("facility", sa.Text, nullable=False),
    sa.Column("day", sa.Date, nullable=False),
    sa.Column("code", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("unit", sa.Text, nullable=False),
    sa.Column("cnt_e4", sa.BigInteger, nullable=False),
    sa.Column("pric_e6", sa.BigInteger, nullable=False),
    sa.Column("at", sa.BigInteger, nullable=False),  # hybrid clock
    sa.Column("by", sa.Text, nullable=False),
    sa.Index("ix_ward_dose_admission_id", "admission_id"),
)

ward_note = sa.Table(
    "ward_note",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("admission_id", Id),
    sa.Column("resident", Id),
    sa.Column("kind", sa.Text),
    sa.Column("about_ms", sa.BigInteger),
    sa.Column("sections", sa.Text),  # JSON
    sa.Column("diagnoses", sa.Text),  # JSON
    *step("signed"),
    sa.Index("ix_ward_note_admission_id", "admission_id"),
    sa.Index("ix_ward_note_resident", "resident"),
)

ward_note_addendum = sa.Table(
    "ward_note_addendum",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("note_id", Id, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("added_at", sa.BigInteger, nullable=False),  # hybrid clock
    sa.Column("added_by", sa.Text, nullable=False),
    sa.Index("ix_ward_note_addendum_note_id", "note_id"),
)
