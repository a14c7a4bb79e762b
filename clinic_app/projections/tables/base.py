"""The metadata, and the columns that several tables share."""

from typing import Any

import sqlalchemy as sa

from clinic_app.projections.types import Id

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def step(name: str) -> tuple[sa.Column[Any], ...]:
    """Who did one step of something, when, and by which entry: ``called_at``, ``called_by``, ``called_entry``."""
    return (
        sa.Column(f"{name}_at", sa.BigInteger),  # hybrid clock
        sa.Column(f"{name}_by", sa.Text),
        sa.Column(f"{name}_entry", Id),
    )
