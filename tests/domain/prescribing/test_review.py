"""点评: proposed codes, the sample, and the figures."""

from collections import Counter
from dataclasses import replace
from decimal import Decimal

import pytest

from clinic_app.domain.prescribing.draft import Kind
from clinic_app.domain.prescribing.indicators import (
    Figure,
    essential_share,
    indicators,
    overrides,
    use_density_e4,
)
from clinic_app.domain.prescribing.review import CODES, Issued, proposed
from clinic_app.domain.prescribing.sample import draw
from tests.domain.prescribing.world import TODAY, checked, context_of, draft_of, knowledge, rules


def issued(lines="PARA 0.5g tid po 3", draft="", person="", place="", **more) -> Issued:
    sheet, context = draft_of(lines, draft), context_of(person, place)
    return Issued(
        **{
            "prescription_id": "1",
            "prescriber": "D1",
            "day": TODAY,
            "draft": sheet,
            "hits": checked(sheet, context),
            "amounts_fen": tuple(100 for _ in sheet.lines),
            "birth": context.person.birth,
            "age_text": "40岁",
            "reviewed_by": "P1",
            "prepared_by": "P1",
            "checked_by": "P2",
        }
        | more
    )


FIVE = "PARA 0.5g tid po 3 / AMLO 5mg qd po 7 / SIMVA 20mg qn po 7 / BANL 1袋 tid po 3 / ERYO 适量 bid ext 3"
BABY = "age=200d kg=8"


@pytest.mark.parametrize(
    ("of", "codes"),
    [
        pytest.param(issued(), (), id="nothing to say"),
        pytest.param(issued(reviewed_by=""), ("1-3",), id="nobody reviewed it"),
        pytest.param(issued(checked_by="P1"), ("1-3",), id="one signature for both"),
        pytest.param(issued(checked_by="P1", alone=True), (), id="one person alone at a village clinic"),
        pytest.param(issued(checked_by=""), ("1-3",), id="nobody checked it"),
        pytest.param(
            issued(draft="kind=paediatric", lines="BANL 1袋 tid po 3", person=BABY, age_text="0岁"),
            ("1-4",),
            id="an infant in years",
        ),
        pytest.param(
            issued(draft="kind=paediatric", lines="BANL 1袋 tid po 3", person=BABY, age_text="6个月18天"),
            (),
            id="an infant in months and days",
        ),
        pytest.param(
            issued(draft="kind=paediatric", lines="BANL 1袋 tid po 3", person="age=1y", age_text="1岁"),
            (),
            id="a child of one in years",
        ),
        pytest.param(issued(lines="DIAZ 2.5mg qn po 3"), ("1-5",), id="kinds not apart"),
        pytest.param(issued(lines="PARA 0.5g tid po 3 name=泰诺林"), ("1-6",), id="a trade name"),
        pytest.param(issued(draft="icd=-"), ("1-10",), id="no diagnosis"),
        pytest.param(issued(lines=FIVE + " / IBU 0.2g tid po 3"), ("1-11",), id="six drugs"),
        pytest.param(issued(lines="AMLO 5mg qd po 14"), ("1-12",), id="too many days"),
        pytest.param(
            issued(lines="AMLO 5mg qd po 14", draft="why=P02"), (), id="too many days with a reason"
        ),
        pytest.param(
            issued(lines="CLAR 0.25g bid po 3", place="untrained"), ("1-14",), id="beyond the grade"
        ),
        pytest.param(issued(lines="PARA 1.5g qd po 3"), ("2-5",), id="too much"),
        pytest.param(
            issued(lines="PARA 1.5g qd po 3", draft="why=P10"), ("2-5",), id="too much, whatever the reason"
        ),
        pytest.param(
            issued(lines="SIMVA 20mg qn po 7 / ATOR 10mg qn po 7"),
            ("2-7", "3-4"),
            id="twice, without a reason",
        ),
        pytest.param(
            issued(lines="SIMVA 20mg qn po 7 / ATOR 10mg qn po 7", draft="why=P15"),
            ("2-7",),
            id="twice, with a reason",
        ),
        pytest.param(issued(lines="WARF 2.5mg qd po 7 / IBU 0.2g tid po 5"), ("2-8",), id="an interaction"),
        pytest.param(issued(lines="WARF 2.5mg qd po 7 / PARA 0.5g tid po 3"), (), id="a minor interaction"),
        pytest.param(
            issued(lines="AMLO 5mg qd po 14 / WARF 2.5mg qd po 7 / IBU 0.2g tid po 5", reviewed_by=""),
            ("1-3", "1-12", "2-8"),
            id="several, in their order",
        ),
    ],
)
def test_codes_that_the_program_finds(of, codes):
    assert proposed(of) == codes
    assert set(codes) <= set(CODES)


def population(**held: int) -> dict[str, str]:
    return {f"{who}-{at}": who for who, count in held.items() for at in range(count)}


@pytest.mark.parametrize(
    ("held", "size"),
    [
        pytest.param(population(A=40, B=20), 60, id="below a hundred: all"),
        pytest.param(population(A=100), 100, id="a hundred: all"),
        pytest.param(population(A=5_000), 100, id="a hundred of five thousand"),
        pytest.param(population(A=100_001), 101, id="1 ‰, rounded up"),
        pytest.param({}, 0, id="none"),
    ],
)
def test_how_many_are_drawn(held, size):
    sample = draw(held, "2026-11", rules())
    assert len(sample.chosen) == len(set(sample.chosen)) == size
    assert sample.population == len(held)


def test_every_prescriber_has_five_or_all_of_his():
    held = population(A=20_000, B=7, C=3)
    chosen = Counter(held[one] for one in draw(held, "2026-11", rules()).chosen)
    assert (chosen["B"], chosen["C"]) == (5, 3)
    assert chosen["A"] >= 92


def test_the_same_seed_draws_the_same_and_another_another():
    held = population(A=3_000, B=50)
    again = dict(reversed(held.items()))
    assert draw(held, "2026-11", rules()) == draw(again, "2026-11", rules())
    assert draw(held, "2026-11", rules()).chosen != draw(held, "2026-12", rules()).chosen


def test_figures_of_three_prescriptions():
    held = [
        issued("CLAR 0.25g bid po 3 / CEFIX 0.1g bid po 3", codes=(), draft="why=P08"),
        issued("NS 250ml qd ivgtt 3 / PARA 0.5g tid po 3", codes=("1-12", "2-5"), changed=True),
        issued("H_HQ 15g qd decoct 7", draft="kind=herbs doses=7"),
    ]
    figures = indicators(held, knowledge(), rules())
    assert figures["drugs_per_prescription"] == Figure(4, 2)
    assert figures["antibiotic_share"] == figures["injection_share"] == Figure(1, 3)
    assert figures["combined_antibiotics_share"] == Figure(1, 1)
    assert figures["infusion_share"].bp == 3333
    assert figures["essential_lines"] == Figure(2, 4)
    assert figures["essential_amount"].bp == 5000
    assert figures["amount_per_prescription"].mean == 167
    assert figures["reasonable_rate"] == Figure(1, 2)
    assert figures["irregular_rate"] == figures["unsuitable_rate"] == Figure(1, 2)
    assert figures["abnormal_rate"] == Figure(0, 2)
    assert figures["intervention_rate"] == Figure(1, 3)
    assert figures["override_rate"] == Figure(1, 1)
    assert overrides(held) == {("P08", "D1"): Figure(1, 1)}


def test_a_trade_name_is_no_generic_one():
    held = [issued("PARA 0.5g tid po 3 name=泰诺林 / AMLO 5mg qd po 7")]
    assert indicators(held, knowledge(), rules())["generic_share"] == Figure(1, 2)


def test_nothing_over_nothing_is_no_figure():
    assert all(one.bp is None and one.mean is None for one in indicators([], knowledge(), rules()).values())


def test_essential_medicines_of_one_sheet_by_line_and_by_money():
    sheet = draft_of("PARA 0.5g tid po 3 / ATOR 10mg qn po 7")
    assert essential_share(sheet, (200, 800), knowledge()) == (Figure(1, 2), Figure(200, 1000))
    assert essential_share(replace(sheet, kind=Kind.HERBS), (200, 800), knowledge()) == (Figure(0, 0),) * 2


def test_antibiotics_by_defined_daily_doses_for_a_hundred_bed_days():
    used = {"amoxicillin": Decimal(15_000), "cefixime": Decimal(1_000), "paracetamol": Decimal(0)}
    assert use_density_e4(used, 100, knowledge()) == 125_000
    assert use_density_e4(used, 0, knowledge()) is None
    assert use_density_e4({"nobody": Decimal(1)}, 10, knowledge()) == 0
