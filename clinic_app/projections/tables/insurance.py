"""Policies and insured people."""

import sqlalchemy as sa

from clinic_app.projections.tables.base import metadata, step
from clinic_app.projections.types import Id

policy = sa.Table(
    "policy",
    metadata,
    sa.Column("policy_id", sa.Text, primary_key=True),
    sa.Column("insutypes", sa.Text, nullable=False),  # comma between
    sa.Column("text", sa.Text, nullable=False),  # TOML
    *step("published"),
)

insured = sa.Table(
    "insured",
    metadata,
    sa.Column("psn_no", sa.Text, primary_key=True),
    sa.Column("id_number", sa.Text, nullable=False),
    sa.Column("insutype", sa.Text, nullable=False),
    sa.Column("psn_insu_stas", sa.Text, nullable=False),
    sa.Column("death_date", sa.Text, nullable=False),
    sa.Column("maf_group", sa.Text, nullable=False),
    sa.Column("contract_inst", sa.Text, nullable=False),
    sa.Column("chronic", sa.Text, nullable=False),  # JSON: [[dise_codg, valid_from, valid_to or ""], …]
    sa.Column("acct_balance", sa.BigInteger, nullable=False),  # fen
    sa.Column("home", sa.Text, nullable=False),
    sa.Column("used", sa.Text, nullable=False),  # JSON: accumulators by year that came with the statement
    sa.Column("gc_last", sa.Text, nullable=False),  # JSON: days by institution, likewise
    sa.Column("carried", sa.Text, nullable=False),  # JSON: adjudicated by then, by year
    sa.Column("contains", sa.Text, nullable=False),  # JSON: ids (hex) of the records inside `carried`
    *step("stated"),
    sa.Index("ix_insured_id_number", "id_number"),
)

# Of a person with several insurances, the one that the clerk chose.
insurance_chosen = sa.Table(
    "insurance_chosen",
    metadata,
    sa.Column("resident", Id, primary_key=True),
    sa.Column("psn_no", sa.Text, nullable=False),
    *step("chosen"),
)

# What each settlement did to its person's yearly accumulators: as the clinic computed it, and as the county did.
# queries/insurance.py says which of them count.
accumulator_effect = sa.Table(
    "accumulator_effect",
    metadata,
    sa.Column("entry_id", Id, primary_key=True),  # that says so: made, reversed or adjudicated
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("settlement_id", Id, nullable=False),  # it is about: settlement.made or settlement.reversed
    sa.Column("reverses", Id),  # of a reversal as the clinic computed it: the settlement taken back
    sa.Column("side", sa.Text, nullable=False),  # clinic, county
    sa.Column("psn_no", sa.Text, nullable=False),
    sa.Column("year", sa.Integer, nullable=False),
    sa.Column("amount", sa.BigInteger, nullable=False),
    sa.Index("ix_accumulator_effect_psn_no", "psn_no"),
    sa.Index("ix_accumulator_effect_settlement_id", "settlement_id"),
)

# The days on which a consultation fee (一般诊疗费) was recognised; the latest one that still stands counts.
fee_day = sa.Table(
    "fee_day",
    metadata,
    sa.Column("entry_id", Id, primary_key=True),
    sa.Column("settlement_id", Id, nullable=False),
    sa.Column("side", sa.Text, nullable=False),
    sa.Column("psn_no", sa.Text, nullable=False),
    sa.Column("fixmedins_code", sa.Text, nullable=False),
    sa.Column("day", sa.Date, nullable=False),
    sa.Index("ix_fee_day_psn_no", "psn_no"),
)
