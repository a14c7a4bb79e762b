"""Each rule hit, nearly hit and not hit: the whole answer of every case in cases.csv."""

import pytest

from tests.domain.prescribing.world import checked, context_of, draft_of, rows

CASES = rows("cases.csv")
MARKS = {3: "block", 2: "reason", 1: "warn"}


def answer_to(case: dict[str, str]) -> list[str]:
    draft = draft_of(case["lines"], case["draft"])
    found = checked(draft, context_of(case["person"], case["place"]))
    return sorted(
        f"{hit.key}:{MARKS[hit.severity]}" + (f"@{'+'.join(map(str, hit.lines))}" if hit.lines else "")
        for hit in found
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_the_rules_say_exactly_this(case):
    assert answer_to(case) == sorted(case["expects"].split())


def test_there_are_cases_enough_and_each_has_its_own_name():
    assert len(CASES) >= 150
    assert len({case["case"] for case in CASES}) == len(CASES)


def test_every_sentence_is_provoked_by_a_case():
    from clinic_app.domain.prescribing.sentences import SENTENCES

    provoked = {word.partition(":")[0] for case in CASES for word in case["expects"].split()}
    assert set(SENTENCES) - provoked == {"T1.stale", "P07.doctor"}
