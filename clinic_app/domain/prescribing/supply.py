"""P18 to P21: what is still in hand, what the fund pays, what is in stock, and whether a needle is needed."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from clinic_app.domain.prescribing.case import Case, Ordered, codes_of, hit
from clinic_app.domain.prescribing.context import Batch
from clinic_app.domain.prescribing.doses import units_of
from clinic_app.domain.prescribing.hits import Hit, Severity


def refills(case: Case) -> Iterator[Hit]:
    """P18: more than three days before the last supply ends; fluids carry other medicines and are left out."""
    for one in case.lines:
        if _is_fluid(case, one):
            continue
        for home in case.running:
            left = (home.held.last_day - case.context.day).days
            if left > case.rules.slack_days and _is_same(one, home.held.drug, codes_of(home.product)):
                yield hit(
                    "P18.in_hand",
                    Severity.REASON,
                    one,
                    drug=one.name,
                    days=left,
                    until=home.held.last_day.isoformat(),
                )


def restrictions(case: Case) -> Iterator[Hit]:
    """P19: the fund pays under a condition only; the person is told."""
    for one in case.lines:
        condition = case.context.restricted.get(one.line.drug)
        if condition is not None and not one.line.own:
            yield hit("P19.restricted", Severity.REASON, one, drug=one.name, condition=condition)


def stopped(case: Case) -> Iterator[Hit]:
    """P20: struck off the catalogue; what to use instead, where the catalogue says."""
    for one in case.lines:
        if not one.product.drug.stopped or one.line.own:
            continue
        products = case.knowledge.products
        others = (products[code].drug for code in one.product.drug.instead if code in products)
        names = "、".join(other.generic_name for other in others if not other.stopped)
        if names:
            yield hit("P20.replaced", Severity.BLOCK, one, drug=one.name, instead=names)
        else:
            yield hit("P20.stopped", Severity.BLOCK, one, drug=one.name)


def stock(case: Case) -> Iterator[Hit]:
    """P20: enough, not recalled, and usable to the last day of the therapy.

    Two lines of one drug take from the same shelf, on whichever sheets of the visit they stand.
    """
    held = case.context.stock
    if held is None:
        return
    for one in case.lines:
        if one.line.own:
            continue
        wanted = sum(
            (
                units_of(each)
                for each in (*case.lines, *case.beside)
                if each.line.drug == one.line.drug and not each.line.own
            ),
            Decimal(0),
        )
        yield from _stock(case, one, wanted, held.get(one.line.drug, ()))


def _stock(case: Case, one: Ordered, wanted: Decimal, batches: tuple[Batch, ...]) -> Iterator[Hit]:
    today = case.context.day
    last_day = today + timedelta(days=max(one.line.days, 1) - 1)
    sound = [batch for batch in batches if not batch.recalled and batch.usable_until >= today]
    facts = {"drug": one.name, "wanted": f"{wanted.normalize():f}", "unit": one.product.drug.unit}
    on_hand = sum(batch.units for batch in sound)
    lasting = sum(batch.units for batch in sound if batch.usable_until >= last_day)
    if on_hand >= wanted > lasting:
        yield hit("P20.expires", Severity.BLOCK, one, **facts, until=last_day.isoformat())
    elif on_hand < wanted:
        recalled = sum(batch.units for batch in batches if batch.recalled)
        key = "P20.recalled" if on_hand + recalled >= wanted else "P20.short"
        yield hit(key, Severity.BLOCK, one, **facts, available=on_hand)


def needles(case: Case) -> Iterator[Hit]:
    """P21: the same substances are here to be swallowed."""
    for one in case.lines:
        if not one.is_injected or _is_fluid(case, one):
            continue
        oral = next(
            (
                code
                for code in case.knowledge.oral_forms.get(codes_of(one.product), ())
                if _is_here(case, code)
            ),
            None,
        )
        if oral is not None:
            yield hit(
                "P21.oral",
                Severity.WARN,
                one,
                drug=one.name,
                oral=case.knowledge.products[oral].drug.generic_name,
            )


def _is_here(case: Case, drug: str) -> bool:
    """Some of it is on the shelf; nobody knows better where the pharmacy was not asked."""
    held = case.context.stock
    return held is None or any(batch.units > 0 and not batch.recalled for batch in held.get(drug, ()))


def _is_fluid(case: Case, one: Ordered) -> bool:
    return any(substance.atc.startswith(case.rules.atc_exempt) for substance in one.product.substances)


def _is_same(one: Ordered, drug: str, codes: frozenset[str]) -> bool:
    return one.line.drug == drug or (bool(codes) and one.is_systemic and codes_of(one.product) == codes)
