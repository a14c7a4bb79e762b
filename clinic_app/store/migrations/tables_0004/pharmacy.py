"""库存, 调拨 and 采购."""

import sqlalchemy as sa
from alembic import op

from clinic_app.projections.types import Id
from clinic_app.store.migrations.tables_0004.steps import step


def up() -> None:
    _stock_up()
    _purchase_up()


def _stock_up() -> None:
    """库存: batches, movements, trace codes, prices, stocktakes."""
    op.create_table(
        "stock_batch",
        sa.Column("id", Id(), nullable=False),
        sa.Column("facility", sa.Text()),
        sa.Column("drug", sa.Text()),
        sa.Column("name", sa.Text()),
        sa.Column("lot", sa.Text()),
        sa.Column("made_on", sa.Date()),
        sa.Column("expires", sa.Date()),
        sa.Column("pack_qty", sa.Integer()),
        sa.Column("unit", sa.Text()),
        sa.Column("pack_unit", sa.Text()),
        sa.Column("pric_e6", sa.BigInteger()),
        sa.Column("received_on", sa.Date()),
        sa.Column("supplier", sa.Text()),
        sa.Column("invoice", sa.Text()),
        sa.Column("order_id", Id()),
        sa.Column("refused_e4", sa.BigInteger()),
        sa.Column("refused_why", sa.Text()),
        sa.Column("no_code", sa.Text()),
        sa.Column("transfer_id", Id()),
        sa.Column("from_batch", Id()),
        *step("received"),
        sa.Column("state", sa.Text()),
        sa.Column("state_reason", sa.Text()),
        *step("judged"),
        sa.PrimaryKeyConstraint("id", name="pk_stock_batch"),
    )
    op.create_index("ix_stock_batch_facility_drug", "stock_batch", ["facility", "drug"])
    op.create_index("ix_stock_batch_order_id", "stock_batch", ["order_id"])
    op.create_index("ix_stock_batch_transfer_id", "stock_batch", ["transfer_id"])
    _transfers_up()
    op.create_table(
        "stock_movement",
        sa.Column("source", Id(), nullable=False),
        sa.Column("batch_id", Id(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("facility", sa.Text()),
        sa.Column("location", sa.Text()),
        sa.Column("drug", sa.Text()),
        sa.Column("kind", sa.Text()),
        sa.Column("qty_e4", sa.BigInteger()),
        sa.Column("loose_e4", sa.BigInteger()),
        sa.Column("reason", sa.Text()),
        sa.Column("visit_id", Id()),
        sa.Column("feedetl_sn", sa.Text()),
        sa.Column("resident", Id()),
        *step("moved"),
        sa.PrimaryKeyConstraint("source", "batch_id", "no", name="pk_stock_movement"),
    )
    op.create_index("ix_stock_movement_batch_id", "stock_movement", ["batch_id"])
    op.create_index("ix_stock_movement_facility_drug", "stock_movement", ["facility", "drug"])
    op.create_index("ix_stock_movement_visit_id", "stock_movement", ["visit_id"])
    op.create_table(
        "trace_moved",
        sa.Column("entry_id", Id(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("mark", sa.BigInteger(), nullable=False),
        sa.Column("facility", sa.Text(), nullable=False),
        sa.Column("batch_id", Id(), nullable=False),
        sa.Column("drug", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("qty_e4", sa.BigInteger(), nullable=False),
        sa.Column("visit_id", Id()),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("entry_id", "no", name="pk_trace_moved"),
    )
    op.create_index("ix_trace_moved_code", "trace_moved", ["code"])
    op.create_index("ix_trace_moved_mark", "trace_moved", ["mark"])
    op.create_index("ix_trace_moved_visit_id", "trace_moved", ["visit_id"])
    op.create_table(
        "sold_code",
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("mark", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("month", "mark", name="pk_sold_code"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "lot_recall",
        sa.Column("drug", sa.Text(), nullable=False),
        sa.Column("lot", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text()),
        *step("recalled"),
        sa.PrimaryKeyConstraint("drug", "lot", name="pk_lot_recall"),
    )
    op.create_table(
        "drug_price",
        sa.Column("entry_id", Id(), nullable=False),
        sa.Column("drug", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("pric_e6", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("entry_id", "drug", name="pk_drug_price"),
    )
    op.create_index("ix_drug_price_drug", "drug_price", ["drug"])
    op.create_table(
        "stocktake",
        sa.Column("id", Id(), nullable=False),
        sa.Column("facility", sa.Text()),
        sa.Column("number", sa.Text()),
        sa.Column("kind", sa.Text()),
        sa.Column("location", sa.Text()),
        *step("opened"),
        sa.Column("counted", sa.Integer()),
        *step("approved"),
        sa.PrimaryKeyConstraint("id", name="pk_stocktake"),
    )
    op.create_index("ix_stocktake_facility", "stocktake", ["facility"])
    op.create_table(
        "stocktake_line",
        sa.Column("stocktake_id", Id(), nullable=False),
        sa.Column("batch_id", Id(), nullable=False),
        sa.Column("qty_e4", sa.BigInteger(), nullable=False),
        sa.Column("loose_e4", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("stocktake_id", "batch_id", name="pk_stocktake_line"),
    )
    op.create_table(
        "stocktake_count",
        sa.Column("entry_id", Id(), nullable=False),
        sa.Column("batch_id", Id(), nullable=False),
        sa.Column("stocktake_id", Id(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("qty_e4", sa.BigInteger(), nullable=False),
        sa.Column("loose_e4", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("entry_id", "batch_id", name="pk_stocktake_count"),
    )
    op.create_index("ix_stocktake_count_stocktake_id", "stocktake_count", ["stocktake_id"])


def _transfers_up() -> None:
    """调拨 between institutions, 冷链 temperatures."""
    op.create_table(
        "stock_transfer",
        sa.Column("id", Id(), nullable=False),
        sa.Column("facility", sa.Text()),
        sa.Column("to_facility", sa.Text()),
        sa.Column("number", sa.Text()),
        sa.Column("lines", sa.Text()),
        sa.Column("location", sa.Text()),
        *step("sent"),
        *step("arrived"),
        sa.Column("cancel_reason", sa.Text()),
        *step("cancelled"),
        sa.PrimaryKeyConstraint("id", name="pk_stock_transfer"),
    )
    op.create_index("ix_stock_transfer_facility", "stock_transfer", ["facility"])
    op.create_index("ix_stock_transfer_to_facility", "stock_transfer", ["to_facility"])
    op.create_table(
        "temperature",
        sa.Column("facility", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("half", sa.Text(), nullable=False),
        sa.Column("tenths", sa.Integer()),
        sa.Column("lowest", sa.Integer()),
        sa.Column("highest", sa.Integer()),
        sa.Column("measure", sa.Text()),
        *step("logged"),
        sa.PrimaryKeyConstraint("facility", "place", "day", "half", name="pk_temperature"),
    )


def _purchase_up() -> None:
    """采购: orders to the county's distribution."""
    op.create_table(
        "purchase_order",
        sa.Column("id", Id(), nullable=False),
        sa.Column("facility", sa.Text()),
        sa.Column("number", sa.Text()),
        sa.Column("period", sa.Text()),
        *step("submitted"),
        sa.Column("cancel_reason", sa.Text()),
        *step("cancelled"),
        sa.Column("due", sa.Date()),
        *step("accepted"),
        sa.Column("invoice", sa.Text()),
        sa.Column("amount", sa.BigInteger()),
        sa.Column("settled_on", sa.Date()),
        *step("matched"),
        sa.PrimaryKeyConstraint("id", name="pk_purchase_order"),
    )
    op.create_table(
        "purchase_payment",
        sa.Column("entry_id", Id(), nullable=False),
        sa.Column("order_id", Id(), nullable=False),
        sa.Column("invoice", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("settled_on", sa.Date(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("entry_id", name="pk_purchase_payment"),
    )
    op.create_index("ix_purchase_payment_order_id", "purchase_payment", ["order_id"])
    op.create_index("ix_purchase_order_facility", "purchase_order", ["facility"])
    op.create_table(
        "purchase_line",
        sa.Column("order_id", Id(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("drug", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("packs", sa.BigInteger(), nullable=False),
        sa.Column("pric_e6", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("order_id", "no", name="pk_purchase_line"),
    )
    op.create_table(
        "accepted_line",
        sa.Column("order_id", Id(), nullable=False),
        sa.Column("drug", sa.Text(), nullable=False),
        sa.Column("packs", sa.BigInteger()),
        sa.Column("why", sa.Text()),
        *step("accepted"),
        sa.PrimaryKeyConstraint("order_id", "drug", name="pk_accepted_line"),
    )
    op.create_table(
        "shipped_line",
        sa.Column("entry_id", Id(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("order_id", Id(), nullable=False),
        sa.Column("shipment", sa.Text(), nullable=False),
        sa.Column("drug", sa.Text(), nullable=False),
        sa.Column("lot", sa.Text(), nullable=False),
        sa.Column("expires", sa.Date(), nullable=False),
        sa.Column("packs", sa.BigInteger(), nullable=False),
        sa.Column("pric_e6", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("entry_id", "no", name="pk_shipped_line"),
    )
    op.create_index("ix_shipped_line_order_id", "shipped_line", ["order_id"])


def down() -> None:
    for table in (
        "shipped_line",
        "accepted_line",
        "purchase_line",
        "purchase_payment",
        "purchase_order",
        "stocktake_count",
        "stocktake_line",
        "stocktake",
        "drug_price",
        "lot_recall",
        "sold_code",
        "trace_moved",
        "temperature",
        "stock_transfer",
        "stock_movement",
        "stock_batch",
    ):
        op.drop_table(table)
