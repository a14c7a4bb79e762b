"""应做的服务 as values: what was done, for whom, what is due, and how it stands today (docs/worklist.md)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any, Final

from clinic_app.domain.immunization.series import Given
from clinic_app.domain.public_health import services
from clinic_app.domain.public_health.norms import norm_on
from clinic_app.domain.public_health.services import Service

_EARLIEST: Final = 1880  # years
_LATEST: Final = 2200
_STOPPED_BY_DEATH: Final = "2"  # 停止治疗原因 of tb_followup


@dataclass(frozen=True, slots=True, kw_only=True)
class Norm:
    """resources/public_health/due.toml; all in days but for the months of `tb_intensive_months`."""

    first_days: int
    tb_first_days: int
    lead_short: int
    lead_short_upto: int
    lead_soon: int
    lead_soon_upto: int
    lead_usual: int
    lost_after: int  # contacts
    urgent_days: int
    tb_intensive_months: int
    tb_first_tries: int
    postpartum_missed_days: int
    check_42_days: int
    check_42_missed_days: int


def norm(day: date) -> Norm:
    return norm_on(Norm, "due", day)


class Reason(StrEnum):
    """Why a task is due on its day."""

    FIRST = "first"  # the service was opened
    REPORT = "report"  # and was not met: the level above is told
    USUAL = "usual"  # all was well the last time
    SOON = "soon"  # it was not
    MONTH = "month"  # still basically stable
    AGREED = "agreed"  # the day that was agreed, before the last one
    RHYTHM = "rhythm"  # of the treatment
    YEARLY = "yearly"
    AGE = "age"
    PREGNANCY = "pregnancy"
    REFERRED = "referred"  # something was abnormal: within two weeks
    TERM = "term"  # 预产期 is over and no birth was told
    CHILDBIRTH = "childbirth"
    SCHEDULE = "schedule"  # 免疫程序


class State(StrEnum):
    FUTURE = "future"  # 未到期
    DUE = "due"  # 可执行
    OVERDUE = "overdue"  # 过期
    MISSED = "missed"  # 已错过: the time for it is over
    LOST = "lost"  # 失访


@dataclass(frozen=True, slots=True)
class Done:
    """One record of a form that stands."""

    form: str
    day: date
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def found(self) -> int:
        """The class of the follow-up, 0 when it says none."""
        return self.number("class")

    @property
    def lost(self) -> bool:
        """失访: the sheet says why nobody was met; no follow-up was given."""
        return bool(self.values.get("lost_reason"))

    @property
    def died(self) -> bool:
        """The sheet of a mental disorder or of tuberculosis tells the death."""
        told = {
            services.FOLLOWUP[Service.PSYCH]: bool(self.values.get("death")),
            services.FOLLOWUP[Service.TB]: self.values.get("stop_reason") == _STOPPED_BY_DEATH,
        }
        return told.get(self.form, False)

    def number(self, key: str) -> int:
        """A small whole number of the record, 0 when it is empty or none."""
        text = str(self.values.get(key, ""))
        return int(text) if text.isascii() and text.isdigit() and len(text) <= 4 else 0

    def on(self, key: str) -> date | None:
        """A day of the record, None when it is empty or no day."""
        return sensible(str(self.values.get(key, ""))[:10])


@dataclass(frozen=True, slots=True, kw_only=True)
class Care:
    """One service as it was opened last; `until` is its end."""

    service: str
    since: date
    until: date | None = None
    reason: str = ""  # of the end


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """What due rules ask of somebody who is here."""

    birth_date: date | None
    sex: str = ""  # GB/T 2261.1
    known_since: date  # first registered here: what was to be done before is not ours
    served: bool = (
        True  # has a health record, a household or a service here, and is not somebody passing through
    )
    cares: tuple[Care, ...] = ()
    done: tuple[Done, ...] = ()
    missed: tuple[tuple[str, date], ...] = ()  # contacts: service, day
    doses: tuple[Given, ...] = ()  # vaccinations, the oldest first
    put_off: Mapping[str, date] = field(default_factory=dict)  # series of vaccines: until a day

    @property
    def newest(self) -> date:
        """The last day of which anything is known."""
        days = (*(one.day for one in self.done), *(one.since for one in self.cares))
        return max(self.known_since, *days) if days else self.known_since


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One service that is due: first and last day, and from when on it is too late."""

    service: str
    form: str
    due_from: date
    due_by: date
    reason: Reason
    step: str = ""  # which of several: MID1, M6; of a yearly one the year; of vaccination the doses
    missed_from: date | None = None
    last: date | None = None  # the record before
    failed: int = 0  # contacts since then


def rolled(task: Task, today: date) -> Task:
    """A yearly task as it is due today: a year that went by is over, and this one owes it anew."""
    if task.reason is not Reason.YEARLY or task.due_by.year >= today.year:
        return task
    return replace(task, due_from=date(today.year, 1, 1), due_by=date(today.year, 12, 31))


def state_of(task: Task, today: date) -> State:
    """How a task stands today, once it is `rolled`."""
    if task.failed >= norm(today).lost_after:
        return State.LOST
    if task.missed_from is not None and today >= task.missed_from:
        return State.MISSED
    if today < task.due_from:
        return State.FUTURE
    return State.OVERDUE if today > task.due_by else State.DUE


def sensible(text: str) -> date | None:
    """A day as it is written, None for what is none or lies far outside of anybody's life."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if _EARLIEST <= day.year <= _LATEST else None


Records = Mapping[str, list[Done]]  # by form, by day


def since(done: Records, form: str, day: date) -> list[Done]:
    """The records of a form from a day on."""
    return [record for record in done.get(form, ()) if record.day >= day]


def failed(person: Person, service: str, day: date) -> int:
    """How often the person was not reached for a service from a day on."""
    return sum(one == service and on >= day for one, on in person.missed)
