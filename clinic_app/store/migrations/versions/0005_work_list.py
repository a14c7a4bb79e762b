"""工作清单 holds what a child is owed of vaccination, and the order of the way; tasks are made anew from the journal.

A self-measured reading says where it was off the device's scale, and how it was taken.  A movement of stock says
who checked it, a prescription who fetches a narcotic; empty ampoules have an account, fridges a name and a band.
A contract names the hospitals that were signed with.
"""

import sqlalchemy as sa
from alembic import op

from clinic_app.projections.types import Id
from clinic_app.store.migrations.tables_0004.steps import step

revision = "0005"
down_revision = "0004"

_BY_DAY = ["facility", "due_by", "due_from", "missed_from", "failed", "service", "reason"]


def upgrade() -> None:
    op.add_column("reading", sa.Column("beyond", sa.Text()))
    op.add_column("reading", sa.Column("position", sa.Text()))
    op.add_column("stock_movement", sa.Column("second", sa.Text()))
    op.add_column("prescription", sa.Column("collector", sa.Text()))
    op.add_column("prescription", sa.Column("collector_id_number", sa.Text()))
    op.add_column("contract", sa.Column("secondary_hospital", sa.Text()))
    op.add_column("contract", sa.Column("tertiary_hospital", sa.Text()))
    # The default only carries old rows over to the replay.
    with op.batch_alter_table("duty_task") as table:
        table.add_column(sa.Column("walk", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("duty_task") as table:
        table.alter_column("walk", existing_type=sa.Text(), server_default=None)
    op.create_index(
        "ix_duty_task_walk",
        "duty_task",
        [
            "facility",
            "walk",
            "due_by",
            "resident",
            "service",
            "form",
            "step",
            "due_from",
            "missed_from",
            "failed",
            "reason",
            "doctor",
        ],
    )
    op.drop_index("ix_duty_task_facility", "duty_task")
    op.create_index("ix_duty_task_facility", "duty_task", [*_BY_DAY, "doctor"])
    op.create_table(
        "empties",
        sa.Column("entry_id", Id(), primary_key=True),
        sa.Column("drug", sa.Text(), primary_key=True),
        sa.Column("facility", sa.Text(), nullable=False),
        sa.Column("dispensed", Id()),
        sa.Column("batch_id", Id()),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("second", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
    )
    op.create_table(
        "cold_place",
        sa.Column("facility", sa.Text(), primary_key=True),
        sa.Column("place", sa.Text(), primary_key=True),
        sa.Column("storage", sa.Text()),
        sa.Column("lowest", sa.Integer()),
        sa.Column("highest", sa.Integer()),
        sa.Column("drugs", sa.Text()),
        sa.Column("in_use", sa.Boolean()),
        *step("named"),
    )
    op.create_index("ix_empties_facility_drug", "empties", ["facility", "drug"])
    op.execute(
        "INSERT OR REPLACE INTO setting SELECT 'rebuild_wanted', X'31'"
        " WHERE EXISTS (SELECT 1 FROM entry WHERE type = 'resident.registered')"
    )


def downgrade() -> None:
    """Tasks of an older program are made at the next rebuild."""
    op.drop_table("cold_place")
    op.drop_table("empties")
    op.drop_index("ix_duty_task_facility", "duty_task")
    op.create_index("ix_duty_task_facility", "duty_task", _BY_DAY)
    op.drop_index("ix_duty_task_walk", "duty_task")
    with op.batch_alter_table("duty_task") as table:
        table.drop_column("walk")
    with op.batch_alter_table("contract") as table:
        table.drop_column("tertiary_hospital")
        table.drop_column("secondary_hospital")
    with op.batch_alter_table("prescription") as table:
        table.drop_column("collector_id_number")
        table.drop_column("collector")
    with op.batch_alter_table("stock_movement") as table:
        table.drop_column("second")
    with op.batch_alter_table("reading") as table:
        table.drop_column("position")
        table.drop_column("beyond")
