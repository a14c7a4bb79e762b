"""收费结算: one row a settlement, its reversal and the county's adjudication beside it.  Money in fen."""

import sqlalchemy as sa

from clinic_app.projections.tables.base import metadata, step
from clinic_app.projections.types import Id

# The amounts that lists and sums show; the rest stands in the entry.
SHOWN_AMOUNTS = (
    "medfee_sumamt",
    "inscp_scp_amt",
    "hifp_pay",
    "hifmi_pay",
    "hifob_pay",
    "maf_pay",
    "fund_pay_sumamt",
    "hosp_part_amt",
    "psn_part_amt",
    "acct_pay",
    "ewallet_pay",
    "cash_pay",
)

settlement = sa.Table(
    "settlement",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("visit_id", Id),
    sa.Column("resident", Id),
    sa.Column("facility", sa.Text),
    sa.Column("number", sa.Text),
    sa.Column("setl_date", sa.Date),
    sa.Column("enddate", sa.Date),
    sa.Column("med_type", sa.Text),
    sa.Column("insutype", sa.Text),
    sa.Column("psn_no", sa.Text),
    sa.Column("status", sa.Text),
    sa.Column("policy_version", sa.Text),
    *(sa.Column(name, sa.BigInteger) for name in SHOWN_AMOUNTS),
    *step("made"),
    *step("reversed"),  # reversed_entry is the red record
    *step("adjudicated"),
    sa.Column("adjudged_status", sa.Text),
    sa.Column("adjudged_error", sa.Text),
    sa.Column("cause", sa.Text),
    sa.Column("action_due", sa.Text),
    sa.Column("fund_diff", sa.BigInteger),
    sa.Index("ix_settlement_visit_id", "visit_id"),
    sa.Index("ix_settlement_facility_setl_date", "facility", "setl_date"),
    sa.Index("ix_settlement_psn_no", "psn_no"),
)
