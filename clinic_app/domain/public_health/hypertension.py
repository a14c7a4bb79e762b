"""高血压: control, class and next step of a follow-up.

Source: 国家基本公共卫生服务规范（第三版）, 高血压患者健康管理服务规范.  Pressures in mmHg, ages in full years
on the day of the service.
"""

from dataclasses import dataclass
from datetime import date

from clinic_app.domain.public_health import followups
from clinic_app.domain.public_health.followups import Decision
from clinic_app.domain.public_health.norms import norm_on


@dataclass(frozen=True, slots=True, kw_only=True)
class Norm:
    """resources/public_health/hypertension.toml."""

    name: str
    from_age: int
    target_sbp: int
    target_dbp: int
    elderly_from: int
    elderly_target_sbp: int
    emergency_sbp: int
    emergency_dbp: int
    pregnancy_sbp: int
    pregnancy_dbp: int
    recheck_sbp: int
    recheck_dbp: int
    high_normal_sbp: int
    high_normal_dbp: int
    risk_bmi: int  # tenths
    risk_waist_men: int  # cm
    risk_waist_women: int
    risk_age: int


def norm(day: date) -> Norm:
    return norm_on(Norm, "hypertension", day)


def controlled(age: int, sbp: int, dbp: int, day: date) -> bool:
    """血压达标: both values below the target of the age.

    >>> [controlled(age, 149, 89, date(2026, 3, 10)) for age in (64, 65)]
    [False, True]
    """
    held = norm(day)
    target = held.elderly_target_sbp if age >= held.elderly_from else held.target_sbp
    return sbp < target and dbp < held.target_dbp


def emergency(sbp: int, dbp: int, *, emergency_sign: bool, pregnant_or_lactating: bool, day: date) -> bool:
    """危急情况: a very high pressure, a sign that asks for it, or a high one in pregnancy or lactation."""
    held = norm(day)
    if emergency_sign or sbp >= held.emergency_sbp or dbp >= held.emergency_dbp:
        return True
    return pregnant_or_lactating and (sbp >= held.pregnancy_sbp or dbp >= held.pregnancy_dbp)


def decide(
    *,
    age: int,
    sbp: int,
    dbp: int,
    day: date,
    emergency_sign: bool = False,
    pregnant_or_lactating: bool = False,
    adverse_reaction: bool = False,
    complication: bool = False,
    prev_class: int = 0,
) -> Decision:
    """What follows from one follow-up on `day`; `prev_class`: of the one before (codes/followup_class.csv), 0 none."""
    return followups.decide(
        controlled=controlled(age, sbp, dbp, day),
        emergency=emergency(
            sbp, dbp, emergency_sign=emergency_sign, pregnant_or_lactating=pregnant_or_lactating, day=day
        ),
        adverse_reaction=adverse_reaction,
        complication=complication,
        prev_class=prev_class,
        day=day,
    )
