"""挂号: one row a visit; where the patient stands follows from which steps are filled (queries/registration.py)."""

import sqlalchemy as sa

from clinic_app.projections.tables.base import metadata, step
from clinic_app.projections.types import Id

visit = sa.Table(
    "visit",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("resident", Id),
    sa.Column("facility", sa.Text),
    sa.Column("day", sa.Date),
    sa.Column("number", sa.Text),
    sa.Column("department", sa.Text),
    sa.Column("doctor", sa.Text),
    sa.Column("psn_no", sa.Text),
    sa.Column("mdtrt_cert_type", sa.Text),
    sa.Column("card_number", sa.Text),
    sa.Column("walk_in", sa.Boolean),
    *step("registered"),
    *step("called"),
    *step("cancelled"),
    sa.Column("cancelled_reason", sa.Text),
    *step("signed"),  # signed_entry is the encounter
    sa.Index("ix_visit_facility_day", "facility", "day"),
    sa.Index("ix_visit_resident", "resident"),
)
