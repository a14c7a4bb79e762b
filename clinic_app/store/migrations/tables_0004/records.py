"""居民健康档案: forms, round packs, households, records."""

import sqlalchemy as sa
from alembic import op

from clinic_app.projections.types import Id
from clinic_app.store.migrations.tables_0004.steps import step


def up() -> None:
    _forms_up()
    _rounds_up()
    _households_up()
    _records_up()


def down() -> None:
    _records_down()
    _households_down()
    _rounds_down()
    _forms_down()


def _forms_up() -> None:
    """表单."""
    op.create_table(
        "form_record",
        sa.Column("id", Id(), nullable=False),
        sa.Column("resident", Id()),
        sa.Column("facility", sa.Text()),
        sa.Column("form", sa.Text()),
        sa.Column("version", sa.Integer()),
        sa.Column("day", sa.Text()),
        sa.Column("filled", sa.Text()),
        sa.Column("visit_id", Id()),
        sa.Column("replaces", Id()),
        sa.Column("reason", sa.Text()),
        sa.Column("origin", sa.Text()),
        *step("recorded"),
        *step("withdrawn"),
        sa.Column("withdrawn_reason", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_form_record"),
    )
    op.create_index("ix_form_record_resident", "form_record", ["resident", "form", "day"])
    op.create_index("ix_form_record_facility", "form_record", ["facility", "form", "day"])
    op.create_index("ix_form_record_replaces", "form_record", ["replaces"])


def _forms_down() -> None:
    op.drop_table("form_record")


def _rounds_up() -> None:
    """下乡包, and pictures of paper."""
    op.create_table(
        "round_sheet",
        sa.Column("pack", Id(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("facility", sa.Text()),
        sa.Column("day", sa.Date()),
        sa.Column("code", sa.Text()),
        sa.Column("resident", Id()),
        sa.Column("form", sa.Text()),
        sa.Column("version", sa.Integer()),
        sa.Column("who", sa.Text()),
        sa.Column("record_no", sa.Text()),
        sa.Column("home", sa.Text()),
        sa.Column("phone", sa.Text()),
        sa.Column("last", sa.Text()),
        sa.Column("reason", sa.Text()),
        sa.Column("filled", sa.Text()),
        *step("packed"),
        sa.PrimaryKeyConstraint("pack", "place", name="pk_round_sheet"),
    )
    op.create_index("ix_round_sheet_code", "round_sheet", ["code"])
    op.create_index("ix_round_sheet_facility", "round_sheet", ["facility", "day"])
    op.create_table(
        "sheet_picture",
        sa.Column("entry_id", Id(), nullable=False),
        sa.Column("pack", Id(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("taken_at", sa.BigInteger(), nullable=False),
        sa.Column("taken_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("entry_id", name="pk_sheet_picture"),
    )
    op.create_index("ix_sheet_picture_code", "sheet_picture", ["code"])
    op.create_table(
        "picture",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("kept_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_picture"),
    )


def _rounds_down() -> None:
    for table in ("picture", "sheet_picture", "round_sheet"):
        op.drop_table(table)


def _households_up() -> None:
    """家庭户, and who lives in which."""
    op.create_table(
        "household",
        sa.Column("id", Id(), nullable=False),
        sa.Column("facility", sa.Text()),
        sa.Column("village", sa.Text()),
        sa.Column("village_code", sa.Text()),
        sa.Column("group_name", sa.Text()),
        sa.Column("house", sa.Text()),
        sa.Column("address", sa.Text()),
        sa.Column("phone", sa.Text()),
        *step("stated"),
        sa.PrimaryKeyConstraint("id", name="pk_household"),
    )
    op.create_index("ix_household_village_code", "household", ["village_code"])
    op.create_table(
        "household_change",
        sa.Column("entry_id", Id(), nullable=False),
        sa.Column("resident", Id(), nullable=False),
        sa.Column("household", Id(), nullable=False),
        sa.Column("joined", sa.Boolean(), nullable=False),
        sa.Column("relation", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("told_at", sa.BigInteger(), nullable=False),
        sa.Column("told_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("entry_id", name="pk_household_change"),
    )
    op.create_index("ix_household_change_resident", "household_change", ["resident"])
    op.create_table(
        "household_member",
        sa.Column("resident", Id(), nullable=False),
        sa.Column("household", Id()),
        sa.Column("relation", sa.Text()),
        sa.Column("since", sa.Text()),
        sa.PrimaryKeyConstraint("resident", name="pk_household_member"),
    )
    op.create_index("ix_household_member_household", "household_member", ["household"])


def _households_down() -> None:
    for table in ("household_member", "household_change", "household"):
        op.drop_table(table)


def _records_up() -> None:
    """健康档案: numbers, deaths and moves, and who is one person with whom."""
    op.create_table(
        "health_record",
        sa.Column("id", Id(), nullable=False),
        sa.Column("resident", Id(), nullable=False),
        sa.Column("facility", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("doctor", sa.Text(), nullable=False),
        sa.Column("replaces", Id()),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("opened_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_health_record"),
    )
    op.create_index("ix_health_record_number", "health_record", ["number"])
    op.create_index("ix_health_record_resident", "health_record", ["resident"])
    op.create_table(
        "life_event",
        sa.Column("id", Id(), nullable=False),
        sa.Column("resident", Id()),
        sa.Column("kind", sa.Text()),
        sa.Column("day", sa.Text()),
        sa.Column("words", sa.Text()),
        *step("told"),
        *step("corrected"),
        sa.Column("corrected_reason", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_life_event"),
    )
    op.create_index("ix_life_event_resident", "life_event", ["resident"])
    op.create_table(
        "life_state",
        sa.Column("resident", Id(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("event", Id()),
        sa.PrimaryKeyConstraint("resident", name="pk_life_state"),
    )
    op.create_table(
        "resident_merge",
        sa.Column("id", Id(), nullable=False),
        sa.Column("kept", Id()),
        sa.Column("other", Id()),
        sa.Column("reasons", sa.Text()),
        sa.Column("note", sa.Text()),
        sa.Column("taken", sa.Text()),
        sa.Column("facility", sa.Text()),
        *step("merged"),
        *step("split"),
        sa.Column("split_reason", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_resident_merge"),
    )
    op.create_index("ix_resident_merge_kept", "resident_merge", ["kept"])
    op.create_index("ix_resident_merge_other", "resident_merge", ["other"])
    op.create_table(
        "person",
        sa.Column("resident", Id(), nullable=False),
        sa.Column("kept", Id(), nullable=False),
        sa.PrimaryKeyConstraint("resident", name="pk_person"),
    )
    op.create_index("ix_person_kept", "person", ["kept"])
    op.create_table(
        "resident_distinct",
        sa.Column("id", Id(), nullable=False),
        sa.Column("resident", Id(), nullable=False),
        sa.Column("other", Id(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("told_at", sa.BigInteger(), nullable=False),
        sa.Column("told_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_resident_distinct"),
    )
    op.create_index("ix_resident_distinct_other", "resident_distinct", ["other"])
    op.create_index("ix_resident_distinct_resident", "resident_distinct", ["resident"])


def _records_down() -> None:
    for table in (
        "resident_distinct",
        "person",
        "resident_merge",
        "life_state",
        "life_event",
        "health_record",
    ):
        op.drop_table(table)
