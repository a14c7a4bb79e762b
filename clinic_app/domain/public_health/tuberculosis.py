"""肺结核: the first visit in time, the rhythm of visits, doses taken and missed.

Source: 国家基本公共卫生服务规范（第三版）, 肺结核患者健康管理服务规范.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from clinic_app.domain.money import half_up
from clinic_app.domain.public_health.followups import SOON
from clinic_app.domain.public_health.norms import norm_on


class Phase(StrEnum):
    INTENSIVE = "INTENSIVE"  # 强化期
    CONTINUATION = "CONTINUATION"  # 继续期 or 注射期


@dataclass(frozen=True, slots=True, kw_only=True)
class Norm:
    """resources/public_health/tuberculosis.toml."""

    first_visit_hours: int
    intensive_days: int
    continuation_days: int
    regular_percent: int
    missed_days: int


def norm(day: date) -> Norm:
    return norm_on(Norm, "tuberculosis", day)


def first_visit_by(notified_at: datetime) -> datetime:
    """The last moment of the first home visit."""
    return notified_at + timedelta(hours=norm(notified_at.date()).first_visit_hours)


def first_visit_on_time(notified_at: datetime, visited_at: datetime | None) -> bool:
    """Not over 72:00 hours after the notice; a visit that was not made is not in time."""
    return visited_at is not None and visited_at <= first_visit_by(notified_at)


def adherence_hundredths(taken: int, due: int) -> int | None:
    """服药率 in hundredths of a percent, rounded half up: 6 of 7 doses → 8571; None when no dose was due."""
    return half_up(taken * 10_000, due) if due > 0 else None


def regular(taken: int, due: int, day: date) -> bool:
    """规则服药, by the exact ratio and the norm of `day`; never when no dose was due."""
    return due > 0 and taken * 100 >= norm(day).regular_percent * due


def report_missed(missed_days: int, day: date) -> bool:
    """漏服 of a week or more goes to the level above."""
    return missed_days >= norm(day).missed_days


def days_missed(doses: int, *, intermittent: bool) -> int:
    """Days of treatment that missed doses stand for: 间歇 is every other day (project rule)."""
    return 2 * doses if intermittent else doses


def visit_interval(phase: Phase, day: date) -> int:
    """Days between two visits."""
    held = norm(day)
    return held.intensive_days if phase is Phase.INTENSIVE else held.continuation_days


def next_visit_by(phase: Phase, day: date, *, referred: bool = False) -> date:
    """The last day of the next visit; `referred` for a reaction or a complication: within two weeks."""
    by = day + timedelta(days=visit_interval(phase, day))
    return min(by, day + SOON) if referred else by
