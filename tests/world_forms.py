"""Builders for recorded and withdrawn forms."""

from datetime import date
from typing import Any

from clinic_app.journal.facts import forms


def form_facts(world: Any) -> dict[str, object]:
    """A builder for each type."""
    dice = world.dice
    return {
        "form.recorded": lambda: forms.FormRecorded(
            form=dice.choice(["htn_followup", "dm_followup", "health_check", "later_form"]),
            version=dice.choice([1, 1, 2]),
            day=date(2026, dice.randrange(1, 12), dice.randrange(1, 28)),
            values={
                "sbp": dice.randrange(90, 200),
                "weight": "62.5",
                "class": dice.choice("1234"),
                "mode": "1",
            },
            visit_id=dice.choice([None, world.some(world.visits)]),
            replaces=dice.choice([None, None, world.some(world.entries)]),
            origin=dice.choice(["", "visit", "round"]),
            salt="s",
        ),
        "form.withdrawn": lambda: forms.FormWithdrawn(record_id=world.some(world.entries), reason="错人"),
    }
