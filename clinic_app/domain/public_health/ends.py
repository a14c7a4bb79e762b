"""结案 by a sheet: what ends a service though nobody closed it, so that the next course can be opened."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from clinic_app.domain.public_health import services
from clinic_app.domain.public_health.services import Service
from clinic_app.domain.public_health.tasks import Done

# 停止治疗原因 of tb_followup; 转入耐多药治疗 is none of the others.
_STOPPED: Final = {"1": "cured", "2": "died", "3": "lost"}
_AFTER_BIRTH: Final = (services.POSTPARTUM, services.POSTPARTUM_42)


def ended(service: str, since: date, done: Iterable[Done]) -> tuple[date, str] | None:
    """The day and the reason (`services.REASONS`) that the newest sheet since the opening tells; None: it goes on.

    A pregnancy ends with the birth that a sheet after it names, the treatment of tuberculosis with its stop date,
    a mental disorder with the death.
    """
    told = [_told(service, one) for one in sorted(done, key=lambda one: one.day) if one.day >= since]
    ends = [one for one in told if one is not None]
    if not ends:
        return None
    day, reason = ends[-1]
    return max(day, since), reason


def _told(service: str, sheet: Done) -> tuple[date, str] | None:
    if service == Service.MATERNAL and sheet.form in _AFTER_BIRTH:
        birth = sheet.on("birth_date")
        return None if birth is None or birth > sheet.day else (birth, "delivered")
    if service == Service.TB and sheet.form == services.FOLLOWUP[Service.TB]:
        stopped = sheet.on("stop_date")
        return (
            None
            if stopped is None
            else (stopped, _STOPPED.get(str(sheet.values.get("stop_reason")), "other"))
        )
    if service == Service.PSYCH and sheet.form == services.FOLLOWUP[Service.PSYCH] and sheet.died:
        return sheet.day, "died"
    return None
