"""P14, P15 and P17: what does not go together, in one body or in one infusion."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import product as every

from clinic_app.domain.prescribing.case import Case, Ordered, called, codes_of, hit, two_names
from clinic_app.domain.prescribing.hits import Hit, Severity
from clinic_app.domain.prescribing.knowledge import Interaction, Product
from clinic_app.domain.prescribing.quantity import units_per_dose, volume_ml

_LEVELS = {1: Severity.BLOCK, 2: Severity.REASON, 3: Severity.WARN}


def interactions(case: Case) -> Iterator[Hit]:
    """P14 among the lines and with what still runs at home."""
    for one, other in case.pairs():
        if one.is_systemic and other.is_systemic:
            for found in _interactions(case, one.product, other.product):
                names = two_names(one.name, other.name)
                yield _told("P14.drug", found, one, other, **names)
    for one, home in every(case.lines, tuple(case.running)):
        if one.is_systemic and home.is_systemic:
            for found in _interactions(case, one.product, home.product):
                yield _told("P14.home", found, one, drug=one.name, home=home.name)


def _interactions(case: Case, one: Product, other: Product) -> Iterator[Interaction]:
    found = (case.knowledge.interaction(a, b) for a, b in every(one.substances, other.substances))
    return (each for each in found if each is not None)


def _told(key: str, found: Interaction, *lines: Ordered, **names: str) -> Hit:
    return hit(key, _LEVELS[found.level], *lines, **names, effect=found.effect, advice=found.advice)


def duplicates(case: Case) -> Iterator[Hit]:
    """P15: the same ingredient twice, or two of one class (ATC level 4)."""
    for one, other in case.pairs():
        if one.is_systemic and other.is_systemic:
            names = two_names(one.name, other.name)
            yield from _duplicates(case, other.product, (one, other), "drug", names)
    for one, home in every(case.lines, tuple(case.running)):
        if one.is_systemic and home.is_systemic and one.line.drug != home.held.drug:
            yield from _duplicates(case, home.product, (one,), "home", {"drug": one.name, "home": home.name})


def _duplicates(
    case: Case, other: Product, lines: tuple[Ordered, ...], where: str, names: dict[str, str]
) -> Iterator[Hit]:
    """Of the first of `lines` and `other`."""
    one, exempt = lines[0].product, case.rules.atc_exempt
    both = codes_of(one) & codes_of(other)
    for substance in one.substances:
        if substance.code in both and not substance.atc.startswith(exempt):
            key = f"P15.ingredient_{where}"
            yield hit(key, Severity.REASON, *lines, **names, substance=called(substance))
    shared = _actions(case, one) & _actions(case, other)
    if shared and not both:
        yield hit(f"P15.class_{where}", Severity.REASON, *lines, **names, atc=min(shared))


def _actions(case: Case, product: Product) -> set[str]:
    """Groups of the same action: the first letters of the ATC code."""
    length, exempt = case.rules.atc_length, (*case.rules.atc_exempt, *case.rules.same_action_exempt)
    return {
        substance.atc[:length]
        for substance in product.substances
        if len(substance.atc) >= length and not substance.atc.startswith(exempt)
    }


def mixtures(case: Case) -> Iterator[Hit]:
    """P17 in one infusion: what must not be mixed, the wrong solvent, too strong a solution.

    Herbs of one decoction: 十八反, 十九畏.
    """
    for one, other in case.pairs():
        in_one = _is_one_infusion(case, one, other)
        both_herbs = one.product.is_herb and other.product.is_herb
        found = case.knowledge.mixture(one.product, other.product) if in_one or both_herbs else None
        if found is None:
            continue
        key = "P17.herbs" if both_herbs else f"P17.{found.kind}"
        severity = Severity.REASON if both_herbs else Severity.BLOCK
        yield hit(key, severity, one, other, **two_names(one.name, other.name), effect=found.effect)
    for one in case.lines:
        yield from _concentration(case, one)


def _is_one_infusion(case: Case, one: Ordered, other: Ordered) -> bool:
    injected = one.is_injected and other.is_injected
    return injected and one.line.group == other.line.group != 0


def _concentration(case: Case, one: Ordered) -> Iterator[Hit]:
    """Milligrams in the millilitres of the whole group; never pushed undiluted."""
    for part in one.product.ingredients:
        code = part.substance.code
        if code in case.rules.never_pushed and one.line.route == "iv":
            yield hit("P17.pushed", Severity.BLOCK, one, drug=one.name)
        most = case.rules.max_mg_per_ml.get(code)
        if most is None or part.amount is None or one.line.route not in case.rules.infusion_routes:
            continue
        units = units_per_dose(one.product.drug, one.line.dose)
        volume = _volume(case, one)
        if units is not None and volume and units * part.amount > most * volume:
            strength = units * part.amount / volume
            yield hit(
                "P17.strong", Severity.BLOCK, one, drug=one.name, given=f"{strength:.1f}", max=str(most)
            )


def _volume(case: Case, one: Ordered) -> Decimal:
    members = [other for other in case.lines if other is one or _is_one_infusion(case, one, other)]
    volumes = (volume_ml(other.product.drug, other.line.dose) for other in members)
    return sum((volume for volume in volumes if volume is not None), Decimal(0))
