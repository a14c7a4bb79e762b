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

# What a run's items follow from; each stands in one run only.
payment_source = sa.Table(
    "payment_source",
    metadata,
    sa.Column("run_id", Id, primary_key=True),
    sa.Column("source", Id, primary_key=True),
    sa.Column("no", sa.Integer, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),  # statement, left_out (a record)
    sa.Index("ix_payment_source_source", "source"),
)

# A statement is paid once an approved run has been made known to its institution.
statement_paid = sa.Table(
    "statement_paid",
    metadata,
    sa.Column("statement_id", Id, primary_key=True),
    sa.Column("run_id", Id, nullable=False),
    *step("paid"),
)

# 签约 over time: every statement about an insured person that has been made, so that past days can be counted.
insured_contract = sa.Table(
    "insured_contract",
    metadata,
    sa.Column("psn_no", sa.Text, primary_key=True),
    sa.Column("entry_id", Id, primary_key=True),
    sa.Column("stated_at", sa.BigInteger, nullable=False),  # hybrid clock
    sa.Column("contract_inst", sa.Text, nullable=False),
    sa.Column("insutype", sa.Text, nullable=False),
    sa.Column("psn_insu_stas", sa.Text, nullable=False),
    sa.Column("death_date", sa.Text, nullable=False),  # "" living
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
