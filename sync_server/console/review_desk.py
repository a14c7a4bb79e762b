"""点评, 规则包, 微课: what reviewers and officers do.  Each act is also a line of the record."""

from datetime import date
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.prescribing.lessons import LessonText
from clinic_app.projections.queries.review import Sampled
from sync_server.console.audit import Action
from sync_server.console.visit import Visit
from sync_server.publish import review, rule_packs
from sync_server.reports.review import within


def scope(visit: Visit, db: sa.Connection) -> list[str]:
    """The institutions that the user may see here: of his township, or all."""
    return within(db, visit.who.township)


def draw(visit: Visit, facility: str, month: str, subject: str) -> Sampled:
    """Raises:
    BadReviewMonth, BadSubject, DrawnAlready, NothingToReview
    """
    made = review.draw_sample(visit.database, facility, month, subject, author=visit.who.id)
    _note(visit, Action.SAMPLE_DRAWN, f"{facility} {month} {subject}".strip())
    return made


def judge(visit: Visit, prescription: UUID, codes: str, remark: str) -> None:
    """Raises:
    UnknownReviewCode, RemarkTooLong, AnsweredAlready, NoPrescription
    """
    with visit.reading() as db:
        mine = scope(visit, db)
    review.judge(visit.database, prescription, codes, remark, visit.who.name, visit.who.id, mine)
    _note(visit, Action.PRESCRIPTION_REVIEWED, prescription.hex)


def conclude(visit: Visit, prescription: UUID, codes: str, remark: str) -> None:
    """Raises:
    UnknownReviewCode, RemarkTooLong, NoPrescription, NoReview, NoAppeal
    """
    with visit.reading() as db:
        mine = scope(visit, db)
    review.conclude(visit.database, prescription, codes, remark, visit.who.id, mine)
    _note(visit, Action.APPEAL_CONCLUDED, prescription.hex)


def publish_rules(visit: Visit, text: str, from_day: date | None, note: str) -> None:
    """Raises:
    BadPack, RulesVersionKnown, RulesFromBefore
    """
    made = rule_packs.publish_pack(visit.database, text, from_day, note, visit.who.id)
    _note(visit, Action.RULES_PUBLISHED, made.version[:40])


def publish_lesson(visit: Visit, lesson: LessonText) -> None:
    """Raises:
    BadLesson
    """
    rule_packs.publish_lesson(visit.database, lesson, visit.who.id)
    _note(visit, Action.LESSON_PUBLISHED, lesson.id)


def withdraw_lesson(visit: Visit, lesson: str) -> None:
    """Raises:
    NoLesson
    """
    rule_packs.withdraw_lesson(visit.database, lesson, visit.who.id)
    _note(visit, Action.LESSON_WITHDRAWN, lesson[:40])


def _note(visit: Visit, action: Action, object_: str) -> None:
    with visit.writing() as db:
        visit.auditor().note(db, action, object_)
