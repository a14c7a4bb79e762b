"""Questions about 冷链: what was read where."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from clinic_app.journal.clock import ms_of_stamp
from clinic_app.projections.tables.stock import temperature


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One place, one half day; degrees in tenths."""

    place: str
    day: date
    half: str  # am, pm
    tenths: int
    lowest: int
    highest: int
    measure: str
    by: str  # staff id
    at_ms: int  # UTC

    @property
    def in_band(self) -> bool:
        return self.lowest <= self.tenths <= self.highest


def readings(connection: sa.Connection, facility: str, since: date) -> list[Reading]:
    """From a day on, the newest first."""
    told = temperature.c
    rows: Sequence[Any] = connection.execute(
        sa.select(temperature)
        .where(told.facility == facility, told.day >= since, told.logged_at.is_not(None))
        .order_by(told.day.desc(), told.half.desc(), told.place)
    ).all()
    return [
        Reading(
            place=row.place,
            day=row.day,
            half=row.half,
            tenths=row.tenths,
            lowest=row.lowest,
            highest=row.highest,
            measure=row.measure or "",
            by=row.logged_by,
            at_ms=ms_of_stamp(row.logged_at),
        )
        for row in rows
    ]
