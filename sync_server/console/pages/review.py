"""处方点评: samples, one sheet after the other, appeals."""

from dataclasses import replace
from uuid import UUID

import sqlalchemy as sa
from starlette.responses import Response

from clinic_app.domain.errors import ClinicError
from clinic_app.domain.prescribing.review import CODES, GROUPS, proposed
from clinic_app.domain.prescribing.sentences import sentence
from clinic_app.domain.prescribing.special import SUBJECTS, marks_of
from clinic_app.domain.time import beijing_day
from clinic_app.projections.queries import issued, prescribing, review
from clinic_app.projections.queries.issued import Written
from clinic_app.projections.queries.review import Review, Sampled
from sync_server.console import review_desk
from sync_server.console.visit import HOME, NoSuchPage, Visit
from sync_server.reports import facilities
from sync_server.reports.review import staff_names


def listed(visit: Visit) -> Response:
    return _listed(visit)


def draw(visit: Visit) -> Response:
    try:
        with visit.reading() as db:
            mine = review_desk.scope(visit, db)
        facility = visit.field("facility")
        if facility not in mine:
            raise NoSuchPage(what=facility[:40])
        made = review_desk.draw(visit, facility, visit.field("month"), visit.field("subject"))
    except ClinicError as error:
        return _listed(visit, error)
    return visit.go(_address(made))


def sample(visit: Visit) -> Response:
    """The prescriptions of one sample, and which are done."""
    with visit.reading() as db:
        found = _sample(visit, db)
        written = issued.written_of(db, found.every)
        done = {one.prescription_id: one for one in review.reviews(db, ids=found.every)}
        marks = _marks(db, written)
        names = facilities.names(db)
        people = staff_names(db, [found.facility])
    return visit.show(
        "review_sample.html",
        sample=found,
        written=written,
        done=done,
        marks=marks,
        names=names,
        people=people,
        following=next((one.id for one in written if one.id not in done), None),
    )


def sheet(visit: Visit) -> Response:
    return _sheet(visit)


def judge(visit: Visit) -> Response:
    """The judgement, then the sample's next prescription without one."""
    prescription = visit.path_id("prescription")
    try:
        review_desk.judge(visit, prescription, visit.field("codes"), visit.field("remark"))
    except ClinicError as error:
        return _sheet(visit, error)
    with visit.reading() as db:
        found = _sample_named(visit, db)
        if found is None:
            return visit.go(f"{HOME}review/sheet/{prescription.hex}?said=1")
        after = _next(db, found, prescription)
    return visit.go(f"{HOME}review/sheet/{after.hex}?{_query(found)}" if after else _address(found))


def appeals(visit: Visit) -> Response:
    """Open ones first, then those that ended."""
    with visit.reading() as db:
        mine = review_desk.scope(visit, db)
        found = [one for one in review.reviews(db, mine) if one.appealed]
        names, people = facilities.names(db), staff_names(db, mine)
        written = {one.id: one for one in issued.written_of(db, [one.prescription_id for one in found])}
    return visit.show(
        "review_appeals.html",
        found=sorted(found, key=lambda one: not one.open_appeal),
        written=written,
        names=names,
        people=people,
    )


def conclude(visit: Visit) -> Response:
    try:
        review_desk.conclude(
            visit, visit.path_id("prescription"), visit.field("codes"), visit.field("remark")
        )
    except ClinicError as error:
        return _sheet(visit, error)
    return visit.go(f"{HOME}review/appeals")


def _listed(visit: Visit, error: ClinicError | None = None) -> Response:
    with visit.reading() as db:
        mine = review_desk.scope(visit, db)
        found = review.samples(db, mine)
        done = {one.prescription_id for one in review.reviews(db, mine)}
        open_appeals = sum(one.open_appeal for one in review.reviews(db, mine))
        names = facilities.names(db)
    return visit.show(
        "review.html",
        status=400 if error else 200,
        error=error,
        samples=found,
        done=[sum(each in done for each in one.every) for one in found],
        addresses=[_address(one) for one in found],
        names={code: names.get(code, code) for code in mine},
        subjects=list(SUBJECTS),
        month=visit.field("month") or beijing_day(visit.now).isoformat()[:7],
        open_appeals=open_appeals,
    )


def _sheet(visit: Visit, error: ClinicError | None = None) -> Response:
    with visit.reading() as db:
        one = _within(visit, db, visit.path_id("prescription"))
        hits = issued.checked_again(db, one)
        before = next(iter(review.reviews(db, ids=[one.id])), None)
        named = _sample_named(visit, db)
        names, people = facilities.names(db), staff_names(db, [one.facility])
        marks = _marks(db, [one])
    codes = proposed(replace(one.issued, hits=hits))
    return visit.show(
        "review_sheet.html",
        status=400 if error else 200,
        error=error,
        one=one,
        hits=[(hit, sentence(hit, visit.language)) for hit in hits],
        reasons=one.issued.draft.reasons,
        proposed=codes,
        typed=visit.field("codes") if error else " ".join(_before(before, codes)),
        remark=visit.field("remark") if error else (before.remark if before else ""),
        before=before,
        place=_place(named, one) if named else None,
        query=_query(named) if named else "",
        back=_address(named) if named else f"{HOME}review",
        names=names,
        people=people,
        marks=marks.get(one.id, ()),
        groups={group: [code for code in CODES if code.startswith(group)] for group in GROUPS},
        said=visit.query("said") == "1",
    )


def _before(before: Review | None, found: tuple[str, ...]) -> tuple[str, ...]:
    return found if before is None else before.codes


def _marks(db: sa.Connection, written: list[Written]) -> dict[UUID, tuple[str, ...]]:
    if not written:
        return {}
    day = written[0].issued.day
    knowledge, rules = prescribing.knowledge_on(db, day), review.rules_on(db, day)
    dated = review.versions(db)
    return {one.id: marks_of(one.issued, knowledge, rules, dated) for one in written}


def _within(visit: Visit, db: sa.Connection, prescription: UUID) -> Written:
    """Raises:
    NoPrescription: not there, or of an institution that is not the user's.
    """
    found = issued.one_written(db, prescription)
    if found.facility not in review_desk.scope(visit, db):
        raise issued.NoPrescription(prescription=prescription.hex)
    return found


def _sample(visit: Visit, db: sa.Connection) -> Sampled:
    """Raises:
    NoSuchPage: not drawn, or of an institution that is not the user's.
    """
    facility, month = visit.path_value("facility"), visit.path_value("month")
    found = review.sample_of(db, facility, month, visit.query("subject"))
    if found is None or facility not in review_desk.scope(visit, db):
        raise NoSuchPage(what=f"{facility} {month}"[:40])
    return found


def _sample_named(visit: Visit, db: sa.Connection) -> Sampled | None:
    """The sample that the address says one comes from, if it is the user's."""
    facility, month = visit.query("facility"), visit.query("month")
    if facility not in review_desk.scope(visit, db):
        return None
    return review.sample_of(db, facility, month, visit.query("subject"))


def _next(db: sa.Connection, found: Sampled, after: UUID) -> UUID | None:
    """The next one without a judgement, from the one just done on and then from the beginning."""
    done = {one.prescription_id for one in review.reviews(db, ids=found.every)}
    at = found.every.index(after) if after in found.every else 0
    return next((one for one in (*found.every[at:], *found.every[:at]) if one not in done), None)


def _place(found: Sampled, one: Written) -> tuple[int, int]:
    return (found.every.index(one.id) + 1 if one.id in found.every else 0, len(found.every))


def _query(found: Sampled) -> str:
    return f"facility={found.facility}&month={found.month}&subject={found.subject}"


def _address(found: Sampled) -> str:
    return f"{HOME}review/samples/{found.facility}/{found.month}?subject={found.subject}"
