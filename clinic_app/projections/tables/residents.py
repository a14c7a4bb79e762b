"""居民."""

import sqlalchemy as sa

from clinic_app.projections.tables.base import metadata, step
from clinic_app.projections.types import Id

# The fields that an amendment may name; each is a text column of `resident`.
FIELDS = (
    "name",
    "sex",
    "birth_date",
    "id_number",
    "id_doc_type",
    "id_verified",
    "ethnic",
    "phone",
    "address",
    "village",
    "temp_identity",
    "temp_reason",
    "note",
)

resident = sa.Table(
    "resident",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("facility", sa.Text),  # the one that registered it
    *(sa.Column(field, sa.Text) for field in FIELDS),
    *step("registered"),  # empty while only an amendment has arrived
    sa.Index("ix_resident_id_number", "id_number"),
)

amendment = sa.Table(
    "resident_amendment",
    metadata,
    sa.Column("resident", Id, primary_key=True),
    sa.Column("field", sa.Text, primary_key=True),
    sa.Column("entry_id", Id, primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
    sa.Column("replaces", Id, nullable=False),
    sa.Column("effective", sa.BigInteger, nullable=False),
)

card = sa.Table(
    "resident_card",
    metadata,
    sa.Column("entry_id", Id, primary_key=True),
    sa.Column("resident", Id, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("number", sa.Text, nullable=False),
    sa.Column("identifier", sa.Text, nullable=False),
    sa.Column("issued_on", sa.Text, nullable=False),
    sa.Column("valid_to", sa.Text, nullable=False),
    sa.Index("ix_resident_card_resident", "resident"),
    sa.Index("ix_resident_card_number", "number"),
    sa.Index("ix_resident_card_identifier", "identifier"),
)

chart_view = sa.Table(
    "chart_view",
    metadata,
    sa.Column("entry_id", Id, primary_key=True),
    sa.Column("resident", Id),
    sa.Column("facility", sa.Text, nullable=False),
    sa.Column("purpose", sa.Text, nullable=False),
    sa.Column("viewed_at", sa.BigInteger, nullable=False),
    sa.Column("viewed_by", sa.Text, nullable=False),
)
