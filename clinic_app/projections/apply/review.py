"""处方点评, 规则包, 微课."""

import sqlalchemy as sa

from clinic_app.journal.facts.review import (
    LessonPublished,
    LessonRead,
    PrescriptionReviewed,
    ReviewAnswered,
    ReviewConcluded,
    ReviewSampled,
    RulesPublished,
)
from clinic_app.projections.columns import json_text
from clinic_app.projections.tables import review as tables
from clinic_app.projections.upsert import Placed, keep_first, keep_newest


def sampled(connection: sa.Connection, placed: Placed, fact: ReviewSampled) -> None:
    keep_first(
        connection,
        tables.review_sample,
        {"facility": fact.facility, "month": fact.month, "subject": fact.subject},
        "sampled",
        placed,
        seed=fact.seed,
        population=fact.population,
        ids=json_text([str(one) for one in fact.ids]),
        added=json_text([str(one) for one in fact.added]),
    )


def reviewed(connection: sa.Connection, placed: Placed, fact: PrescriptionReviewed) -> None:
    keep_newest(
        connection,
        tables.prescription_review,
        {"prescription_id": fact.prescription_id},
        "reviewed",
        placed,
        facility=fact.facility,
        codes=",".join(fact.codes),
        remark=fact.remark,
        reviewer=fact.reviewer,
    )
    key = {"prescription_id": fact.prescription_id}
    keep_first(connection, tables.prescription_review, key, "first", placed)


def answered(connection: sa.Connection, placed: Placed, fact: ReviewAnswered) -> None:
    key = {"prescription_id": fact.prescription_id, "review_id": fact.review_id or tables.UNNAMED}
    values = {"accepted": fact.accepted, "answer": fact.text}
    keep_first(connection, tables.review_answer, key, "answered", placed, **values)


def concluded(connection: sa.Connection, placed: Placed, fact: ReviewConcluded) -> None:
    key = {"prescription_id": fact.prescription_id, "review_id": fact.review_id or tables.UNNAMED}
    values = {"final_codes": ",".join(fact.codes), "conclusion": fact.remark}
    keep_first(connection, tables.review_conclusion, key, "concluded", placed, **values)


def rules_published(connection: sa.Connection, placed: Placed, fact: RulesPublished) -> None:
    values = {"from_day": fact.from_day, "text": fact.text, "note": fact.note}
    keep_first(connection, tables.rule_pack, {"version": fact.version}, "published", placed, **values)


def lesson_published(connection: sa.Connection, placed: Placed, fact: LessonPublished) -> None:
    keep_newest(
        connection,
        tables.lesson,
        {"lesson": fact.lesson},
        "published",
        placed,
        title=fact.title,
        text=fact.text,
        rules=json_text(list(fact.rules)),
        substances=json_text(list(fact.substances)),
        diagnoses=json_text(list(fact.diagnoses)),
        question=fact.question,
        answers=json_text(list(fact.answers)),
        right_answer=fact.right,
        withdrawn=fact.withdrawn,
    )


def lesson_read(connection: sa.Connection, placed: Placed, fact: LessonRead) -> None:
    key = {"facility": placed.facility, "staff_id": placed.entry.author, "lesson": fact.lesson}
    keep_first(connection, tables.lesson_reading, key, "read", placed, answer=fact.answer)
