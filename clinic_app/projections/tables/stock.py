"""库存: batches and their movements.  Quantities in ten-thousandths of the smallest unit, prices micro-yuan a pack."""

import sqlalchemy as sa

from clinic_app.projections.tables.base import metadata, step
from clinic_app.projections.types import Id

stock_batch = sa.Table(
    "stock_batch",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("facility", sa.Text),
    sa.Column("drug", sa.Text),
    sa.Column("name", sa.Text),
    sa.Column("lot", sa.Text),
    sa.Column("made_on", sa.Date),
    sa.Column("expires", sa.Date),
    sa.Column("pack_qty", sa.Integer),
    sa.Column("unit", sa.Text),
    sa.Column("pack_unit", sa.Text),
    sa.Column("pric_e6", sa.BigInteger),
    sa.Column("received_on", sa.Date),
    sa.Column("supplier", sa.Text),
    sa.Column("invoice", sa.Text),
    sa.Column("order_id", Id),
    sa.Column("refused_e4", sa.BigInteger),
    sa.Column("refused_why", sa.Text),
    sa.Column("no_code", sa.Text),
    sa.Column("transfer_id", Id),
    sa.Column("from_batch", Id),
    *step("received"),
    sa.Column("state", sa.Text),  # NULL: in order
    sa.Column("state_reason", sa.Text),
    *step("judged"),
    sa.Index("ix_stock_batch_facility_drug", "facility", "drug"),
    sa.Index("ix_stock_batch_order_id", "order_id"),
    sa.Index("ix_stock_batch_transfer_id", "transfer_id"),
)

# 调拨 to another institution, as both of them know it; what arrived are the batches that name it.
stock_transfer = sa.Table(
    "stock_transfer",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("facility", sa.Text),
    sa.Column("to_facility", sa.Text),
    sa.Column("number", sa.Text),
    sa.Column("lines", sa.Text),  # JSON: BatchReceived of each, with the boxes that went
    sa.Column("location", sa.Text),  # where it was sent from
    *step("sent"),
    *step("arrived"),
    sa.Column("cancel_reason", sa.Text),
    *step("cancelled"),
    sa.Index("ix_stock_transfer_facility", "facility"),
    sa.Index("ix_stock_transfer_to_facility", "to_facility"),
)

cold_place = sa.Table(
    "cold_place",
    metadata,
    sa.Column("facility", sa.Text, primary_key=True),
    sa.Column("place", sa.Text, primary_key=True),
    sa.Column("storage", sa.Text),
    sa.Column("lowest", sa.Integer),
    sa.Column("highest", sa.Integer),
    sa.Column("drugs", sa.Text),  # codes, a blank between
    sa.Column("in_use", sa.Boolean),
    *step("named"),
)

# 冷链: one row a place and half day; a later reading replaces an earlier one.
temperature = sa.Table(
    "temperature",
    metadata,
    sa.Column("facility", sa.Text, primary_key=True),
    sa.Column("place", sa.Text, primary_key=True),
    sa.Column("day", sa.Date, primary_key=True),
    sa.Column("half", sa.Text, primary_key=True),  # am, pm
    sa.Column("tenths", sa.Integer),
    sa.Column("lowest", sa.Integer),
    sa.Column("highest", sa.Integer),
    sa.Column("measure", sa.Text),
    *step("logged"),
)

# Signed; what is on hand is their sum.  `source` is the entry, the stocktake whose approval it is, or what
# domain/pharmacy/transfer.py makes of a transfer: what may be told twice is booked once.
stock_movement = sa.Table(
    "stock_movement",
    metadata,
    sa.Column("source", Id, primary_key=True),
    sa.Column("batch_id", Id, primary_key=True),
    sa.Column("no", sa.Integer, primary_key=True),
    sa.Column("facility", sa.Text),
    sa.Column("location", sa.Text),
    sa.Column("drug", sa.Text),
    sa.Column("kind", sa.Text),
    sa.Column("qty_e4", sa.BigInteger),
    sa.Column("loose_e4", sa.BigInteger),
    sa.Column("reason", sa.Text),
    sa.Column("visit_id", Id),
    sa.Column("feedetl_sn", sa.Text),
    sa.Column("resident", Id),
    sa.Column("second", sa.Text),  # 复核人
    *step("moved"),
    sa.Index("ix_stock_movement_batch_id", "batch_id"),
    sa.Index("ix_stock_movement_facility_drug", "facility", "drug"),
    sa.Index("ix_stock_movement_visit_id", "visit_id"),
)

# 追溯码: each box as it came and went, signed.
trace_moved = sa.Table(
    "trace_moved",
    metadata,
    sa.Column("entry_id", Id, primary_key=True),
    sa.Column("no", sa.Integer, primary_key=True),
    sa.Column("code", sa.Text, nullable=False),
    sa.Column("mark", sa.BigInteger, nullable=False),  # domain/pharmacy/sold_codes.py
    sa.Column("facility", sa.Text, nullable=False),
    sa.Column("batch_id", Id, nullable=False),
    sa.Column("drug", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("qty_e4", sa.BigInteger, nullable=False),
    sa.Column("visit_id", Id),
    sa.Column("at", sa.BigInteger, nullable=False),  # hybrid clock
    sa.Column("by", sa.Text, nullable=False),
    sa.Index("ix_trace_moved_code", "code"),
    sa.Index("ix_trace_moved_mark", "mark"),
    sa.Index("ix_trace_moved_visit_id", "visit_id"),
)

# Marks of boxes sold in the county.  By month, so that a night's marks touch few pages of a million's.
sold_code = sa.Table(
    "sold_code",
    metadata,
    sa.Column("month", sa.Integer, primary_key=True, autoincrement=False),  # domain/pharmacy/sold_codes.py
    sa.Column("mark", sa.BigInteger, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

lot_recall = sa.Table(
    "lot_recall",
    metadata,
    sa.Column("drug", sa.Text, primary_key=True),
    sa.Column("lot", sa.Text, primary_key=True),
    sa.Column("reason", sa.Text),
    *step("recalled"),
)

drug_price = sa.Table(
    "drug_price",
    metadata,
    sa.Column("entry_id", Id, primary_key=True),
    sa.Column("drug", sa.Text, primary_key=True),
    sa.Column("number", sa.Text, nullable=False),
    sa.Column("from_day", sa.Date, nullable=False),
    sa.Column("pric_e6", sa.BigInteger, nullable=False),
    sa.Column("at", sa.BigInteger, nullable=False),  # hybrid clock
    sa.Index("ix_drug_price_drug", "drug"),
)

stocktake = sa.Table(
    "stocktake",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("facility", sa.Text),
    sa.Column("number", sa.Text),
    sa.Column("kind", sa.Text),  # month, week, shift
    sa.Column("location", sa.Text),
    *step("opened"),
    sa.Column("counted", sa.Integer),  # batches
    *step("approved"),
    sa.Index("ix_stocktake_facility", "facility"),
)

stocktake_line = sa.Table(
    "stocktake_line",
    metadata,
    sa.Column("stocktake_id", Id, primary_key=True),
    sa.Column("batch_id", Id, primary_key=True),
    sa.Column("qty_e4", sa.BigInteger, nullable=False),
    sa.Column("loose_e4", sa.BigInteger, nullable=False),
)

stocktake_count = sa.Table(
    "stocktake_count",
    metadata,
    sa.Column("entry_id", Id, primary_key=True),
    sa.Column("batch_id", Id, primary_key=True),
    sa.Column("stocktake_id", Id, nullable=False),
    sa.Column("round", sa.Integer, nullable=False),
    sa.Column("qty_e4", sa.BigInteger, nullable=False),
    sa.Column("loose_e4", sa.BigInteger, nullable=False),
    sa.Column("at", sa.BigInteger, nullable=False),  # hybrid clock
    sa.Column("by", sa.Text, nullable=False),
    sa.Index("ix_stocktake_count_stocktake_id", "stocktake_id"),
)
