"""累计: what a person has used up in each calendar year, and how a settlement moves it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

NOTHING: Mapping[str, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class FeeDay:
    """The latest service date with a recognised 一般诊疗费 moved at one institution."""

    fixmedins_code: str
    before: date | None
    day: date


@dataclass(frozen=True, slots=True)
class Effect:
    """What one settlement did to the accumulators of its year, so that it can be taken back exactly."""

    year: int
    deltas: Mapping[str, int]  # key → change, never 0
    fee_day: FeeDay | None = None  # None: the settlement did not move gc_last


@dataclass(frozen=True, slots=True)
class State:
    """Accumulators by year and the fee days; a missing key is 0.  It never changes, it is replaced."""

    accum: Mapping[int, Mapping[str, int]] = field(default_factory=dict)
    gc_last: Mapping[str, date] = field(default_factory=dict)

    def of(self, year: int) -> Mapping[str, int]:
        return self.accum.get(year, NOTHING)

    def plus(self, effect: Effect) -> "State":
        return self.applied(effect)[0]

    def applied(self, effect: Effect) -> tuple["State", Effect]:
        """The state after `effect`, and the effect as it fell here: its fee day may have been passed."""
        gc_last, fee_day = self.gc_last, effect.fee_day
        if fee_day is not None:
            before = gc_last.get(fee_day.fixmedins_code)
            if before is not None and before > fee_day.day:
                fee_day = None
            else:
                gc_last = {**gc_last, fee_day.fixmedins_code: fee_day.day}
                fee_day = FeeDay(fee_day.fixmedins_code, before, fee_day.day)
        state = State(_moved(self.accum, effect, 1), gc_last)
        return state, Effect(effect.year, effect.deltas, fee_day)

    def minus(self, effect: Effect) -> "State":
        """The effect taken back, in its own year; a later fee day stays."""
        gc_last, fee_day = self.gc_last, effect.fee_day
        if fee_day is not None and gc_last.get(fee_day.fixmedins_code) == fee_day.day:
            rest = {code: day for code, day in gc_last.items() if code != fee_day.fixmedins_code}
            if fee_day.before is not None:
                rest[fee_day.fixmedins_code] = fee_day.before
            gc_last = rest
        return State(_moved(self.accum, effect, -1), gc_last)


def _moved(
    accum: Mapping[int, Mapping[str, int]], effect: Effect, sign: int
) -> Mapping[int, Mapping[str, int]]:
    if not effect.deltas:
        return accum
    year = dict(accum.get(effect.year, NOTHING))
    for key, delta in effect.deltas.items():
        year[key] = year.get(key, 0) + sign * delta
    return {**accum, effect.year: year}
