"""管理对象 and 应做的服务: who is followed under which service, and what is due."""

import sqlalchemy as sa

from clinic_app.projections.tables.base import metadata
from clinic_app.projections.types import Id

# One row an opening or closing, as told.
care_change = sa.Table(
    "care_change",
    metadata,
    sa.Column("entry_id", Id, primary_key=True),
    sa.Column("resident", Id, nullable=False),
    sa.Column("facility", sa.Text, nullable=False),
    sa.Column("service", sa.Text, nullable=False),
    sa.Column("opened", sa.Boolean, nullable=False),
    sa.Column("day", sa.Text, nullable=False),  # YYYY-MM-DD
    sa.Column("doctor", sa.Text, nullable=False),  # staff id of who follows
    sa.Column("reason", sa.Text, nullable=False),  # of a closing
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("told_at", sa.BigInteger, nullable=False),
    sa.Column("told_by", sa.Text, nullable=False),
    sa.Index("ix_care_change_resident", "resident"),
)

missed_contact = sa.Table(
    "missed_contact",
    metadata,
    sa.Column("entry_id", Id, primary_key=True),
    sa.Column("resident", Id, nullable=False),
    sa.Column("service", sa.Text, nullable=False),
    sa.Column("day", sa.Text, nullable=False),  # YYYY-MM-DD
    sa.Column("way", sa.Text, nullable=False),
    sa.Column("told_at", sa.BigInteger, nullable=False),
    sa.Column("told_by", sa.Text, nullable=False),
    sa.Index("ix_missed_contact_resident", "resident"),
)

# How each service of a person stands, by the newest change of any of the person's entries in the register.
care = sa.Table(
    "care",
    metadata,
    sa.Column("resident", Id, primary_key=True),  # the entry that is kept
    sa.Column("service", sa.Text, primary_key=True),
    sa.Column("facility", sa.Text, nullable=False),
    sa.Column("doctor", sa.Text, nullable=False),
    sa.Column("since", sa.Text, nullable=False),
    sa.Column("until", sa.Text, nullable=False),  # empty: open
    sa.Column("reason", sa.Text, nullable=False),
    sa.Index("ix_care_facility_service", "facility", "service"),
)

# What is due, in days; how it stands hangs on today.  What follows from being 65 is asked of the register.
duty_task = sa.Table(
    "duty_task",
    metadata,
    sa.Column("resident", Id, primary_key=True),  # the entry that is kept
    sa.Column("service", sa.Text, primary_key=True),
    sa.Column("form", sa.Text, primary_key=True),
    sa.Column("step", sa.Text, primary_key=True),
    sa.Column("facility", sa.Text, nullable=False),
    sa.Column("doctor", sa.Text, nullable=False),
    sa.Column("village", sa.Text, nullable=False),
    sa.Column("group_name", sa.Text, nullable=False),  # 村民小组
    sa.Column(
        "walk", sa.Text, nullable=False
    ),  # sorts by village, group, house and household: `rounds.walked`
    sa.Column("due_from", sa.Text, nullable=False),  # YYYY-MM-DD
    sa.Column("due_by", sa.Text, nullable=False),
    sa.Column("missed_from", sa.Text, nullable=False),  # 9999-12-31: never
    sa.Column("last", sa.Text, nullable=False),  # empty: none before
    sa.Column("failed", sa.Integer, nullable=False),  # contacts
    sa.Column("reason", sa.Text, nullable=False),
    sa.Index(
        "ix_duty_task_facility",
        "facility",
        "due_by",
        "due_from",
        "missed_from",
        "failed",
        "service",
        "reason",
        "doctor",
    ),
    sa.Index(
        "ix_duty_task_walk",
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
    ),
)
