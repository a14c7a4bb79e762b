"""机构, devices, 人员, and what the county set aside."""

import sqlalchemy as sa

from clinic_app.projections.tables.base import metadata, step
from clinic_app.projections.types import Id

facility = sa.Table(
    "facility",
    metadata,
    sa.Column("code", sa.Text, primary_key=True),
    sa.Column("name", sa.Text),
    sa.Column("inst_lv", sa.Text),
    sa.Column("credit_code", sa.Text),
    *step("stated"),
    sa.Column("parent", sa.Text),  # the township over a village: only the county says so
    sa.Column("permits", sa.Text),  # comma between: iv_antibiotics, narcotics
    sa.Column("villages", sa.Text),  # JSON: names of the villages that it looks after
    *step("placed"),
)

device = sa.Table(
    "device",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("public_key", sa.LargeBinary),
    sa.Column("facility", sa.Text),
    sa.Column("letter", sa.Text),
    sa.Column("admin", sa.Text),
    sa.Column("admin_key", sa.LargeBinary),
    sa.Column("hub", sa.Boolean),
    *step("enrolled"),
    *step("revoked"),
    sa.Column("revoked_reason", sa.Text),
)

staff = sa.Table(
    "staff",
    metadata,
    sa.Column("facility", sa.Text, primary_key=True),
    sa.Column("staff_id", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("roles", sa.Text, nullable=False),  # comma between
    sa.Column("licence", sa.Text, nullable=False),
    sa.Column("active", sa.Boolean, nullable=False),
    sa.Column("public_key", sa.LargeBinary, nullable=False),
    sa.Column("exchange_key", sa.LargeBinary, nullable=False),
    sa.Column("salt", sa.LargeBinary, nullable=False),
    sa.Column("wrapped", sa.LargeBinary, nullable=False),
    sa.Column("practice", sa.Text),  # JSON of `Practice`; NULL: nothing was entered
    *step("certified"),
)

# Every key that a person ever had: an old prescription is checked against the key of its day.
staff_key = sa.Table(
    "staff_key",
    metadata,
    sa.Column("facility", sa.Text, primary_key=True),
    sa.Column("staff_id", sa.Text, primary_key=True),
    sa.Column("public_key", sa.LargeBinary, primary_key=True),
)

quarantine = sa.Table(
    "quarantine",
    metadata,
    sa.Column("entry_id", Id, primary_key=True),
    sa.Column("reason", sa.Text),
    sa.Column("detail", sa.Text),
    *step("flagged"),
    *step("released"),
    sa.Column("released_reason", sa.Text),
)
