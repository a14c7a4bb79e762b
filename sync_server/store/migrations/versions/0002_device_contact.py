"""When each device last proved itself, and how far its clock was off."""

import sqlalchemy as sa
from alembic import op

from clinic_app.projections.types import Id

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "device_contact",
        sa.Column("device", Id(), nullable=False),
        sa.Column("seen", sa.BigInteger(), nullable=False),
        sa.Column("skew_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("device", name="pk_device_contact"),
    )


def downgrade() -> None:
    op.drop_table("device_contact")
