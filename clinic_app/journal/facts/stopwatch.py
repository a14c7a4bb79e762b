"""秒表: what a clinic tells of its pace, once a day."""

from datetime import date
from typing import ClassVar

from clinic_app.journal.fact import Fact, Reach


class DayTimed(Fact, frozen=True, kw_only=True):
    """Medians of one kind of work on one PC and day, of at least five; nobody is named.

    Its author is whoever was on duty when the next day began, not whoever was measured.
    """

    type: ClassVar[str] = "day.timed"
    reach: ClassVar[Reach] = Reach.COUNTY
    action: ClassVar[str] = "stopwatch"

    day: date
    kind: str  # visit, charge, followup
    count: int
    seconds: int  # median
    keys: int  # median
    slow: int  # seconds, 90th percentile
