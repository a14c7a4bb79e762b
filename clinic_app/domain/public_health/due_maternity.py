"""孕产妇 as tasks: the antenatal windows that are open, and the two services after the birth."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from clinic_app.domain.public_health import maternity, services
from clinic_app.domain.public_health.services import Service
from clinic_app.domain.public_health.tasks import Care, Person, Reason, Records, Task, failed, norm, since


def maternal(person: Person, care: Care, done: Records) -> Iterator[Task]:
    """While she is pregnant the windows, and after a birth (`delivered`) what follows it."""
    if care.until is not None:
        if care.reason == "delivered":
            yield from _childbirth(person, care.until, done)
        return
    first = since(done, services.ANTENATAL_FIRST, care.since)
    if not first:
        yield Task(
            service=Service.MATERNAL,
            form=services.ANTENATAL_FIRST,
            due_from=care.since,
            due_by=care.since + timedelta(days=norm(care.since).first_days),
            reason=Reason.FIRST,
            failed=failed(person, Service.MATERNAL, care.since),
        )
    elif (last_period := first[-1].on("lmp")) is not None:
        yield from _antenatal(person, care, last_period, done)


def _antenatal(person: Person, care: Care, last_period: date, done: Records) -> Iterator[Task]:
    """The windows not over at enrolment that hold no contact; 建册 has been, and does not come again."""
    contacts = [
        record.day
        for form in (services.ANTENATAL_FIRST, services.ANTENATAL)
        for record in since(done, form, care.since)
    ]
    last = max(contacts)
    over = last_period + timedelta(weeks=maternity.LONGEST_WEEKS)
    opens = [window.opens(last_period) for window in maternity.windows()] + [over]
    for window, (start, missed_from) in zip(maternity.windows(), pairwise(opens), strict=True):
        last_day = window.closes(last_period)
        held = any(start <= day <= last_day for day in contacts)
        if window.key != maternity.EARLY and last_day >= care.since and not held:
            yield Task(
                service=Service.MATERNAL,
                form=window.form,
                step=window.key,
                due_from=start,
                due_by=last_day,
                missed_from=missed_from,
                reason=Reason.PREGNANCY,
                last=last,
                failed=failed(person, Service.MATERNAL, last),
            )


def _childbirth(person: Person, delivered: date, done: Records) -> Iterator[Task]:
    """产后访视 (the birth stands for the discharge) and the check at 42 days."""
    held, check = norm(delivered), maternity.check_42_on(delivered)
    windows = (
        (
            services.POSTPARTUM,
            delivered,
            maternity.postpartum_by(delivered),
            delivered + timedelta(days=held.postpartum_missed_days),
        ),
        (
            services.POSTPARTUM_42,
            check,
            check + timedelta(days=held.check_42_days),
            check + timedelta(days=held.check_42_missed_days),
        ),
    )
    for form, start, last_day, missed_from in windows:
        if not since(done, form, delivered):
            yield Task(
                service=Service.MATERNAL,
                form=form,
                due_from=start,
                due_by=last_day,
                missed_from=missed_from,
                reason=Reason.CHILDBIRTH,
                failed=failed(person, Service.MATERNAL, delivered),
            )
