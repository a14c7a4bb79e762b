"""规则包 and 微课: what the county changes of the rules of a prescription, and what it teaches beside them."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from clinic_app.domain.errors import RuleBroken
from clinic_app.domain.prescribing.lessons import LessonText, require_sound
from clinic_app.domain.prescribing.packs import Changed, changes, pack_of
from clinic_app.domain.prescribing.rules import shipped_rules
from clinic_app.domain.time import Wall, beijing_day, wall_clock
from clinic_app.journal.facts.review import LessonPublished, RulesPublished
from clinic_app.projections.queries import review
from sync_server.intake.pen import held_pen
from sync_server.store.engine import Database


class RulesVersionKnown(RuleBroken):
    """A pack of this version was published before, or the program's own rules are called so."""

    code = "rules.version_known"


class RulesFromBefore(RuleBroken):
    """A pack is in force from today on at the earliest: what was signed is not judged anew."""

    code = "rules.from_before"


class NoLesson(RuleBroken):
    """There is no such lesson to be withdrawn."""

    code = "lesson.not_found"


@dataclass(frozen=True, slots=True)
class Preview:
    """What a pack would change of what is in force on its day."""

    version: str
    dated: date
    changes: tuple[Changed, ...]


def preview(connection: sa.Connection, text: str, day: date) -> Preview:
    """Raises:
    BadPack
    """
    made = pack_of(text, shipped_rules())
    return Preview(made.version, made.dated, changes(review.rules_on(connection, day), made))


def publish_pack(
    database: Database,
    text: str,
    from_day: date | None = None,
    note: str = "",
    author: str = "",
    wall: Wall = wall_clock,
) -> Preview:
    """A rule pack for every clinic, in force from a day on (None: today); answers what it changes.

    Raises:
        BadPack, RulesVersionKnown, RulesFromBefore
    """
    today = beijing_day(wall())
    day = from_day or today
    if day < today:
        raise RulesFromBefore(day=day.isoformat())
    with held_pen(database, wall) as pen:
        found = preview(pen.connection, text, day)
        if found.version in review.versions(pen.connection):
            raise RulesVersionKnown(version=found.version)
        fact = RulesPublished(version=found.version, from_day=day, text=text, note=note.strip()[:200])
        pen.append(fact, author=author)
    return found


def publish_lesson(database: Database, lesson: LessonText, author: str = "", wall: Wall = wall_clock) -> None:
    """A lesson for every clinic; one of the same id takes the older one's place.

    Raises:
        BadLesson
    """
    require_sound(lesson)
    with held_pen(database, wall) as pen:
        fact = LessonPublished(
            lesson=lesson.id,
            title=lesson.title,
            text=lesson.text,
            rules=lesson.rules,
            substances=lesson.substances,
            diagnoses=lesson.diagnoses,
            question=lesson.question,
            answers=lesson.answers,
            right=lesson.right,
        )
        pen.append(fact, author=author)


def withdraw_lesson(database: Database, lesson: str, author: str = "", wall: Wall = wall_clock) -> None:
    """Raises:
    NoLesson
    """
    with held_pen(database, wall) as pen:
        standing = next((one for one in review.lessons(pen.connection) if one.lesson == lesson), None)
        if standing is None:
            raise NoLesson(lesson=lesson[:40])
        fact = LessonPublished(lesson=lesson, title=standing.title, text=standing.text, withdrawn=True)
        pen.append(fact, author=author)
