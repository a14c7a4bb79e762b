"""秒表: how long a piece of work takes, as medians that single nobody out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median_low
from typing import Final

VISIT: Final = "visit"  # called → signed
CHARGE: Final = "charge"  # bill on the page → settled
FOLLOWUP: Final = "followup"
KINDS: Final = (VISIT, CHARGE, FOLLOWUP)

LEAST: Final = 5  # of a kind and day, before anybody else is told
LONGEST: Final = 3600  # seconds; whoever took longer had left the desk
KEPT_DAYS: Final = 90


@dataclass(frozen=True, slots=True)
class Timing:
    """One piece of work."""

    seconds: int
    keys: int


@dataclass(frozen=True, slots=True)
class Summary:
    """Several of one kind."""

    count: int
    seconds: int  # median
    keys: int  # median
    slow: int  # seconds: nine of ten took no longer


def summary_of(timings: Sequence[Timing]) -> Summary | None:
    """Lower medians, and the 90th percentile by nearest rank; none of nothing.

    >>> summary_of([Timing(40, 60), Timing(42, 66), Timing(90, 70)])
    Summary(count=3, seconds=42, keys=66, slow=90)
    """
    if not timings:
        return None
    seconds = sorted(one.seconds for one in timings)
    slow = seconds[-(-9 * len(seconds) // 10) - 1]
    return Summary(len(timings), median_low(seconds), median_low(one.keys for one in timings), slow)


def summary_for_county(timings: Sequence[Timing]) -> Summary | None:
    """As `summary_of`; none of fewer than `LEAST`."""
    return summary_of(timings) if len(timings) >= LEAST else None


def together(days: Iterable[Summary]) -> Summary | None:
    """Of several days or PCs: each stands for as many as it counts; `slow` is the slowest told."""
    known = [one for one in days if one.count > 0]
    if not known:
        return None
    return Summary(
        sum(one.count for one in known),
        _middle([(one.seconds, one.count) for one in known]),
        _middle([(one.keys, one.count) for one in known]),
        max(one.slow for one in known),
    )


def _middle(weighed: list[tuple[int, int]]) -> int:
    """The value that half of the weight does not exceed."""
    half, passed = sum(weight for _, weight in weighed) / 2, 0
    for value, weight in sorted(weighed):
        passed += weight
        if passed >= half:
            return value
    raise AssertionError("no weight")
