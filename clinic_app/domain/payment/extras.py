"""What a run pays beside visits: disease surplus, contracts, and the community's package at the year's end.

Source: docs/payment.md §5 to §7.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from clinic_app.domain.payment.contracts import contract_payment
from clinic_app.domain.payment.instalments import MONTHS, WHOLE_BP
from clinic_app.domain.payment.month import Item, Month, Past, sole
from clinic_app.domain.payment.package import PackageTerms, package_result, split
from clinic_app.domain.payment.plan import PackagePlan, Plan

_STATED = ("statement", "counted", "by_head", "deduction")


def items(month: Month, stated: Sequence[Item]) -> list[Item]:
    plan = month.plan
    if plan is None:
        return []
    made = [*_surplus(month), *_contracts(month, plan)]
    if month.number == MONTHS and plan.package is not None:
        made += _package(month, plan.package, stated)
    return made


def _surplus(month: Month) -> Iterator[Item]:
    for (facility, insutype), amount in sorted(month.surplus.items()):
        if amount:
            yield Item(
                facility=facility,
                method="disease_surplus",
                insutype=insutype,
                amount=amount,
                figures={"surplus": amount},
            )


def _contracts(month: Month, plan: Plan) -> Iterator[Item]:
    terms = plan.contract
    if terms is None or terms.count_on.month != month.number:
        return
    for facility, persons in sorted(month.contracts.items()):
        yield Item(
            facility=facility,
            method="contract",
            insutype=sole(terms.insutypes),
            amount=contract_payment(persons, terms.fee_fen),
            figures={"persons": persons, "fee_fen": terms.fee_fen},
        )


def _package(month: Month, package: PackagePlan, stated: Sequence[Item]) -> Iterator[Item]:
    """Retained to the members, or borne by them; their shares add up to it."""
    actual = package.outside_fen + _actual(month, package, stated)
    found = package_result(
        actual,
        PackageTerms(
            budget=package.budget_fen,
            coefficient=Fraction(package.coefficient_bp, WHOLE_BP),
            audited=package.audited_fen,
            share=Fraction(package.share_bp, WHOLE_BP),
            limit=Fraction(package.limit_bp, WHOLE_BP),
        ),
    )
    whole = found.retained if found.surplus else found.community_bears
    weights = [member.weight * member.score_bp for member in package.members]
    for member, share in zip(package.members, split(whole, weights), strict=True):
        yield Item(
            facility=member.code,
            method="package",
            insutype=sole(package.insutypes),
            amount=share if found.surplus else -share,
            figures={
                "budget": package.budget_fen,
                "due": actual,
                "retained": found.retained,
                "borne": found.community_bears,
                "weight": member.weight,
                "score_bp": member.score_bp,
            },
        )


def _actual(month: Month, package: PackagePlan, stated: Sequence[Item]) -> int:
    """Σ fund_due of the year, wherever treated, deductions off."""
    lines: list[Item | Past] = [one for one in month.past if int(one.month[:4]) == month.year]
    lines += stated
    return sum(
        one.figures["due"] for one in lines if one.method in _STATED and one.insutype in package.insutypes
    )
