"""处方点评: a month's sample is drawn, prescriptions are judged, appeals end."""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.errors import RuleBroken
from clinic_app.domain.prescribing.review import codes_in
from clinic_app.domain.prescribing.sample import draw
from clinic_app.domain.prescribing.special import SUBJECTS, is_about, marks_of
from clinic_app.domain.time import Wall, beijing_day, wall_clock
from clinic_app.journal.facts.review import PrescriptionReviewed, ReviewConcluded, ReviewSampled
from clinic_app.projections.queries import issued, prescribing, review
from clinic_app.projections.queries.issued import Written
from clinic_app.projections.queries.review import Sampled
from sync_server.intake.pen import held_pen
from sync_server.store.engine import Database

MAX_REMARK: Final = 200
_MONTH: Final = re.compile(r"20\d\d-(0[1-9]|1[0-2])")


class BadReviewMonth(RuleBroken):
    """No month, or one that has not begun."""

    code = "review.bad_month"


class BadSubject(RuleBroken):
    """No such special review."""

    code = "review.bad_subject"


class DrawnAlready(RuleBroken):
    """The month's sample was drawn; it is drawn once."""

    code = "review.drawn_already"


class NothingToReview(RuleBroken):
    """No prescription of the month is about it."""

    code = "review.nothing"


class AnsweredAlready(RuleBroken):
    """The prescriber has answered: the judgement stays as it was."""

    code = "review.answered_already"


class NoAppeal(RuleBroken):
    """Nobody appealed, or the appeal has ended."""

    code = "review.no_appeal"


class RemarkTooLong(RuleBroken):
    """A remark has `most` characters at most; an appeal does not end without one."""

    code = "review.bad_remark"


@dataclass(frozen=True, slots=True)
class Population:
    """What a sample is drawn from, and why some wait for after-review."""

    written: tuple[Written, ...]
    marks: dict[UUID, tuple[str, ...]]


def population_of(connection: sa.Connection, facility: str, month: str, subject: str = "") -> Population:
    """Prescriptions of a month that stand and that a special review is about.

    Raises:
        BadReviewMonth, BadSubject
    """
    if not month_known(month):
        raise BadReviewMonth(month=month[:10])
    if subject and subject not in SUBJECTS:
        raise BadSubject(subject=subject[:20])
    first, after = issued.month_days(month)
    knowledge = prescribing.knowledge_on(connection, first)
    rules, dated = review.rules_on(connection, first), review.versions(connection)
    written = tuple(
        one
        for one in issued.written_in(connection, [facility], first, after)
        if is_about(subject, one.issued, knowledge, rules)
    )
    marks = {one.id: found for one in written if (found := marks_of(one.issued, knowledge, rules, dated))}
    return Population(written, marks)


def month_known(month: str) -> bool:
    """Whether it is one: 2026-11."""
    return _MONTH.fullmatch(month) is not None


def draw_sample(
    database: Database,
    facility: str,
    month: str,
    subject: str = "",
    seed: str = "",
    author: str = "",
    wall: Wall = wall_clock,
) -> Sampled:
    """抽样: drawn at random, the same again from its seed; what waits for after-review is added.

    Args:
        seed: empty: a new one.

    Raises:
        BadReviewMonth, BadSubject, DrawnAlready, NothingToReview
    """
    with held_pen(database, wall) as pen:
        if month > beijing_day(wall()).isoformat()[:7]:
            raise BadReviewMonth(month=month[:10])
        if review.sample_of(pen.connection, facility, month, subject) is not None:
            raise DrawnAlready(facility=facility, month=month)
        held = population_of(pen.connection, facility, month, subject)
        if not held.written:
            raise NothingToReview(facility=facility, month=month)
        rules = review.rules_on(pen.connection, issued.month_days(month)[0])
        prescribers = {one.id.hex: one.issued.prescriber for one in held.written}
        drawn = draw(prescribers, seed or secrets.token_hex(8), rules)
        ids = tuple(map(UUID, drawn.chosen))
        pen.append(
            ReviewSampled(
                facility=facility,
                month=month,
                subject=subject,
                seed=drawn.seed,
                population=drawn.population,
                ids=ids,
                added=tuple(one for one in held.marks if one not in set(ids)),
            ),
            author=author,
        )
        made = review.sample_of(pen.connection, facility, month, subject)
    if made is None:
        raise AssertionError("a sample that was drawn is there")
    return made


def judge(
    database: Database,
    prescription_id: UUID,
    codes: str,
    remark: str,
    reviewer: str,
    author: str,
    facilities: Sequence[str] | None = None,
    wall: Wall = wall_clock,
) -> None:
    """点评 of one prescription; said again until the prescriber has answered.

    Args:
        codes: as typed ("1-3 2-5"); empty: reasonable.
        reviewer: the name that the prescriber reads.
        facilities: those that the reviewer may judge; None: all.

    Raises:
        UnknownReviewCode, RemarkTooLong, AnsweredAlready
        NoPrescription: not there, or of another institution.
    """
    chosen = codes_in(codes)
    _require_remark(remark)
    with held_pen(database, wall) as pen:
        found = _within(pen.connection, prescription_id, facilities)
        before = review.reviews(pen.connection, ids=[prescription_id])
        if before and before[0].accepted is not None:
            raise AnsweredAlready()
        fact = PrescriptionReviewed(
            facility=found.facility,
            prescription_id=prescription_id,
            codes=chosen,
            remark=remark.strip(),
            reviewer=reviewer,
        )
        pen.append(fact, found.resident_id, author)


def conclude(
    database: Database,
    prescription_id: UUID,
    codes: str,
    remark: str,
    author: str,
    facilities: Sequence[str] | None = None,
    wall: Wall = wall_clock,
) -> None:
    """申诉复核: which codes stand, and why.

    Raises:
        UnknownReviewCode, RemarkTooLong, NoPrescription, NoReview, NoAppeal
    """
    chosen = codes_in(codes)
    _require_remark(remark, needed=True)
    with held_pen(database, wall) as pen:
        found = _within(pen.connection, prescription_id, facilities)
        standing = review.review_of(pen.connection, prescription_id)
        if not standing.open_appeal:
            raise NoAppeal()
        fact = ReviewConcluded(
            facility=found.facility,
            prescription_id=prescription_id,
            review_id=standing.id,
            codes=chosen,
            remark=remark.strip(),
        )
        pen.append(fact, found.resident_id, author)


def _within(connection: sa.Connection, prescription_id: UUID, facilities: Sequence[str] | None) -> Written:
    found = issued.one_written(connection, prescription_id)
    if facilities is not None and found.facility not in facilities:
        raise issued.NoPrescription(prescription=prescription_id.hex)
    return found


def _require_remark(remark: str, *, needed: bool = False) -> None:
    if len(remark) > MAX_REMARK or (needed and not remark.strip()):
        raise RemarkTooLong(most=MAX_REMARK)
