"""用法用量: what a product holds, and whether its usual dose keeps within the limits of the dose table."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import pairwise

from clinic_app.domain.catalogs import Drug, doses_in, drugs, herbs
from clinic_app.domain.codes import codes
from clinic_app.domain.prescribing.knowledge import Dose
from clinic_app.domain.prescribing.quantity import measured, units_per_dose
from clinic_app.domain.prescribing.tables import shipped

KNOWN = shipped()
DOSES = tuple(dose for doses in KNOWN.doses.values() for dose in doses)

MADE_UP = {"YP0105", "YP0301"}  # of the example policies: no such medicines
# Forms whose spec is the weight or the volume of the tube, the bottle, the bag.
BY_THE_TUBE = re.compile(r"软膏|乳膏|眼膏|乳胶剂|洗剂|消毒液|溶液|含漱液")
BY_THE_BAG = re.compile(r"葡萄糖注射液|氯化钠注射液|甘露醇注射液|注射用水|碳酸氢钠注射液|开塞露")
# 复方: the spec names one of the ingredients, or the weight of a bag.
OTHER_SPEC = {"碳酸钙D3片", "小儿氨酚黄那敏颗粒", "复方磷酸可待因糖浆", "消渴丸", "乳果糖口服溶液"}
FOR_CHILDREN = re.compile(r"小儿|颗粒|混悬液|口服溶液|滴剂")
BORN, TODAY = date(1986, 5, 1), date(2026, 11, 23)  # an adult
LAST_DAY = 150 * 366


def dose_of(substance: str, route: str) -> Dose | None:
    """For an adult."""
    doses = KNOWN.doses.get(substance, ())
    return next((one for one in doses if route in one.routes and one.is_for(BORN, TODAY)), None)


def test_every_content_names_a_substance() -> None:
    for drug in drugs():
        for one in KNOWN.products[drug.code].ingredients:
            assert one.substance.code in KNOWN.substances, drug
    without = {drug.code for drug in drugs() if not drug.content and drug.route != "decoct"}
    assert without == MADE_UP
    pieces = {drug.code for drug in drugs() if drug.route == "decoct"}
    assert pieces <= {herb.code for herb in herbs()}, "a decoction piece is known by its code in herbs.csv"


def test_an_amount_is_left_out_only_where_no_label_gives_one() -> None:
    without = {
        one.substance.code
        for drug in drugs()
        for one in KNOWN.products[drug.code].ingredients
        if one.amount is None and not one.substance.code.startswith("tcm:")
    }
    assert without == {"ethanol", "licorice", "opium"}  # 藿香正气水, 复方甘草口服溶液


def test_content_and_strength_agree() -> None:
    wrong = []
    for drug in drugs():
        found = [
            (one.amount, one.unit) for one in KNOWN.products[drug.code].ingredients if one.amount is not None
        ]
        held = strengths(drug)
        if not found or not held:
            continue
        amounts = [amount for amount, _ in found]
        whole = len(amounts) != len(held)  # else 80mg:5mg
        agree = sum(amounts) == held[-1][0] if whole else amounts == [amount for amount, _ in held]
        if not agree or {unit for _, unit in found} != {held[-1][1]}:
            wrong.append((drug.name, drug.content))
    assert wrong == []


def strengths(drug: Drug) -> list[tuple[Decimal, str]]:
    """The figures of the spec, doses of an inhaler multiplied; none where the spec says something else."""
    tube = BY_THE_TUBE.search(drug.generic_name) and ":" not in drug.spec
    if tube or BY_THE_BAG.search(drug.generic_name) or drug.generic_name in OTHER_SPEC:
        return []
    spec, _, puffs = drug.spec.partition("×")
    times = int(re.sub(r"\D", "", puffs) or 1)
    return [(one[0] * times, one[1]) for one in map(measured, spec.split(":")) if one]


def test_a_dose_grows_from_usual_to_the_most_a_day() -> None:
    for dose in DOSES:
        for steps in (
            (dose.usual_single, dose.max_single, dose.max_daily),
            (dose.per_kg_single, dose.per_kg_daily),
        ):
            known = [step for step in steps if step is not None]
            assert known == sorted(known), dose
        assert dose.substance in KNOWN.substances, dose
        assert dose.routes <= set(codes("route")), dose
        assert dose.unit in {"mg", "IU", "ml"}, dose


def test_the_ages_of_one_substance_and_route_do_not_overlap() -> None:
    spans: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for dose in DOSES:
        for route in dose.routes:
            until = LAST_DAY if dose.age_to_days is None else dose.age_to_days
            assert dose.age_from_days <= until, dose
            spans.setdefault((dose.substance, route), []).append((dose.age_from_days, until))
    for key, found in spans.items():
        for (_, until), (since, _) in pairwise(sorted(found)):
            assert until < since, key


def test_no_dose_is_only_for_those_who_are_too_young_for_the_substance() -> None:
    for dose in DOSES:
        youngest = KNOWN.substances[dose.substance].age_min_days or 0
        assert dose.age_to_days is None or dose.age_to_days > youngest, dose


def test_every_product_of_western_medicine_has_a_dose_by_its_route_in_the_same_unit() -> None:
    missing = []
    for drug in drugs():
        for one in KNOWN.products[drug.code].ingredients:
            dose = dose_of(one.substance.code, drug.route)
            if one.amount is not None and (dose is None or dose.unit != one.unit):
                missing.append((drug.name, one.substance.code, drug.route, one.unit))
    assert missing == []


def test_the_usual_dose_of_every_product_keeps_within_its_own_limits() -> None:
    wrong = []
    for drug in drugs():
        for code, single in singles(drug):
            dose = dose_of(code, drug.route)
            assert dose is not None
            often = Decimal(1)
            if drug.frequency not in {"st", "prn"}:
                often = Decimal(doses_in(drug.frequency, 30) or 0) / 30
            if breaks(drug, dose, single, often):
                wrong.append((drug.name, drug.dose, drug.frequency, code, str(single)))
    assert wrong == []


def breaks(drug: Drug, dose: Dose, single: Decimal, often: Decimal) -> bool:
    """Above the most at once or a day, too often, or below half of what is usual."""
    too_much = (dose.max_single and single > dose.max_single) or (
        dose.max_daily and single * often > dose.max_daily
    )
    too_often = dose.min_interval_h and often > 1 and 24 / often < dose.min_interval_h
    if too_much or too_often:
        return True
    # Of a fixed combination one ingredient may be little, as is a child's sachet for an adult.
    alone = len(drug.content.split()) == 1 and not FOR_CHILDREN.search(drug.generic_name)
    return alone and dose.usual_single is not None and single * 2 < dose.usual_single


def singles(drug: Drug) -> Iterator[tuple[str, Decimal]]:
    """How much of each ingredient the usual dose brings, where that can be said."""
    units = units_per_dose(drug, drug.dose)
    stated = measured(drug.dose)
    for one in KNOWN.products[drug.code].ingredients:
        if one.amount is not None and units is not None:
            yield one.substance.code, units * one.amount
        elif stated is not None and stated[1] == one.unit:  # 200μg of an inhaler
            yield one.substance.code, stated[0]


def test_the_usual_dose_of_every_decoction_piece_is_that_of_the_herb() -> None:
    by_code = {herb.code: herb for herb in herbs()}
    for drug in drugs():
        if drug.route == "decoct":
            herb, dose = by_code[drug.code], measured(drug.dose)
            assert dose is not None, drug
            assert herb.dose_min_mg <= dose[0] <= herb.dose_max_mg, drug
