"""处方点评, 规则包, 微课: what is looked at again, what comes back, and what the doctor answers."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from clinic_app.journal.fact import Fact, Reach
from clinic_app.journal.facts.county import CountyFact


class ReviewSampled(CountyFact, frozen=True, kw_only=True):
    """抽样: one facility's month, drawn once for each subject; nobody but the county is told."""

    type: ClassVar[str] = "review.sampled"
    reach: ClassVar[Reach] = Reach.COUNTY

    month: str  # 2026-11
    subject: str = ""  # special review (domain/prescribing/special.py); empty: all prescriptions
    seed: str
    population: int  # prescriptions that it was drawn from
    ids: tuple[UUID, ...]  # in the order in which they were drawn
    added: tuple[UUID, ...] = ()  # 事后复核: not drawn, but marked when they were written


class PrescriptionReviewed(CountyFact, frozen=True, kw_only=True):
    """点评: a pharmacist's judgement, which goes back to the prescriber."""

    type: ClassVar[str] = "prescription.reviewed"

    prescription_id: UUID
    codes: tuple[str, ...] = ()  # 1-1 to 3-4; none: reasonable
    remark: str = ""
    reviewer: str = ""  # name, as the prescriber reads it


class ReviewAnswered(Fact, frozen=True, kw_only=True):
    """The prescriber accepts a judgement or appeals: once; a judgement that changed is answered anew."""

    type: ClassVar[str] = "review.answered"
    action: ClassVar[str] = "review"

    prescription_id: UUID
    review_id: UUID | None = None  # the `prescription.reviewed` that was read; None: the one of that time
    accepted: bool
    text: str = ""  # why not


class ReviewConcluded(CountyFact, frozen=True, kw_only=True):
    """申诉复核: the codes that stand after an appeal."""

    type: ClassVar[str] = "review.concluded"

    prescription_id: UUID
    review_id: UUID | None = None  # the `prescription.reviewed` that was appealed; None: that of that time
    codes: tuple[str, ...] = ()
    remark: str = ""


class RulesPublished(CountyFact, frozen=True, kw_only=True):
    """规则包: what a county measures with otherwise than the program's own rules, from a day on."""

    type: ClassVar[str] = "rules.published"
    action: ClassVar[str] = "policy"

    version: str
    from_day: date
    text: str  # TOML: the keys of resources/prescribing/rules.toml that change
    note: str = ""


class LessonPublished(CountyFact, frozen=True, kw_only=True):
    """微课: a few sentences that belong to rules, substances or diagnoses."""

    type: ClassVar[str] = "lesson.published"
    action: ClassVar[str] = "policy"

    lesson: str  # its id; a newer one of the same id replaces the older
    title: str
    text: str
    rules: tuple[str, ...] = ()  # P08
    substances: tuple[str, ...] = ()
    diagnoses: tuple[str, ...] = ()  # beginnings of ICD-10 codes
    question: str = ""
    answers: tuple[str, ...] = ()
    right: int = 0  # position of the right answer
    withdrawn: bool = False


class LessonRead(Fact, frozen=True, kw_only=True):
    """A member of staff opened a lesson."""

    type: ClassVar[str] = "lesson.read"
    action: ClassVar[str] = "review"

    lesson: str
    answer: int | None = None  # position of the answer that was chosen
