"""What the doctor's desk, the pharmacy, the ward and public health write."""

from clinic_app.store.migrations.tables_0004 import desk, pharmacy, records, review, services, ward

revision = "0004"
down_revision = "0003"

PARTS = (desk, pharmacy, review, ward, records, services)


def upgrade() -> None:
    for part in PARTS:
        part.up()


def downgrade() -> None:
    for part in reversed(PARTS):
        part.down()
