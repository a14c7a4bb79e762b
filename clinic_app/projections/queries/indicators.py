"""Questions about 考核指标: what the institutions that are asked about recorded in a year.

The same question gives the same figure on a clinic and at the county: only what these institutions wrote themselves
is looked at (their residents, records and cares), and what the county stated.  Only who died or moved is taken from
whoever said so.
"""

import gc
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import Final
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.public_health.appraisal import MEASURES, counted
from clinic_app.domain.public_health.appraised import Counted, Year
from clinic_app.domain.public_health.indicators import (
    NO_SOURCE,
    Figure,
    Indicator,
    Key,
    Missing,
    indicators,
)
from clinic_app.projections.queries.indicator_year import Everybody, Home, cases_of, read_contracts, read_year
from clinic_app.projections.queries.populations import goals_of, populations_of
from clinic_app.projections.tables.facility import facility
from clinic_app.projections.tables.residents import resident

REGISTER: Final = "infect_report_rate"  # counted over the register of the institution that is asked about
AGREED: Final = ("contract_rate", "contract_key_rate", "fulfil_rate")
_CHUNK: Final = 500  # ids in one question


@dataclass(frozen=True, slots=True)
class Appraisal:
    """A year of some institutions: the figures in the order of the norm, and what stands behind them."""

    year: Year
    figures: Mapping[str, Figure]
    homes: Mapping[Key, Home]
    gone: frozenset[Key]  # died, moved away or lost
    villages: Mapping[str, Mapping[str, int]]  # by village, what the county stated of its population

    def in_village(self, figure: Figure, village: str) -> Figure:
        """The part of those who live in one village; "" for who has none."""
        done = frozenset(one for one in figure.done if self._village_of(one) == village)
        if figure.missing not in (None, Missing.POPULATION):
            return figure
        if figure.asked is not None:
            asked = frozenset(one for one in figure.asked if self._village_of(one) == village)
            return replace(figure, done=done, asked=asked, denominator=len(asked))
        kind = figure.indicator.population
        stated = self.villages.get(village, {}).get(kind or "")
        missing = Missing.POPULATION if stated is None else None
        return replace(figure, done=done, denominator=stated, missing=missing)

    def by_village(self, keys: Iterable[Key]) -> Mapping[str, int]:
        """How many of them live in each village; "" for who has none."""
        return Counter(self._village_of(one) for one in keys)

    def village_names(self) -> list[str]:
        """Of the residents and of the county's statements; "" last, for who has none."""
        named = {home.village for home in self.homes.values()} | set(self.villages)
        return sorted(named - {""}) + ([""] if any(not home.village for home in self.homes.values()) else [])

    def _village_of(self, key: Key) -> str:
        home = self.homes.get(key)
        return home.village if home else ""


@dataclass(frozen=True, slots=True)
class Behind:
    """One resident behind a figure."""

    id: UUID
    name: str
    sex: str
    birth_date: str
    village: str
    phone: str


def appraise(connection: sa.Connection, institutions: Sequence[str], year: int, day: date) -> Appraisal:
    """All indicators of a year up to `day`, over these institutions together.

    The first is the one that is asked about, the others are its villages; whose visits only it and the county know,
    so that the register of infectious diseases is its own.
    """
    with _uncollected():
        return _appraised(connection, institutions, year, day)


def _appraised(connection: sa.Connection, institutions: Sequence[str], year: int, day: date) -> Appraisal:
    read = read_year(connection, institutions, year, day)
    held = read.year
    populations = populations_of(connection, institutions, year)
    targets = goals_of(connection, year)
    found = counted(held)
    figures = {
        key: _figure(one, found.get(key), populations.whole, targets.get(key))
        for key, one in indicators().items()
    }
    return Appraisal(held, figures, read.homes, read.gone, populations.villages)


@dataclass(frozen=True, slots=True)
class Agreements:
    """签约 of some institutions: their figures of `AGREED`, and how many contracts are to be renewed."""

    figures: Mapping[str, Figure]
    renewable: int


def agreements(
    connection: sa.Connection, known: Everybody, institutions: Sequence[str], year: int, day: date
) -> Agreements:
    """The same figures as `appraise`, of contracts alone: light enough for one institution after the other."""
    held, renewable = read_contracts(connection, known, institutions, year, day)
    populations, goals = populations_of(connection, institutions, year), goals_of(connection, year)
    figures = {
        key: _figure(indicators()[key], MEASURES[key](held), populations.whole, goals.get(key))
        for key in AGREED
    }
    return Agreements(figures, len(renewable))


def of_registers(connection: sa.Connection, appraisal: Appraisal, institutions: Sequence[str]) -> Figure:
    """传染病报告率 over the registers of all these institutions: a township hears only its own, the county each."""
    held = appraisal.year
    cases = cases_of(connection, institutions, held.first, held.last)
    measured = MEASURES[REGISTER](replace(held, cases=cases))
    return _figure(indicators()[REGISTER], measured, {}, appraisal.figures[REGISTER].target)


@contextmanager
def _uncollected() -> Iterator[None]:
    """The collector would walk all that is read here again and again, and nothing of it is garbage: half the time.

    Afterwards it is old (frozen and thawed), or the first look at what is young would walk all of it once more.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.unfreeze()
        if was_on:
            gc.enable()


def below(connection: sa.Connection, institution: str) -> list[str]:
    """An institution and the villages under it, as far as they are known here."""
    rows = connection.scalars(
        sa.select(facility.c.code).where(facility.c.parent == institution).order_by(facility.c.code)
    )
    return [institution, *(code for code in rows if code != institution)]


def behind(connection: sa.Connection, keys: Sequence[Key]) -> list[Behind]:
    """The residents behind a figure, by village and name."""
    found: list[Behind] = []
    ids = [UUID(bytes=one) for one in keys]
    for start in range(0, len(ids), _CHUNK):
        rows = connection.execute(
            sa.select(
                resident.c.id,
                resident.c.name,
                resident.c.sex,
                resident.c.birth_date,
                resident.c.village,
                resident.c.phone,
            ).where(resident.c.id.in_(ids[start : start + _CHUNK]))
        )
        found += [Behind(row.id, *(value or "" for value in tuple(row)[1:])) for row in rows]
    return sorted(found, key=lambda one: (one.village, one.name, one.id))


def _figure(
    indicator: Indicator, counted: Counted | None, whole: Mapping[str, int], target: int | None
) -> Figure:
    if counted is None:
        missing = NO_SOURCE.get(indicator.key, Missing.ELSEWHERE)
        return Figure(indicator, frozenset(), None, None, missing, target)
    if counted.asked is not None:
        return Figure(indicator, counted.done, counted.asked, len(counted.asked), None, target)
    denominator = whole.get(indicator.population or "")
    missing_population = Missing.POPULATION if denominator is None else None
    return Figure(indicator, counted.done, None, denominator, missing_population, target)
