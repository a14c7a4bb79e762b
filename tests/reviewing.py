"""Judgements, lessons and rule packs as a county would send them to a clinic of one day."""

from uuid import UUID

from clinic_app.journal.facts.review import (
    LessonPublished,
    PrescriptionReviewed,
    ReviewConcluded,
    RulesPublished,
)
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
