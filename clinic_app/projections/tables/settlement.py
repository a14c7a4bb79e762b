"""收费结算: one row a record (a settlement or a red), the county's adjudication beside it.  Money in fen."""

import sqlalchemy as sa

from clinic_app.projections.tables.base import metadata, step
from clinic_app.projections.types import Id

# The amounts that lists and sums show; the rest stands in the entry.
SHOWN_AMOUNTS = (
    "medfee_sumamt",
    "fulamt_ownpay_amt",
    "overlmt_selfpay",
    "preselfpay_amt",
    "inscp_scp_amt",
    "gc_fund_pay",
    "pool_raw_amt",
    "dise_surplus_amt",
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

# The same of the county's computation: a column `county_…` each.
COUNTY_AMOUNTS = (
    "medfee_sumamt",
    "inscp_scp_amt",
    "hifp_pay",
    "hifmi_pay",
    "hifob_pay",
    "maf_pay",
    "fund_pay_sumamt",
    "hosp_part_amt",
    "acct_pay",
    "psn_cash_pay",
    "dise_surplus_amt",
)

settlement = sa.Table(
    "settlement",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("kind", sa.Text),  # settle, red
    sa.Column("reverses", Id),  # of a red: the settlement taken back
    sa.Column("visit_id", Id),  # none on a red
    sa.Column("resident", Id),
    sa.Column("facility", sa.Text),
    sa.Column("number", sa.Text),
    sa.Column("setl_date", sa.Date),  # of a red its refund_date
    sa.Column("begndate", sa.Date),
    sa.Column("enddate", sa.Date),
    sa.Column("med_type", sa.Text),
    sa.Column("pay_way", sa.Text),
    sa.Column("dise_codg", sa.Text),
    sa.Column("diag_code", sa.Text),
    sa.Column("mdtrt_cert_type", sa.Text),
    sa.Column("referral", sa.Text),  # up, down; "" none
    sa.Column("maf_group", sa.Text),  # as the clinic knew it
    sa.Column("device", Id),  # that made it
    sa.Column("insutype", sa.Text),
    sa.Column("psn_no", sa.Text),
    sa.Column("status", sa.Text),
    sa.Column("policy_version", sa.Text),
    sa.Column("resettles", Id),  # what remains of a partial refund: its red
    sa.Column("new_setl_id", Id),  # of a partial refund's red: what remains
    sa.Column("deferred", Id),  # the bill on account that it ends
    sa.Column("purse_call", Id),  # the e-purse debit that it spends
    sa.Column("setl_id", sa.Text),  # of the insurance platform, where that settled
    sa.Column("deposit_pay", sa.BigInteger),  # what of cash_pay a deposit paid (预交金)
    *(sa.Column(name, sa.BigInteger) for name in SHOWN_AMOUNTS),
    *step("made"),
    *step("reversed"),  # reversed_entry is the red record
    *step("adjudicated"),
    sa.Column("adjudged_status", sa.Text),
    sa.Column("adjudged_error", sa.Text),
    sa.Column("cause", sa.Text),
    sa.Column("action_due", sa.Text),
    sa.Column("fund_diff", sa.BigInteger),
    *(sa.Column(f"county_{name}", sa.BigInteger) for name in COUNTY_AMOUNTS),
    sa.Column("county_diff", sa.Text),  # JSON: fen that the county added to the clinic's figures, by field
    sa.Index("ix_settlement_visit_id", "visit_id"),
    sa.Index("ix_settlement_facility_setl_date", "facility", "setl_date"),
    sa.Index("ix_settlement_psn_no", "psn_no"),
    sa.Index("ix_settlement_purse_call", "purse_call"),
)

settlement_line = sa.Table(
    "settlement_line",
    metadata,
    sa.Column("settlement_id", Id, primary_key=True),
    sa.Column("feedetl_sn", sa.Text, primary_key=True),
    sa.Column("med_list_codg", sa.Text, nullable=False),
    sa.Column("cnt_e4", sa.BigInteger, nullable=False),  # of `unit`
    sa.Column("unit", sa.Text),
    sa.Column("pric_e6", sa.BigInteger, nullable=False),
    sa.Column("purc_pric_e6", sa.BigInteger),
    sa.Column("hosp_appr_flag", sa.Text, nullable=False),
    sa.Column("det_item_fee_sumamt", sa.BigInteger, nullable=False),
    sa.Column("inscp_scp_amt", sa.BigInteger, nullable=False),
)

# 挂账: bills that wait for the insurance; one that a settlement names as `deferred` has ended.
bill_deferred = sa.Table(
    "bill_deferred",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("visit_id", Id, nullable=False),
    sa.Column("resident", Id),
    sa.Column("facility", sa.Text, nullable=False),
    sa.Column("number", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("medfee_sumamt", sa.BigInteger, nullable=False),
    sa.Column("paid", sa.BigInteger, nullable=False),  # fen that the person left
    *step("made"),
    sa.Index("ix_bill_deferred_visit_id", "visit_id"),
)

# What was open with a person after an adjudication, settled at a desk or decided by the county.
difference_settled = sa.Table(
    "difference_settled",
    metadata,
    sa.Column("entry_id", Id, primary_key=True),
    sa.Column("settlement_id", Id, nullable=False),
    sa.Column("facility", sa.Text, nullable=False),  # "" when the county decided
    sa.Column("number", sa.Text, nullable=False),
    sa.Column("amount", sa.BigInteger, nullable=False),  # fen off the person's due; + collected
    sa.Column("bearer", sa.Text, nullable=False),  # person, clinic, fund
    sa.Column("reason", sa.Text, nullable=False),
    *step("settled"),
    sa.Index("ix_difference_settled_settlement_id", "settlement_id"),
)
