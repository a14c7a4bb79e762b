"""按人头 in a run: capitation of persons contracted, and chronic patients as a package.

An institution's own persons are paid for by head; what they cost at other institutions comes off.

Source: docs/payment.md §4.
"""

from collections.abc import Iterator, Sequence

from clinic_app.domain.payment.capitation import (
    Patients,
    capitated_year,
    capitation_of_month,
    chronic_package,
)
from clinic_app.domain.payment.instalments import MONTHS
from clinic_app.domain.payment.month import Headed, Item, Month, Past, sole
from clinic_app.domain.payment.plan import (
    CHRONIC,
    OUTPATIENT,
    CapitationTerms,
    ChronicTerms,
    FacilityPlan,
    OwnMethod,
    Plan,
)


def items(month: Month, stated: Sequence[Item]) -> list[Item]:
    """Raises:
    ValueError: the year ends here without the scores of the appraisal; see `Plan.without_score`.
    """
    plan = month.plan
    return [] if plan is None else list(_items(month, plan, stated))


def _items(month: Month, plan: Plan, stated: Sequence[Item]) -> Iterator[Item]:
    for own in plan.facilities:
        if own.own_method is OwnMethod.CAPITATION and plan.capitation is not None:
            paid = _capitation(month, own, plan.capitation)
            yield paid
            if month.number == MONTHS:
                yield _year_end(month, own, plan.capitation, [*stated, paid])
        if own.chronic_package and plan.chronic is not None:
            yield _chronic(month, own, plan.chronic)


def _capitation(month: Month, own: FacilityPlan, terms: CapitationTerms) -> Item:
    persons = month.contracted.get(own.code, 0)
    gross = capitation_of_month(persons, terms.rate_year_fen)
    elsewhere = month.elsewhere.get(Headed(own.code, OUTPATIENT), 0)
    return Item(
        facility=own.code,
        method="capitation",
        insutype=sole(terms.insutypes),
        amount=gross - elsewhere,
        figures={
            "persons": persons,
            "rate_year_fen": terms.rate_year_fen,
            "gross": gross,
            "elsewhere": elsewhere,
        },
    )


def _year_end(month: Month, own: FacilityPlan, terms: CapitationTerms, now: Sequence[Item]) -> Item:
    """Surplus by the score, overspend shared where the plan says so."""
    if own.score_bp is None:
        raise ValueError(f"{own.code} has no score")
    heads: list[Item | Past] = [
        *month.earlier(own.code, "capitation", "by_head", "deduction"),
        *(one for one in now if one.facility == own.code),
    ]
    amount = sum(one.figures["gross"] for one in heads if one.method == "capitation")
    actual = sum(one.figures["elsewhere"] for one in heads if one.method == "capitation")
    for one in heads:
        if one.figures.get("clr_type") == int(OUTPATIENT) and (
            one.method == "by_head" or (one.method == "deduction" and one.figures["by_head"])
        ):
            actual += one.figures["due"]
    owed = capitated_year(actual, amount, own.score_bp, terms.share_bp, terms.limit_bp)
    return Item(
        facility=own.code,
        method="year_end",
        insutype=sole(terms.insutypes),
        amount=owed - amount,
        figures={"budget": amount, "due": actual, "owed": owed, "score_bp": own.score_bp},
    )


def _chronic(month: Month, own: FacilityPlan, terms: ChronicTerms) -> Item:
    groups = [
        Patients(month.patients.get((own.code, one.dise_codg), 0), one.rate_month_fen, one.weight_bp)
        for one in terms.diseases
    ]
    gross = chronic_package(groups)
    elsewhere = month.elsewhere.get(Headed(own.code, CHRONIC), 0)
    return Item(
        facility=own.code,
        method="chronic_package",
        insutype=sole(terms.insutypes),
        amount=gross - elsewhere,
        figures={
            "persons": sum(group.count for group in groups),
            "gross": gross,
            "elsewhere": elsewhere,
        },
    )
