"""公卫指标 of the county: every township as it computes itself, and all of them together.

The total is the sum of the townships, so that it can be checked against what each of them sees; who has records in two
townships counts in both.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from clinic_app.domain.public_health.indicators import Ratio, indicators, together
from clinic_app.projections.queries import indicators as queries
from clinic_app.projections.queries.indicators import REGISTER, Appraisal
from clinic_app.projections.tables.facility import facility


@dataclass(frozen=True, slots=True)
class Area:
    """A township, or a clinic that is under none; by the names of its villages what lies in each."""

    code: str
    ratio: Ratio
    villages: tuple[tuple[str, Ratio], ...] = ()


def totals(db: sa.Connection, codes: Sequence[str], year: int, day: date) -> dict[str, Ratio]:
    """Every indicator of a year up to `day` over these institutions, in the order of the norm."""
    parts: dict[str, list[Ratio]] = {key: [] for key in indicators()}
    for inside, found in _each(db, codes, year, day):
        for key, figure in found.figures.items():
            parts[key].append(figure.ratio)
        parts[REGISTER] += [one for _, one in _registers(db, found, inside[1:])]
    return {key: together(some) for key, some in parts.items()}


def areas(
    db: sa.Connection, codes: Sequence[str], year: int, day: date, key: str, names: Mapping[str, str]
) -> tuple[Ratio, tuple[Area, ...]]:
    """One indicator: the total, and each township with its villages.

    Args:
        names: of institutions by code.
    """
    found = []
    for inside, one in _each(db, codes, year, day):
        if key == REGISTER:  # a case belongs to the clinic that saw it
            villages = [(names.get(code, code), ratio) for code, ratio in _registers(db, one, inside[1:])]
        elif one.figures[key].indicator.by_person:
            villages = [(name, one.in_village(one.figures[key], name).ratio) for name in one.village_names()]
        else:
            villages = []
        found.append(Area(inside[0], one.figures[key].ratio, tuple(villages)))
    parts = [one.ratio for one in found]
    if key == REGISTER:
        parts += [ratio for one in found for _, ratio in one.villages]
    return together(parts), tuple(found)


def _each(
    db: sa.Connection, codes: Sequence[str], year: int, day: date
) -> Iterator[tuple[list[str], Appraisal]]:
    """One township after the other, so that only one of them is held."""
    for root in roots(db, codes):
        inside = queries.below(db, root)
        yield inside, queries.appraise(db, inside, year, day)


def roots(db: sa.Connection, codes: Sequence[str]) -> list[str]:
    """Institutions that are under none of the others."""
    rows = db.execute(sa.select(facility.c.code, facility.c.parent).where(facility.c.code.in_(codes)))
    parents = {row.code: row.parent or "" for row in rows}
    return sorted(code for code, parent in parents.items() if parent not in parents)


def _registers(db: sa.Connection, appraisal: Appraisal, clinics: Sequence[str]) -> list[tuple[str, Ratio]]:
    return [(code, queries.of_registers(db, appraisal, [code]).ratio) for code in clinics]
