"""The county's own tables: journals as they came, their order, enrolment."""

import sqlalchemy as sa
from alembic import op

from clinic_app.projections.types import Id

revision = "0001"
down_revision = None

_SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _small_tables()
    _journals()
    _entries()
    _people_and_devices()


def _small_tables() -> None:
    op.create_table(
        "meta",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_meta"),
    )
    op.create_table(
        "progress",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_progress"),
    )


def _journals() -> None:
    op.create_table(
        "journal_head",
        sa.Column("incarnation", Id(), nullable=False),
        sa.Column("device", Id(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("stamp", sa.BigInteger(), nullable=False),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.Column("origin_incarnation", Id()),
        sa.Column("origin_seq", sa.BigInteger()),
        sa.Column("origin_hash", sa.LargeBinary()),
        sa.PrimaryKeyConstraint("incarnation", name="pk_journal_head"),
    )
    op.create_index("ix_journal_head_device", "journal_head", ["device"])
    for name, columns in (("journal_segment", _segment_columns()), ("kept_segment", _kept_columns())):
        op.create_table(
            name,
            sa.Column("no", _SERIAL, nullable=False),
            *columns,
            sa.PrimaryKeyConstraint("no", name=f"pk_{name}"),
            sqlite_autoincrement=True,
        )
    op.create_index("ix_journal_segment_incarnation_last_seq", "journal_segment", ["incarnation", "last_seq"])
    op.create_index("ix_kept_segment_device", "kept_segment", ["device"])
    op.create_table(
        "inbox",
        sa.Column("segment_no", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("device", Id(), nullable=False),
        sa.PrimaryKeyConstraint("segment_no", name="pk_inbox"),
    )
    op.create_table(
        "numbered",
        sa.Column("device", Id(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("device", name="pk_numbered"),
    )


def _segment_columns() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("device", Id(), nullable=False),
        sa.Column("incarnation", Id(), nullable=False),
        sa.Column("first_seq", sa.BigInteger(), nullable=False),
        sa.Column("new_from", sa.BigInteger(), nullable=False),
        sa.Column("last_seq", sa.BigInteger(), nullable=False),
        sa.Column("received", sa.BigInteger(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
    )


def _kept_columns() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("device", Id(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("received", sa.BigInteger(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
    )


def _entries() -> None:
    op.create_table(
        "journal_entry",
        sa.Column("position", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("device", Id(), nullable=False),
        sa.Column("incarnation", Id(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("time", sa.BigInteger(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("subject", Id()),
        sa.Column("body", sa.LargeBinary()),
        sa.Column("body_hash", sa.LargeBinary(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.Column("received", sa.BigInteger(), nullable=False),
        sa.Column("facility", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("position", name="pk_journal_entry"),
    )
    op.create_index("ix_journal_entry_id", "journal_entry", ["id"])
    op.create_table(
        "adopted_entry",
        sa.Column("position", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.PrimaryKeyConstraint("position", name="pk_adopted_entry"),
    )
    op.create_table(
        "feed_item",
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.PrimaryKeyConstraint("audience", "position", name="pk_feed_item"),
    )
    op.create_table(
        "held_entry",
        sa.Column("position", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("facility", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("waits_for", Id()),
        sa.Column("held_at", sa.BigInteger(), nullable=False),
        sa.Column("released_at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("position", name="pk_held_entry"),
    )
    op.create_index("ix_held_entry_id", "held_entry", ["id"])
    op.create_index("ix_held_entry_waits_for", "held_entry", ["waits_for"])


def _people_and_devices() -> None:
    op.create_table(
        "staff_certificate",
        sa.Column("facility", sa.Text(), nullable=False),
        sa.Column("staff_id", sa.Text(), nullable=False),
        sa.Column("entry_id", Id(), nullable=False),
        sa.Column("effective", sa.BigInteger(), nullable=False),
        sa.Column("roles", sa.Text(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("facility", "staff_id", "entry_id", name="pk_staff_certificate"),
    )
    op.create_table(
        "enrolment_code",
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.Column("facility", sa.Text(), nullable=False),
        sa.Column("expires", sa.BigInteger(), nullable=False),
        sa.Column("device", Id()),
        sa.Column("first_device", sa.Boolean()),
        sa.PrimaryKeyConstraint("code_hash", name="pk_enrolment_code"),
    )
    op.create_table(
        "nonce",
        sa.Column("device", Id(), nullable=False),
        sa.Column("nonce", sa.Text(), nullable=False),
        sa.Column("expires", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("device", "nonce", name="pk_nonce"),
    )


def downgrade() -> None:
    for table in (
        "nonce",
        "enrolment_code",
        "staff_certificate",
        "held_entry",
        "feed_item",
        "adopted_entry",
        "journal_entry",
        "numbered",
        "inbox",
        "kept_segment",
        "journal_segment",
        "journal_head",
        "progress",
        "meta",
    ):
        op.drop_table(table)
