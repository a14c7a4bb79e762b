"""家庭医生签约: teams, contracts, refusals.  Which contract holds follows from the rows (`domain.contract_terms`)."""

import sqlalchemy as sa

from clinic_app.projections.tables.base import metadata, step
from clinic_app.projections.types import Id

# The newest statement of each team.
contract_team = sa.Table(
    "contract_team",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("facility", sa.Text),
    sa.Column("name", sa.Text),
    sa.Column("leader", sa.Text),  # staff id
    sa.Column("leader_name", sa.Text),
    sa.Column("members", sa.Text),  # JSON: [[staff, kind, facility, name], …]
    sa.Column("villages", sa.Text),  # JSON: [name, …]
    *step("formed"),
    sa.Index("ix_contract_team_facility", "facility"),
)

contract = sa.Table(
    "contract",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("resident", Id),
    sa.Column("facility", sa.Text),
    sa.Column("number", sa.Text),
    sa.Column("team", Id),
    sa.Column("packages", sa.Text),  # JSON: [[key, version], …]
    sa.Column("groups", sa.Text),  # comma between
    sa.Column("signed_on", sa.Text),  # YYYY-MM-DD, as the next two
    sa.Column("valid_from", sa.Text),
    sa.Column("valid_to", sa.Text),
    sa.Column("years", sa.Integer),
    sa.Column("fee_insurance", sa.BigInteger),  # fen, as the next two
    sa.Column("fee_public", sa.BigInteger),
    sa.Column("fee_resident", sa.BigInteger),
    sa.Column("signature", sa.Text),
    sa.Column("representative", sa.Text),
    sa.Column("note", sa.Text),
    sa.Column("secondary_hospital", sa.Text),  # name
    sa.Column("tertiary_hospital", sa.Text),
    sa.Column("replaces", Id),
    *step("signed"),
    sa.Column("ended_on", sa.Text),
    sa.Column("ended_reason", sa.Text),
    sa.Column("ended_note", sa.Text),
    *step("ended"),
    sa.Index("ix_contract_resident", "resident"),
    sa.Index("ix_contract_facility", "facility", "valid_to"),
)

# One row a refusal, as told.
contract_refusal = sa.Table(
    "contract_refusal",
    metadata,
    sa.Column("entry_id", Id, primary_key=True),
    sa.Column("resident", Id, nullable=False),
    sa.Column("facility", sa.Text, nullable=False),
    sa.Column("day", sa.Text, nullable=False),  # YYYY-MM-DD
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("told_at", sa.BigInteger, nullable=False),
    sa.Column("told_by", sa.Text, nullable=False),
    sa.Index("ix_contract_refusal_resident", "resident"),
)
