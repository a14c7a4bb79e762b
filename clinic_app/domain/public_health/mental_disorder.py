"""严重精神障碍: class of a follow-up, its step and the next day.

Source: 国家基本公共卫生服务规范（第三版）, 严重精神障碍患者管理服务规范, 分类干预.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Final

from clinic_app.domain.age import add_months
from clinic_app.domain.public_health.followups import SOON, USUAL_MONTHS, Action

NOT_APPLICABLE: Final = 9


class Stability(IntEnum):
    """随访分类, codes/psych_class.csv."""

    UNSTABLE = 1
    BASICALLY_STABLE = 2
    STABLE = 3


@dataclass(frozen=True, slots=True)
class Decision:
    stability: Stability
    action: Action
    next_visit_by: date  # the last day


def stability(*, risk: int, symptom: int, insight: int, social: int, adverse: int, somatic: int) -> Stability:
    """病情分类.

    `risk` 危险性 0-5; `symptom` 1 gone, 2 present, 3 marked; `insight` 自知力 1-3; `social` 社会功能 1-3, the worst
    of its items (`worst_social`); `adverse` reaction 0 none, 1 mild, 2 acute or serious; `somatic` disease
    0 none, 1 stable, 2 serious.
    """
    if risk >= 3 or symptom == 3 or insight == 3 or adverse == 2 or somatic == 2:
        return Stability.UNSTABLE
    if risk >= 1 or symptom == 2 or insight == 2 or social == 3:
        return Stability.BASICALLY_STABLE
    return Stability.STABLE


def worst_social(items: Iterable[int]) -> int:
    """The worst of the items of 社会功能; 9 (not applicable) is left out, and 1 when all are.

    >>> worst_social([1, 2, 9])
    2
    """
    return max((item for item in items if item != NOT_APPLICABLE), default=1)


def decide(found: Stability, day: date, prev_class: int = 0) -> Decision:
    """What follows from a class; `prev_class`: of the follow-up before, 0 none.

    基本稳定: two weeks, and from the next visit that is still so a psychiatrist's guidance or referral, and a month.
    """
    if found is Stability.UNSTABLE:
        return Decision(found, Action.EMERGENCY_REFERRAL, day + SOON)
    if found is Stability.STABLE:
        return Decision(found, Action.CONTINUE, add_months(day, USUAL_MONTHS))
    if prev_class == Stability.BASICALLY_STABLE:
        return Decision(found, Action.REFERRAL, add_months(day, 1))
    return Decision(found, Action.ADJUST, day + SOON)
