"""Questions about 点评, 规则包 and 微课."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.errors import NotFound
from clinic_app.domain.prescribing.packs import lenient_pack_of
from clinic_app.domain.prescribing.rules import Rules, shipped_rules
from clinic_app.projections.tables.review import (
    UNNAMED,
    lesson,
    lesson_reading,
    prescription_review,
    review_answer,
    review_conclusion,
    review_sample,
    rule_pack,
)


class NoReview(NotFound):
    """The prescription was not reviewed, or the review has not arrived."""

    code = "review.not_found"


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """What was said of one prescription, and what became of that; of two judgements the newer."""

    id: UUID  # of the judgement's entry
    prescription_id: UUID
    facility: str
    codes: tuple[str, ...]
    remark: str
    reviewer: str
    reviewed_ms: int
    accepted: bool | None = None  # None: no answer yet
    answer: str = ""
    answered_ms: int | None = None
    final_codes: tuple[str, ...] = ()
    conclusion: str = ""
    concluded_ms: int | None = None

    @property
    def standing(self) -> tuple[str, ...]:
        """The codes that count: those of the appeal's end, where there was one."""
        return self.codes if self.concluded_ms is None else self.final_codes

    @property
    def appealed(self) -> bool:
        return self.accepted is False

    @property
    def open_appeal(self) -> bool:
        return self.appealed and self.concluded_ms is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sampled:
    """One sample as it was drawn."""

    facility: str
    month: str
    subject: str
    seed: str
    population: int
    ids: tuple[UUID, ...]
    added: tuple[UUID, ...]
    sampled_ms: int
    sampled_by: str

    @property
    def every(self) -> tuple[UUID, ...]:
        return (*self.ids, *self.added)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """A published rule pack."""

    version: str
    from_day: date
    text: str
    note: str
    published_ms: int
    published_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """A lesson that stands."""

    lesson: str
    title: str
    text: str
    rules: tuple[str, ...]
    substances: tuple[str, ...]
    diagnoses: tuple[str, ...]
    question: str
    answers: tuple[str, ...]
    right: int
    published_ms: int


def reviews(
    connection: sa.Connection, facilities: Iterable[str] | None = None, ids: Sequence[UUID] | None = None
) -> list[Review]:
    """Reviews, the newest first; of some institutions, or of some prescriptions."""
    table = prescription_review.c
    statement = sa.select(prescription_review).where(table.reviewed_at.is_not(None))
    if facilities is not None:
        statement = statement.where(table.facility.in_(tuple(facilities)))
    if ids is not None:
        statement = statement.where(table.prescription_id.in_(ids))
    rows = connection.execute(statement.order_by(table.reviewed_at.desc(), table.prescription_id)).all()
    wanted = [row.prescription_id for row in rows]
    answers, conclusions = (_told(connection, one, wanted) for one in (review_answer, review_conclusion))
    return [
        _review(row, _about(row, answers, "answered_at"), _about(row, conclusions, "concluded_at"))
        for row in rows
    ]


def review_of(connection: sa.Connection, prescription_id: UUID) -> Review:
    """Raises:
    NoReview
    """
    found = reviews(connection, ids=[prescription_id])
    if not found:
        raise NoReview(prescription=prescription_id.hex)
    return found[0]


def samples(connection: sa.Connection, facilities: Iterable[str] | None = None) -> list[Sampled]:
    """The newest month first."""
    table = review_sample.c
    statement = sa.select(review_sample)
    if facilities is not None:
        statement = statement.where(table.facility.in_(tuple(facilities)))
    rows = connection.execute(statement.order_by(table.month.desc(), table.facility, table.subject))
    return [_sampled(row) for row in rows]


def sample_of(connection: sa.Connection, facility: str, month: str, subject: str) -> Sampled | None:
    row = connection.execute(
        sa.select(review_sample).where(
            review_sample.c.facility == facility,
            review_sample.c.month == month,
            review_sample.c.subject == subject,
        )
    ).one_or_none()
    return None if row is None else _sampled(row)


def packs(connection: sa.Connection) -> list[Pack]:
    """Published rule packs, the one that is in force last first."""
    table = rule_pack.c
    rows = connection.execute(sa.select(rule_pack).order_by(table.from_day.desc(), table.published_at.desc()))
    return [
        Pack(
            version=row.version,
            from_day=row.from_day,
            text=row.text,
            note=row.note,
            published_ms=row.published_at >> 16,
            published_by=row.published_by,
        )
        for row in rows
    ]


def rules_on(connection: sa.Connection, day: date) -> Rules:
    """The rules of a day: the newest pack in force that this version can read, else the program's own."""
    table = rule_pack.c
    texts = connection.scalars(
        sa.select(table.text)
        .where(table.from_day <= day)
        .order_by(table.from_day.desc(), table.published_at.desc())
    )
    return next((rules for text in texts if (rules := _packed(text)) is not None), shipped_rules())


def versions(connection: sa.Connection) -> dict[str, date]:
    """The day of each version of the rules, for those who find it on a prescription."""
    own = shipped_rules()
    found = {own.version: own.dated}
    for one in packs(connection):
        rules = _packed(one.text)
        if rules is not None:
            found[one.version] = rules.dated
    return found


def lessons(connection: sa.Connection) -> list[Lesson]:
    """Those that stand, the newest first."""
    table = lesson.c
    rows = connection.execute(
        sa.select(lesson).where(table.withdrawn.is_(False)).order_by(table.published_at.desc(), table.lesson)
    )
    return [
        Lesson(
            lesson=row.lesson,
            title=row.title,
            text=row.text,
            rules=tuple(json.loads(row.rules)),
            substances=tuple(json.loads(row.substances)),
            diagnoses=tuple(json.loads(row.diagnoses)),
            question=row.question,
            answers=tuple(json.loads(row.answers)),
            right=row.right_answer,
            published_ms=row.published_at >> 16,
        )
        for row in rows
    ]


def lessons_read(connection: sa.Connection, facility: str, staff_id: str) -> dict[str, int]:
    """Lessons that a member of staff has read, and when first (UTC ms)."""
    table = lesson_reading.c
    rows = connection.execute(
        sa.select(table.lesson, table.read_at).where(table.facility == facility, table.staff_id == staff_id)
    )
    return {row.lesson: row.read_at >> 16 for row in rows}


def readers(connection: sa.Connection) -> dict[str, int]:
    """How many have read each lesson."""
    rows = connection.execute(
        sa.select(lesson_reading.c.lesson, sa.func.count().label("n")).group_by(lesson_reading.c.lesson)
    )
    return {row.lesson: row.n for row in rows}


@lru_cache(maxsize=16)
def _packed(text: str) -> Rules | None:
    """A pack read once."""
    return lenient_pack_of(text, shipped_rules())


def _told(
    connection: sa.Connection, table: sa.Table, prescriptions: Sequence[UUID]
) -> dict[tuple[UUID, UUID], Any]:
    """Answers or conclusions, by prescription and judgement."""
    rows = connection.execute(sa.select(table).where(table.c.prescription_id.in_(prescriptions)))
    return {(row.prescription_id, row.review_id): row for row in rows}


def _about(row: Any, told: Mapping[tuple[UUID, UUID], Any], at: str) -> Any:
    """What was told of this very judgement; what names none is of the one that stood then."""
    named = told.get((row.prescription_id, row.reviewed_entry))
    unnamed = told.get((row.prescription_id, UNNAMED))
    if named is not None or unnamed is None:
        return named
    never_changed = row.reviewed_entry == row.first_entry
    return unnamed if never_changed or getattr(unnamed, at) > row.reviewed_at else None


def _review(row: Any, answer: Any, conclusion: Any) -> Review:
    return Review(
        id=row.reviewed_entry,
        prescription_id=row.prescription_id,
        facility=row.facility,
        codes=_codes(row.codes),
        remark=row.remark,
        reviewer=row.reviewer,
        reviewed_ms=row.reviewed_at >> 16,
        accepted=None if answer is None else answer.accepted,
        answer="" if answer is None else answer.answer,
        answered_ms=None if answer is None else answer.answered_at >> 16,
        final_codes=() if conclusion is None else _codes(conclusion.final_codes),
        conclusion="" if conclusion is None else conclusion.conclusion,
        concluded_ms=None if conclusion is None else conclusion.concluded_at >> 16,
    )


def _sampled(row: Any) -> Sampled:
    return Sampled(
        facility=row.facility,
        month=row.month,
        subject=row.subject,
        seed=row.seed,
        population=row.population,
        ids=tuple(map(UUID, json.loads(row.ids))),
        added=tuple(map(UUID, json.loads(row.added))),
        sampled_ms=row.sampled_at >> 16,
        sampled_by=row.sampled_by,
    )


def _codes(text: str | None) -> tuple[str, ...]:
    return tuple(text.split(",")) if text else ()
