"""考核: the population figures and targets of a year."""

import json
from collections.abc import Mapping
from typing import Final

import sqlalchemy as sa

from clinic_app.domain.errors import RuleBroken
from clinic_app.domain.public_health.indicators import Population, indicator
from clinic_app.domain.time import Wall, wall_clock
from clinic_app.journal.facts.indicators import PopulationStated, TargetStated
from clinic_app.projections.tables.facility import facility
from clinic_app.projections.tables.indicators import indicator_target, population
from sync_server.intake.pen import held_pen
from sync_server.publish.facilities import NoFacility
from sync_server.store.engine import Database

_YEARS: Final = range(2010, 2100)
_MOST: Final = 10_000_000  # persons
_FULL: Final = 10_000  # 100 % in hundredths


class BadPopulation(RuleBroken):
    """A year, a kind or a number that cannot be."""

    code = "population.bad"


class BadTarget(RuleBroken):
    """A year that cannot be, or a percentage outside 0 to 100."""

    code = "target.bad"


def state_population(
    database: Database,
    institution: str,
    year: int,
    counts: Mapping[str, int],
    village: str = "",
    author: str = "",
    wall: Wall = wall_clock,
) -> bool:
    """年度人口数 of an institution's area, or of a village in it; false when it stood like this before.

    Raises:
        NoFacility: the county knows no such institution.
        BadPopulation: a year, a kind or a number that cannot be.
    """
    _require_sound(year, counts)
    with held_pen(database, wall) as pen:
        known = sa.select(facility.c.code).where(facility.c.code == institution)
        if pen.connection.scalar(known) is None:
            raise NoFacility(facility=institution)
        stands = pen.connection.scalar(
            sa.select(population.c.counts).where(
                population.c.institution == institution,
                population.c.village == village,
                population.c.year == year,
            )
        )
        if json.loads(stands or "{}") == dict(counts):
            return False
        fact = PopulationStated(institution=institution, village=village, year=year, counts=dict(counts))
        pen.append(fact, author=author)
    return True


def state_target(
    database: Database,
    key: str,
    year: int,
    percent: int | None,
    author: str = "",
    wall: Wall = wall_clock,
) -> bool:
    """考核目标 of an indicator, percent in hundredths, None: none any more; false when it stood so before.

    Raises:
        UnknownIndicator: no indicator has this key.
        BadTarget: a year or a percentage that cannot be.
    """
    indicator(key)
    if year not in _YEARS or (percent is not None and not 0 <= percent <= _FULL):
        raise BadTarget(year=year, percent=percent)
    with held_pen(database, wall) as pen:
        stands = pen.connection.scalar(
            sa.select(indicator_target.c.percent).where(
                indicator_target.c.indicator == key, indicator_target.c.year == year
            )
        )
        if stands == percent:
            return False
        pen.append(TargetStated(indicator=key, year=year, percent=percent), author=author)
    return True


def _require_sound(year: int, counts: Mapping[str, int]) -> None:
    kinds = {str(one) for one in Population}
    for kind, many in counts.items():
        if kind not in kinds or not 0 <= many <= _MOST:
            raise BadPopulation(year=year, kind=kind, number=many)
    if year not in _YEARS:
        raise BadPopulation(year=year, kind="", number="")
