"""What holds for any prescription."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from clinic_app.domain.prescribing.draft import WHOLE_E4, Decoction, Kind, Line
from clinic_app.domain.prescribing.hits import Hit, Severity
from tests.domain.prescribing.world import checked, context_of, draft_of, knowledge

FEW = settings(max_examples=40, deadline=None)
DRUGS = sorted(knowledge().products)
PEOPLE = st.sampled_from(
    [
        "",
        "sex=2 age=30y",
        "sex=2 age=30y pregnant=yes lactating=yes",
        "age=5y",
        "age=5y kg=18 allergy=penicillin",
        "age=70y renal hepatic ill=K25.3+J45.9 allergy=salicylate!",
        "home=SIMVA:po:-5:5+WARF:po:-5:20+AMOX:po:-2:1 allergy=?",
        "test=penicillin:neg:5:+ceftriaxone:pos:2:",
    ]
)
PLACES = st.sampled_from(
    ["", "title=senior narc", "license=village_doctor level=village", "stock=PARA:30@400"]
)


@st.composite
def lines(draw: st.DrawFn) -> Line:
    product = knowledge().products[draw(st.sampled_from(DRUGS))]
    drug = product.drug
    return Line(
        drug=drug.code,
        dose=draw(st.sampled_from([drug.dose, f"1{drug.unit}", f"3{drug.unit}", "适量", ""])),
        frequency=draw(st.sampled_from(["qd", "tid", "st", "prn"])),
        route=draw(st.sampled_from([drug.route, drug.route, "po", "ivgtt", "ext"])),
        days=draw(st.integers(0, 100)),
        cnt_e4=draw(st.integers(0, 5)) * WHOLE_E4,
        unit=drug.pack_unit,
        group=draw(st.integers(0, 2)),
        own=draw(st.booleans()),
    )


SHEETS = st.lists(lines(), min_size=1, max_size=6)
KINDS = st.sampled_from(list(Kind))


def draft(held, kind=Kind.ORDINARY):
    return replace(draft_of("", "icd=J06.9"), lines=tuple(held), kind=kind, decoction=Decoction(doses=7))


def graver(hits: tuple[Hit, ...]) -> dict[tuple[str, tuple[int, ...]], Severity]:
    """The severity of every hit of lines; what says the same of the same counts once, at its gravest."""
    found: dict[tuple[str, tuple[int, ...]], Severity] = {}
    for hit in hits:
        if hit.lines:
            key = (hit.key, hit.lines)
            found[key] = max(found.get(key, Severity.WARN), hit.severity)
    return found


@FEW
@given(SHEETS, lines(), PEOPLE, PLACES, KINDS)
def test_another_drug_takes_no_hit_from_the_lines_before_it(held, more, person, place, kind):
    context = context_of(person, place)
    before = graver(checked(draft(held, kind), context))
    after = graver(checked(draft([*held, more], kind), context))
    # What a fuller shelf-list or infusion changes is the rule's own word, not whether it speaks.
    shared = {key for key in before if not key[0].startswith(("P17.strong", "P20."))}
    assert all(after.get(key, 0) >= before[key] for key in shared)
    blocked = {key[1] for key in before if key[0].startswith("P20.")}
    assert blocked <= {key[1] for key in after if key[0].startswith("P20.")}


@FEW
@given(SHEETS, st.randoms(use_true_random=False), PEOPLE, PLACES)
def test_the_order_of_lines_does_not_matter(held, random, person, place):
    context = context_of(person, place)
    order = list(range(len(held)))
    random.shuffle(order)
    straight = checked(draft(held), context)
    mixed = checked(draft([held[at] for at in order]), context)
    back = {(hit.key, hit.severity, frozenset(order[at] for at in hit.lines), hit.facts) for hit in mixed}
    assert back == {(hit.key, hit.severity, frozenset(hit.lines), hit.facts) for hit in straight}


@FEW
@given(
    st.sampled_from(["PARA", "AMLO", "NIFE", "WARF", "SIMVA", "METF"]),
    st.sampled_from(["qd", "bid", "tid", "qid"]),
    st.decimals(Decimal(1), Decimal(20), places=1),
    st.decimals(Decimal(0), Decimal(20), places=1),
    st.sampled_from(["", "age=5y kg=18", "age=80y"]),
)
def test_a_greater_dose_never_has_a_milder_answer(code, frequency, dose, more, person):
    context = context_of(person)

    def gravest(units: Decimal) -> int:
        found = checked(draft_of(f"{code} {units}片 {frequency} po 3 cnt=9盒"), context)
        return max((hit.severity for hit in found if hit.rule == "P10" and hit.key != "P10.low"), default=0)

    assert gravest(dose) <= gravest(dose + more)


@FEW
@given(SHEETS, PEOPLE, PLACES)
def test_the_same_question_has_the_same_answer(held, person, place):
    context = context_of(person, place)
    found = checked(draft(held), context)
    assert found == checked(draft(held), context)
    assert list(found) == sorted(found, key=lambda hit: -hit.severity)
