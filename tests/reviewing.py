"""Judgements, lessons and rule packs as a county would send them to a clinic of one day."""

from uuid import UUID

import sqlalchemy as sa

from clinic_app.journal.facts.review import (
    LessonPublished,
    PrescriptionReviewed,
    ReviewConcluded,
    RulesPublished,
)
from clinic_app.projections.tables.outpatient import prescription
from clinic_app.wiring import Clinic
from tests.ui.clinic_day import ClinicDay
from tests.ui.workplace import FACILITY


def said(day: ClinicDay, *facts: object) -> None:
    """What the county wrote, as if it had come by its feed."""
    with day.clinic.store.writing(day.clinic.on_duty.author) as writing:
        for fact in facts:
            writing.append(fact)


def prescribed(day: ClinicDay, place: int, *codes: str) -> UUID:
    """The one prescription of a visit of the person at `place`."""
    visit = day.bill(place, *(codes or ("YP0001", "YP0101")), insured=False)
    return day.clinic.records.prescriptions(visit.id)[0].id


def reviewed(day: ClinicDay, prescription: UUID, *codes: str, remark: str = "") -> None:
    said(
        day,
        PrescriptionReviewed(
            facility=FACILITY, prescription_id=prescription, codes=codes, remark=remark, reviewer="姚药师"
        ),
    )


def concluded(day: ClinicDay, prescription: UUID, *codes: str, remark: str = "依据充分") -> None:
    said(day, ReviewConcluded(facility=FACILITY, prescription_id=prescription, codes=codes, remark=remark))


def staged(clinic: Clinic) -> None:
    """Three of the newest prescriptions came back, one of them is appealed; two lessons."""
    by, facility = clinic.on_duty, clinic.store.facility
    with clinic.store.reading() as connection:
        table = prescription.c
        newest = sa.select(table.id).where(table.facility == facility, table.issued_by == by.staff_id)
        ids = list(connection.scalars(newest.order_by(table.issued_at.desc()).limit(3)))
    words = (
        (("2-5", "1-12"), "剂量偏大，请核对体重；七天以上请写明理由。"),
        ((), ""),
        (("2-1",), "没有感染依据。"),
    )
    with clinic.store.writing(by.author) as writing:
        for one, (codes, remark) in zip(ids, words, strict=False):
            writing.append(
                PrescriptionReviewed(
                    facility=facility, prescription_id=one, codes=codes, remark=remark, reviewer="姚药师"
                )
            )
        writing.append(lesson(question="普通感冒要用抗菌药吗？", answers=("要", "不要", "看血象"), right=1))
        writing.append(lesson(lesson="skin", title="青霉素类先问过敏、先皮试", rules=("P13",)))
    if len(ids) == len(words):
        clinic.review.answer(by, ids[-1], accepted=False, text="咽拭子阳性，体温 39℃")


def lesson(**more: object) -> LessonPublished:
    fields: dict[str, object] = {
        "lesson": "cold",
        "title": "感冒不用抗菌药",
        "text": "普通感冒多由病毒引起，抗菌药物无效，反增耐药。发热超过三天、咳黄痰再评估。",
        "rules": ("P08",),
    }
    return LessonPublished(**(fields | more))  # type: ignore[arg-type]


def pack(day: ClinicDay, text: str, version: str = "c1") -> None:
    today = day.clinic.residents.today()
    body = f'version = "{version}"\ndated = {today}\n{text}\n'
    said(day, RulesPublished(version=version, from_day=today, text=body))
