"""处方种类 and how lines go onto sheets."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from clinic_app.domain.prescribing.draft import Kind, Line
from clinic_app.domain.prescribing.knowledge import Knowledge, Product
from clinic_app.domain.prescribing.rules import Rules

_BY_CLASS: Final = {"NARC": Kind.NARCOTIC, "PSY1": Kind.NARCOTIC, "PSY2": Kind.PSY2}


@dataclass(frozen=True, slots=True)
class Sheet:
    """One prescription of paper."""

    kind: Kind
    lines: tuple[Line, ...]


def kind_of(
    products: Iterable[Product], age_years: int | None = None, emergency: bool = False, child_below: int = 0
) -> Kind:
    """The sheet that the products of one prescription need; `age_years` None: nobody in particular."""
    found = {_by_product(product) for product in products}
    for kind in (Kind.NARCOTIC, Kind.PSY2, Kind.HERBS):
        if kind in found:
            return kind
    if emergency:
        return Kind.EMERGENCY
    child = age_years is not None and age_years < child_below
    return Kind.PAEDIATRIC if child else Kind.ORDINARY


def sheets_of(
    lines: Sequence[Line], knowledge: Knowledge, rules: Rules, age_years: int, emergency: bool = False
) -> tuple[Sheet, ...]:
    """Lines onto sheets: kinds apart, at most five drugs each, what runs in one infusion together.

    Herbs of one decoction are one sheet.  The order of the lines is kept.  A drug that no catalogue knows goes with
    the ordinary ones, where the check refuses it.
    """
    apart: dict[Kind, list[Line]] = {}
    for line in lines:
        product = knowledge.products.get(line.drug)
        kind = kind_of([product] if product else [], age_years, emergency, rules.child_below_years)
        apart.setdefault(kind, []).append(line)
    return tuple(
        Sheet(kind, sheet)
        for kind, held in apart.items()
        for sheet in ([tuple(held)] if kind is Kind.HERBS else _filled(held, rules.max_drugs))
    )


def _filled(lines: list[Line], most: int) -> list[tuple[Line, ...]]:
    """Sheets of at most `most` lines; a group stays together where it fits on one."""
    sheets: list[tuple[Line, ...]] = []
    for part in _parts(lines, most):
        if sheets and len(sheets[-1]) + len(part) <= most:
            sheets[-1] += part
        else:
            sheets.append(part)
    return sheets


def _parts(lines: list[Line], most: int) -> list[tuple[Line, ...]]:
    """Groups in the order of their first lines; a line without one is a part alone."""
    keyed = [(line.group or -at - 1, line) for at, line in enumerate(lines)]
    first: dict[int, int] = {}
    for at, (key, _) in enumerate(keyed):
        first.setdefault(key, at)
    parts = []
    for _, members in groupby(sorted(keyed, key=lambda one: first[one[0]]), key=lambda one: one[0]):
        held = tuple(line for _, line in members)
        parts += [held[start : start + most] for start in range(0, len(held), most)]
    return parts


def _by_product(product: Product) -> Kind:
    return Kind.HERBS if product.is_herb else _BY_CLASS.get(product.drug.rx_class, Kind.ORDINARY)
