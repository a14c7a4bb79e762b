"""重大公共卫生项目: cases, payments, follow-ups."""

import sqlalchemy as sa

from clinic_app.projections.tables.base import metadata, step
from clinic_app.projections.types import Id

programme_case = sa.Table(
    "programme_case",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("facility", sa.Text),
    sa.Column("resident", Id),
    sa.Column("programme", sa.Text),
    sa.Column("item", sa.Text),
    sa.Column("day", sa.Text),  # of enrolment, YYYY-MM-DD
    sa.Column("declared", sa.Text),  # comma between
    *step("enrolled"),
    sa.Column("done_on", sa.Text),  # YYYY-MM-DD
    sa.Column("result", sa.Text),
    sa.Column("institution", sa.Text),
    *step("done"),
    sa.Column("withdrawn_reason", sa.Text),
    *step("withdrawn"),
    sa.Index("ix_programme_case_resident", "resident"),
    sa.Index("ix_programme_case_programme_day", "programme", "day"),
)

programme_payment = sa.Table(
    "programme_payment",
    metadata,
    sa.Column("entry_id", Id, primary_key=True),
    sa.Column("case_id", Id, nullable=False),
    sa.Column("amount", sa.BigInteger, nullable=False),  # fen
    sa.Column("day", sa.Text, nullable=False),  # YYYY-MM-DD
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("told_at", sa.BigInteger, nullable=False),
    sa.Column("told_by", sa.Text, nullable=False),
    sa.Index("ix_programme_payment_case_id", "case_id"),
)

programme_follow_up = sa.Table(
    "programme_follow_up",
    metadata,
    sa.Column("entry_id", Id, primary_key=True),
    sa.Column("case_id", Id, nullable=False),
    sa.Column("day", sa.Text, nullable=False),  # YYYY-MM-DD
    sa.Column("finding", sa.Text, nullable=False),
    sa.Column("told_at", sa.BigInteger, nullable=False),
    sa.Column("told_by", sa.Text, nullable=False),
    sa.Index("ix_programme_follow_up_case_id", "case_id"),
)
