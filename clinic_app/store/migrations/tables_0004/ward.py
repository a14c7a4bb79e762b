"""病区 and 检查检验."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from clinic_app.projections.types import Id
from clinic_app.store.migrations.tables_0004.steps import step


def up() -> None:
    _ward_up()
    _examinations_up()


def down() -> None:
    _examinations_down()
    _ward_down()


_WARD_GAINED: dict[str, tuple[tuple[str, Any], ...]] = {
    "admission": (
        ("moved_bed", sa.Text),
        ("moved_at", sa.BigInteger),
        ("moved_by", sa.Text),
        ("moved_entry", Id),
    ),
    "admission_item": (("order_id", Id), ("slot", sa.Text)),
}


def _ward_up() -> None:
    """病区: beds, orders, doses, notes."""
    for table, columns in _WARD_GAINED.items():
        for name, kind in columns:
            op.add_column(table, sa.Column(name, kind()))
    op.create_table(
        "bed",
        sa.Column("facility", sa.Text(), nullable=False),
        sa.Column("bed", sa.Text(), nullable=False),
        sa.Column("room", sa.Text()),
        sa.Column("department", sa.Text()),
        sa.Column("in_use", sa.Boolean()),
        *step("placed"),
        *step("readied"),
        sa.PrimaryKeyConstraint("facility", "bed", name="pk_bed"),
    )
    op.create_table(
        "bed_left",
        sa.Column("entry_id", Id(), nullable=False),
        sa.Column("facility", sa.Text(), nullable=False),
        sa.Column("bed", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("entry_id", name="pk_bed_left"),
    )
    op.create_index("ix_bed_left_facility", "bed_left", ["facility", "bed"])
    _ward_orders_up()
    _ward_notes_up()


def _ward_orders_up() -> None:
    op.create_table(
        "ward_order",
        sa.Column("id", Id(), nullable=False),
        sa.Column("admission_id", Id()),
        sa.Column("facility", sa.Text()),
        sa.Column("no", sa.Integer()),
        sa.Column("term", sa.Text()),
        sa.Column("category", sa.Text()),
        sa.Column("code", sa.Text()),
        sa.Column("name", sa.Text()),
        sa.Column("spec", sa.Text()),
        sa.Column("dose", sa.Text()),
        sa.Column("frequency", sa.Text()),
        sa.Column("route", sa.Text()),
        sa.Column("unit", sa.Text()),
        sa.Column("each_e4", sa.BigInteger()),
        sa.Column("group_no", sa.Integer()),
        sa.Column("own", sa.Boolean()),
        sa.Column("note", sa.Text()),
        sa.Column("start_ms", sa.BigInteger()),
        *step("signed"),
        sa.Column("stop_ms", sa.BigInteger()),
        sa.Column("stop_reason", sa.Text()),
        *step("stopped"),
        sa.PrimaryKeyConstraint("id", name="pk_ward_order"),
    )
    op.create_index("ix_ward_order_admission_id", "ward_order", ["admission_id"])
    op.create_table(
        "ward_dose_done",
        sa.Column("order_id", Id(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("slot", sa.Text(), nullable=False),
        sa.Column("admission_id", Id()),
        sa.Column("left_out", sa.Text()),
        *step("done"),
        sa.PrimaryKeyConstraint("order_id", "day", "slot", name="pk_ward_dose_done"),
    )
    op.create_index("ix_ward_dose_done_admission_id", "ward_dose_done", ["admission_id"])
    op.create_table(
        "ward_dose",
        sa.Column("entry_id", Id(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("admission_id", Id(), nullable=False),
        sa.Column("order_id", Id(), nullable=False),
        sa.Column("facility", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("cnt_e4", sa.BigInteger(), nullable=False),
        sa.Column("pric_e6", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("entry_id", "no", name="pk_ward_dose"),
    )
    op.create_index("ix_ward_dose_admission_id", "ward_dose", ["admission_id"])


def _ward_notes_up() -> None:
    op.create_table(
        "ward_note",
        sa.Column("id", Id(), nullable=False),
        sa.Column("admission_id", Id()),
        sa.Column("resident", Id()),
        sa.Column("kind", sa.Text()),
        sa.Column("about_ms", sa.BigInteger()),
        sa.Column("sections", sa.Text()),
        sa.Column("diagnoses", sa.Text()),
        *step("signed"),
        sa.PrimaryKeyConstraint("id", name="pk_ward_note"),
    )
    op.create_index("ix_ward_note_admission_id", "ward_note", ["admission_id"])
    op.create_index("ix_ward_note_resident", "ward_note", ["resident"])
    op.create_table(
        "ward_note_addendum",
        sa.Column("id", Id(), nullable=False),
        sa.Column("note_id", Id(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("added_at", sa.BigInteger(), nullable=False),
        sa.Column("added_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_ward_note_addendum"),
    )
    op.create_index("ix_ward_note_addendum_note_id", "ward_note_addendum", ["note_id"])


def _ward_down() -> None:
    for table in (
        "ward_note_addendum",
        "ward_note",
        "ward_dose",
        "ward_dose_done",
        "ward_order",
        "bed_left",
        "bed",
    ):
        op.drop_table(table)
    for table, columns in _WARD_GAINED.items():
        with op.batch_alter_table(table) as batch:
            for name, _ in columns:
                batch.drop_column(name)


def _examinations_up() -> None:
    """检验检查: orders and reports."""
    op.create_table(
        "examination",
        sa.Column("id", Id(), nullable=False),
        sa.Column("facility", sa.Text()),
        sa.Column("resident", Id()),
        sa.Column("visit_id", Id()),
        sa.Column("stay_id", Id()),
        sa.Column("number", sa.Text()),
        sa.Column("category", sa.Text()),
        sa.Column("specimen", sa.Text()),
        sa.Column("purpose", sa.Text()),
        sa.Column("site", sa.Text()),
        sa.Column("urgent", sa.Boolean()),
        *step("ordered"),
        sa.Column("cancelled_reason", sa.Text()),
        *step("cancelled"),
        sa.Column("taken", sa.Text()),
        *step("collected"),
        sa.Column("referred_findings", sa.Text()),
        sa.Column("referred_lines", sa.Text()),
        sa.Column("referred_study_uid", sa.Text()),
        sa.Column("referred_urgent", sa.Boolean()),
        *step("referred"),
        sa.Column("read_findings", sa.Text()),
        sa.Column("read_conclusion", sa.Text()),
        sa.Column("reader", sa.Text()),
        *step("read"),
        sa.PrimaryKeyConstraint("id", name="pk_examination"),
    )
    op.create_index("ix_examination_facility_ordered_at", "examination", ["facility", "ordered_at"])
    op.create_index("ix_examination_number", "examination", ["number"])
    op.create_index("ix_examination_referred_at", "examination", ["referred_at"])
    op.create_index("ix_examination_resident", "examination", ["resident"])
    op.create_index("ix_examination_visit_id", "examination", ["visit_id"])
    op.create_table(
        "examination_report",
        sa.Column("id", Id(), nullable=False),
        sa.Column("examination_id", Id()),
        sa.Column("facility", sa.Text()),
        sa.Column("resident", Id()),
        sa.Column("lines", sa.Text()),
        sa.Column("findings", sa.Text()),
        sa.Column("conclusion", sa.Text()),
        sa.Column("critical", sa.Text()),
        sa.Column("source", sa.Text()),
        sa.Column("instrument", sa.Text()),
        sa.Column("study_uid", sa.Text()),
        sa.Column("replaces", Id()),
        *step("reported"),
        sa.Column("told", sa.Text()),
        sa.Column("done", sa.Text()),
        *step("answered"),
        sa.PrimaryKeyConstraint("id", name="pk_examination_report"),
    )
    op.create_index("ix_examination_report_examination_id", "examination_report", ["examination_id"])
    op.create_index(
        "ix_examination_report_facility_reported_at", "examination_report", ["facility", "reported_at"]
    )
    op.create_index("ix_examination_report_replaces", "examination_report", ["replaces"])
    op.create_index("ix_examination_report_resident", "examination_report", ["resident"])


def _examinations_down() -> None:
    for table in ("examination_report", "examination"):
        op.drop_table(table)
