"""签约 of the county: every township as it computes itself, the institutions in it, and all townships together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from clinic_app.domain.public_health.indicators import Ratio, together
from clinic_app.projections.queries import indicators as queries
from clinic_app.projections.queries.indicator_year import Everybody, everybody
from sync_server.reports.health_kept import roots


@dataclass(frozen=True, slots=True)
class Row:
    """An institution, with the villages under it."""

    code: str  # empty: all townships
    covered: Ratio  # of the permanent residents
    key: Ratio  # of the key groups
    fulfilled: Ratio  # of what was due by the day
    renewable: int


@dataclass(frozen=True, slots=True)
class Township:
    row: Row
    clinics: tuple[Row, ...]  # each by what it wrote itself


def townships(
    db: sa.Connection, codes: Sequence[str], year: int, day: date
) -> tuple[Row, tuple[Township, ...]]:
    """The sum, and each township, of a year up to `day`."""
    known = everybody(db)
    found = []
    for root in roots(db, codes):
        inside = queries.below(db, root)
        clinics = tuple(_row(db, known, [code], year, day) for code in inside[1:])
        found.append(Township(_row(db, known, inside, year, day), clinics))
    return _sum([one.row for one in found]), tuple(found)


def _row(db: sa.Connection, known: Everybody, institutions: Sequence[str], year: int, day: date) -> Row:
    found = queries.agreements(db, known, institutions, year, day)
    covered, key, fulfilled = (found.figures[one].ratio for one in queries.AGREED)
    return Row(institutions[0], covered, key, fulfilled, found.renewable)


def _sum(rows: Sequence[Row]) -> Row:
    return Row(
        "",
        together([one.covered for one in rows]),
        together([one.key for one in rows]),
        together([one.fulfilled for one in rows]),
        sum(one.renewable for one in rows),
    )
