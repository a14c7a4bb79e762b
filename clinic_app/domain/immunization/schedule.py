"""免疫程序: one row a dose, by programme.  resources/immunization/ (README.md names the sources)."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from clinic_app.domain.codes import rows
from clinic_app.domain.errors import NotFound
from clinic_app.domain.spans import Span, span_or_none

# In the order in which they begin; JE and HEPA hold both kinds of their vaccine.
SERIES: Final = ("HepB", "BCG", "POLIO", "DTP", "MMR", "JE", "MEN", "HEPA", "HPV")
_BY_VACCINE: Final = "MEN"
ALTERNATIVES: Final[Mapping[str, str]] = {"JE_ALT": "JE", "HEPA_ALT": "HEPA"}  # rows of the inactivated kind


class UnknownSeries(NotFound):
    code = "immunization.unknown_series"


class UnknownProgramme(NotFound):
    code = "immunization.unknown_programme"


@dataclass(frozen=True, slots=True)
class Vaccine:
    code: str  # codes/vaccine.csv
    series: str
    live_injected: bool  # 28 days from another of these, or on the same day


@dataclass(frozen=True, slots=True)
class Dose:
    """One row of the schedule."""

    number: int  # in its series
    vaccine: str
    min_age: Span
    finish_before: Span | None  # age
    gap: Span | None  # least, from the dose before
    max_age: Span | None
    route: str
    amount: str


@cache
def vaccines() -> Mapping[str, Vaccine]:
    return {
        row["vaccine"]: Vaccine(row["vaccine"], row["series"], row["live_injected"] == "1")
        for row in rows("immunization", "vaccines.csv")
    }


@cache
def programmes() -> Mapping[str, date]:
    """The day each holds from, the oldest first."""
    lines = rows("immunization", "programmes.csv")
    return {row["programme"]: date.fromisoformat(row["valid_from"]) for row in lines}


def programme_on(day: date) -> str:
    """The programme of a day; a day before all of them has the first."""
    held = [key for key, start in programmes().items() if start <= day]
    return held[-1] if held else next(iter(programmes()))


@cache
def doses(programme: str, series: str) -> Mapping[int, Dose]:
    """The rows of a series by dose number; a later programme's row stands for the earlier one's.

    Raises:
        UnknownProgramme: `known` lists those there are.
        UnknownSeries: no programme up to this one has it.
    """
    if programme not in programmes():
        raise UnknownProgramme(programme=programme, known=" ".join(programmes()))
    order = list(programmes())
    upto = order[: order.index(programme) + 1]
    found = {
        int(row["dose_no"]): _dose(row)
        for key in upto
        for row in rows("immunization", "schedule.csv")
        if row["programme"] == key and row["series"] == series
    }
    if not found and series not in {*SERIES, *ALTERNATIVES}:
        raise UnknownSeries(series=series, known=" ".join([*SERIES, *ALTERNATIVES]))
    return dict(sorted(found.items()))


def numbers_had(given: Iterable[str]) -> Mapping[str, int]:
    """How many doses of each series these vaccines are; those of 流脑 by vaccine, for each kind counts for itself."""
    found: Counter[str] = Counter()
    for vaccine in given:
        kind = vaccines().get(vaccine)
        if kind is not None:
            found[vaccine if kind.series == _BY_VACCINE else kind.series] += 1
    return found


def has_dose(series: str, number: int, had: Mapping[str, int]) -> bool:
    """Whether `numbers_had` holds the dose of this row: A群C群 1 is the third row of 流脑, not the third dose."""
    if series != _BY_VACCINE:
        return had.get(series, 0) >= number
    rows_of = doses(programme_on(date.max), series)
    vaccine = rows_of[number].vaccine
    before = sum(row.vaccine == vaccine for row in rows_of.values() if row.number < number)
    return had.get(vaccine, 0) > before


def schedule_row(vaccine: str) -> Dose | None:
    """The newest row of a vaccine: its route and its amount; None outside the programme."""
    found = [row for row in rows("immunization", "schedule.csv") if row["vaccine"] == vaccine]
    return _dose(found[-1]) if found else None


def _dose(row: Mapping[str, str]) -> Dose:
    return Dose(
        number=int(row["dose_no"]),
        vaccine=row["vaccine"],
        min_age=Span.read(row["min_age"]),
        finish_before=span_or_none(row["complete_before_age"]),
        gap=span_or_none(row["min_gap_from_previous"]),
        max_age=span_or_none(row["max_age"]),
        route=row["route"],
        amount=row["dose"],
    )
