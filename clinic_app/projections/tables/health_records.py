"""健康档案: numbers, deaths and moves, and which entries of the register are one person."""

import sqlalchemy as sa

from clinic_app.projections.tables.base import metadata, step
from clinic_app.projections.types import Id

health_record = sa.Table(
    "health_record",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("resident", Id, nullable=False),
    sa.Column("facility", sa.Text, nullable=False),
    sa.Column("number", sa.Text, nullable=False),
    sa.Column("day", sa.Text, nullable=False),  # YYYY-MM-DD
    sa.Column("doctor", sa.Text, nullable=False),
    sa.Column("replaces", Id),
    sa.Column("opened_at", sa.BigInteger, nullable=False),
    sa.Column("opened_by", sa.Text, nullable=False),
    sa.Index("ix_health_record_resident", "resident"),
    sa.Index("ix_health_record_number", "number"),
)

# One row a death or move, as told; what was told in error carries the correction.
life_event = sa.Table(
    "life_event",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("resident", Id),
    sa.Column("kind", sa.Text),  # in, out, lost, died
    sa.Column("day", sa.Text),  # YYYY-MM-DD
    sa.Column("words", sa.Text),  # cause of death, or the other place
    *step("told"),
    *step("corrected"),
    sa.Column("corrected_reason", sa.Text),
    sa.Index("ix_life_event_resident", "resident"),
)

# Who is not here any more, by what stands; a resident without a row has always been here.
life_state = sa.Table(
    "life_state",
    metadata,
    sa.Column("resident", Id, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),  # here, out, lost, died
    sa.Column("day", sa.Text, nullable=False),  # YYYY-MM-DD; empty: nothing stands
    sa.Column("event", Id),  # what says so
)

merge = sa.Table(
    "resident_merge",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("kept", Id),
    sa.Column("other", Id),
    sa.Column("reasons", sa.Text),  # comma between
    sa.Column("note", sa.Text),
    sa.Column(
        "taken", sa.Text
    ),  # JSON: field taken over from the other one → what stood before, by which entry
    sa.Column("facility", sa.Text),
    *step("merged"),
    *step("split"),
    sa.Column("split_reason", sa.Text),
    sa.Index("ix_resident_merge_kept", "kept"),
    sa.Index("ix_resident_merge_other", "other"),
)

# Of everyone who was ever merged: who stands for the person now (itself, where nothing stands).
person = sa.Table(
    "person",
    metadata,
    sa.Column("resident", Id, primary_key=True),
    sa.Column("kept", Id, nullable=False),
    sa.Index("ix_person_kept", "kept"),
)

distinct = sa.Table(
    "resident_distinct",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("resident", Id, nullable=False),
    sa.Column("other", Id, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("told_at", sa.BigInteger, nullable=False),
    sa.Column("told_by", sa.Text, nullable=False),
    sa.Index("ix_resident_distinct_resident", "resident"),
    sa.Index("ix_resident_distinct_other", "other"),
)
