"""检验项目: units, reference ranges by sex and age, critical and plausible limits, and the flag of a value.

resources/tables/lab_items.csv; a line for each range, `age_from` and `age_to` in full years, both counted in.
Limits marked `check` are starting points: a laboratory enters those of its reagents.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from itertools import groupby
from types import MappingProxyType
from typing import Final

from clinic_app.domain.codes import rows
from clinic_app.domain.examinations.errors import ImplausibleResult

CRITICAL: Final = frozenset({"LL", "HH"})
_ADULT: Final = 40  # years, where nobody knows the age


@dataclass(frozen=True, slots=True)
class Band:
    """参考区间 of one sex and span of ages; an empty limit is open."""

    sex: str  # GB/T 2261.1; empty: both
    age_from: int
    age_to: int | None
    low: str
    high: str

    def holds(self, sex: str, age: int) -> bool:
        return self.sex in ("", sex) and self.age_from <= age and (self.age_to is None or age <= self.age_to)

    @property
    def text(self) -> str:
        """As it stands on a report: 3.5–5.3, ≤26, ≥90."""
        if self.low and self.high:
            return f"{self.low}–{self.high}"
        return f"≤{self.high}" if self.high else f"≥{self.low}" if self.low else ""


NO_BAND: Final = Band("", 0, None, "", "")


@dataclass(frozen=True, slots=True)
class LabItem:
    """One item; either a number with limits, or words."""

    key: str
    name: str
    unit: str
    loinc: str
    decimals: int | None  # None: words
    critical_low: Decimal | None  # at or below
    critical_high: Decimal | None  # at or above
    plausible_low: Decimal | None
    plausible_high: Decimal | None
    normal: tuple[str, ...]
    abnormal: tuple[str, ...]
    bands: tuple[Band, ...]

    @property
    def words(self) -> tuple[str, ...]:
        return (*self.normal, *self.abnormal)

    def band(self, sex: str, age: int | None) -> Band:
        """The range of a person; an unknown age counts as an adult's, an unknown sex takes the first that fits."""
        years = _ADULT if age is None else age
        fits = [one for one in self.bands if one.holds(sex, years)]
        if not fits and sex not in ("1", "2"):
            fits = [one for one in self.bands if one.holds(one.sex, years)]
        return fits[0] if fits else NO_BAND


@dataclass(frozen=True, slots=True)
class Judged:
    """A value beside its range."""

    value: str
    band: Band
    flag: str  # "", L, H, LL, HH, A


@cache
def lab_items() -> Mapping[str, LabItem]:
    """By key, in the order of the table."""
    lines = rows("tables", "lab_items.csv")
    return MappingProxyType(
        {key: _item(list(group)) for key, group in groupby(lines, key=lambda row: row["item"])}
    )


def judge(item: LabItem, text: str, sex: str, age: int | None) -> Judged:
    """Read what was typed or reported: a number, one beyond the method (<0.5, >100), or words.

    >>> judge(lab_items()["k"], "6.8", "1", 50).flag
    'HH'
    >>> judge(lab_items()["hgb"], "120", "1", 50).flag, judge(lab_items()["hgb"], "120", "2", 50).flag
    ('L', '')

    Raises:
        ImplausibleResult: no number where one is due, or beyond the plausible range.
    """
    value, band = text.strip(), item.band(sex, age)
    if item.decimals is None:
        flag = "A" if item.normal and value not in item.normal and value else ""
        return Judged(value, band, flag)
    number = _number(value.lstrip("<>≤≥＜＞ "))
    low, high = item.plausible_low, item.plausible_high
    if number is None or (low is not None and number < low) or (high is not None and number > high):
        raise ImplausibleResult(
            name=item.name, value=value, low=str(low or 0), high=str(high or ""), unit=item.unit
        )
    return Judged(value, band, _flag(item, number, band))


def _flag(item: LabItem, number: Decimal, band: Band) -> str:
    low, high = item.critical_low, item.critical_high
    if low is not None and number <= low:
        return "LL"
    if high is not None and number >= high:
        return "HH"
    if band.low and number < Decimal(band.low):
        return "L"
    if band.high and number > Decimal(band.high):
        return "H"
    return ""


def _number(text: str) -> Decimal | None:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def _item(lines: list[dict[str, str]]) -> LabItem:
    first = lines[0]
    return LabItem(
        key=first["item"],
        name=first["name"],
        unit=first["unit"],
        loinc=first["loinc"],
        decimals=int(first["decimals"]) if first["decimals"] else None,
        critical_low=_number(first["critical_low"]),
        critical_high=_number(first["critical_high"]),
        plausible_low=_number(first["plausible_low"]),
        plausible_high=_number(first["plausible_high"]),
        normal=tuple(first["normal"].split()),
        abnormal=tuple(first["abnormal"].split()),
        bands=tuple(
            Band(
                sex=line["sex"],
                age_from=int(line["age_from"]),
                age_to=int(line["age_to"]) if line["age_to"] else None,
                low=line["low"],
                high=line["high"],
            )
            for line in lines
        ),
    )
