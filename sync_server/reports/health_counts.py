"""公卫指标 of one township as numbers alone, so small that they are kept, and the figures that come out of them.

What the county states of populations and goals is no part of the counts: it counts from the moment it is stated.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

import msgspec
import sqlalchemy as sa

from clinic_app.domain.public_health.indicators import (
    NO_SOURCE,
    Figure,
    Indicator,
    Missing,
    Ratio,
    indicators,
)
from clinic_app.projections.queries import indicators as queries
from clinic_app.projections.queries.indicators import REGISTER
from clinic_app.projections.queries.populations import Populations


class Tally(NamedTuple):
    """How many count in the numerator, and in the denominator where the records hold it."""

    done: int = 0
    asked: int | None = None  # None: the denominator is a population


class Counts(msgspec.Struct, frozen=True):
    """Of an institution with its villages."""

    whole: dict[str, Tally] = {}  # by indicator; what has no source is not in it
    villages: dict[str, dict[str, Tally]] = {}  # by village ("": none registered) and indicator; no zeros
    registers: dict[str, Tally] = {}  # 传染病报告 by clinic under it


def counted(db: sa.Connection, inside: Sequence[str], year: int, day: date) -> Counts:
    """Counts of a year up to `day`; the first institution is the one that is asked about.  Takes seconds."""
    found = queries.appraise(db, inside, year, day)
    known = [one for one in found.figures.values() if one.numerator is not None]
    villages: dict[str, dict[str, Tally]] = {name: {} for name in found.village_names()}
    for figure in known:
        if figure.indicator.by_person:
            done = found.by_village(figure.done)
            asked = None if figure.asked is None else found.by_village(figure.asked)
            for name in {*done, *(asked or ())}:
                many = None if asked is None else asked.get(name, 0)
                villages.setdefault(name, {})[figure.indicator.key] = Tally(done.get(name, 0), many)
    return Counts(
        whole={one.indicator.key: _tally(one) for one in known},
        villages=villages,
        registers={code: _tally(queries.of_registers(db, found, [code])) for code in inside[1:]},
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Township:
    """A township, or a clinic that is under none, with what it comes to."""

    code: str
    at: int  # UTC ms of counting
    counts: Counts
    stated: Populations
    goals: Mapping[str, int] = field(default_factory=dict)  # by indicator, percent in hundredths

    def ratio(self, key: str) -> Ratio:
        return self._ratio(indicators()[key], self.counts.whole.get(key), self.stated.whole)

    def villages(self, key: str) -> list[tuple[str, Ratio]]:
        """An indicator by village, "" last; empty where it is not counted by person."""
        one, whole = indicators()[key], self.counts.whole.get(key)
        if not one.by_person:
            return []
        nobody = None if whole is None else Tally(0, None if whole.asked is None else 0)
        names = sorted(name for name in {*self.counts.villages, *self.stated.villages} if name)
        return [
            (
                name,
                self._ratio(
                    one,
                    self.counts.villages.get(name, {}).get(key, nobody),
                    self.stated.villages.get(name, {}),
                ),
            )
            for name in [*names, *({""} & self.counts.villages.keys())]
        ]

    def registers(self) -> list[tuple[str, Ratio]]:
        """传染病报告 of each clinic under it: a case belongs to the clinic that saw it."""
        one = indicators()[REGISTER]
        return [(code, self._ratio(one, tally, {})) for code, tally in self.counts.registers.items()]

    def _ratio(self, one: Indicator, tally: Tally | None, stated: Mapping[str, int]) -> Ratio:
        goal = self.goals.get(one.key)
        if tally is None:
            return Ratio(None, None, NO_SOURCE.get(one.key, Missing.ELSEWHERE), goal)
        if tally.asked is not None:
            return Ratio(tally.done, tally.asked, None, goal)
        denominator = stated.get(one.population or "")
        return Ratio(tally.done, denominator, Missing.POPULATION if denominator is None else None, goal)


def _tally(figure: Figure) -> Tally:
    return Tally(len(figure.done), None if figure.asked is None else len(figure.asked))
