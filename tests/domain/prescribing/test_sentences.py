"""What a hit says: both languages, with all facts, and no fact left over."""

from string import Formatter

import pytest

from clinic_app.domain.prescribing.sentences import SENTENCES, sentence
from tests.domain.prescribing.world import checked, context_of, draft_of, rows


def asked(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("key", SENTENCES)
def test_no_language_asks_for_a_fact_that_the_other_does_not_know(key):
    zh, en = SENTENCES[key]
    assert asked(en) <= asked(zh)


def test_every_hit_of_every_case_can_be_said():
    said = set()
    for case in rows("cases.csv"):
        for hit in checked(draft_of(case["lines"], case["draft"]), context_of(case["person"], case["place"])):
            facts = {name for name, _ in hit.facts}
            assert asked(SENTENCES[hit.key].zh) <= facts, hit.key
            said |= {sentence(hit), sentence(hit, "en")}
    assert not any("{" in text or "Words(" in text for text in said)


def test_a_hit_in_both_languages():
    (hit,) = checked(draft_of("PARA 1.5g qd po 3"), context_of())
    assert sentence(hit) == "对乙酰氨基酚片单次1500mg对乙酰氨基酚，为最大量1000mg的150%。"
    assert (
        sentence(hit, "en") == "对乙酰氨基酚片: 1500mg of paracetamol at once, 150 % of the maximum 1000mg."
    )


def test_nobody_is_named_and_no_birth_is_told():
    for case in rows("cases.csv"):
        context = context_of(case["person"], case["place"])
        for hit in checked(draft_of(case["lines"], case["draft"]), context):
            assert context.person.birth.isoformat() not in sentence(hit)


def test_the_most_of_a_piece_is_written_whole():
    """30 g are not 3."""
    draft = draft_of("H_HQ 31g qd decoct 7", "kind=herbs doses=7 icd=R05")
    (hit,) = [one for one in checked(draft, context_of()) if one.key == "P10.herb"]
    assert dict(hit.facts)["max"] == "30g"
