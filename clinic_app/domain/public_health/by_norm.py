"""规范管理 and 达标: whether a year's follow-ups of one patient are what the norm asks.

At least one follow-up for each full quarter under management in the year (four in a whole year), each not after
the last day that the one before asked for, and of diabetes a fasting glucose with each.  Up to a day within the year
the quarters that have passed count.  Source: 国家基本公共卫生服务规范（第三版）, 考核指标.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from typing import Any, Final, Protocol

from clinic_app.domain.age import full_months, full_years
from clinic_app.domain.public_health import diabetes, followups, hypertension, mental_disorder
from clinic_app.domain.public_health.services import Service

GRACE: Final = timedelta(days=0)  # after the last day of the next visit; a county may set more
_QUARTER: Final = 3  # months
_DAY: Final = timedelta(days=1)


class Followup(Protocol):
    """What a follow-up is asked here: its day and its values."""

    @property
    def day(self) -> date: ...

    @property
    def values(self) -> Mapping[str, Any]: ...


def is_kept(
    service: Service,
    done: Sequence[Followup],
    first: date,
    last: date,
    since: date,
    until: date | None,
) -> bool:
    """Whether the follow-ups of a year (`first` to `last`, by day) are enough, and none came late.

    `since` and `until`: how long the patient was under management.
    """
    begin, end = max(first, since), min(last, until or last)
    mine = [one for one in done if begin <= one.day <= end]
    wanted = full_months(begin, end + _DAY) // _QUARTER
    if len(mine) < wanted:
        return False
    if service is Service.DM and sum("fpg" in one.values for one in mine) < wanted:
        return False
    return not _came_late(service, mine, end)


def still_missing(
    service: Service, done: Sequence[Followup], first: date, last: date, since: date
) -> int | None:
    """Follow-ups up to `last` until a patient who is still under management is kept by the norm.

    None when one came late, or should have come: the year cannot be mended.
    """
    begin = max(first, since)
    mine = [one for one in done if begin <= one.day <= last]
    if _came_late(service, mine, last):
        return None
    measured = sum("fpg" in one.values for one in mine) if service is Service.DM else len(mine)
    return max(0, full_months(begin, last + _DAY) // _QUARTER - min(len(mine), measured))


def pressure_at_target(one: Followup, born: date | None) -> bool:
    """血压达标 at the age of the day; never without both values."""
    sbp, dbp = number(one.values, "sbp"), number(one.values, "dbp")
    if not sbp or not dbp or born is None:
        return False
    return hypertension.controlled(full_years(born, one.day), sbp, dbp, one.day)


def glucose_at_target(one: Followup, born: date | None) -> bool:
    """空腹血糖达标; never without a value."""
    glucose = decimal(one.values, "fpg")
    return glucose is not None and diabetes.controlled(glucose, one.day)


def number(values: Mapping[str, Any], key: str) -> int:
    """A whole number of a record, 0 when it is empty or none."""
    value = decimal(values, key)
    return 0 if value is None else int(value)


def decimal(values: Mapping[str, Any], key: str) -> Decimal | None:
    try:
        value = Decimal(str(values.get(key, "")))
    except InvalidOperation:
        return None
    return value if value.is_finite() and abs(value) < 1_000_000_000 else None


def _came_late(service: Service, done: Sequence[Followup], end: date) -> bool:
    """A follow-up after its last day, or one that should have come by `end` and did not."""
    asked = [_next_by(service, done, place) + GRACE for place in range(len(done))]
    late = any(after.day > by for by, (_, after) in zip(asked, pairwise(done), strict=False))
    return late or (bool(asked) and asked[-1] < end)


def _next_by(service: Service, done: Sequence[Followup], place: int) -> date:
    one = done[place]
    found = number(one.values, "class")
    if service is not Service.PSYCH:
        return followups.next_visit_by(found, one.day)
    before = number(done[place - 1].values, "class") if place else 0
    if found not in tuple(mental_disorder.Stability):
        return one.day + followups.SOON
    return mental_disorder.decide(mental_disorder.Stability(found), one.day, before).next_visit_by
