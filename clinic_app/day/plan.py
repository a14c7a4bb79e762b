"""Who comes on a played day, when, and what becomes of it: drawn before the doors open, from the seed alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from random import Random
from typing import Final

from clinic_app.day.clock import open_for
from clinic_app.day.people import BORN_BEFORE, SIZE, population
from clinic_app.domain.made_up import MadeUp

_LAST_ARRIVAL: Final = 0.75  # of the opening hours; the rest is for those who wait
_MINUTE: Final = 60_000  # ms

# Of 100 patients; the rest come with their card.
_TYPED: Final = 20
_UNINSURED: Final = 10
_TEMPORARY: Final = 3
# Of 100, across all of them; from eight patients on at least one of each.
_KNOWN: Final = 25
_CANCELLED: Final = 4
_REFUNDED: Final = 4
_NEW_PHONE: Final = 3
_LOOKED_UP: Final = 5


class Way(StrEnum):
    """How a patient says who he is."""

    CARD = "card"
    TYPED = "typed"
    TEMPORARY = "temporary"  # no document: a temporary identity


@dataclass(frozen=True, slots=True, kw_only=True)
class Patient:
    """One visit to come.  Times are milliseconds after opening."""

    place: int
    person: MadeUp
    way: Way
    insured: bool
    known: bool  # in the clinic's register from before
    cancels: bool
    refunded: bool
    new_phone: bool
    looked_up: bool  # a doctor opens the chart once more, without a visit
    arrives: int
    seen: int
    pays: int
    returns: int


def plan(seed: int, patients: int, day: date, insured_here: Sequence[MadeUp] | None) -> tuple[Patient, ...]:
    """The day of `seed`.  `insured_here`: the only insured people there are; None: whoever comes can be insured."""
    random = Random(f"day {seed}")
    ways = _ways(random, patients)
    people = _people(random, ways, day, insured_here)
    traits = {
        "known": _some(random, patients, _KNOWN),
        "cancels": _some(random, patients, _CANCELLED),
        "refunded": _some(random, patients, _REFUNDED),
        "new_phone": _some(random, patients, _NEW_PHONE),
        "looked_up": _some(random, patients, _LOOKED_UP),
    }
    closes = int(open_for().total_seconds() * 1000)
    arrivals = sorted(random.randrange(int(closes * _LAST_ARRIVAL)) for _ in range(patients))
    out = []
    for place, (way, wants_insurance) in enumerate(ways):
        seen = arrivals[place] + random.randrange(5 * _MINUTE, 60 * _MINUTE)
        pays = seen + random.randrange(2 * _MINUTE, 25 * _MINUTE)
        person, insured = people[place]
        marks = {name: place in places for name, places in traits.items()}
        marks["refunded"] &= not marks["cancels"]
        marks["known"] &= way is not Way.TEMPORARY
        marks["new_phone"] &= way is not Way.TEMPORARY
        out.append(
            Patient(
                place=place,
                person=person,
                way=way,
                insured=insured and wants_insurance,
                arrives=arrivals[place],
                seen=seen,
                pays=pays,
                returns=min(pays + random.randrange(5 * _MINUTE, 50 * _MINUTE), closes - 1),
                **marks,
            )
        )
    return tuple(out)


def _ways(random: Random, patients: int) -> list[tuple[Way, bool]]:
    """How each says who he is, and whether the insurance is to pay."""
    temporary, uninsured = _share(patients, _TEMPORARY), _share(patients, _UNINSURED)
    typed = _share(patients, _TYPED)
    ways = (
        [(Way.TEMPORARY, False)] * temporary + [(Way.TYPED, False)] * uninsured + [(Way.TYPED, True)] * typed
    )
    ways = (ways + [(Way.CARD, True)] * patients)[:patients]
    random.shuffle(ways)
    return ways


def _people(
    random: Random, ways: Sequence[tuple[Way, bool]], day: date, insured_here: Sequence[MadeUp] | None
) -> list[tuple[MadeUp, bool]]:
    """Everybody once; with insured people given, those first where the insurance is to pay."""
    size = max(SIZE, 2 * len(ways))
    around = [one for one in population(size, min(BORN_BEFORE, day)) if one.birth_date <= day]
    if insured_here is None:
        return [(person, True) for person in random.sample(around, len(ways))]
    theirs = random.sample(list(insured_here), min(len(insured_here), len(ways)))
    numbers = {one.id_number for one in insured_here}
    others = random.sample([one for one in around if one.id_number not in numbers], len(ways))
    return [
        (theirs.pop(), True) if wants_insurance and theirs else (others.pop(), False)
        for _, wants_insurance in ways
    ]


def _some(random: Random, patients: int, share: int) -> frozenset[int]:
    return frozenset(random.sample(range(patients), _share(patients, share)))


def _share(patients: int, share: int) -> int:
    """`share` of 100, at least one of eight patients or more."""
    return max(patients * share // 100, 1 if patients >= 8 else 0)
