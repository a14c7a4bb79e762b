"""采购: orders to the county's distribution and what became of them."""

import sqlalchemy as sa

from clinic_app.projections.tables.base import metadata, step
from clinic_app.projections.types import Id

purchase_order = sa.Table(
    "purchase_order",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("facility", sa.Text),
    sa.Column("number", sa.Text),
    sa.Column("period", sa.Text),
    *step("submitted"),
    sa.Column("cancel_reason", sa.Text),
    *step("cancelled"),
    sa.Column("due", sa.Date),
    *step("accepted"),
    sa.Column("invoice", sa.Text),
    sa.Column("amount", sa.BigInteger),  # fen
    sa.Column("settled_on", sa.Date),
    *step("matched"),
    sa.Index("ix_purchase_order_facility", "facility"),
)

# 付款: each that was told; two PCs without a line may both have paid.
purchase_payment = sa.Table(
    "purchase_payment",
    metadata,
    sa.Column("entry_id", Id, primary_key=True),
    sa.Column("order_id", Id, nullable=False),
    sa.Column("invoice", sa.Text, nullable=False),
    sa.Column("amount", sa.BigInteger, nullable=False),  # fen
    sa.Column("settled_on", sa.Date, nullable=False),
    sa.Column("at", sa.BigInteger, nullable=False),  # hybrid clock
    sa.Column("by", sa.Text, nullable=False),
    sa.Index("ix_purchase_payment_order_id", "order_id"),
)

purchase_line = sa.Table(
    "purchase_line",
    metadata,
    sa.Column("order_id", Id, primary_key=True),
    sa.Column("no", sa.Integer, primary_key=True),
    sa.Column("drug", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("packs", sa.BigInteger, nullable=False),
    sa.Column("pric_e6", sa.BigInteger, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
)

accepted_line = sa.Table(
    "accepted_line",
    metadata,
    sa.Column("order_id", Id, primary_key=True),
    sa.Column("drug", sa.Text, primary_key=True),
    sa.Column("packs", sa.BigInteger),
    sa.Column("why", sa.Text),
    *step("accepted"),
)

shipped_line = sa.Table(
    "shipped_line",
    metadata,
    sa.Column("entry_id", Id, primary_key=True),
    sa.Column("no", sa.Integer, primary_key=True),
    sa.Column("order_id", Id, nullable=False),
    sa.Column("shipment", sa.Text, nullable=False),
    sa.Column("drug", sa.Text, nullable=False),
    sa.Column("lot", sa.Text, nullable=False),
    sa.Column("expires", sa.Date, nullable=False),
    sa.Column("packs", sa.BigInteger, nullable=False),
    sa.Column("pric_e6", sa.BigInteger, nullable=False),
    sa.Column("at", sa.BigInteger, nullable=False),  # hybrid clock
    sa.Index("ix_shipped_line_order_id", "order_id"),
)
