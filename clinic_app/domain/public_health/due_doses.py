"""预防接种 as tasks: one line a child, with every dose in it that is owed by then.

What is due follows from the schedule on a day (`immunization.due`).  Between the days on which its rules change for a
child nothing but a dose or a word about a series changes that, so it is asked once for each such stretch of time.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from clinic_app.domain.age import add_years
from clinic_app.domain.immunization.due import ADULT_FROM, all_due
from clinic_app.domain.immunization.schedule import programmes
from clinic_app.domain.immunization.series import HPV_FROM, Child
from clinic_app.domain.public_health import services
from clinic_app.domain.public_health.services import Service
from clinic_app.domain.public_health.tasks import Person, Reason, Task, failed
from clinic_app.domain.spans import Span

_DAY: Final = timedelta(days=1)
# At these ages another vaccine comes next, or none: 流脑, 卡介苗, 百白破.
_AGES: Final = tuple(Span.read(age) for age in ("24m", "4y", "6y", "7y", "12y"))


@dataclass(frozen=True, slots=True)
class Owed:
    """One dose of a task."""

    series: str
    number: int
    since: date  # its earliest day, or the end of a deferral
    until: date  # the first day on which it is owed no more

    def __str__(self) -> str:
        return f"{self.series}-{self.number}@{self.since}/{self.until}"

    @classmethod
    def read(cls, text: str) -> "Owed":
        dose, _, days = text.partition("@")
        series, _, number = dose.rpartition("-")
        since, _, until = days.partition("/")
        return cls(series, int(number), date.fromisoformat(since), date.fromisoformat(until))


@dataclass(frozen=True, slots=True)
class _Run:
    """Days on end on which something is owed."""

    owed: tuple[Owed, ...]
    late_from: date
    until: date

    def goes_on(self, begin: date, owed: Sequence[Owed]) -> bool:
        """Some series of it is still owed on the day on which it would end."""
        still = {one.series for one in owed if one.since <= begin}
        return self.until == begin and not still.isdisjoint(one.series for one in self.owed)


def doses(person: Person) -> Iterator[Task]:
    """Who has a dose written down here is served, as one with a record is."""
    if person.birth_date is None or not (person.served or person.doses):
        return
    last = max((one.on for one in person.doses), default=None)
    start = person.known_since if last is None else max(person.known_since, last + _DAY)
    for run in _runs(person, Child(person.birth_date, person.sex), start):
        since = min(one.since for one in run.owed)
        yield Task(
            service=Service.VACCINATION,
            form=services.VACCINATION,
            step=" ".join(map(str, run.owed)),
            due_from=since,
            due_by=run.late_from - _DAY,
            missed_from=run.until,
            reason=Reason.SCHEDULE,
            last=last,
            failed=failed(person, Service.VACCINATION, since),
        )


def owed_in(task: Task, day: date) -> tuple[Owed, ...]:
    """The doses of a task on a day; of one that begins later those with which it begins."""
    on = max(day, task.due_from)
    return tuple(one for one in map(Owed.read, task.step.split()) if one.since <= on < one.until)


def _runs(person: Person, child: Child, start: date) -> Iterator[_Run]:
    run: _Run | None = None
    for begin, end in _stretches(child.birth, start):
        owed, late_from = _owed(person, child, begin, end, since=begin if begin > start else date.min)
        if not owed:
            continue
        if run is not None and run.goes_on(begin, owed):
            run = _Run(_joined(run.owed, owed), min(run.late_from, late_from), end)
            continue
        if run is not None:
            yield run
        run = _Run(owed, late_from, end)
    if run is not None:
        yield run


def _stretches(birth: date, start: date) -> Iterator[tuple[date, date]]:
    """From `start` to the eighteenth birthday, cut where the rules change for this child."""
    grown = add_years(birth, ADULT_FROM)
    if start >= grown:
        return
    days = {*programmes().values(), HPV_FROM}
    for age in _AGES:
        days |= {age.after(birth), age.after(birth) + _DAY}
    yield from pairwise([start, *sorted(day for day in days if start < day < grown), grown])


def _owed(person: Person, child: Child, begin: date, end: date, since: date) -> tuple[tuple[Owed, ...], date]:
    """What is owed in a stretch, from `since` on at the earliest, and from what day on some of it is late."""
    found, late = [], [date.max]
    for one in all_due(child, person.doses, begin):
        if one.earliest is None or one.overdue_from is None or one.dose_no is None:
            continue
        put_off = person.put_off.get(one.series, date.min)
        first = max(one.earliest, put_off)
        if first < end:
            found.append(Owed(one.series, one.dose_no, max(first, since), end))
            late.append(max(one.overdue_from, put_off))
    return tuple(sorted(found, key=lambda one: one.since)), min(late)


def _joined(before: Sequence[Owed], after: Sequence[Owed]) -> tuple[Owed, ...]:
    """A dose that goes on being owed is told once."""
    found = {(one.series, one.number, one.until): one for one in before}
    for one in after:
        same = found.pop((one.series, one.number, one.since), None)
        found[one.series, one.number, one.until] = replace(one, since=same.since) if same else one
    return tuple(sorted(found.values(), key=lambda one: one.since))
