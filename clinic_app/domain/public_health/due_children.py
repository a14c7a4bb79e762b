"""0～6岁儿童 as tasks: the visits not recorded yet, and 中医药 guidance beside them."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from clinic_app.domain.age import add_years
from clinic_app.domain.public_health import children, services
from clinic_app.domain.public_health.services import Service
from clinic_app.domain.public_health.tasks import Person, Reason, Records, Task, failed


def child(person: Person, done: Records) -> Iterator[Task]:
    """What was over before the child was known here is not owed."""
    if not person.served or person.birth_date is None:
        return
    held = _held(done)
    for visit, due, missed_from in _windows(person.birth_date):
        steps = [(visit.form, visit.late_after.after(due), missed_from)]
        if visit.tcm:
            steps.append((services.TCM_CHILD, visit.late_after.after(due), missed_from))
        for form, late_on, over in steps:
            if over > person.known_since and (form == services.TCM_CHILD, visit.key) not in held:
                yield Task(
                    service=Service.CHILD,
                    form=form,
                    step=visit.key,
                    due_from=due,
                    due_by=late_on - timedelta(days=1),
                    missed_from=over,
                    reason=Reason.AGE,
                    failed=failed(person, Service.CHILD, due),
                )


def _windows(birth: date) -> Iterator[tuple[children.Visit, date, date]]:
    """Each visit with the day it is due and the day the next one is."""
    visits = children.visits()
    due = [visit.due.after(birth) for visit in visits] + [add_years(birth, children.UP_TO_AGE)]
    for visit, (start, end) in zip(visits, pairwise(due), strict=True):
        yield visit, start, end


def _held(done: Records) -> frozenset[tuple[bool, str]]:
    """What was recorded: whether it is 中医药, and the visit."""
    forms = {visit.form for visit in children.visits()} | {services.TCM_CHILD}
    newborn = children.visits()[0]
    return frozenset(
        (form == services.TCM_CHILD, newborn.key if form == newborn.form else str(record.values.get("visit")))
        for form in forms
        for record in done.get(form, ())
    )
