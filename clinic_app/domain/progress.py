"""旬报: the ten-day periods in which projects are reported.

上旬 days 1-10, 中旬 11-20, 下旬 from 21 to the end of the month.  Source: the Longyan plan of 2011.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

DUE_AFTER: Final = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class TenDays:
    key: str  # YYYYMM-1, -2, -3
    first: date
    last: date

    @property
    def due_by(self) -> date:
        """The last day to report it in time."""
        return self.last + DUE_AFTER


def ten_days(day: date) -> TenDays:
    """The period a day lies in.

    >>> ten_days(date(2025, 2, 28)).key
    '202502-3'
    """
    number = min((day.day - 1) // 10, 2)
    first = day.replace(day=number * 10 + 1)
    last = monthrange(day.year, day.month)[1] if number == 2 else number * 10 + 10
    return TenDays(f"{day:%Y%m}-{number + 1}", first, day.replace(day=last))
