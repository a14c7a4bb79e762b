"""点评: what came back on one's own prescriptions and the answer to it, one's figures, and lessons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from clinic_app.domain.age import add_months
from clinic_app.domain.errors import RuleBroken
from clinic_app.domain.prescribing.indicators import Figure, indicators
from clinic_app.domain.prescribing.lessons import belongs
from clinic_app.domain.time import beijing_day
from clinic_app.journal.facts.review import LessonRead, ReviewAnswered
from clinic_app.journal.prescriptions import Checked
from clinic_app.projections.queries import issued, prescribing, review
from clinic_app.projections.queries.issued import Written
from clinic_app.projections.queries.review import Lesson, Review
from clinic_app.store.duty import OnDuty
from clinic_app.store.journal import Store

MAX_TEXT: Final = 200  # characters of an appeal


class NotYours(RuleBroken):
    """Who wrote a prescription answers for it."""

    code = "review.not_yours"


class AnsweredBefore(RuleBroken):
    """An answer is given once."""

    code = "review.answered_before"


class ReviewChanged(RuleBroken):
    """The judgement that was read is not the one that stands: it is looked at again."""

    code = "review.changed"


class NoGrounds(RuleBroken):
    """An appeal says why, in `most` characters at most."""

    code = "review.no_grounds"


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One of one's own prescriptions and what was said of it."""

    review: Review
    written: Written

    @property
    def waits(self) -> bool:
        """For an answer; what was found reasonable needs none."""
        return bool(self.review.codes) and self.review.accepted is None


@dataclass(frozen=True, slots=True)
class Figures:
    """A month's figures of one prescriber, and of the whole institution."""

    month: str
    mine: Mapping[str, Figure]
    house: Mapping[str, Figure]


@dataclass(frozen=True, slots=True)
class Taught:
    """A lesson, and whether it was read here by the one who asks."""

    lesson: Lesson
    read: bool


class ReviewService:
    def __init__(self, store: Store) -> None:
        self._store = store

    def mine(self, by: OnDuty) -> list[Reviewed]:
        """What came back to the one on duty, unanswered first, then the newest."""
        with self._store.reading() as connection:
            found = review.reviews(connection, [self._store.facility])
            written = {
                one.id: one for one in issued.written_of(connection, [each.prescription_id for each in found])
            }
        own = [
            Reviewed(one, written[one.prescription_id])
            for one in found
            if one.prescription_id in written
            and written[one.prescription_id].issued.prescriber == by.staff_id
        ]
        return sorted(own, key=lambda one: not one.waits)

    def answer(
        self,
        by: OnDuty,
        prescription_id: UUID,
        *,
        accepted: bool,
        text: str = "",
        review_id: UUID | None = None,
    ) -> None:
        """接受 or 申诉, once; a judgement that changed is answered anew.

        Args:
            review_id: the judgement that was read; None: the one that stands.

        Raises:
            NotAllowed, NoPrescription, NoReview, NotYours
            AnsweredBefore: from this PC or another.
            ReviewChanged: another judgement has come since.
            NoGrounds: an appeal without a reason, or one that is too long.
        """
        by.must("review")
        if not accepted and not 0 < len(text.strip()) <= MAX_TEXT:
            raise NoGrounds(most=MAX_TEXT)
        with self._store.writing(by.author) as writing:
            found = issued.one_written(writing.connection, prescription_id)
            if found.issued.prescriber != by.staff_id:
                raise NotYours()
            standing = review.review_of(writing.connection, prescription_id)
            if review_id not in (None, standing.id):
                raise ReviewChanged()
            if standing.accepted is not None:
                raise AnsweredBefore()
            said = "" if accepted else text.strip()
            fact = ReviewAnswered(
                prescription_id=prescription_id, review_id=standing.id, accepted=accepted, text=said
            )
            writing.append(fact, found.resident_id)

    def figures(self, by: OnDuty, months_ago: int = 0) -> Figures:
        """Of the running month, or of one before."""
        today = beijing_day(self._store.wall())
        first = add_months(today.replace(day=1), -months_ago)
        with self._store.reading() as connection:
            written = issued.written_in(connection, [self._store.facility], first, add_months(first, 1))
            knowledge = prescribing.knowledge_on(connection, first)
            rules = review.rules_on(connection, first)
        house = [one.issued for one in written]
        mine = [one for one in house if one.prescriber == by.staff_id]
        return Figures(
            first.isoformat()[:7], indicators(mine, knowledge, rules), indicators(house, knowledge, rules)
        )

    def lessons(self, by: OnDuty) -> list[Taught]:
        """All that stand, unread first, then the newest."""
        with self._store.reading() as connection:
            known = review.lessons_read(connection, self._store.facility, by.staff_id)
            found = [Taught(one, one.lesson in known) for one in review.lessons(connection)]
        return sorted(found, key=lambda one: one.read)

    def lessons_at(self, by: OnDuty, checked: Sequence[Checked]) -> dict[str, Taught]:
        """The lesson that speaks beside each rule of some sheets, an unread one before others; rule → lesson."""
        taught = self.lessons(by)
        if not taught:
            return {}
        with self._store.reading() as connection:
            products = prescribing.knowledge_on(connection, beijing_day(self._store.wall())).products
        found: dict[str, Taught] = {}
        for sheet in checked:
            for hit in sheet.hits:
                lines = [sheet.draft.lines[at] for at in hit.lines] or sheet.draft.lines
                held = {
                    one.code
                    for line in lines
                    if line.drug in products
                    for one in products[line.drug].substances
                }
                spoken = (one for one in taught if belongs(one.lesson, hit.rule, held, sheet.draft.diagnoses))
                first = next(spoken, None)
                if first is not None:
                    found.setdefault(hit.rule, first)
        return found

    def read(self, by: OnDuty, lesson: str, answer: int | None = None) -> None:
        """A lesson was opened; kept once for each member of staff.

        Raises:
            NotAllowed
        """
        by.must("review")
        with self._store.writing(by.author) as writing:
            known = review.lessons_read(writing.connection, self._store.facility, by.staff_id)
            if lesson not in known:
                writing.append(LessonRead(lesson=lesson, answer=answer))
