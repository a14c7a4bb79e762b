"""What a run of entries comes to by the Beijing day of their own clock: number and fen, computed alike at both ends."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from clinic_app.domain.time import beijing_day

_HOUR: Final = 3_600_000  # milliseconds; Beijing's days begin at a full hour of UTC
_LAST: Final = 253_402_214_400_000  # 9999-12-31 in milliseconds: a clock beyond it counts on that day
_MOST: Final = 10**13  # fen of one entry: the county sets aside what is more, so that no sum overflows


@dataclass(frozen=True, slots=True)
class DaySum:
    entries: int
    fen: int  # the sum of `Fact.fen`; what cannot be read has none


def day_sums(entries: Iterable[tuple[int, int]]) -> dict[str, DaySum]:
    """The sums by day (YYYY-MM-DD) of entries given as (clock stamp, fen)."""
    found: dict[int, list[int]] = {}
    for stamp, fen in entries:
        of_hour = found.setdefault((stamp >> 16) // _HOUR, [0, 0])
        of_hour[0] += 1
        of_hour[1] += fen if -_MOST <= fen <= _MOST else 0
    days: dict[str, DaySum] = {}
    for hour, (count, fen) in found.items():
        before = days.get(day_of_hour(hour), DaySum(0, 0))
        days[day_of_hour(hour)] = DaySum(before.entries + count, before.fen + fen)
    return days


@lru_cache(maxsize=1024)
def day_of_hour(hour: int) -> str:
    return beijing_day(min(hour * _HOUR, _LAST)).isoformat()
