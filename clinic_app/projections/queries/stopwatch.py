"""Questions about what was told of the pace of work."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.stopwatch import KINDS, Summary, together
from clinic_app.projections.tables.stopwatch import timed_day


def told_of(connection: sa.Connection, facility: str, first: date, last: date) -> Mapping[str, Summary]:
    """By kind, of all PCs of a facility and all days between; a kind that nobody told of is left out."""
    rows = connection.execute(
        sa.select(timed_day).where(
            timed_day.c.facility == facility, timed_day.c.day >= first, timed_day.c.day <= last
        )
    )
    by_kind: dict[str, list[Summary]] = {kind: [] for kind in KINDS}
    for row in rows:
        if row.kind in by_kind:
            by_kind[row.kind].append(Summary(row.counted, row.seconds, row.pressed, row.slow))
    return {kind: found for kind, days in by_kind.items() if (found := together(days)) is not None}


def told_by(
    connection: sa.Connection, facility: str, device: UUID, first: date
) -> frozenset[tuple[date, str]]:
    """Day and kind of what one PC told since `first`."""
    rows = connection.execute(
        sa.select(timed_day.c.day, timed_day.c.kind).where(
            timed_day.c.facility == facility, timed_day.c.day >= first, timed_day.c.device == device
        )
    )
    return frozenset((row.day, row.kind) for row in rows)
