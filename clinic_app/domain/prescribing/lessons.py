"""微课: a few sentences that speak beside a rule; as a county writes them in TOML."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from clinic_app.domain.errors import RuleBroken

MAX_TITLE: Final = 40
MAX_TEXT: Final = 400  # characters
MAX_ANSWERS: Final = 4
_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
_RULE: Final = re.compile(r"[PT]\d{1,2}")
_LISTS: Final = ("rules", "substances", "diagnoses", "answers")
_TEXTS: Final = ("id", "title", "text", "question")


class BadLesson(RuleBroken):
    """A lesson is refused: `key` is missing, too long, or belongs to nothing."""

    code = "lesson.bad"


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonText:
    """A lesson before it is published."""

    id: str
    title: str
    text: str
    rules: tuple[str, ...] = ()
    substances: tuple[str, ...] = ()
    diagnoses: tuple[str, ...] = ()  # beginnings of ICD-10 codes
    question: str = ""
    answers: tuple[str, ...] = ()
    right: int = 0


def lesson_of(toml: str) -> LessonText:
    """
    Raises:
        BadLesson: no TOML, or what `require_sound` refuses.
    """
    try:
        data = tomllib.loads(toml)
    except tomllib.TOMLDecodeError as error:
        raise BadLesson(key=str(error)[:60]) from error
    unknown = sorted(data.keys() - {*_TEXTS, *_LISTS, "right"})
    if unknown:
        raise BadLesson(key=unknown[0])
    lesson = LessonText(
        id=_text(data, "id"),
        title=_text(data, "title"),
        text=_text(data, "text"),
        rules=_texts(data, "rules"),
        substances=_texts(data, "substances"),
        diagnoses=_texts(data, "diagnoses"),
        question=_text(data, "question"),
        answers=_texts(data, "answers"),
        right=data["right"] if type(data.get("right")) is int else 0,
    )
    require_sound(lesson)
    return lesson


def require_sound(lesson: LessonText) -> None:
    """
    Raises:
        BadLesson
    """
    asks = bool(lesson.question)
    checks = (
        ("id", bool(_ID.fullmatch(lesson.id))),
        ("title", 0 < len(lesson.title) <= MAX_TITLE),
        ("text", 0 < len(lesson.text) <= MAX_TEXT),
        ("rules", all(_RULE.fullmatch(one) for one in lesson.rules)),
        ("rules", bool(lesson.rules or lesson.substances or lesson.diagnoses)),
        ("question", len(lesson.question) <= 2 * MAX_TITLE),
        ("answers", 2 <= len(lesson.answers) <= MAX_ANSWERS if asks else not lesson.answers),
        ("answers", all(0 < len(one) <= MAX_TITLE for one in lesson.answers)),
        ("right", 0 <= lesson.right < max(1, len(lesson.answers))),
    )
    wrong = next((key for key, sound in checks if not sound), None)
    if wrong is not None:
        raise BadLesson(key=wrong)


def belongs(lesson: Any, rule: str, substances: Iterable[str] = (), diagnoses: Iterable[str] = ()) -> bool:
    """Whether a lesson speaks where a rule does, about these substances, with these diagnoses."""
    return (
        (not lesson.rules or rule in lesson.rules)
        and (not lesson.substances or not set(lesson.substances).isdisjoint(substances))
        and (not lesson.diagnoses or any(one.startswith(lesson.diagnoses) for one in diagnoses))
    )


def _text(data: dict[str, Any], key: str) -> str:
    value = data.get(key, "")
    if not isinstance(value, str):
        raise BadLesson(key=key)
    return value.strip()


def _texts(data: dict[str, Any], key: str) -> tuple[str, ...]:
    value = data.get(key, [])
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise BadLesson(key=key)
    return tuple(one.strip() for one in value)
