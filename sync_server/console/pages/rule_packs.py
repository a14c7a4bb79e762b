"""规则包 and 微课: what is in force, a pack that is looked at and published, lessons."""

from datetime import date

from starlette.responses import Response

from clinic_app.domain.errors import ClinicError
from clinic_app.domain.prescribing.lessons import LessonText
from clinic_app.domain.prescribing.packs import BadPack
from clinic_app.domain.time import beijing_day
from clinic_app.projections.queries import review
from sync_server.console import review_desk
from sync_server.console.visit import HOME, Visit
from sync_server.publish.rule_packs import Preview, preview


def listed(visit: Visit) -> Response:
    return _rules(visit)


def look(visit: Visit) -> Response:
    """What a pack would change; nothing is kept."""
    try:
        with visit.reading() as db:
            found = preview(db, _text(visit), _day(visit) or beijing_day(visit.now))
    except ClinicError as error:
        return _rules(visit, error)
    return _rules(visit, found=found)


def publish(visit: Visit) -> Response:
    try:
        review_desk.publish_rules(visit, _text(visit), _day(visit), visit.field("note"))
    except ClinicError as error:
        return _rules(visit, error)
    return visit.go(f"{HOME}review/rules?said=1")


def lessons(visit: Visit) -> Response:
    return _lessons(visit)


def publish_lesson(visit: Visit) -> Response:
    try:
        review_desk.publish_lesson(visit, _lesson(visit))
    except ClinicError as error:
        return _lessons(visit, error)
    return visit.go(f"{HOME}review/lessons?said=1")


def withdraw_lesson(visit: Visit) -> Response:
    review_desk.withdraw_lesson(visit, visit.path_value("lesson"))
    return visit.go(f"{HOME}review/lessons?said=1")


def _rules(visit: Visit, error: ClinicError | None = None, found: Preview | None = None) -> Response:
    today = beijing_day(visit.now)
    with visit.reading() as db:
        standing = review.rules_on(db, today)
        packs = review.packs(db)
    faults = error.faults if isinstance(error, BadPack) else ()
    return visit.show(
        "rule_packs.html",
        status=400 if error else 200,
        error=error,
        faults=[(one.line, one.key, one.words(visit.language)) for one in faults],
        found=found,
        standing=standing,
        packs=packs,
        text=_text(visit),
        note=visit.field("note"),
        from_day=visit.field("from_day") or today.isoformat(),
        said=visit.query("said") == "1",
    )


def _lessons(visit: Visit, error: ClinicError | None = None) -> Response:
    with visit.reading() as db:
        found, read = review.lessons(db), review.readers(db)
    return visit.show(
        "lessons.html",
        status=400 if error else 200,
        error=error,
        lessons=found,
        read=read,
        typed=_lesson(visit),
        said=visit.query("said") == "1",
    )


def _text(visit: Visit) -> str:
    """An uploaded file before what stands in the box."""
    upload = visit.file("file")
    if upload is not None and upload.content:
        return upload.content.decode("utf-8-sig", "replace")
    return visit.field("text").replace("\r\n", "\n")


def _lesson(visit: Visit) -> LessonText:
    answers = tuple(line.strip() for line in visit.field("answers").splitlines() if line.strip())
    right = visit.field("right")
    return LessonText(
        id=visit.field("id"),
        title=visit.field("title"),
        text=visit.field("text"),
        rules=tuple(visit.field("rules").split()),
        substances=tuple(visit.field("substances").split()),
        diagnoses=tuple(visit.field("diagnoses").split()),
        question=visit.field("question"),
        answers=answers,
        right=int(right) - 1 if right.isdigit() and len(right) < 3 else 0,
    )


def _day(visit: Visit) -> date | None:
    try:
        return date.fromisoformat(visit.field("from_day"))
    except ValueError:
        return None
