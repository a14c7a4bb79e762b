"""The journal on disk, and what is local to this PC: no rebuild touches these."""

import sqlalchemy as sa

from clinic_app.projections.types import Id

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# One row a run of a device: ours (owner "own", several after a fork), the county's, other devices'.
incarnation = sa.Table(
    "incarnation",
    metadata,
    sa.Column("no", sa.Integer, primary_key=True),
    sa.Column("incarnation", Id, nullable=False, unique=True),
    sa.Column("device", Id, nullable=False),
    sa.Column("facility", sa.Text, nullable=False),  # "" for the county
    sa.Column("owner", sa.Text, nullable=False),  # own, foreign
    sa.Column("origin_incarnation", Id),
    sa.Column("origin_seq", sa.BigInteger),
    sa.Column("origin_hash", sa.LargeBinary(32)),
    sa.Column("head_seq", sa.BigInteger, nullable=False),
    sa.Column("head_hash", sa.LargeBinary(32)),
    sa.Column("safe_seq", sa.BigInteger, nullable=False),  # held durably by the county
    sa.Column("current", sa.Boolean, nullable=False),  # the one we append to
)

entry = sa.Table(
    "entry",
    metadata,
    sa.Column("position", sa.Integer, primary_key=True),  # order of arrival on this PC
    sa.Column("incarnation_no", sa.Integer, sa.ForeignKey("incarnation.no"), nullable=False),
    sa.Column("seq", sa.BigInteger, nullable=False),
    sa.Column("id", Id, nullable=False, unique=True),
    sa.Column("time", sa.BigInteger, nullable=False),
    sa.Column("effective", sa.BigInteger, nullable=False),
    sa.Column("author", sa.Text, nullable=False),
    sa.Column("type", sa.Text, nullable=False),
    sa.Column("subject", Id),
    sa.Column("body", sa.LargeBinary),
    sa.Column("body_hash", sa.LargeBinary(32)),  # only of a sealed body
    sa.Column("signature", sa.LargeBinary),
    sa.Column("hash", sa.LargeBinary(32)),  # the chain's link; foreign entries come without
    sa.Column("feed_number", sa.BigInteger),
    sa.Column("received", sa.BigInteger),  # UTC ms at the county
    sa.UniqueConstraint("incarnation_no", "seq"),
    sa.Index("ix_entry_subject", "subject", sqlite_where=sa.text("subject IS NOT NULL")),
    sa.Index("ix_entry_feed_number", "feed_number", sqlite_where=sa.text("feed_number IS NOT NULL")),
)

# What our runs come to by Beijing day, as far as they have been compared with the county (run_days.py).
run_day = sa.Table(
    "run_day",
    metadata,
    sa.Column("incarnation_no", sa.Integer, primary_key=True),
    sa.Column("day", sa.Text, primary_key=True),  # YYYY-MM-DD
    sa.Column("entries", sa.BigInteger, nullable=False),
    sa.Column("fen", sa.BigInteger, nullable=False),
)

# What the county said that it holds of them on those days.
county_day = sa.Table(
    "county_day",
    metadata,
    sa.Column("incarnation_no", sa.Integer, primary_key=True),
    sa.Column("day", sa.Text, primary_key=True),  # YYYY-MM-DD
    sa.Column("entries", sa.BigInteger, nullable=False),
    sa.Column("fen", sa.BigInteger, nullable=False),
)

run_counted = sa.Table(
    "run_counted",
    metadata,
    sa.Column("incarnation_no", sa.Integer, primary_key=True),
    sa.Column("seq", sa.BigInteger, nullable=False),
    sa.Column("hash", sa.LargeBinary(32), nullable=False),  # the link at `seq`
)

feed_page = sa.Table(
    "feed_page",
    metadata,
    sa.Column("epoch", Id, primary_key=True),
    sa.Column("upto", sa.BigInteger, primary_key=True),
    sa.Column("after", sa.BigInteger, nullable=False),
    sa.Column("more", sa.Boolean, nullable=False),
    sa.Column("item_count", sa.Integer, nullable=False),
    sa.Column("signature", sa.LargeBinary(64), nullable=False),
)

cursor = sa.Table(
    "cursor",
    metadata,
    sa.Column("source", sa.Text, primary_key=True),  # "county"
    sa.Column("epoch", Id, nullable=False),
    sa.Column("position", sa.BigInteger, nullable=False),
)

# How far a colleague's journal was taken in from a hub on the LAN; the newest of hub and feed is asked on from.
sibling = sa.Table(
    "sibling",
    metadata,
    sa.Column("incarnation", Id, primary_key=True),
    sa.Column("device", Id, nullable=False),
    sa.Column("seq", sa.BigInteger, nullable=False),
    sa.Column("hash", sa.LargeBinary(32)),  # the link at `seq`
)

# Entries of colleagues that came over the LAN and that the county has not brought yet: its word replaces them.
lan_entry = sa.Table("lan_entry", metadata, sa.Column("id", Id, primary_key=True))

# What each hub holds durably of our own incarnations.
held_by_hub = sa.Table(
    "held_by_hub",
    metadata,
    sa.Column("hub", Id, primary_key=True),
    sa.Column("incarnation", Id, primary_key=True),
    sa.Column("seq", sa.BigInteger, nullable=False),
)

# Small things by name: the device's seed, facility, letter, server, the clock, the last sync.
setting = sa.Table(
    "setting",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("value", sa.LargeBinary, nullable=False),
)

# The next number of each range that this device gives out.
serial = sa.Table(
    "serial",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),  # queue, receipt, temporary
    sa.Column("period", sa.Text, primary_key=True),  # day or year
    sa.Column("last", sa.Integer, nullable=False),
)

# What someone was typing: survives a power cut, belongs to nobody's journal.
draft = sa.Table(
    "draft",
    metadata,
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("changed", sa.BigInteger, nullable=False),
)

# Pictures of paper, kept as evidence: entries hold their hash.
picture = sa.Table(
    "picture",
    metadata,
    sa.Column("digest", sa.Text, primary_key=True),  # SHA-256, hex
    sa.Column("data", sa.LargeBinary, nullable=False),
    sa.Column("kept_at", sa.BigInteger, nullable=False),  # UTC ms
)

# 秒表: how long each piece of work took.  No person, no entry, nobody's name.
timing = sa.Table(
    "timing",
    metadata,
    sa.Column("no", sa.Integer, primary_key=True),
    sa.Column("day", sa.Date, nullable=False),  # Beijing
    sa.Column("kind", sa.Text, nullable=False),  # visit, charge, followup
    sa.Column("page", sa.Text, nullable=False),
    sa.Column("seconds", sa.Integer, nullable=False),
    sa.Column("pressed", sa.Integer, nullable=False),  # keys
    sa.Index("ix_timing_day", "day"),
)
