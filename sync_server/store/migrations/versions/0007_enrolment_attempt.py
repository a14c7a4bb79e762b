"""Which disk an enrolment code was used by: of two copies of one disk, one alone is enrolled."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.add_column("enrolment_code", sa.Column("attempt", sa.LargeBinary()))


def downgrade() -> None:
    with op.batch_alter_table("enrolment_code") as table:
        table.drop_column("attempt")
