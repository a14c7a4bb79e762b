"""What is due comes out the same in any order, also where merges, splits, deaths and houses meet."""

import random

import pytest

from tests.projections.test_commutes import tables_after
from tests.world import World, journal

KINDS = [
    "resident.registered",
    "resident.amended",
    "resident.merged",
    "resident.split",
    "resident.died",
    "resident.returned",
    "record.opened",
    "household.founded",
    "household.amended",
    "household.joined",
    "care.opened",
    "care.closed",
    "contact.missed",
    "form.recorded",
    "form.withdrawn",
    "vaccination.given",
    "vaccination.deferred",
]
# Few kinds, so that a withdrawal names a dose and a dose comes before its child.
DOSES = ["resident.registered", "vaccination.given", "vaccination.withdrawn", "vaccination.withdrawn"]


@pytest.mark.parametrize("kinds", [KINDS, DOSES], ids=["all", "doses"])
@pytest.mark.parametrize("seed", range(12))
def test_what_is_due_is_the_same_in_any_order(seed: int, kinds: list[str]) -> None:
    dice = random.Random(seed)
    entries = journal(World(dice), [dice.choice(kinds) for _ in range(120)], 0, 1000)
    straight = tables_after(entries, 7)
    shuffled = dice.sample(entries, len(entries))
    for arrived, gathered in ((shuffled, 7), (shuffled, 100), (entries, 0)):
        found = tables_after(arrived, gathered)
        assert (found["duty_task"], found["care"]) == (straight["duty_task"], straight["care"])
