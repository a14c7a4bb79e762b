"""分类干预: the class of a follow-up of hypertension or diabetes, the step it asks for, and the next day.

Source: 国家基本公共卫生服务规范（第三版）, 高血压 and 2型糖尿病患者健康管理服务规范, 分类干预.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum, StrEnum
from typing import Final

from clinic_app.domain.age import add_months

SOON: Final = timedelta(days=14)
USUAL_MONTHS: Final = 3


class FollowupClass(IntEnum):
    """此次随访分类, codes/followup_class.csv; the greater, the graver."""

    CONTROLLED = 1
    NOT_CONTROLLED = 2
    REACTION = 3
    COMPLICATION = 4


class Action(StrEnum):
    CONTINUE = "CONTINUE"
    ADJUST = "ADJUST"  # compliance, dose, another class of medicine
    REFERRAL = "REFERRAL"
    EMERGENCY_REFERRAL = "EMERGENCY_REFERRAL"  # treat and refer at once


@dataclass(frozen=True, slots=True)
class Decision:
    """What follows from one follow-up."""

    controlled: bool
    followup_class: FollowupClass
    action: Action
    next_visit_by: date  # the last day


def followup_class(
    *, controlled: bool, emergency: bool, adverse_reaction: bool, complication: bool
) -> FollowupClass:
    """The gravest that applies; an emergency is at least 控制不满意, for class 1 asks that nothing is wrong."""
    if complication:
        return FollowupClass.COMPLICATION
    if adverse_reaction:
        return FollowupClass.REACTION
    return FollowupClass.CONTROLLED if controlled and not emergency else FollowupClass.NOT_CONTROLLED


def action(found: FollowupClass, *, emergency: bool, prev_class: int) -> Action:
    """The step of a class; `prev_class` is the follow-up before (0: none).

    连续两次: this one and the one before are 控制不满意 or 不良反应, in any order.
    """
    unwell = (FollowupClass.NOT_CONTROLLED, FollowupClass.REACTION)
    if emergency:
        return Action.EMERGENCY_REFERRAL
    if found is FollowupClass.CONTROLLED:
        return Action.CONTINUE
    again = found in unwell and prev_class in unwell
    return Action.REFERRAL if again or found is FollowupClass.COMPLICATION else Action.ADJUST


def next_visit_by(found: int, day: date) -> date:
    """The last day of the next follow-up: three months after 控制满意, else two weeks."""
    return add_months(day, USUAL_MONTHS) if found == FollowupClass.CONTROLLED else day + SOON


def decide(
    *,
    controlled: bool,
    emergency: bool,
    adverse_reaction: bool,
    complication: bool,
    prev_class: int,
    day: date,
) -> Decision:
    """All of it for one follow-up on `day`."""
    found = followup_class(
        controlled=controlled,
        emergency=emergency,
        adverse_reaction=adverse_reaction,
        complication=complication,
    )
    step = action(found, emergency=emergency, prev_class=prev_class)
    return Decision(controlled, found, step, next_visit_by(found, day))
