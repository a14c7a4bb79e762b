"""目录: what the county published, part by part as it came."""

import sqlalchemy as sa

from clinic_app.projections.tables.base import metadata, step

catalog_part = sa.Table(
    "catalog_part",
    metadata,
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("version", sa.Text, primary_key=True),
    sa.Column("part", sa.Integer, primary_key=True),
    sa.Column("parts", sa.Integer, nullable=False),
    sa.Column("before", sa.Text, nullable=False),  # the version that it changes; empty: it is whole
    sa.Column("effective", sa.Date, nullable=False),
    sa.Column("text", sa.Text, nullable=False),  # CSV
    sa.Column("withdrawn", sa.Text, nullable=False),  # JSON: codes
    *step("published"),
)
