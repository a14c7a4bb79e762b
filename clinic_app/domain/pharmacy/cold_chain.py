"""冷链: the places of a pharmacy, the band of each, which drugs stand in it, and when it is to be read."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from clinic_app.domain.errors import RuleBroken

COLD: Final = "cold_chain"  # storage of the catalogue
NOON: Final = time(12, 0)
LOOKED_BACK: Final = 7  # days in which a reading that was forgotten is still told
_LIKELY: Final = (-400, 600)  # tenths of a degree; beyond them a digit was mistyped


class BadTemperature(RuleBroken):
    """No thermometer of a pharmacy shows that."""

    code = "cold_chain.bad_temperature"


class NoMeasure(RuleBroken):
    """A reading outside the band without a word of what was done about it."""

    code = "cold_chain.no_measure"


class BadPlace(RuleBroken):
    """A place without a name, or whose band begins where it ends."""

    code = "cold_chain.bad_place"


class Half(StrEnum):
    """Each place is read once before noon and once after."""

    AM = "am"
    PM = "pm"


@dataclass(frozen=True, slots=True)
class Place:
    """Where drugs of some storage stand; degrees in tenths.  Those of "cold_chain" are read twice a day.

    Chinese Pharmacopoeia 2020, general notices: 阴凉处 at most 20 °C; vaccines and biologicals 2 to 8 °C.
    """

    name: str
    storage: str  # of the catalogue: cold_chain, cool
    lowest: int
    highest: int
    drugs: tuple[
        str, ...
    ] = ()  # codes of what stands in it; empty: all of its storage that no other place names

    @property
    def strict(self) -> bool:
        """Read twice a day, and what it holds is set aside outside the band."""
        return self.storage == COLD

    def holds(self, tenths: int) -> bool:
        return self.lowest <= tenths <= self.highest


FRIDGE: Final = Place("药品冷藏柜", COLD, 20, 80)
COOL_ROOM: Final = Place("阴凉库", "cool", 0, 200)
PLACES: Final = (FRIDGE, COOL_ROOM)  # until others are entered


def half_of(now: datetime) -> Half:
    """Which reading is due; `now` in Beijing."""
    return Half.AM if now.time() < NOON else Half.PM


def place_of(places: Sequence[Place], drug: str, storage: str) -> Place | None:
    """Where a drug stands: the place that names it, else the first of its storage that names none."""
    of_storage = [one for one in places if one.storage == storage]
    named = (one for one in of_storage if drug in one.drugs)
    return next(named, next((one for one in of_storage if not one.drugs), None))


def in_use(places: Sequence[Place], kept: Mapping[str, str]) -> tuple[Place, ...]:
    """Strict places that hold something; `kept`: storage by drug."""
    holding = {place_of(places, drug, storage) for drug, storage in kept.items()}
    return tuple(one for one in places if one.strict and one in holding)


@dataclass(frozen=True, slots=True)
class Missed:
    """A half day in which nobody read a place."""

    place: Place
    day: date
    half: Half


def missed(
    places: Iterable[Place], known: Collection[str], read: Collection[tuple[str, date, str]], now: datetime
) -> tuple[Missed, ...]:
    """漏测: half days of the last week that are over, the oldest first; before its first reading a place owes none.

    Args:
        known: names of places that were read before that week.
        read: place, day and half of each reading of the week.
        now: in Beijing.
    """
    today, half_now = now.date(), half_of(now)
    days = [today - timedelta(days=back) for back in range(LOOKED_BACK, -1, -1)]
    over = [(day, half) for day in days for half in Half if (day, half.value) < (today, half_now.value)]
    first: dict[str, tuple[date, str]] = {}
    for name, day, half in sorted(read, key=lambda one: one[1:]):
        first.setdefault(name, (day, half))
    return tuple(
        Missed(place, day, half)
        for place in places
        for day, half in over
        if (place.name, day, half.value) not in read
        and (place.name in known or first.get(place.name, (today, half_now.value)) < (day, half.value))
    )


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
