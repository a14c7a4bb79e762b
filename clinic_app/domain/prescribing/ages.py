"""Limits of age in days, as tables have them, and as people say and count them."""

from datetime import date, timedelta
from typing import Final

from clinic_app.domain.age import add_years
from clinic_app.domain.prescribing.hits import Words

_YEAR: Final = 365.25
_MONTH: Final = 30.4
_MONTHS_FROM: Final = 60  # days; below it people count days


def reached(birth: date, days: int) -> date:
    """The day on which somebody is so old; whole years end on the birthday.

    >>> reached(date(2012, 11, 23), 5114)  # 14 years
    datetime.date(2026, 11, 23)
    """
    years = _years(days)
    return add_years(birth, years) if years else birth + timedelta(days=days)


def age_words(days: int) -> Words:
    """18岁, 6个月, 28天."""
    years = _years(days)
    if years:
        return Words(f"{years}岁", f"{years} years")
    if days >= _MONTHS_FROM:
        return Words(f"{round(days / _MONTH)}个月", f"{round(days / _MONTH)} months")
    return Words(f"{days}天", f"{days} days")


def _years(days: int) -> int:
    """Whole years that a table wrote as days; 0 where they are none."""
    years = round(days / _YEAR)
    return years if years and abs(days - years * _YEAR) <= 1 else 0
