"""What happens in a world, as data: drawn from the seed before anything runs, or written down."""

import random
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

# Most worlds are short, with few kinds of faults that meet each other often; some are long, with many.
# Each kind of world: how often, PCs, fewest and most steps, fewest and most kinds of faults.
_SIZES: Final = {
    "short": (12, (2,), (2, 9), (1, 3)),
    "middle": (5, (2, 2, 3), (6, 16), (2, 6)),
    "long": (3, (2, 3, 4), (16, 36), (3, 9)),
}

# What always happens, and how often against the rest.
_ALWAYS = {
    "register": 6,
    "amend": 4,
    "visit": 2,
    "settle": 4,
    "take back": 2,
    "later": 1,
    "sync": 12,
    "work": 5,
    "state": 1,
}

# What goes wrong: each world draws its own mixture.
_FAULTS = {
    "line": 4,
    "crash": 4,
    "county crash": 3,
    "restart": 1,
    "clock": 2,
    "disk full": 2,
    "disk slow": 1,
    "county full": 1,
    "image": 2,
    "put back": 2,
    "clone": 1,
    "night": 2,
    "restore": 2,
    "revoke": 1,
    "new pc": 3,
    "twins": 2,
    "hub visit": 10,
    "hub up": 6,
    "hub cut": 2,
    "hub crash": 2,
    "hub image": 2,
    "hub back": 2,
    "stick out": 6,
    "stick county": 6,
    "stick in": 6,
    "stick trip": 4,
    "stick harm": 3,
}
_TOGETHER = (
    {"image", "put back"},
    {"night", "restore"},
    {"hub visit", "hub up", "hub cut", "hub crash", "hub image", "hub back"},
    {"stick out", "stick county", "stick in", "stick trip", "stick harm"},
)

PCS: Final = ("t1", "t2", "v1", "o1")
LATELY: Final = (
    "chart.viewed",
    "medicine.dispensed",
    "prescription.issued",
    "visit.called",
)  # unknown to an older one


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happens.  `no` seeds what it draws, so that it is the same when others are left out."""

    no: int
    what: str
    pc: int
    overlaps: bool  # the next step begins before this one has ended

    def __str__(self) -> str:
        return f"{self.no:3d} {self.what} pc{self.pc}{' …' if self.overlaps else ''}"


@dataclass(frozen=True, slots=True)
class Place:
    """A PC of a world, and the types of entries that its version of the program does not know."""

    name: str
    unknown: tuple[str, ...] = ()

    def __str__(self) -> str:
        return "/".join((self.name, *self.unknown))


@dataclass(frozen=True, slots=True)
class Plan:
    """One world before it is lived: `seed` decides what its steps draw, and who goes on first."""

    seed: int
    places: tuple[Place, ...]
    steps: tuple[Step, ...]

    def __str__(self) -> str:
        return "\n".join((f"world {self.seed} {' '.join(map(str, self.places))}", *map(str, self.steps)))


def plan(seed: int) -> Plan:
    """What the seed draws."""
    dice = random.Random(f"{seed}:plan")
    often = [size[0] for size in _SIZES.values()]
    _, counts, (least, most), (fewest, greatest) = dice.choices(list(_SIZES.values()), often)[0]
    places = tuple(
        Place(name, tuple(sorted(dice.sample(LATELY, 2))) if dice.random() < 0.2 else ())
        for name in sorted(dice.sample(PCS, dice.choice(counts)))
    )
    faults = set(dice.sample(list(_FAULTS), dice.randrange(fewest, greatest + 1)))
    for together in _TOGETHER:
        faults |= together if faults & together else set()
    weights = _ALWAYS | {name: _FAULTS[name] for name in _FAULTS if name in faults}
    names = list(weights)
    steps = tuple(
        Step(
            no,
            dice.choices(names, [weights[name] for name in names])[0],
            dice.randrange(12),
            dice.random() < 0.4,
        )
        for no in range(dice.randrange(least, most))
    )
    return Plan(seed, places, steps)


def read(lines: Iterable[str]) -> list[Plan]:
    """Plans as `str` writes them; a line that begins with ``#`` says something to people.

    Raises:
        ValueError: a line that is none of these.
    """
    found: list[Plan] = []
    for line in lines:
        if not line.strip() or line.startswith("#"):
            continue
        if step := _STEP.fullmatch(line.strip()):
            last = found.pop()
            one = Step(int(step["no"]), step["what"], int(step["pc"]), bool(step["overlaps"]))
            found.append(Plan(last.seed, last.places, (*last.steps, one)))
        elif line.startswith("world "):
            _, seed, *places = line.split()
            found.append(Plan(int(seed), tuple(map(_place, places)), ()))
        else:
            raise ValueError(line)
    return found


def _place(text: str) -> Place:
    name, *unknown = text.split("/")
    return Place(name, tuple(unknown))


_STEP: Final = re.compile(r"(?P<no>\d+) (?P<what>[a-z ]+) pc(?P<pc>\d+)(?P<overlaps> …)?")
