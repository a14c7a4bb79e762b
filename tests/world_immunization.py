"""Builders for doses, what becomes of them, and what is put off."""

from datetime import date
from typing import Any

from clinic_app.journal.facts import immunization


def immunization_facts(world: Any) -> dict[str, object]:
    """A builder for each type; steps name entries that may be doses."""
    dice = world.dice

    def day() -> date:
        return date(2026, 11, dice.randrange(1, 28))

    return {
        "vaccination.given": lambda: immunization.VaccinationGiven(
            vaccine=dice.choice(["HepB", "MMR", "a_later_vaccine"]),
            series=dice.choice(["HepB", "MMR"]),
            dose_no=dice.randrange(1, 4),
            on=day(),
            batch=f"b{dice.randrange(9)}",
            expiry=dice.choice([None, date(2027, 1, 1)]),
            elsewhere=dice.choice([True, False]),
            salt="s",
        ),
        "vaccination.observed": lambda: immunization.VaccinationObserved(
            dose_id=world.some(world.entries), well=dice.choice([True, False])
        ),
        "vaccination.withdrawn": lambda: immunization.VaccinationWithdrawn(
            dose_id=world.some(world.entries), reason=f"r{dice.randrange(9)}"
        ),
        "vaccination.deferred": lambda: immunization.VaccinationDeferred(
            series=dice.choice(["HepB", "MMR"]), until=day(), reason="refusal", salt="s"
        ),
        "vaccination.numbered": lambda: immunization.VaccinationNumbered(
            case_no=f"c{dice.randrange(9)}", salt="s"
        ),
    }
