"""A draft with everything that its lines mean, made once and asked by every rule."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from clinic_app.domain.prescribing.context import AtHome, Context
from clinic_app.domain.prescribing.draft import Draft, Line
from clinic_app.domain.prescribing.hits import Hit, Severity, Value, Words
from clinic_app.domain.prescribing.knowledge import Knowledge, Product, Substance
from clinic_app.domain.prescribing.rules import Rules

CONTROLLED = frozenset({"NARC", "PSY1"})  # 麻醉 and 精一
GRADES = ("NONRES", "RES", "SPEC")


@dataclass(frozen=True, slots=True)
class Ordered:
    """One line of the draft; `at` is its position."""

    at: int
    line: Line
    product: Product
    is_systemic: bool
    is_injected: bool

    @property
    def name(self) -> str:
        return self.product.drug.generic_name


@dataclass(frozen=True, slots=True)
class Running:
    """A medicine at home whose supply has not ended."""

    held: AtHome
    product: Product
    is_systemic: bool

    @property
    def name(self) -> str:
        return self.product.drug.generic_name


@dataclass(frozen=True, slots=True)
class Case:
    draft: Draft
    context: Context
    knowledge: Knowledge
    rules: Rules
    lines: tuple[Ordered, ...]  # those whose drug is known
    beside: tuple[Ordered, ...]  # on other sheets of the visit; `at` says nothing
    at_home: tuple[Running, ...]  # still running, then those that have ended
    age_years: int

    @property
    def running(self) -> Iterator[Running]:
        return (one for one in self.at_home if one.held.last_day >= self.context.day)

    def pairs(self) -> Iterator[tuple[Ordered, Ordered]]:
        """Any two lines, once."""
        return ((one, other) for one in self.lines for other in self.lines if one.at < other.at)


def case_of(draft: Draft, context: Context, knowledge: Knowledge, rules: Rules) -> Case:
    products = knowledge.products
    person = context.person
    return Case(
        draft,
        context,
        knowledge,
        rules,
        _ordered(draft.lines, knowledge, rules),
        _ordered(context.beside, knowledge, rules),
        tuple(
            Running(held, products[held.drug], held.route in rules.systemic_routes)
            for held in person.at_home
            if held.drug in products
        ),
        person.age_years(context.day),
    )


def _ordered(lines: Sequence[Line], knowledge: Knowledge, rules: Rules) -> tuple[Ordered, ...]:
    products = knowledge.products
    return tuple(
        Ordered(
            at,
            line,
            products[line.drug],
            line.route in rules.systemic_routes,
            line.route in rules.injection_routes,
        )
        for at, line in enumerate(lines)
        if line.drug in products
    )


def hit(key: str, severity: Severity, *lines: Ordered, **facts: Value) -> Hit:
    return Hit(key, severity, tuple(one.at for one in lines), tuple(sorted(facts.items())))


def called(substance: Substance) -> Words:
    return Words(substance.name, substance.code.replace("_", " "))


def two_names(one: str, other: str) -> dict[str, str]:
    """Two names as facts, the same whichever line stands first."""
    a, b = sorted((one, other))
    return {"a": a, "b": b}


def begins(code: str, prefixes: tuple[str, ...]) -> bool:
    """Whether an ICD-10 code lies under one of the prefixes."""
    return code.startswith(prefixes)


def antibiotics_of(product: Product) -> tuple[Substance, ...]:
    return tuple(one for one in product.substances if one.abx_grade)


def codes_of(product: Product) -> frozenset[str]:
    return frozenset(substance.code for substance in product.substances)
