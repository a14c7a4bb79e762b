"""Builders of facts for 考核: populations and targets."""

from typing import Any

from clinic_app.journal.facts import indicators


def indicator_facts(world: Any) -> dict[str, object]:
    """A builder for each type."""
    dice = world.dice
    return {
        "population.stated": lambda: indicators.PopulationStated(
            institution="350881001",
            village=dice.choice(["", "东坑村"]),
            year=2025 + dice.randrange(2),
            counts={"permanent": dice.randrange(3000), "age65": dice.randrange(500)},
        ),
        "target.stated": lambda: indicators.TargetStated(
            indicator=dice.choice(["elderly_rate", "htn_control_rate"]),
            year=2025 + dice.randrange(2),
            percent=dice.choice([None, 6500, 9000]),
        ),
    }
