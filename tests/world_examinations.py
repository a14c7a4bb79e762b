"""Builders for orders of examinations and their results."""

from typing import Any

from clinic_app.journal.facts import examinations, outpatient


def examination_facts(world: Any) -> dict[str, object]:
    """A builder for each type; few orders and reports, so that journals meet in the same rows."""
    dice = world.dice

    def service() -> outpatient.ServiceLine:
        return outpatient.ServiceLine(
            code="JY0001",
            name="血常规",
            cnt_e4=10_000,
            unit="次",
            pric_e6=dice.choice([18_000_000, 20_000_000]),
        )

    def result() -> examinations.ResultLine:
        return examinations.ResultLine(
            item="k",
            name="钾",
            value=f"{dice.randrange(20, 80) / 10}",
            unit="mmol/L",
            low="3.5",
            high="5.3",
            flag=dice.choice(["", "L", "HH"]),
        )

    def order() -> Any:
        return world.some(world.examinations)

    def report() -> Any:
        return world.some(world.reports)

    return {
        "examination.ordered": lambda: examinations.ExaminationOrdered(
            visit_id=dice.choice([None, world.some(world.visits)]),
            stay_id=dice.choice([None, world.some(world.admissions)]),
            number=f"0126112200{dice.randrange(10, 99)}",
            category=dice.choice(["lab", "ecg", "imaging"]),
            services=(service(),),
            specimen=dice.choice(["", "血"]),
            purpose=f"p{dice.randrange(9)}",
            urgent=dice.random() < 0.2,
        ),
        "examination.cancelled": lambda: examinations.ExaminationCancelled(
            examination_id=order(), reason=f"r{dice.randrange(9)}"
        ),
        "specimen.collected": lambda: examinations.SpecimenCollected(
            examination_id=order(), specimen=dice.choice(["血", "尿"])
        ),
        "examination.reported": lambda: examinations.ExaminationReported(
            examination_id=order(),
            lines=(result(),) * dice.randrange(3),
            conclusion=f"c{dice.randrange(9)}",
            critical=dice.choice(["", "钾"]),
            replaces=dice.choice([None, report()]),
        ),
        "critical.answered": lambda: examinations.CriticalAnswered(
            report_id=report(), told="患者本人", done=f"d{dice.randrange(9)}"
        ),
        "examination.referred": lambda: examinations.ExaminationReferred(
            examination_id=order(),
            findings=f"f{dice.randrange(9)}",
            lines=(result(),),
            urgent=dice.random() < 0.5,
        ),
        "examination.read": lambda: examinations.ExaminationRead(
            facility="350881001",
            examination_id=order(),
            findings=f"f{dice.randrange(9)}",
            conclusion=f"c{dice.randrange(9)}",
            reader="李影",
        ),
    }
