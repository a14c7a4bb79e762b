"""处方点评, 规则包, 微课."""

import sqlalchemy as sa
from alembic import op

from clinic_app.projections.types import Id
from clinic_app.store.migrations.tables_0004.steps import step


def up() -> None:
    """处方点评, 规则包, 微课."""
    op.create_index("ix_prescription_facility_issued_at", "prescription", ["facility", "issued_at"])
    op.create_table(
        "review_sample",
        sa.Column("facility", sa.Text(), nullable=False),
        sa.Column("month", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("seed", sa.Text()),
        sa.Column("population", sa.Integer()),
        sa.Column("ids", sa.Text()),
        sa.Column("added", sa.Text()),
        *step("sampled"),
        sa.PrimaryKeyConstraint("facility", "month", "subject", name="pk_review_sample"),
    )
    op.create_table(
        "prescription_review",
        sa.Column("prescription_id", Id(), nullable=False),
        sa.Column("facility", sa.Text()),
        sa.Column("codes", sa.Text()),
        sa.Column("remark", sa.Text()),
        sa.Column("reviewer", sa.Text()),
        *step("reviewed"),
        *step("first"),
        sa.PrimaryKeyConstraint("prescription_id", name="pk_prescription_review"),
    )
    op.create_index("ix_prescription_review_facility", "prescription_review", ["facility"])
    op.create_table(
        "review_answer",
        sa.Column("prescription_id", Id(), nullable=False),
        sa.Column("review_id", Id(), nullable=False),
        sa.Column("accepted", sa.Boolean()),
        sa.Column("answer", sa.Text()),
        *step("answered"),
        sa.PrimaryKeyConstraint("prescription_id", "review_id", name="pk_review_answer"),
    )
    op.create_table(
        "review_conclusion",
        sa.Column("prescription_id", Id(), nullable=False),
        sa.Column("review_id", Id(), nullable=False),
        sa.Column("final_codes", sa.Text()),
        sa.Column("conclusion", sa.Text()),
        *step("concluded"),
        sa.PrimaryKeyConstraint("prescription_id", "review_id", name="pk_review_conclusion"),
    )
    op.create_table(
        "rule_pack",
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("from_day", sa.Date()),
        sa.Column("text", sa.Text()),
        sa.Column("note", sa.Text()),
        *step("published"),
        sa.PrimaryKeyConstraint("version", name="pk_rule_pack"),
    )
    _lessons_up()


def _lessons_up() -> None:
    op.create_table(
        "lesson",
        sa.Column("lesson", sa.Text(), nullable=False),
        sa.Column("title", sa.Text()),
        sa.Column("text", sa.Text()),
        sa.Column("rules", sa.Text()),
        sa.Column("substances", sa.Text()),
        sa.Column("diagnoses", sa.Text()),
        sa.Column("question", sa.Text()),
        sa.Column("answers", sa.Text()),
        sa.Column("right_answer", sa.Integer()),
        sa.Column("withdrawn", sa.Boolean()),
        *step("published"),
        sa.PrimaryKeyConstraint("lesson", name="pk_lesson"),
    )
    op.create_table(
        "lesson_reading",
        sa.Column("facility", sa.Text(), nullable=False),
        sa.Column("staff_id", sa.Text(), nullable=False),
        sa.Column("lesson", sa.Text(), nullable=False),
        sa.Column("answer", sa.Integer()),
        *step("read"),
        sa.PrimaryKeyConstraint("facility", "staff_id", "lesson", name="pk_lesson_reading"),
    )


def down() -> None:
    op.drop_index("ix_prescription_facility_issued_at", "prescription")
    for table in (
        "lesson_reading",
        "lesson",
        "rule_pack",
        "review_conclusion",
        "review_answer",
        "prescription_review",
        "review_sample",
    ):
        op.drop_table(table)
