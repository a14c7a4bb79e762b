"""摆渡: what each device last said in a courier's file, so that an answer can be written later."""

import sqlalchemy as sa
from alembic import op

from clinic_app.projections.types import Id

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "courier_request",
        sa.Column("device", Id(), nullable=False),
        sa.Column("read", sa.BigInteger(), nullable=False),
        sa.Column("head", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("device", name="pk_courier_request"),
    )


def downgrade() -> None:
    op.drop_table("courier_request")
