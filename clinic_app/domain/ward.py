"""病区: when the doses of an order fall due, how much of a pack each one is, and how a bed stands.

The hours of a rhythm are resources/tables/ward_times.csv.  A dose has a slot: its Beijing time, "08:00".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_CEILING
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Final

from clinic_app.domain.catalogs import Drug
from clinic_app.domain.codes import rows
from clinic_app.domain.errors import RuleBroken
from clinic_app.domain.prescribing.case import CONTROLLED
from clinic_app.domain.prescribing.knowledge import Product
from clinic_app.domain.prescribing.quantity import units_per_dose
from clinic_app.domain.time import BEIJING, beijing, ms_of

UNIT_E4: Final = 10_000
ONCE: Final = "st"
_DAY: Final = timedelta(days=1)
_ONE_PACK_E4: Final = 1  # of what is dosed by the drop: the first dose opens a pack, no later one does
_INJECTED: Final = frozenset({"注射液", "粉针剂", "冻干粉针"})  # one ampoule serves one injection


class NoBed(RuleBroken):
    """No bed of this number is in use."""

    code = "ward.no_bed"


class BedNotReady(RuleBroken):
    """Somebody lies in the bed, or it is not clean yet."""

    code = "ward.bed_not_ready"


class Term(StrEnum):
    """医嘱类别."""

    LONG = "long"  # 长期: until it is stopped
    ONCE = "once"  # 临时: within 24 hours


class Category(StrEnum):
    """What an order is about."""

    DRUG = "drug"
    SERVICE = "service"  # treatments, tests and fees of the catalogue
    NURSING = "nursing"  # 护理级别: one at a time
    DIET = "diet"  # 饮食: one at a time, nothing to carry out
    CARE = "care"  # in words: 吸氧, 测血糖


SINGLE: Final = (Category.NURSING, Category.DIET)  # a new one ends the one before


@dataclass(frozen=True, slots=True)
class Rhythm:
    """When the doses of a frequency fall."""

    times: tuple[str, ...]  # Beijing, "08:00"
    every: int  # days of the cycle
    on: tuple[int, ...]  # days of the cycle that have doses; 0: the first one


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """From when to when an order holds.  UTC milliseconds."""

    term: Term
    frequency: str  # ward_times.csv, or st
    start_ms: int
    stop_ms: int | None = None

    @property
    def end_ms(self) -> int | None:
        """The first moment at which no dose is due any more; None: still open."""
        if self.term is Term.LONG:
            return self.stop_ms
        over = self.start_ms + int(_DAY.total_seconds() * 1000)
        return over if self.stop_ms is None else min(over, self.stop_ms)


@cache
def rhythms() -> Mapping[str, Rhythm]:
    """By frequency."""
    return MappingProxyType(
        {
            row["code"]: Rhythm(
                tuple(row["times"].split()), int(row["every"]), tuple(map(int, row["on"].split()))
            )
            for row in rows("tables", "ward_times.csv")
        }
    )


def doses_on(span: Span, day: date) -> tuple[str, ...]:
    """The slots that fall due on a Beijing day: from the order's start on, and before its end.

    >>> begun = ms_of(datetime(2026, 11, 22, 10, tzinfo=BEIJING))
    >>> span = Span(term=Term.LONG, frequency="tid", start_ms=begun)
    >>> doses_on(span, date(2026, 11, 22)), doses_on(span, date(2026, 11, 23))
    (('12:00', '16:00'), ('08:00', '12:00', '16:00'))
    """
    begun = beijing(span.start_ms)
    if span.frequency == ONCE:
        stopped = span.stop_ms is not None and span.stop_ms <= span.start_ms
        return (f"{begun:%H:%M}",) if begun.date() == day and not stopped else ()
    rhythm = rhythms().get(span.frequency)
    if rhythm is None or (day - begun.date()).days % rhythm.every not in rhythm.on:
        return ()
    end = span.end_ms
    return tuple(
        slot
        for slot in rhythm.times
        if span.start_ms <= due_ms(day, slot) and (end is None or due_ms(day, slot) < end)
    )


def due_ms(day: date, slot: str) -> int:
    """When a dose is due, UTC milliseconds."""
    hour, minute = slot.split(":")
    return ms_of(datetime.combine(day, time(int(hour), int(minute)), BEIJING))


def place_of(span: Span, day: date, slot: str) -> int:
    """How many doses fall due before this one."""
    first = beijing(span.start_ms).date()
    before = sum(len(doses_on(span, first + timedelta(days=at))) for at in range((day - first).days))
    return before + sum(1 for one in doses_on(span, day) if one < slot)


def units_a_dose(drug: Drug, dose: str) -> int:
    """Of a drug's smallest unit in ten-thousandths.  What is injected rounds up each time."""
    each = units_per_dose(drug, dose)
    if each is None or each <= 0:
        return _ONE_PACK_E4
    if drug.form in _INJECTED:
        each = each.to_integral_value(ROUND_CEILING)
    return max(1, int((each * UNIT_E4).to_integral_value(ROUND_CEILING)))


def opened_for(each_e4: int, place: int) -> int:
    """Whole units that a dose opens, when `place` doses came before it; a bottle serves until it is empty.

    >>> [opened_for(5_000, place) for place in range(4)]
    [1, 0, 1, 0]
    >>> opened_for(20_000, 7)
    2
    """
    return -(-each_e4 * (place + 1) // UNIT_E4) + (-each_e4 * place // UNIT_E4)


def is_day_by_day(product: Product) -> bool:
    """麻醉药品, 第一类精神药品 (处方管理办法 (2007) art. 25), and SPEC antibiotics: each day is decided anew."""
    special = any(substance.abx_grade == "SPEC" for substance in product.substances)
    return special or product.drug.rx_class in CONTROLLED


class BedState(StrEnum):
    FREE = "free"  # 空床
    TAKEN = "taken"  # 占用
    CLEANING = "cleaning"  # 待清洁: left, and not made ready yet


def bed_state(*, occupied: bool, left_at: int | None, readied_at: int | None) -> BedState:
    """How a bed stands; both times are stamps of the hybrid clock."""
    if occupied:
        return BedState.TAKEN
    if left_at is not None and (readied_at is None or readied_at < left_at):
        return BedState.CLEANING
    return BedState.FREE
