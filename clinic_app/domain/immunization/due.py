"""应种: the next dose of a series on a day, its earliest day and how it stands.

The general rule is here; what differs by series is in `clinic_app.domain.immunization.series`.
Source: 国家免疫规划疫苗儿童免疫程序及说明（2021年版）with the changes of 2025 and 2026.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from clinic_app.domain.age import add_months, full_years
from clinic_app.domain.immunization import series as rules
from clinic_app.domain.immunization.schedule import ALTERNATIVES, SERIES, programme_on, vaccines
from clinic_app.domain.immunization.series import Child, Given, Next, Why

ADULT_FROM: Final = 18  # full years
LIVE_APART: Final = timedelta(days=28)
REMIND_BEFORE: Final = timedelta(days=7)


class Status(StrEnum):
    NOT_DUE = "NOT_DUE"
    DUE = "DUE"
    OVERDUE = "OVERDUE"
    COMPLETE = "COMPLETE"
    AGED_OUT = "AGED_OUT"
    NOT_ELIGIBLE = "NOT_ELIGIBLE"
    OUTSIDE = "OUTSIDE"  # 非免疫规划疫苗: nothing of it is ever due


@dataclass(frozen=True, slots=True)
class Due:
    """One series of a child; vaccine, number and days are empty where nothing is due any more."""

    series: str
    status: Status
    vaccine: str = ""
    dose_no: int | None = None
    earliest: date | None = None
    overdue_from: date | None = None


Known = Mapping[str, Sequence[Given]]  # the doses up to a day by series, oldest first


def due(child: Child, series: str, history: Iterable[Given], day: date, programme: str | None = None) -> Due:
    """The next dose of one series on `day`; doses dated after it are ignored.

    `programme`: by the day unless the caller names one; `series`: `SERIES`, or JE_ALT and HEPA_ALT for a
    child that shall get the inactivated kind.

    Raises:
        UnknownSeries, UnknownProgramme: not of the schedule.
    """
    return _due(child, series, _known(history, day), day, programme or programme_on(day))


def all_due(
    child: Child, history: Sequence[Given], day: date, programme: str | None = None
) -> tuple[Due, ...]:
    """Every series of the programme, in its order."""
    known, named = _known(history, day), programme or programme_on(day)
    return tuple(_due(child, series, known, day, named) for series in SERIES)


def is_overdue(child: Child, history: Sequence[Given], day: date) -> bool:
    """Whether a dose of any series is; for very many children."""
    known, named = _known(history, day), programme_on(day)
    return any(_due(child, series, known, day, named).status is Status.OVERDUE for series in SERIES)


def remind_on(found: Due) -> date | None:
    """The first day to remind of a dose; of HPV none before the programme has it."""
    if found.earliest is None:
        return None
    earliest = max(found.earliest, rules.HPV_FROM) if found.series == "HPV" else found.earliest
    return earliest - REMIND_BEFORE


def given_too_early(child: Child, history: Sequence[Given]) -> tuple[Given, ...]:
    """The doses that were given before their earliest day: they count, with a warning.

    Each is judged by the programme of its day.
    """
    ordered = sorted(history, key=lambda given: given.on)
    return tuple(given for place, given in enumerate(ordered) if _is_early(child, ordered[:place], given))


def _is_early(child: Child, before: Sequence[Given], given: Given) -> bool:
    if given.vaccine not in vaccines() or vaccines()[given.vaccine].series not in SERIES:
        return False
    known = [one for one in before if one.on < given.on]
    found = due(child, _series_asked(given), known, given.on)
    return found.earliest is not None and given.on < found.earliest


def _due(child: Child, series: str, known: Known, day: date, programme: str) -> Due:
    mine = known.get(ALTERNATIVES.get(series, series), ())
    found = rules.next_dose(child, series, mine, day, programme)
    if full_years(child.birth, day) >= ADULT_FROM:
        return Due(series, Status.AGED_OUT)
    if isinstance(found, Why):
        return Due(series, Status[found.name])
    earliest = max(found.earliest, _after_live(found.vaccine, known, day))
    overdue_from = _overdue_from(child, found, earliest)
    return Due(
        series, _status(earliest, overdue_from, day), found.vaccine, found.number, earliest, overdue_from
    )


def _series_asked(given: Given) -> str:
    """The first dose of an inactivated kind asks for the rows of that kind."""
    kind = {"JE-I": "JE_ALT", "HepA-I": "HEPA_ALT"}
    return kind.get(given.vaccine, vaccines()[given.vaccine].series)


def _known(history: Iterable[Given], day: date) -> Known:
    """Known vaccines up to `day`; a dose told twice (same series and day) is one: what was told first."""
    kinds = vaccines()
    found: defaultdict[str, dict[date, Given]] = defaultdict(dict)
    for given in sorted((one for one in history if one.on <= day), key=lambda one: one.on):
        if given.vaccine in kinds:
            found[kinds[given.vaccine].series].setdefault(given.on, given)
    return {series: tuple(doses.values()) for series, doses in found.items()}


def _after_live(vaccine: str, known: Known, day: date) -> date:
    """28 days after the last live injected vaccine of another kind; one given today keeps nothing away."""
    kinds = vaccines()
    if vaccine not in kinds or not kinds[vaccine].live_injected:
        return date.min
    others = [
        given.on + LIVE_APART
        for doses in known.values()
        for given in doses
        if given.on != day and given.vaccine != vaccine and kinds[given.vaccine].live_injected
    ]
    return max(others, default=date.min)


def _overdue_from(child: Child, found: Next, earliest: date) -> date:
    if found.finish_before is None:
        return add_months(earliest, 1)
    return max(earliest, found.finish_before.after(child.birth))


def _status(earliest: date, overdue_from: date, day: date) -> Status:
    if day < earliest:
        return Status.NOT_DUE
    return Status.OVERDUE if day >= overdue_from else Status.DUE
