"""总额包干、结余留用、合理超支分担: a county's medical community and its members.

Source: docs/payment.md §7.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from clinic_app.domain.money import half_up


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageTerms:
    """What was agreed; `audited` is known at the year's end."""

    budget: int  # fen
    coefficient: Fraction  # of the appraisal, 0 to 1
    audited: int  # fen of overspend that the county accepts as reasonable
    share: Fraction  # the fund's share of it
    limit: Fraction  # of the budget: the ceiling of what is shared


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageResult:
    """In fen.  `fund_total` stands in the books; what is `retained` is paid to the community beside it."""

    surplus: bool
    balance: int
    retained: int = 0
    returned: int = 0
    fund_bears: int = 0
    community_bears: int = 0
    fund_total: int


def package_result(actual: int, terms: PackageTerms) -> PackageResult:
    """`actual`: the year's fund_due of all insured persons wherever treated, deductions off, in fen.

    The ceiling (budget times `limit`) is not rounded before the least is taken.
    """
    balance = terms.budget - actual
    if balance >= 0:
        retained = _fen(balance * terms.coefficient)
        return PackageResult(
            surplus=True,
            balance=balance,
            retained=retained,
            returned=balance - retained,
            fund_total=actual,
        )
    bears = _fen(min(Fraction(-balance), Fraction(terms.audited), terms.budget * terms.limit) * terms.share)
    return PackageResult(
        surplus=False,
        balance=balance,
        fund_bears=bears,
        community_bears=-balance - bears,
        fund_total=terms.budget + bears,
    )


def split(amount: int, weights: Sequence[int]) -> tuple[int, ...]:
    """最大余数法: `amount` (fen) by weights; the shares add up to it.

    Each exact share is rounded down; the fen left over go one each to the largest fractions, ties to the earlier
    in the list.  All weights 0: all shares 0.

    Raises:
        ValueError: a negative amount or weight.
    """
    total = sum(weights)
    if amount < 0 or any(weight < 0 for weight in weights):
        raise ValueError(f"split({amount}, {weights})")
    if total == 0:
        return (0,) * len(weights)
    shares = [amount * weight // total for weight in weights]
    by_fraction = sorted(range(len(weights)), key=lambda at: (-(amount * weights[at] % total), at))
    for at in by_fraction[: amount - sum(shares)]:
        shares[at] += 1
    return tuple(shares)


def _fen(exact: Fraction) -> int:
    return half_up(exact.numerator, exact.denominator)
