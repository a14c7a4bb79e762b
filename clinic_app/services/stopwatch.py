"""秒表: what each piece of work took is kept here, and the county hears medians once a day."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from clinic_app.domain.stopwatch import (
    KEPT_DAYS,
    KINDS,
    LONGEST,
    Summary,
    Timing,
    summary_for_county,
    summary_of,
)
from clinic_app.domain.time import beijing_day
from clinic_app.journal.facts.stopwatch import DayTimed
from clinic_app.projections.queries import stopwatch
from clinic_app.store import timings
from clinic_app.store.duty import OnDuty
from clinic_app.store.journal import Store
from clinic_app.store.rows import current_run

_KEPT: Final = timedelta(days=KEPT_DAYS)


class StopwatchService:
    def __init__(self, store: Store) -> None:
        self._store = store

    def keep(self, kind: str, page: str, took: Timing) -> None:
        """One more; what took longer than `LONGEST` says nothing and is left out."""
        if took.seconds <= LONGEST:
            with self._store.changing() as connection:
                timings.keep(connection, beijing_day(self._store.wall()), kind, page, took)

    def today(self) -> Mapping[str, Summary]:
        """By kind; a kind without one is left out."""
        day = beijing_day(self._store.wall())
        with self._store.reading() as connection:
            found = {kind: summary_of(timings.of_day(connection, day, kind)) for kind in KINDS}
        return {kind: one for kind, one in found.items() if one is not None}

    def tell(self, by: OnDuty) -> int:
        """The county hears of each earlier day once; how many facts were written.

        Fewer than `LEAST` of a kind on a day are not told.  What is older than `KEPT_DAYS` is forgotten.
        """
        today = beijing_day(self._store.wall())
        first = today - _KEPT
        with self._store.reading() as connection:
            device = current_run(connection).device
            counted = timings.counted_before(connection, today)
            told = stopwatch.told_by(connection, self._store.facility, device, first)
        due = [one for one in counted if one not in told and one[0] >= first]
        with self._store.changing() as connection:
            timings.forget_before(connection, first)
        if not due:
            return 0
        with self._store.writing(by.author) as writing:
            for day, kind in due:
                found = summary_for_county(timings.of_day(writing.connection, day, kind))
                assert found is not None
                writing.append(
                    DayTimed(
                        day=day,
                        kind=kind,
                        count=found.count,
                        seconds=found.seconds,
                        keys=found.keys,
                        slow=found.slow,
                    )
                )
        return len(due)
