"""表单 as recorded.  What stands is neither withdrawn nor corrected by a record that stands (`queries.forms`)."""

import sqlalchemy as sa

from clinic_app.projections.tables.base import metadata, step
from clinic_app.projections.types import Id

form_record = sa.Table(
    "form_record",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("resident", Id),  # null: about the facility
    sa.Column("facility", sa.Text),
    sa.Column("form", sa.Text),
    sa.Column("version", sa.Integer),
    sa.Column("day", sa.Text),  # of the service, YYYY-MM-DD
    sa.Column("filled", sa.Text),  # JSON: the values by field key
    sa.Column("visit_id", Id),
    sa.Column("replaces", Id),
    sa.Column("reason", sa.Text),  # of a correction
    sa.Column("origin", sa.Text),
    *step("recorded"),
    *step("withdrawn"),
    sa.Column("withdrawn_reason", sa.Text),
    sa.Index("ix_form_record_resident", "resident", "form", "day"),
    sa.Index("ix_form_record_facility", "facility", "form", "day"),
    sa.Index("ix_form_record_replaces", "replaces"),
)
