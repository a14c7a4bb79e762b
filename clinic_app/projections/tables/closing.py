"""日结: one row a closing; which records it covers, and its totals for reconciliation."""

import sqlalchemy as sa

from clinic_app.projections.tables.base import metadata, step
from clinic_app.projections.types import Id

closing = sa.Table(
    "closing",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("facility", sa.Text, nullable=False),
    sa.Column("device", Id, nullable=False),
    sa.Column("level", sa.Text, nullable=False),  # cashier, facility
    sa.Column("number", sa.Text, nullable=False),
    sa.Column("opter_id", sa.Text, nullable=False),
    sa.Column("biz_date", sa.Date, nullable=False),
    sa.Column("n_setl", sa.Integer, nullable=False),
    sa.Column("n_red", sa.Integer, nullable=False),
    sa.Column("medfee_sumamt", sa.BigInteger, nullable=False),
    sa.Column("fund_pay_sumamt", sa.BigInteger, nullable=False),
    sa.Column("cash_expected", sa.BigInteger, nullable=False),
    sa.Column("cash_counted", sa.BigInteger, nullable=False),
    sa.Column("cash_diff", sa.BigInteger, nullable=False),
    *step("made"),
    sa.Index("ix_closing_facility_biz_date", "facility", "biz_date"),
)

closing_range = sa.Table(
    "closing_range",
    metadata,
    sa.Column("closing_id", Id, primary_key=True),
    sa.Column("incarnation", Id, primary_key=True),
    sa.Column("device", Id, nullable=False),
    sa.Column("begin_seq", sa.BigInteger, nullable=False),
    sa.Column("end_seq", sa.BigInteger, nullable=False),
    sa.Index("ix_closing_range_incarnation_end_seq", "incarnation", "end_seq"),
)

closing_record = sa.Table(
    "closing_record",
    metadata,
    sa.Column("closing_id", Id, primary_key=True),
    sa.Column("record_id", Id, primary_key=True),
    sa.Index("ix_closing_record_record_id", "record_id"),
)

# What else it covers that moved money; `closing_record` has the settlements and reds alone.
closing_movement = sa.Table(
    "closing_movement",
    metadata,
    sa.Column("closing_id", Id, primary_key=True),
    sa.Column("entry_id", Id, primary_key=True),
    sa.Index("ix_closing_movement_entry_id", "entry_id"),
)

closing_group = sa.Table(
    "closing_group",
    metadata,
    sa.Column("closing_id", Id, primary_key=True),
    sa.Column("insutype", sa.Text, primary_key=True),
    sa.Column("clr_type", sa.Text, primary_key=True),
    sa.Column("refd_setl_flag", sa.Integer, primary_key=True),
    sa.Column("fixmedins_setl_cnt", sa.Integer, nullable=False),
    sa.Column("medfee_sumamt", sa.BigInteger, nullable=False),
    sa.Column("fund_pay_sumamt", sa.BigInteger, nullable=False),
    sa.Column("acct_pay", sa.BigInteger, nullable=False),
)

# Which closings a facility's closing sums.
closing_part = sa.Table(
    "closing_part",
    metadata,
    sa.Column("closing_id", Id, primary_key=True),
    sa.Column("part_id", Id, primary_key=True),
    sa.Index("ix_closing_part_part_id", "part_id"),
)
