"""年龄: full years and months, counted as the norm counts them.

Adding months or years keeps the day of the month, or takes the last day of a month without such a day:
2024-01-31 plus one month is 2024-02-29.  Age in full
years (周岁) is the greatest n with birth plus n years not after the day.
"""

from calendar import monthrange
from datetime import date
from typing import Final

_IN_EVERY_MONTH: Final = 28
ELDERLY_FROM = 65  # 老年人 of 国家基本公共卫生服务规范（第三版）


def add_months(day: date, months: int) -> date:
    """`day` moved by whole months, back when negative."""
    year, month0 = divmod(day.year * 12 + day.month - 1 + months, 12)
    if day.day <= _IN_EVERY_MONTH:
        return date(year, month0 + 1, day.day)
    return date(year, month0 + 1, min(day.day, monthrange(year, month0 + 1)[1]))


def add_years(day: date, years: int) -> date:
    return add_months(day, 12 * years)


def full_months(birth: date, on: date) -> int:
    """Months completed on a day; negative for a day before the birth."""
    months = (on.year - birth.year) * 12 + on.month - birth.month
    done = on.day >= birth.day or on.day == monthrange(on.year, on.month)[1]
    return months if done else months - 1


def full_years(birth: date, on: date) -> int:
    """周岁 on a day."""
    return full_months(birth, on) // 12


def is_elderly(birth: date, on: date) -> bool:
    """65 or over on the day of the service."""
    return full_years(birth, on) >= ELDERLY_FROM


def written_age(born: date, on: date) -> str:
    """实足年龄 as it is printed; for small children years and months, months, or days (处方管理办法 art. 6).

    >>> written_age(date(2026, 11, 1), date(2026, 11, 20))
    '19 天'
    """
    months = full_months(born, on)
    if months < 1:
        return f"{max(0, (on - born).days)} 天"
    if months < 12:
        return f"{months} 月"
    if months < 72 and months % 12:
        return f"{months // 12} 岁 {months % 12} 月"
    return f"{months // 12} 岁"
