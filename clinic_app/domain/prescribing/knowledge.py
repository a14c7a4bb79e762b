"""药学知识: what is known of substances, in the shapes of resources/prescribing.

Amounts of substances are in mg, IU or ml; ages in days; `names` of a substance are its code and its classes, which
is how interactions, incompatibilities and contraindications speak of it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from clinic_app.domain.catalogs import Drug, Herb
from clinic_app.domain.prescribing.ages import reached


@dataclass(frozen=True, slots=True, kw_only=True)
class Substance:
    """成分: what a medicine works by."""

    code: str  # INN slug, or tcm:<slug>
    name: str
    atc: str = ""
    classes: frozenset[str] = frozenset()
    abx_grade: str = ""  # NONRES, RES, SPEC
    allergens: frozenset[str] = frozenset()  # groups that it belongs to
    cross_allergens: frozenset[str] = frozenset()  # groups whose allergy may extend to it
    skin_test: str = "none"  # none, required, by_label
    skin_test_hours: int = 0  # how long a negative result holds
    pregnancy: str = "unknown"  # contraindicated, caution, allowed, unknown
    lactation: str = "unknown"
    sex_limit: str = ""  # codes/sex.csv
    age_min_days: int | None = None
    age_max_days: int | None = None
    ddd_mg: Decimal | None = None

    @property
    def names(self) -> frozenset[str]:
        return self.classes | {self.code}


@dataclass(frozen=True, slots=True, kw_only=True)
class Dose:
    """Usual and greatest amounts of a substance by some routes at some age, in `unit`."""

    substance: str
    routes: frozenset[str]
    age_from_days: int = 0
    age_to_days: int | None = None  # the last day that it holds for
    usual_single: Decimal | None = None
    max_single: Decimal | None = None
    max_daily: Decimal | None = None
    unit: str = "mg"
    per_kg_single: Decimal | None = None
    per_kg_daily: Decimal | None = None
    min_interval_h: Decimal | None = None
    max_days: int | None = None

    def is_for(self, birth: date, on: date) -> bool:
        old_enough = on >= reached(birth, self.age_from_days)
        return old_enough and (self.age_to_days is None or on < reached(birth, self.age_to_days + 1))


@dataclass(frozen=True, slots=True)
class Interaction:
    """Two substances or classes in one body."""

    a: str
    b: str
    level: int  # 1 contraindicated, 2, 3 minor
    effect: str
    advice: str


@dataclass(frozen=True, slots=True)
class Incompatibility:
    """Two substances or classes in one infusion, or two herbs in one decoction."""

    a: str
    b: str
    kind: str  # mix, solvent, herb
    effect: str


@dataclass(frozen=True, slots=True)
class Contraindication:
    subject: str  # substance, class or herb
    condition: str  # icd:J45, renal, hepatic, pregnancy, lactation
    level: str  # block, reason
    reason: str


@dataclass(frozen=True, slots=True)
class Ingredient:
    """What one unit of a product holds of a substance; `amount` None where the catalogue does not say."""

    substance: Substance
    amount: Decimal | None
    unit: str  # mg, IU, ml


@dataclass(frozen=True, slots=True)
class Product:
    """A line of the catalogue of medicines, or a herb, with what is known of its ingredients."""

    drug: Drug
    ingredients: tuple[Ingredient, ...] = ()
    herb: Herb | None = None

    @property
    def substances(self) -> tuple[Substance, ...]:
        return tuple(one.substance for one in self.ingredients)

    @property
    def is_herb(self) -> bool:
        return self.herb is not None

    @property
    def names(self) -> frozenset[str]:
        """Of all substances, and of the herb."""
        of_herb = {self.herb.code, self.herb.name} if self.herb else set()
        return frozenset(of_herb).union(*(one.names for one in self.substances))


Pair = tuple[str, str]  # two names, the lesser first


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowledge:
    """All tables, with what is looked up by pair or by name ready at hand."""

    products: Mapping[str, Product]
    substances: Mapping[str, Substance]
    doses: Mapping[str, tuple[Dose, ...]]
    interactions: Mapping[Pair, Interaction]
    mixtures: Mapping[Pair, Incompatibility]
    contraindications: Mapping[str, tuple[Contraindication, ...]]
    oral_forms: Mapping[frozenset[str], tuple[str, ...]]  # substances → products taken by mouth
    allergens: Mapping[str, str]  # groups of allergens by code: what they are called
    codes_by_name: Mapping[str, str]  # substances and groups as people call them

    def interaction(self, one: Substance, other: Substance) -> Interaction | None:
        """The gravest of two different substances."""
        if one.code == other.code:
            return None
        found = (self.interactions.get(pair) for pair in pairs(one.names, other.names))
        return min((hit for hit in found if hit), key=lambda hit: (hit.level, hit.a, hit.b), default=None)

    def mixture(self, one: Product, other: Product) -> Incompatibility | None:
        """Why two products must not be in one infusion or decoction."""
        found = (self.mixtures.get(pair) for pair in pairs(one.names, other.names))
        return min((hit for hit in found if hit), key=lambda hit: (hit.a, hit.b), default=None)


def pair(one: str, other: str) -> Pair:
    return (one, other) if one <= other else (other, one)


def pairs(ones: frozenset[str], others: frozenset[str]) -> Iterator[Pair]:
    return (pair(one, other) for one in ones for other in others)
