"""药学数据: the tables of resources/prescribing and the columns of drugs.csv hold together.

What is clinically right a pharmacist decides; here the tables agree with each other and with well-known facts.
"""

import re
from collections import Counter
from itertools import combinations, product

import pytest

from clinic_app.domain.catalogs import drugs, herbs
from clinic_app.domain.codes import rows

SUBSTANCES = {row["code"]: row for row in rows("prescribing", "substances.csv")}
INTERACTIONS = rows("prescribing", "interactions.csv")
INCOMPATIBILITIES = rows("prescribing", "incompatibilities.csv")
CONTRAINDICATIONS = rows("prescribing", "contraindications.csv")
KEYS = {
    "substances": ("code",),
    "doses": ("substance", "routes", "age_from_days"),
    "interactions": ("a", "b"),
    "incompatibilities": ("kind", "a", "b"),
    "contraindications": ("subject", "condition"),
}
NAMES = set(SUBSTANCES) | {word for row in SUBSTANCES.values() for word in row["classes"].split()}
HERBS = {herb.code for herb in herbs()}
CLASSES_OF = {code: {code, *row["classes"].split()} for code, row in SUBSTANCES.items()}


def level_of(one: str, other: str) -> int | None:
    """The gravest interaction of two substances."""
    wanted = {frozenset(pair) for pair in product(CLASSES_OF[one], CLASSES_OF[other])}
    return min(
        (int(row["level"]) for row in INTERACTIONS if frozenset((row["a"], row["b"])) in wanted), default=None
    )


def test_there_is_enough_to_work_with() -> None:
    assert sum(not code.startswith("tcm:") for code in SUBSTANCES) >= 250
    assert len(INTERACTIONS) >= 150
    assert sum(row["kind"] != "herb" for row in INCOMPATIBILITIES) >= 60
    assert len(CONTRAINDICATIONS) >= 150


@pytest.mark.parametrize("table", KEYS)
def test_every_table_is_sorted_without_doubles_and_says_whence(table: str) -> None:
    lines = rows("prescribing", f"{table}.csv")
    keys = [
        tuple(row[column].zfill(6) if column.endswith("days") else row[column] for column in KEYS[table])
        for row in lines
    ]
    assert [key for key, times in Counter(keys).items() if times > 1] == []
    assert keys == sorted(keys)
    assert all(row["source"] and row["sure"] in {"S", "F", "U"} for row in lines)


def test_an_unordered_pair_stands_once() -> None:
    assert all(row["a"] <= row["b"] for row in INTERACTIONS)
    mixed = Counter(frozenset((row["a"], row["b"])) for row in INCOMPATIBILITIES)
    assert [pair for pair, times in mixed.items() if times > 1] == []


def test_a_substance_is_written_in_the_words_of_its_table() -> None:
    state = {"contraindicated", "caution", "allowed", "unknown"}
    for row in SUBSTANCES.values():
        assert re.fullmatch(r"(tcm:)?[a-z0-9_]+", row["code"]), row
        assert re.fullmatch(r"([A-Z]\d\d[A-Z]{0,2}(\d\d)?)?", row["atc"]), row
        assert row["abx_grade"] in {"", "NONRES", "RES", "SPEC"}, row
        assert row["skin_test"] in {"none", "required", "by_label"}, row
        assert bool(row["skin_test_hours"]) == (row["skin_test"] != "none"), row
        assert {row["pregnancy"], row["lactation"]} <= state, row
        assert row["sex_limit"] in {"", "M", "F"}, row
        assert row["classes"] or row["atc"], row
        assert len(set(row["classes"].split())) == len(row["classes"].split()), row


def test_every_cross_allergen_is_a_group_of_some_substance() -> None:
    groups = {group for row in SUBSTANCES.values() for group in row["allergens"].split()}
    crossed = {group for row in SUBSTANCES.values() for group in row["cross_allergens"].split()}
    assert crossed <= groups


def test_every_pair_and_subject_is_a_substance_a_class_or_a_herb() -> None:
    assert {name for row in INTERACTIONS for name in (row["a"], row["b"])} <= NAMES
    assert {row["subject"] for row in CONTRAINDICATIONS} <= NAMES | HERBS
    for row in INCOMPATIBILITIES:
        assert {row["a"], row["b"]} <= (HERBS if row["kind"] == "herb" else NAMES), row


def test_levels_kinds_and_conditions_are_well_formed() -> None:
    assert {row["level"] for row in INTERACTIONS} == {"1", "2", "3"}
    assert all(row["effect"] and row["advice"] for row in INTERACTIONS)
    assert {row["kind"] for row in INCOMPATIBILITIES} == {"mix", "solvent", "herb"}
    assert {row["level"] for row in CONTRAINDICATIONS} == {"block", "reason"}
    for row in CONTRAINDICATIONS:
        assert re.fullmatch(r"icd:[A-Z]\d\d(\.\d)?|renal|hepatic|pregnancy|lactation", row["condition"]), row
        assert row["reason"]


def test_a_solvent_is_a_fluid_of_the_catalogue() -> None:
    for row in INCOMPATIBILITIES:
        if row["kind"] == "solvent":
            fluids = [code for code, names in CLASSES_OF.items() if row["b"] in names]
            assert any(
                names & {"infusion_fluid", "solvent"} for names in map(CLASSES_OF.__getitem__, fluids)
            ), row


@pytest.mark.parametrize(
    ("code", "grade"),
    [
        ("amoxicillin", "NONRES"),
        ("benzylpenicillin", "NONRES"),
        ("cefalexin", "NONRES"),
        ("cefuroxime", "NONRES"),
        ("azithromycin", "NONRES"),
        ("gentamicin", "NONRES"),
        ("metronidazole", "NONRES"),
        ("levofloxacin", "NONRES"),
        ("ceftazidime", "RES"),
        ("moxifloxacin", "RES"),
        ("vancomycin", "SPEC"),
        ("imipenem", "SPEC"),
    ],
)
def test_grades_of_well_known_antibiotics(code: str, grade: str) -> None:
    assert SUBSTANCES[code]["abx_grade"] == grade


def test_every_systemic_antibiotic_is_graded_and_what_provinces_grade_apart_is_unsure() -> None:
    ungraded = [
        code for code, row in SUBSTANCES.items() if row["atc"].startswith("J01") and not row["abx_grade"]
    ]
    assert ungraded == []
    assert SUBSTANCES["ceftriaxone"]["sure"] == "U"
    assert all("分级由省定" in row["source"] for row in SUBSTANCES.values() if row["abx_grade"])


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("warfarin", "ibuprofen", 2),
        ("nitroglycerin", "sildenafil", 1),
        ("simvastatin", "clarithromycin", 1),
        ("enalapril", "spironolactone", 2),
        ("metronidazole", "ethanol", 1),
        ("domperidone", "erythromycin", 1),
        ("moclobemide", "pethidine", 1),
        ("fluoxetine", "moclobemide", 1),
        ("digoxin", "amiodarone", 2),
        ("methotrexate", "sulfamethoxazole", 1),
        ("ciprofloxacin", "theophylline", 2),
        ("glibenclamide", "fluconazole", 2),
        ("clopidogrel", "omeprazole", 2),
        ("lithium_carbonate", "hydrochlorothiazide", 2),
        ("levothyroxine", "calcium_carbonate", 2),
        ("allopurinol", "mercaptopurine", 1),
        ("glibenclamide", "tcm:xiaoke", 1),
        ("clozapine", "carbamazepine", 1),
        ("amoxicillin", "paracetamol", None),
        ("amlodipine", "valsartan", None),
    ],
)
def test_well_known_pairs(one: str, other: str, level: int | None) -> None:
    assert level_of(one, other) == level


def test_what_the_catalogue_says_of_a_product() -> None:
    prefixes = Counter(drug.trace_prefix for drug in drugs())
    assert max(prefixes.values()) == 1
    for drug in drugs():
        assert re.fullmatch(r"\d{7}", drug.trace_prefix), drug
        assert drug.rx_class in {"OTC_A", "OTC_B", "RX", "NARC", "PSY1", "PSY2", "TOXIC", "RADIO", "PREC"}, (
            drug
        )
        assert drug.storage in {"room", "cool", "cold_chain"}, drug
        assert drug.levels in {("village", "township"), ("township",)}, drug
        assert not drug.splittable or drug.pack_qty > 1, drug


def test_controlled_and_cooled_medicines_are_marked() -> None:
    psy2 = {drug.generic_name for drug in drugs() if drug.rx_class == "PSY2"}
    assert psy2 == {
        "地西泮片",
        "艾司唑仑片",
        "阿普唑仑片",
        "苯巴比妥片",
        "盐酸曲马多片",
        "复方磷酸可待因糖浆",
        "氢溴酸右美沙芬片",
    }
    assert all(drug.storage == "cold_chain" for drug in drugs() if "胰岛素" in drug.generic_name)
    assert all(
        drug.rx_class.startswith("OTC") is False for drug in drugs() if drug.route in {"im", "iv", "ivgtt"}
    )


def test_what_is_above_a_village_doctor_is_not_stocked_in_a_village() -> None:
    for drug in drugs():
        grades = {SUBSTANCES[part.partition("=")[0]]["abx_grade"] for part in drug.content.split()}
        if "village" in drug.levels:
            assert drug.essential, drug
            assert not grades & {"RES", "SPEC"}, drug
            assert drug.rx_class not in {"NARC", "PSY1", "PSY2", "PREC"}, drug


def test_the_eighteen_and_the_nineteen_are_there() -> None:
    code_of = {herb.name: herb.code for herb in herbs()}
    held = {frozenset((row["a"], row["b"])) for row in INCOMPATIBILITIES if row["kind"] == "herb"}
    for one, other in [
        ("甘草", "甘遂"),
        ("附子", "半夏"),
        ("藜芦", "人参"),
        ("丁香", "郁金"),
        ("人参", "五灵脂"),
    ]:
        assert frozenset((code_of[one], code_of[other])) in held
    everyday = ("黄芪", "当归", "党参", "白术", "茯苓", "甘草", "川芎", "白芍")
    assert not any(frozenset(map(code_of.__getitem__, pair)) in held for pair in combinations(everyday, 2))
