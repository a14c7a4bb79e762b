"""重点人群 of a resident, told from the records.  codes/contract_group.csv.

Group 10 (脱贫人口和计划生育特殊家庭等) stands in no record of the clinic: a member of staff adds it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from clinic_app.domain.age import add_years, full_years, is_elderly
from clinic_app.domain.codes import codes
from clinic_app.domain.public_health.services import Service

GENERAL: Final = "0"
ELDERLY: Final = "1"
MOTHERS: Final = "2"
CHILDREN: Final = "3"
DISABLED: Final = "4"
SENT_DOWN: Final = "11"
_FOLLOWED: Final = {Service.HTN: "5", Service.DM: "6", Service.TB: "7", Service.PSYCH: "8", Service.COPD: "9"}
_NOT_DISABLED: Final = "1"  # codes/disability.csv
_OLDEST_CHILD: Final = 6  # full years
_LYING_IN: Final = timedelta(days=42)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the records say of somebody on a day."""

    day: date
    birth_date: date | None
    services: Collection[str] = ()  # open, domain/public_health/services.py
    delivered: date | None = None
    disability: Collection[str] = ()  # of the newest 个人基本信息表
    sent_down: date | None = None  # the newest 双向转诊（回转）单


def groups_of(known: Known) -> tuple[str, ...]:
    """In the order of the table; who is in none is of the general population.

    >>> groups_of(Known(day=date(2026, 11, 22), birth_date=date(1950, 1, 1), services=["htn"]))
    ('1', '5')
    """
    found = {code for service, code in _FOLLOWED.items() if service in known.services}
    if known.birth_date is not None:
        if is_elderly(known.birth_date, known.day):
            found.add(ELDERLY)
        if 0 <= full_years(known.birth_date, known.day) <= _OLDEST_CHILD:
            found.add(CHILDREN)
    if Service.MATERNAL in known.services or _within(known.delivered, known.day, _LYING_IN):
        found.add(MOTHERS)
    if set(known.disability) - {_NOT_DISABLED}:
        found.add(DISABLED)
    if known.sent_down is not None and add_years(known.day, -1) < known.sent_down <= known.day:
        found.add(SENT_DOWN)
    return tuple(code for code in codes("contract_group") if code in found) or (GENERAL,)


def _within(begun: date | None, day: date, span: timedelta) -> bool:
    return begun is not None and begun <= day <= begun + span
