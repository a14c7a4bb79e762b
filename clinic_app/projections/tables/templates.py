"""模板."""

import sqlalchemy as sa

from clinic_app.projections.tables.base import metadata, step
from clinic_app.projections.types import Id

# `saved_by` is the owner; a template saved again after it was removed is back.
template = sa.Table(
    "template",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("facility", sa.Text),
    sa.Column("name", sa.Text),
    sa.Column("shared", sa.Boolean),
    sa.Column("complaint", sa.Text),
    sa.Column("history", sa.Text),
    sa.Column("findings", sa.Text),
    sa.Column("advice", sa.Text),
    sa.Column("diagnoses", sa.Text),  # JSON: [[code, name], …]
    sa.Column("lines", sa.Text),  # JSON of `TemplateLine`s
    *step("saved"),
    *step("removed"),
    sa.Index("ix_template_facility", "facility"),
)
