"""检验检查: orders and what became of them; their services are rows of `order_line`."""

import sqlalchemy as sa

from clinic_app.projections.tables.base import metadata, step
from clinic_app.projections.types import Id

examination = sa.Table(
    "examination",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("facility", sa.Text),
    sa.Column("resident", Id),
    sa.Column("visit_id", Id),
    sa.Column("stay_id", Id),
    sa.Column("number", sa.Text),
    sa.Column("category", sa.Text),
    sa.Column("specimen", sa.Text),
    sa.Column("purpose", sa.Text),
    sa.Column("site", sa.Text),
    sa.Column("urgent", sa.Boolean),
    *step("ordered"),
    sa.Column("cancelled_reason", sa.Text),
    *step("cancelled"),
    sa.Column("taken", sa.Text),  # the specimen
    *step("collected"),
    sa.Column("referred_findings", sa.Text),
    sa.Column("referred_lines", sa.Text),  # JSON: lines of a report
    sa.Column("referred_study_uid", sa.Text),
    sa.Column("referred_urgent", sa.Boolean),
    *step("referred"),
    sa.Column("read_findings", sa.Text),
    sa.Column("read_conclusion", sa.Text),
    sa.Column("reader", sa.Text),
    *step("read"),
    sa.Index("ix_examination_visit_id", "visit_id"),
    sa.Index("ix_examination_resident", "resident"),
    sa.Index("ix_examination_number", "number"),
    sa.Index("ix_examination_facility_ordered_at", "facility", "ordered_at"),
    sa.Index("ix_examination_referred_at", "referred_at"),
)

examination_report = sa.Table(
    "examination_report",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("examination_id", Id),
    sa.Column("facility", sa.Text),
    sa.Column("resident", Id),
    sa.Column("lines", sa.Text),  # JSON: lines of a report
    sa.Column("findings", sa.Text),
    sa.Column("conclusion", sa.Text),
    sa.Column("critical", sa.Text),
    sa.Column("source", sa.Text),
    sa.Column("instrument", sa.Text),
    sa.Column("study_uid", sa.Text),
    sa.Column("replaces", Id),
    *step("reported"),
    sa.Column("told", sa.Text),
    sa.Column("done", sa.Text),
    *step("answered"),
    sa.Index("ix_examination_report_examination_id", "examination_id"),
    sa.Index("ix_examination_report_resident", "resident"),
    sa.Index("ix_examination_report_replaces", "replaces"),
    sa.Index("ix_examination_report_facility_reported_at", "facility", "reported_at"),
)
