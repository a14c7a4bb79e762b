"""住院: admissions, their charges and deposits.  Money in fen."""

import sqlalchemy as sa

from clinic_app.projections.tables.base import metadata, step
from clinic_app.projections.types import Id

admission = sa.Table(
    "admission",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("resident", Id),
    sa.Column("facility", sa.Text),
    sa.Column("day", sa.Date),
    sa.Column("number", sa.Text),
    sa.Column("department", sa.Text),
    sa.Column("bed", sa.Text),
    sa.Column("doctor", sa.Text),
    sa.Column("diag_code", sa.Text),
    sa.Column("diag_name", sa.Text),
    sa.Column("psn_no", sa.Text),
    sa.Column("mdtrt_cert_type", sa.Text),
    sa.Column("emergency", sa.Boolean),
    sa.Column("referral", sa.Text),  # JSON; empty: none
    sa.Column("dise_codg", sa.Text),
    sa.Column("pay_way", sa.Text),
    *step("registered"),
    *step("discharged"),
    sa.Column("end_day", sa.Date),
    sa.Column("end_diag_code", sa.Text),
    sa.Column("end_diag_name", sa.Text),
    sa.Column("moved_bed", sa.Text),  # NULL: where the person was put at first
    *step("moved"),
    sa.Index("ix_admission_facility_day", "facility", "day"),
    sa.Index("ix_admission_resident", "resident"),
)

admission_item = sa.Table(
    "admission_item",
    metadata,
    sa.Column("entry_id", Id, primary_key=True),
    sa.Column("no", sa.Integer, primary_key=True),
    sa.Column("admission_id", Id, nullable=False),
    sa.Column("day", sa.Date, nullable=False),
    sa.Column("code", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("unit", sa.Text, nullable=False),
    sa.Column("cnt_e4", sa.BigInteger, nullable=False),
    sa.Column("pric_e6", sa.BigInteger, nullable=False),
    sa.Column("order_id", Id),  # of a dose: it counts where this entry is the one that gave it
    sa.Column("slot", sa.Text),
    sa.Index("ix_admission_item_admission_id", "admission_id"),
)

deposit = sa.Table(
    "deposit",
    metadata,
    sa.Column("entry_id", Id, primary_key=True),
    sa.Column("admission_id", Id, nullable=False),
    sa.Column("facility", sa.Text, nullable=False),
    sa.Column("number", sa.Text, nullable=False),
    sa.Column("amount", sa.BigInteger, nullable=False),  # fen; negative: returned
    sa.Column("tender", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    *step("taken"),
    sa.Index("ix_deposit_admission_id", "admission_id"),
)
