"""The rules over the tables that the program ships."""

from datetime import date

import pytest

from clinic_app.domain import catalogs
from clinic_app.domain.prescribing.check import check
from clinic_app.domain.prescribing.context import Context, Person, Place, Prescriber, SkinTest
from clinic_app.domain.prescribing.draft import WHOLE_E4, Decoction, Draft, Kind, Line
from clinic_app.domain.prescribing.hits import Severity
from clinic_app.domain.prescribing.kinds import kind_of
from clinic_app.domain.prescribing.quantity import packs_needed
from clinic_app.domain.prescribing.rules import shipped_rules
from clinic_app.domain.prescribing.sentences import sentence
from clinic_app.domain.prescribing.tables import shipped

DAY = date(2026, 11, 23)
NAMED = {name for substance in shipped().substances.values() for name in substance.names}
# Of no product of the starter catalogue; a county that has it names it so.
NOT_STARTED_WITH = {"methylphenidate"}


def usual_line(drug: catalogs.Drug, days: int = 1) -> Line:
    packs = packs_needed(drug, drug.dose, drug.frequency, days)
    return Line(
        drug=drug.code,
        dose=drug.dose,
        frequency=drug.frequency,
        route=drug.route,
        days=days,
        cnt_e4=packs * WHOLE_E4,
        unit=drug.pack_unit,
    )


def somebody(product) -> Context:
    """A grown person of the sex that the product is for, tested and asked about everything."""
    limits = {substance.sex_limit for substance in product.substances} - {""}
    tests = tuple(
        SkinTest(substance=substance.code, positive=False, read_ms=0) for substance in product.substances
    )
    person = Person(
        birth=date(1986, 5, 1),
        sex=min(limits, default="1"),
        weight_g=60_000,
        pregnant=False,
        lactating=False,
        no_allergies=True,
        skin_tests=tests,
    )
    return Context(
        person=person,
        prescriber=Prescriber(title="senior", antibiotics=True, narcotics=True),
        place=Place(level="township", narcotics=True),
        now_ms=0,
        day=DAY,
    )


@pytest.mark.parametrize("drug", [one for one in catalogs.drugs() if one.dose], ids=lambda one: one.code)
def test_the_usual_day_of_every_product_may_be_prescribed(drug):
    """But for what no label would let pass: a strength without its solvent."""
    product = shipped().products[drug.code]
    draft = Draft(
        kind=kind_of([product]),
        lines=(usual_line(drug),),
        diagnoses=("R53",),
        decoction=Decoction(doses=1) if product.is_herb else None,
    )
    found = check(draft, somebody(product), shipped(), shipped_rules())
    grave = [sentence(hit) for hit in found if hit.severity > Severity.WARN and hit.key != "P17.strong"]
    assert grave == []


def test_every_product_with_a_dose_is_known_by_what_it_holds():
    products = shipped().products.values()
    unknown = {one.drug.code for one in products if not one.ingredients and not one.is_herb}
    assert unknown <= {"YP0105", "YP0301"}  # 某乙类药, 某滋补口服液: examples of the policies
    held = {substance.code for one in products for substance in one.substances}
    assert held <= set(shipped().substances)


@pytest.mark.parametrize(
    "field", ["monitored", "single_dose", "tested_by_mouth", "same_lot", "never_pushed", "max_mg_per_ml"]
)
def test_the_parameters_name_what_the_tables_know(field):
    assert set(getattr(shipped_rules(), field)) <= NAMED | NOT_STARTED_WITH


def test_every_pair_of_the_tables_names_what_there_is():
    herbs = {one.code for one in catalogs.herbs()}
    for a, b in (*shipped().interactions, *shipped().mixtures):
        assert {a, b} <= NAMED | herbs, (a, b)
    for subject in shipped().contraindications:
        assert subject in NAMED | herbs, subject
    assert set(shipped().doses) <= set(shipped().substances)


def by_name(name: str) -> str:
    return next(one.drug.code for one in shipped().products.values() if one.drug.generic_name == name)


def hits_of(*lines: Line, kind: Kind = Kind.ORDINARY, doses: int = 0):
    draft = Draft(
        kind=kind, lines=lines, diagnoses=("R53",), decoction=Decoction(doses=doses) if doses else None
    )
    context = somebody(shipped().products[lines[0].drug])
    return {hit.key: hit for hit in check(draft, context, shipped(), shipped_rules())}


def test_licorice_and_kansui_oppose_each_other():
    lines = [
        Line(
            drug=by_name(name), dose="1g", frequency="qd", route="decoct", days=1, cnt_e4=WHOLE_E4, unit="克"
        )
        for name in ("甘草饮片", "甘遂")
    ]
    assert hits_of(*lines, kind=Kind.HERBS, doses=1)["P17.herbs"].severity is Severity.REASON


def test_warfarin_and_ibuprofen_are_noticed():
    drugs = [shipped().products[by_name(name)].drug for name in ("华法林钠片", "布洛芬缓释胶囊")]
    assert hits_of(*map(usual_line, drugs))["P14.drug"].severity >= Severity.REASON


def test_ceftriaxone_and_calcium_in_one_infusion_are_refused():
    drugs = [shipped().products[by_name(name)].drug for name in ("注射用头孢曲松钠", "葡萄糖酸钙注射液")]
    lines = [
        Line(
            drug=one.code,
            dose="1g",
            frequency="qd",
            route="ivgtt",
            days=1,
            cnt_e4=WHOLE_E4,
            unit="支",
            group=1,
        )
        for one in drugs
    ]
    assert hits_of(*lines)["P17.mix"].severity is Severity.BLOCK
