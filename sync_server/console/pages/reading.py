"""阅片: what waits to be read, one order with its form, what was read."""

from dataclasses import dataclass, replace
from typing import Final

from starlette.responses import Response

from clinic_app.domain.age import written_age
from clinic_app.domain.errors import ClinicError
from clinic_app.domain.examinations.kinds import Phrase, phrases
from clinic_app.domain.time import beijing_day
from sync_server.console import reading_desk
from sync_server.console.views import whole
from sync_server.console.visit import HOME, Visit
from sync_server.publish.examinations import MAX_CONCLUSION, MAX_FINDINGS, ReadMeanwhile
from sync_server.reports import facilities, readings
from sync_server.reports.overview import DAY_MS
from sync_server.reports.readings import Referral

_DAYS: Final = 30  # of the median


@dataclass(frozen=True, slots=True)
class _Typed:
    """What stands in the form."""

    findings: str
    conclusion: str
    seen: int  # `read_ms` of the reading that the form was opened on; 0: none


def listed(visit: Visit) -> Response:
    with visit.reading() as db:
        waiting = readings.waiting(db)
        opened = reading_desk.being_read(visit, db)
        paces = readings.paces(db, visit.now - _DAYS * DAY_MS)
        names = facilities.names(db)
    return visit.show(
        "reading.html",
        waiting=waiting,
        ages={one.order.id: _age(visit, one) for one in waiting},
        opened=opened,
        paces=paces,
        days=_DAYS,
        names=names,
        said=visit.query("said") == "1",
    )


def done(visit: Visit) -> Response:
    text = visit.query("text")[:40]
    with visit.reading() as db:
        found = readings.done(db, text, whole(visit.query("before")))
        names = facilities.names(db)
    return visit.show(
        "reading_done.html",
        found=found,
        names=names,
        text=text,
        newer=bool(visit.query("before")),
        before=found[-1].read_at if len(found) == readings.PAGE else None,
    )


def sheet(visit: Visit) -> Response:
    return _sheet(visit)


def act(visit: Visit) -> Response:
    """A template put into the form, or the reading signed."""
    typed = _Typed(visit.field("findings"), visit.field("conclusion"), whole(visit.field("seen")) or 0)
    if visit.field("act") == "phrase":
        return _sheet(visit, typed=typed, phrase=visit.field("phrase"))
    try:
        examination = visit.path_id("examination")
        reading_desk.read(visit, examination, typed.findings, typed.conclusion, typed.seen)
    except ClinicError as error:
        return _sheet(visit, error, typed)
    return visit.go(f"{HOME}reading?said=1")


def _sheet(
    visit: Visit, error: ClinicError | None = None, typed: _Typed | None = None, phrase: str = ""
) -> Response:
    """Raises:
    NotReferred
    """
    with visit.reading() as db:
        one = readings.referral_of(db, visit.path_id("examination"))
        names = facilities.names(db)
    reading = one.order.reading
    choices = phrases().get(one.order.category, ())
    if typed is None:
        typed = _Typed("", "", 0)
        if reading is not None and not one.waits:
            typed = _Typed(reading.findings, reading.conclusion, 0)
    if reading is not None and (isinstance(error, ReadMeanwhile) or not visit.form):
        typed = replace(typed, seen=reading.read_ms)
    return visit.show(
        "reading_sheet.html",
        status=400 if error else 200,
        error=error,
        one=one,
        age=_age(visit, one),
        facility=names.get(one.order.facility, one.order.facility),
        others=reading_desk.open_order(visit, one.order.id),
        typed=_with_phrase(typed, choices, phrase),
        phrases=choices,
        phrase=phrase,
        most=(MAX_FINDINGS, MAX_CONCLUSION),
    )


def _with_phrase(typed: _Typed, choices: tuple[Phrase, ...], name: str) -> _Typed:
    """A template goes behind what was typed, and never in twice."""
    chosen = next((one for one in choices if one.name == name), None)
    if chosen is None:
        return typed
    findings, conclusion = (
        _behind(typed.findings, chosen.findings),
        _behind(typed.conclusion, chosen.conclusion),
    )
    return _Typed(findings, conclusion, typed.seen)


def _behind(text: str, more: str) -> str:
    return text if more in text else f"{text}\n{more}" if text else more


def _age(visit: Visit, one: Referral) -> str:
    born = one.order.birth_date
    return written_age(born, beijing_day(visit.now)) if born else ""
