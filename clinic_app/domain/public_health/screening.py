"""高血压筛查: whom to measure again, who is at risk, who comes next year.

Source: 国家基本公共卫生服务规范（第三版）, 高血压患者健康管理服务规范, 筛查.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from clinic_app.domain.public_health import hypertension
from clinic_app.domain.public_health.hypertension import Norm
from clinic_app.domain.public_health.rounding import tenths_of


class Group(StrEnum):
    NOT_TARGET = "NOT_TARGET"  # too young
    RECHECK = "RECHECK"  # measured high: on other days again
    HIGH_RISK = "HIGH_RISK"  # every half year
    ROUTINE = "ROUTINE"  # every year


class Risk(StrEnum):
    """高危因素, in the order of the norm."""

    HIGH_NORMAL = "HIGH_NORMAL"
    WEIGHT = "WEIGHT"
    FAMILY = "FAMILY"
    SALT = "SALT"
    ALCOHOL = "ALCOHOL"
    AGE55 = "AGE55"


@dataclass(frozen=True, slots=True, kw_only=True)
class Screened:
    """One person as measured; what was not measured is None and counts for no risk."""

    age: int  # full years
    sex: str  # GB/T 2261.1
    sbp: int | None
    dbp: int | None
    bmi: Decimal | None
    waist: Decimal | None  # cm
    family_history: bool  # first or second degree
    high_salt: bool  # for long
    heavy_drinking: bool  # for long, 100 ml of spirits or more a day


def screen(person: Screened, day: date) -> tuple[Group, tuple[Risk, ...]]:
    """The group, and the risks in their order; who is too young has none."""
    norm = hypertension.norm(day)
    if person.age < norm.from_age:
        return Group.NOT_TARGET, ()
    risks = _risks(person, norm)
    if _at_least(person.sbp, norm.recheck_sbp) or _at_least(person.dbp, norm.recheck_dbp):
        return Group.RECHECK, risks
    return (Group.HIGH_RISK if risks else Group.ROUTINE), risks


def _risks(person: Screened, norm: Norm) -> tuple[Risk, ...]:
    found = {
        Risk.HIGH_NORMAL: _is_high_normal(person.sbp, person.dbp, norm),
        Risk.WEIGHT: _is_heavy(person, norm),
        Risk.FAMILY: person.family_history,
        Risk.SALT: person.high_salt,
        Risk.ALCOHOL: person.heavy_drinking,
        Risk.AGE55: person.age >= norm.risk_age,
    }
    return tuple(risk for risk, holds in found.items() if holds)


def _is_high_normal(sbp: int | None, dbp: int | None, norm: Norm) -> bool:
    """正常高值: 130-139 and/or 85-89, and neither value high."""
    if _at_least(sbp, norm.recheck_sbp) or _at_least(dbp, norm.recheck_dbp):
        return False
    return _at_least(sbp, norm.high_normal_sbp) or _at_least(dbp, norm.high_normal_dbp)


def _is_heavy(person: Screened, norm: Norm) -> bool:
    """Overweight by the rounded BMI, or a large waist; of unknown sex only what is large for men too."""
    waist = norm.risk_waist_women if person.sex == "2" else norm.risk_waist_men
    heavy = person.bmi is not None and tenths_of(person.bmi) >= norm.risk_bmi
    return heavy or (person.waist is not None and person.waist >= waist)


def _at_least(value: int | None, limit: int) -> bool:
    return value is not None and value >= limit
