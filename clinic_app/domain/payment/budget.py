"""总额预付: what the fund pays in all for a year, and how next year's budgets may grow.

Ratios are compared by multiplication: nothing is divided.  Source: docs/payment.md §3.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from clinic_app.domain.money import half_up
from clinic_app.domain.payment.instalments import WHOLE_BP


@dataclass(frozen=True, slots=True, kw_only=True)
class Bands:
    """年终清算区间: shares of the budget, in bp."""

    floor_bp: int = 9_000  # below it nothing is kept: too little service
    retain_bp: int = 5_000  # 结余留用
    limit_bp: int = 11_000  # above it the institution pays alone
    share_bp: int = 5_000  # 合理超支分担


def year_end(actual: int, budget: int, bands: Bands) -> int:
    """年终应付: all that the fund pays for the year, in fen.

    `actual` is the year's fund_due, deductions off.  A negative one (more reds than bills) is paid as it is.
    """
    if actual * WHOLE_BP < budget * bands.floor_bp:
        return actual
    if actual <= budget:
        return actual + half_up((budget - actual) * bands.retain_bp, WHOLE_BP)
    within = min(actual, half_up(budget * bands.limit_bp, WHOLE_BP))
    return budget + half_up(max(within - budget, 0) * bands.share_bp, WHOLE_BP)


@dataclass(frozen=True, slots=True)
class Growth:
    """One institution's budget, this year and last, in fen."""

    budget: int
    last: int
    primary: bool  # 基层: village, township, community


def primary_grows_enough(budgets: Sequence[Growth], ahead_bp: int) -> bool:
    """基层预算增幅: above the average of all, by at most `ahead_bp` points; 宜昌.

    True where there is no primary institution, or nothing of last year to compare with.
    """
    now, last = sum(one.budget for one in budgets), sum(one.last for one in budgets)
    primary_now = sum(one.budget for one in budgets if one.primary)
    primary_last = sum(one.last for one in budgets if one.primary)
    if not primary_last or not last:
        return True
    ahead = primary_now * last - now * primary_last
    return ahead > 0 and ahead * WHOLE_BP <= ahead_bp * primary_last * last
