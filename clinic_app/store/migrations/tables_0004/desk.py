"""The doctor's desk: 健康首页, the whole encounter, 目录, 秒表, 模板."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from clinic_app.projections.types import Id
from clinic_app.store.migrations.tables_0004.steps import step


def up() -> None:
    _chart_up()
    _encounter_up()
    _catalogs_up()
    _stopwatch_up()
    _templates_up()


def down() -> None:
    _templates_down()
    _stopwatch_down()
    _catalogs_down()
    _encounter_down()
    _chart_down()


def _chart_up() -> None:
    """健康首页: allergies, conditions, measurements, skin tests."""
    op.create_table(
        "allergy",
        sa.Column("id", Id(), nullable=False),
        sa.Column("resident", Id()),
        sa.Column("kind", sa.Text()),
        sa.Column("code", sa.Text()),
        sa.Column("name", sa.Text()),
        sa.Column("reaction", sa.Text()),
        sa.Column("severe", sa.Boolean()),
        *step("recorded"),
        *step("cancelled"),
        sa.Column("cancelled_reason", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_allergy"),
    )
    op.create_index("ix_allergy_resident", "allergy", ["resident"])
    op.create_table(
        "noted_condition",
        sa.Column("id", Id(), nullable=False),
        sa.Column("resident", Id()),
        sa.Column("code", sa.Text()),
        sa.Column("name", sa.Text()),
        sa.Column("since", sa.Date()),
        *step("noted"),
        *step("closed"),
        sa.Column("closed_reason", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_noted_condition"),
    )
    op.create_index("ix_noted_condition_resident", "noted_condition", ["resident"])
    op.create_table(
        "measurement",
        sa.Column("entry_id", Id(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("resident", Id()),
        sa.Column("visit_id", Id()),
        sa.Column("taken_ms", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("value_e4", sa.BigInteger()),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("entry_id", "key", name="pk_measurement"),
    )
    op.create_index("ix_measurement_resident", "measurement", ["resident", "key", "taken_ms"])
    op.create_table(
        "skin_test",
        sa.Column("id", Id(), nullable=False),
        sa.Column("resident", Id()),
        sa.Column("visit_id", Id()),
        sa.Column("substance", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("lot", sa.Text(), nullable=False),
        sa.Column("positive", sa.Boolean(), nullable=False),
        sa.Column("read_ms", sa.BigInteger(), nullable=False),
        sa.Column("read_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_skin_test"),
    )
    op.create_index("ix_skin_test_resident", "skin_test", ["resident"])


def _chart_down() -> None:
    for table in ("skin_test", "measurement", "noted_condition", "allergy"):
        op.drop_table(table)


_GAINED: dict[str, tuple[tuple[str, Any], ...]] = {
    "staff": (("practice", sa.Text),),
    "facility": (("permits", sa.Text),),
    "encounter": (
        ("tcm", sa.Text),
        ("onset", sa.Date),
        ("again", sa.Boolean),
        ("departure", sa.Text),
        ("next_visit", sa.Date),
    ),
    "prescription": (
        ("kind", sa.Text),
        ("doses", sa.Integer),
        ("usage", sa.Text),
        ("boiled_here", sa.Boolean),
        ("pregnant", sa.Boolean),
        ("lactating", sa.Boolean),
        ("overrides", sa.Text),
        ("checked_with", sa.Text),
        ("long_term", sa.Boolean),
        ("replaces", Id),
    ),
    "order_line": (("group_no", sa.Integer), ("own", sa.Boolean), ("note", sa.Text)),
    "settlement_line": (("unit", sa.Text),),
}


def _encounter_up() -> None:
    """门诊病历 and 处方: what they gained, what is added to them, and papers made of them."""
    for table, columns in _GAINED.items():
        for name, kind in columns:
            op.add_column(table, sa.Column(name, kind()))
    op.create_index("ix_prescription_resident", "prescription", ["resident"])
    op.create_table(
        "cancelled_prescription",
        sa.Column("prescription_id", Id(), nullable=False),
        *step("cancelled"),
        sa.Column("cancelled_reason", sa.Text()),
        sa.PrimaryKeyConstraint("prescription_id", name="pk_cancelled_prescription"),
    )
    op.create_table(
        "encounter_addendum",
        sa.Column("id", Id(), nullable=False),
        sa.Column("encounter_id", Id(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("added_at", sa.BigInteger(), nullable=False),
        sa.Column("added_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_encounter_addendum"),
    )
    op.create_index("ix_encounter_addendum_encounter_id", "encounter_addendum", ["encounter_id"])
    op.create_table(
        "sickness_certificate",
        sa.Column("id", Id(), nullable=False),
        sa.Column("visit_id", Id(), nullable=False),
        sa.Column("resident", Id()),
        sa.Column("facility", sa.Text(), nullable=False),
        sa.Column("diagnosis", sa.Text(), nullable=False),
        sa.Column("advice", sa.Text(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("to_day", sa.Date(), nullable=False),
        sa.Column("issued_at", sa.BigInteger(), nullable=False),
        sa.Column("issued_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sickness_certificate"),
    )
    op.create_index("ix_sickness_certificate_resident", "sickness_certificate", ["resident"])
    op.create_table(
        "infectious_answer",
        sa.Column("visit_id", Id(), nullable=False),
        sa.Column("disease", sa.Text(), nullable=False),
        sa.Column("facility", sa.Text()),
        sa.Column("report", sa.Boolean()),
        sa.Column("reason", sa.Text()),
        *step("answered"),
        sa.PrimaryKeyConstraint("visit_id", "disease", name="pk_infectious_answer"),
    )


def _encounter_down() -> None:
    for table in (
        "infectious_answer",
        "sickness_certificate",
        "encounter_addendum",
        "cancelled_prescription",
    ):
        op.drop_table(table)
    op.drop_index("ix_prescription_resident", "prescription")
    for table, columns in _GAINED.items():
        with op.batch_alter_table(table) as batch:
            for name, _ in columns:
                batch.drop_column(name)


def _catalogs_up() -> None:
    """目录: publications part by part."""
    op.drop_table("catalog")
    op.create_table(
        "catalog_part",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("parts", sa.Integer(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("effective", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("withdrawn", sa.Text(), nullable=False),
        *step("published"),
        sa.PrimaryKeyConstraint("kind", "version", "part", name="pk_catalog_part"),
    )
    op.execute(
        "INSERT OR REPLACE INTO setting SELECT 'rebuild_wanted', X'31'"
        " WHERE EXISTS (SELECT 1 FROM entry WHERE type = 'catalog.published')"
    )


def _catalogs_down() -> None:
    op.drop_table("catalog_part")
    op.create_table(
        "catalog",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        *step("published"),
        sa.PrimaryKeyConstraint("kind", name="pk_catalog"),
    )


def _stopwatch_up() -> None:
    """秒表: what each piece of work took here, and what PCs told of a day."""
    op.create_table(
        "timing",
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("page", sa.Text(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("pressed", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("no", name="pk_timing"),
    )
    op.create_index("ix_timing_day", "timing", ["day"])
    op.create_table(
        "timed_day",
        sa.Column("entry_id", Id(), nullable=False),
        sa.Column("facility", sa.Text(), nullable=False),
        sa.Column("device", Id(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("counted", sa.BigInteger(), nullable=False),
        sa.Column("seconds", sa.BigInteger(), nullable=False),
        sa.Column("pressed", sa.BigInteger(), nullable=False),
        sa.Column("slow", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("entry_id", name="pk_timed_day"),
    )
    op.create_index("ix_timed_day_facility", "timed_day", ["facility", "day"])


def _stopwatch_down() -> None:
    op.drop_table("timed_day")
    op.drop_table("timing")


def _templates_up() -> None:
    """模板."""
    op.create_table(
        "template",
        sa.Column("id", Id(), nullable=False),
        sa.Column("facility", sa.Text()),
        sa.Column("name", sa.Text()),
        sa.Column("shared", sa.Boolean()),
        sa.Column("complaint", sa.Text()),
        sa.Column("history", sa.Text()),
        sa.Column("findings", sa.Text()),
        sa.Column("advice", sa.Text()),
        sa.Column("diagnoses", sa.Text()),
        sa.Column("lines", sa.Text()),
        *step("saved"),
        *step("removed"),
        sa.PrimaryKeyConstraint("id", name="pk_template"),
    )
    op.create_index("ix_template_facility", "template", ["facility"])


def _templates_down() -> None:
    op.drop_table("template")
