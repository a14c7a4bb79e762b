"""Reading the tables of resources/prescribing into `Knowledge`."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from types import MappingProxyType
from typing import Final, TypeVar

from clinic_app.domain import catalogs
from clinic_app.domain.catalogs import Drug, Herb
from clinic_app.domain.codes import rows
from clinic_app.domain.errors import Damaged
from clinic_app.domain.prescribing.knowledge import (
    Contraindication,
    Dose,
    Incompatibility,
    Ingredient,
    Interaction,
    Knowledge,
    Product,
    Substance,
    pair,
)
from clinic_app.domain.prescribing.quantity import measured

T = TypeVar("T")
Row = Mapping[str, str]

TABLES: Final = ("substances", "doses", "interactions", "incompatibilities", "contraindications")
_ORAL: Final = frozenset({"po", "chew", "sl"})
_SEX: Final = {"": "", "M": "1", "F": "2", "1": "1", "2": "2"}  # codes/sex.csv
_PER_MG: Final = {"ug": Decimal("0.001")}


class BadTable(Damaged):
    """A table of medicines cannot be read; `line` counts the header as 1."""

    code = "prescribing.bad_table"


@dataclass(frozen=True, slots=True)
class Tables:
    """Rows as they stand in the files, by table."""

    substances: tuple[Row, ...] = ()
    doses: tuple[Row, ...] = ()
    interactions: tuple[Row, ...] = ()
    incompatibilities: tuple[Row, ...] = ()
    contraindications: tuple[Row, ...] = ()
    allergens: tuple[Row, ...] = ()  # of resources/catalogs
    herbs: tuple[Herb, ...] = ()


@cache
def shipped() -> Knowledge:
    """What the program knows before a county publishes anything.

    Raises:
        BadTable
    """
    return knowledge_of(shipped_tables(catalogs.herbs()), catalogs.drugs())


def shipped_tables(herbs: tuple[Herb, ...]) -> Tables:
    """The files of resources/prescribing with the herbs of the catalogue in force."""
    named = {name: rows("prescribing", f"{name}.csv") for name in TABLES}
    return Tables(**named, allergens=rows("catalogs", "allergens.csv"), herbs=herbs)


def knowledge_of(tables: Tables, drugs: Iterable[Drug]) -> Knowledge:
    """The tables, joined with the catalogue of medicines in force.

    Raises:
        BadTable
    """
    substances = {one.code: one for one in _read("substances", tables.substances, _substance)}
    doses: defaultdict[str, list[Dose]] = defaultdict(list)
    for dose in _read("doses", tables.doses, _dose):
        doses[dose.substance].append(dose)
    contraindications: defaultdict[str, list[Contraindication]] = defaultdict(list)
    for against in _read("contraindications", tables.contraindications, _contraindication):
        contraindications[against.subject].append(against)
    products = _products(drugs, tables.herbs, substances)
    oral: defaultdict[frozenset[str], list[str]] = defaultdict(list)
    for code, product in products.items():
        if product.drug.route in _ORAL and product.ingredients:
            oral[frozenset(one.code for one in product.substances)].append(code)
    return Knowledge(
        products=MappingProxyType(products),
        substances=MappingProxyType(substances),
        doses=_frozen(doses),
        interactions=_gravest(_read("interactions", tables.interactions, _interaction)),
        mixtures={
            pair(one.a, one.b): one
            for one in _read("incompatibilities", tables.incompatibilities, _incompatibility)
        },
        contraindications=_frozen(contraindications),
        oral_forms=_frozen(oral),
        allergens={row["code"]: row["name"] for row in tables.allergens},
        codes_by_name=_codes_by_name(tables.allergens, substances.values()),
    )


def _codes_by_name(allergens: Iterable[Row], substances: Iterable[Substance]) -> dict[str, str]:
    """What people call a substance or a group of allergens; a substance stands before a group."""
    groups = {name: row["code"] for row in allergens for name in (row["name"], *row["aliases"].split())}
    return groups | {one.name: one.code for one in substances}


def _products(
    drugs: Iterable[Drug], herbs: Iterable[Herb], substances: Mapping[str, Substance]
) -> dict[str, Product]:
    """A piece (饮片) of the catalogue of medicines is the herb of the same name."""
    herbs = tuple(herbs)
    by_name = {name: herb for herb in herbs for name in (*herb.aliases, herb.name)}
    products = {herb.code: Product(_drug_of(herb), (), herb) for herb in herbs}
    for drug in drugs:
        herb = by_name.get(drug.generic_name.removesuffix("饮片")) if drug.route == "decoct" else None
        if drug.route == "decoct" and herb is None:
            herb = _herb_of(drug)
        products[drug.code] = Product(drug, () if herb else _ingredients(drug, substances), herb)
    return products


def _ingredients(drug: Drug, substances: Mapping[str, Substance]) -> tuple[Ingredient, ...]:
    """``amoxicillin=250mg clavulanic_acid=62.5mg``; a substance that no table knows has only its name."""
    found = []
    for part in drug.content.split():
        code, _, text = part.partition("=")
        amount = measured(text)
        substance = substances.get(code) or Substance(code=code, name=drug.generic_name)
        found.append(Ingredient(substance, *(amount or (None, ""))))
    return tuple(found)


def _read(table: str, lines: Iterable[Row], make: Callable[[Row], T]) -> list[T]:
    found = []
    for number, row in enumerate(lines, start=2):
        try:
            found.append(make(row))
        except (KeyError, ValueError, InvalidOperation) as error:
            raise BadTable(table=table, line=number, problem=str(error)) from error
    return found


def _substance(row: Row) -> Substance:
    return Substance(
        code=row["code"],
        name=row["name"],
        atc=row["atc"],
        classes=_words(row["classes"]),
        abx_grade=row["abx_grade"],
        allergens=_words(row["allergens"]),
        cross_allergens=_words(row["cross_allergens"]),
        skin_test=row["skin_test"] or "none",
        skin_test_hours=int(row["skin_test_hours"] or 0),
        pregnancy=row["pregnancy"] or "unknown",
        lactation=row["lactation"] or "unknown",
        sex_limit=_SEX[row["sex_limit"]],
        age_min_days=_whole(row["age_min_days"]),
        age_max_days=_whole(row["age_max_days"]),
        ddd_mg=_number(row["ddd_mg"]),
    )


def _dose(row: Row) -> Dose:
    scale = _PER_MG.get(row["unit"], Decimal(1))

    def amount(name: str) -> Decimal | None:
        number = _number(row[name])
        return None if number is None else number * scale

    return Dose(
        substance=row["substance"],
        routes=_words(row["routes"]),
        age_from_days=_whole(row["age_from_days"]) or 0,
        age_to_days=_whole(row["age_to_days"]),
        usual_single=amount("usual_single"),
        max_single=amount("max_single"),
        max_daily=amount("max_daily"),
        unit="mg" if row["unit"] in _PER_MG else row["unit"],
        per_kg_single=amount("per_kg_single"),
        per_kg_daily=amount("per_kg_daily"),
        min_interval_h=_number(row["min_interval_h"]),
        max_days=_whole(row["max_days"]),
    )


def _interaction(row: Row) -> Interaction:
    return Interaction(row["a"], row["b"], int(row["level"]), row["effect"], row["advice"])


def _incompatibility(row: Row) -> Incompatibility:
    return Incompatibility(row["a"], row["b"], row["kind"], row["effect"])


def _contraindication(row: Row) -> Contraindication:
    return Contraindication(row["subject"], row["condition"], row["level"], row["reason"])


def _gravest(found: Iterable[Interaction]) -> Mapping[tuple[str, str], Interaction]:
    by_pair: dict[tuple[str, str], Interaction] = {}
    for one in found:
        held = by_pair.get(pair(one.a, one.b))
        if held is None or one.level < held.level:
            by_pair[pair(one.a, one.b)] = one
    return MappingProxyType(by_pair)


K = TypeVar("K")


def _frozen(lists: Mapping[K, list[T]]) -> Mapping[K, tuple[T, ...]]:
    return MappingProxyType({key: tuple(one) for key, one in lists.items()})


def _drug_of(herb: Herb) -> Drug:
    """A herb as a product that is weighed out by the gram."""
    return Drug(
        code=herb.code,
        name=herb.name,
        generic_name=herb.name,
        spec="",
        form="饮片",
        unit="克",
        pack_qty=1,
        pack_unit="克",
        price_e6=herb.price_e6,
        chrgitm_lv="01",
        essential=False,
        dose="",
        frequency="qd",
        route="decoct",
        aliases=herb.aliases,
        initials=herb.initials,
        pinyin=herb.pinyin,
    )


def _herb_of(drug: Drug) -> Herb:
    """A piece that the herbs' own catalogue does not have: no limits are known."""
    return Herb(
        code=drug.code,
        name=drug.generic_name.removesuffix("饮片"),
        dose_min_mg=0,
        dose_max_mg=0,
        handling="",
        toxic=False,
        price_e6=drug.price_e6,
        aliases=drug.aliases,
        initials=drug.initials,
        pinyin=drug.pinyin,
    )


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _whole(text: str) -> int | None:
    return int(text) if text else None


def _number(text: str) -> Decimal | None:
    return Decimal(text) if text else None
