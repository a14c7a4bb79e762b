"""应做的服务: what is due for one person under every service, from what was done (docs/worklist.md).

A task holds days alone; how it stands is asked with today's date (`tasks.state_of`).  All of it is pure: the same
records give the same tasks, in whatever order they came.
"""

from collections.abc import Iterator

from clinic_app.domain.public_health import services
from clinic_app.domain.public_health.due_children import child
from clinic_app.domain.public_health.due_doses import doses
from clinic_app.domain.public_health.due_followups import begun, next_followup
from clinic_app.domain.public_health.due_maternity import maternal
from clinic_app.domain.public_health.due_yearly import yearly
from clinic_app.domain.public_health.services import Service
from clinic_app.domain.public_health.tasks import Care, Done, Person, Records, Task


def tasks_of(person: Person) -> tuple[Task, ...]:
    """Everything that is due, the earliest first.

    Of two records of one form and day the later in `person.done` counts as the last.
    """
    if any(record.died for record in person.done):
        return ()  # also before the death stands on the health record
    done: dict[str, list[Done]] = {}
    for record in sorted(person.done, key=lambda one: one.day):
        done.setdefault(record.form, []).append(record)
    found = [
        *(task for care in person.cares for task in _of_care(person, care, done)),
        *yearly(person, done),
        *child(person, done),
        *doses(person),
    ]
    return tuple(sorted(found, key=lambda task: (task.due_by, task.service, task.form, task.step)))


def _of_care(person: Person, care: Care, done: Records) -> Iterator[Task]:
    if care.service == Service.MATERNAL:
        yield from maternal(person, care, done)
    elif care.until is None and care.service in services.FOLLOWUP:
        yield from begun(person, care, done)
        yield from next_followup(person, care, done)
