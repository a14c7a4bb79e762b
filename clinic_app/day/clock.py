"""The clock of a played day: the real one today, one that is moved by hand on any other day."""

from datetime import date, datetime, time, timedelta

from clinic_app.domain.time import BEIJING, Wall, beijing_day, ms_of, wall_clock

OPENS = time(8, 0)
CLOSES = time(17, 0)


class DayClock:
    """A wall clock that stands where the day has come to; it never goes back."""

    def __init__(self, day: date) -> None:
        self._now = opening(day)

    def __call__(self) -> int:
        return self._now

    def move_to(self, ms: int) -> None:
        """`ms`: UTC milliseconds."""
        self._now = max(self._now, ms)


def opening(day: date) -> int:
    """08:00 Beijing of a day, UTC milliseconds."""
    return ms_of(datetime.combine(day, OPENS, BEIJING))


def open_for() -> timedelta:
    return timedelta(hours=CLOSES.hour - OPENS.hour, minutes=CLOSES.minute - OPENS.minute)


def clock_of(day: date | None) -> Wall:
    """The real clock for today (or no day), else one that begins at 08:00."""
    return wall_clock if day is None or day == beijing_day(wall_clock()) else DayClock(day)
