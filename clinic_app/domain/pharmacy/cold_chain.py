"""冷链: the band a drug is to be kept in, and when its place is to be read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum
from typing import Final

from clinic_app.domain.errors import RuleBroken

NOON: Final = time(12, 0)
_LIKELY: Final = (-400, 600)  # tenths of a degree; beyond them a digit was mistyped


class BadTemperature(RuleBroken):
    """No thermometer of a pharmacy shows that."""

    code = "cold_chain.bad_temperature"


class NoMeasure(RuleBroken):
    """A reading outside the band without a word of what was done about it."""

    code = "cold_chain.no_measure"


class Half(StrEnum):
    """Each place is read once before noon and once after."""

    AM = "am"
    PM = "pm"


@dataclass(frozen=True, slots=True)
class Place:
    """Where drugs of some storage stand; degrees in tenths.

    Chinese Pharmacopoeia 2020, general notices: 阴凉处 at most 20 °C; vaccines and biologicals 2 to 8 °C.
    """

    name: str
    storage: str  # of the catalogue: cold_chain, cool
    lowest: int
    highest: int
    strict: bool = False  # read twice a day, and what it holds is set aside outside the band

    def holds(self, tenths: int) -> bool:
        return self.lowest <= tenths <= self.highest


FRIDGE: Final = Place("药品冷藏柜", "cold_chain", 20, 80, strict=True)
COOL_ROOM: Final = Place("阴凉库", "cool", 0, 200)
PLACES: Final = (FRIDGE, COOL_ROOM)


def half_of(now: datetime) -> Half:
    """Which reading is due; `now` in Beijing."""
    return Half.AM if now.time() < NOON else Half.PM


def due(kept: Iterable[str], read: Iterable[str]) -> tuple[Place, ...]:
    """Strict places that hold something and were not read yet this half day.

    Args:
        kept: storages of what is on hand.
        read: names of the places that were read.
    """
    there, done = set(kept), set(read)
    return tuple(one for one in PLACES if one.strict and one.storage in there and one.name not in done)


def require_likely(tenths: int) -> None:
    """Raises:
    BadTemperature
    """
    if not _LIKELY[0] <= tenths <= _LIKELY[1]:
        raise BadTemperature(degrees=in_degrees(tenths))


def in_degrees(tenths: int) -> str:
    """
    >>> in_degrees(45), in_degrees(-5), in_degrees(-120)
    ('4.5', '-0.5', '-12.0')
    """
    whole, part = divmod(abs(tenths), 10)
    return f"{'-' if tenths < 0 else ''}{whole}.{part}"
