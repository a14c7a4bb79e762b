"""Builders for who is followed under which service."""

from datetime import date, timedelta
from typing import Any

from clinic_app.domain.public_health.services import OPENED, REASONS
from clinic_app.journal.facts import care

_DAY = date(2026, 11, 22)


def care_facts(world: Any) -> dict[str, object]:
    """A builder for each type; days of one week, so that openings and closings meet."""
    dice = world.dice

    def day() -> date:
        return _DAY - timedelta(days=dice.randrange(7))

    def service() -> str:
        return str(dice.choice([*OPENED[:3], OPENED[-1], "a_later_service"]))

    return {
        "care.opened": lambda: care.CareOpened(service=service(), on=day(), doctor=dice.choice(["", "P002"])),
        "care.closed": lambda: care.CareClosed(service=service(), on=day(), reason=dice.choice(REASONS)),
        "contact.missed": lambda: care.ContactMissed(service=service(), on=day(), way=dice.choice("123")),
    }
