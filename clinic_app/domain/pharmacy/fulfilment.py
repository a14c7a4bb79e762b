"""采购指标: how well orders were met, how long that took, and how soon they were paid."""

from collections.abc import Sequence
from dataclasses import dataclass

from clinic_app.domain.money import half_up


@dataclass(frozen=True, slots=True, kw_only=True)
class Fulfilled:
    """What became of one order, in packs and days."""

    lines: int
    urgent_lines: int  # urgent or rescue
    due_packs: int  # ordered, where the agreed day has passed; else 0
    in_time_packs: int  # of those, received by the agreed day
    lead_days: int | None  # from submission to the first receipt; None: nothing came yet
    payment_days: int | None  # from the last receipt to payment; None: not paid


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Shares in ten-thousandths, None where there is nothing to divide by."""

    orders: int
    fill_bp: int | None
    urgent_bp: int | None
    lead_days: int | None  # the middle one
    payment_days: int | None  # the middle one
    outside: int  # batches received that do not stand on the county's list


def figures(orders: Sequence[Fulfilled], outside: int = 0) -> Figures:
    """采购指标 of some orders (domain paper of the county: docs/procurement.md)."""
    return Figures(
        orders=len(orders),
        fill_bp=_share(sum(one.in_time_packs for one in orders), sum(one.due_packs for one in orders)),
        urgent_bp=_share(sum(one.urgent_lines for one in orders), sum(one.lines for one in orders)),
        lead_days=_middle([one.lead_days for one in orders if one.lead_days is not None]),
        payment_days=_middle([one.payment_days for one in orders if one.payment_days is not None]),
        outside=outside,
    )


def _share(part: int, whole: int) -> int | None:
    return half_up(part * 10_000, whole) if whole else None


def _middle(days: Sequence[int]) -> int | None:
    """The upper one of two in the middle."""
    return sorted(days)[len(days) // 2] if days else None
