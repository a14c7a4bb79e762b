"""Builders of facts for 点评, 规则包 and 微课."""

from datetime import date
from typing import Any

from clinic_app.journal.facts import review

_DAY = date(2026, 11, 22)


def review_facts(world: Any) -> dict[str, object]:
    """A builder for each type."""
    dice = world.dice

    def codes() -> tuple[str, ...]:
        return tuple(dice.sample(["1-3", "1-12", "2-5", "3-4"], dice.randrange(3)))

    return {
        "review.sampled": lambda: review.ReviewSampled(
            facility="350881001",
            month=f"2026-1{dice.randrange(3)}",
            seed=f"s{dice.randrange(9)}",
            population=dice.randrange(9),
            ids=(world.some(world.entries),),
            added=(world.some(world.entries),),
        ),
        "prescription.reviewed": lambda: review.PrescriptionReviewed(
            facility="350881001",
            prescription_id=world.some(world.entries),
            codes=codes(),
            remark=f"r{dice.randrange(9)}",
            reviewer="点评药师",
        ),
        "review.answered": lambda: review.ReviewAnswered(
            prescription_id=world.some(world.entries),
            review_id=dice.choice([None, world.some(world.entries)]),
            accepted=dice.random() < 0.5,
            text=f"a{dice.randrange(9)}",
        ),
        "review.concluded": lambda: review.ReviewConcluded(
            facility="350881001",
            prescription_id=world.some(world.entries),
            review_id=dice.choice([None, world.some(world.entries)]),
            codes=codes(),
            remark=f"c{dice.randrange(9)}",
        ),
        "rules.published": lambda: review.RulesPublished(
            version=f"v{dice.randrange(3)}", from_day=_DAY, text=f"usual_days = {dice.randrange(3, 9)}"
        ),
        "lesson.published": lambda: review.LessonPublished(
            lesson=f"L{dice.randrange(3)}", title=f"t{dice.randrange(9)}", text="x", rules=("P08",)
        ),
        "lesson.read": lambda: review.LessonRead(lesson=f"L{dice.randrange(3)}", answer=dice.randrange(3)),
    }
