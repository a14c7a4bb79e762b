"""Questions about 冷链: which places there are, and what was read where."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from clinic_app.domain.pharmacy.cold_chain import PLACES, Place
from clinic_app.journal.clock import ms_of_stamp
from clinic_app.projections.tables.stock import cold_place, temperature


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


def places_of(connection: sa.Connection, facility: str) -> tuple[Place, ...]:
    """The places in use, by name; one fridge and one cool room where none was entered."""
    told = cold_place.c
    rows: Sequence[Any] = connection.execute(
        sa.select(cold_place)
        .where(told.facility == facility, told.named_at.is_not(None))
        .order_by(told.storage, told.place)
    ).all()
    found = tuple(
        Place(row.place, row.storage, row.lowest, row.highest, tuple(row.drugs.split()))
        for row in rows
        if row.in_use
    )
    return found or PLACES


def read_before(connection: sa.Connection, facility: str, day: date) -> set[str]:
    """Names of the places that were read before a day."""
    told = temperature.c
    wanted = sa.select(told.place).where(
        told.facility == facility, told.day < day, told.logged_at.is_not(None)
    )
    return set(connection.scalars(wanted.distinct()))


def readings(connection: sa.Connection, facility: str, since: date, until: date = date.max) -> list[Reading]:
    """From a day on and up to another one, the newest first."""
    told = temperature.c
    rows: Sequence[Any] = connection.execute(
        sa.select(temperature)
        .where(told.facility == facility, told.day >= since, told.day <= until, told.logged_at.is_not(None))
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
