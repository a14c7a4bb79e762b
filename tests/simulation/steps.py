"""What happens in a world, as data: drawn from the seed before anything runs."""

import random
from dataclasses import dataclass

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
}
_TOGETHER = (("image", "put back"), ("night", "restore"))


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happens.  `no` seeds what it draws, so that it is the same when others are left out."""

    no: int
    what: str
    pc: int
    overlaps: bool  # the next step begins before this one has ended

    def __str__(self) -> str:
        return f"{self.no:3d} {self.what} pc{self.pc}{' …' if self.overlaps else ''}"


def schedule(seed: int) -> tuple[Step, ...]:
    """The steps of one seed."""
    dice = random.Random(f"{seed}:steps")
    faults = {name for name in _FAULTS if dice.random() < 0.4}
    for first, second in _TOGETHER:
        faults |= {first, second} if faults & {first, second} else set()
    weights = _ALWAYS | {name: _FAULTS[name] for name in _FAULTS if name in faults}
    names = list(weights)
    return tuple(
        Step(
            no,
            dice.choices(names, [weights[name] for name in names])[0],
            dice.randrange(12),
            dice.random() < 0.4,
        )
        for no in range(dice.randrange(6, 32))
    )
