"""年度人口数 and 考核目标 as they stand."""

import json
from collections.abc import Mapping, Sequence

import sqlalchemy as sa

from clinic_app.projections.tables.indicators import indicator_target, population


def populations_of(
    connection: sa.Connection, institutions: Sequence[str], year: int
) -> dict[str, Mapping[str, int]]:
    """By institution, what was stated of its whole area."""
    rows = connection.execute(
        sa.select(population.c.institution, population.c.counts).where(
            population.c.institution.in_(institutions), population.c.village == "", population.c.year == year
        )
    )
    return {row.institution: json.loads(row.counts or "{}") for row in rows}


def targets_of(connection: sa.Connection, year: int) -> dict[str, int]:
    """Percent in hundredths by indicator."""
    rows = connection.execute(
        sa.select(indicator_target.c.indicator, indicator_target.c.percent).where(
            indicator_target.c.year == year, indicator_target.c.percent.is_not(None)
        )
    )
    return {row.indicator: row.percent for row in rows}
