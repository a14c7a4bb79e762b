"""预防接种: doses, deferrals and the numbers of the immunization system."""

import sqlalchemy as sa

from clinic_app.projections.tables.base import metadata, step
from clinic_app.projections.types import Id

vaccination = sa.Table(
    "vaccination",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("resident", Id),
    sa.Column("facility", sa.Text),
    sa.Column("vaccine", sa.Text),
    sa.Column("series", sa.Text),
    sa.Column("dose_no", sa.Integer),
    sa.Column("day", sa.Text),  # YYYY-MM-DD
    sa.Column("at", sa.BigInteger),  # UTC milliseconds; 0: only the day is known
    sa.Column("site", sa.Text),
    sa.Column("route", sa.Text),
    sa.Column("amount", sa.Text),
    sa.Column("maker", sa.Text),
    sa.Column("batch", sa.Text),
    sa.Column("trace_code", sa.Text),
    sa.Column("expiry", sa.Text),  # YYYY-MM-DD, empty: not known
    sa.Column("unit", sa.Text),
    sa.Column("kind", sa.Text),
    sa.Column("paid", sa.Text),
    sa.Column("elsewhere", sa.Boolean),
    *step("given"),
    sa.Column("well", sa.Boolean),
    *step("observed"),
    sa.Column("withdrawn_reason", sa.Text),
    *step("withdrawn"),
    sa.Index("ix_vaccination_resident", "resident"),
    sa.Index("ix_vaccination_facility_day", "facility", "day"),
)

# What stands of each series of a child: the newest word.
vaccination_deferral = sa.Table(
    "vaccination_deferral",
    metadata,
    sa.Column("resident", Id, primary_key=True),
    sa.Column("series", sa.Text, primary_key=True),
    sa.Column("until", sa.Text),  # YYYY-MM-DD
    sa.Column("reason", sa.Text),
    sa.Column("note", sa.Text),
    *step("deferred"),
)

vaccination_case = sa.Table(
    "vaccination_case",
    metadata,
    sa.Column("resident", Id, primary_key=True),
    sa.Column("case_no", sa.Text),
    *step("numbered"),
    sa.Index("ix_vaccination_case_case_no", "case_no"),
)
