"""申报, 争议, 月结, 扣款: what county and clinic said about a month.  Money in fen."""

import sqlalchemy as sa

from clinic_app.projections.tables.base import metadata, step
from clinic_app.projections.types import Id

statement = sa.Table(
    "statement",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("facility", sa.Text),
    sa.Column("month", sa.Text),
    sa.Column("insutype", sa.Text),
    sa.Column("clr_type", sa.Text),
    sa.Column("refd_setl_flag", sa.Integer),
    sa.Column("part", sa.Integer),
    sa.Column("stmt_begndate", sa.Date),
    sa.Column("stmt_enddate", sa.Date),
    sa.Column("fixmedins_setl_cnt", sa.Integer),
    sa.Column("sums", sa.Text),  # JSON
    *step("issued"),
    *step("answered"),
    *step("approved"),
    sa.Index("ix_statement_month_facility", "month", "facility"),
)

statement_record = sa.Table(
    "statement_record",
    metadata,
    sa.Column("statement_id", Id, primary_key=True),
    sa.Column("record_id", Id, primary_key=True),
    sa.Column("carried", sa.Boolean, nullable=False),
    sa.Index("ix_statement_record_record_id", "record_id"),
)

# What the county changed in one side's figures of a record after a person had looked.
adjustment = sa.Table(
    "adjustment",
    metadata,
    sa.Column("entry_id", Id, primary_key=True),
    sa.Column("settlement_id", Id, nullable=False),
    sa.Column("facility", sa.Text, nullable=False),
    sa.Column("side", sa.Text, nullable=False),  # clinic, county
    sa.Column("amounts", sa.Text, nullable=False),  # JSON, fen by field
    sa.Column("reason", sa.Text, nullable=False),
    *step("adjusted"),
    sa.Index("ix_adjustment_settlement_id", "settlement_id"),
)

dispute = sa.Table(
    "dispute",
    metadata,
    sa.Column("statement_id", Id, primary_key=True),
    sa.Column("settlement_id", Id, primary_key=True),
    sa.Column("reason", sa.Text),
    *step("disputed"),
    sa.Column("upheld", sa.Boolean),
    sa.Column("decision", sa.Text),
    sa.Column("fund_change", sa.BigInteger),
    *step("decided"),
)

month_closed = sa.Table(
    "month_closed",
    metadata,
    sa.Column("month", sa.Text, primary_key=True),
    sa.Column("left_out", sa.Text, nullable=False),  # JSON
    *step("closed"),
)

deduction = sa.Table(
    "deduction",
    metadata,
    sa.Column("entry_id", Id, primary_key=True),
    sa.Column("facility", sa.Text, nullable=False),
    sa.Column("rule", sa.Text, nullable=False),
    sa.Column("finding", sa.Text, nullable=False),
    sa.Column("amount", sa.BigInteger, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    *step("deducted"),
)

deduction_record = sa.Table(
    "deduction_record",
    metadata,
    sa.Column("entry_id", Id, primary_key=True),
    sa.Column("record_id", Id, primary_key=True),
    sa.Index("ix_deduction_record_record_id", "record_id"),
)

finding = sa.Table(
    "finding",
    metadata,
    sa.Column("finding", sa.Text, primary_key=True),
    sa.Column("rule", sa.Text, nullable=False),
    sa.Column("decision", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    *step("decided"),
)
