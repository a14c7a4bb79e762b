"""What differs by series: which dose comes next, and from what day.

Each rule takes the child, the doses of the series up to the day (oldest first) and the programme's rows.
Source: the schedule of 2021, 2025 and 2026, 补种; fairly sure for 百白破 and the interval of 乙肝 1-3.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from typing import Final, NamedTuple

from clinic_app.domain.age import add_months, add_years, full_months, full_years
from clinic_app.domain.immunization.schedule import Dose, doses
from clinic_app.domain.spans import Span

HPV_FROM: Final = date(2025, 11, 10)  # the programme has it from this day
HPV_BORN_FROM: Final = date(2011, 11, 10)
FIRST_PROGRAMME: Final = "NIP2021"
ADULT_KIND: Final = "ADULT_KIND"  # 成人型百白破, from 12 years


class Why(Enum):
    """Why nothing comes next."""

    COMPLETE = auto()
    AGED_OUT = auto()
    NOT_ELIGIBLE = auto()


@dataclass(frozen=True, slots=True)
class Child:
    birth: date
    sex: str  # GB/T 2261.1


class Given(NamedTuple):
    """A dose that was given; very many are read at once."""

    vaccine: str  # codes/vaccine.csv
    on: date


@dataclass(frozen=True, slots=True)
class Next:
    vaccine: str
    number: int
    earliest: date  # without the distance from live vaccines
    finish_before: Span | None


@dataclass(frozen=True, slots=True)
class Asked:
    """What a rule looks at."""

    child: Child
    given: Sequence[Given]
    day: date
    programme: str
    series: str

    @property
    def rows(self) -> Mapping[int, Dose]:
        return doses(self.programme, self.series)

    @property
    def count(self) -> int:
        return len(self.given)

    def number_of(self, vaccine: str) -> int:
        return sum(one.vaccine == vaccine for one in self.given)


def next_dose(child: Child, series: str, given: Sequence[Given], day: date, programme: str) -> Next | Why:
    """The dose that comes next, or why none does.

    Raises:
        UnknownSeries, UnknownProgramme: not of the schedule.
    """
    doses(programme, series)
    return _RULES.get(series, _by_the_table)(Asked(child, given, day, programme, series))


def _by_the_table(asked: Asked) -> Next | Why:
    """The count plus 1, by its row."""
    row = asked.rows.get(asked.count + 1)
    return Why.COMPLETE if row is None else _of_row(asked, row)


def _of_row(asked: Asked, row: Dose) -> Next:
    return Next(row.vaccine, row.number, _earliest(asked, row.min_age, row.gap), row.finish_before)


def _earliest(asked: Asked, min_age: Span, gap: Span | None) -> date:
    by_age = min_age.after(asked.child.birth)
    return max(by_age, gap.after(asked.given[-1].on)) if gap and asked.given else by_age


def _hepatitis_b(asked: Asked) -> Next | Why:
    """Dose 3 also not before dose 1 plus 4 months."""
    found = _by_the_table(asked)
    if isinstance(found, Why) or found.number != 3:
        return found
    earliest = max(found.earliest, add_months(asked.given[0].on, 4))
    return Next(found.vaccine, found.number, earliest, found.finish_before)


def _bcg(asked: Asked) -> Next | Why:
    """Never from 4 years on."""
    found = _by_the_table(asked)
    max_age = asked.rows[1].max_age
    if isinstance(found, Next) and max_age and asked.day >= max_age.after(asked.child.birth):
        return Why.AGED_OUT
    return found


def _hpv(asked: Asked) -> Next | Why:
    born_in_time = asked.child.birth >= HPV_BORN_FROM
    in_programme = asked.programme != FIRST_PROGRAMME and asked.day >= HPV_FROM
    if asked.child.sex != "2" or not born_in_time or not in_programme:
        return Why.NOT_ELIGIBLE
    return _by_the_table(asked)


def _encephalitis(asked: Asked) -> Next | Why:
    """The kind of the first dose decides the rows; two live doses are all, or four inactivated ones."""
    if asked.number_of("JE-L") >= 2 or asked.number_of("JE-I") >= 4:
        return Why.COMPLETE
    kind = _kind(asked, {"JE-L": "JE", "JE-I": "JE_ALT"})
    rows = doses(asked.programme, kind)
    return _of_row(asked, rows[min(asked.count + 1, len(rows))])


def _hepatitis_a(asked: Asked) -> Next | Why:
    """One live dose, two inactivated, or a live one six months after an inactivated."""
    kind = _kind(asked, {"HepA-L": "HEPA", "HepA-I": "HEPA_ALT"})
    rows = doses(asked.programme, kind)
    if _hepatitis_a_complete(asked):
        return Why.COMPLETE
    return _of_row(asked, rows[min(asked.count + 1, len(rows))])


def _hepatitis_a_complete(asked: Asked) -> bool:
    if not asked.given:
        return False
    first, *later = asked.given
    if first.vaccine == "HepA-L" or asked.number_of("HepA-I") >= 2:
        return True
    return any(add_months(first.on, 6) <= one.on for one in later)


def _kind(asked: Asked, rows_by_vaccine: Mapping[str, str]) -> str:
    return rows_by_vaccine[asked.given[0].vaccine] if asked.given else asked.series


def _meningococcal(asked: Asked) -> Next | Why:
    """A群 under 24 months, then A群C群; dose numbers count within each vaccine."""
    of_a = [one.on for one in asked.given if one.vaccine == "MPSV-A"]
    of_ac = [one.on for one in asked.given if one.vaccine == "MPSV-AC"]
    birth, rows = asked.child.birth, asked.rows
    if len(of_ac) >= 2:
        return Why.COMPLETE
    if of_ac:
        earliest = max(add_years(birth, 6), add_months(of_ac[0], 36))
        return Next("MPSV-AC", 2, earliest, rows[4].finish_before)
    if len(of_a) < 2 and full_months(birth, asked.day) < 24:
        found = _of_row(asked, rows[len(of_a) + 1])
        if found.earliest < add_months(birth, 24):
            return found
    return Next("MPSV-AC", 1, _first_ac(birth, of_a), rows[3].finish_before)


def _first_ac(birth: date, of_a: Sequence[date]) -> date:
    if not of_a:
        return add_months(birth, 24)
    if len(of_a) == 1:
        return max(add_months(birth, 24), add_months(of_a[0], 3))
    return max(add_years(birth, 3), add_months(of_a[-1], 12))


def _diphtheria(asked: Asked) -> Next | Why:
    """百白破 and 白破 together; from 6 (2021) or 7 years (2025) 白破 catches up, from 12 the adult kind."""
    if asked.programme == FIRST_PROGRAMME:
        if full_years(asked.child.birth, asked.day) >= 6:
            return _diphtheria_2021(asked)
        return _by_the_table(asked)
    found = _by_the_table(asked)
    return found if isinstance(found, Why) else _older(asked, found)


# 白破 by the doses given so far: months after the last one.
_CATCH_UP_MONTHS: Final[Mapping[int, int]] = {0: 0, 1: 1, 2: 6, 3: 6, 4: 12}


def _diphtheria_2021(asked: Asked) -> Next | Why:
    """From 6 years: to three doses with 白破; three 百白破 or more and one 白破 are all."""
    has_dt = asked.number_of("DT") > 0
    if asked.count not in _CATCH_UP_MONTHS or (asked.count >= 3 and has_dt):
        return Why.COMPLETE
    row = asked.rows[asked.count + 1]
    gap = Span(months=_CATCH_UP_MONTHS[asked.count])
    return Next("DT", row.number, _earliest(asked, Span(months=72), gap), row.finish_before)


def _older(asked: Asked, found: Next) -> Next:
    """The kind for the age; 百白破 is still given on the seventh birthday."""
    birth = asked.child.birth
    if full_years(birth, asked.day) >= 12:
        vaccine, from_age = ADULT_KIND, add_years(birth, 12)
    elif asked.day > add_years(birth, 7):
        vaccine, from_age = "DT", add_years(birth, 7)
    else:
        return found
    return Next(vaccine, found.number, max(found.earliest, from_age), found.finish_before)


_RULES: Final[Mapping[str, Callable[[Asked], Next | Why]]] = {
    "HepB": _hepatitis_b,
    "BCG": _bcg,
    "DTP": _diphtheria,
    "JE": _encephalitis,
    "JE_ALT": _encephalitis,
    "MEN": _meningococcal,
    "HEPA": _hepatitis_a,
    "HEPA_ALT": _hepatitis_a,
    "HPV": _hpv,
}
