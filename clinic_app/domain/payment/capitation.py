"""按人头付费: a fixed sum for each person contracted, and 慢性病按人头打包.

Source: docs/payment.md §4.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from clinic_app.domain.money import half_up
from clinic_app.domain.payment.instalments import MONTHS, WHOLE_BP


def capitation_of_month(persons: int, rate_year_fen: int) -> int:
    """`persons` contracted on the month's first day, a twelfth of the rate each, in fen."""
    return half_up(persons * rate_year_fen, MONTHS)


@dataclass(frozen=True, slots=True)
class Patients:
    """Registered and followed-up patients of one disease, what one brings, and the weight of the work."""

    count: int
    rate_fen: int
    weight_bp: int


def chronic_package(groups: Iterable[Patients]) -> int:
    """慢性病打包: rounded once for each disease, in fen."""
    return sum(half_up(one.count * one.rate_fen * one.weight_bp, WHOLE_BP) for one in groups)


def capitated_year(actual: int, amount: int, score_bp: int, share_bp: int, limit_bp: int) -> int:
    """What the fund pays in all for a year of capitation, in fen.

    A surplus stays with the institution by the score of its appraisal; of an overspend the fund bears
    `share_bp`, up to `limit_bp` of the amount (0: the institution pays alone).
    """
    if actual <= amount:
        return actual + half_up((amount - actual) * score_bp, WHOLE_BP)
    within = min(actual, half_up(amount * limit_bp, WHOLE_BP))
    return amount + half_up(max(within - amount, 0) * share_bp, WHOLE_BP)
