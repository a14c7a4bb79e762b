"""What the county keeps beside the projections: journals as they came, their order, and who may come in.

The hot table is `journal_entry`: one key, one further index.
"""

import sqlalchemy as sa

from clinic_app.projections.types import Id

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# An integer that grows by itself; SQLite does that only for the type INTEGER.
Serial = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

# Small things by name: the county's seed and incarnation, its epoch, its name, the authority (county.py).
meta = sa.Table(
    "meta",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("value", sa.LargeBinary, nullable=False),
)

# How far each step behind the push has come: sequenced, judged (arrival positions).
progress = sa.Table(
    "progress",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("position", sa.BigInteger, nullable=False),
)

# A run of a device: what is held durably of it.
journal_head = sa.Table(
    "journal_head",
    metadata,
    sa.Column("incarnation", Id, primary_key=True),
    sa.Column("device", Id, nullable=False),
    sa.Column("seq", sa.BigInteger, nullable=False),
    sa.Column("hash", sa.LargeBinary, nullable=False),
    sa.Column("stamp", sa.BigInteger, nullable=False),  # hybrid clock of the last entry
    sa.Column("live", sa.Boolean, nullable=False),  # the branch that the county follows
    sa.Column("origin_incarnation", Id),
    sa.Column("origin_seq", sa.BigInteger),
    sa.Column("origin_hash", sa.LargeBinary),
    sa.Index("ix_journal_head_device", "device"),
)

# Segments as they came.  `new_from` is the first seq that was not held before.
journal_segment = sa.Table(
    "journal_segment",
    metadata,
    sa.Column("no", Serial, primary_key=True),
    sa.Column("device", Id, nullable=False),
    sa.Column("incarnation", Id, nullable=False),
    sa.Column("first_seq", sa.BigInteger, nullable=False),
    sa.Column("new_from", sa.BigInteger, nullable=False),
    sa.Column("last_seq", sa.BigInteger, nullable=False),
    sa.Column("received", sa.BigInteger, nullable=False),  # UTC milliseconds
    sa.Column("data", sa.LargeBinary, nullable=False),
    sa.Index("ix_journal_segment_incarnation_last_seq", "incarnation", "last_seq"),
    sqlite_autoincrement=True,
)

# What is held of a run by the Beijing day of the entries' own clock: both ends compare it.
journal_day = sa.Table(
    "journal_day",
    metadata,
    sa.Column("incarnation", Id, primary_key=True),
    sa.Column("day", sa.Text, primary_key=True),  # YYYY-MM-DD
    sa.Column("entries", sa.BigInteger, nullable=False),
    sa.Column("fen", sa.BigInteger, nullable=False),  # the sum of `Fact.fen`
)

# Segments that are durable and not yet numbered: a queue, so a late commit is never passed over.
inbox = sa.Table(
    "inbox",
    metadata,
    sa.Column("segment_no", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("device", Id, nullable=False),
)

# Arrival position of each device's newest numbered entry; beside the head, so that numbering waits for no push.
numbered = sa.Table(
    "numbered",
    metadata,
    sa.Column("device", Id, primary_key=True),
    sa.Column("position", sa.BigInteger, nullable=False),
)

# Every entry in the county's order.
journal_entry = sa.Table(
    "journal_entry",
    metadata,
    sa.Column("position", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("id", Id, nullable=False),
    sa.Column("device", Id, nullable=False),
    sa.Column("incarnation", Id, nullable=False),
    sa.Column("seq", sa.BigInteger, nullable=False),
    sa.Column("time", sa.BigInteger, nullable=False),
    sa.Column("author", sa.Text, nullable=False),
    sa.Column("type", sa.Text, nullable=False),
    sa.Column("subject", Id),
    sa.Column("body", sa.LargeBinary),
    sa.Column("body_hash", sa.LargeBinary, nullable=False),
    sa.Column("signature", sa.LargeBinary, nullable=False),
    sa.Column("received", sa.BigInteger, nullable=False),  # UTC milliseconds
    sa.Column("facility", sa.Text, nullable=False),  # of the device; "" for the county
    sa.Index("ix_journal_entry_id", "id"),  # not unique: a fork may append an entry again
)

# The county's own entries that it lost with a disk and got back from clinics: its signature on their pages proves
# them, a chain does not, for no clinic holds all of them.
adopted_entry = sa.Table(
    "adopted_entry",
    metadata,
    sa.Column("position", sa.BigInteger, primary_key=True, autoincrement=False),
)

# Who is to see an entry: a facility's code, or "*" for everyone.  The number in a feed is the arrival position.
feed_item = sa.Table(
    "feed_item",
    metadata,
    sa.Column("audience", sa.Text, primary_key=True),
    sa.Column("position", sa.BigInteger, primary_key=True, autoincrement=False),
)

# Entries that count nowhere yet.
held_entry = sa.Table(
    "held_entry",
    metadata,
    sa.Column("position", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("id", Id, nullable=False),
    sa.Column("facility", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),  # an error code
    sa.Column("detail", sa.Text, nullable=False),
    sa.Column("waits_for", Id),  # another held entry
    sa.Column("held_at", sa.BigInteger, nullable=False),  # UTC milliseconds
    sa.Column("released_at", sa.BigInteger),
    sa.Index("ix_held_entry_id", "id"),
    sa.Index("ix_held_entry_waits_for", "waits_for"),
)

# Who might do what, since when: the journal is judged by the roles of the entry's own time.
staff_certificate = sa.Table(
    "staff_certificate",
    metadata,
    sa.Column("facility", sa.Text, primary_key=True),
    sa.Column("staff_id", sa.Text, primary_key=True),
    sa.Column("entry_id", Id, primary_key=True),
    sa.Column("effective", sa.BigInteger, nullable=False),  # hybrid clock; 0: certified by the enrolment
    sa.Column("roles", sa.Text, nullable=False),  # comma between; empty: left
    sa.Column("public_key", sa.LargeBinary, nullable=False),
)

enrolment_code = sa.Table(
    "enrolment_code",
    metadata,
    sa.Column("code_hash", sa.LargeBinary, primary_key=True),
    sa.Column("facility", sa.Text, nullable=False),
    sa.Column("expires", sa.BigInteger, nullable=False),  # UTC milliseconds
    sa.Column("device", Id),  # who used it
    sa.Column("first_device", sa.Boolean),
    sa.Column("attempt", sa.LargeBinary),  # random: drawn by the disk that used it
)

# Nonces of signed requests, kept as long as the request could be sent again.
nonce = sa.Table(
    "nonce",
    metadata,
    sa.Column("device", Id, primary_key=True),
    sa.Column("nonce", sa.Text, primary_key=True),
    sa.Column("expires", sa.BigInteger, nullable=False),  # UTC milliseconds
)

# When each device last proved itself, and how far its clock was off; nothing is decided by it.
device_contact = sa.Table(
    "device_contact",
    metadata,
    sa.Column("device", Id, primary_key=True),
    sa.Column("seen", sa.BigInteger, nullable=False),  # UTC milliseconds, the county's clock
    sa.Column("skew_ms", sa.BigInteger, nullable=False),  # the device's clock minus the county's
    sa.Column("cursor", sa.BigInteger),  # the arrival position up to which it has the feed; NULL: never said
    sa.Column("refused", sa.BigInteger),  # UTC ms: its last push refused as a fork or a second branch
)

# Alarms that an officer has looked at (reports/alarms.py): `mark` tells one occurrence from the next.
alarm_seen = sa.Table(
    "alarm_seen",
    metadata,
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("object", sa.Text, primary_key=True),
    sa.Column("mark", sa.Text, primary_key=True),
    sa.Column("user_id", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("at", sa.BigInteger, nullable=False),  # UTC milliseconds
)

# What a device last said in a courier's file: where to write an answer from, and to whom it is sealed.
courier_request = sa.Table(
    "courier_request",
    metadata,
    sa.Column("device", Id, primary_key=True),
    sa.Column("read", sa.BigInteger, nullable=False),  # UTC milliseconds, the county's clock
    sa.Column("head", sa.LargeBinary, nullable=False),  # the request without what it brought (MessagePack)
)

# What was refused and may matter to an inspector: pushes of revoked devices, segments under a wrong name.
kept_segment = sa.Table(
    "kept_segment",
    metadata,
    sa.Column("no", Serial, primary_key=True),
    sa.Column("device", Id, nullable=False),  # who brought it
    sa.Column("reason", sa.Text, nullable=False),  # an error code
    sa.Column("received", sa.BigInteger, nullable=False),  # UTC milliseconds
    sa.Column("data", sa.LargeBinary, nullable=False),
    sa.Index("ix_kept_segment_device", "device"),
    sqlite_autoincrement=True,
)

# What is only kept so that it need not be computed again: made with the projections, dropped with them.
derived = sa.MetaData(naming_convention=metadata.naming_convention)

# 累计 of each person as the county's adjudications left them (queries/accumulated.py); who is not here is summed anew.
accumulated = sa.Table(
    "accumulated",
    derived,
    sa.Column("psn_no", sa.Text, primary_key=True),
    sa.Column("state", sa.Text, nullable=False),  # JSON: accumulators by year, fee days by institution
)

# 快照: a facility's feed in ready-made parts (clinic_app/journal/snapshot.py); one that is there never changes.
snapshot_part = sa.Table(
    "snapshot_part",
    derived,
    sa.Column("facility", sa.Text, primary_key=True),
    sa.Column("epoch", Id, primary_key=True),
    sa.Column("after", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("upto", sa.BigInteger, nullable=False),
    sa.Column("entries", sa.Integer, nullable=False),
    sa.Column("signature", sa.LargeBinary, nullable=False),  # the county's, 64 bytes
    sa.Column("data", sa.LargeBinary, nullable=False),
)

# When each facility's snapshot was last asked for; one that nobody wants any more is let go.
snapshot_wanted = sa.Table(
    "snapshot_wanted",
    derived,
    sa.Column("facility", sa.Text, primary_key=True),
    sa.Column("asked", sa.BigInteger, nullable=False),  # UTC milliseconds
)

# 考核指标: a township's year as last counted (reports/health_kept.py).
health_figure = sa.Table(
    "health_figure",
    derived,
    sa.Column("facility", sa.Text, primary_key=True),
    sa.Column("year", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("day", sa.Text, nullable=False),  # YYYY-MM-DD, up to which it was counted
    sa.Column("at", sa.BigInteger, nullable=False),  # UTC milliseconds
    sa.Column("upto", sa.BigInteger, nullable=False),  # arrival position: what came later is not in it
    sa.Column("counts", sa.LargeBinary, nullable=False),  # MessagePack: `reports.health_counts.Counts`
)
