"""随访 of chronic patients: with what a service begins, when the next follow-up is due."""

from collections.abc import Iterator
from datetime import date, timedelta

from clinic_app.domain.public_health import followups, mental_disorder, services, tuberculosis
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
from clinic_app.domain.public_health.tuberculosis import Phase


def begun(person: Person, care: Care, done: Records) -> Iterator[Task]:
    """The form with which a service begins."""
    service = Service(care.service)
    form = services.FIRST.get(service)
    if form is None or since(done, form, care.since):
        return
    if service is not Service.TB and done.get(form):
        return  # who comes back brings it along
    held = norm(care.since)
    tried = failed(person, service, care.since)
    days, reason = held.first_days, Reason.FIRST
    if service is Service.TB:
        days = held.tb_first_days
        reason = Reason.REPORT if tried >= held.tb_first_tries else reason
    yield Task(
        service=service,
        form=form,
        due_from=care.since,
        due_by=care.since + timedelta(days=days),
        reason=reason,
        failed=tried,
    )


def next_followup(person: Person, care: Care, done: Records) -> Iterator[Task]:
    """The next follow-up; of tuberculosis none before the first visit or after the end of the treatment."""
    service = Service(care.service)
    form = services.FOLLOWUP[service]
    recorded = since(done, form, care.since)
    before = [record for record in recorded if not record.lost]
    if service is Service.TB:
        before = sorted(
            [*since(done, services.FIRST[service], care.since), *before], key=lambda record: record.day
        )
        if not before or before[-1].on("stop_date") is not None:
            return
    if not before:
        yield Task(
            service=service,
            form=form,
            due_from=care.since,
            due_by=care.since + timedelta(days=norm(care.since).first_days),
            reason=Reason.FIRST,
            failed=_failed(person, service, care.since, recorded),
        )
        return
    last = before[-1]
    by, reason = _next(service, before)
    if by is None:
        return
    yield Task(
        service=service,
        form=form,
        due_from=max(last.day + timedelta(days=1), by - timedelta(days=_lead(last.day, by))),
        due_by=by,
        reason=reason,
        last=last.day,
        failed=_failed(person, service, last.day, recorded),
    )


def _failed(person: Person, service: str, day: date, recorded: list[Done]) -> int:
    """Contacts in vain since a day; a sheet that says 失访 stands for all of them."""
    lost = any(record.lost and record.day >= day for record in recorded)
    return norm(day).lost_after if lost else failed(person, service, day)


def _next(service: Service, before: list[Done]) -> tuple[date | None, Reason]:
    """The last day of the next follow-up and why; None where nothing says it."""
    last = before[-1]
    by, reason = _by_norm(service, before)
    agreed = last.on("next_visit_date")
    if agreed is not None and agreed > last.day and (by is None or agreed < by):
        return agreed, Reason.AGREED
    return by, reason


def _by_norm(service: Service, before: list[Done]) -> tuple[date | None, Reason]:
    last = before[-1]
    if service is Service.TB:
        return _tuberculosis(last)
    if service is Service.COPD or not last.found:
        return None, Reason.AGREED  # the norm of COPD is not at hand: only what was agreed
    if service is Service.PSYCH:
        return _mental_disorder(before)
    well = last.found == followups.FollowupClass.CONTROLLED
    return followups.next_visit_by(last.found, last.day), Reason.USUAL if well else Reason.SOON


def _tuberculosis(last: Done) -> tuple[date, Reason]:
    intensive = last.number("month") <= norm(last.day).tb_intensive_months
    phase = Phase.INTENSIVE if intensive else Phase.CONTINUATION
    usual = tuberculosis.next_visit_by(phase, last.day)
    referred = bool(last.values.get("adverse") or last.values.get("complication"))
    by = tuberculosis.next_visit_by(phase, last.day, referred=referred)
    return by, Reason.REFERRED if by < usual else Reason.RHYTHM


def _mental_disorder(before: list[Done]) -> tuple[date | None, Reason]:
    last = before[-1]
    if last.found not in tuple(mental_disorder.Stability):
        return None, Reason.AGREED
    found = mental_disorder.Stability(last.found)
    again = before[-2].found if len(before) > 1 else 0
    by = mental_disorder.decide(found, last.day, again).next_visit_by
    if found is mental_disorder.Stability.STABLE:
        return by, Reason.USUAL
    return by, Reason.SOON if by == last.day + followups.SOON else Reason.MONTH


def _lead(last: date, by: date) -> int:
    """How long before its last day a follow-up may be given."""
    held, days = norm(last), (by - last).days
    if days <= held.lead_short_upto:
        return held.lead_short
    return held.lead_soon if days <= held.lead_soon_upto else held.lead_usual
