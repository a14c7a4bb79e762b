"""What a hub keeps beside the journals: how far each is relayed, and the county's receipts for their owners.

They belong to this hub alone; no journal holds them.
"""

import sqlalchemy as sa

from clinic_app.projections.types import Id

metadata = sa.MetaData()

# How far the county holds an incarnation durably, by its own receipts.
relayed = sa.Table(
    "hub_relayed",
    metadata,
    sa.Column("incarnation", Id, primary_key=True),
    sa.Column("seq", sa.BigInteger, nullable=False),
    sa.Column(
        "refused", sa.Text, nullable=False
    ),  # the code of the county's refusal that stands; "" for none
    sa.Column("tried", sa.BigInteger, nullable=False),  # UTC milliseconds: when it was refused
)

county_receipt = sa.Table(
    "hub_county_receipt",
    metadata,
    sa.Column("incarnation", Id, primary_key=True),
    sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("data", sa.LargeBinary, nullable=False),  # MessagePack of a CountyReceipt
)


def create_tables(connection: sa.Connection) -> None:
    """Make the tables that are not there yet."""
    metadata.create_all(connection)
