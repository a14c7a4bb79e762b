"""Columns that several tables have."""

from typing import Any

import sqlalchemy as sa

from clinic_app.projections.types import Id


def step(name: str) -> tuple[sa.Column[Any], ...]:
    """When, by whom and with which entry something was done."""
    return (
        sa.Column(f"{name}_at", sa.BigInteger()),
        sa.Column(f"{name}_by", sa.Text()),
        sa.Column(f"{name}_entry", Id()),
    )
