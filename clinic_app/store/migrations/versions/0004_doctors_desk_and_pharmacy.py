"""What the doctor's desk and the pharmacy write: the chart, the whole encounter, the whole prescription."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from clinic_app.projections.types import Id

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    _chart_up()
    _encounter_up()


def downgrade() -> None:
    _encounter_down()
    _chart_down()


def _step(name: str) -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column(f"{name}_at", sa.BigInteger()),
        sa.Column(f"{name}_by", sa.Text()),
        sa.Column(f"{name}_entry", Id()),
    )


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
        *_step("recorded"),
        *_step("cancelled"),
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
        *_step("noted"),
        *_step("closed"),
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
        ("replaces", Id),
    ),
    "order_line": (("group_no", sa.Integer), ("own", sa.Boolean), ("note", sa.Text)),
}


def _encounter_up() -> None:
    """门诊病历 and 处方: what they gained, what is added to them, and papers made of them."""
    for table, columns in _GAINED.items():
        for name, kind in columns:
            op.add_column(table, sa.Column(name, kind()))
    op.create_table(
        "cancelled_prescription",
        sa.Column("prescription_id", Id(), nullable=False),
        *_step("cancelled"),
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
        *_step("answered"),
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
    for table, columns in _GAINED.items():
        with op.batch_alter_table(table) as batch:
            for name, _ in columns:
                batch.drop_column(name)
