"""每年一次: the health check of chronic patients and of the elderly, and what else the elderly have each year."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from clinic_app.domain.age import ELDERLY_FROM, add_years
from clinic_app.domain.public_health import services
from clinic_app.domain.public_health.services import Service
from clinic_app.domain.public_health.tasks import Person, Reason, Records, Task, failed

_AHEAD: Final = 20  # years: who is 65 later than that is told nothing yet


def yearly(person: Person, done: Records) -> Iterator[Task]:
    """One task a form, for the first year that has none; it rolls on by itself (`tasks.rolled`)."""
    elderly_from = _elderly_from(person)
    checked = min(
        (care for care in person.cares if care.service in services.CHECKED and care.until is None),
        key=lambda care: (care.since, care.service),
        default=None,
    )
    if checked is not None:
        starts = [one for one in (checked.since, elderly_from) if one is not None]
        yield _task(person, done, services.HEALTH_CHECK, checked.service, min(starts))
    elif elderly_from is not None:
        yield _task(person, done, services.HEALTH_CHECK, Service.ELDERLY, elderly_from)
    if elderly_from is not None:
        for form in services.ELDERLY_FORMS:
            yield _task(person, done, form, Service.ELDERLY, elderly_from)


def _elderly_from(person: Person) -> date | None:
    """The first day as one of the elderly here; None for who is not served, or much too young."""
    if person.birth_date is None or not person.served:
        return None
    birthday = add_years(person.birth_date, ELDERLY_FROM)
    return max(birthday, person.known_since) if birthday <= add_years(person.newest, _AHEAD) else None


def _task(person: Person, done: Records, form: str, service: str, start: date) -> Task:
    last = max((record.day for record in done.get(form, ())), default=None)
    year = start.year if last is None else max(start.year, last.year + 1)
    due_from = max(start, date(year, 1, 1))
    return Task(
        service=service,
        form=form,
        due_from=due_from,
        due_by=date(year, 12, 31),
        reason=Reason.YEARLY,
        last=last,
        failed=failed(person, service, due_from) if service == Service.ELDERLY else 0,
    )
