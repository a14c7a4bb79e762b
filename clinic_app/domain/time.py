"""Times are UTC inside and Beijing outside; the day of a service is a Beijing day."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Final

BEIJING = timezone(timedelta(hours=8), "Asia/Shanghai")

Wall = Callable[[], int]  # wall clock: UTC milliseconds since 1970
Ticks = Callable[[], float]  # how time passes: seconds, never back, from any beginning

_FIRST: Final = int(datetime(1, 1, 2, tzinfo=UTC).timestamp() * 1000)
_LAST: Final = int(datetime(9999, 12, 31, tzinfo=UTC).timestamp() * 1000)


def wall_clock() -> int:
    """Now, in UTC milliseconds."""
    return int(datetime.now(UTC).timestamp() * 1000)


def utc(ms: int) -> datetime:
    """Of what lies outside of the calendar, its first or last day: what a stranger wrote is shown all the same."""
    ms = min(max(ms, _FIRST), _LAST)
    return datetime.fromtimestamp(ms // 1000, UTC).replace(microsecond=ms % 1000 * 1000)


def beijing(ms: int) -> datetime:
    return utc(ms).astimezone(BEIJING)


def beijing_day(ms: int) -> date:
    """The day on the clinic's wall calendar."""
    return beijing(ms).date()


def iso(ms: int) -> str:
    """ISO 8601 with the Beijing zone, for people and for ``--json``."""
    return beijing(ms).isoformat(timespec="seconds")


def ms_of(moment: datetime) -> int:
    """UTC milliseconds of an aware datetime."""
    return int(moment.timestamp() * 1000)


def begin_of(day: date) -> int:
    """UTC milliseconds at the begin of a Beijing day."""
    return ms_of(datetime(day.year, day.month, day.day, tzinfo=BEIJING))
