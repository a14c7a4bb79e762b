"""考核: population figures and targets, as the county states them."""

import sqlalchemy as sa

from clinic_app.projections.tables.base import metadata, step

population = sa.Table(
    "population",
    metadata,
    sa.Column("institution", sa.Text, primary_key=True),
    sa.Column("village", sa.Text, primary_key=True),  # empty: the whole area
    sa.Column("year", sa.Integer, primary_key=True),
    sa.Column("counts", sa.Text),  # JSON: Population → persons
    *step("stated"),
)

indicator_target = sa.Table(
    "indicator_target",
    metadata,
    sa.Column("indicator", sa.Text, primary_key=True),
    sa.Column("year", sa.Integer, primary_key=True),
    sa.Column("percent", sa.Integer),  # hundredths; NULL: none
    *step("stated"),
)
