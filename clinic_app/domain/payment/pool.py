"""基金总盘子: what the insured of a county bring in for a year.

Source: docs/payment.md §2.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from clinic_app.domain.money import half_up
from clinic_app.domain.payment.instalments import WHOLE_BP


@dataclass(frozen=True, slots=True, kw_only=True)
class Township:
    """Who pays in how much a head, in fen."""

    name: str
    persons: int
    per_person_fen: int  # 筹资标准, government and person together
    gov_fen: int  # of it, from government


@dataclass(frozen=True, slots=True)
class PoolTotal:
    """In fen."""

    income: int
    reserve: int  # 风险基金
    total: int  # to spend this year


def short_of_government(townships: Sequence[Township], gov_min_fen: int) -> tuple[str, ...]:
    """The townships whose government pays less a head than it must."""
    return tuple(one.name for one in townships if one.gov_fen < gov_min_fen)


def pool_total(townships: Sequence[Township], carried_over_fen: int, risk_reserve_bp: int) -> PoolTotal:
    """Income, carried over, less the reserve: the parts add up."""
    income = sum(one.persons * one.per_person_fen for one in townships)
    reserve = half_up(income * risk_reserve_bp, WHOLE_BP)
    return PoolTotal(income, reserve, income + carried_over_fen - reserve)
