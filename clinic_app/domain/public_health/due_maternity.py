"""孕产妇 as tasks: the antenatal windows that are open, and the two services after the birth."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from clinic_app.domain.public_health import followups, maternity, services
from clinic_app.domain.public_health.services import Service
from clinic_app.domain.public_health.tasks import (
    Care,
    Done,
    Person,
    Reason,
    Records,
    Task,
    failed,
    norm,
    since,
)

_ABNORMAL = "2"  # 异常, of every form of a pregnancy and after a birth
REFERRED = "REFERRED"  # step: what follows a referral


def maternal(person: Person, care: Care, done: Records) -> Iterator[Task]:
    """While she is pregnant the windows, and after a birth what follows it.

    A birth is told by the end of the service (`delivered`) or by a sheet filled in after it.
    """
    if care.until is not None and care.reason != "delivered":
        return
    delivered = _delivered(care, done)
    if delivered is not None:
        yield from _childbirth(person, delivered, done)
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
    elif (last_period := _last_period(first[-1])) is not None:
        yield from _antenatal(person, care, last_period, done)


def _delivered(care: Care, done: Records) -> date | None:
    """The day of the birth; of several sheets the newest tells it, and better than the end of the service."""
    told = [
        birth
        for form in (services.POSTPARTUM, services.POSTPARTUM_42)
        for record in since(done, form, care.since)
        if (birth := record.on("birth_date")) is not None and birth <= record.day
    ]
    return max(told, default=care.until)


def _last_period(first: Done) -> date | None:
    """末次月经, or what the due date says where it is not known."""
    last_period, due = first.on("lmp"), first.on("edd")
    return due - maternity.TERM if last_period is None and due is not None else last_period


def _antenatal(person: Person, care: Care, last_period: date, done: Records) -> Iterator[Task]:
    """The windows not over at enrolment that hold no contact; 建册 has been, and does not come again."""
    contacts = sorted(
        (
            record
            for form in (services.ANTENATAL_FIRST, services.ANTENATAL)
            for record in since(done, form, care.since)
        ),
        key=lambda record: record.day,
    )
    last = contacts[-1]
    over = last_period + timedelta(weeks=maternity.LONGEST_WEEKS)
    opens = [window.opens(last_period) for window in maternity.windows()] + [over]
    for window, (start, missed_from) in zip(maternity.windows(), pairwise(opens), strict=True):
        last_day = window.closes(last_period)
        held = any(start <= record.day <= last_day for record in contacts)
        if window.key != maternity.EARLY and last_day >= care.since and not held:
            yield Task(
                service=Service.MATERNAL,
                form=window.form,
                step=window.key,
                due_from=start,
                due_by=last_day,
                missed_from=missed_from,
                reason=Reason.PREGNANCY,
                last=last.day,
                failed=failed(person, Service.MATERNAL, last.day),
            )
    yield from _referred(person, last, services.ANTENATAL, over)
    yield _term(person, last_period, last.day)


def _referred(person: Person, last: Done, form: str, over: date) -> Iterator[Task]:
    """异常 is referred and followed within two weeks; `over`: from when on it is too late."""
    by = last.day + followups.SOON
    if last.values.get("class", last.values.get("assess")) == _ABNORMAL:
        yield Task(
            service=Service.MATERNAL,
            form=form,
            step=REFERRED,
            due_from=last.day + timedelta(days=1),
            due_by=by,
            missed_from=max(over, by + timedelta(days=1)),
            reason=Reason.REFERRED,
            last=last.day,
            failed=failed(person, Service.MATERNAL, last.day),
        )


def _term(person: Person, last_period: date, last: date) -> Task:
    """预产期 is here and nobody told a birth: she is asked, and visited when it has been."""
    term = maternity.due_date(last_period)
    return Task(
        service=Service.MATERNAL,
        form=services.POSTPARTUM,
        due_from=term,
        due_by=maternity.postpartum_by(term),
        reason=Reason.TERM,
        last=last,
        failed=failed(person, Service.MATERNAL, max(last, term)),
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
    visits = since(done, services.POSTPARTUM, delivered)
    if visits and not since(done, services.POSTPARTUM_42, delivered):
        over = delivered + timedelta(days=held.check_42_missed_days)
        yield from _referred(person, visits[-1], services.POSTPARTUM, over)
