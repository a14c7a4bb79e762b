"""2型糖尿病: control, class and next step of a follow-up.

Source: 国家基本公共卫生服务规范（第三版）, 2型糖尿病患者健康管理服务规范.  Glucose in mmol/L, pressures in mmHg,
temperature in °C.  What was not measured is None and makes no emergency.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from clinic_app.domain.public_health import followups
from clinic_app.domain.public_health.followups import Decision
from clinic_app.domain.public_health.norms import norm_on


@dataclass(frozen=True, slots=True, kw_only=True)
class Norm:
    """resources/public_health/diabetes.toml."""

    name: str
    from_age: int
    target_fpg: Decimal
    emergency_fpg_high: Decimal
    emergency_fpg_low: Decimal
    emergency_sbp: int
    emergency_dbp: int
    emergency_heart_rate: int
    emergency_temp: Decimal


def norm(day: date) -> Norm:
    return norm_on(Norm, "diabetes", day)


def controlled(fpg: Decimal, day: date) -> bool:
    """空腹血糖达标: below the target; a low value is an emergency, not a lack of control."""
    return fpg < norm(day).target_fpg


def emergency(
    fpg: Decimal,
    day: date,
    *,
    sbp: int | None = None,
    dbp: int | None = None,
    heart_rate: int | None = None,
    temp: Decimal | None = None,
    emergency_sign: bool = False,
) -> bool:
    """危急情况: glucose, pressure, heart rate or temperature out of bounds, or a sign that asks for it."""
    held = norm(day)
    return (
        emergency_sign
        or fpg >= held.emergency_fpg_high
        or fpg <= held.emergency_fpg_low
        or (sbp is not None and sbp >= held.emergency_sbp)
        or (dbp is not None and dbp >= held.emergency_dbp)
        or (heart_rate is not None and heart_rate > held.emergency_heart_rate)
        or (temp is not None and temp > held.emergency_temp)
    )


def decide(
    *,
    fpg: Decimal,
    day: date,
    sbp: int | None = None,
    dbp: int | None = None,
    heart_rate: int | None = None,
    temp: Decimal | None = None,
    emergency_sign: bool = False,
    adverse_reaction: bool = False,
    complication: bool = False,
    prev_class: int = 0,
) -> Decision:
    """What follows from one follow-up on `day`; `prev_class`: of the one before (codes/followup_class.csv), 0 none."""
    return followups.decide(
        controlled=controlled(fpg, day),
        emergency=emergency(
            fpg,
            day,
            sbp=sbp,
            dbp=dbp,
            heart_rate=heart_rate,
            temp=temp,
            emergency_sign=emergency_sign,
        ),
        adverse_reaction=adverse_reaction,
        complication=complication,
        prev_class=prev_class,
        day=day,
    )
