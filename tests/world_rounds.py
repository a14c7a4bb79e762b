"""Builders for round packs and the pictures of their sheets."""

from datetime import date
from typing import Any

from clinic_app.journal.facts import rounds


def round_facts(world: Any) -> dict[str, object]:
    """A builder for each type; few codes, so that pictures meet their sheets."""
    dice = world.dice

    def sheet() -> rounds.RoundSheet:
        return rounds.RoundSheet(
            code=f"{dice.randrange(9):016d}",
            resident_id=world.some(world.residents),
            form=dice.choice(["htn_followup", "dm_followup"]),
            version=1,
            who=f"w{dice.randrange(9)}",
            where=f"{dice.randrange(9)}组",
            reason=f"r{dice.randrange(9)}",
            values={"weight": "62.5", "symptoms": ["1"]},
        )

    return {
        "round.packed": lambda: rounds.RoundPacked(
            day=date(2026, 11, dice.randrange(1, 28)),
            sheets=tuple(sheet() for _ in range(dice.randrange(1, 4))),
            salt="s",
        ),
        "sheet.pictured": lambda: rounds.SheetPictured(
            pack_id=world.some(world.entries),
            code=f"{dice.randrange(9):016d}",
            digest=f"{dice.getrandbits(256):064x}",
            size=dice.randrange(1, 200_000),
        ),
    }
