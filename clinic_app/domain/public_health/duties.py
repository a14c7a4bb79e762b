"""公卫任务: what a visit owes the person beyond the illness, as it stands in red at the left of the doctor's page.

Made by age, blood pressure and diagnosis of this visit and by what is due; nothing here reads or writes.
"""

from collections.abc import Collection, Container
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from clinic_app.domain.age import full_years
from clinic_app.domain.infectious import notifiable
from clinic_app.domain.public_health import hypertension
from clinic_app.domain.public_health.proposals import proposed
from clinic_app.domain.public_health.services import Service

CARD: Final = "infectious_card"  # 传染病报告卡


class DutyKind(StrEnum):
    RECORD = "record"  # 需建立居民健康档案
    PRESSURE = "pressure"  # 35岁首诊测压
    RECHECK = "recheck"  # 血压高，非同日复测
    CARE = "care"  # 诊断了慢性病，还没有纳入管理
    DOSES = "doses"  # 预防接种到期
    RENEW = "renew"  # 家庭医生签约快到期
    FORM = "form"  # 随访、体检等到期


@dataclass(frozen=True, slots=True)
class DueForm:
    """A form that is due now, as the work list has it."""

    service: str
    form: str
    step: str
    due_by: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the tables say of the person on the day of the visit."""

    day: date
    birth_date: date | None
    recorded: bool  # has a health record
    pressure_this_year: bool  # was measured before this visit
    opened: frozenset[str] = frozenset()  # services under which the person is followed
    due: tuple[DueForm, ...] = ()
    carded: frozenset[str] = frozenset()  # diseases that a card has reported, of cases that last still
    doses_due: bool = False  # of a child: due or overdue, and not put off
    renewable: bool = False  # the contract is in its last days


@dataclass(frozen=True, slots=True)
class Duty:
    """One line; `service` and `form` where it leads to one."""

    kind: DutyKind
    service: str = ""
    form: str = ""
    step: str = ""
    due_by: date | None = None

    def is_overdue(self, day: date) -> bool:
        return self.due_by is not None and self.due_by < day


def duties_of(
    known: Known, diagnoses: Collection[str], sbp: int | None, dbp: int | None, no_case: Container[str] = ()
) -> tuple[Duty, ...]:
    """What is owed, with the ICD-10 codes and the pressure (mmHg) of this visit; what is due stands last, the oldest first.

    `no_case`: the notifiable diseases that the doctor answered to be none.

    >>> known = Known(day=date(2026, 11, 22), birth_date=date(1960, 1, 1), recorded=True, pressure_this_year=False)
    >>> [duty.kind.value for duty in duties_of(known, ["I10.x00"], 152, 88)]
    ['care']
    >>> [duty.kind.value for duty in duties_of(known, [], None, None)]
    ['pressure']
    """
    found: list[Duty] = []
    suspected = {one.id for code in diagnoses for one in notifiable(code, known.day)} - known.carded
    if any(one not in no_case for one in suspected):
        found.append(Duty(DutyKind.FORM, form=CARD))
    if not known.recorded:
        found.append(Duty(DutyKind.RECORD))
    new = [one for one in proposed(diagnoses, known.birth_date, known.day) if one not in known.opened]
    norm = hypertension.norm(known.day)
    if Service.HTN not in known.opened and _old_enough(known, norm.from_age):
        if sbp is None and dbp is None:
            if not known.pressure_this_year:
                found.append(Duty(DutyKind.PRESSURE))
        elif Service.HTN not in new and ((sbp or 0) >= norm.recheck_sbp or (dbp or 0) >= norm.recheck_dbp):
            found.append(Duty(DutyKind.RECHECK))
    found += [Duty(DutyKind.CARE, one) for one in new]
    if known.doses_due:
        found.append(Duty(DutyKind.DOSES))
    if known.renewable:
        found.append(Duty(DutyKind.RENEW))
    found += [
        Duty(DutyKind.FORM, one.service, one.form, one.step, one.due_by)
        for one in sorted(known.due, key=lambda one: (one.due_by, one.form, one.step))
    ]
    return tuple(found)


def _old_enough(known: Known, from_age: int) -> bool:
    """Whose age is not known is asked."""
    return known.birth_date is None or full_years(known.birth_date, known.day) >= from_age
