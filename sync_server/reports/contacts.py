"""When each device last spoke with the county, and how far its clock was off: a side table, one row a device.

The token route writes it once an hour a device; nothing is decided by it.
"""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from clinic_app.projections.types import Id

metadata = sa.MetaData()

device_contact = sa.Table(
    "device_contact",
    metadata,
    sa.Column("device", Id, primary_key=True),
    sa.Column("seen", sa.BigInteger, nullable=False),  # UTC ms, the county's clock
    sa.Column("skew_ms", sa.BigInteger),  # the device's clock minus ours; None: not said
)


def note_contact(connection: sa.Connection, device: UUID, now: int, skew_ms: int | None) -> None:
    """The device has just proved itself; `skew_ms` is its signed time minus ours."""
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    values = {"seen": now, "skew_ms": skew_ms}
    connection.execute(
        insert(device_contact)
        .values(device=device, **values)
        .on_conflict_do_update(index_elements=["device"], set_=values)
    )
