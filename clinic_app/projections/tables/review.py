"""处方点评, 规则包, 微课."""

from uuid import UUID

import sqlalchemy as sa

from clinic_app.projections.tables.base import metadata, step
from clinic_app.projections.types import Id

review_sample = sa.Table(
    "review_sample",
    metadata,
    sa.Column("facility", sa.Text, primary_key=True),
    sa.Column("month", sa.Text, primary_key=True),
    sa.Column("subject", sa.Text, primary_key=True),  # "": all prescriptions
    sa.Column("seed", sa.Text),
    sa.Column("population", sa.Integer),
    sa.Column("ids", sa.Text),  # JSON: [id, …]
    sa.Column("added", sa.Text),  # JSON: [id, …]
    *step("sampled"),
)

# The newest judgement; what was answered and concluded belongs to the judgement that it names.
prescription_review = sa.Table(
    "prescription_review",
    metadata,
    sa.Column("prescription_id", Id, primary_key=True),
    sa.Column("facility", sa.Text),
    sa.Column("codes", sa.Text),  # comma between
    sa.Column("remark", sa.Text),
    sa.Column("reviewer", sa.Text),
    *step("reviewed"),
    *step("first"),  # the judgement that was not changed yet
    sa.Index("ix_prescription_review_facility", "facility"),
)

UNNAMED = UUID(int=0)  # the judgement of an answer that names none

review_answer = sa.Table(
    "review_answer",
    metadata,
    sa.Column("prescription_id", Id, primary_key=True),
    sa.Column("review_id", Id, primary_key=True),  # entry of the judgement, or UNNAMED
    sa.Column("accepted", sa.Boolean),
    sa.Column("answer", sa.Text),
    *step("answered"),
)

review_conclusion = sa.Table(
    "review_conclusion",
    metadata,
    sa.Column("prescription_id", Id, primary_key=True),
    sa.Column("review_id", Id, primary_key=True),  # entry of the judgement, or UNNAMED
    sa.Column("final_codes", sa.Text),  # comma between
    sa.Column("conclusion", sa.Text),
    *step("concluded"),
)

rule_pack = sa.Table(
    "rule_pack",
    metadata,
    sa.Column("version", sa.Text, primary_key=True),
    sa.Column("from_day", sa.Date),
    sa.Column("text", sa.Text),  # TOML
    sa.Column("note", sa.Text),
    *step("published"),
)

lesson = sa.Table(
    "lesson",
    metadata,
    sa.Column("lesson", sa.Text, primary_key=True),
    sa.Column("title", sa.Text),
    sa.Column("text", sa.Text),
    sa.Column("rules", sa.Text),  # JSON: [P08, …]
    sa.Column("substances", sa.Text),  # JSON
    sa.Column("diagnoses", sa.Text),  # JSON
    sa.Column("question", sa.Text),
    sa.Column("answers", sa.Text),  # JSON
    sa.Column("right_answer", sa.Integer),
    sa.Column("withdrawn", sa.Boolean),
    *step("published"),
)

lesson_reading = sa.Table(
    "lesson_reading",
    metadata,
    sa.Column("facility", sa.Text, primary_key=True),
    sa.Column("staff_id", sa.Text, primary_key=True),
    sa.Column("lesson", sa.Text, primary_key=True),
    sa.Column("answer", sa.Integer),
    *step("read"),
)
