"""应做的服务: what is due for one person under every service, from what was done (docs/worklist.md).

A task holds days alone; how it stands is asked with today's date (`tasks.state_of`).  All of it is pure: the same
records give the same tasks, in whatever order they came.
"""

from collections.abc import Iterator, Mapping
from datetime import date

from clinic_app.domain.age import ELDERLY_FROM, add_years
from clinic_app.domain.public_health import services
from clinic_app.domain.public_health.due_children import child
from clinic_app.domain.public_health.due_followups import begun, checks, next_followup
from clinic_app.domain.public_health.due_maternity import maternal
from clinic_app.domain.public_health.services import Service
from clinic_app.domain.public_health.tasks import Care, Done, Person, Reason, Records, Task


def tasks_of(person: Person) -> tuple[Task, ...]:
    """Everything that is due but what follows from being 65 (`yearly_of`), the earliest first.

    Of two records of one form and day the later in `person.done` counts as the last.
    """
    done: dict[str, list[Done]] = {}
    for record in sorted(person.done, key=lambda one: one.day):
        done.setdefault(record.form, []).append(record)
    found = [
        *(task for care in person.cares for task in _of_care(person, care, done)),
        *checks(person, done),
        *child(person, done),
    ]
    return tuple(sorted(found, key=lambda task: (task.due_by, task.service, task.form, task.step)))


def yearly_of(birth_date: date, year: int, done_on: Mapping[str, date | None]) -> tuple[Task, ...]:
    """老年人: the yearly services of `year` for who is 65 in it; `done_on`: the last day of each form.

    A year that went by is over; what is left of it is not owed any more.
    """
    from_day = add_years(birth_date, ELDERLY_FROM)
    if from_day.year > year:
        return ()
    return tuple(
        Task(
            service=Service.ELDERLY,
            form=form,
            due_from=max(date(year, 1, 1), from_day),
            due_by=date(year, 12, 31),
            reason=Reason.YEARLY,
            step=str(year),
            last=last,
        )
        for form in services.YEARLY
        if (last := done_on.get(form)) is None or last.year < year
    )


def _of_care(person: Person, care: Care, done: Records) -> Iterator[Task]:
    if care.service == Service.MATERNAL:
        yield from maternal(person, care, done)
    elif care.until is None and care.service in services.FOLLOWUP:
        yield from begun(person, care, done)
        yield from next_followup(person, care, done)
