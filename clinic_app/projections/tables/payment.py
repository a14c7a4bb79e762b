"""拨付: plans, runs and what each clinic is told.  Money in fen."""

import sqlalchemy as sa

from clinic_app.projections.tables.base import metadata, step
from clinic_app.projections.types import Id

payment_plan = sa.Table(
    "payment_plan",
    metadata,
    sa.Column("year", sa.Integer, primary_key=True),
    sa.Column("text", sa.Text, nullable=False),  # TOML
    *step("published"),
)

payment_run = sa.Table(
    "payment_run",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("month", sa.Text),
    sa.Column("plan", Id),
    sa.Column("total", sa.BigInteger),
    *step("made"),
    *step("approved"),
    sa.Index("ix_payment_run_month", "month"),
)

payment_item = sa.Table(
    "payment_item",
    metadata,
    sa.Column("run_id", Id, primary_key=True),
    sa.Column("no", sa.Integer, primary_key=True),
    sa.Column("facility", sa.Text, nullable=False),
    sa.Column("method", sa.Text, nullable=False),
    sa.Column("insutype", sa.Text, nullable=False),
    sa.Column("amount", sa.BigInteger, nullable=False),
    sa.Column("figures", sa.Text, nullable=False),  # JSON
)

payment_notice = sa.Table(
    "payment_notice",
    metadata,
    sa.Column("run_id", Id, primary_key=True),
    sa.Column("facility", sa.Text, primary_key=True),
    sa.Column("month", sa.Text, nullable=False),
    sa.Column("total", sa.BigInteger, nullable=False),
    sa.Column("items", sa.Text, nullable=False),  # JSON
    *step("noticed"),
)
